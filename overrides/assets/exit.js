// How does a reader leave at once, and read so that Back does not lead here again?
// Loaded only where the way out is shown or a tab reads privately.

const root = document.documentElement;
const exit = document.querySelector("a.quick-exit-link");
const status = document.querySelector(".quick-exit-status");
const PATIENCE = 5000; // milliseconds in which Shift is pressed three times

function leave() {
  root.hidden = true; // blank first: the next page may take a while
  document.title = "";
  for (const media of document.querySelectorAll("audio, video")) media.pause();
  window.name = "";
  location.replace(exit.href);
}

// ── Shift, three times, and no other key between ─────────────────────────────────────────────────

let presses = [];

addEventListener("keydown", (event) => {
  if (event.key !== "Shift") presses = [];
  if (event.key !== "Shift" || event.repeat) return;
  presses = [...presses.filter((at) => event.timeStamp - at < PATIENCE), event.timeStamp];
  if (presses.length === 3) leave();
  else status.textContent = exit.dataset[presses.length === 1 ? "twoMore" : "oneMore"];
  setTimeout(() => (status.textContent = ""), PATIENCE);
});

// ── Links: out, and private ──────────────────────────────────────────────────────────────────────

// On window, after every other listener: what another script has dealt with is not ours.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented) return;
  if (link === exit) {
    event.preventDefault();
    leave();
  } else if (reading() && link.protocol.startsWith("http") && !link.hasAttribute("download") && !link.target) {
    event.preventDefault();
    location.replace(link.href); // this page makes room for the next one in the tab's history
  }
});

// ── Private reading ──────────────────────────────────────────────────────────────────────────────

const reading = () => "private" in root.dataset;

export function readPrivately(on) {
  const others = window.name.split(" ").filter((word) => word && word !== "private" && word !== "exit");
  window.name = [...others, "exit", ...(on ? ["private"] : [])].join(" ");
  root.toggleAttribute("data-private", on);
  root.dataset.exit = "";
  show();
}

function show() {
  for (const button of document.querySelectorAll("button.private-toggle")) {
    button.textContent = reading() ? button.dataset.off : button.dataset.on;
  }
}

addEventListener("click", (event) => {
  if (event.target.closest?.("button.private-toggle")) readPrivately(!reading());
});
show();

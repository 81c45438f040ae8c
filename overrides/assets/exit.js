// Quick exit, and private reading: Back does not lead to this site again.
// Loaded only if the quick exit is shown or the tab reads privately.

const root = document.documentElement;
const exit = document.querySelector("a.quick-exit-link");
const status = document.querySelector(".quick-exit-status");
const SHIFT_WINDOW = 5000; // milliseconds within which Shift is pressed three times

function leave() {
  root.hidden = true; // blank first: the next page may take time to load
  document.title = "";
  for (const media of document.querySelectorAll("audio, video")) media.pause();
  window.name = "";
  location.replace(exit.href);
}

// ── Shift pressed three times, with no other key between ─────────────────────────────────────────

let presses = [];

addEventListener("keydown", (event) => {
  if (event.key !== "Shift") presses = [];
  if (event.key !== "Shift" || event.repeat) return;
  presses = [...presses.filter((at) => event.timeStamp - at < SHIFT_WINDOW), event.timeStamp];
  if (presses.length === 3) leave();
  else status.textContent = exit.dataset[presses.length === 1 ? "twoMore" : "oneMore"];
  setTimeout(() => (status.textContent = ""), SHIFT_WINDOW);
});

// ── Links ────────────────────────────────────────────────────────────────────────────────────────

// On window, so that it runs after every other listener and skips events that one has handled.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented) return;
  if (link === exit) {
    event.preventDefault();
    leave();
  } else if (readsPrivately() && link.protocol.startsWith("http") && !link.hasAttribute("download") && !link.target) {
    event.preventDefault();
    location.replace(link.href); // the next page replaces this one in the tab's history
  }
});

// ── Private reading ──────────────────────────────────────────────────────────────────────────────

const readsPrivately = () => "private" in root.dataset;

export function readPrivately(on) {
  const otherWords = window.name.split(" ").filter((word) => word && word !== "private" && word !== "exit");
  window.name = [...otherWords, "exit", ...(on ? ["private"] : [])].join(" ");
  root.toggleAttribute("data-private", on);
  root.dataset.exit = "";
  updateButtons();
}

function updateButtons() {
  for (const button of document.querySelectorAll("button.private-toggle")) {
    button.textContent = readsPrivately() ? button.dataset.off : button.dataset.on;
  }
}

addEventListener("click", (event) => {
  if (event.target.closest?.("button.private-toggle")) readPrivately(!readsPrivately());
});
updateButtons();

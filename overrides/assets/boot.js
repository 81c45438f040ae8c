// Applies the reader's choices before the first paint, so that nothing changes colour or place afterwards
// (colours, hidden content notes, private reading), and the quick exit, which works from the first moment on.
// It is the only script that blocks rendering; a module would run too late.
//
// The quick exit and private reading are remembered in `window.name`: it goes with the tab from page to page
// of this site and ends with the tab, and nothing is stored on the device.
(() => {
  const root = document.documentElement;
  const { exit, exitShown } = document.currentScript.dataset; // a site without a quick exit has no address of it
  const SHIFT_WINDOW = 5000; // milliseconds within which Shift is pressed three times
  const inTab = (word) => window.name.split(" ").includes(word);

  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme) root.dataset.theme = theme;
    if (localStorage.getItem("notes")) root.dataset.notes = "hidden";
  } catch {
    // Storage is disabled: the defaults apply.
  }

  if (exitShown && !inTab("exit")) window.name = `${window.name} exit`.trim();
  if (inTab("private")) root.dataset.private = "";
  if (inTab("exit") || inTab("private")) root.dataset.exit = "";
  const exitIsOn = () => exit && "exit" in root.dataset;
  const readsPrivately = () => "private" in root.dataset;

  // ── The quick exit: its link, or Shift pressed three times with no other key between ───────────

  function leave() {
    root.hidden = true; // blank first: the next page may take time to load
    document.title = "";
    for (const media of document.querySelectorAll("audio, video")) media.pause();
    window.name = "";
    location.replace(exit);
  }

  let presses = [];

  addEventListener("keydown", (event) => {
    if (!exitIsOn()) return;
    if (event.key !== "Shift") presses = [];
    if (event.key !== "Shift" || event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < SHIFT_WINDOW), event.timeStamp];
    if (presses.length === 3) return leave();
    const words = document.querySelector("a.quick-exit-link")?.dataset;
    if (words) showStatus(presses.length === 1 ? words.twoMore : words.oneMore);
    setTimeout(showStatus, SHIFT_WINDOW, "");
  });

  function showStatus(words) {
    const status = document.querySelector(".quick-exit-status");
    if (status) status.textContent = words;
  }

  // ── Links. On window, so that it runs after every other listener and skips events that one has handled ──

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented) return;
    if (link.matches("a.quick-exit-link")) {
      event.preventDefault();
      leave();
    } else if (readsPrivately() && link.protocol.startsWith("http") && !link.hasAttribute("download") && !link.target) {
      event.preventDefault();
      location.replace(link.href); // the next page replaces this one in the tab's history
    }
  });

  // ── Private reading: Back does not lead to this site again ─────────────────────────────────────

  function readPrivately(on) {
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
  addEventListener("DOMContentLoaded", updateButtons);

  // The tab's history has pages from before private reading was turned on: going back skips them.
  function skipHistoryEntry() {
    root.hidden = true;
    history.back();
    setTimeout(() => location.replace(exit ?? "about:blank"), 300); // no entry before this one
  }
  const [arrival] = performance.getEntriesByType("navigation");
  if (inTab("private") && arrival?.type === "back_forward") skipHistoryEntry();
  addEventListener("pageshow", (event) => {
    if (event.persisted && inTab("private")) skipHistoryEntry();
  });
})();

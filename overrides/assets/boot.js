// Applies the reader's choices before the first paint, so that nothing changes colour or place afterwards:
// colours, hidden content notes, the quick exit, private reading. It is the only script that blocks rendering;
// a module would run too late.
//
// The quick exit and private reading are remembered in `window.name`: it goes with the tab from page to page
// of this site and ends with the tab, and nothing is stored on the device.
(() => {
  const root = document.documentElement;
  const { exit, exitShown } = document.currentScript.dataset;
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
  if (inTab("exit") || inTab("private")) {
    root.dataset.exit = "";
    import("./exit.js");
  }

  // The tab's history has pages from before private reading was turned on: going back skips them.
  function skipHistoryEntry() {
    root.hidden = true;
    history.back();
    setTimeout(() => location.replace(exit), 300); // no entry before this one
  }
  const [arrival] = performance.getEntriesByType("navigation");
  if (inTab("private") && arrival?.type === "back_forward") skipHistoryEntry();
  addEventListener("pageshow", (event) => {
    if (event.persisted && inTab("private")) skipHistoryEntry();
  });
})();

// What must be known before the first line is drawn, so that nothing changes colour or place afterwards:
// the colours chosen, whether content notes are hidden, whether the way out is shown, whether this tab
// reads privately. It is the only script that a page waits for; a module would come too late.
//
// That the way out stays, and that a tab reads privately, is kept in the name of the tab: it goes from page
// to page of this site, is gone with the tab, and nothing is stored on the device.
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
    // Storage is switched off: the page is as the system and the editors have it.
  }

  if (exitShown && !inTab("exit")) window.name = `${window.name} exit`.trim();
  if (inTab("private")) root.dataset.private = "";
  if (inTab("exit") || inTab("private")) {
    root.dataset.exit = "";
    import("./exit.js");
  }

  // Pages read before private reading was turned on lie behind this one: going back passes over them.
  function passOver() {
    root.hidden = true;
    history.back();
    setTimeout(() => location.replace(exit), 300); // nothing lay behind
  }
  const [arrival] = performance.getEntriesByType("navigation");
  if (inTab("private") && arrival?.type === "back_forward") passOver();
  addEventListener("pageshow", (event) => {
    if (event.persisted && inTab("private")) passOver();
  });
})();

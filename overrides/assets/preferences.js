// What has the reader chosen, and where is it kept? On this device, only after a choice, never in private
// reading. boot.js applies it to the next page.

const root = document.documentElement;

export const readsPrivately = () => "private" in root.dataset;

/** What is kept under a key; null where there is nothing, or where storage is switched off. */
export function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a value, or forgets it where it is null. */
export function keep(key, value) {
  if (readsPrivately()) return;
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is switched off or full: the choice lasts as long as this page.
  }
}

// ── Colours: as the system has them, light, dark, and round again ────────────────────────────────

const NEXT = { system: "light", light: "dark", dark: "system" };
const theme = () => root.dataset.theme ?? "system";

export function setTheme(name) {
  if (name === "system") delete root.dataset.theme;
  else root.dataset.theme = name;
  keep("theme", name === "system" ? null : name);
  show();
}

// ── Content notes ────────────────────────────────────────────────────────────────────────────────

const notesHidden = () => root.dataset.notes === "hidden";

export function hideNotes(hide) {
  if (hide) root.dataset.notes = "hidden";
  else delete root.dataset.notes;
  keep("notes", hide ? "hidden" : null);
  show();
}

// ── Their buttons, wherever they stand ───────────────────────────────────────────────────────────

function show() {
  for (const button of document.querySelectorAll("button.theme-toggle")) {
    button.querySelector(".theme-name").textContent = button.dataset[theme()];
  }
  for (const button of document.querySelectorAll("button.content-notes-toggle")) {
    button.textContent = notesHidden() ? button.dataset.show : button.dataset.hide;
  }
  // The bars of a phone's browser take the colour that is chosen, not the system's.
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
    meta.dataset.media ??= meta.media;
    meta.media = theme() === "system" ? meta.dataset.media : meta.dataset.media.includes(theme()) ? "all" : "not all";
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (button?.matches(".theme-toggle")) setTheme(NEXT[theme()]);
  if (button?.matches(".content-notes-toggle")) hideNotes(!notesHidden());
});
show();

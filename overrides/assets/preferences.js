// The reader's choices: colours and content notes. They are stored on this device, only after a choice and
// never in private reading; boot.js applies them to the next page.

const root = document.documentElement;

export const readsPrivately = () => "private" in root.dataset;

/** The stored value of a key; null if there is none or storage is disabled. */
export function load(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Stores a value, or removes it if it is null. */
export function store(key, value) {
  if (readsPrivately()) return;
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is disabled or full: the choice lasts as long as this page.
  }
}

// ── Colours: system, light, dark, in turn ────────────────────────────────────────────────────────

const NEXT = { system: "light", light: "dark", dark: "system" };
const theme = () => root.dataset.theme ?? "system";

export function setTheme(name) {
  if (name === "system") delete root.dataset.theme;
  else root.dataset.theme = name;
  store("theme", name === "system" ? null : name);
  updateButtons();
}

// ── Content notes ────────────────────────────────────────────────────────────────────────────────

const notesHidden = () => root.dataset.notes === "hidden";

export function hideNotes(hide) {
  if (hide) root.dataset.notes = "hidden";
  else delete root.dataset.notes;
  store("notes", hide ? "hidden" : null);
  updateButtons();
}

// ── Buttons ──────────────────────────────────────────────────────────────────────────────────────

function updateButtons() {
  for (const button of document.querySelectorAll("button.theme-toggle")) {
    button.querySelector(".theme-name").textContent = button.dataset[theme()];
  }
  for (const button of document.querySelectorAll("button.content-notes-toggle")) {
    button.textContent = notesHidden() ? button.dataset.show : button.dataset.hide;
  }
  // The bars of a phone's browser take the chosen colour, not the system's.
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
updateButtons();

// ── Sharing: by the sheet of the device, or a copy of the address where there is none ────────────

const share = document.querySelector("button.share");
share?.addEventListener("click", () => {
  const { address, copied } = share.dataset;
  if (navigator.share) return navigator.share({ title: document.title, url: address }).catch(() => {});
  navigator.clipboard?.writeText(address).then(() => (share.nextElementSibling.textContent = copied));
});

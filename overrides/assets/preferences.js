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
  navigator.clipboard?.writeText(address).then(() => (share.parentElement.querySelector("[role=status]").textContent = copied));
});

// ── Words of the text that are selected: copied as a quotation, with an address that leads to them ──

const quote = document.querySelector(".quote");
const WORDS = 4; // at each end, by which a browser finds the place
const parts = (words) => words.map((word) => encodeURIComponent(word).replaceAll("-", "%2D")).join("%20");

function selected() {
  const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
  const inside = range && [range.startContainer, range.endContainer].every((node) => node.parentElement?.closest(".prose"));
  return inside && range.toString().trim().includes(" ") ? range : null;
}

if (quote) {
  let isNew = false; // the first Tab after words were selected leads to the button
  document.addEventListener("selectionchange", () => {
    const range = selected();
    if (quote.contains(document.activeElement)) return;
    quote.hidden = !range;
    isNew = Boolean(range);
    // Behind the paragraph: Tab goes on from there. Three clicks select up to the start of the next one.
    const last = range?.endOffset ? range.endContainer : range?.startContainer;
    last?.parentElement.closest(".prose > *")?.after(quote);
    quote.lastElementChild.textContent = "";
  });
  document.addEventListener("keydown", (event) => {
    if (!isNew || event.key !== "Tab" || event.shiftKey) return;
    isNew = false;
    event.preventDefault();
    quote.firstElementChild.focus();
  });
  quote.addEventListener("pointerdown", (event) => event.preventDefault()); // which would end the selection
  quote.addEventListener("focusout", () => (quote.hidden = !selected()));
  quote.firstElementChild.addEventListener("click", async () => {
    const copy = selected()?.cloneContents();
    if (!copy) return;
    const cleaned = (selector) => {
      for (const part of copy.querySelectorAll(selector)) part.remove();
      return copy.textContent.trim().split(/\s+/);
    };
    const words = cleaned(".quote");
    const place = words.length > 2 * WORDS ? `${parts(words.slice(0, WORDS))},${parts(words.slice(-WORDS))}` : parts(words);
    const { marks, source, address, copied } = quote.dataset;
    const text = marks.replace("{words}", cleaned("sup").join(" "));
    await navigator.clipboard?.writeText(`${text}\n${source}\n${address}#:~:text=${place}`);
    quote.lastElementChild.textContent = copied;
  });
}

// ── Keeping a page for reading offline: stored by this act alone, and removed by it or on the page about privacy ──

const keep = document.querySelector("button.keep");

async function showKept() {
  const kept = Boolean(await caches.match(location.pathname));
  keep.textContent = kept ? keep.dataset.remove : keep.dataset.keep;
  keep.hidden = false;
  return kept;
}

if (keep && window.caches && navigator.serviceWorker) {
  showKept().catch(() => (keep.hidden = true));
  keep.addEventListener("click", async () => {
    const status = keep.parentElement.querySelector("[role=status]");
    try {
      if (readsPrivately()) throw new Error("nothing is stored in private reading");
      const { setKept } = await import("./keep.js");
      await setKept(!(await showKept()));
      status.textContent = (await showKept()) ? keep.dataset.kept : "";
    } catch {
      status.textContent = keep.dataset.failed;
    }
  });
}

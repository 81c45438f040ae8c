// The search page. Pagefind is fetched when the reader searches, not before. The query stays in the page: it is
// not added to the address, and nothing is stored.

import { clock } from "./clock.js";

const PAGE_SIZE = 5;
const EXCERPT_WORDS = 32;
const MAX_CUES = 3;
const FEW_RESULTS = 3; // so few may come from a word that is misspelt

const root = document.documentElement;
const form = document.getElementById("search");
const field = document.getElementById("search-words");
const topic = document.getElementById("search-topic");
const results = document.getElementById("search-results");
const more = document.getElementById("search-more");
const status = document.getElementById("search-status");
const help = document.getElementById("search-help");
const suggestion = document.getElementById("search-suggestion");
const icons = new Map(
  [...document.querySelectorAll("template.search-icon")].map((icon) => [icon.dataset.kind, icon.content]),
);

const list = element("ol", "cards results"); // in the page only while it has entries
let pagefind = null;
let matches = [];
let queryId = 0; // a late answer to an earlier query is discarded

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
form.addEventListener("change", (event) => {
  if (event.target !== field && (list.children.length || status.textContent)) search();
});
more.addEventListener("click", async () => {
  const first = list.children.length;
  await showMore(queryId);
  list.children[first]?.querySelector("a").focus();
});
// The browser puts the words back when the reader returns from a result.
addEventListener("pageshow", () => {
  if (field.value && !list.children.length) search();
});

async function search() {
  const id = ++queryId;
  const words = field.value.trim();
  const filters = selectedFilters();
  clear();
  if (!words && !filters) {
    say("");
    field.focus();
    return;
  }
  help.hidden = !mentionsCrisis(words);
  say(form.dataset.searching);
  try {
    const index = await loadIndex();
    const answer = await index.search(words || null, filters ? { filters } : {});
    if (id !== queryId) return;
    matches = answer.results;
    await showMore(id);
    if (!matches.length) help.hidden = false;
    if (matches.length < FEW_RESULTS) await suggest(words, id);
  } catch (error) {
    console.error(error);
    if (id !== queryId) return;
    help.hidden = false;
    say(form.dataset.failed);
  }
}

async function loadIndex() {
  if (!pagefind) {
    const index = await import(new URL(form.dataset.index, document.baseURI).href);
    await index.init();
    pagefind = index;
  }
  return pagefind;
}

/** The filters as Pagefind wants them: any of the kinds, and the topic. */
function selectedFilters() {
  const kinds = [...form.querySelectorAll("input[type=checkbox]:checked")].map((box) => ({ is: box.value }));
  const all = [...(kinds.length ? [{ any: kinds }] : []), ...(topic?.value ? [{ is: topic.value }] : [])];
  return all.length ? { all } : null;
}

async function showMore(id) {
  const next = matches.slice(list.children.length, list.children.length + PAGE_SIZE);
  const loaded = await Promise.all(next.map((match) => match.data()));
  if (id !== queryId) return;
  list.append(...loaded.map(resultItem));
  if (matches.length) results.append(list);
  more.hidden = list.children.length >= matches.length;
  reportCount();
}

function reportCount() {
  const shown = list.children.length;
  const { none, quoted, chosen: choice } = form.dataset;
  const sentence = matches.length ? pluralForm(matches.length, shown < matches.length ? "shown" : "found") : none;
  const words = field.value.trim();
  say(
    sentence
      .replace("{number}", matches.length.toLocaleString(root.lang))
      .replace("{shown}", shown.toLocaleString(root.lang))
      .replace("{words}", () => (words ? quoted.replace("{words}", () => words) : choice)),
  );
}

/** A sentence in the plural form that the page's language uses for this number. */
function pluralForm(number, sentence) {
  const plural = new Intl.PluralRules(root.lang).select(number);
  return form.getAttribute(`data-${sentence}-${plural}`) ?? form.getAttribute(`data-${sentence}-other`);
}

function clear() {
  matches = [];
  list.replaceChildren();
  list.remove();
  more.hidden = help.hidden = suggestion.hidden = true;
}

function say(text) {
  status.textContent = text;
}

// ── Words of crisis, and words that are nearly known ─────────────────────────────────────────────

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
const crisisPhrases = form.dataset.crisis.split(",").filter(Boolean).map((phrase) => plain(phrase).split(" "));
/** How many letters may be wrong. */
const forgiven = (word) => (word.length > 7 ? 2 : word.length > 4 ? 1 : 0);

/** True if the words contain a phrase of crisis, also with small mistakes. */
function mentionsCrisis(text) {
  const words = plain(text).split(" ");
  const alike = (word, meant) => word === meant || (word?.[0] === meant[0] && distance(word, meant) <= forgiven(meant));
  return crisisPhrases.some((phrase) => words.some((_, at) => phrase.every((meant, next) => alike(words[at + next], meant))));
}

/** Offers the nearest words of the collection for those that it does not have. */
async function suggest(text, id) {
  const known = (await (await fetch(form.dataset.words)).text()).split("\n").map((word) => [word, plain(word)]);
  const nearest = text.split(/\s+/).map((word) => {
    const looked = plain(word);
    let best = [word, forgiven(looked) + 1];
    for (const [candidate, written] of known) {
      const far = written === looked ? -1 : distance(looked, written);
      if (far < best[1]) best = [candidate, far];
    }
    return best[1] < 0 ? word : best[0];
  });
  const words = nearest.join(" ");
  if (id !== queryId || words === text) return;
  suggestion.querySelector("button").textContent = words;
  suggestion.hidden = false;
}
suggestion.querySelector("button").addEventListener("click", ({ target }) => {
  field.value = target.textContent;
  field.focus();
  search();
});

/** The letters to add, remove, change or swap to turn one word into the other; 9 if there are clearly many. */
function distance(a, b) {
  if (Math.abs(a.length - b.length) > 2) return 9;
  let [before, last] = [[], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

// ── A result ─────────────────────────────────────────────────────────────────────────────────────

function resultItem(result) {
  const { meta, url } = result;
  const text = parsedContent(result);
  const item = element("li");
  const article = element("article", `card ${meta.kind}`);
  const parts = [titleHeading(meta.title, url), excerpt(text, meta, url), matchingCues(text, url)].filter(Boolean);
  for (const part of parts) {
    part.dir = "auto";
    if (meta.lang) part.lang = meta.lang;
  }
  article.append(kindOf(meta), ...parts);
  const facts = [meta.by, meta.date, meta.length].filter(Boolean).map((fact) => element("span", "", fact));
  if (facts.length) {
    const line = element("p", "card-meta");
    facts.forEach((fact) => line.append(fact, " "));
    article.append(line);
  }
  if (meta.notes) article.append(element("p", "card-notes", form.dataset.notes.replace("{notes}", () => meta.notes)));
  item.append(article);
  return item;
}

function kindOf(meta) {
  const line = element("p", "kind");
  const icon = icons.get(meta.kind);
  if (icon) line.append(icon.cloneNode(true), " ");
  line.append(element("span", "", meta.what));
  if (meta.number) line.append(" ", element("span", "kind-number", meta.number));
  return line;
}

function titleHeading(title, url) {
  const heading = element("h2", "card-title");
  heading.append(link(url, title));
  return heading;
}

/** The words of a result, the positions of those that match, its headings and cues. */
function parsedContent(result) {
  const words = (result.raw_content ?? result.content).split(/\s+/);
  const anchors = [...(result.anchors ?? [])].sort((a, b) => a.location - b.location);
  const cues = anchors.filter((anchor) => anchor.id.startsWith("t="));
  const begin = anchors.find((anchor) => anchor.id === "text")?.location ?? 0;
  const transcriptStart = cues[0]?.location ?? Infinity;
  const positions = [...new Set(result.locations)].filter((at) => at >= begin).sort((a, b) => a - b);
  return {
    words,
    begin,
    cues,
    transcriptStart,
    headings: anchors.filter((anchor) => /^h[2-6]$/.test(anchor.element)),
    inText: positions.filter((at) => at < transcriptStart),
    inTranscript: positions.filter((at) => at >= transcriptStart),
  };
}

/** The part of the text with the most matches, and its section; the summary if nothing in the text matches. */
function excerpt(text, meta, url) {
  const { words, inText, headings, begin, transcriptStart } = text;
  const paragraph = element("p", "card-summary");
  if (!inText.length) {
    if (meta.summary) paragraph.append(meta.summary);
    return meta.summary ? paragraph : null;
  }
  const within = (start) => inText.filter((at) => at >= start && at < start + EXCERPT_WORDS - 6).length;
  const best = inText.reduce((best, at) => (within(at) > within(best) ? at : best));
  const start = Math.max(begin, best - 6);
  const end = Math.min(start + EXCERPT_WORDS, words.length, transcriptStart);
  paragraph.append(...markMatches(words, start, end, inText));
  if (start > begin) paragraph.prepend("… ");
  if (end < words.length) paragraph.append(" …");
  const heading = headings.findLast((heading) => heading.location <= best);
  if (heading?.text) {
    const [before, after] = form.dataset.section.split("{title}");
    paragraph.append(" ", element("span", "result-section", before));
    paragraph.lastChild.append(link(`${url}#${heading.id}`, heading.text), after);
  }
  return paragraph;
}

/** The cues of a transcript that match; each link opens the episode at its second. */
function matchingCues(text, url) {
  const { words, cues, inTranscript } = text;
  const hits = new Map();
  for (const at of inTranscript) {
    const cue = cues.findLastIndex((cue) => cue.location <= at);
    hits.set(cue, (hits.get(cue) ?? 0) + 1);
  }
  if (!hits.size) return null;
  const best = [...hits].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MAX_CUES);
  const items = element("ul", "result-cues");
  for (const [cue] of best.sort((a, b) => a[0] - b[0])) {
    const seconds = Number(cues[cue].id.slice(2));
    const item = element("li");
    const time = link(`${url}#${cues[cue].id}`, clock(seconds), "timecode");
    time.setAttribute("aria-label", form.dataset.moment.replace("{time}", clock(seconds)));
    item.append(time, " ", ...markMatches(words, cues[cue].location, cues[cue + 1]?.location ?? words.length, inTranscript));
    items.append(item);
  }
  return items;
}

function* markMatches(words, start, end, positions) {
  for (let at = start; at < end; at += 1) {
    if (at > start) yield " ";
    yield positions.includes(at) ? element("mark", "", words[at]) : words[at];
  }
}

function link(url, text, name = "") {
  const node = element("a", name, text);
  node.href = url;
  return node;
}

function element(tag, name = "", text = "") {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  return node;
}

// What does the site say about these words? Pagefind is fetched when somebody searches, not before. The
// words stay in the page: they become no part of an address, and nothing is stored.

const AT_ONCE = 5;
const EXCERPT = 32; // words
const MOMENTS = 3;

const root = document.documentElement;
const form = document.getElementById("search");
const field = document.getElementById("search-words");
const topic = document.getElementById("search-topic");
const place = document.getElementById("search-results");
const more = document.getElementById("search-more");
const status = document.getElementById("search-status");
const icons = new Map(
  [...document.querySelectorAll("template.search-icon")].map((icon) => [icon.dataset.kind, icon.content]),
);

const list = element("ol", "cards results"); // in the page only while it holds something
let pagefind = null;
let found = [];
let asked = 0; // a slow answer to an earlier question is not shown

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
form.addEventListener("change", (event) => {
  if (event.target !== field && (list.children.length || status.textContent)) search();
});
more.addEventListener("click", async () => {
  const first = list.children.length;
  await show(asked);
  list.children[first]?.querySelector("a").focus();
});
// The browser puts the words back when the reader returns from a result.
addEventListener("pageshow", () => {
  if (field.value && !list.children.length) search();
});

async function search() {
  const question = ++asked;
  const words = field.value.trim();
  const filters = chosen();
  clear();
  if (!words && !filters) {
    say("");
    field.focus();
    return;
  }
  say(form.dataset.searching);
  try {
    const index = await loaded();
    const answer = await index.search(words || null, filters ? { filters } : {});
    if (question !== asked) return;
    found = answer.results;
    await show(question);
  } catch (error) {
    console.error(error);
    if (question === asked) say(form.dataset.failed);
  }
}

async function loaded() {
  if (!pagefind) {
    const index = await import(new URL(form.dataset.index, document.baseURI).href);
    await index.init();
    pagefind = index;
  }
  return pagefind;
}

/** The filters as Pagefind wants them: any of the kinds, and the topic. */
function chosen() {
  const kinds = [...form.querySelectorAll("input[type=checkbox]:checked")].map((box) => ({ is: box.value }));
  const all = [...(kinds.length ? [{ any: kinds }] : []), ...(topic?.value ? [{ is: topic.value }] : [])];
  return all.length ? { all } : null;
}

async function show(question) {
  const next = found.slice(list.children.length, list.children.length + AT_ONCE);
  const results = await Promise.all(next.map((result) => result.data()));
  if (question !== asked) return;
  list.append(...results.map(entry));
  if (found.length) place.append(list);
  more.hidden = list.children.length >= found.length;
  tell();
}

function tell() {
  const shown = list.children.length;
  const { none, quoted, chosen: choice } = form.dataset;
  const sentence = found.length ? beside(found.length, shown < found.length ? "shown" : "found") : none;
  const words = field.value.trim();
  say(
    sentence
      .replace("{number}", found.length.toLocaleString(root.lang))
      .replace("{shown}", shown.toLocaleString(root.lang))
      .replace("{words}", () => (words ? quoted.replace("{words}", () => words) : choice)),
  );
}

/** A sentence in the form that the page's language has beside this number. */
function beside(number, sentence) {
  const plural = new Intl.PluralRules(root.lang).select(number);
  return form.getAttribute(`data-${sentence}-${plural}`) ?? form.getAttribute(`data-${sentence}-other`);
}

function clear() {
  found = [];
  list.replaceChildren();
  list.remove();
  more.hidden = true;
}

function say(text) {
  status.textContent = text;
}

// ── A result ─────────────────────────────────────────────────────────────────────────────────────

function entry(result) {
  const { meta, url } = result;
  const text = readable(result);
  const item = element("li");
  const article = element("article", `card ${meta.kind}`);
  const said = [titled(meta.title, url), excerpt(text, meta, url), moments(text, url)].filter(Boolean);
  for (const part of said) {
    part.dir = "auto";
    if (meta.lang) part.lang = meta.lang;
  }
  article.append(kindOf(meta), ...said);
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

function titled(title, url) {
  const heading = element("h2", "card-title");
  heading.append(link(url, title));
  return heading;
}

/** The words of a result, the places of those that were looked for, headings, and where speech begins. */
function readable(result) {
  const words = (result.raw_content ?? result.content).split(/\s+/);
  const anchors = [...(result.anchors ?? [])].sort((one, other) => one.location - other.location);
  const cues = anchors.filter((anchor) => anchor.id.startsWith("t="));
  const begin = anchors.find((anchor) => anchor.id === "text")?.location ?? 0;
  const spoken = cues[0]?.location ?? Infinity;
  const places = [...new Set(result.locations)].filter((at) => at >= begin).sort((one, other) => one - other);
  return {
    words,
    begin,
    cues,
    spoken,
    headings: anchors.filter((anchor) => /^h[2-6]$/.test(anchor.element)),
    written: places.filter((at) => at < spoken),
    said: places.filter((at) => at >= spoken),
  };
}

/** The stretch that holds the most of what was looked for, or the summary, and the part it stands in. */
function excerpt(text, meta, url) {
  const { words, written, headings, begin, spoken } = text;
  const paragraph = element("p", "card-summary");
  if (!written.length) {
    if (meta.summary) paragraph.append(meta.summary);
    return meta.summary ? paragraph : null;
  }
  const within = (start) => written.filter((at) => at >= start && at < start + EXCERPT - 6).length;
  const best = written.reduce((one, other) => (within(other) > within(one) ? other : one));
  const start = Math.max(begin, best - 6);
  const end = Math.min(start + EXCERPT, words.length, spoken);
  paragraph.append(...marked(words, start, end, written));
  if (start > begin) paragraph.prepend("… ");
  if (end < words.length) paragraph.append(" …");
  const heading = headings.findLast((one) => one.location <= best);
  if (heading?.text) {
    const [before, after] = form.dataset.section.split("{title}");
    paragraph.append(" ", element("span", "result-section", before));
    paragraph.lastChild.append(link(`${url}#${heading.id}`, heading.text), after);
  }
  return paragraph;
}

/** The cues of a transcript that hold the words; each link opens the episode at its second. */
function moments(text, url) {
  const { words, cues, said } = text;
  const hits = new Map();
  for (const at of said) {
    const cue = cues.findLastIndex((one) => one.location <= at);
    hits.set(cue, (hits.get(cue) ?? 0) + 1);
  }
  if (!hits.size) return null;
  const best = [...hits].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, MOMENTS);
  const items = element("ul", "result-cues");
  for (const [cue] of best.sort((one, other) => one[0] - other[0])) {
    const seconds = Number(cues[cue].id.slice(2));
    const item = element("li");
    const time = link(`${url}#${cues[cue].id}`, clock(seconds), "timecode");
    time.setAttribute("aria-label", form.dataset.moment.replace("{time}", clock(seconds)));
    item.append(time, " ", ...marked(words, cues[cue].location, cues[cue + 1]?.location ?? words.length, said));
    items.append(item);
  }
  return items;
}

function* marked(words, start, end, places) {
  for (let at = start; at < end; at += 1) {
    if (at > start) yield " ";
    yield places.includes(at) ? element("mark", "", words[at]) : words[at];
  }
}

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":").replace(/^00:/, "");
}

function link(url, text, name = "") {
  const made = element("a", name, text);
  made.href = url;
  return made;
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

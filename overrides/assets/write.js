// The writing desk: a form becomes a file. Nothing is sent and nothing is stored; what is written is gone when the page
// is closed. The messages are those of `anthology check`, which the build puts into the page.

import { marked } from "./vendor/marked.js";
import TurndownService from "./vendor/turndown.js";

const LONGEST_ADDRESS = 7000; // characters; servers refuse longer ones
const ALLOWED = new Set(
  "a abbr b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i kbd li mark ol p pre s strong sub sup table tbody td th thead tr ul".split(" "),
);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "MATH"]);
const SAFE_ADDRESS = /^(https?:|mailto:|tel:|[./#])/i;

const rules = JSON.parse(document.getElementById("desk-rules").textContent);
const form = document.getElementById("desk");
const part = (name) => document.getElementById(`desk-${name}`);
const value = (name) => part(name).value.replace(/\s+/g, " ").trim();
const chosen = (name) => [...part(name).querySelectorAll(":checked")].map((box) => box.value);

const turndown = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*" });
turndown.remove(["script", "style", "title", "meta", "link", "img"]);
turndown.addRule("links", {
  filter: "a",
  replacement(words, link) {
    const address = (link.getAttribute("href") ?? "").replace(/^www\./i, "https://www.");
    return words.trim() && /^(https?|mailto|tel):/i.test(address) ? `[${words}](<${address.replace(/[<>\s]/g, encodeURI)}>)` : words;
  },
});

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", update);
part("text").addEventListener("paste", (event) => {
  const html = event.clipboardData?.getData("text/html");
  if (!html) return;
  event.preventDefault();
  insert(markdownOf(html));
  part("status").textContent = form.dataset.pasted;
});
part("file").addEventListener("change", async () => {
  const [file] = part("file").files;
  if (!file) return;
  try {
    const text = /\.docx$/i.test(file.name) ? markdownOf(await wordToHtml(file)) : await file.text();
    part("text").value = "";
    insert(text);
    part("status").textContent = form.dataset.opened;
  } catch {
    part("status").textContent = form.dataset.unreadable;
  }
});
part("save").addEventListener("click", () => save(`${slug()}.md`, post()));
part("save-person").addEventListener("click", () => save(`${author().id}.md`, person()));
part("copy")?.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(post());
    part("done").textContent = form.dataset.copied;
  } catch {
    part("done").textContent = form.dataset.copyFailed;
  }
});
update();

// The text of a page, of Word or of Google Docs: parsed apart from this page, so that nothing in it runs or is loaded.
function markdownOf(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  for (const mark of body.querySelectorAll('b[style*="font-weight:normal"], b[style*="font-weight: normal"]')) {
    mark.replaceWith(...mark.childNodes); // Google Docs wraps everything in it
  }
  for (const span of body.querySelectorAll("span[style]")) {
    const tag = /font-weight:\s*(bold|[6-9]00)/.test(span.style.cssText) || span.style.fontWeight >= 600 ? "strong" : span.style.fontStyle === "italic" ? "em" : "";
    if (!tag || span.closest("h1, h2, h3, h4, h5, h6")) continue;
    const emphasis = document.createElement(tag);
    emphasis.append(...span.childNodes);
    span.replaceWith(emphasis);
  }
  return turndown.turndown(body.innerHTML).replace(/\u00a0/g, " ").replace(/^(-|\d+\.) {2,}/gm, "$1 ").trim();
}

// A first heading of the largest size is the title: the page shows it above the text.
function insert(markdown) {
  const heading = /^# (.+)\n*/.exec(markdown);
  if (heading && !value("title")) {
    part("title").value = heading[1].replace(/\\([^\w\s])|[*_]/g, "$1").trim();
    markdown = markdown.slice(heading[0].length);
  }
  const field = part("text");
  field.setRangeText(markdown.replace(/^# /gm, "## "), field.selectionStart, field.selectionEnd, "end");
  update();
}

async function wordToHtml(file) {
  if (!window.mammoth) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = part("file").dataset.reader;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }
  // Pictures are left out: they need a description and a file of their own.
  const ignored = window.mammoth.images.imgElement(() => Promise.resolve({ src: "" }));
  const styles = ["p[style-name='Title'] => h1:fresh"];
  const result = await window.mammoth.convertToHtml({ arrayBuffer: await file.arrayBuffer() }, { convertImage: ignored, styleMap: styles });
  return result.value;
}

function update() {
  const { limit } = rules.messages.long_summary;
  const length = [...value("summary")].length;
  part("count").textContent = form.dataset.count.replace("{number}", length).replace("{limit}", limit);
  const { id, isNew, name } = author();
  part("save-person").hidden = !isNew;
  part("name-kind").closest("p").hidden = !isNew;
  const words = isNew ? form.dataset.newPerson : form.dataset.knownPerson;
  part("person").textContent = name ? words.replace("{file}", `docs/people/${id}.md`) : "";
  part("preview").replaceChildren(...preview(part("text").value));
  showProblems(problems(length, limit));
  updateLinks();
}

function problems(length, limit) {
  const { missing, long_summary: long } = rules.messages;
  const filled = { title: value("title"), summary: length, topics: chosen("topics").length, authors: value("name") };
  const result = Object.keys(filled).filter((name) => !filled[name]).map((name) => missing[name]);
  if (length > limit) result.push({ ...long, message: long.message.replace("{length}", length.toLocaleString("en").replaceAll(",", "")) });
  return result;
}

function showProblems(entries) {
  const list = document.createElement(entries.length ? "ul" : "p");
  if (!entries.length) list.textContent = form.dataset.nothingWrong;
  for (const { message, fix } of entries) {
    const item = document.createElement("li");
    item.lang = "en"; // as `anthology check` says it
    const sentence = document.createElement("strong");
    sentence.textContent = message;
    item.append(sentence, ` ${form.dataset.whatToDo} ${fix}`);
    list.append(item);
  }
  const region = part("problems");
  if (region.textContent !== list.textContent) region.replaceChildren(list); // read aloud only when it changes
}

function updateLinks() {
  const repository = part("repository");
  if (repository) {
    const name = encodeURIComponent(`docs/essays/${slug()}.md`);
    const full = `${rules.new_file}?filename=${name}&value=${encodeURIComponent(post())}`;
    const short = `${rules.new_file}?filename=${name}`;
    repository.href = full.length < LONGEST_ADDRESS ? full : short;
  }
  const mail = part("mail");
  if (mail) {
    const address = (body) => `mailto:${rules.contact}?subject=${encodeURIComponent(value("title"))}&body=${encodeURIComponent(body)}`;
    const full = address(post());
    mail.href = full.length < LONGEST_ADDRESS ? full : address(form.dataset.mailAttach);
  }
}

function post() {
  const fields = { title: value("title"), date: today(), summary: value("summary"), topics: chosen("topics") };
  fields.authors = author().id ? [author().id] : [];
  fields.format = value("format");
  fields.content_notes = chosen("notes");
  fields.standpoint = value("standpoint");
  for (const [name, usual] of Object.entries(rules.defaults)) fields[name] = value(name) === usual ? "" : value(name);
  return `---\n${yaml(fields)}---\n\n${part("text").value.trim()}\n`;
}

function person() {
  return `---\n${yaml({ name: author().name, kind: value("name-kind") })}---\n`;
}

// Strings in JSON are strings in YAML.
function yaml(fields) {
  return Object.entries(fields)
    .filter(([, entry]) => entry.length)
    .map(([name, entry]) => `${name}: ${Array.isArray(entry) ? `[${entry.join(", ")}]` : name === "date" ? entry : JSON.stringify(entry)}\n`)
    .join("");
}

function author() {
  const name = value("name");
  const known = Object.keys(rules.people).find((each) => each.toLowerCase() === name.toLowerCase());
  if (known) return { id: rules.people[known], isNew: false, name: known };
  const taken = Object.values(rules.people);
  return { id: name && free(slugOf(name) || "author", taken), isNew: Boolean(name), name };
}

function slug() {
  return free(slugOf(value("title")) || `text-${today()}`, rules.slugs);
}

function free(name, taken) {
  let result = name;
  for (let number = 2; taken.includes(result); number += 1) result = `${name}-${number}`;
  return result;
}

function slugOf(text) {
  const plain = text.normalize("NFKD").replace(/[’']/g, "").replace(/[^\x00-\x7f]/g, "");
  return plain.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 100).replace(/-+$/, "");
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((number) => String(number).padStart(2, "0")).join("-");
}

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  part("done").textContent = form.dataset.saved.replace("{file}", name);
}

function preview(markdown) {
  return clean(new DOMParser().parseFromString(marked.parse(markdown), "text/html").body);
}

// Only what is allowed is made again, element by element; pictures are shown by their descriptions.
function clean(parent) {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.nodeName.toUpperCase())) return [];
    if (node.nodeName === "IMG") return [`[${node.alt}]`];
    const name = node.nodeName.toLowerCase();
    if (!ALLOWED.has(name)) return clean(node);
    const copy = document.createElement(/^h[12]$/.test(name) ? "h3" : name);
    const address = node.getAttribute("href") ?? "";
    if (name === "a" && SAFE_ADDRESS.test(address)) {
      Object.assign(copy, { href: address, target: "_blank", rel: "noopener noreferrer" });
    }
    copy.append(...clean(node));
    return [copy];
  });
}

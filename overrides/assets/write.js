// The writing desk: a form becomes a file. Nothing is sent and nothing is stored; what is written is gone when the page
// is closed. The messages are those of `anthology check`, which the build puts into the page.

import { marked } from "./vendor/marked.js";
import TurndownService from "./vendor/turndown.js";

const LONGEST_ADDRESS = 7000; // characters; servers refuse longer ones
const WIDEST_PICTURE = 2400; // pixels
const SHOWN_ADDRESS = /^(https?:|mailto:|tel:|[./#])/i;

let pictures = 0;
const STAND_IN = /[\ufffc\ufffd\ue010\ue011\ue100-\ue1ff]/;
const ALERT = /^\[!(note|tip|important|warning|caution)\]$/i;
// Word's own names, those of LibreOffice, and those that other programs write in Spanish and German.
const QUOTES = ["Quote", "Intense Quote", "Quotations", "Block Text", "Cita", "Cita destacada", "Zitat", "Intensives Zitat"];
const rules = JSON.parse(document.getElementById("desk-rules").textContent);
const SIGNS = rules.messages.signs.map((sign) => ({ ...sign, pattern: new RegExp(sign.pattern, "gm") }));
const form = document.getElementById("desk");
const part = (name) => document.getElementById(`desk-${name}`);
const HEADER = new RegExp(rules.messages.header);
const NOT_TEXT = new RegExp(rules.messages.not_text, "gu");
const value = (name) => part(name).value.replace(NOT_TEXT, " ").replace(/\s+/g, " ").trim();
const chosen = (name) => [...part(name).querySelectorAll(":checked")].map((box) => box.value);

const turndown = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*" });
turndown.remove(["script", "style", "title", "meta", "link"]);
turndown.addRule("pictures", { filter: "img", replacement: () => "" });
turndown.addRule("links", {
  filter: "a",
  replacement(words, link) {
    const note = /^#(foot|end)note-(ref-)?/.exec(link.getAttribute("href") ?? "");
    if (note) return note[2] ? "" : words.replace(/^\\?\[(\d+)\\?\]$/, "[^$1]");
    const address = (link.getAttribute("href") ?? "").replace(/^www\./i, "https://www.");
    return words.trim() && /^(https?|mailto|tel):/i.test(address) ? `[${words}](<${address.replace(/[<>\s]/g, encodeURI)}>)` : words;
  },
});

// The notes of a Word file, as mammoth writes them at its end in the order of their numbers.
const isNote = (item) => item?.localName === "li" && /^(foot|end)note-/.test(item.id);
turndown.addRule("notes", {
  filter: (node) => isNote(node) || (node.localName === "ol" && isNote(node.firstElementChild)),
  replacement(words, node) {
    if (!isNote(node)) return `\n\n${words.trim()}\n\n`;
    const number = [...node.parentNode.children].indexOf(node) + 1;
    return `[^${number}]: ${words.trim().replace(/\n(?=[^\n])/g, "\n    ")}\n\n`;
  },
});

marked.use({
  tokenizer: { def: (text) => (/^ {0,3}\[\^/.test(text) ? undefined : false) }, // a footnote is no address
  extensions: [{
    name: "note",
    level: "inline",
    start: (text) => text.indexOf("[^"),
    tokenizer(text) {
      const match = /^\[\^([^\]\s]+)\](?!\()/.exec(text);
      return match ? { type: "note", raw: match[0], text: match[0], number: match[1] } : undefined;
    },
    renderer: ({ number }) => `<sup>${number.replace(/[<&]/g, "")}</sup>`,
  }],
  renderer: {
    checkbox: () => "",
    heading({ tokens, depth }) {
      const level = Math.max(2, depth); // the title of the post is the first heading
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
  },
});

form.addEventListener("input", update);
part("body").addEventListener("paste", (event) => {
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
    const text = /\.docx$/i.test(file.name) ? markdownOf(await wordToHtml(file)) : await textOf(file);
    const [header = ""] = HEADER.exec(text) ?? [];
    const left = header.trim().split("\n").slice(1, -1).filter((line) => /^\S+:/.test(line) && !filledIn(line));
    part("body").value = "";
    insert(text.slice(header.length).trimStart());
    const fields = left.map((line) => line.split(":")[0]).join(", ");
    part("status").textContent = fields ? form.dataset.headerLeft.replace("{fields}", fields) : form.dataset.opened;
  } catch {
    part("status").textContent = form.dataset.unreadable;
  }
});
part("save").addEventListener("click", () => saveText(`${slug()}.md`, post()));
part("save-person").addEventListener("click", () => saveText(`${author().id}.md`, person()));
part("picture-add").addEventListener("click", addPicture);
part("copy")?.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(post());
    part("copied").textContent = form.dataset.copied;
  } catch {
    part("copied").textContent = form.dataset.copyFailed;
  }
});
update();

// HTML apart from this page: nothing in it runs or is loaded. The policy would refuse its styles and its handlers, and the
// browser would say so for each: they get other names.
function parsed(html) {
  const quiet = html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])(style|on[a-z]+)(?=\s*=)/gi, "$1data-off-$2"));
  return new DOMParser().parseFromString(`<body>${quiet}`, "text/html").body;
}

// The text of a page, of Word or of Google Docs, as Markdown.
function markdownOf(html) {
  const body = parsed(html);
  for (const mark of body.querySelectorAll('b[data-off-style*="font-weight:normal"], b[data-off-style*="font-weight: normal"]')) {
    mark.replaceWith(...mark.childNodes); // Google Docs wraps everything in it
  }
  for (const span of body.querySelectorAll("span[data-off-style]")) {
    const style = span.dataset.offStyle;
    const tag = /font-weight:\s*(bold|[6-9]00)/.test(style) ? "strong" : /font-style:\s*italic/.test(style) ? "em" : "";
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
  const field = part("body");
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
  const styles = ["p[style-name='Title'] => h1:fresh", ...QUOTES.map((name) => `p[style-name='${name}'] => blockquote > p:fresh`)];
  const result = await window.mammoth.convertToHtml({ arrayBuffer: await file.arrayBuffer() }, { convertImage: ignored, styleMap: styles });
  return result.value;
}

// Raises an error for what is no text, such as an old Word file.
async function textOf(file) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  if (text.includes("\0")) throw new TypeError("not a text");
  return text.replace(/\r\n?/g, "\n");
}

// Puts a line of a header, as the desk writes it, into its field; false where it cannot.
function filledIn(line) {
  const [, name, written] = /^(\w+):\s+(\S.*?)\s*$/.exec(line) ?? [];
  if (name === "date") return true; // it will be the day of saving
  const names = /^\[(.*)\]$/.exec(written)?.[1].split(",").map((each) => each.trim());
  if (name === "topics" || name === "content_notes") {
    const boxes = [...part(name.replace("content_", "")).querySelectorAll("input")];
    for (const box of boxes) box.checked = Boolean(names?.includes(box.value));
    return Boolean(names?.every((each) => boxes.some((box) => box.value === each)));
  }
  if (name === "authors") {
    const known = Object.keys(rules.people).find((each) => names?.length === 1 && rules.people[each] === names[0]);
    part("name").value = known ?? "";
    return Boolean(known);
  }
  if (!["title", "summary", "standpoint", "format", ...Object.keys(rules.defaults)].includes(name) || /^[>|&*!{[]/.test(written)) return false;
  const field = part(name);
  try {
    field.value = written.startsWith('"') ? JSON.parse(written) : written.replace(/^'(.*)'$/, (_, words) => words.replaceAll("''", "'"));
  } catch {
    return false;
  }
  return field.value !== "";
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
  const body = parsed(marked.parse(part("body").value));
  part("preview").replaceChildren(...clean(body));
  showProblems([...fieldProblems(length, limit), ...bodyProblems(body), ...signProblems(), ...threadProblems()]);
  updateLinks();
}

function fieldProblems(length, limit) {
  const { missing, long_summary: long, entities, entity } = rules.messages;
  const filled = { title: value("title"), summary: length, topics: chosen("topics").length, authors: value("name") };
  const result = Object.keys(filled).filter((name) => !filled[name] && missing[name]).map((name) => ({ ...missing[name], empty: name === "authors" ? "name" : name }));
  for (const field of ["title", "summary", "standpoint"]) {
    const text = value(field);
    const strange = (text.match(new RegExp(entities, "g")) ?? []).find((sign) => decoded(sign) !== sign);
    if (strange) {
      result.push(inserted(entity, { field, entity: strange, plain: text.replace(new RegExp(entities, "g"), decoded) }, field));
    } else if (field === "summary" && length > limit) result.push(inserted(long, { length, fits: fitting(text, limit) }, field));
  }
  return result;
}

// The last words of the part of a summary that fits: whole sentences or, if the first is too long, whole words.
function fitting(text, limit) {
  const part = [...text].slice(0, limit + 1).join("");
  const end = Math.max(0, ...[...part.matchAll(/[.!?…](?=\s)/g)].map((match) => match.index + 1));
  const space = part.lastIndexOf(" ");
  const fits = end > limit / 3 ? part.slice(0, end) : space > 0 ? part.slice(0, space) : [...part].slice(0, limit).join("");
  return fits.length > 60 && fits.slice(-60).includes(" ") ? fits.slice(-60).replace(/^\S* /, "") : fits.slice(-60);
}

// What the check refuses in a body. A page of the site or a file beside the post is looked for by the check alone.
function bodyProblems(body) {
  const { tags, refused_tags: refused, opaque, body: { second_header: second } } = rules.messages;
  const header = HEADER.test(part("body").value) ? [second] : [];
  return header.concat([...body.querySelectorAll("*")].flatMap((element) => {
    const tag = element.localName;
    if (element.parentElement.closest(opaque.join())) return [];
    if (tags.includes(tag)) return [...element.attributes].flatMap((attribute) => attributeProblems(tag, attribute)).concat(wordless(element));
    const idle = !refused[tag] && !element.children.length && !element.textContent.trim();
    return idle ? [] : [inserted(refused[tag] ?? refused["{tag}"], { tag })];
  }));
}

function attributeProblems(tag, { name, value: address }) {
  const { body: messages, schemes } = rules.messages;
  const off = name.replace("data-off-", "");
  if (off !== name) return off === "style" ? [messages.style] : [inserted(messages.event, { attribute: off })];
  if (!{ a: ["href"], img: ["src"], blockquote: ["cite"], q: ["cite"], del: ["cite"], ins: ["cite"] }[tag]?.includes(name)) return [];
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(/[\x00-\x20]/g, ""))?.[1].toLowerCase();
  const elsewhere = /^\s*[\\/]\s*[\\/]/.test(address);
  if (/^([a-z]:([\\/]|%5c)|file:)/i.test(address)) return [inserted(messages.computer, { name: address.split(/[\\/]|%5c/i).at(-1) })];
  if (scheme && !schemes.includes(scheme)) return [inserted(messages.scheme, { scheme })];
  if (name === "src" && (scheme || elsewhere)) {
    const name = /^(https?:)?\/\//i.test(address) ? new URL(address, "https://a").pathname.split("/").at(-1) : "";
    return [inserted(messages.elsewhere, { name: name || "picture.jpg" })];
  }
  if (elsewhere) return [inserted(messages.double_slash, { rest: address.replace(/^[\s\\/]+/, "") })];
  if (/^www\./i.test(address)) return [inserted(messages.www, { address })];
  return /^https?$/.test(scheme) && !URL.canParse(address) ? [messages.no_host] : [];
}

// Signs of other dialects, looked for as the check does: block by block, not in code, HTML or behind a backslash.
function signProblems() {
  return textBlocks(marked.lexer(part("body").value)).flatMap((text) => {
    const taken = [];
    return SIGNS.flatMap(({ pattern, message, fix, first_only: firstOnly }) => {
      const matches = [...text.matchAll(pattern)].filter(({ index, 0: { length } }) => !taken.some(([begin, end]) => index < end && begin < index + length));
      const shown = firstOnly ? matches.slice(0, 1) : matches;
      taken.push(...shown.map(({ index, 0: { length } }) => [index, index + length]));
      const quotes = /\{\w/.test(message + fix); // what cannot be quoted is left to the check
      return shown.filter((match) => !(quotes && STAND_IN.test(match[0])) && !ALERT.test(match[0])).map((match) => {
        const whole = match[0].replace(/\s+/g, " ").trim();
        return inserted({ message, fix }, { ...match.groups, 0: whole.length > 60 ? `${whole.slice(0, 59)}…` : whole });
      });
    });
  });
}

function textBlocks(tokens) {
  return tokens.flatMap((token) => {
    if (token.type === "table") return [token.header, ...token.rows].flat().map((cell) => flat(cell.tokens));
    if (token.type === "list") return token.items.flatMap((item) => textBlocks(item.tokens));
    if (token.type === "blockquote") return textBlocks(token.tokens);
    return ["paragraph", "heading", "text"].includes(token.type) ? [flat(token.tokens ?? [token])] : [];
  });
}

// The text of a block, with one sign in the place of code, of a tag, of the end of a link, and of what has a backslash.
function flat(tokens) {
  return tokens.map((token) => {
    const one = { codespan: "\ufffc", html: "\ufffd", image: "", br: "\n" }[token.type];
    if (one !== undefined) return one;
    if (token.type === "escape") return String.fromCharCode(0xe100 + token.raw.charCodeAt(1));
    if (token.raw === token.text || /^~[^~]/.test(token.raw)) return token.raw; // a bare address, one tilde
    return token.tokens ? flat(token.tokens) + (token.type === "link" ? "\ue011" : "") : token.raw;
  }).join("");
}

function wordless(element) {
  return element.localName === "img" && !element.alt.trim() ? [rules.messages.body.no_words] : [];
}

function threadProblems() {
  const text = part("body").value.trim();
  if (!value("format") || !text) return [];
  const { no_parts: none, part_twice: twice } = rules.messages.body;
  const lines = new Map();
  const result = [];
  const written = post().split("\n");
  const first = written.indexOf("---", 1) + 1;
  written.slice(first).forEach((line, index) => {
    const number = /^(\d{1,3})\/[ \t]+/.exec(line)?.[1];
    if (number && lines.has(number)) result.push(inserted(twice, { number, line: lines.get(number) }));
    else if (number) lines.set(number, first + index + 1);
  });
  return lines.size ? result : [none];
}

function inserted({ message, fix }, values, field = "") {
  const write = (text) => text.replace(/\{(\w+)\}/g, (sign, name) => values[name] ?? sign);
  return { message: write(message), fix: write(fix), field };
}

function decoded(entity) {
  const area = document.createElement("textarea"); // its content is text, whatever it is
  area.innerHTML = entity;
  return area.value;
}

function showProblems(entries) {
  const list = document.createElement(entries.length ? "ul" : "p");
  if (!entries.length) list.textContent = form.dataset.nothingWrong;
  for (const name of ["title", "summary", "standpoint", "name"]) {
    const wrong = entries.some(({ field, empty }) => name === field || name === empty);
    if (wrong) part(name).setAttribute("aria-invalid", "true");
    else part(name).removeAttribute("aria-invalid");
  }
  for (const { message, fix, empty } of entries) {
    const item = document.createElement("li");
    list.append(item);
    if (empty) {
      const link = document.createElement("a");
      link.href = `#desk-${empty}`;
      link.textContent = form.dataset.fillIn.replace("{field}", document.querySelector(`[for="desk-${empty}"], #desk-${empty} > legend`).textContent);
      item.append(link);
      continue;
    }
    item.lang = "en"; // as `anthology check` says it
    const sentence = document.createElement("strong");
    sentence.textContent = message;
    item.append(sentence, ` ${form.dataset.whatToDo} ${fix}`);
  }
  part("left").hidden = !entries.length;
  part("left").firstElementChild.textContent = form.dataset.left.replace("{number}", entries.length);
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
    const { id, isNew } = author();
    const second = isNew ? `\n\ndocs/people/${id}.md:\n\n${person()}` : "";
    const full = address(post() + second);
    mail.href = full.length < LONGEST_ADDRESS ? full : address(form.dataset.mailAttach + second);
  }
}

function post() {
  const fields = { title: value("title"), date: today(), summary: value("summary") };
  if (rules.messages.missing.topics) fields.topics = chosen("topics"); // a site may do without
  fields.authors = author().id ? [author().id] : [];
  fields.format = value("format");
  fields.content_notes = chosen("notes");
  fields.standpoint = value("standpoint");
  for (const [name, usual] of Object.entries(rules.defaults)) fields[name] = value(name) === usual ? "" : value(name);
  return `---\n${yaml(fields)}---\n\n${part("body").value.replace(NOT_TEXT, " ").trim()}\n`;
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
  const written = text.toLowerCase().replace(/[^\x00-\x7f]/g, (letter) => rules.letters[letter] ?? letter);
  const plain = written.normalize("NFKD").replace(/[’']/g, "").replace(/[^\x00-\x7f]/g, "");
  return plain.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 100).replace(/-+$/, "");
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((number) => String(number).padStart(2, "0")).join("-");
}

// A picture is painted anew: only what can be seen is kept, and no place, time or name. It is saved beside the text.
async function addPicture() {
  const [file] = part("picture").files;
  const words = value("picture-words").replace(/[[\]]/g, "");
  const status = part("picture-status");
  if (!file || !words) {
    status.textContent = form.dataset.pictureNeedsWords;
    return;
  }
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST_PICTURE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(length * scale)));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const [type, ending] = file.type === "image/jpeg" ? ["image/jpeg", "jpg"] : ["image/png", "png"];
    const blob = await new Promise((done) => canvas.toBlob(done, type, 0.9));
    const name = `${slug()}-${(pictures += 1)}.${ending}`;
    save(name, blob);
    insert(`\n\n![${words}](${name})\n\n`);
    status.textContent = form.dataset.pictureSaved.replace("{file}", name);
    part("picture").value = part("picture-words").value = "";
  } catch {
    status.textContent = form.dataset.pictureUnreadable;
  }
}

function saveText(name, text) {
  save(name, new Blob([text], { type: "text/markdown" }));
  part("done").textContent = form.dataset.saved.replace("{file}", name);
}

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Only what is allowed is made again, element by element; pictures are shown by their descriptions.
function clean(parent) {
  const { tags, opaque } = rules.messages;
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    const name = node.localName;
    if (node.nodeType !== Node.ELEMENT_NODE || opaque.includes(name)) return [];
    if (name === "img") return [`[${node.alt}]`];
    if (!tags.includes(name)) return clean(node);
    const copy = document.createElement(name === "h2" ? "h3" : name);
    const address = node.getAttribute("href") ?? "";
    if (name === "a" && SHOWN_ADDRESS.test(address)) {
      Object.assign(copy, { href: address, target: "_blank", rel: "noopener noreferrer" });
    }
    copy.append(...clean(node));
    return [copy];
  });
}

// Listening: moving about in a recording, its chapters and its transcript. The player itself is the
// browser's own; without this script each of its links opens the recording at its second.

import { keep, kept, readsPrivately } from "./preferences.js";

const player = document.querySelector("#player");
const audio = player.querySelector("audio");
const words = player.dataset;
const status = player.querySelector("[role=status]");
const find = (selector) => player.querySelector(selector);

const clock = (time) => new Date(Math.floor(time) * 1000).toISOString().slice(time < 3600 ? 14 : 11, 19);
const say = (text, time) => (status.textContent = text.replace("{time}", clock(time)));

function move(time) {
  audio.currentTime = Math.max(0, Math.min(time, audio.duration || Infinity));
}
function listen(time) {
  move(time);
  audio.play().catch(() => say(words.failed, time));
}

// ── Buttons ──────────────────────────────────────────────────────────────────────────────────────

const speed = find("select");
speed.addEventListener("change", () => (audio.playbackRate = audio.defaultPlaybackRate = speed.value));
audio.addEventListener("ratechange", () => (speed.value = audio.playbackRate));

for (const button of player.querySelectorAll("[data-by]")) {
  button.addEventListener("click", () => move(audio.currentTime + Number(button.dataset.by)));
}

find(".copy-link").addEventListener("click", async () => {
  const time = Math.floor(audio.currentTime);
  const link = `${location.href.split("#")[0]}#t=${time}`;
  try {
    await navigator.clipboard.writeText(link);
    say(words.copied, time);
  } catch {
    status.textContent = link; // to be copied by hand
  }
});

// ── Links to a moment: chapters, cues, parts to skip, and this page's own #t= ────────────────────

const skipped = new Map();

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-seek]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { seek, from } = link.dataset;
  if (from === undefined) listen(Number(seek));
  else if (skipped.delete(link)) say(words.unskipped, from);
  else {
    skipped.set(link, [Number(from), Number(seek)]);
    say(words.skipped, from);
    follow();
  }
});

function moveToAddress() {
  const [, moment] = location.hash.match(/^#t=(\d[\d:.]*)/) ?? [];
  if (!moment) return;
  const time = moment.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  move(time);
  say(words.ready, time);
}
addEventListener("hashchange", moveToAddress);
moveToAddress();

// ── The cue and the chapter that are being heard ─────────────────────────────────────────────────

const starts = (nodes, name) => [...nodes].map((node) => ({ node, start: Number(node.dataset[name]) }));
const lists = [
  starts(document.querySelectorAll(".cue[data-start]"), "start"),
  starts(document.querySelectorAll("#chapters a[data-seek]"), "seek"),
];
const current = [];

function follow() {
  const time = audio.currentTime;
  for (const [from, to] of skipped.values()) if (time >= from && time < to) move(to);
  lists.forEach((list, index) => {
    const node = list.findLast(({ start }) => start <= time + 0.05)?.node; // a seek may land a little early
    if (node === current[index]) return;
    current[index]?.removeAttribute("aria-current");
    node?.setAttribute("aria-current", "true");
    current[index] = node;
  });
}
audio.addEventListener("timeupdate", follow);

// ── The place, kept only if the reader asks, and gone to only if the reader asks again ───────────

const place = `place:${location.pathname}`;
const remember = find("[type=checkbox]");
const resume = find(".resume");
const was = Number(kept(place));
let saved = 0;

remember.checked = kept(place) !== null;
remember.disabled = readsPrivately();
if (was > 0 && !readsPrivately()) {
  resume.textContent = words.resume.replace("{time}", clock(was));
  resume.classList.add("ready");
}
resume.addEventListener("click", () => {
  listen(was);
  audio.focus();
  resume.classList.remove("ready");
});

function save() {
  saved = audio.ended ? 0 : Math.floor(audio.currentTime);
  if (remember.checked) keep(place, saved);
}
remember.addEventListener("change", () => (remember.checked ? save() : keep(place, null)));
for (const moment of ["pause", "ended", "seeked"]) audio.addEventListener(moment, save);
audio.addEventListener("timeupdate", () => Math.abs(audio.currentTime - saved) >= 5 && save());

// ── Keys and screens of the device ───────────────────────────────────────────────────────────────

audio.addEventListener("play", () => {
  const session = navigator.mediaSession;
  if (!session || readsPrivately()) return; // a lock screen would show the title to others
  const artwork = [...document.querySelectorAll("img.artwork")].map(({ src }) => ({ src }));
  session.metadata = new MediaMetadata({ title: words.title, artist: words.artist, album: words.album, artwork });
  session.setActionHandler("seekbackward", () => move(audio.currentTime - 15));
  session.setActionHandler("seekforward", () => move(audio.currentTime + 30));
  session.setActionHandler("seekto", ({ seekTime }) => move(seekTime));
});

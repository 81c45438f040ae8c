// Controls around the browser's own audio player: skipping, speed, chapters, transcript, links to a moment.
// Without this script each link to a moment opens the recording at that second.

import { load, readsPrivately, store } from "./preferences.js";

const player = document.querySelector("#player");
const audio = player.querySelector("audio");
const words = player.dataset;
const status = player.querySelector("[role=status]");
const find = (selector) => player.querySelector(selector);

const clock = (time) => new Date(Math.floor(time) * 1000).toISOString().slice(time < 3600 ? 14 : 11, 19);
const say = (text, time) => (status.textContent = text.replace("{time}", clock(time)));

function seekTo(time) {
  audio.currentTime = Math.max(0, Math.min(time, audio.duration || Infinity));
}
function playFrom(time) {
  seekTo(time);
  audio.play().catch(() => say(words.failed, time));
}

// ── Buttons ──────────────────────────────────────────────────────────────────────────────────────

const speed = find("select");
speed.addEventListener("change", () => (audio.playbackRate = audio.defaultPlaybackRate = speed.value));
audio.addEventListener("ratechange", () => (speed.value = audio.playbackRate));

for (const button of player.querySelectorAll("[data-by]")) {
  button.addEventListener("click", () => seekTo(audio.currentTime + Number(button.dataset.by)));
}

find(".copy-link").addEventListener("click", async () => {
  const time = Math.floor(audio.currentTime);
  const link = `${location.href.split("#")[0]}#t=${time}`;
  try {
    await navigator.clipboard.writeText(link);
    say(words.copied, time);
  } catch {
    status.textContent = link; // the reader can copy it by hand
  }
});

// ── Links to a moment: chapters, cues, parts to skip, and this page's own #t= ────────────────────

const skippedRanges = new Map();

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-seek]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { seek, from } = link.dataset;
  if (from === undefined) playFrom(Number(seek));
  else if (skippedRanges.delete(link)) say(words.unskipped, from);
  else {
    skippedRanges.set(link, [Number(from), Number(seek)]);
    say(words.skipped, from);
    follow();
  }
});

function seekToFragment() {
  const [, moment] = location.hash.match(/^#t=(\d[\d:.]*)/) ?? [];
  if (!moment) return;
  const time = moment.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  seekTo(time);
  say(words.ready, time);
}
addEventListener("hashchange", seekToFragment);
seekToFragment();

// ── The cue and the chapter that are playing ─────────────────────────────────────────────────────

const starts = (nodes, name) => [...nodes].map((node) => ({ node, start: Number(node.dataset[name]) }));
const lists = [
  starts(document.querySelectorAll(".cue[data-start]"), "start"),
  starts(document.querySelectorAll("#chapters a[data-seek]"), "seek"),
];
const current = [];

function follow() {
  const time = audio.currentTime;
  for (const [from, to] of skippedRanges.values()) if (time >= from && time < to) seekTo(to);
  lists.forEach((list, index) => {
    const node = list.findLast(({ start }) => start <= time + 0.05)?.node; // a seek may end slightly early
    if (node === current[index]) return;
    current[index]?.removeAttribute("aria-current");
    node?.setAttribute("aria-current", "true");
    current[index] = node;
  });
}
audio.addEventListener("timeupdate", follow);

// ── Position, remembered only if the reader asks, and resumed only when the reader presses Resume ─

const key = `place:${location.pathname}`;
const remember = find("[type=checkbox]");
const resume = find(".resume");
const savedTime = Number(load(key));
let lastSaved = 0;

remember.checked = load(key) !== null;
remember.disabled = readsPrivately();
if (savedTime > 0 && !readsPrivately()) {
  resume.textContent = words.resume.replace("{time}", clock(savedTime));
  resume.classList.add("ready");
}
resume.addEventListener("click", () => {
  playFrom(savedTime);
  audio.focus();
  resume.classList.remove("ready");
});

function save() {
  lastSaved = audio.ended ? 0 : Math.floor(audio.currentTime);
  if (remember.checked) store(key, lastSaved);
}
remember.addEventListener("change", () => (remember.checked ? save() : store(key, null)));
for (const type of ["pause", "ended", "seeked"]) audio.addEventListener(type, save);
audio.addEventListener("timeupdate", () => Math.abs(audio.currentTime - lastSaved) >= 5 && save());

// ── Media keys and lock screen ───────────────────────────────────────────────────────────────────

audio.addEventListener("play", () => {
  const session = navigator.mediaSession;
  if (!session || readsPrivately()) return; // a lock screen would show the title to others
  const artwork = [...document.querySelectorAll("img.artwork")].map(({ src }) => ({ src }));
  session.metadata = new MediaMetadata({ title: words.title, artist: words.artist, album: words.album, artwork });
  session.setActionHandler("seekbackward", () => seekTo(audio.currentTime - 15));
  session.setActionHandler("seekforward", () => seekTo(audio.currentTime + 30));
  session.setActionHandler("seekto", ({ seekTime }) => seekTo(seekTime));
});

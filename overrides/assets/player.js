// The player: our own controls of the browser's audio element, in the page and in a bar that stays in view.
// Without this script the browser shows its own, and each link to a moment opens the recording at that second.

import { clock } from "./clock.js";
import { load, readsPrivately, store } from "./preferences.js";

const player = document.querySelector("#player");
const audio = player.querySelector("audio");
const words = player.dataset;
const status = player.querySelector("[role=status]");
const find = (selector) => player.querySelector(selector);

const say = (text, time) => (status.textContent = text.replace("{time}", clock(time)));

function seekTo(time) {
  audio.currentTime = Math.max(0, Math.min(time, audio.duration || Infinity));
}
function playFrom(time) {
  seekTo(time);
  audio.play().catch(() => say(words.failed, time));
}

// ── Play, time and position ──────────────────────────────────────────────────────────────────────

const bar = document.querySelector(".player-bar");
const seek = find(".player-seek");
let length = Number(seek.max);

for (const button of document.querySelectorAll("button.play")) {
  button.addEventListener("click", () => (audio.paused ? playFrom(audio.currentTime) : audio.pause()));
}
for (const button of player.querySelectorAll("[data-by]")) {
  button.addEventListener("click", () => seekTo(audio.currentTime + Number(button.dataset.by)));
}
seek.addEventListener("input", () => seekTo(Number(seek.value)));

function showState() {
  const name = audio.paused ? words.play : words.pause;
  for (const button of document.querySelectorAll("button.play")) {
    button.classList.toggle("playing", !audio.paused);
    button.querySelector(".play-name").textContent = name;
  }
}
function showTime() {
  const time = clock(audio.currentTime);
  for (const node of document.querySelectorAll(".player-time")) node.textContent = time;
  seek.value = audio.currentTime;
  seek.setAttribute("aria-valuetext", words.position.replace("{time}", time).replace("{length}", clock(length)));
}
for (const type of ["play", "pause", "ended"]) audio.addEventListener(type, showState);
for (const type of ["timeupdate", "seeking"]) audio.addEventListener(type, showTime);
showTime();

// A recording whose length the page does not know tells it when it is loaded.
audio.addEventListener("durationchange", () => {
  if (length || !Number.isFinite(audio.duration)) return;
  length = Math.round(audio.duration);
  seek.max = length;
  find(".player-length").textContent = clock(length);
  showTime();
});

// The bar is there while the player itself is out of view.
new IntersectionObserver(([{ isIntersecting }]) => (bar.hidden = isIntersecting)).observe(find(".player-controls"));

// ── Speed, sleep timer, link to a moment ─────────────────────────────────────────────────────────

const speed = find(".player-speed");
speed.addEventListener("change", () => (audio.playbackRate = audio.defaultPlaybackRate = speed.value));
audio.addEventListener("ratechange", () => (speed.value = audio.playbackRate));

const sleep = find(".player-sleep");
let sleepAt = Infinity; // by the clock of the page, in milliseconds
sleep.addEventListener("change", () => (sleepAt = Number(sleep.value) ? performance.now() + sleep.value * 60_000 : Infinity));

function fallAsleep() {
  audio.pause();
  sleep.value = "";
  sleepAt = Infinity;
  status.textContent = words.slept;
}
audio.addEventListener("timeupdate", () => performance.now() >= sleepAt && fallAsleep());

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

const skips = [...document.querySelectorAll("button[data-from]")];
for (const button of skips) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    follow();
  });
}

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[data-seek]");
  const cue = getSelection().isCollapsed && event.target.closest?.(".cue");
  if (link) event.preventDefault();
  if (link || cue) playFrom(Number(link?.dataset.seek ?? cue.dataset.start));
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
const CHAPTERS = 1;
const current = [];

function follow() {
  const time = audio.currentTime;
  for (const button of skips) {
    const { from, to } = button.dataset;
    if (button.getAttribute("aria-pressed") === "true" && time >= from && time < to) seekTo(Number(to));
  }
  lists.forEach((list, index) => {
    const node = list.findLast(({ start }) => start <= time + 0.05)?.node; // a seek may end slightly early
    if (node === current[index]) return;
    current[index]?.removeAttribute("aria-current");
    node?.setAttribute("aria-current", "true");
    if (index === CHAPTERS && current[index] && sleep.value === "chapter") fallAsleep();
    current[index] = node;
  });
  const chapter = current[CHAPTERS]?.querySelector("span:last-child").textContent;
  if (chapter) bar.querySelector(".player-now").textContent = chapter;
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
  resume.hidden = false;
}
resume.addEventListener("click", () => {
  playFrom(savedTime);
  find("button.play").focus();
  resume.hidden = true;
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

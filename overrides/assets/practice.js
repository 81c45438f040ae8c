// One step at a time, and a timer, if the reader starts them. No sounds; no motion if the reader's system asks
// for less.

const practice = document.querySelector("#practice");
const find = (selector) => practice.querySelector(selector);
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

// ── One step at a time ───────────────────────────────────────────────────────────────────────────

const steps = [...practice.querySelectorAll(".steps > li")];
const list = find(".steps");
const [mode, back, next] = [".step-mode", ".step-back", ".step-next"].map(find);
const position = find(".step-position");
let current = -1; // -1: all steps are shown

function go(step) {
  current = step;
  steps.forEach((node, index) => (node.hidden = current >= 0 && index !== current));
  list.setAttribute("aria-live", current < 0 ? "off" : "polite");
  mode.textContent = current < 0 ? mode.dataset.one : mode.dataset.all;
  back.hidden = next.hidden = current < 0;
  // Not `disabled`: disabling the focused button would lose the keyboard focus.
  back.setAttribute("aria-disabled", current === 0);
  next.setAttribute("aria-disabled", current === steps.length - 1);
  position.textContent =
    current < 0 ? "" : position.dataset.where.replace("{step}", current + 1).replace("{steps}", steps.length);
}

mode.addEventListener("click", () => go(current < 0 ? 0 : -1));
back.addEventListener("click", () => current > 0 && go(current - 1));
next.addEventListener("click", () => current < steps.length - 1 && go(current + 1));

// ── A timer ──────────────────────────────────────────────────────────────────────────────────────

const timer = find(".timer");
const start = find(".timer-start");
const bar = find("progress");
const remaining = find(".timer-remaining");
const status = timer.querySelector("[role=status]");
let ends = 0;
let ticking;

function stop(message) {
  clearInterval(ticking);
  ticking = undefined;
  timer.classList.remove("running");
  start.textContent = start.dataset.start;
  status.textContent = message;
}

function tick() {
  const seconds = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
  if (!seconds) stop(status.dataset.over);
  else if (!reducedMotion.matches) {
    bar.value = bar.max - seconds;
    remaining.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

start.addEventListener("click", () => {
  if (ticking) {
    stop(status.dataset.stopped);
    return;
  }
  ends = Date.now() + bar.max * 1000;
  bar.value = 0;
  remaining.textContent = "";
  timer.classList.add("running");
  start.textContent = start.dataset.stop;
  status.textContent = status.dataset.started;
  ticking = setInterval(tick, 1000);
  tick();
});

find(".print").addEventListener("click", () => print());

// A practice, one step at a time and with a timer, if the reader wants either. Nothing here makes a sound;
// nothing moves where less motion is asked for.

const practice = document.querySelector("#practice");
const find = (selector) => practice.querySelector(selector);
const still = matchMedia("(prefers-reduced-motion: reduce)");

// ── One step at a time ───────────────────────────────────────────────────────────────────────────

const steps = [...practice.querySelectorAll(".steps > li")];
const list = find(".steps");
const [one, back, next] = [".step-mode", ".step-back", ".step-next"].map(find);
const where = find(".step-position");
let at = -1; // all steps are shown

function go(step) {
  at = step;
  steps.forEach((node, index) => (node.hidden = at >= 0 && index !== at));
  list.setAttribute("aria-live", at < 0 ? "off" : "polite");
  one.textContent = at < 0 ? one.dataset.one : one.dataset.all;
  back.hidden = next.hidden = at < 0;
  // Not disabled: a button that is disabled under the finger loses the keyboard's place.
  back.setAttribute("aria-disabled", at === 0);
  next.setAttribute("aria-disabled", at === steps.length - 1);
  where.textContent =
    at < 0 ? "" : where.dataset.where.replace("{step}", at + 1).replace("{steps}", steps.length);
}

one.addEventListener("click", () => go(at < 0 ? 0 : -1));
back.addEventListener("click", () => at > 0 && go(at - 1));
next.addEventListener("click", () => at < steps.length - 1 && go(at + 1));

// ── A timer ──────────────────────────────────────────────────────────────────────────────────────

const timer = find(".timer");
const start = find(".timer-start");
const bar = find("progress");
const left = find(".timer-remaining");
const status = timer.querySelector("[role=status]");
let ends = 0;
let ticking;

function stop(said) {
  clearInterval(ticking);
  ticking = undefined;
  timer.classList.remove("running");
  start.textContent = start.dataset.start;
  status.textContent = said;
}

function tick() {
  const seconds = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
  if (!seconds) stop(status.dataset.over);
  else if (!still.matches) {
    bar.value = bar.max - seconds;
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

start.addEventListener("click", () => {
  if (ticking) {
    stop(status.dataset.stopped);
    return;
  }
  ends = Date.now() + bar.max * 1000;
  bar.value = 0;
  left.textContent = "";
  timer.classList.add("running");
  start.textContent = start.dataset.stop;
  status.textContent = status.dataset.started;
  ticking = setInterval(tick, 1000);
  tick();
});

find(".print").addEventListener("click", () => print());

// Waits for the opening without asking the server anything, then starts: by itself for those
// who said that they are ready, a few seconds apart from each other.

const data = JSON.parse(document.getElementById("waiting-data").textContent);
const root = document.querySelector(".waiting");
const card = root.querySelector(".waiting-card");
const face = root.querySelector(".waiting-time");
const form = root.querySelector("[data-start]");
const go = root.querySelector("[data-go]");
const ready = root.querySelector("[data-ready]");
const left = root.querySelector("[data-left]");
const state = root.querySelector("[data-state]");
const spoken = root.querySelector("[data-spoken]");

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MARKS = [10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE];
const FIRST_PAUSE = 1.5 * SECOND;
const LONGEST_PAUSE = 20 * SECOND;

let clock = null;
let isReady = false;
let isStarting = false;
let before = Infinity;
let next = 0;

// The module that keeps the quiz's time; with it comes all that the paper will need.
import(data.modules).then((modules) => start(modules.clock), () => {});

function start(module) {
  clock = module.makeClock();
  const { sent, received } = module.pageExchange();
  clock.learn(sent, received, data.server_now);
  for (const plain of root.querySelectorAll(".plain-only")) plain.remove();
  for (const scripted of root.querySelectorAll(".script-only")) scripted.hidden = false;
  go.hidden = true;
  setReady(false);
  ready.addEventListener("click", () => setReady(!isReady));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
  });
  document.addEventListener("visibilitychange", tick);
  addEventListener("pageshow", tick);
  module.watchSleep(setRight);
  tick();
  document.documentElement.dataset.waiting = "ready";
}

function say(word, values = {}) {
  return data.words[word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function tell(text) {
  if (state.textContent !== text) state.textContent = text;
}

function setReady(is) {
  isReady = is;
  card.dataset.is = is ? "ready" : "";
  ready.textContent = say(is ? "unready" : "ready");
  tell(say(is ? "wait_ready" : "wait_unready"));
  if (is) stayAwake();
}

// A screen that goes dark stops the page; not every browser lets us ask.
async function stayAwake() {
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // Then the phone is woken by hand, and the page goes on at once.
  }
}

function tick() {
  clearTimeout(next);
  if (isStarting) return;
  const wait = data.opens_at - clock.now();
  show(Math.max(0, wait));
  speak(wait);
  before = wait;
  if (wait > 0) {
    next = setTimeout(tick, (wait % SECOND || SECOND) + 5);
  } else if (!isReady) {
    offerStart();
  } else if (wait > -data.spread) {
    tell(say("opening"));
    ready.hidden = true;
    next = setTimeout(tick, data.spread + wait + 5);
  } else begin();
}

function show(wait) {
  face.hidden = wait === 0;
  const seconds = Math.ceil(wait / SECOND);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const digits = parts.map((part) => String(part).padStart(2, "0"));
  const days = Math.floor(seconds / 86400);
  if (!days && !parts[0]) digits.shift();
  const text = days ? say("days", { days, clock: digits.join(":") }) : digits.join(":");
  if (left.textContent !== text) left.textContent = text;
}

function speak(wait) {
  const mark = MARKS.find((one) => before > one && wait <= one && wait > 0);
  if (!mark || before === Infinity) return;
  const word = mark < MINUTE ? "seconds_left" : "minutes_left";
  spoken.textContent = say(word, { seconds: mark / SECOND, minutes: mark / MINUTE });
}

function offerStart() {
  if (!go.hidden) return;
  const focused = document.activeElement === ready;
  ready.hidden = true;
  go.hidden = false;
  if (focused) go.focus();
  tell(say("open"));
}

// The phone has slept, or its clock was changed: the one request of all the waiting.
async function setRight() {
  try {
    const sent = clock.counter();
    const reply = await fetch(data.clock, { method: "HEAD", cache: "no-store" });
    // The header tells whole seconds: it may have been up to one second later.
    const date = Date.parse(reply.headers.get("Date"));
    clock.learn(sent - SECOND, clock.counter(), date);
  } catch {
    // Without network the old reckoning stays.
  }
  tick();
}

// Asks until there is an attempt, or until a refusal that its own page must explain.
async function begin() {
  if (isStarting) return;
  isStarting = true;
  go.disabled = true;
  ready.hidden = true;
  for (let failures = 1; ; failures += 1) {
    tell(say("opening"));
    const outcome = await ask();
    if (outcome.address) return location.assign(outcome.address);
    if (outcome.refused) return form.submit();
    const growing = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 1.7 ** (failures - 1));
    const least = Math.max(outcome.after, outcome.word === "soon" ? SECOND : growing * 0.6);
    const pause = least + Math.random() * growing * 0.8; // Never all at the same moment again.
    tell(say(outcome.word, { seconds: Math.ceil(pause / SECOND) }));
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }
}

async function ask() {
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout?.(25 * SECOND),
    });
    const json = await reply.json().catch(() => ({}));
    if (reply.ok && typeof json.address === "string") return { address: json.address };
    if (json.code === "contest_not_open") return { word: "soon", after: 0 };
    const busy = reply.status === 429 || reply.status >= 500 || reply.ok;
    const seconds = Number(reply.headers.get("Retry-After")) || 0;
    return busy ? { word: "busy", after: seconds * SECOND } : { refused: true };
  } catch {
    return { word: "offline", after: 0 };
  }
}

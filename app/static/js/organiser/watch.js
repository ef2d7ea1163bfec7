// The watchers' page renews its figures part by part. What somebody stands in with the keyboard,
// or has opened, is left as it is; a page that nobody sees asks for nothing.

const EVERY = 10000;
const SLOWEST = 120000;
const pauseButton = document.querySelector("[data-watch-pause]");
const troubleLine = document.querySelector("[data-watch-trouble]");
let wait = EVERY;
let timer = 0;
let asking = false;

function root() {
  return document.querySelector("[data-watch]");
}

function paused() {
  return pauseButton.getAttribute("aria-pressed") === "true";
}

function plan() {
  clearTimeout(timer);
  if (!paused() && document.visibilityState === "visible") timer = setTimeout(renew, wait);
}

async function renew() {
  if (asking) return;
  asking = true;
  try {
    const address = new URL(root().dataset.watch, location.href);
    address.searchParams.set("fragment", "1");
    const reply = await fetch(address, { redirect: "manual", cache: "no-store" });
    if (reply.type === "opaqueredirect") return location.reload(); // To sign in again.
    if (!reply.ok) throw new Error(String(reply.status));
    replace(new DOMParser().parseFromString(await reply.text(), "text/html"));
    troubleLine.hidden = true;
    wait = EVERY;
  } catch {
    troubleLine.hidden = false;
    wait = Math.min(wait * 2, SLOWEST);
  }
  asking = false;
  plan();
}

function parts(node) {
  return [...node.querySelectorAll("[id^=watch-]")];
}

function names(node) {
  return parts(node).map((part) => part.id).join();
}

function isBusy(part) {
  return part.contains(document.activeElement);
}

function replace(page) {
  const fresh = page.querySelector("[data-watch]");
  if (names(fresh) !== names(root())) {
    if (!isBusy(root())) refill(root(), fresh);
    return;
  }
  for (const part of parts(root())) {
    if (!isBusy(part)) refill(part, fresh.querySelector(`#${part.id}`));
  }
}

function refill(part, next) {
  for (const details of part.querySelectorAll("details[open][id]")) {
    next.querySelector(`#${details.id}`)?.setAttribute("open", "");
  }
  if (part.innerHTML !== next.innerHTML) part.replaceChildren(...next.childNodes);
}

pauseButton.hidden = false;
pauseButton.addEventListener("click", () => {
  pauseButton.setAttribute("aria-pressed", String(!paused()));
  plan();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && !paused()) renew();
  else clearTimeout(timer);
});
plan();

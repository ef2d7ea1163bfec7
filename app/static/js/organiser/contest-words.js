// Says the form's rules anew a moment after it was changed; the button does the same without this.
const WAIT_MS = 500;
const panel = document.querySelector("[data-words]");
const form = document.querySelector("form[data-contest-form]");

let timer = 0;
let asking = null;

function sentences() {
  return new Set([...panel.querySelectorAll("[data-sentences] li")].map((item) => item.textContent));
}

function show(html) {
  const before = sentences();
  const part = new DOMParser().parseFromString(html, "text/html");
  panel.replaceChildren(...part.body.childNodes);
  for (const item of panel.querySelectorAll("[data-sentences] li")) {
    item.classList.toggle("words-new", !before.has(item.textContent));
  }
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(panel.dataset.words, {
      method: "POST",
      body: new FormData(form),
      signal: asking.signal,
      redirect: "error",
    });
    panel.classList.toggle("words-stale", !answer.ok);
    if (answer.ok) show(await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") panel.classList.add("words-stale");
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
}

form?.addEventListener("input", later);
form?.addEventListener("change", later);

// Draws the sample certificate anew while its form is filled in; the button does it without this.
const PAUSE = 700;
const form = document.querySelector("[data-preview]");
const picture = form.querySelector("[data-picture]");
const state = form.querySelector("[data-preview-state]");
let timer = 0;
let asked = 0;

function asAddress(blob) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.readAsDataURL(blob);
  });
}

async function draw() {
  const number = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (number !== asked || answer === null) return;
  if (!answer.ok) {
    state.textContent = state.dataset.failed;
    return;
  }
  picture.src = await asAddress(await answer.blob());
  state.textContent = "";
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(draw, PAUSE);
});

// A page that came back with errors begins at them.
document.getElementById("form-errors")?.focus();

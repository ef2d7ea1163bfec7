// Line numbers beside the text of a bank, with marks where the check found something. Only the
// lines in sight are drawn, so that a bank of ten thousand questions scrolls as a small one does.

const form = document.getElementById("yaml-form");
const text = document.getElementById("text");
const gutter = document.querySelector(".yaml-gutter");
const numbers = gutter.firstElementChild;
const style = getComputedStyle(text);
const lineHeight = parseFloat(style.lineHeight);
const marks = new Map();
let unsaved = form.dataset.unsaved === "yes";

for (const spot of document.querySelectorAll(".spot")) {
  const line = Number(spot.dataset.line);
  if (marks.get(line) !== "error") marks.set(line, spot.dataset.severity);
}

let count = 0;

function countLines() {
  count = 1;
  for (let at = text.value.indexOf("\n"); at >= 0; at = text.value.indexOf("\n", at + 1)) count += 1;
  gutter.style.width = `${Math.max(3, String(count).length) + 2}ch`;
}

function draw() {
  const first = Math.max(0, Math.floor(text.scrollTop / lineHeight) - 2);
  const last = Math.min(count, first + Math.ceil(text.clientHeight / lineHeight) + 5);
  const rows = [];
  for (let line = first + 1; line <= last; line += 1) {
    const row = document.createElement("span");
    row.textContent = line;
    if (marks.has(line)) row.className = `yaml-mark yaml-mark-${marks.get(line)}`;
    rows.push(row);
  }
  numbers.replaceChildren(...rows);
  const shift = parseFloat(style.paddingTop) + first * lineHeight - text.scrollTop;
  numbers.style.transform = `translateY(${shift}px)`;
}

function goTo(line, column) {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.value.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  const end = text.value.indexOf("\n", start);
  text.focus();
  text.setSelectionRange(start + column - 1, end < 0 ? text.value.length : end);
  text.scrollTop = Math.max(0, (line - 6) * lineHeight);
  text.scrollIntoView({ block: "center" });
  draw();
}

gutter.hidden = false;
countLines();
draw();
text.addEventListener("scroll", draw, { passive: true });
new ResizeObserver(draw).observe(text);
text.addEventListener("input", () => {
  unsaved = true;
  countLines();
  draw();
});
document.querySelector(".spots")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line), Number(link.dataset.column));
});
form.addEventListener("submit", () => {
  unsaved = false;
});
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
document.getElementById("form-errors")?.focus();

// Keeps the total of the questions in step while numbers are typed; everything else works without.
const total = document.getElementById("draw-total");

function addUp() {
  const counts = [...document.querySelectorAll("[data-count]")].map((input) => Number(input.value));
  total.value = counts.reduce((sum, count) => sum + (count > 0 ? count : 0), 0);
}

document.querySelector(".draw-table")?.addEventListener("input", addUp);

// A page that came back with errors begins at them.
document.getElementById("form-errors")?.focus();

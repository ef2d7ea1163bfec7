// The button that copies the receipt's code; only there when it can.

const button = document.querySelector("[data-copy]");
const source = document.querySelector("[data-copy-from]");
const state = document.querySelector("[data-copy-state]");

button.hidden = false;
button.addEventListener("click", async () => {
  const copied = await copy(source.textContent.trim());
  if (!copied) return;
  button.textContent = button.dataset.copied;
  state.textContent = button.dataset.copied;
});

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(); // Plain http, or an old browser.
  }
}

// Leaves the code selected, so that it can be copied by hand where this is refused too.
function copySelected() {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}

// A button beside each password field that shows or hides what was typed.
"use strict";

for (const input of document.querySelectorAll("input[data-reveal]")) {
  const frame = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "reveal";
  button.type = "button";
  button.setAttribute("aria-controls", input.id);
  input.replaceWith(frame);
  frame.append(input, button);

  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = (visible ? input.dataset.hide : input.dataset.show).split(" ")[0];
    button.setAttribute("aria-label", visible ? input.dataset.hide : input.dataset.show);
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // A browser offers to keep a password only from a password field.
  input.form.addEventListener("submit", () => show(false));
  show(false);
}

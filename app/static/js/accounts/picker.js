// Turns a long <select> into a field with search; accents may be left out.
// The select stays in the page and is what the form sends. Without this script it simply shows.
"use strict";

const fold = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");

class Picker {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].map((option) => ({
      value: option.value,
      text: option.text,
      folded: fold(option.text),
    }));
    this.shown = [];
    this.active = -1;
    this.build();
    this.listen();
    this.writeChosen();
  }

  build() {
    const { select } = this;
    this.input = document.createElement("input");
    this.list = document.createElement("ul");
    this.input.type = "text";
    this.input.id = select.id;
    select.id = `${select.id}-sent`;
    this.list.id = `${this.input.id}-list`;
    this.list.className = "picker-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${this.input.id}"]`);
    if (label) this.list.setAttribute("aria-label", label.textContent.trim());
    const attributes = {
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: select.dataset.placeholder,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    const frame = document.createElement("div");
    frame.className = "picker";
    select.before(frame);
    frame.append(this.input, this.list, select);
    select.hidden = true;
  }

  listen() {
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    // Before the field loses the focus, and so before the list is closed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.shown[Number(row.dataset.place)]);
    });
  }

  open(query) {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const fits = (option) => words.every((word) => option.folded.includes(word));
    this.shown = this.options.filter(fits);
    if (!this.offersNone()) this.shown = this.shown.filter((option) => option.value !== "");
    this.active = words.length && this.shown.length ? 0 : -1;
    this.list.replaceChildren(...this.rows());
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.list.scrollIntoView({ block: "nearest" });
    this.markActive();
  }

  // "" is a real choice of organisations ("none"), but only an invitation among communes.
  offersNone() {
    return this.select.dataset.none !== undefined;
  }

  rows() {
    if (!this.shown.length) return [this.row(this.select.dataset.nothing, "picker-nothing")];
    return this.shown.map((option, place) => {
      const row = this.row(option.text, "");
      row.id = `${this.list.id}-${place}`;
      row.dataset.place = String(place);
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(option.value === this.select.value));
      return row;
    });
  }

  row(text, className) {
    const row = document.createElement("li");
    row.textContent = text;
    row.className = className;
    return row;
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.open("");
      else this.move(step);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.active >= 0) this.choose(this.shown[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.writeChosen();
    }
  }

  move(step) {
    const count = this.shown.length;
    if (count) this.active = (this.active + step + count) % count;
    this.markActive();
  }

  markActive() {
    [...this.list.children].forEach((row, place) =>
      row.classList.toggle("picker-active", place === this.active),
    );
    const row = this.list.children[this.active];
    if (row && this.active >= 0) {
      this.input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(option) {
    this.select.value = option.value;
    this.writeChosen();
  }

  // A name typed in full, or so far that only one is left, counts as chosen.
  leave() {
    const typed = fold(this.input.value.trim());
    const same = this.options.find((option) => option.value && option.folded === typed);
    if (same) this.select.value = same.value;
    else if (!this.list.hidden && typed && this.shown.length === 1) {
      this.select.value = this.shown[0].value;
    }
    this.writeChosen();
  }

  writeChosen() {
    const chosen = this.options.find((option) => option.value === this.select.value);
    const named = chosen && (chosen.value || this.offersNone());
    this.input.value = named ? chosen.text : "";
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const select of document.querySelectorAll("select[data-picker]")) new Picker(select);

// Reading a question's inputs as a response of the API, and writing a response into them.

const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

const all = (field, selector) => [...field.querySelectorAll(selector)];
const line = (field) => field.querySelector("input[type=text]");

const readers = {
  single: (field) => field.querySelector("input[type=radio]:checked")?.value || null,
  boolean: (field) => {
    const chosen = field.querySelector("input[type=radio]:checked")?.value;
    return chosen ? chosen === "true" : null;
  },
  multiple: (field) => {
    const chosen = all(field, "input[type=checkbox]:checked").map((input) => input.value);
    return chosen.length ? chosen.sort() : null;
  },
  number: (field) => line(field).value.trim() || null,
  text: (field) => line(field).value.normalize("NFC").trim().replace(/\s+/g, " ") || null,
  match: (field) => {
    const chosen = all(field, "select").filter((select) => select.value);
    const pairs = chosen.map((select) => [select.dataset.left, select.value]);
    return pairs.length ? Object.fromEntries(pairs) : null;
  },
  order: (field) => {
    const places = all(field, ".place");
    if (places.some((place) => !place.querySelector("select").value)) return null;
    const at = (place) => Number(place.querySelector("select").value);
    return places.sort((a, b) => at(a) - at(b)).map((place) => place.dataset.item);
  },
};

const writers = {
  single: (field, response) => check(field, (value) => value === response),
  boolean: (field, response) => check(field, (value) => value === String(response)),
  multiple: (field, response) => check(field, (value) => (response || []).includes(value)),
  number: (field, response) => {
    line(field).value = response ?? "";
  },
  text: (field, response) => {
    line(field).value = response ?? "";
  },
  match: (field, response) => {
    for (const select of all(field, "select")) {
      select.value = response?.[select.dataset.left] || "";
    }
  },
  order: (field, response) => {
    for (const place of all(field, ".place")) {
      const at = (response || []).indexOf(place.dataset.item);
      place.querySelector("select").value = at < 0 ? "" : String(at + 1);
    }
  },
};

function check(field, chosen) {
  for (const input of all(field, ".option input")) input.checked = chosen(input.value);
}

export function read(field) {
  return readers[field.dataset.type](field);
}

export function write(field, response) {
  writers[field.dataset.type](field, response);
}

// What is typed but cannot be an answer yet.
export function isMistyped(field) {
  if (field.dataset.type !== "number") return false;
  const typed = line(field).value.trim();
  return typed !== "" && !NUMBER.test(typed);
}

export function isSame(one, other) {
  return written(one) === written(other);
}

function written(response) {
  if (response === null || typeof response !== "object") return JSON.stringify(response ?? null);
  if (Array.isArray(response)) return JSON.stringify(response);
  return JSON.stringify(Object.entries(response).sort());
}

// Whether the person has changed the plain form before this script came.
export function isTouched(field) {
  return all(field, "input, select").some((input) => {
    if (input.type === "hidden") return false;
    if (input.type === "radio" || input.type === "checkbox") {
      return input.checked !== input.defaultChecked;
    }
    if (input.tagName === "SELECT") {
      const given = [...input.options].findIndex((option) => option.defaultSelected);
      return input.selectedIndex !== Math.max(0, given);
    }
    return input.value !== input.defaultValue;
  });
}

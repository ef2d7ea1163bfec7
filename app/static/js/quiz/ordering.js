// Order questions: buttons up and down in place of the numbers; the numbers stay the truth.

export function makeOrdering(field, { say, announce, changed }) {
  const list = field.querySelector("[data-places]");
  const keep = field.querySelector("[data-keep]");

  for (const place of list.children) place.append(buttons(place));
  keep.addEventListener("click", () => {
    number();
    changed();
  });

  function buttons(place) {
    const pair = document.createElement("span");
    pair.className = "place-moves";
    const name = place.querySelector(".place-text").textContent.trim();
    pair.append(
      button("up", "↑", say("move_up", { item: name }), () => move(place, -1, name)),
      button("down", "↓", say("move_down", { item: name }), () => move(place, 1, name)),
    );
    return pair;
  }

  function button(way, sign, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "place-move";
    made.dataset.way = way;
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      if (made.getAttribute("aria-disabled") !== "true") act();
      made.focus(); // Moving an element in the page takes its focus away.
    });
    return made;
  }

  function move(place, step, name) {
    const other = step < 0 ? place.previousElementSibling : place.nextElementSibling;
    if (step < 0) other.before(place);
    else other.after(place);
    number();
    changed();
    const at = [...list.children].indexOf(place) + 1;
    announce(say("moved", { item: name, place: at, total: list.children.length }));
  }

  function number() {
    [...list.children].forEach((place, index) => {
      place.querySelector("select").value = String(index + 1);
    });
    showEnds();
  }

  // Rows as the numbers say; rows without numbers keep the order of the paper.
  function arrange() {
    const at = (place) => Number(place.querySelector("select").value) || 0;
    const rows = [...list.children].sort((a, b) => at(a) - at(b));
    list.append(...rows);
    showEnds();
  }

  function showEnds() {
    [...list.children].forEach((place, index) => {
      end(place, "up", index === 0);
      end(place, "down", index === list.children.length - 1);
    });
    keep.hidden = [...list.querySelectorAll("select")].every((select) => select.value);
  }

  function end(place, way, is) {
    place.querySelector(`[data-way=${way}]`).setAttribute("aria-disabled", String(is));
  }

  arrange();
  return { arrange };
}

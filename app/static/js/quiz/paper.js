// One question a screen. Screens are anchors (#q-…, #map, #finish), so that the phone's own
// Back goes to the question before, and moving needs no network.

// Listeners: shown(screen, id), flagged(ids).
export function makePaper({ root, say, on }) {
  const form = root.querySelector("#paper");
  const finish = root.querySelector("#finish");
  const ended = root.querySelector("#ended");
  const map = root.querySelector("#map");
  const body = root.querySelector(".quiz-body");
  const fields = [...root.querySelectorAll(".question")];
  const ids = fields.map((field) => field.dataset.question);
  const links = new Map(
    [...map.querySelectorAll("[data-to]")].map((link) => [link.dataset.to, link]),
  );
  const back = root.querySelector("[data-back]");
  const backText = root.querySelector("[data-back-text]");
  const next = root.querySelector("[data-next]");
  const nextText = root.querySelector("[data-next-text]");
  const flags = new Set();
  let at = 0;
  let over = false;

  function start(first, flagged) {
    for (const id of flagged) if (links.has(id)) setFlag(id, true);
    for (const field of fields) {
      const button = field.querySelector("[data-flag]");
      button.addEventListener("click", () => {
        setFlag(field.dataset.question, !flags.has(field.dataset.question));
        on.flagged([...flags]);
      });
    }
    if (!isScreen(location.hash)) history.replaceState(null, "", `#q-${first}`);
    history.scrollRestoration = "manual";
    addEventListener("hashchange", () => follow(true));
    follow(false);
  }

  function isScreen(hash) {
    return hash === "#map" || hash === "#finish" || place(hash) >= 0;
  }

  function place(hash) {
    return hash.startsWith("#q-") ? ids.indexOf(decodeURIComponent(hash.slice(3))) : -1;
  }

  function follow(byHand) {
    if (over) return;
    const hash = location.hash;
    if (!isScreen(hash)) return; // The skip link and its like.
    const screen = place(hash) >= 0 ? "question" : hash.slice(1);
    if (screen === "question") at = place(hash);
    root.dataset.screen = screen;
    form.hidden = screen !== "question";
    finish.hidden = screen !== "finish";
    fields.forEach((field, index) => {
      field.hidden = index !== at;
    });
    pointWays(screen);
    on.shown(screen, ids[at]);
    if (byHand) bringIntoSight(screen);
  }

  function pointWays(screen) {
    const onQuestion = screen === "question";
    const last = at === ids.length - 1;
    back.setAttribute("href", `#q-${ids[onQuestion ? Math.max(0, at - 1) : at]}`);
    backText.textContent = say(onQuestion ? "back" : "back_to");
    back.classList.toggle("is-nowhere", onQuestion && at === 0);
    next.hidden = screen === "finish";
    next.setAttribute("href", onQuestion && !last ? `#q-${ids[at + 1]}` : "#finish");
    nextText.textContent = onQuestion && !last ? say("next") : say("to_finish");
    for (const [id, link] of links) {
      if (onQuestion && id === ids[at]) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  }

  function bringIntoSight(screen) {
    const target = { map, finish }[screen] || fields[at].querySelector("legend");
    body.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  function setFlag(id, is) {
    if (is) flags.add(id);
    else flags.delete(id);
    const button = fields[ids.indexOf(id)].querySelector("[data-flag]");
    button.setAttribute("aria-pressed", String(is));
    links.get(id).dataset.flagged = String(is);
    describe(id);
  }

  // state: answered, waiting or unanswered; `words` is how the question's own line says it.
  function mark(id, state, words) {
    const link = links.get(id);
    link.dataset.state = state;
    const line = fields[ids.indexOf(id)].querySelector("[data-state]");
    line.dataset.state = state;
    if (line.textContent !== words) line.textContent = words;
    describe(id);
  }

  function describe(id) {
    const link = links.get(id);
    const parts = [say(`map_${link.dataset.state}`)];
    if (flags.has(id)) parts.push(say("map_flagged"));
    link.querySelector("[data-says]").textContent = `: ${parts.join(", ")}`;
  }

  function showNote(id, text) {
    const note = fields[ids.indexOf(id)].querySelector("[data-note]");
    note.textContent = text;
    note.hidden = !text;
  }

  // The end: nothing can be changed any more, and only the closing words are shown.
  function close() {
    over = true;
    root.dataset.screen = "ended";
    for (const field of fields) field.disabled = true;
    form.hidden = true;
    finish.hidden = true;
    ended.hidden = false;
    map.hidden = true;
    body.scrollIntoView({ block: "start" });
    ended.focus({ preventScroll: true });
  }

  // More time was given: back to where the person was.
  function open() {
    over = false;
    for (const field of fields) field.disabled = false;
    ended.hidden = true;
    map.hidden = false;
    if (!isScreen(location.hash)) history.replaceState(null, "", `#q-${ids[at]}`);
    follow(true);
  }

  const number = (id) => ids.indexOf(id) + 1;
  const field = (id) => fields[ids.indexOf(id)];
  return { fields, ids, flags, start, mark, showNote, close, open, number, field };
}

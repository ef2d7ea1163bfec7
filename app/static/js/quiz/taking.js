// From what stands on the screen to entries of the outbox, and back.

const TYPING_PAUSE = 800;

// `known` maps a question to what the server holds of it. Listener: changed().
export function makeTaking({ paper, answers, makeOrdering, outbox, known, say, announce, changed }) {
  const mistyped = new Set();
  const typing = new Map(); // Question to timer: typed, not yet an entry.
  const orderings = new Map();

  // What was changed in the plain page before this script came.
  function early() {
    const touched = paper.fields.filter((field) => answers.isTouched(field));
    return touched.map((field) => [field, answers.read(field)]);
  }

  function prepare() {
    for (const field of paper.fields) {
      if (field.dataset.type === "order") {
        const parts = { say, announce, changed: () => take(field) };
        orderings.set(field, makeOrdering(field, parts));
      }
      field.addEventListener("change", () => take(field));
      field.addEventListener("input", (event) => {
        if (event.target.type === "text") wait(field);
      });
      field.querySelector("[data-clear]").addEventListener("click", () => clear(field));
    }
  }

  function set(field, response) {
    answers.write(field, response);
    orderings.get(field)?.arrange();
    showClear(field);
  }

  function showClear(field) {
    field.querySelector("[data-clear]").hidden = answers.read(field) === null;
  }

  function clear(field) {
    set(field, null);
    take(field);
    field.querySelector("legend").focus();
  }

  function wait(field) {
    const id = field.dataset.question;
    clearTimeout(typing.get(id));
    typing.set(id, setTimeout(() => take(field), TYPING_PAUSE));
    changed();
  }

  // Typed a moment ago: does not wait any longer.
  function settle() {
    for (const field of paper.fields) if (typing.has(field.dataset.question)) take(field);
  }

  // The question as it now stands becomes an entry, unless that is what the server holds.
  function take(field) {
    const id = field.dataset.question;
    clearTimeout(typing.get(id));
    typing.delete(id);
    showClear(field);
    const wrong = answers.isMistyped(field);
    paper.showNote(id, wrong ? say("number_wrong") : "");
    if (wrong) mistyped.add(id);
    else mistyped.delete(id);
    const response = answers.read(field);
    const same = !outbox.isWaiting(id) && answers.isSame(response, known.get(id) ?? null);
    if (!wrong && !same) outbox.add(id, response);
    else changed();
  }

  function learn(id, response) {
    if (response === null) known.delete(id);
    else known.set(id, response);
  }

  // Answered later on another phone: what counts is shown, and said.
  function showOther(id, response) {
    if (typing.has(id) || answers.isSame(answers.read(paper.field(id)), response)) return;
    set(paper.field(id), response);
    paper.showNote(id, say("question_elsewhere"));
  }

  function refuse(id) {
    mistyped.add(id);
    paper.showNote(id, say("question_refused"));
  }

  // What the server holds, then what this phone has not sent yet where that is newer.
  function fill(entries, lastSeq) {
    const shown = new Map(known);
    for (const entry of entries) {
      if (entry.seq > lastSeq) shown.set(entry.question, entry.response);
    }
    for (const field of paper.fields) set(field, shown.get(field.dataset.question) ?? null);
  }

  function retake(pairs) {
    for (const [field, response] of pairs) {
      set(field, response);
      take(field);
    }
  }

  function unanswered() {
    return paper.ids.filter((id) => answers.read(paper.field(id)) === null);
  }

  return {
    mistyped, typing, early, prepare, fill, retake, settle, learn, showOther, refuse, unanswered,
  };
}

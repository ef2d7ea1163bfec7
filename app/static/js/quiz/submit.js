// The end of an attempt: by the person's hand, by the clock, or found out from the server.

const PAUSE = 2000;
const LONGEST_PAUSE = 15000;

// Listeners: signedOut(kind), left() just before the page goes to the result, and unsent()
// when it is too late for what may be on this phone alone.
export function makeSubmission({ root, outbox, transport, clock, deadline, paper, say, on }) {
  const total = paper.ids.length;
  const form = root.querySelector("[data-finish-form]");
  const go = root.querySelector("[data-finish-go]");
  const back = root.querySelector("[data-finish-return]");
  const state = root.querySelector("[data-finish-state]");
  const prediction = root.querySelector("#prediction");
  const predictionError = root.querySelector("[data-prediction-error]");
  const endedText = root.querySelector("[data-ended-text]");
  const endedUnsent = root.querySelector("[data-ended-unsent]");
  const result = root.querySelector("[data-ended-result]");
  let round = 0; // Each pressing is a round of its own; leaving one ends it.
  let over = false;
  let finished = false;
  let hurry = null;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitByHand();
  });
  back.addEventListener("click", stop);
  prediction?.addEventListener("input", () => outbox.remember({ prediction: prediction.value }));

  function stop() {
    round += 1;
    go.disabled = false;
    tell("");
  }

  // The screen before submitting: what is missing, what was to be looked at again.
  function review(unanswered) {
    const count = unanswered.length;
    root.querySelector("[data-finish-answered]").textContent = count
      ? say("some_unanswered", { count })
      : say("all_answered", { total });
    list("[data-finish-unanswered]", unanswered);
    const title = root.querySelector("[data-finish-flagged-title]");
    title.textContent = say("some_flagged");
    title.hidden = !paper.flags.size;
    list("[data-finish-flagged]", paper.ids.filter((id) => paper.flags.has(id)));
    back.setAttribute("href", `#q-${unanswered[0] || paper.ids[0]}`);
  }

  function list(selector, ids) {
    const box = root.querySelector(selector);
    box.hidden = !ids.length;
    box.replaceChildren(
      ...ids.map((id) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `#q-${id}`;
        link.className = "jump";
        link.textContent = say("question_number", { number: paper.number(id) });
        item.append(link);
        return item;
      }),
    );
  }

  async function submitByHand() {
    const guess = readPrediction();
    if (guess === undefined || over) return;
    round += 1;
    const mine = round;
    go.disabled = true;
    on.settle();
    tell(say("sending_rest", { waiting: outbox.waitingQuestions().size }));
    if (await outbox.flush(() => mine !== round)) await seal(guess, mine);
  }

  // null for none, undefined for something that is no whole number.
  function readPrediction() {
    const typed = (prediction?.value || "").replace(/[\s.,]/g, "");
    const wrong = typed !== "" && !(/^\d{1,10}$/.test(typed) && Number(typed) <= 1e9);
    if (predictionError) {
      predictionError.hidden = !wrong;
      predictionError.textContent = wrong ? say("prediction_wrong") : "";
    }
    if (wrong && !over) prediction.focus();
    if (wrong) return undefined;
    return typed === "" ? null : Number(typed);
  }

  async function seal(guess, mine) {
    for (let failures = 1; mine === round && !finished; failures += 1) {
      tell(say(over ? "over_submitting" : "submitting"));
      const unseen = over ? await lookFirst() : null;
      if (mine !== round) return undefined;
      const outcome = unseen || (await transport.submit(guess));
      if (outcome.kind === "done") return done();
      if (outcome.kind === "closed" || outcome.kind === "submitted") return end(outcome.kind);
      if (outcome.kind === "refused") return give();
      if (outcome.kind !== "retry") on.signedOut(outcome.kind);
      else if (mine === round) tell(over ? overWaiting() : say("submit_waiting"));
      const growing = Math.min(LONGEST_PAUSE, PAUSE * 1.6 ** failures);
      await pause(Math.max(outcome.after || 0, growing * (0.5 + Math.random())));
    }
    return undefined;
  }

  // Nothing is submitted by the clock before the server was asked whether the time is over
  // indeed. Null when it is; more time, if there is some, begins a new round.
  async function lookFirst() {
    const seen = await deadline.look();
    return seen.kind === "seen" ? null : seen;
  }

  // The end has moved later: if the clock had stopped the person, the paper is open again.
  function lengthened() {
    if (!over || finished || deadline.isOver(clock.now())) return;
    over = false;
    round += 1;
    go.disabled = false;
    endedText.textContent = "";
    endedUnsent.hidden = true;
    tell("");
    paper.open();
  }

  function give() {
    tell(say("submit_failed"));
    go.disabled = false;
  }

  function pause(milliseconds) {
    return new Promise((resolve) => {
      hurry = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  function done() {
    finished = true;
    outbox.end("done");
    forget();
    on.left();
    if (over) {
      tell(say("over_done", { saved: outbox.state.saved, total }));
      showUnsent(true);
      return;
    }
    tell(say("submitted"));
    location.assign(result.href);
  }

  async function timeOver() {
    if (over || finished) return;
    on.settle();
    over = true;
    round += 1;
    const mine = round;
    paper.close();
    const waiting = outbox.waitingQuestions().size;
    tell(say(waiting ? "over_sending" : "over_submitting", { waiting }));
    await outbox.flush(() => mine !== round || clock.now() > deadline.until());
    if (!finished && mine === round) await seal(readPrediction() ?? null, mine);
  }

  function overWaiting() {
    showUnsent(clock.now() > deadline.until());
    return say("over_waiting", { saved: outbox.state.saved, total });
  }

  function showUnsent(tooLate) {
    const waiting = outbox.waitingQuestions().size;
    endedUnsent.textContent = say("over_unsent", { waiting });
    endedUnsent.hidden = waiting === 0 || !tooLate;
    if (tooLate) on.unsent();
  }

  // The server says that the attempt is over: by its time, or submitted elsewhere.
  function end(kind) {
    if (finished) return;
    finished = true;
    if (!over) paper.close();
    over = true;
    showUnsent(true);
    tell(say(kind === "submitted" ? "closed_elsewhere" : "closed_late"));
    forget();
    on.left();
  }

  // What never reached the server stays on the phone: a file of it may still be sent.
  function forget() {
    if (!outbox.unsent().length) outbox.clear();
  }

  function tell(text) {
    const box = over ? endedText : state;
    box.textContent = text;
    box.hidden = !text;
  }

  function restore(typed) {
    if (prediction && typed && !prediction.value) prediction.value = typed;
  }

  return { review, timeOver, lengthened, end, hurry: () => hurry?.(), restore };
}

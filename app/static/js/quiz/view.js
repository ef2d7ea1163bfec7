// Draws what is true now: the state of each question, of saving, and of the way to the server.

// `isOver()` tells whether the time has run out.
export function makeView({ paper, status, outbox, taking, deadline, isOver, known, say, act }) {
  const total = paper.ids.length;
  let noticed = outbox.state.durable; // That this browser keeps nothing is said once.
  let quiet = false;

  function draw() {
    const stuck = isStuck();
    const waiting = outbox.waitingQuestions();
    for (const id of taking.typing.keys()) waiting.add(id);
    for (const id of paper.ids) drawQuestion(id, waiting.has(id), stuck);
    const kept = [...waiting].every((id) => outbox.isKept(id) && !taking.typing.has(id));
    const saving = stuck && kept ? "waiting" : "sending";
    const kind = waiting.size ? saving : "saved";
    status.show(kind, { saved: outbox.state.saved, total, waiting: waiting.size });
    if (!quiet) drawTrouble(outbox.state);
  }

  function isStuck() {
    const { phase } = outbox.state;
    return phase === "failing" || phase === "signedOut" || !navigator.onLine;
  }

  function drawQuestion(id, waiting, stuck) {
    const here = stuck && outbox.isKept(id) && !taking.typing.has(id);
    if (waiting) paper.mark(id, "waiting", say(here ? "question_waiting" : "question_sending"));
    else if (taking.mistyped.has(id)) paper.mark(id, "unanswered", say("question_unsaved"));
    else if (known.has(id)) paper.mark(id, "answered", say("question_saved"));
    else paper.mark(id, "unanswered", say("question_unanswered"));
  }

  function drawTrouble({ phase, durable, wanted }) {
    if (phase === "signedOut") {
      const text = say(wanted === "foreign" ? "other_account" : "signed_out");
      status.alert(text, say("sign_in_again"), () => act.signIn(wanted));
    } else if (phase === "failing" || !navigator.onLine) {
      const word = durable ? "offline" : "offline_memory";
      status.alert(say(isOver() ? "offline_over" : word), say("send_now"), outbox.check);
    } else if (!durable && !noticed) {
      status.alert(say("memory_only"), say("understood"), () => {
        noticed = true;
        draw();
      });
    } else if (deadline.news()) {
      status.alert(say("more_time"), say("understood"), () => {
        deadline.read();
        draw();
      });
    } else status.alert(null);
  }

  function hush() {
    quiet = true;
    status.alert(null);
  }

  return { draw, hush };
}

// Puts the quiz together. The page works without this script; it is only changed once
// every module is here.

const data = JSON.parse(document.getElementById("quiz-data").textContent);
const root = document.querySelector("[data-quiz]");
const kept = Number(document.documentElement.dataset.kept); // A copy of the page, of then.

// Modules that did not come leave the plain page as it is.
import(data.modules).then(start, () => {});

function say(word, values = {}) {
  return data.words[word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

async function start(modules) {
  const clock = makeClock(modules.clock);
  const store = await modules.store.openStore({
    attempt: data.attempt,
    deadline: data.deadline_at,
    now: clock.now(),
  });
  const notes = await store.notes().catch(() => ({ known: {}, flags: [], at: null }));
  const quiz = assemble(modules, { clock, store, notes });
  const { paper, taking, outbox, submission, view, status } = quiz;
  const early = taking.early();
  const focused = document.activeElement?.closest?.(".question")?.dataset.question;
  const unsent = await outbox.load();
  showScripted();
  taking.prepare();
  taking.fill(unsent, data.last_seq);
  submission.restore(notes.prediction);
  paper.start(focused || notes.at || taking.unanswered()[0] || paper.ids[0], notes.flags);
  taking.retake(early);
  view.draw();
  const timer = modules.timer.startTimer({
    root,
    clock,
    deadline: data.deadline_at,
    say,
    announce: status.announce,
    warn: status.warn,
    over: submission.timeOver,
  });
  quiz.deadline.onMove((later) => {
    timer.move(later);
    outbox.remember({ deadline: later });
    submission.lengthened();
    view.draw();
  });
  if (kept) quiz.deadline.learn(notes.deadline);
  listen(quiz, timer, modules.clock.watchSleep);
  if (!data.shown) modules.shown.tellShown(quiz);
  outbox.check();
  document.documentElement.dataset.quiz = "ready";
}

function makeClock(module) {
  const clock = module.makeClock();
  if (kept) {
    // Only the phone's own clock knows how long ago; the first exchange will set it right.
    const at = clock.counter();
    clock.learn(at, at, data.server_now + Math.max(0, Date.now() - kept));
    return clock;
  }
  const { sent, received } = module.pageExchange();
  clock.learn(sent, received, data.server_now);
  return clock;
}

// What the server held when it made the page, then what it has said since to this phone.
function knownAnswers(noted) {
  const known = new Map(Object.entries(data.answers));
  for (const [question, { seq, response }] of Object.entries(noted)) {
    if (seq <= data.last_seq) continue;
    if (response === null) known.delete(question);
    else known.set(question, response);
  }
  return known;
}

// Every part, each given the others that it speaks with.
function assemble(modules, { clock, store, notes }) {
  const known = knownAnswers(notes.known);
  const quiz = { leaving: false };
  const draw = () => quiz.view?.draw();
  quiz.status = modules.status.makeStatus({ root, say });
  quiz.paper = modules.paper.makePaper({
    root,
    say,
    on: {
      flagged: (ids) => quiz.outbox.remember({ flags: ids }),
      shown(screen, id) {
        quiz.outbox.remember({ at: id });
        if (screen === "finish") quiz.submission.review(quiz.taking.unanswered());
      },
    },
  });
  const transport = modules.transport.makeTransport({ urls: data.urls, clock, csrf: csrf() });
  quiz.transport = transport;
  quiz.deadline = modules.deadline.makeDeadline({
    root,
    first: data.deadline_at,
    grace: data.grace_seconds * 1000,
    transport,
  });
  const signIn = (kind) => quiz.session.ask(kind);
  quiz.outbox = modules.outbox.makeOutbox({
    store,
    spill: modules.store.memoryStore,
    transport,
    now: clock.now,
    lastSeq: Math.max(data.last_seq, notes.lastSeq || 0),
    saved: known.size,
    entries: data.entries,
    on: {
      changed: draw,
      acknowledged: (id, response) => quiz.taking.learn(id, response),
      elsewhere(id, response, waiting) {
        quiz.taking.learn(id, response);
        if (!waiting) quiz.taking.showOther(id, response);
      },
      refused: (id) => quiz.taking.refuse(id),
      signedOut: signIn,
      deadline: quiz.deadline.hear,
      ended: (kind) => quiz.submission.end(kind),
    },
  });
  quiz.taking = modules.taking.makeTaking({
    paper: quiz.paper,
    answers: modules.answers,
    makeOrdering: modules.ordering.makeOrdering,
    outbox: quiz.outbox,
    known,
    say,
    announce: quiz.status.announce,
    changed: draw,
  });
  const isOver = () => quiz.deadline.isOver(clock.now());
  quiz.view = modules.view.makeView({ ...quiz, isOver, known, say, act: { signIn } });
  quiz.session = modules.session.makeSession({
    dialog: document.getElementById("session"),
    say,
    signIn: transport.signIn,
    returned() {
      quiz.outbox.resume();
      quiz.submission.hurry();
    },
  });
  const rescue = modules.rescue.makeRescue({
    root,
    data,
    outbox: quiz.outbox,
    say,
    doubt() {
      const { spread, exchanges } = clock.doubt();
      return { spread, guessed: Boolean(kept) && exchanges === 1 };
    },
  });
  quiz.submission = modules.submit.makeSubmission({
    ...quiz,
    root,
    clock,
    say,
    on: {
      settle: quiz.taking.settle,
      signedOut: signIn,
      unsent: rescue.offer,
      left() {
        quiz.leaving = true;
        forgetCopy();
        quiz.view.hush();
      },
    },
  });
  return quiz;
}

// The service worker keeps a copy of the page of an open attempt; this one is over.
function forgetCopy() {
  const message = { forget: location.pathname };
  navigator.serviceWorker?.ready.then(({ active }) => active.postMessage(message));
}

function csrf() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  return meta?.content || document.querySelector("input[name=csrf_token]").value;
}

function showScripted() {
  for (const plain of document.querySelectorAll(".plain-only")) plain.remove();
  for (const scripted of document.querySelectorAll(".script-only")) {
    if (scripted.tagName !== "SECTION") scripted.hidden = false;
  }
  root.classList.add("is-scripted");
}

// What happens to the page and the phone.
function listen(quiz, timer, watchSleep) {
  const { outbox, taking, submission, view } = quiz;
  function lookAgain() {
    timer.tick();
    outbox.check();
  }
  root.querySelector("#paper").addEventListener("submit", (event) => {
    event.preventDefault();
    taking.settle();
  });
  addEventListener("online", () => {
    outbox.check();
    submission.hurry();
  });
  addEventListener("offline", view.draw);
  addEventListener("pageshow", (event) => {
    if (event.persisted) lookAgain();
  });
  addEventListener("pagehide", taking.settle);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) taking.settle();
    else lookAgain();
  });
  addEventListener("beforeunload", (event) => {
    const unsent = outbox.waitingQuestions().size + taking.typing.size;
    if (quiz.leaving || !unsent) return;
    event.preventDefault();
    event.returnValue = ""; // Older browsers ask for this one.
  });
  watchSleep(lookAgain);
}

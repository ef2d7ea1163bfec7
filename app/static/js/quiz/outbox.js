// Answers on their way: every tap becomes a numbered entry, kept until the server says that
// it is on its disk. Sent in order, several at once, again and again; sending twice is harmless.

const AT_ONCE = 50;
const BYTES_AT_ONCE = 24000; // What a closing page may still send is limited.
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 20000;

// Listeners: changed(), acknowledged(question, response), elsewhere(question, response),
// refused(question), signedOut(kind), ended(kind), deadline(time) as the server says it.
// `spill` makes a memory store, for a disk that fails while we write.
export function makeOutbox({ store, spill, transport, now, lastSeq, saved, entries = 0, on }) {
  const waiting = []; // In the order of the taps; seq is null until it is written down.
  const state = { saved, phase: "idle", failures: 0, durable: store.durable, wanted: null };
  let highest = lastSeq;
  let known = entries; // Of the journal's entries: others come from another device.
  let pumping = false;
  let limit = AT_ONCE;
  let wakeUp = null;
  let wantsCheck = false;

  async function load() {
    const left = await store.list().catch(() => []);
    for (const entry of left) waiting.push(entry);
    highest = Math.max(highest, ...left.map((entry) => entry.seq));
    on.changed();
    return left;
  }

  async function add(question, response) {
    const item = { question, response, seq: null, made_at: timeOfTap() };
    waiting.push(item);
    on.changed();
    item.seq = (await write(question, response, item.made_at)).seq;
    highest = Math.max(highest, item.seq);
    on.changed();
    wake();
    pump();
  }

  // What the phone knows of the server's time may improve by a step backwards: never earlier
  // than the tap before.
  function timeOfTap() {
    return Math.max(Math.round(now()), ...waiting.map((item) => item.made_at || 0));
  }

  async function write(question, response, madeAt) {
    try {
      return await store.add(question, response, highest, madeAt);
    } catch {
      store = spill();
      state.durable = false;
      return store.add(question, response, highest, madeAt);
    }
  }

  // Ask the server once even when nothing waits: its time, and whether we are still in.
  function check() {
    wantsCheck = true;
    wake();
    pump();
  }

  async function pump() {
    if (pumping) return;
    pumping = true;
    while (state.phase !== "ended" && state.phase !== "signedOut") {
      const batch = nextBatch();
      if (!batch.length && !wantsCheck) break;
      wantsCheck = false;
      if (state.failures === 0) state.phase = "sending";
      on.changed();
      await handle(await transport.save(batch, known), batch);
    }
    if (state.phase === "sending") state.phase = "idle";
    pumping = false;
    on.changed();
  }

  function nextBatch() {
    const ready = [];
    let bytes = 0;
    for (const item of waiting) {
      if (item.seq === null || ready.length === limit) break;
      bytes += JSON.stringify(item).length * 3;
      if (ready.length && bytes > BYTES_AT_ONCE) break;
      ready.push(item);
    }
    return ready;
  }

  async function handle(outcome, batch) {
    if (outcome.kind === "saved") return settle(outcome, batch);
    if (outcome.kind === "refused") return drop(outcome.wrong, batch);
    if (outcome.kind === "retry") return rest(outcome, batch);
    if (outcome.kind === "closed" || outcome.kind === "submitted") return end(outcome.kind);
    state.phase = "signedOut";
    state.wanted = outcome.kind;
    on.changed();
    on.signedOut(outcome.kind);
  }

  async function settle(outcome, batch) {
    state.saved = outcome.saved;
    state.failures = 0;
    state.phase = "sending";
    limit = AT_ONCE;
    known = outcome.entries;
    highest = Math.max(highest, outcome.lastSeq);
    forget(batch);
    for (const item of batch) on.acknowledged(item.question, item.response);
    for (const [question, response] of Object.entries(outcome.superseded)) {
      on.elsewhere(question, response, isWaiting(question));
    }
    on.deadline(outcome.deadline);
    on.changed();
    const elsewhere = Object.entries(outcome.superseded).map(([question, response]) => {
      return { question, seq: outcome.lastSeq, response };
    });
    await store.settle([...batch, ...elsewhere], batch.map((item) => item.seq)).catch(() => {});
  }

  // The server can never take these: keep the others going, and tell.
  async function drop(places, batch) {
    if (!batch.length) return rest({ after: 0 }, batch);
    if (!places.length && batch.length > 1) {
      limit = 1;
      return;
    }
    const wrong = places.length ? batch.filter((_, place) => places.includes(place)) : batch;
    forget(wrong);
    for (const item of wrong) if (!isWaiting(item.question)) on.refused(item.question);
    on.changed();
    await store.remove(wrong.map((item) => item.seq)).catch(() => {});
  }

  async function rest({ after, atOnce }, batch) {
    wantsCheck ||= batch.length === 0;
    if (atOnce && state.failures === 0) {
      state.failures = 1;
      return;
    }
    state.failures += 1;
    state.phase = "failing";
    on.changed();
    const growing = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (state.failures - 1));
    await pause(Math.max(after, growing * (0.5 + Math.random())), after > 0);
  }

  function pause(milliseconds, deaf) {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done() {
        clearTimeout(timer);
        wakeUp = null;
        resolve();
      }
      // A server that asked for a pause gets it, whatever is tapped meanwhile.
      wakeUp = deaf ? null : done;
    });
  }

  function wake() {
    wakeUp?.();
  }

  function end(kind) {
    state.phase = "ended";
    on.changed();
    on.ended(kind);
  }

  function resume() {
    state.phase = "idle";
    state.failures = 0;
    state.wanted = null;
    check();
  }

  function forget(items) {
    for (const item of items) waiting.splice(waiting.indexOf(item), 1);
  }

  function isWaiting(question) {
    return waiting.some((item) => item.question === question);
  }

  // Whether all that waits is in the store: only then is it "on this phone".
  function isKept(question) {
    return waiting.every((item) => item.question !== question || item.seq !== null);
  }

  function waitingQuestions() {
    return new Set(waiting.map((item) => item.question));
  }

  // Resolves to true once nothing waits, to false when it never can or `stop` says so.
  async function flush(stop = () => false) {
    wake();
    pump();
    while (waiting.length && state.phase !== "ended" && !stop()) {
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
    return waiting.length === 0;
  }

  // What has a number and a time but no word from the server.
  function unsent() {
    return waiting.filter((item) => item.seq !== null && item.made_at);
  }

  const clear = () => store.clear().catch(() => {});
  const remember = (values) => store.remember(values).catch(() => {});
  return {
    state, load, add, check, wake, resume, flush, end, clear, remember,
    isWaiting, isKept, waitingQuestions, unsent,
  };
}

// Every word with the server about an attempt. An outcome has a `kind`:
//   saved     {lastSeq, saved, entries, superseded, deadline}
//   done      {}  the submission is sealed
//   shown     {deadline}  the paper was seen        seen  {deadline, notes}  looked at again
//   retry     {after}  no answer, or one that is not the server's: nothing is known
//   refused   {wrong}  places in the batch that can never be saved
//   signedOut | foreign | submitted | closed

const PATIENCE = 25000;
const LONGEST_WAIT = 60000;

export function makeTransport({ urls, clock, csrf }) {
  let token = null; // After signing in again in the dialog.
  let forgeryToken = csrf;

  async function call(method, url, body) {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    else headers["X-CSRFToken"] = forgeryToken;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    const sent = clock.counter();
    try {
      const reply = await fetch(url, {
        method,
        headers,
        body: JSON.stringify(body),
        signal: stop.signal,
        keepalive: true, // Goes on when the page is closed right after a tap.
        redirect: "error", // The API never redirects; public Wi-Fi does.
        cache: "no-store",
        credentials: "same-origin",
      });
      const text = await reply.text();
      return { status: reply.status, reply, json: parse(text), sent, received: clock.counter() };
    } finally {
      clearTimeout(timer);
    }
  }

  function parse(text) {
    try {
      const value = JSON.parse(text);
      return value && typeof value === "object" ? value : {};
    } catch {
      return {};
    }
  }

  async function talk(method, url, body, read) {
    let answer;
    try {
      answer = await call(method, url, body);
    } catch {
      return { kind: "retry", after: 0 };
    }
    if (answer.status === 200) return read(answer) || { kind: "retry", after: 0 };
    if (answer.json.code === "csrf_failed" && (await renewForgeryToken())) {
      return { kind: "retry", after: 0, atOnce: true };
    }
    return refusal(answer);
  }

  // `known` is how many entries of the journal this phone has heard of.
  function save(entries, known) {
    const answers = entries.map(({ seq, question, response }) => ({ seq, question, response }));
    return talk("PUT", urls.answers, { answers, known }, ({ json, sent, received }) => {
      if (!Number.isInteger(json.last_seq)) return null;
      clock.learn(sent, received, Date.parse(json.server_now));
      const superseded = json.superseded || {};
      const deadline = Date.parse(json.deadline_at);
      const { last_seq: lastSeq, saved, entries: held } = json;
      return { kind: "saved", lastSeq, saved, entries: held, superseded, deadline };
    });
  }

  function shown() {
    return talk("POST", urls.shown, {}, (answer) => timed("shown", answer));
  }

  function look() {
    return talk("GET", urls.attempt, undefined, (answer) => {
      const seen = timed("seen", answer);
      return seen && { ...seen, notes: answer.json.notes || [] };
    });
  }

  function timed(kind, { json, sent, received }) {
    const deadline = Date.parse(json.deadline_at);
    if (!Number.isFinite(deadline)) return null;
    clock.learn(sent, received, Date.parse(json.server_now));
    return { kind, deadline };
  }

  function submit(prediction) {
    const body = prediction === null ? {} : { prediction };
    return talk("POST", urls.submission, body, ({ json }) =>
      typeof json.receipt === "string" ? { kind: "done" } : null,
    );
  }

  // "in", "wrong", "many" (asked too often) or "network".
  async function signIn(phone, password) {
    token = null;
    let answer;
    try {
      answer = await call("POST", urls.sessions, { phone, password });
    } catch {
      return "network";
    }
    if (answer.status === 200 && answer.json.token) {
      token = answer.json.token;
      return "in";
    }
    if (answer.status === 429) return "many";
    return answer.status >= 500 || answer.status === 200 ? "network" : "wrong";
  }

  // The page's own token has grown old (signed in again in another window).
  async function renewForgeryToken() {
    try {
      const reply = await fetch(location.pathname, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.querySelector('meta[name="csrf-token"]')?.content;
      const changed = Boolean(fresh) && fresh !== forgeryToken;
      if (changed) forgeryToken = fresh;
      return changed;
    } catch {
      return false;
    }
  }

  return { save, shown, look, submit, signIn };
}

function refusal({ status, json, reply }) {
  const kinds = { attempt_closed: "closed", already_submitted: "submitted" };
  if (kinds[json.code]) return { kind: kinds[json.code] };
  if (status === 401 || json.code === "csrf_failed") return { kind: "signedOut" };
  if (json.code === "not_found") return { kind: "foreign" };
  if (json.code === "invalid_request") return { kind: "refused", wrong: wrongPlaces(json.errors) };
  const seconds = Number(reply.headers.get("Retry-After"));
  return { kind: "retry", after: Math.min(LONGEST_WAIT, (seconds || 0) * 1000) };
}

function wrongPlaces(errors) {
  const found = new Set();
  for (const error of errors || []) {
    const match = /^answers[[.](\d+)/.exec(error.path);
    if (match) found.add(Number(match[1]));
  }
  return [...found];
}

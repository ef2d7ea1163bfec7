// What happens between the pages and the network. `SHELL` and `QUIZ`, the files to keep, are
// written above by the server.
// Words with the API are not touched: an answer is saved by the server or it is not.

const ATTEMPT = /^\/attempts\/\d+$/;
const RESULT = /^(\/attempts\/\d+)\/result$/;
const FILE = /^\/(?:static|bundles)\//;
const ACCOUNT = /^\/(?:sign-in|sign-out|profile\/delete)$/;
const UNTOUCHED = /^\/(?:api|organiser)\//;
const PATIENCE = 8000;

addEventListener("install", (event) => event.waitUntil(fillShell()));
addEventListener("activate", (event) => event.waitUntil(tidy()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || UNTOUCHED.test(url.pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(visit(event, url.pathname));
  } else if (request.method === "GET" && isKeptFile(url)) {
    event.respondWith(fileFirst(request));
  } else if (request.method === "GET" && url.pathname.startsWith("/images/")) {
    event.respondWith(imageFirst(request));
  }
});

function isKeptFile(url) {
  return FILE.test(url.pathname) && url.searchParams.has("v");
}

async function imageFirst(request) {
  return (await find(request)) || fetch(request);
}

function visit(event, path) {
  const reading = event.request.method === "GET";
  if (reading && ATTEMPT.test(path)) return visitAttempt(event, path);
  if (!reading && ACCOUNT.test(path)) event.waitUntil(keepOnlyOf(""));
  const ended = RESULT.exec(path);
  if (ended) event.waitUntil(forgetPage(ended[1]));
  return fetch(event.request).catch(offlinePage);
}

// The server first; the kept copy when it cannot be reached, is in trouble, or is too slow.
async function visitAttempt(event, path) {
  const fresh = fetchAttempt(event, path);
  event.waitUntil(fresh.catch(() => {}));
  const kept = await keptPage(path).catch(() => null);
  if (!kept) return fresh.catch(offlinePage);
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, null);
  });
  const first = await Promise.race([fresh, late]).catch(() => null);
  return first && first.status < 500 ? first : reopened(kept);
}

async function fetchAttempt(event, path) {
  const response = await fetch(event.request);
  const received = Date.now();
  if (response.ok) event.waitUntil(keepPage(path, response.clone(), received));
  // Closed, or not of whoever is signed in now.
  else if (response.type === "opaqueredirect" || response.status === 404) await forgetPage(path);
  return response;
}

// Pages tell whose they are, in which language and size, and what became of an attempt.
addEventListener("message", (event) => event.waitUntil(hear(event.data)));

async function hear({ account, speech, prepare, keep, forget, renew }) {
  if (typeof account === "string") await keepOnlyOf(account);
  if (forget) await forgetPage(forget);
  if (keep && !(await keptPage(keep.path))) await keepFirst(keep);
  if (prepare) await addMissing(await caches.open(FILES), QUIZ);
  if (speech) await speak(speech).catch(() => {});
  await tidy();
  if (renew && !(await isAttemptOpen())) skipWaiting();
}

// The first page of all was loaded before this script was there. It hands over its text; the
// server adds the headers with which it may be shown.
async function keepFirst({ path, html, received }) {
  const asked = { method: "HEAD", cache: "no-store", redirect: "error" };
  const { ok, headers } = await fetch(path, asked).catch(() => ({ ok: false }));
  if (ok) await keepPage(path, new Response(html, { headers }), received);
}

async function isAttemptOpen() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return open.some((client) => ATTEMPT.test(new URL(client.url).pathname));
}

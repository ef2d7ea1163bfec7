// Files whose address changes with their content, and the page that is shown without network.

const FILES = "thiso-files";
const OFFLINE = "/offline";
// The server writes Vary for caches between; here one address is one file.
const ANY = { ignoreVary: true };

async function fillShell() {
  await addMissing(await caches.open(FILES), SHELL);
  await keepOffline();
}

async function keepOffline() {
  const response = await fetch(OFFLINE, { cache: "no-store" });
  if (response.ok) await (await caches.open(FILES)).put(OFFLINE, response);
}

// In the language, and with letters of the size, that the pages have now.
async function speak(speech) {
  const kept = await caches.match(OFFLINE, ANY);
  if (!kept || !(await kept.text()).includes(`<html ${speech}>`)) await keepOffline();
}

async function offlinePage() {
  return (await caches.match(OFFLINE, ANY)) || Response.error();
}

async function fileFirst(request) {
  const found = await find(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) {
    const copy = response.clone();
    // A full phone still shows the page.
    caches.open(FILES).then((files) => files.put(request, copy)).catch(() => {});
  }
  return response;
}

function find(request) {
  return caches.match(request, ANY).catch(() => undefined);
}

// Files of earlier versions go, but not while a kept page may need them, nor while the next
// version of this script is filling the same cache.
async function tidy() {
  await forgetOld();
  const { installing, waiting } = registration;
  if (installing || waiting || (await pageCaches()).length) return;
  const wanted = new Set([...SHELL, ...QUIZ, OFFLINE]);
  const files = await caches.open(FILES);
  for (const request of await files.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!wanted.has(pathname + search)) await files.delete(request);
  }
}

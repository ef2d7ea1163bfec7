// Copies of open papers, for a reload or a killed tab without network. Each belongs to the
// account that its page names: the cache bears its name, and goes when another one comes.

const PAGES = "thiso-pages-";
const KEPT_AT = "X-Kept-At";
const LONGEST = 2 * 24 * 3600 * 1000;
const OWNER = /<body[^>]* data-account="([^"]+)"/;
const PART = /\/(?:static|bundles)\/[\w./-]+\?v=\w+/g;
const IMAGE = /src="(\/images\/[^"]+)"/g;

async function pageCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(PAGES));
}

// `received` is the phone's clock when the server's answer came: the page's own time is of then.
async function keepPage(path, response, received) {
  const html = await response.text();
  const owner = OWNER.exec(html)?.[1];
  if (!owner) return;
  await keepOnlyOf(owner);
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set(KEPT_AT, String(received));
  const pages = await caches.open(PAGES + owner);
  await pages.put(path, new Response(html, { headers }));
  await addMissing(await caches.open(FILES), html.match(PART) || []);
  await addMissing(pages, [...html.matchAll(IMAGE)].map(([, address]) => address));
}

async function addMissing(cache, addresses) {
  for (const address of new Set(addresses)) {
    // One that does not come now is asked for again with the next copy.
    if (!(await cache.match(address, ANY))) await cache.add(address).catch(() => {});
  }
}

async function keptPage(path) {
  for (const name of await pageCaches()) {
    const found = await (await caches.open(name)).match(path, ANY);
    if (found) return found;
  }
  return null;
}

// The page as it was, told how old it is, so that its countdown can go on.
async function reopened(kept) {
  const html = await kept.text();
  const told = html.replace("<html ", `<html data-kept="${kept.headers.get(KEPT_AT)}" `);
  return new Response(told, { headers: kept.headers });
}

async function forgetPage(path) {
  for (const name of await pageCaches()) {
    await (await caches.open(name)).delete(path, ANY);
    if (!(await paths(name)).length) await caches.delete(name);
  }
}

async function paths(name) {
  const requests = await (await caches.open(name)).keys();
  return requests.map(({ url }) => new URL(url).pathname).filter((path) => ATTEMPT.test(path));
}

// Nobody's copies stay but those of `owner`; "" is nobody.
async function keepOnlyOf(owner) {
  for (const name of await pageCaches()) {
    if (name !== PAGES + owner) await caches.delete(name);
  }
}

async function forgetOld() {
  for (const name of await pageCaches()) {
    const pages = await caches.open(name);
    for (const path of await paths(name)) {
      const kept = await pages.match(path, ANY);
      if (Date.now() - Number(kept?.headers.get(KEPT_AT)) > LONGEST) await forgetPage(path);
    }
  }
}

// The page without network: leads back to the papers that this phone keeps.

const box = document.querySelector("[data-kept]");
const list = box.querySelector("[data-kept-list]");

show().catch(() => {}); // Without copies the page says enough.

async function show() {
  for (const name of await caches.keys()) {
    if (!name.startsWith("thiso-pages-")) continue;
    const pages = await caches.open(name);
    for (const { url } of await pages.keys()) {
      const { pathname } = new URL(url);
      if (/^\/attempts\/\d+$/.test(pathname)) await add(pathname, await pages.match(url));
    }
  }
}

async function add(address, kept) {
  const page = new DOMParser().parseFromString(await kept.text(), "text/html");
  const link = document.createElement("a");
  link.className = "button button-primary button-wide";
  link.href = address;
  link.textContent = `${box.dataset.words} ${page.querySelector("h1").textContent.trim()}`;
  list.append(link);
  box.hidden = false;
}

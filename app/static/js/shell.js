// Every page: brings in the service worker, once the page itself is there.

const { account } = document.body.dataset; // Not given on a page of a failure.
const attempt = /^\/attempts\/\d+$/.test(location.pathname);
const contest = /^\/contests\/[^/]+(\/wait)?$/.test(location.pathname);
// Before any other script has changed it.
const unseen = attempt && navigator.serviceWorker && !navigator.serviceWorker.controller;
const asItCame = unseen ? document.documentElement.outerHTML : "";

if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") bringIn();
  else addEventListener("load", bringIn);
}

async function bringIn() {
  try {
    const registration = await navigator.serviceWorker.register("/service-worker.js");
    const { active } = await navigator.serviceWorker.ready;
    const { lang, dataset } = document.documentElement;
    const speech = dataset.text ? `lang="${lang}" data-text="${dataset.text}"` : `lang="${lang}"`;
    active.postMessage({ account, speech, prepare: contest, keep: account && page() });
    // A new version waits until no attempt is open.
    registration.waiting?.postMessage({ renew: true });
  } catch {
    // A browser that keeps nothing: every page works without.
  }
}

// The paper that came past the service worker, and the phone's clock when it came.
function page() {
  if (!unseen) return null;
  const [entry] = performance.getEntriesByType("navigation");
  const received = performance.timeOrigin + (entry?.responseStart || 0);
  return { path: location.pathname, html: `<!doctype html>\n${asItCame}`, received };
}

// On the result page: answers of this attempt that never left the phone. One press sends them
// to an arbiter, as the file that the quiz offers; afterwards the phone forgets them.

const data = JSON.parse(document.getElementById("leftover-data").textContent);
const box = document.querySelector("[data-leftover]");
const send = box.querySelector("[data-leftover-send]");
const save = box.querySelector("[data-leftover-save]");
const state = box.querySelector("[data-leftover-state]");

look().catch(() => {}); // Nothing is kept here, or nothing can be read.

async function look() {
  const database = await open();
  const kept = await ask(database, "readonly", (store) => store.getAll(own()));
  const entries = kept.filter(isNews);
  if (!entries.length) return;
  const { rescue } = await import(data.modules);
  box.hidden = false;
  if (!rescue.isPossible()) return tell("impossible");
  send.hidden = false;
  save.hidden = false;
  const file = () => rescue.sealed({ ...data, clock: null, entries });
  send.addEventListener("click", () => sendFile(file, rescue.fileName(data.attempt), database));
  save.addEventListener("click", async () => rescue.download(await file(), data.attempt));
}

// A reply may have been lost, or the file been sent from another device.
function isNews({ seq, question, made_at: madeAt }) {
  return madeAt && !data.held.includes(`${seq}:${question}`);
}

async function sendFile(file, name, database) {
  send.disabled = true;
  try {
    const body = new FormData();
    body.append("file", new File([await file()], name));
    const reply = await fetch(data.send, { method: "POST", body, headers: headers() });
    const code = reply.ok ? "known" : (await reply.json()).errors?.[0]?.message;
    if (code === "known") return await finish(database);
    tell(reply.status === 400 ? "refused" : "failed");
  } catch {
    tell("failed");
  }
  send.disabled = false;
  return undefined;
}

async function finish(database) {
  await ask(database, "readwrite", (store) => store.delete(own()));
  location.reload();
}

function headers() {
  const csrf = document.querySelector('meta[name="csrf-token"]').content;
  return { Accept: "application/json", "X-CSRFToken": csrf };
}

function tell(word) {
  state.textContent = state.dataset[word];
}

function own() {
  return IDBKeyRange.bound([data.attempt, 0], [data.attempt, Number.MAX_SAFE_INTEGER]);
}

// The quiz's store, if this phone has one; none is made.
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("thiso");
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
  });
}

function ask(database, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("entries", mode);
    const request = work(transaction.objectStore("entries"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

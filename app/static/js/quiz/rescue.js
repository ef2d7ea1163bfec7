// When the time is over and answers are still on the phone only: an encrypted file to keep
// and send later. Made on the phone, readable by the server alone; nothing counts by itself.

const FORMAT = "thiso-answers-1";

// `doubt()` tells how well the phone knows the server's time.
export function makeRescue({ root, data, outbox, doubt, say }) {
  const box = root.querySelector("[data-rescue]");
  const button = root.querySelector("[data-rescue-save]");
  const text = root.querySelector("[data-rescue-text]");
  const acts = root.querySelector("[data-rescue-acts]");
  const { attempt, start_token: token, rescue_key: key } = data;

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const content = await sealed({ token, key, entries: outbox.unsent(), clock: doubt() });
      download(content, attempt);
      text.textContent = say("rescue_saved");
    } catch {
      text.textContent = say("rescue_failed");
    }
    button.disabled = false;
  });

  // Shown only while something is on this phone alone; without encryption it says so.
  function offer() {
    box.hidden = !outbox.unsent().length;
    acts.hidden = !isPossible();
    if (acts.hidden) text.textContent = say("rescue_impossible");
  }

  return { offer };
}

// Browsers encrypt only on pages that came over https or from this very machine.
export function isPossible() {
  return Boolean(globalThis.crypto?.subtle);
}

// The file's content: see app/formats/answer_file.py.
export async function sealed({ token, key, entries, clock }) {
  const { subtle } = crypto;
  const content = {
    token,
    clock,
    entries: entries.map(({ seq, question, response, made_at }) => {
      return { seq, question, response, made_at };
    }),
  };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const server = await subtle.importKey(
    "spki", bytes(key), { name: "RSA-OAEP", hash: "SHA-256" }, false, ["wrapKey"],
  );
  const own = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const encoder = new TextEncoder();
  const inside = await subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: encoder.encode(FORMAT) },
    own,
    encoder.encode(JSON.stringify(content)),
  );
  const wrapped = await subtle.wrapKey("raw", own, server, { name: "RSA-OAEP" });
  return JSON.stringify({
    format: FORMAT, key: base64(wrapped), iv: base64(iv), data: base64(inside),
  });
}

export function fileName(attempt) {
  return `bai-lam-${attempt}.thiso`;
}

export function download(content, attempt) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = fileName(attempt);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function base64(buffer) {
  return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
}

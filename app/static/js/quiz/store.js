// Where answers wait until the server has them: IndexedDB, which outlives the page,
// or memory where there is none. Entries are numbered inside one transaction, so that
// two windows of the same phone never give one number twice.

const DATABASE = "thiso";
const ENTRIES = "entries";
const NOTES = "notes";
const KEPT = 30 * 24 * 3600 * 1000; // As long as a file of what was not sent may be of use.

// `durable` tells which kind it became. Opening may hang for ever in some browsers.
export async function openStore({ attempt, deadline, now, patience = 3000 }) {
  try {
    const database = await within(patience, openDatabase());
    await within(patience, forgetOld(database, now - KEPT));
    return diskStore(database, attempt, deadline);
  } catch {
    return memoryStore();
  }
}

function within(milliseconds, promise) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error("too slow")), milliseconds);
  });
  return Promise.race([promise, late]);
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: ["attempt", "seq"] });
      request.result.createObjectStore(NOTES, { keyPath: "attempt" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

// One transaction; resolves once it is on disk, with what `work` has put into its holder.
function transact(database, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([ENTRIES, NOTES], mode, { durability: "strict" });
    const holder = {};
    transaction.oncomplete = () => resolve(holder.value);
    transaction.onabort = () => reject(transaction.error || new Error("aborted"));
    transaction.onerror = () => reject(transaction.error);
    work(transaction.objectStore(ENTRIES), transaction.objectStore(NOTES), holder);
  });
}

function entriesOf(attempt) {
  return IDBKeyRange.bound([attempt, 0], [attempt, Number.MAX_SAFE_INTEGER]);
}

// Other attempts of this phone, long past their deadline.
function forgetOld(database, before) {
  return transact(database, "readwrite", (entries, notes) => {
    notes.openCursor().onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      if (cursor.value.deadline < before) {
        entries.delete(entriesOf(cursor.value.attempt));
        cursor.delete();
      }
      cursor.continue();
    };
  });
}

function diskStore(database, attempt, deadline) {
  const blank = {
    attempt, deadline, lastSeq: 0, known: {}, flags: [], at: null, prediction: "",
  };

  function update(change) {
    return transact(database, "readwrite", (entries, notes, holder) => {
      notes.get(attempt).onsuccess = (event) => {
        const note = { ...blank, ...event.target.result };
        change(note, entries, holder);
        notes.put(note);
      };
    });
  }

  return {
    durable: true,
    // The entry as numbered: above `floor` and above all that this phone gave before.
    add: (question, response, floor, madeAt) =>
      update((note, entries, holder) => {
        note.lastSeq = Math.max(note.lastSeq, floor) + 1;
        holder.value = { attempt, seq: note.lastSeq, question, response, made_at: madeAt };
        entries.put(holder.value);
      }),
    list: () =>
      transact(database, "readonly", (entries, _notes, holder) => {
        entries.getAll(entriesOf(attempt)).onsuccess = (event) => {
          holder.value = event.target.result;
        };
      }),
    remove: (seqs) =>
      transact(database, "readwrite", (entries) => {
        for (const seq of seqs) entries.delete([attempt, seq]);
      }),
    // What the server says it holds is noted: a copy of the page that is opened without
    // network is older than that.
    settle: (acknowledged, gone) =>
      update((note, entries) => {
        for (const { question, seq, response } of acknowledged) {
          if (!(note.known[question]?.seq > seq)) note.known[question] = { seq, response };
        }
        for (const seq of gone) entries.delete([attempt, seq]);
      }),
    notes: () =>
      transact(database, "readonly", (_entries, notes, holder) => {
        notes.get(attempt).onsuccess = (event) => {
          holder.value = { ...blank, ...event.target.result };
        };
      }),
    remember: (values) => update((note) => Object.assign(note, values)),
    clear: () =>
      transact(database, "readwrite", (entries, notes) => {
        entries.delete(entriesOf(attempt));
        notes.delete(attempt);
      }),
  };
}

export function memoryStore() {
  let held = [];
  let note = { lastSeq: 0, known: {}, flags: [], at: null, prediction: "" };
  return {
    durable: false,
    add: async (question, response, floor, madeAt) => {
      note.lastSeq = Math.max(note.lastSeq, floor) + 1;
      const entry = { seq: note.lastSeq, question, response, made_at: madeAt };
      held.push(entry);
      return entry;
    },
    list: async () => [...held],
    remove: async (seqs) => {
      held = held.filter((entry) => !seqs.includes(entry.seq));
    },
    settle: async (_acknowledged, gone) => {
      held = held.filter((entry) => !gone.includes(entry.seq));
    },
    notes: async () => ({ ...note }),
    remember: async (values) => {
      note = { ...note, ...values };
    },
    clear: async () => {
      held = [];
    },
  };
}

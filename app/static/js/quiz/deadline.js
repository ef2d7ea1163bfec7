// The end of the time as the server last said it, and its notes about why that moved.

// `first` and all times in server milliseconds. The end only ever moves later.
export function makeDeadline({ root, first, grace, transport }) {
  const box = root.querySelector("[data-notes]");
  const shape = root.querySelector("[data-note-shape]");
  const listeners = [];
  let at = first;
  let news = false; // A note that has not been read yet.

  function learn(deadline) {
    if (!(deadline > at)) return false;
    at = deadline;
    for (const listener of listeners) listener(at);
    return true;
  }

  // A save said when the end is: later than we knew means that there is a note to read.
  function hear(deadline) {
    if (learn(deadline)) look();
  }

  async function look() {
    const seen = await transport.look();
    if (seen.kind === "seen") {
      const fresh = seen.notes.slice(box.children.length);
      for (const note of fresh) show(note.text);
      news ||= fresh.length > 0;
      if (!learn(seen.deadline) && fresh.length) for (const listener of listeners) listener(at);
    }
    return seen;
  }

  function show(text) {
    const notice = shape.content.firstElementChild.cloneNode(true);
    notice.querySelector("p").textContent = text;
    box.append(notice);
  }

  function read() {
    news = false;
  }

  return {
    learn, hear, look, read,
    news: () => news,
    until: () => at + grace,
    isOver: (now) => now >= at,
    onMove: (listener) => listeners.push(listener),
  };
}

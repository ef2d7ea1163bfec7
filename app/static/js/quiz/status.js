// What is true about saving, in sight and for screen readers. Saved means: the server said so.

export function makeStatus({ root, say }) {
  const saved = root.querySelector("[data-saved]");
  const savedText = root.querySelector("[data-saved-text]");
  const alertBox = root.querySelector("[data-alert]");
  const alertText = root.querySelector("[data-alert-text]");
  const alertAct = root.querySelector("[data-alert-act]");
  const polite = root.querySelector("[data-polite]");
  const urgent = root.querySelector("[data-urgent]");
  let act = null;
  let said = "";
  let speech = 0;

  alertAct.addEventListener("click", () => act?.());

  // kind: saved, sending or waiting (on this phone, no way to the server now).
  function show(kind, values) {
    saved.dataset.state = kind;
    const text = say(kind === "saved" ? "saved" : `saved_${kind}`, values);
    if (savedText.textContent !== text) savedText.textContent = text;
    clearTimeout(speech);
    // A tap that is saved at once is spoken of once.
    speech = setTimeout(() => speakOnce(text), kind === "saved" ? 200 : 1500);
  }

  function speakOnce(text) {
    if (text === said) return;
    said = text;
    announce(text);
  }

  function announce(text) {
    polite.textContent = text;
  }

  function warn(text) {
    urgent.textContent = text;
  }

  // A line above the bar with one thing to do; null takes it away.
  function alert(text, label = "", action = null) {
    act = action;
    if (text && alertText.textContent !== text) announce(text);
    alertText.textContent = text || "";
    alertAct.textContent = label;
    alertAct.hidden = !action;
    alertBox.hidden = !text;
  }

  return { show, announce, warn, alert };
}

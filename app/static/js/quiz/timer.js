// The countdown: seen each second, spoken each minute, and each ten seconds in the last one.

const SECOND = 1000;
const MINUTE = 60 * SECOND;

// Times in server milliseconds. `announce` speaks when there is a pause, `warn` at once.
export function startTimer({ root, clock, deadline, say, announce, warn, over }) {
  const box = root.querySelector("[data-timer]");
  const label = root.querySelector("[data-timer-label]");
  const value = root.querySelector("[data-timer-value]");
  let before = null;
  let waiting = 0;
  tick();

  function tick() {
    clearTimeout(waiting);
    const left = deadline - clock.now();
    show(Math.max(0, left));
    speak(left);
    before = left;
    if (left <= 0) {
      over();
      return;
    }
    waiting = setTimeout(tick, Math.min(left, left % SECOND || SECOND) + 5);
  }

  function show(left) {
    const seconds = Math.ceil(left / SECOND);
    const clockFace = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (value.textContent !== clockFace) value.textContent = clockFace;
    const state = stateOf(left);
    if (box.dataset.state !== state) {
      box.dataset.state = state;
      label.textContent = say(`time_${state}`);
    }
  }

  function stateOf(left) {
    if (left <= 0) return "over";
    if (left <= MINUTE) return "last";
    return left <= 5 * MINUTE ? "soon" : "left";
  }

  function speak(left) {
    if (before === null || left <= 0) return;
    const passed = (mark) => before > mark && left <= mark;
    if (passed(MINUTE)) warn(say("warn_one"));
    else if (passed(5 * MINUTE)) warn(say("warn_five"));
    else if (left < MINUTE) speakStep(passed, 10 * SECOND, "seconds_left", "seconds", SECOND, left);
    else speakStep(passed, MINUTE, "minutes_left", "minutes", MINUTE, left);
  }

  function speakStep(passed, step, words, name, unit, left) {
    const mark = Math.ceil(left / step) * step;
    if (passed(mark)) announce(say(words, { [name]: mark / unit }));
  }

  // The end has moved later.
  function move(later) {
    deadline = later;
    before = null;
    tick();
  }

  return { tick, move };
}

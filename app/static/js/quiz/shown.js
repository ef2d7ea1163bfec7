// Tells the server once that the paper is on the screen: only then does the time begin to run.

const TRIES = 4;
const PAUSE = 2500;

export async function tellShown({ transport, deadline }) {
  await painted();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const outcome = await transport.shown();
    if (outcome.kind === "shown") deadline.learn(outcome.deadline);
    if (outcome.kind !== "retry") return; // What else is wrong shows when answers are saved.
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE);
    });
  }
}

// A page behind another one is painted only when it comes to the front.
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });
}

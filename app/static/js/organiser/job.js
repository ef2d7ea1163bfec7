// Asks every second how far a job is; when it has ended the page is loaded again.

const card = document.querySelector("[data-progress]");
const bar = card.querySelector("progress");
const percent = card.querySelector("[data-percent]");
const state = card.querySelector("#job-state");
const PAUSE = 1000;
const LONGEST_PAUSE = 15000;
let pause = PAUSE;

async function look() {
  try {
    const answer = await fetch(card.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
    pause = PAUSE;
  } catch {
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
  return setTimeout(look, pause);
}

function show(job) {
  if (job.ended) return location.reload();
  if (state.textContent !== job.state_text) state.textContent = job.state_text;
  if (job.percent !== null) {
    bar.value = job.percent;
    percent.textContent = `${job.percent} %`;
  }
  return undefined;
}

setTimeout(look, PAUSE);

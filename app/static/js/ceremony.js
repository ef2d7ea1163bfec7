// The big screen looks whether another place was revealed, and then loads itself anew.

const root = document.querySelector("[data-ceremony]");
const EVERY = 1500;
const SLOWEST = 15000;
let pause = EVERY;

async function follow() {
  try {
    const reply = await fetch(root.dataset.live, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(String(reply.status));
    const { prepared, shown, total } = await reply.json();
    const state = prepared ? `${shown}/${total}` : "none";
    if (state !== root.dataset.state) return location.reload();
    pause = EVERY;
  } catch {
    pause = Math.min(pause * 2, SLOWEST);
  }
  setTimeout(follow, pause);
}

setTimeout(follow, EVERY);

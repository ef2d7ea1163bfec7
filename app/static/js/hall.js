// The big screen follows its figures; it asks less often while nobody answers.

const root = document.querySelector("[data-hall]");
const EVERY = 3000;
const SLOWEST = 30000;
const format = new Intl.NumberFormat(document.documentElement.lang);
let pause = EVERY;

async function follow() {
  try {
    const reply = await fetch(root.dataset.live, { headers: { Accept: "application/json" } });
    if (reply.status === 404) return close();
    if (!reply.ok) throw new Error(String(reply.status));
    draw(await reply.json());
    trouble(false);
    pause = EVERY;
  } catch {
    trouble(true);
    pause = Math.min(pause * 2, SLOWEST);
  }
  setTimeout(follow, pause * (0.8 + Math.random() * 0.4));
}

function draw(live) {
  for (const name of ["people", "attempts"]) {
    root.querySelector(`[data-figure=${name}]`).textContent = format.format(live[name]);
  }
  root.querySelector("[data-still]").hidden = !live.frozen;
  root.querySelector("[data-lists]").hidden = live.frozen;
  for (const kind of ["communes", "organisations"]) {
    root.querySelector(`[data-list=${kind}]`).replaceChildren(...live[kind].map(row));
    root.querySelector(`[data-none=${kind}]`).hidden = live[kind].length > 0;
  }
}

function row(one) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const people = document.createElement("strong");
  name.textContent = one.name;
  people.textContent = format.format(one.people);
  item.append(name, " ", people);
  return item;
}

// Nobody comes in any more; the figures that were last seen stay.
function close() {
  trouble(false);
  root.querySelector("[data-ways]").hidden = true;
  root.querySelector("[data-closed]").hidden = false;
}

function trouble(there) {
  root.querySelector("[data-trouble]").hidden = !there;
}

setTimeout(follow, EVERY);

// The server's time, kept by the browser's steady counter: what the phone's own clock says,
// or is changed to, makes no difference.

// `counter()` gives milliseconds that only ever run forward.
export function makeClock(counter = () => performance.now()) {
  // Bounds of (server time − counter). Every exchange narrows them.
  let low = -Infinity;
  let high = Infinity;
  let exchanges = 0;

  // The server said `serverTime` (ms since 1970) at some moment between two counter values.
  function learn(sent, received, serverTime) {
    if (!Number.isFinite(serverTime) || received < sent) return;
    exchanges += 1;
    const lower = serverTime - received;
    const upper = serverTime - sent;
    const possible = lower <= high && upper >= low;
    // Impossible together means that the counter stood still while the phone slept,
    // or that the page came out of a cache: only the newest exchange is true.
    low = possible ? Math.max(low, lower) : lower;
    high = possible ? Math.min(high, upper) : upper;
  }

  function now() {
    return counter() + (low + high) / 2;
  }

  // How far `now()` can be from the truth, and after how many exchanges.
  function doubt() {
    return { spread: Math.round((high - low) / 2), exchanges };
  }

  return { counter, learn, now, doubt };
}

// The exchange that brought the page itself, as counter values.
export function pageExchange() {
  const entry = performance.getEntriesByType?.("navigation")[0];
  const received = performance.now();
  if (!entry || !entry.responseStart) return { sent: 0, received };
  return { sent: entry.requestStart, received: Math.min(entry.responseStart, received) };
}

// Calls `wake` when the steady counter and the phone's clock part: the phone has slept
// (or its clock was changed; then asking the server again does no harm).
export function watchSleep(wake, every = 2000, apart = 1500) {
  let steady = performance.now();
  let wall = Date.now();
  return setInterval(() => {
    const steadyNow = performance.now();
    const wallNow = Date.now();
    if (Math.abs(wallNow - wall - (steadyNow - steady)) > apart) wake();
    steady = steadyNow;
    wall = wallNow;
  }, every);
}

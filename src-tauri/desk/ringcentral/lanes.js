// Lanes carry news from the platform to the widget: each lane delays by a small seeded amount and never overtakes itself.

/** mulberry32: the same seed gives the same delays, so a run can be repeated. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns `carry(deliver)`; `pace` scales every delay (0 = at once, without a timer). */
export function createLane({ random, pace, fromMs, toMs }) {
  const waiting = [];
  let latest = 0;
  function next() {
    setTimeout(() => {
      waiting.shift().deliver();
      if (waiting.length > 0) next();
    }, Math.max(0, waiting[0].at - performance.now()));
  }
  if (pace === 0) return (deliver) => deliver();
  return (deliver) => {
    const delay = (fromMs + random() * (toMs - fromMs)) * pace;
    latest = Math.max(latest, performance.now() + delay);
    waiting.push({ at: latest, deliver });
    if (waiting.length === 1) next();
  };
}

// The host inside the program: three commands.
import { invoke } from '@tauri-apps/api/core';
import type { AppView } from '../wire/AppView';
import type { QueryAnswer } from '../wire/QueryAnswer';
import type { Host } from './host';

/** The two clocks of this page may drift apart by this much before the program is asked what time it is. */
const APART_MS = 2000;

/** The view that came last, and what both clocks of this page showed then. */
let last: { now: number; ticks: number; wall: number } | null = null;
let asking = false;

async function view(after: number | null): Promise<AppView> {
  const came = await invoke<AppView>('view', { after });
  last = { now: came.now, ticks: performance.now(), wall: Date.now() };
  return came;
}

/**
 * The program's time, carried on from the view that came last by the clock that nobody sets: timers neither jump nor stand
 * still when the other one is. After sleep, or when that one was set, only the program knows.
 */
function now(): number {
  if (last === null) return Date.now();
  const passed = performance.now() - last.ticks;
  if (!asking && Math.abs(Date.now() - last.wall - passed) > APART_MS) {
    asking = true;
    view(null)
      .catch(() => undefined)
      .finally(() => (asking = false));
  }
  return last.now + passed;
}

/** The Tauri shell. */
export const tauri: Host = {
  view,
  dispatch: (intent) => invoke('dispatch', { intent }),
  query: (query) => invoke<QueryAnswer>('query', { query }),
  now,
};

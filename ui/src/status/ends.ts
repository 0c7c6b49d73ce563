// When a status that is being chosen ends by itself: what is offered at one press, and the moment it means.
import type { StatusEnd } from '../wire/StatusEnd';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Lengths at one press, in minutes. */
export const LENGTHS = [15, 30, 60] as const;
/** Midnight: the rest of the day. */
export const DAY_END: StatusEnd = { end: 'at', minutes: 0 };

/** When it ends, if it is chosen at `now`: a time of day is the next one by the clock on the wall. */
export function endOf(end: StatusEnd, now: number): number {
  if (end.end === 'in') return now + end.seconds * SECOND_MS;
  const at = new Date(now);
  at.setHours(0, end.minutes, 0, 0);
  if (at.getTime() <= now) {
    at.setDate(at.getDate() + 1);
    at.setHours(0, end.minutes, 0, 0);
  }
  return at.getTime();
}

/** The next full hour that is some time off, in minutes after midnight: where a time of day begins that is to be chosen. */
export function nextHour(now: number): number {
  const HOUR = 60;
  const DAY = 24;
  return ((new Date(now + (HOUR / 2) * MINUTE_MS).getHours() + 1) % DAY) * HOUR;
}

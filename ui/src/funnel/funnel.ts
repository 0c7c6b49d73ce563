// Days and sums of an engagement funnel, as its chart and table need them.
import type { FunnelCertainty } from '../wire/FunnelCertainty';
import type { FunnelDay } from '../wire/FunnelDay';

/** Days in the chart: all that the program keeps. */
export const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

export type Question = keyof FunnelCertainty;
export const QUESTIONS: Question[] = ['offered', 'tried', 'refused', 'received', 'failed'];

/** Every day up to now, oldest first; a day without a visit has zeros. Days are UTC's, as the program counts them. */
export function everyDay(days: readonly FunnelDay[], now: number): FunnelDay[] {
  const today = now - (now % DAY_MS);
  return Array.from({ length: DAYS }, (_, index) => {
    const day = today - (DAYS - 1 - index) * DAY_MS;
    return days.find((known) => known.day === day) ?? { day, visits: 0, running: 0, offered: 0, tried: 0, refused: 0, received: 0, failed: 0 };
  });
}

/** The sum over all days. */
export function total(days: readonly FunnelDay[], of: Exclude<keyof FunnelDay, 'day'>): number {
  return days.reduce((sum, day) => sum + day[of], 0);
}

/** The date of a UTC day. */
export function utcDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }).format(at);
}

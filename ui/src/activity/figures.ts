// Figures of hours, days and weeks as the agent's clocks show them.
import type { DayStats } from '../wire/DayStats';

/** What figures are shown by. */
export type Span = 'hour' | 'day' | 'week';
export const SPANS: Span[] = ['hour', 'day', 'week'];
const BARS: Record<Span, number> = { hour: 24, day: 14, week: 12 };

/** Local midnight at the beginning of the day so many days from now. */
export function midnight(now: number, days: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
}

/** The Monday of this week, and so many weeks from there. */
function monday(now: number, weeks: number): number {
  const weekday = (new Date(now).getDay() + 6) % 7;
  return midnight(now, weeks * 7 - weekday);
}

/** When each bar begins, the oldest first; the last one is the end. A day has the hours its clocks show. */
export function begins(span: Span, now: number): number[] {
  if (span === 'day') return Array.from({ length: BARS.day + 1 }, (_, index) => midnight(now, index - BARS.day + 1));
  if (span === 'week') return Array.from({ length: BARS.week + 1 }, (_, index) => monday(now, index - BARS.week + 1));
  const [from, until] = [midnight(now, 0), midnight(now, 1)];
  return Array.from({ length: Math.round((until - from) / 3_600_000) + 1 }, (_, index) => from + index * 3_600_000);
}

const NOTHING: Omit<DayStats, 'begins'> = { callsIn: 0, callsOut: 0, missed: 0, talkSeconds: 0, waitSeconds: 0, chats: 0, chatsReplied: 0, firstReplySeconds: 0, messages: 0 };

/** Figures for each bar, also where nothing happened; weeks are the sums of their days. */
export function bars(edges: readonly number[], figures: readonly DayStats[]): DayStats[] {
  return edges.slice(0, -1).map((begin, index) => sum(begin, figures.filter((one) => one.begins >= begin && one.begins < (edges[index + 1] ?? Infinity))));
}

/** All of these together. */
export function sum(begin: number, figures: readonly DayStats[]): DayStats {
  const total = { ...NOTHING };
  for (const one of figures) for (const key of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) total[key] += one[key];
  return { begins: begin, ...total };
}

// Schedules in words and as fields: times of day, days of the week, and the usual ones.
import type { Words } from '../text/en';

type StatusWords = Words['status'];
import type { Schedule } from '../wire/Schedule';

/** Days of a schedule, Monday first. */
export type Days = Schedule['days'];

/** Most schedules, and the longest name of one. */
export const SCHEDULES_MAX = 20;
export const NAME_MAX = 40;

const HOUR = 60;
const DAY_MS = 86_400_000;
/** A Monday at midnight, UTC. */
const MONDAY = Date.UTC(2024, 0, 1);
export const WEEKDAYS: Days = [true, true, true, true, true, false, false];

/** Minutes after midnight as the user reads them. */
export function timeInWords(minutes: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(MONDAY + minutes * 60_000);
}

/** Name of a day, counted from Monday. */
export function dayInWords(day: number, locale: string, weekday: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(MONDAY + day * DAY_MS);
}

/** "Mon–Fri", "Mon, Wed", "Every day". */
export function daysInWords(days: Days, locale: string, words: StatusWords): string {
  if (days.every(Boolean)) return words.rules.everyDay;
  const runs: [number, number][] = [];
  days.forEach((on, day) => {
    const last = runs.at(-1);
    if (on && last?.[1] === day - 1) last[1] = day;
    else if (on) runs.push([day, day]);
  });
  const name = (day: number) => dayInWords(day, locale, 'short');
  const run = ([from, to]: [number, number]) => (from === to ? name(from) : `${name(from)}${to - from === 1 ? ', ' : '–'}${name(to)}`);
  return runs.length === 0 ? words.rules.never : runs.map(run).join(', ');
}

/** It ends on the day after it begins. */
export function overnight(from: number, to: number): boolean {
  return to <= from;
}

/** "Shift · Mon–Fri · 06:00–14:00". */
export function scheduleInWords(schedule: Schedule, locale: string, words: StatusWords): string {
  return [words.rules.kind[schedule.kind], daysInWords(schedule.days, locale, words), timesInWords(schedule, locale)].join(' · ');
}

/** "06:00–14:00". */
export function timesInWords({ from, to }: { from: number; to: number }, locale: string): string {
  return `${timeInWords(from, locale)}–${timeInWords(to, locale)}`;
}

/** Usual schedules that are not there yet. */
export function presets(schedules: readonly Schedule[], words: StatusWords): Schedule[] {
  const usual = (name: string, kind: Schedule['kind'], from: number, to: number): Schedule => ({ name, kind, on: true, days: WEEKDAYS, from: from * HOUR, to: to * HOUR });
  const { early, late, night } = words.rules.presets;
  return [usual(early, 'shift', 6, 14), usual(late, 'shift', 14, 22), usual(night, 'quietHours', 22, 6)].filter(
    (preset) => !schedules.some((known) => known.kind === preset.kind && known.from === preset.from && known.to === preset.to),
  );
}

/** Whether it holds at a moment of local time, and when it began; none while it does not. */
export function heldSince(schedule: Schedule, now: number): number | null {
  const begin = (daysBack: number) => {
    const day = new Date(now);
    day.setDate(day.getDate() - daysBack);
    day.setHours(0, schedule.from, 0, 0);
    const end = new Date(day);
    if (overnight(schedule.from, schedule.to)) end.setDate(end.getDate() + 1);
    end.setHours(0, schedule.to, 0, 0);
    const on = schedule.days[(day.getDay() + 6) % 7] === true;
    return on && day.getTime() <= now && now < end.getTime() ? day.getTime() : null;
  };
  return schedule.on ? (begin(0) ?? begin(1)) : null;
}

/** When it begins next; none if it has no day or is switched off. */
export function nextBegin(schedule: Schedule, now: number): number | null {
  if (!schedule.on) return null;
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = new Date(now);
    day.setDate(day.getDate() + ahead);
    day.setHours(0, schedule.from, 0, 0);
    if (schedule.days[(day.getDay() + 6) % 7] === true && day.getTime() > now) return day.getTime();
  }
  return null;
}

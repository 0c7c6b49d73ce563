// Numbers and times as the user reads them.
import type { CallRow } from '../wire/CallRow';
import type { MessageRow } from '../wire/MessageRow';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Longer waits are read as minutes and seconds. */
const COUNTED_SECONDS = 90;

const made = new Map<string, Intl.DateTimeFormat>();

/** A format for dates: making one costs more than using it, and a list has one in each row. */
function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, options);
  made.set(key, format);
  return format;
}

/** A length of time as m:ss or h:mm:ss. */
export function length(ms: number): string {
  const whole = Math.max(0, ms);
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const seconds = Math.floor((whole % MINUTE) / SECOND);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Whole seconds with their unit. */
export function seconds(ms: number, locale: string): string {
  const count = Math.max(0, Math.ceil(ms / SECOND));
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(count);
}

/** How long until something, in brief: whole seconds while they can be counted along, else as a length. */
export function countdown(ms: number): string {
  const count = Math.max(0, Math.ceil(ms / SECOND));
  return count < COUNTED_SECONDS ? `${count}\u00a0s` : length(count * SECOND);
}

/** A plain number. */
export function number(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** A size with its unit, as one says it. */
export function bytes(size: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = size < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const value = Math.floor((size / 1000 ** step) * 10) / 10;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step], unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(value);
}

/** A number that came as text, as one writes it here; what is none stays as it was written. */
export function decimal(raw: string, locale: string): string {
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(raw)) return raw;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false }).format(Number(raw));
}

/** The time of day. */
export function timeOfDay(at: number, locale: string): string {
  return dates(locale, { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** The time of day to the second. */
export function timeWithSeconds(at: number, locale: string): string {
  return dates(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(at);
}

/** Time of day for today, otherwise also the day. */
export function when(at: number, now: number, locale: string): string {
  if (dayOf(at) === dayOf(now)) return timeOfDay(at, locale);
  return dates(locale, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(at);
}

/** A week without its first day: one name, one day. */
const WEEK = 6 * 24 * HOUR;

/** Name of a day: today, yesterday or the date; in short, a day of the last week by its weekday alone. */
export function dayName(at: number, now: number, locale: string, today: string, yesterday: string, style: 'long' | 'short' = 'long'): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return today;
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  if (day === dayOf(before.getTime())) return yesterday;
  if (style === 'short') return new Intl.DateTimeFormat(locale, now - at < WEEK ? { weekday: 'long' } : { day: 'numeric', month: 'short', year: new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric' }).format(at);
  return dates(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** A key that is equal for times on the same local day. */
export function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** The other side of a call or message: name, else number, else `fallback`. A name that only repeats the number is none. */
export function who(row: CallRow | MessageRow, fallback: string): string {
  const name = 'from' in row ? row.from : row.name;
  if (name !== null && name !== row.number) return name;
  return row.numberShown ?? fallback;
}

/** A label cut for a sentence; the whole label stands where it is listed. */
export function brief(label: string, longest = 32): string {
  return label.length > longest ? `${label.slice(0, longest - 1).trimEnd()}…` : label;
}

/** A sentence that has two lines, with the labels in it cut so that what is said of them stays. */
export function sentence(text: string, labels: readonly string[]): string {
  const LONGEST = 22;
  return [...labels].sort((a, b) => b.length - a.length).reduce((said, label) => said.replaceAll(label, () => brief(label, LONGEST)), text);
}

// What was before with whoever rings: "4th call this week; last: refund, Tuesday, 3 min".
import type { Words } from '../text/en';
import { dayName } from '../text/format';
import type { HistoryRow } from '../wire/HistoryRow';
import { type Ask, EVERYTHING } from './ask';

/** Calls asked for: more than these in one week are as many as these. */
const MOST = 100;
const MINUTE_MS = 60_000;

/** The Monday of this week. */
function monday(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7)).getTime();
}

/** Earlier calls with a number, the newest first; none where nothing is kept or it cannot be read. */
export async function callsBefore(number: string, since: number, ask: Ask): Promise<HistoryRow[]> {
  try {
    const answer = await ask({ query: 'history', filter: { ...EVERYTHING, kinds: ['call'], who: number }, most: MOST });
    // The call that rings is kept already.
    return answer.answer === 'history' ? answer.page.rows.filter((row) => row.at < since - 1000) : [];
  } catch {
    return [];
  }
}

/** That in one line; none where there was no call before. */
export function before(rows: readonly HistoryRow[], now: number, words: Words, locale: string): string | null {
  const last = rows[0];
  if (!last) return null;
  const say = words.calls.before;
  const thisWeek = rows.filter((row) => row.at >= monday(now)).length + 1;
  const talked = last.answeredAt === null || last.endedAt === null ? null : Math.max(1, Math.round((last.endedAt - last.answeredAt) / MINUTE_MS));
  const length = talked === null ? (last.outcome === 'missed' ? words.activity.end.missed.toLocaleLowerCase(locale) : null) : new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' }).format(talked);
  return say.line(thisWeek, [last.disposition, dayName(last.at, now, locale, words.activity.today, words.activity.yesterday, 'short'), length].filter(Boolean).join(', '));
}

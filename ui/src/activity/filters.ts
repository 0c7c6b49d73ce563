// What the activity shows, as the agent chose it and as the program is asked for it.
import type { Direction } from '../wire/Direction';
import type { EntryKind } from '../wire/EntryKind';
import type { HistoryFilter } from '../wire/HistoryFilter';
import { EVERYTHING } from '../history/ask';

/** The choices above the list. */
export type ActivityFilter = 'all' | 'calls' | 'chats' | 'messages' | 'missed' | 'status';
export const FILTERS: ActivityFilter[] = ['all', 'calls', 'chats', 'messages', 'missed', 'status'];

/** Further choices; an empty one does not count. */
export interface Narrower {
  account: string;
  vendor: string;
  direction: Direction | '';
  voicemail: boolean;
  label: string;
  /** Days as a date field has them. */
  from: string;
  until: string;
}
export const ALL: Narrower = { account: '', vendor: '', direction: '', voicemail: false, label: '', from: '', until: '' };

/** How many further choices count. */
export function chosen(narrower: Narrower): number {
  return Object.values(narrower).filter((value) => value !== '' && value !== false).length;
}

// Changes of the status are many and seldom looked for: they are listed by themselves, and found by a search.
const KINDS: Record<ActivityFilter, EntryKind[]> = { all: ['call', 'conversation', 'message'], calls: ['call'], chats: ['conversation'], messages: ['message'], missed: ['call', 'conversation'], status: ['status'] };

/** Midnight at the beginning of a local day, `later` days after it. */
function midnight(day: string, later: number): number | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined || Number.isNaN(year + month + date)) return null;
  return new Date(year, month - 1, date + later).getTime();
}

/** What the program is asked for. */
export function asked(filter: ActivityFilter, search: string, narrower: Narrower, who: string | null): HistoryFilter {
  const text = search.trim();
  return {
    ...EVERYTHING,
    text: text === '' ? null : text,
    kinds: filter === 'all' && (text !== '' || who !== null) ? [] : KINDS[filter],
    outcomes: filter === 'missed' ? ['missed'] : [],
    accounts: narrower.account === '' ? [] : [narrower.account],
    vendors: narrower.vendor === '' ? [] : [narrower.vendor],
    direction: narrower.direction === '' ? null : narrower.direction,
    voicemail: narrower.voicemail,
    labels: narrower.label.trim() === '' ? [] : [narrower.label.trim()],
    from: midnight(narrower.from, 0),
    until: midnight(narrower.until, 1),
    who,
  };
}

// What of the history is still in the live picture, and can be marked, opened or answered there.
import type { AppView } from '../wire/AppView';
import type { HistoryRow } from '../wire/HistoryRow';
import type { Intent } from '../wire/Intent';
import type { Item } from '../wire/Item';

/** What a live row of an entry offers; none where there is none. */
export interface Live {
  chat: number | null;
  /** Marks it as seen. */
  seen: Intent | null;
  /** Leads to it. */
  item: Item | null;
}

/** Both sides name the same moment, rounded by each on its own. */
const SAME_MS = 1000;
const NONE: Live = { chat: null, seen: null, item: null };

/** The live row that an entry is kept of: of the same account, moment and number. */
export function liveOf(row: HistoryRow, view: AppView): Live {
  const same = (account: string, at: number) => account === row.account && Math.abs(at - row.at) <= SAME_MS;
  if (row.kind === 'call') {
    const calls = view.recent.filter((known) => same(known.account, known.since) && known.number === row.number);
    // Two of one moment, from one line: names tell them apart.
    const call = calls.find((known) => known.name === row.name) ?? calls[0];
    return call?.unseen === true ? { ...NONE, seen: { intent: 'markSeen', call: call.id } } : NONE;
  }
  if (row.kind === 'message') {
    const message = view.messages.find((known) => same(known.account, known.at) && known.kind === row.outcome && known.number === row.number);
    if (message?.unread !== true) return NONE;
    return { ...NONE, seen: { intent: 'markSeen', account: message.account, message: message.id }, item: { item: 'message', account: message.account, message: message.id } };
  }
  if (row.kind !== 'conversation') return NONE;
  const chat = view.conversations.find((known) => same(known.account, known.since));
  return chat ? { ...NONE, chat: chat.id } : NONE;
}

/** Rows among which what was pressed for is looked for: what is told outside the window is new. */
const NEWEST = 100;

/** Where the entry stands that a press led to; the newest that is unseen where it was about several. */
export function placeOf(item: Item, view: AppView, row: (index: number) => HistoryRow | undefined): number | null {
  for (let index = 0; index < NEWEST; index += 1) {
    const known = row(index);
    if (known === undefined) return null;
    const { seen } = liveOf(known, view);
    const isIt = item.item === 'call' ? seen?.intent === 'markSeen' && 'call' in seen && seen.call === item.call : seen !== null;
    if (isIt) return index;
  }
  return null;
}

// The history of the stand-in host: what its view shows, and as many older calls as are asked for.
import type { AppView } from '../wire/AppView';
import type { HistoryFilter } from '../wire/HistoryFilter';
import type { HistoryRow } from '../wire/HistoryRow';
import type { Query } from '../wire/Query';
import type { QueryAnswer } from '../wire/QueryAnswer';

const BARE: HistoryRow = { id: 0, kind: 'call', account: null, vendor: null, at: 0, answeredAt: null, endedAt: null, direction: null, outcome: null, number: null, numberShown: null, address: null, name: null, text: null, unread: false, open: false, found: null, note: null, disposition: null, detail: null };
/** Numbers of rows are their seconds, and which one within the second. */
const WITHIN_SECOND = 65_536;
const OLDER_EVERY_MS = 97_000;
const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', 'Radia Perlman', 'Barbara Liskov', 'Hedy Lamarr', 'Ida Rhodes'];

/** What a view shows, as it would be kept: the newest first. */
export function rowsOf(view: AppView): HistoryRow[] {
  const vendorOf = (account: string) => view.accounts.find((row) => row.config.id === account)?.config.vendor ?? null;
  const of = (account: string | null) => ({ ...BARE, account, vendor: account === null ? null : vendorOf(account) });
  const rows: HistoryRow[] = [
    ...[...view.recent, ...view.calls].map((call) => ({ ...of(call.account), at: call.since, answeredAt: call.connectedAt, endedAt: call.endedAt, direction: call.direction, outcome: call.end, number: call.number, numberShown: call.numberShown, name: call.name, unread: call.unseen, open: call.state !== 'ended', detail: { queue: call.queue, movedTo: call.movedTo } })),
    ...view.messages.map((message) => ({ ...of(message.account), kind: 'message' as const, at: message.at, direction: message.direction, outcome: message.kind, number: message.number, numberShown: message.numberShown, name: message.from, text: message.text, unread: message.unread, detail: { kind: message.kind, seconds: message.seconds, pages: message.pages } })),
    ...view.conversations.map((chat) => ({ ...of(chat.account), kind: 'conversation' as const, at: chat.since, endedAt: chat.endedAt, outcome: chat.missed ? 'missed' : chat.closedBy, name: chat.who, text: chat.last?.text ?? null, unread: chat.unread > 0, open: chat.status !== 'closed', detail: { queue: chat.queue, labels: chat.labels.map((name) => ({ name })) } })),
    ...view.status.history.map((change) => ({ ...of(change.account ?? null), kind: 'status' as const, at: change.at, outcome: change.presence ?? change.kind, detail: change })),
  ];
  // What a view lists first is the newer of one moment.
  const sorted = rows.reverse().sort((a, b) => a.at - b.at).map((row, index) => ({ ...row, id: Math.floor(row.at / 1000) * WITHIN_SECOND + index }));
  return sorted.reverse();
}

/** A call of long ago, by how many there are after it. */
function older(index: number, now: number): HistoryRow {
  const at = now - (index + 1) * OLDER_EVERY_MS;
  const missed = index % 7 === 0;
  return { ...BARE, id: Math.floor(at / 1000) * WITHIN_SECOND, account: 'ringcentral', vendor: 'ringcentral', at, answeredAt: missed ? null : at + 8000, endedAt: at + 68_000, direction: index % 3 === 0 ? 'outbound' : 'inbound', outcome: missed ? 'missed' : 'answered', number: `+1650555${String(index % 10_000).padStart(4, '0')}`, numberShown: `+1 650-555-${String(index % 10_000).padStart(4, '0')}`, name: NAMES[index % NAMES.length] ?? null };
}

/** Without accents and case, as the program finds it. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function fits(row: HistoryRow, filter: HistoryFilter): boolean {
  const one = <T>(wanted: readonly T[], is: T | null) => wanted.length === 0 || (is !== null && wanted.includes(is));
  const labels = (row.detail as { labels?: { name: string }[] } | null)?.labels ?? [];
  const words = fold([row.name, row.text, row.note, row.disposition].filter(Boolean).join(' '));
  const digits = (text: string) => text.replace(/\D/g, '');
  const text = fold(filter.text ?? '');
  const found = text === '' || words.includes(text) || (/^[\d\s().+-]{2,}$/.test(text) && digits(row.number ?? '').includes(digits(text).replace(/^0+/, '')));
  return (
    found &&
    one(filter.kinds, row.kind) &&
    one(filter.accounts, row.account) &&
    one(filter.vendors, row.vendor) &&
    one(filter.outcomes, row.outcome) &&
    (filter.direction == null || filter.direction === row.direction) &&
    (!filter.voicemail || row.outcome === 'voicemail') &&
    (filter.labels.length === 0 || labels.some((label) => filter.labels.includes(label.name))) &&
    row.at >= (filter.from ?? 0) &&
    row.at < (filter.until ?? Infinity) &&
    (filter.who === null || row.number === filter.who || row.address === filter.who)
  );
}

/** A question about the history. */
export type HistoryQuery = Extract<Query, { query: 'history' | 'historyEntry' | 'historyStats' }>;

/** Answers as the program would, of what `view` shows, `more` older calls, and what was noted. */
export function answerHistory(query: HistoryQuery, view: AppView, more: number, notes: ReadonlyMap<number, { note?: string; disposition?: string }>): QueryAnswer {
  const noted = (row: HistoryRow): HistoryRow => {
    const said = notes.get(row.id);
    return said ? { ...row, note: said.note ?? row.note, disposition: said.disposition ?? row.disposition } : row;
  };
  const recent = rowsOf(view).map(noted);
  const oldest = recent.at(-1)?.at ?? view.now;
  if (query.query === 'historyEntry') {
    const row = recent.find((known) => known.id === query.id) ?? older(Math.max(0, Math.round((oldest / 1000 - query.id / WITHIN_SECOND) / (OLDER_EVERY_MS / 1000)) - 1), oldest);
    return { answer: 'historyEntry', row: noted(row), lines: [], detail: row.detail };
  }
  if (query.query === 'historyStats') {
    const days = recent.filter((row) => row.kind === 'call' && row.at >= query.from && row.at < query.until);
    return { answer: 'historyStats', days: days.map((row) => ({ begins: row.at, callsIn: row.direction === 'inbound' ? 1 : 0, callsOut: row.direction === 'outbound' ? 1 : 0, missed: row.outcome === 'missed' ? 1 : 0, talkSeconds: row.answeredAt !== null && row.endedAt !== null ? Math.round((row.endedAt - row.answeredAt) / 1000) : 0, waitSeconds: 8, chats: 0, chatsReplied: 0, firstReplySeconds: 0, messages: 0 })) };
  }
  const { filter, before, after, most } = query;
  const known = recent.filter((row) => fits(row, filter));
  // Older calls are made as they are asked for: nobody holds a million of them.
  const at = (index: number) => known[index] ?? older(index - known.length, oldest);
  const total = known.length + (JSON.stringify(filter.kinds) === '["call","conversation","message"]' ? more : 0);
  const firstBelow = (id: number) => {
    let [low, high] = [0, total];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle).id >= id) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const [from, to] = after === undefined ? [before === undefined ? 0 : firstBelow(before), total] : [0, firstBelow(after + 1)];
  const begin = after === undefined ? from : Math.max(0, firstBelow(after) - most);
  const end = after === undefined ? Math.min(to, from + most) : firstBelow(after);
  const rows = Array.from({ length: Math.max(0, end - begin) }, (_, index) => at(begin + index)).filter((row) => after === undefined || row.id > after);
  const next = after === undefined ? (end < total ? (rows.at(-1)?.id ?? null) : null) : begin > 0 ? (rows[0]?.id ?? null) : null;
  return { answer: 'history', page: { rows, next } };
}

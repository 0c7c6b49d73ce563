// Entries of the activity in words: one for each call, message, chat and change of the status that is kept.
import type { Words } from '../text/en';
import { length } from '../text/format';
import type { AccountRow } from '../wire/AccountRow';
import type { HistoryRow } from '../wire/HistoryRow';
import type { StatusCause } from '../wire/StatusCause';
import type { StatusChange } from '../wire/StatusChange';
import type { IconName } from '../controls/icons';
import { statusName } from '../status/status';

/** One line of the activity. */
export interface Entry {
  icon: IconName;
  red: boolean;
  fresh: string | null;
  name: string;
  /** As it is read; none where the name says it. */
  number: string | null;
  what: string;
  text: string | null;
  /** Its words name the account already. */
  saysAccount: boolean;
}

const MESSAGE_ICON: Record<string, IconName> = { sms: 'message', pager: 'message', voicemail: 'voicemail', fax: 'fax' };
const PLAIN = { red: false, fresh: null, number: null, saysAccount: false };

/** What is kept of it, by name; nothing of it is taken on trust. */
export function detailOf(row: HistoryRow): Record<string, unknown> {
  return typeof row.detail === 'object' && row.detail !== null ? { ...row.detail } : {};
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const whole = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const oneOf = <T extends string>(table: Record<T, string>, word: string | null): string | null => (word !== null && Object.hasOwn(table, word) ? table[word as T] : null);

/** The labels of a chat. */
export function labelsOf(row: HistoryRow): string[] {
  const { labels } = detailOf(row);
  if (!Array.isArray(labels)) return [];
  return labels.flatMap((label: unknown) => (typeof label === 'object' && label !== null && 'name' in label && typeof label.name === 'string' ? [label.name] : []));
}

/** The other side of an entry: name, else number or address, else what one calls a stranger. */
export function nameOf(row: HistoryRow, words: Words): string {
  const name = row.name !== null && row.name !== row.number ? row.name : null;
  const stranger = { call: words.calls.someone, message: words.calls.sender, conversation: words.chats.visitor, line: words.chats.visitor, status: '' }[row.kind];
  return name ?? row.numberShown ?? row.address ?? stranger;
}

/** An entry in words. */
export function entryOf(row: HistoryRow, accounts: readonly AccountRow[], words: Words): Entry {
  if (row.kind === 'status') return fromChange(row, accounts, words);
  const name = nameOf(row, words);
  const common = { ...PLAIN, name, number: row.numberShown !== name ? row.numberShown : null, text: row.found ?? row.note ?? row.text, fresh: row.unread ? (row.kind === 'conversation' ? words.activity.unread : words.activity.unseen) : null };
  if (row.kind === 'call') return { ...common, ...call(row, words) };
  if (row.kind === 'message') return { ...common, ...message(row, words) };
  return { ...common, ...chat(row, words) };
}

function call(row: HistoryRow, words: Words): Pick<Entry, 'icon' | 'red' | 'what'> {
  const say = words.activity;
  const missed = row.outcome === 'missed';
  const talked = row.answeredAt !== null && row.endedAt !== null ? length(row.endedAt - row.answeredAt) : null;
  const queue = text(detailOf(row)['queue']);
  const ended = row.outcome === null ? (row.open ? say.ongoing : say.settling) : (oneOf(say.end, row.outcome) ?? row.outcome);
  return {
    icon: missed ? 'phoneMissed' : row.outcome === 'declined' || row.outcome === 'failed' ? 'phoneDeclined' : row.outcome === 'voicemail' ? 'voicemail' : row.direction === 'outbound' ? 'phoneOut' : 'phoneIn',
    red: missed,
    what: [row.direction === 'outbound' ? say.outbound : say.inbound, ended, talked, queue && words.calls.queue(queue), row.disposition].filter(Boolean).join(' · '),
  };
}

function message(row: HistoryRow, words: Words): Pick<Entry, 'icon' | 'what'> {
  const say = words.activity;
  const kinds = row.direction === 'outbound' ? say.sentKind : say.kind;
  const detail = detailOf(row);
  const [seconds, pages] = [whole(detail['seconds']), whole(detail['pages'])];
  const size = seconds !== null ? length(seconds * 1000) : pages !== null ? say.pages(pages) : null;
  return { icon: MESSAGE_ICON[row.outcome ?? ''] ?? 'note', what: [oneOf(kinds, row.outcome) ?? kinds.other, size, row.disposition].filter(Boolean).join(' · ') };
}

function chat(row: HistoryRow, words: Words): Pick<Entry, 'icon' | 'red' | 'what'> {
  const missed = row.outcome === 'missed';
  const lasted = row.endedAt === null ? null : length(row.endedAt - row.at);
  const queue = text(detailOf(row)['queue']);
  const ended = missed ? words.chats.missed : row.open ? words.activity.ongoing : (oneOf(words.chats.closedBy, row.outcome) ?? words.chats.closedBy.unknown);
  return { icon: 'message', red: missed, what: [words.activity.chat, ended, lasted, queue && words.chats.queue(queue), ...labelsOf(row), row.disposition].filter(Boolean).join(' · ') };
}

/** A change of the status is kept as it was told. */
function fromChange(row: HistoryRow, accounts: readonly AccountRow[], words: Words): Entry {
  const say = words.status.history;
  const change = row.detail as Partial<StatusChange> | null;
  const label = accounts.find((known) => known.config.id === row.account)?.config.label ?? say.account;
  const status = change?.presence === undefined ? null : statusName(change.presence, change.note, words);
  const by = change?.by === undefined ? words.controls.unknown : causeInWords(change.by, words);
  const entry = { ...PLAIN, name: status ?? by, icon: change?.presence ?? ('settings' as const), text: row.note, saysAccount: true };
  switch (change?.kind) {
    case undefined:
      return { ...entry, name: row.outcome ?? words.controls.unknown, what: row.text ?? '' };
    case 'chosen':
    case 'queued':
    case 'dropped':
      return { ...entry, what: `${say.kind[change.kind]} ${by}` };
    case 'ruleBegan':
    case 'ruleEnded':
      return { ...entry, name: by, what: [say.kind[change.kind], status].filter(Boolean).join(' · ') };
    case 'confirmed':
      return { ...entry, what: [say.confirmed(label), change.label].filter(Boolean).join(' · ') };
    case 'drifted':
      return { ...entry, icon: 'warn', what: [`${say.drifted(label)} ${by}`, change.label].filter(Boolean).join(' · ') };
    case 'gaveUp':
      return { ...entry, icon: 'error', red: true, what: say.gaveUp(label), text: problemInWords(change, words) };
  }
}

function causeInWords(by: StatusCause, words: Words): string {
  const say = words.status.history;
  switch (by.cause) {
    case 'agent':
      return say.from[by.from];
    case 'rule':
      return say.rule[by.rule];
    case 'end':
      return say.end;
    case 'elsewhere':
      return say.elsewhere;
    case 'secondSession':
      return say.secondSession;
  }
}

/** Why, as a line of its own, with what the vendor said where it said something. */
function problemInWords({ problem }: Partial<StatusChange>, words: Words): string {
  if (problem === undefined) return words.controls.unknown;
  const plain = words.status.history.problem[problem.problem];
  const more = problem.problem === 'rejected' ? [problem.status, problem.said].filter((part) => part !== null).join(': ') : problem.problem === 'server' ? String(problem.status) : problem.problem === 'tls' ? problem.reason : '';
  return `${plain.charAt(0).toLocaleUpperCase()}${plain.slice(1)}${more === '' ? '' : ` (${more})`}`;
}

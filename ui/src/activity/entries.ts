// Entries of the activity: one for each call, message, chat and change of the status, in words.
import type { Words } from '../text/en';
import { length, who } from '../text/format';
import type { AccountRow } from '../wire/AccountRow';
import type { CallRow } from '../wire/CallRow';
import type { Item } from '../wire/Item';
import type { ConversationRow } from '../wire/ConversationRow';
import type { MessageRow } from '../wire/MessageRow';
import type { StatusCause } from '../wire/StatusCause';
import type { StatusChange } from '../wire/StatusChange';
import { visitorOf } from '../chats/conversations';
import type { IconName } from '../controls/icons';
import { statusName } from '../status/status';

/** One line of the activity. */
export interface Entry {
  key: string;
  at: number;
  /** None where it is about all. */
  account: string | null;
  icon: IconName;
  red: boolean;
  fresh: string | null;
  name: string;
  /** As it is dialled. */
  number: string | null;
  /** As it is read. */
  numberShown: string | null;
  what: string;
  text: string | null;
  /** What is marked as seen with it; none where nothing is. */
  item: Extract<Item, { item: 'call' | 'message' }> | null;
  /** A conversation that can be opened. */
  chat: number | null;
  /** Its words name the account already. */
  saysAccount: boolean;
}

const MESSAGE_ICON: Record<MessageRow['kind'], IconName> = { sms: 'message', pager: 'message', voicemail: 'voicemail', fax: 'fax', other: 'note' };
const PLAIN = { red: false, fresh: null, number: null, numberShown: null, text: null, item: null, chat: null, saysAccount: false };

/** A call that is over. */
export function fromCall(call: CallRow, words: Words): Entry {
  const say = words.activity;
  const talked = call.connectedAt !== null && call.endedAt !== null ? length(call.endedAt - call.connectedAt) : null;
  const missed = call.end === 'missed';
  return {
    ...PLAIN,
    key: `call-${call.id}`,
    at: call.endedAt ?? call.since,
    account: call.account,
    icon: missed ? 'phoneMissed' : call.end === 'declined' || call.end === 'failed' ? 'phoneDeclined' : call.end === 'voicemail' ? 'voicemail' : call.direction === 'inbound' ? 'phoneIn' : 'phoneOut',
    red: missed,
    fresh: call.unseen ? say.unseen : null,
    item: { item: 'call', call: call.id },
    name: who(call, words.calls.someone),
    number: call.number,
    numberShown: call.numberShown,
    what: [call.direction === 'inbound' ? say.inbound : say.outbound, call.end === null ? say.settling : say.end[call.end], talked, call.queue && words.calls.queue(call.queue)].filter(Boolean).join(' · '),
  };
}

/** A text, voicemail or fax. */
export function fromMessage(message: MessageRow, words: Words): Entry {
  const say = words.activity;
  const kinds = message.direction === 'outbound' ? say.sentKind : say.kind;
  const size = message.seconds !== null ? length(message.seconds * 1000) : message.pages !== null ? say.pages(message.pages) : null;
  return {
    ...PLAIN,
    key: `message-${message.account}-${message.id}`,
    at: message.at,
    account: message.account,
    icon: MESSAGE_ICON[message.kind],
    fresh: message.unread ? say.unread : null,
    item: { item: 'message', account: message.account, message: message.id },
    name: who(message, words.calls.sender),
    number: message.number,
    numberShown: message.numberShown,
    what: [kinds[message.kind], size].filter(Boolean).join(' · '),
    text: message.text,
  };
}

/** A chat, open or over. */
export function fromChat(row: ConversationRow, words: Words): Entry {
  const lasted = row.endedAt === null ? null : length(row.endedAt - row.since);
  return {
    ...PLAIN,
    key: `chat-${row.id}`,
    at: row.endedAt ?? row.last?.at ?? row.since,
    account: row.account,
    icon: 'message',
    red: row.missed,
    fresh: row.unread > 0 ? words.activity.unread : null,
    name: visitorOf(row, words),
    what: [words.activity.chat, row.missed ? words.chats.missed : row.status === 'closed' ? words.chats.closedBy[row.closedBy ?? 'unknown'] : words.chats.status[row.status], lasted, row.queue && words.chats.queue(row.queue)].filter(Boolean).join(' · '),
    text: row.last?.text ?? null,
    chat: row.id,
  };
}

/** A change of the status. `counts` is what the agent did or must know: it stands among everything else too. */
export function fromChange(change: StatusChange, index: number, accounts: readonly AccountRow[], words: Words): Entry & { counts: boolean } {
  const say = words.status.history;
  const label = accounts.find((row) => row.config.id === change.account)?.config.label ?? say.account;
  const status = change.presence === undefined ? null : statusName(change.presence, change.note, words);
  const by = causeInWords(change.by, words);
  const entry = { ...PLAIN, key: `status-${change.at}-${index}`, at: change.at, account: change.account ?? null, name: status ?? by, icon: change.presence ?? ('settings' as const), saysAccount: true };
  switch (change.kind) {
    case 'chosen':
    case 'queued':
    case 'dropped':
      return { ...entry, what: `${say.kind[change.kind]} ${by}`, counts: true };
    case 'ruleBegan':
    case 'ruleEnded':
      return { ...entry, name: by, what: [say.kind[change.kind], status].filter(Boolean).join(' · '), counts: false };
    case 'confirmed':
      return { ...entry, what: [say.confirmed(label), change.label].filter(Boolean).join(' · '), counts: false };
    case 'drifted':
      return { ...entry, icon: 'warn', what: [`${say.drifted(label)} ${by}`, change.label].filter(Boolean).join(' · '), counts: true };
    case 'gaveUp':
      return { ...entry, icon: 'error', red: true, what: say.gaveUp(label), text: problemInWords(change, words), counts: true };
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
function problemInWords({ problem }: StatusChange, words: Words): string {
  if (problem === undefined) return words.controls.unknown;
  const plain = words.status.history.problem[problem.problem];
  const more = problem.problem === 'rejected' ? [problem.status, problem.said].filter((part) => part !== null).join(': ') : problem.problem === 'server' ? String(problem.status) : problem.problem === 'tls' ? problem.reason : '';
  return `${plain.charAt(0).toLocaleUpperCase()}${plain.slice(1)}${more === '' ? '' : ` (${more})`}`;
}

// Rows of sample chats, typed against the wire: conversations, their panels and the accounts that have them.
import type { AccountRow } from '../wire/AccountRow';
import type { ChatWidgetRow } from '../wire/ChatWidgetRow';
import type { ConversationPanel } from '../wire/ConversationPanel';
import type { ConversationRow } from '../wire/ConversationRow';
import type { TranscriptRow } from '../wire/TranscriptRow';
import { account, MINUTE, NOW, SECOND } from './rows';

/** A widget found on a page. */
export function widget(over: Partial<ChatWidgetRow> = {}): ChatWidgetRow {
  return { vendor: 'snapengage', version: null, availability: 'online', window: 'unknown', actions: [], ...over };
}

/** An account on a page that carries a chat. */
export function chatAccount(over: Parameters<typeof account>[0] = {}): AccountRow {
  const { config, ...rest } = over;
  return account({
    hosting: 'agentConsole',
    widgets: [widget()],
    dialerReady: false,
    connection: 'unknown',
    callingMode: null,
    ownNumber: null,
    abilities: null,
    details: [],
    ...rest,
    config: { id: 'hub', vendor: 'snapengage', label: 'Web shop chat', options: { hosting: 'agentConsole' }, ...config },
  });
}

/** A chat that is open and waits for an answer. */
export function chat(over: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id: 1,
    account: 'hub',
    vendor: 'snapengage',
    status: 'active',
    closedBy: null,
    missed: false,
    who: 'Grace Hopper',
    page: 'Delivery and returns',
    queue: null,
    position: null,
    since: NOW - 4 * MINUTE,
    endedAt: null,
    waitingSince: NOW - 25 * SECOND,
    clock: null,
    replied: true,
    unread: 0,
    last: { author: 'visitor', text: 'The parcel is still at the depot.', at: NOW - 25 * SECOND },
    typing: false,
    transfer: null,
    labels: ['order'],
    actions: ['reply', 'close', 'addLabel', 'removeLabel', 'transfer', 'requestFile', 'requestSecureData', 'ban', 'populateText'],
    pending: null,
    trouble: null,
    unsure: false,
    ...over,
  };
}

/** A chat that nobody has taken. */
export function offered(over: Partial<ConversationRow> = {}): ConversationRow {
  const waits = NOW - 12 * SECOND;
  return chat({ id: 2, status: 'offered', who: null, since: waits, waitingSince: waits, clock: 'green', replied: false, unread: 1, labels: [], last: { author: 'visitor', text: 'Hello, is anybody there?', at: waits }, ...over });
}

/** A line of a transcript. */
export function line(number: number, over: Partial<TranscriptRow> = {}): TranscriptRow {
  return { line: number, author: 'visitor', name: null, note: null, text: 'Hello', file: null, fileUrl: null, at: NOW - 4 * MINUTE + number * 11 * SECOND, historic: false, unconfirmed: false, ...over };
}

export const CANNED = [
  { shortcut: 'hello', text: 'Hello Grace Hopper, this is Ada. How can I help you?', open: [] },
  { shortcut: 'help', text: 'You find the steps on https://shop.example/returns.', open: [] },
  { shortcut: 'call', text: 'May we call you on {visitor.phone}?', open: ['visitor.phone'] },
];

/** The panel of the chat called 1, with a bit of everything. */
export function panel(over: Partial<ConversationPanel> = {}): ConversationPanel {
  return {
    id: 1,
    visitor: {
      name: 'Grace Hopper',
      email: 'grace@navy.example',
      phone: null,
      notes: null,
      pageUrl: 'https://shop.example/delivery?order=4711',
      pageTitle: 'Delivery and returns',
      referrer: 'https://www.search.example/?q=returns',
      location: 'Arlington, Virginia, US',
      language: 'en-US',
      celsius: '12',
      fahrenheit: '54',
      weather: 'light rain',
      fields: [{ name: 'order', value: '4711' }],
    },
    labels: [{ name: 'order', value: '4711', unconfirmed: false }, { name: 'vip', unconfirmed: false }],
    transcript: [
      line(1, { author: 'system', text: 'You are connected with Ada.' }),
      line(2, { author: 'bot', name: 'Shop bot', text: 'Hi! What is it about?' }),
      line(3, { text: 'My order 4711 <b>did not come</b>.\nSee https://shop.example/orders/4711' }),
      line(4, { author: 'agent', name: 'Ada', text: 'I am sorry to hear that. I am looking it up.' }),
      line(5, { note: 'pageViewed', author: 'system', text: 'Delivery and returns' }),
      line(6, { note: 'labelAdded', author: 'system', text: 'order' }),
      line(7, { author: 'visitor', text: null, file: 'receipt.pdf', fileUrl: 'https://files.example/receipt.pdf' }),
      line(8, { author: 'agent', name: 'Ada', text: 'Thank you.' }),
      line(19, { text: 'The parcel is still at the depot.' }),
    ],
    omitted: 0,
    preview: null,
    agent: 'Ada',
    rating: null,
    sending: [],
    canned: CANNED,
    unconfirmed: [],
    ...over,
  };
}

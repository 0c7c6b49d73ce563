// Situations of chats by name, part of the table of sample views.
import type { AppView } from '../wire/AppView';
import type { ConversationPanel } from '../wire/ConversationPanel';
import type { ConversationRow } from '../wire/ConversationRow';
import type { FunnelDay } from '../wire/FunnelDay';
import type { FunnelRow } from '../wire/FunnelRow';
import { chat, chatAccount, line, offered, panel, widget } from './chat-rows';
import { account, call, CALM, DAY, LONG_NAME, MINUTE, NOW, SECOND, view } from './rows';

const PREFERENCES: AppView['preferences'] = {
  ...CALM.preferences,
  agentName: 'Ada',
  cannedReplies: [
    { shortcut: 'hello', text: 'Hello {visitor.name}, this is {agent.name}. How can I help you?' },
    { shortcut: 'help', text: 'You find the steps on {page}.' },
    { shortcut: 'call', text: 'May we call you on {visitor.phone}?' },
  ],
};
const ACCOUNTS = [account(), chatAccount()];
const SHOP = chatAccount({ config: { id: 'shop', label: 'shop.example', vendor: 'engage', options: { hosting: 'companyPage', url: 'https://shop.example/' } }, hosting: 'companyPage', widgets: [widget({ vendor: 'engage', availability: 'offline', window: 'closed' }), widget({ vendor: 'onwebchat', version: '3.2', window: 'minimised' })] });

const LIST: ConversationRow[] = [
  offered({ clock: 'red', waitingSince: NOW - 74 * SECOND, since: NOW - 74 * SECOND }),
  offered({ id: 3, who: 'katherine@nasa.example', clock: 'amber', waitingSince: NOW - 41 * SECOND, unread: 2, queue: 'Support' }),
  chat({ typing: true, unread: 3 }),
  chat({ id: 4, account: 'shop', vendor: 'engage', who: LONG_NAME, status: 'queued', queue: 'Beschaffung und Vertragswesen', position: 2, replied: false, waitingSince: NOW - 2 * MINUTE, clock: 'green', last: { author: 'visitor', text: null, at: NOW - 2 * MINUTE }, actions: ['addMessage'] }),
  chat({ id: 5, who: 'Radia Perlman', waitingSince: null, transfer: 'requested', last: { author: 'agent', text: 'One moment, a colleague takes over.', at: NOW - MINUTE }, actions: ['reclaim'] }),
  chat({ id: 6, who: null, status: 'closed', missed: true, closedBy: 'visitor', endedAt: NOW - 9 * MINUTE, waitingSince: null, unread: 1, actions: [] }),
];

/** A month of one widget's visits; `busy` of ten on the busiest day. */
function month(busy: number): FunnelDay[] {
  return Array.from({ length: 30 }, (_, index) => {
    const visits = index % 7 > 4 ? 0 : Math.round(((index * 7) % 11) * busy * 0.1);
    const tried = Math.round(visits * 0.6);
    const received = Math.max(0, tried - (index % 3 === 0 ? 1 : 0));
    const running = index === 29 ? Math.min(2, visits) : 0;
    return { day: NOW - (NOW % DAY) - (29 - index) * DAY, visits, running, offered: Math.round(visits * 0.9), tried, refused: Math.max(0, Math.round(visits * 0.9) - tried - running), received, failed: tried - received };
  }).filter((day) => day.visits > 0);
}
const FUNNEL: FunnelRow[] = [
  { account: 'shop', vendor: 'engage', known: { offered: 'known', tried: 'known', refused: 'known', received: 'known', failed: 'known' }, days: month(40) },
  { account: 'shop', vendor: 'onwebchat', known: { offered: 'atLeast', tried: 'known', refused: 'atLeast', received: 'notKnown', failed: 'notKnown' }, days: month(12) },
  { account: 'hub', vendor: 'snapengage', known: { offered: 'notKnown', tried: 'known', refused: 'notKnown', received: 'known', failed: 'known' }, days: [] },
];

/** A view with one chat on the stage. */
function opened(row: Partial<ConversationRow> = {}, more: Partial<ConversationPanel> = {}, over: Partial<AppView> = {}): AppView {
  return view({ stage: { stage: 'conversation', conversation: 1 }, accounts: ACCOUNTS, conversations: [chat(row)], conversation: panel(more), preferences: PREFERENCES, ...over });
}

/** The page of a chat account on the stage; its chats are answered there only. */
function headed(over: Partial<AppView> = {}): AppView {
  const there: Partial<ConversationRow> = { account: 'shop', vendor: 'onwebchat', actions: ['close'] };
  const rows = [offered({ ...there, clock: 'amber', waitingSince: NOW - 41 * SECOND, since: NOW - 41 * SECOND }), chat({ ...there, id: 7, who: 'Radia Perlman', waitingSince: null })];
  return view({ stage: { stage: 'widget', account: 'shop' }, accounts: [account(), SHOP], conversations: rows, waiting: 1, unread: 1, preferences: PREFERENCES, ...over });
}

const MANY = Array.from({ length: 120 }, (_, index) => line(index + 1, { author: index % 3 === 0 ? 'agent' : 'visitor', at: NOW - (130 - index) * 20 * SECOND, text: `${'Long words and no end of them. '.repeat((index % 5) + 1)}${index}` }));

export const CHAT_SAMPLES: Record<string, AppView> = {
  chats: view({ mood: 'waiting', accounts: [...ACCOUNTS, SHOP], conversations: LIST, waiting: 2, unread: 7, preferences: PREFERENCES }),
  chatsAndCall: view({ mood: 'ringing', accounts: [...ACCOUNTS, SHOP], calls: [call({ queue: 'Support' })], conversations: LIST.slice(0, 2), waiting: 2, unread: 3 }),
  chatsMany: view({ mood: 'waiting', accounts: [...ACCOUNTS, SHOP], conversations: Array.from({ length: 14 }, (_, index) => offered({ id: 20 + index, who: `Visitor ${index + 1}`, waitingSince: NOW - (90 - index) * SECOND })), waiting: 14, unread: 14 }),
  activityChats: view({ stage: { stage: 'activity' }, accounts: [...ACCOUNTS, SHOP], conversations: LIST, waiting: 2, unread: 7, funnel: FUNNEL }),
  activityFunnel: view({ stage: { stage: 'activity' }, accounts: [...ACCOUNTS, SHOP], funnel: FUNNEL }),
  conversation: opened({}, {}, { conversations: [offered(), chat()], waiting: 1, unread: 1 }),
  conversationTyping: opened({ typing: true }, { preview: 'And now I wonder whether', sending: [{ command: 9, text: 'I will call the depot.', since: NOW - SECOND }] }),
  conversationBare: opened(
    { account: 'shop', vendor: 'engage', who: null, page: null, actions: ['addMessage'], labels: [], last: { author: 'visitor', text: null, at: NOW } },
    {
      visitor: { name: null, email: null, phone: null, notes: null, pageUrl: null, pageTitle: null, referrer: null, location: null, language: null, celsius: null, fahrenheit: null, weather: null, fields: [] },
      labels: [],
      agent: null,
      canned: [],
      unconfirmed: ['addMessage'],
      transcript: [line(1, { text: null }), line(2, { author: 'agent', text: null })],
    },
    { accounts: [account(), SHOP] },
  ),
  /** Answered in the page on the stage, under a header of ours. */
  pageWithChat: headed(),
  pageWithChatGerman: headed({ preferences: { ...PREFERENCES, language: 'german' } }),
  pageWithoutChat: headed({ conversations: [], waiting: 0, unread: 0 }),
  conversationPending: opened({ pending: { command: 4, action: 'close', since: NOW - SECOND } }),
  conversationTrouble: opened({ trouble: 'The widget has not confirmed it (Reply). Look into the conversation before you try again.', unsure: true, transfer: 'rejected' }),
  conversationOver: opened({ status: 'closed', closedBy: 'visitor', endedAt: NOW - MINUTE, waitingSince: null, actions: [] }, { rating: { value: 5, scale: '1-5', comment: 'Quick and kind.' } }),
  conversationOffered: opened({ status: 'offered', who: null, replied: false, clock: 'amber', waitingSince: NOW - 44 * SECOND, unread: 1, actions: ['reply', 'close'], labels: [] }, { labels: [], agent: null, transcript: [line(1, { text: 'Hello, is anybody there?' })] }),
  conversationLong: opened({ who: LONG_NAME, typing: true, transfer: 'requested', actions: ['reclaim', 'reply', 'close', 'addLabel', 'removeLabel'] }, { transcript: MANY, omitted: 312, labels: Array.from({ length: 14 }, (_, index) => ({ name: `A label with a long name ${index}`, value: 'and a value', unconfirmed: false })), visitor: { ...panel().visitor, notes: 'Speaks slowly. '.repeat(20), fields: Array.from({ length: 12 }, (_, index) => ({ name: `customField${index}`, value: 'x'.repeat(60) })) } }),
  conversationEmpty: opened({ last: null }, { transcript: [] }),
  conversationGone: view({ stage: { stage: 'conversation', conversation: 99 } }),
  conversationGerman: opened({}, {}, { conversations: [offered({ clock: 'red', waitingSince: NOW - 74 * SECOND }), chat({ typing: true, clock: 'amber', replied: false, waitingSince: NOW - 38 * SECOND })], waiting: 1, preferences: { ...PREFERENCES, language: 'german' } }),
  banQuestion: opened({}, {}, { question: { question: 'banAddress', conversation: 1 } }),
  chatSettings: view({ stage: { stage: 'settings' }, accounts: [...ACCOUNTS, SHOP], preferences: PREFERENCES }),
  chatSettingsGerman: view({ stage: { stage: 'settings' }, accounts: [SHOP], preferences: { ...PREFERENCES, language: 'german' } }),
  addChat: view({ stage: { stage: 'addAccount', vendor: 'snapengage' }, accounts: ACCOUNTS }),
  addChatGerman: view({ stage: { stage: 'addAccount', vendor: 'snapengage' }, accounts: ACCOUNTS, preferences: { ...PREFERENCES, language: 'german' } }),
  editChat: view({ stage: { stage: 'editAccount', account: 'shop' }, accounts: [SHOP] }),
};

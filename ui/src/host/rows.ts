// Rows of sample views, typed against the wire: one function per kind of row, each with what is usual.
import type { AccountRow } from '../wire/AccountRow';
import type { AppView } from '../wire/AppView';
import type { CallRow } from '../wire/CallRow';
import type { DownloadRow } from '../wire/DownloadRow';
import type { MessageRow } from '../wire/MessageRow';
import type { Notice } from '../wire/Notice';
import type { NoticeKind } from '../wire/NoticeKind';
import { chosen, reach, status, told } from './status-rows';

/** The clock of all samples: a Thursday afternoon. */
export const NOW = Date.UTC(2026, 10, 19, 14, 32, 10);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const LONG_NAME = 'Maximiliane Freifrau von Hohenstein-Wallersbach (Österreichische Bundesverwaltung, Beschaffung)';

/** An account that works. */
export function account(over: Partial<Omit<AccountRow, 'config'>> & { config?: Partial<AccountRow['config']> } = {}): AccountRow {
  const { config, ...rest } = over;
  return {
    config: { id: 'ringcentral', vendor: 'ringcentral', label: 'RingCentral', enabled: true, options: { clientId: 'abc' }, simulated: false, ...config },
    hosting: 'vendorPage',
    widgets: [],
    page: { kind: 'alive' },
    signIn: 'signedIn',
    waitsForBrowser: false,
    connection: 'connected',
    dialerReady: true,
    callingMode: 'browser',
    cannotRingHere: false,
    abilities: { webRtc: true, mediaDevices: true, setSinkId: false, credentials: false },
    microphones: 1,
    ownNumber: '+1 650-555-0100',
    presence: 'available',
    unread: 0,
    missed: 0,
    heard: 1284,
    unparsed: [],
    details: [{ name: 'route', value: '/dialer' }, { name: 'region', value: 'US 650' }],
    ...rest,
  };
}

/** A call that rings here. */
export function call(over: Partial<CallRow> = {}): CallRow {
  return {
    id: 1,
    account: 'ringcentral',
    direction: 'inbound',
    state: 'alerting',
    end: null,
    number: '+16505550123',
    extension: null,
    numberShown: over.number === undefined ? '+1 650-555-0123' : over.number,
    name: 'Ada Lovelace',
    queue: null,
    since: NOW - 6 * SECOND,
    connectedAt: null,
    heldSince: null,
    endedAt: null,
    movedTo: null,
    muted: false,
    recording: 'off',
    elsewhere: false,
    conference: false,
    sound: null,
    actions: ['answer', 'decline', 'voicemail', 'forward'],
    pending: null,
    trouble: null,
    unseen: false,
    ...over,
  };
}

/** A call that is over. */
export function past(over: Partial<CallRow> = {}): CallRow {
  return call({ id: 90, state: 'ended', end: 'answered', since: NOW - HOUR, connectedAt: NOW - HOUR + 8 * SECOND, endedAt: NOW - HOUR + 5 * MINUTE, actions: [], ...over });
}

/** A text message that was not read. */
export function message(over: Partial<MessageRow> = {}): MessageRow {
  return { account: 'ringcentral', id: 'm1', kind: 'sms', direction: 'inbound', from: 'Grace Hopper', number: '+12025550188', numberShown: over.number === undefined ? '+1 202-555-0188' : over.number, text: 'Can you call me back about the order? The parcel is still at the depot.', at: NOW - 12 * MINUTE, unread: true, seconds: null, pages: null, ...over };
}

/** A download that runs. */
export function download(over: Partial<DownloadRow> = {}): DownloadRow {
  return { id: 1, account: 'ringcentral', name: 'Call with Ada Lovelace.mp3', host: 'media.ringcentral.com', received: 1_450_000, total: 3_900_000, state: { kind: 'running' }, at: NOW - 4 * SECOND, ...over };
}

/** A notice about the first account. */
export function notice(kind: NoticeKind, id: number, over: Partial<Notice> = {}): Notice {
  return { id, account: 'ringcentral', kind, detail: null, at: NOW - MINUTE, ...over };
}

export const CALM: AppView = {
  revision: 1,
  now: NOW,
  stage: { stage: 'widget', account: 'ringcentral' },
  mood: 'idle',
  presence: 'available',
  presenceWanted: null,
  status: status({ chosen: chosen('available', NOW - HOUR), aim: 'available', accounts: [told('ringcentral')] }),
  reach: reach([account()]),
  accounts: [account()],
  calls: [],
  recent: [],
  messages: [],
  conversations: [],
  conversation: null,
  funnel: [],
  downloads: [],
  export: null,
  notices: [],
  preferences: {
    hideContent: false,
    messageBanners: true,
    missedCallBanners: true,
    ringInDoNotDisturb: false,
    chatRings: true,
    chatBanners: true,
    firstReplyAmber: 30,
    firstReplyRed: 60,
    writeAsVisitor: false,
    agentName: '',
    cannedReplies: [],
    rules: { pauseChatsOnCall: true, wrapUp: false, wrapUpSeconds: 30, awayWhenIdle: false, awayIdleMinutes: 10, awayWhenLocked: true, schedules: [] },
    listener: { on: false, port: 47816, publicAddress: '' },
    downloads: { folder: '', ask: false },
    sound: { microphone: null, speaker: null, cleanMicrophone: true },
    closeToTray: true,
    language: 'system',
    history: { days: 366, megabytes: 2048, rules: [] }, homeRegion: '',
  },
  link: null,
  surroundings: { language: 'english', online: true, trayHost: true, notifications: { actions: true, body: true, persistence: true, bodyMarkup: true, inlineReply: false }, doNotDisturb: false, listener: { kind: 'off' }, downloads: { folder: '/home/ada/Downloads', canAsk: true }, keyStore: null, sound: { kind: 'present', devices: { microphones: [{ name: 'jabra', label: 'Jabra Evolve2', isDefault: true }, { name: 'laptop', label: 'Built-in Audio', isDefault: false }], speakers: [{ name: 'jabra', label: 'Jabra Evolve2', isDefault: true }, { name: 'laptop', label: 'Built-in Audio', isDefault: false }] } }, microphone: 'jabra', speaker: 'jabra' },
  question: null,
  asks: [],
  grants: [],
  team: [],
  missed: 0,
  unread: 0,
  waiting: 0,
  withheld: [],
  toldByReach: [],
  marked: null,
  focus: null,
};

/** A view like the calm one, with some things different; the light is green unless told otherwise. */
export function view(over: Partial<AppView> = {}): AppView {
  return { ...CALM, reach: reach(over.accounts ?? CALM.accounts), ...over };
}

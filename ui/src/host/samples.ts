// Sample views, typed against the wire: what tests, page tests and development look at. A table of situations by name.
import type { AccountRow } from '../wire/AccountRow';
import type { AppView } from '../wire/AppView';
import type { CallRow } from '../wire/CallRow';
import type { DownloadRow } from '../wire/DownloadRow';
import type { MessageRow } from '../wire/MessageRow';
import type { NoticeKind } from '../wire/NoticeKind';
import type { PageProblem } from '../wire/PageProblem';
import type { PageState } from '../wire/PageState';
import { CHAT_SAMPLES } from './chat-samples';
import { account, call, CALM, DAY, download, HOUR, LONG_NAME, message, MINUTE, notice, NOW, past, SECOND, view } from './rows';
import { PERMISSION_SAMPLES } from './permission-samples';
import { reach, status, wrong } from './status-rows';
import { STATUS_SAMPLES } from './status-samples';

const TALKING: Partial<CallRow> = { state: 'connected', since: NOW - 3 * MINUTE, connectedAt: NOW - 166 * SECOND, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] };

const OFFLINE = wrong('network', null, 'bad', 'There is no network.', 'Check the cable or Wi-Fi; everything comes back by itself.');
const NO_SERVICE = wrong('notifications', null, 'look', 'The system has no notification service: you hear of calls only in this window.', 'Start one, for instance dunst, or your desktop’s own.');
const BROKEN = wrong('page', 'ringcentral', 'bad', 'RingCentral: the page does not work.', 'It is tried again by itself; look at it for the reason.', ['Look', { intent: 'show', stage: { stage: 'widget', account: 'ringcentral' } }]);
const SIGNED_OUT = wrong('signIn', 'ringcentral', 'bad', 'RingCentral is signed out: calls do not reach you.', 'Sign in.', ['Sign in', { intent: 'signIn', account: 'ringcentral' }]);
const NO_WEB_RTC = wrong('callingMode', 'ringcentral', 'bad', 'RingCentral makes calls in the browser, which this system cannot do (no WebRTC).', 'Choose RingOut: calls then ring on your phone.', ['Use RingOut', { intent: 'useRingOut', account: 'ringcentral' }]);

/** A view in which the page does not work. */
function broken(problem: PageProblem, over: Partial<Extract<PageState, { kind: 'broken' }>> = {}): AppView {
  return view({ mood: 'signedOut', reach: reach([account()], [BROKEN]), accounts: [account({ dialerReady: false, connection: 'unknown', page: { kind: 'broken', problem, retryAt: NOW + 14 * SECOND, tries: 2, ...over } })] });
}

const HISTORY: CallRow[] = [
  past({ id: 80, end: 'missed', connectedAt: null, name: 'Katherine Johnson', number: '+442079460958', numberShown: '+44 20 7946 0958', since: NOW - 20 * MINUTE, endedAt: NOW - 20 * MINUTE + 22 * SECOND, unseen: true }),
  past({ id: 79, end: 'missed', connectedAt: null, name: null, number: '+4930901820', numberShown: '+49 30 901820', since: NOW - 31 * MINUTE, endedAt: NOW - 30 * MINUTE, queue: 'Support', unseen: true }),
  past({ id: 78 }),
  past({ id: 77, direction: 'outbound', name: 'Radia Perlman', number: '103', since: NOW - 3 * HOUR, connectedAt: NOW - 3 * HOUR + 9 * SECOND, endedAt: NOW - 3 * HOUR + 64 * SECOND }),
  past({ id: 76, end: 'voicemail', connectedAt: null, name: 'Barbara Liskov', since: NOW - DAY, endedAt: NOW - DAY + 20 * SECOND }),
  past({ id: 75, end: 'declined', connectedAt: null, name: null, number: null, since: NOW - DAY - HOUR, endedAt: NOW - DAY - HOUR }),
  past({ id: 74, end: 'answeredElsewhere', connectedAt: null, name: 'Hedy Lamarr', elsewhere: true, since: NOW - 2 * DAY, endedAt: NOW - 2 * DAY }),
  past({ id: 73, direction: 'outbound', end: 'cancelled', connectedAt: null, name: LONG_NAME, number: '+4366012345678', numberShown: '+43 660 12345678', since: NOW - 2 * DAY - HOUR, endedAt: NOW - 2 * DAY - HOUR }),
];
const MESSAGES: MessageRow[] = [
  message(),
  message({ id: 'm2', kind: 'voicemail', from: 'Barbara Liskov', number: '+16505550144', numberShown: '+1 650-555-0144', text: null, at: NOW - DAY + MINUTE, unread: false, seconds: 34 }),
  message({ id: 'm3', kind: 'fax', from: null, number: '+4930901821', numberShown: '+49 30 901821', text: null, at: NOW - DAY - 2 * HOUR, unread: false, pages: 3 }),
  message({ id: 'm4', direction: 'outbound', from: 'Grace Hopper', text: 'On my way.', at: NOW - DAY - 3 * HOUR, unread: false }),
  message({ id: 'm5', kind: 'pager', from: 'Radia Perlman', number: '103', text: 'Lunch?', at: NOW - 2 * DAY, unread: false }),
];
const SIX: AccountRow[] = [
  account({ unread: 3, missed: 2 }),
  account({ config: { id: 'b', label: 'Back office' }, callingMode: 'ringOut', ownNumber: '+49 30 90182040' }),
  account({ config: { id: 'c', label: LONG_NAME }, signIn: 'signedOut', connection: 'unknown', dialerReady: false, unread: 128 }),
  account({ config: { id: 'd', label: 'Night line' }, page: { kind: 'loading' }, dialerReady: false, signIn: 'unknown', connection: 'unknown' }),
  account({ config: { id: 'e', label: 'Old line', enabled: false }, page: { kind: 'closed' }, dialerReady: false }),
  account({ config: { id: 'simulated-desk', label: 'Simulated desk', simulated: true, options: { url: 'desk://localhost/ringcentral/index.html' } }, connection: 'inactiveHere' }),
];
const WITHHELD: AppView['withheld'] = [
  { at: NOW - 4 * MINUTE, what: 'Banner: message', reason: 'inFront', detail: null },
  { at: NOW - 2 * HOUR, what: 'Ring: call', reason: 'doNotDisturb', detail: null },
  { at: NOW - DAY, what: 'Notification: missed call', reason: 'serviceFailed', detail: 'ExcessNotificationGeneration' },
];
const EVERY_NOTICE: NoticeKind[] = ['settingsReset', 'saveFailed', 'keyStore', 'historyNotKept', 'historySalvaged', 'noTray', 'noNotifications', 'signedOut', 'signInCancelled', 'signInFailed', 'signInTimedOut', 'signInUnfinished', 'strangeSignIn', 'strangeAnswer', 'noBrowser', 'portTaken', 'noAnswer', 'refused', 'dialExpired', 'noWebRtc', 'flood', 'callLost', 'dataNotDeleted', 'chatLost', 'linkRefused', 'deliveriesRefused', 'downloadsRefused', 'signInDownload', 'linkOpened', 'notFollowed', 'passwordWanted', 'certificateWanted', 'signInUnsafe', 'microphoneLost', 'speakerLost'];
const SAVED: DownloadRow['state'] = { kind: 'finished', folder: '/home/ada/Downloads' };
const DOWNLOADS: DownloadRow[] = [
  download({ id: 9, name: '', received: 0, total: null, state: { kind: 'waiting' } }),
  download({ id: 8 }),
  download({ id: 7, name: `${LONG_NAME}.pdf`, total: null, received: 64_000_000 }),
  download({ id: 6, name: 'Fax from +49 30 901821.pdf', received: 84_200, total: 84_200, state: SAVED }),
  download({ id: 5, name: 'Voicemail.mp3', state: { kind: 'failed', problem: { problem: 'folder', folder: '/media/ada/USB stick', reason: 'No such file or directory' } } }),
  download({ id: 4, name: 'export.zip', state: { kind: 'failed', problem: { problem: 'broken', reason: 'it ended too early' } } }),
  download({ id: 3, name: 'photo.jpg', state: { kind: 'cancelled' } }),
  download({ id: 2, name: 'notes.txt', received: 0, total: 12, state: { kind: 'asking' } }),
];
const DETAILED = account({ unparsed: [{ name: 'rc-something-new-notify', count: 12 }, { name: 'not an object', count: 1 }] });

/** Situations by name. */
export const SAMPLES: Record<string, AppView> = {
  firstStart: view({ stage: { stage: 'welcome' }, accounts: [], presence: null, status: status(), reach: reach([], [wrong('accounts', null, 'bad', 'No account is in use.', 'Add a phone or a chat widget.', ['Add account', { intent: 'show', stage: { stage: 'welcome' } }])]), surroundings: { ...CALM.surroundings, trayHost: null, notifications: null } }),
  calm: view(),
  ringing: view({ mood: 'ringing', calls: [call({ queue: 'Support' })] }),
  ringingUnknown: view({ mood: 'ringing', calls: [call({ name: null, number: null })], accounts: SIX }),
  ringingWhileTalking: view({ mood: 'ringing', presence: 'onContact', calls: [call({ id: 2, name: LONG_NAME, number: '+4366012345678', numberShown: '+43 660 12345678', queue: 'Beschaffung und Vertragswesen' }), call({ ...TALKING })] }),
  talkingPoorly: view({ mood: 'onCall', presence: 'onContact', calls: [call({ ...TALKING, muted: true, sound: { grade: 'poor', flaw: 'loss', hearer: 'agent', nothingHeard: false, speakingWhileMuted: true, microphoneSilent: false } })], notices: [notice('microphoneLost', 1, { account: null, detail: 'Jabra Evolve2 is gone. Built-in Audio is used until it is back.' })] }),
  talking: view({ mood: 'onCall', presence: 'onContact', calls: [call({ ...TALKING })] }),
  held: view({ mood: 'onCall', presence: 'onContact', calls: [call({ ...TALKING, state: 'held', heldSince: NOW - 41 * SECOND, muted: true, recording: 'on', actions: ['resume', 'transfer', 'stopRecording', 'hangUp'] })], recent: HISTORY }),
  ended: view({ calls: [], recent: [past({ id: 95, end: 'transferred', movedTo: '102', connectedAt: NOW - 30 * SECOND, endedAt: NOW - 3 * SECOND }), past({ id: 96, name: LONG_NAME, connectedAt: NOW - 100 * SECOND, endedAt: NOW - 2 * SECOND }), ...HISTORY] }),
  secondRings: view({ mood: 'ringing', presence: 'onContact', accounts: [account(), account({ config: { id: 'b', label: 'Back office' } })], calls: [call({ id: 2, queue: 'Support' }), call({ id: 3, account: 'b', name: 'Radia Perlman', number: '103' }), call({ ...TALKING, recording: 'on' })], recent: HISTORY, missed: 2 }),
  pending: view({ mood: 'ringing', calls: [call({ pending: { command: 7, action: 'answer', since: NOW - 2 * SECOND } })] }),
  trouble: view({ mood: 'onCall', calls: [call({ ...TALKING, trouble: 'Hold was not confirmed within 5 seconds.', pending: { command: 8, action: 'mute', since: NOW } })] }),
  elsewhere: view({ mood: 'onCall', calls: [call({ ...TALKING, elsewhere: true, conference: true, actions: [] })] }),
  dialing: view({ mood: 'onCall', calls: [call({ direction: 'outbound', state: 'dialing', name: null, actions: ['keypad', 'hangUp'] })] }),
  everyState: view({
    mood: 'ringing',
    calls: [
      call(),
      call({ id: 2, direction: 'outbound', state: 'dialing', actions: ['hangUp'] }),
      call({ id: 3, ...TALKING, recording: 'pending' }),
      call({ id: 4, ...TALKING, state: 'queued', actions: ['hangUp'] }),
      call({ id: 5, state: 'failed', actions: [] }),
      call({ id: 6, state: 'ended', actions: [] }),
    ],
  }),
  missed: view({ mood: 'unread', missed: 2, unread: 1, recent: HISTORY, messages: MESSAGES, accounts: [account({ missed: 2, unread: 1 })] }),
  signedOut: view({ mood: 'signedOut', presence: null, reach: reach([account()], [SIGNED_OUT]), accounts: [account({ signIn: 'signedOut', connection: 'unknown', dialerReady: false })], notices: [notice('signedOut', 1)] }),
  noWebRtc: view({ reach: reach([account()], [NO_WEB_RTC]), accounts: [account({ cannotRingHere: true, connection: 'failed', abilities: { webRtc: false, mediaDevices: false, setSinkId: false, credentials: false } })], notices: [notice('noWebRtc', 1)] }),
  notices: view({ notices: EVERY_NOTICE.map((kind, index) => notice(kind, index + 1, { detail: index % 2 === 0 ? '/home/ada/.config/deskbell/settings.json.broken' : null })) }),
  tooMuch: view({
    mood: 'ringing',
    accounts: [...SIX, ...Array.from({ length: 8 }, (_, index) => account({ config: { id: `x${index}`, label: `Shared line ${index + 7}` } }))],
    calls: [call({ name: LONG_NAME, queue: 'Beschaffung' }), call({ id: 2, account: 'b', ...TALKING }), call({ id: 3, account: 'b', ...TALKING, state: 'held', actions: ['resume', 'hangUp'] })],
    notices: [notice('signedOut', 1, { account: 'c' }), notice('noNotifications', 2), notice('flood', 3), notice('callLost', 4, { detail: '+1 650 555 0123' })],
    missed: 12,
    unread: 131,
    recent: HISTORY,
    messages: MESSAGES,
  }),
  inBrowser: view({ mood: 'signedOut', presence: null, reach: reach([account()], [wrong('signIn', 'ringcentral', 'wait', 'RingCentral is signing in.')]), accounts: [account({ signIn: 'inProgress', waitsForBrowser: true, connection: 'unknown', dialerReady: false }), account({ config: { id: 'b', label: LONG_NAME }, signIn: 'inProgress', waitsForBrowser: true, connection: 'unknown', dialerReady: false })] }),
  downloads: view({ downloads: DOWNLOADS.slice(1, 4) }),
  downloadsOfAll: view({ stage: { stage: 'settings' }, downloads: DOWNLOADS, accounts: SIX, preferences: { ...CALM.preferences, downloads: { folder: '/home/ada/Kunden/Aufnahmen und Faxe', ask: true } } }),
  downloadsFailed: view({ stage: { stage: 'settings' }, downloads: DOWNLOADS.slice(4, 7), preferences: { ...CALM.preferences, language: 'german' } }),
  downloadsTooMany: view({ downloads: Array.from({ length: 20 }, (_, index) => download({ id: 40 - index, name: `Recording ${40 - index}.mp3`, received: 900_000, total: 900_000, state: index < 2 ? { kind: 'running' } : SAVED })) }),
  loading: view({ reach: reach([account()], [wrong('page', 'ringcentral', 'wait', 'RingCentral is starting.')]), accounts: [account({ page: { kind: 'loading' }, signIn: 'unknown', connection: 'unknown', dialerReady: false })] }),
  addAccount: view({ stage: { stage: 'addAccount', vendor: 'ringcentral' } }),
  addUnknown: view({ stage: { stage: 'addAccount', vendor: 'nobody' } }),
  editAccount: view({ stage: { stage: 'editAccount', account: 'ringcentral' } }),
  addAnother: view({ stage: { stage: 'welcome' } }),
  activity: view({ stage: { stage: 'activity' }, recent: HISTORY, messages: MESSAGES, accounts: SIX, missed: 2, unread: 1 }),
  activityFull: view({
    stage: { stage: 'activity' },
    recent: Array.from({ length: 50 }, (_, index) => ({ ...(HISTORY[index % HISTORY.length] ?? past()), id: 200 + index, endedAt: NOW - index * 47 * MINUTE, unseen: false })),
    messages: MESSAGES.map((row) => ({ ...row, text: row.text && `${row.text} `.repeat(12) })),
  }),
  activityEmpty: view({ stage: { stage: 'activity' } }),
  settings: view({ stage: { stage: 'settings' }, accounts: [DETAILED, ...SIX.slice(1)], withheld: WITHHELD }),
  settingsBare: view({ stage: { stage: 'settings' }, accounts: [], status: status(), reach: reach([], [OFFLINE, NO_SERVICE]), surroundings: { ...CALM.surroundings, online: false, trayHost: false, notifications: null } }),
  german: view({ stage: { stage: 'settings' }, accounts: [DETAILED], calls: [call({ ...TALKING })], preferences: { ...CALM.preferences, language: 'german' }, withheld: WITHHELD, missed: 2, recent: HISTORY }),
  germanRinging: view({ calls: [call({ queue: 'Support' })], preferences: { ...CALM.preferences, language: 'german' }, notices: [notice('noWebRtc', 1)] }),
  link: view({ link: { id: 1, number: '+4930901820', extension: '12', text: null, leftOut: ',,777#' } }),
  linkText: view({ accounts: SIX, link: { id: 2, number: '+16505550144', extension: null, text: 'Good morning, this is about your order 4711.\nIt is ready for collection.', leftOut: null } }),
  linkNoPhone: view({ accounts: [], link: { id: 3, number: '+4930901820', extension: null, text: null, leftOut: null } }),
  linkGerman: view({ link: { id: 4, number: '+4930901820', extension: '12', text: 'Ihre Bestellung ist da.', leftOut: null }, preferences: { ...CALM.preferences, language: 'german' } }),
  crashed: broken({ kind: 'crashed' }),
  hung: broken({ kind: 'hung' }, { retryAt: undefined }),
  hungLongName: view({ accounts: [account({ config: { label: LONG_NAME }, page: { kind: 'broken', problem: { kind: 'hung' }, tries: 1 }, dialerReady: false })], reach: reach([account({ config: { label: LONG_NAME } })], [wrong('page', 'ringcentral', 'bad', `${LONG_NAME}: the page does not work.`, 'It is tried again by itself; look at it for the reason.')]) }),
  hungInCall: { ...broken({ kind: 'hung' }, { retryAt: undefined }), mood: 'onCall', calls: [call({ ...TALKING, actions: ['hangUp'] })] },
  hungInCallGerman: { ...broken({ kind: 'hung' }, { retryAt: undefined }), mood: 'onCall', calls: [call({ ...TALKING, actions: ['hangUp'] })], preferences: { ...CALM.preferences, language: 'german' } },
  crashedInCall: { ...broken({ kind: 'crashed' }, { retryAt: undefined }), mood: 'onCall', calls: [call({ ...TALKING, actions: [] })] },
  loadFailed: broken({ kind: 'loadFailed', reason: 'apps.ringcentral.com: connection refused' }),
  offline: { ...broken({ kind: 'offline' }), reach: reach([account()], [OFFLINE, BROKEN]), surroundings: { ...CALM.surroundings, online: false } },
  silent: broken({ kind: 'silent' }, { tries: 5, retryAt: NOW - SECOND }),
  certificate: broken({ kind: 'certificate', reason: 'phone.example.com: its certificate has expired.' }),
  badConfig: broken({ kind: 'badConfig', reason: 'The address must start with https://' }),
  disabled: view({ accounts: [account({ config: { enabled: false }, page: { kind: 'closed' }, dialerReady: false })] }),
  goneAccount: view({ stage: { stage: 'widget', account: 'gone' } }),
  ...CHAT_SAMPLES,
  ...STATUS_SAMPLES,
  ...PERMISSION_SAMPLES,
  quitQuestion: view({ mood: 'onCall', calls: [call({ ...TALKING })], question: { question: 'quitDuringCall' } }),
  reloadQuestion: view({ mood: 'onCall', calls: [call({ ...TALKING })], question: { question: 'reloadDuringCall', account: 'ringcentral' } }),
};

// Situations of the status and the light by name, part of the table of sample views.
import type { AccountStatus } from '../wire/AccountStatus';
import type { AppView } from '../wire/AppView';
import type { Check } from '../wire/Check';
import type { Schedule } from '../wire/Schedule';
import type { StatusChange } from '../wire/StatusChange';
import type { StatusView } from '../wire/StatusView';
import { chatAccount } from './chat-rows';
import { account, call, CALM, DAY, HOUR, LONG_NAME, MINUTE, NOW, SECOND, view } from './rows';
import { check, chosen, differs, reach, status, told, wrong } from './status-rows';

const HUB = chatAccount({ config: { options: { hosting: 'agentConsole', statusAgent: 'ada@company.example', statusToken: 'token' } } });
const ACCOUNTS = [account(), HUB];
const TALKING = call({ state: 'connected', since: NOW - 3 * MINUTE, connectedAt: NOW - 166 * SECOND, actions: ['hold', 'mute', 'hangUp'] });
const AVAILABLE = chosen('available', NOW - HOUR);
const GERMAN = { ...CALM.preferences, language: 'german' as const };
const BOTH: AccountStatus[] = [told('ringcentral'), told('hub', { channel: 'chat', toldLabel: 'Online' })];

/** Both accounts, with what differs and whatever else is wrong. */
function situation(statuses: Partial<StatusView>, { others = [], checks = [], calm, over = {} }: { others?: ReturnType<typeof differs>[]; checks?: Check[]; calm?: Parameters<typeof reach>[2]; over?: Partial<AppView> } = {}): AppView {
  const accounts = BOTH.map((row) => others.find((other) => other.row.account === row.account)?.row ?? row);
  return view({
    accounts: ACCOUNTS,
    status: status({ chosen: AVAILABLE, aim: 'available', accounts, ...statuses }),
    reach: reach(ACCOUNTS, [...others.map((other) => other.check), ...checks], calm),
    ...over,
  });
}

const RETRYING = differs('hub', { kind: 'retrying', at: NOW + 14 * SECOND, tries: 3, problem: { problem: 'server', status: 503 } }, 'Web shop chat still says Online: its server failed (503). Trying again.', { channel: 'chat', aim: 'away' });
const REFUSED = differs('hub', { kind: 'gaveUp', problem: { problem: 'unauthorized' } }, 'Web shop chat was not set to Available: the API token is not valid (401); ask for a new one.', { channel: 'chat' });
const UNSEEN = differs('hub', { kind: 'gaveUp', problem: { problem: 'noReaction' } }, 'Web shop chat was not set to Available: the widget did not show it.', { channel: 'chat' });
const DRIFTED = differs('ringcentral', { kind: 'drifted', secondSession: false }, 'RingCentral says Invisible, all calls; you chose Available.', { told: 'offline', toldLabel: 'Invisible, all calls' });
const SECOND_SESSION = differs('hub', { kind: 'drifted', secondSession: true }, 'Web shop chat paused you. That happens when you sign in there a second time, in a browser or on another computer.', { channel: 'chat', told: 'away', toldLabel: 'Paused' });
const SENDING = differs('ringcentral', { kind: 'sending' }, 'RingCentral: setting Do not disturb…', { aim: 'doNotDisturb' });
const LONG = differs('ringcentral', { kind: 'drifted', secondSession: false }, `${LONG_NAME} says Invisible, no calls; you chose Available.`, { told: 'offline' });

const LINE_DOWN = wrong('line', 'ringcentral', 'bad', 'RingCentral: the phone cannot connect, so calls do not ring here.', 'Load the page again; if that does not help, check the network.', ['Load again', { intent: 'reload', account: 'ringcentral', confirmed: false }]);
const NO_MICROPHONE = wrong('microphone', 'ringcentral', 'bad', 'RingCentral: no microphone was found: callers would not hear you.', 'Plug one in, or allow Deskbell to use it in the system’s privacy settings.');
const SYSTEM_QUIET = wrong('systemDoNotDisturb', null, 'look', 'The system’s do-not-disturb is on: notifications are not shown.', 'Switch it off in the system’s notification settings.');
const NO_STORE = wrong('keyStore', null, 'look', 'The key store does not work: tokens are kept until Deskbell quits (no key store is running).', 'Start or unlock the system’s key store; until then enter tokens again after each start.');
const PORT_TAKEN = wrong('listener', null, 'look', 'Status updates from vendors cannot be received: the port is taken.', 'Choose another port in the settings, also at whatever passes them on.', ['Open settings', { intent: 'show', stage: { stage: 'settings' } }]);

const WEEK: Schedule['days'] = [true, true, true, true, true, false, false];
const SCHEDULES: Schedule[] = [
  { name: 'Early shift', kind: 'shift', on: true, days: WEEK, from: 360, to: 840 },
  { name: 'Night', kind: 'quietHours', on: true, days: [true, true, true, true, true, true, true], from: 1320, to: 360 },
  { name: 'Every other Saturday with the whole team', kind: 'shift', on: false, days: [true, false, true, true, false, true, false], from: 545, to: 780 },
];
const RULES = { ...CALM.preferences.rules, wrapUp: true, awayWhenIdle: true, schedules: SCHEDULES };

const change = (ago: number, kind: StatusChange['kind'], by: StatusChange['by'], over: Partial<StatusChange> = {}): StatusChange => ({ at: NOW - ago, kind, by, ...over });
const ELSEWHERE: StatusChange['by'] = { cause: 'elsewhere' };
const HISTORY: StatusChange[] = [
  change(2 * MINUTE, 'ruleEnded', { cause: 'rule', rule: 'wrapUp' }),
  change(3 * MINUTE, 'ruleBegan', { cause: 'rule', rule: 'wrapUp' }),
  change(9 * MINUTE, 'queued', { cause: 'agent', from: 'tray' }, { presence: 'away', note: 'Break' }),
  change(12 * MINUTE, 'ruleBegan', { cause: 'rule', rule: 'onCall' }),
  change(40 * MINUTE, 'confirmed', ELSEWHERE, { account: 'hub', presence: 'available', label: 'Online' }),
  change(41 * MINUTE, 'chosen', { cause: 'agent', from: 'notification' }, { presence: 'available' }),
  change(50 * MINUTE, 'drifted', { cause: 'secondSession' }, { account: 'hub', presence: 'away', label: 'Paused' }),
  change(2 * HOUR, 'drifted', ELSEWHERE, { account: 'ringcentral', presence: 'offline', label: 'Invisible, all calls' }),
  change(3 * HOUR, 'chosen', { cause: 'agent', from: 'window' }, { presence: 'away', note: 'Dentist, back at three' }),
  change(DAY, 'gaveUp', ELSEWHERE, { account: 'hub', presence: 'doNotDisturb', problem: { problem: 'rejected', status: 404, said: 'no such agent' } }),
  change(DAY + HOUR, 'gaveUp', ELSEWHERE, { account: 'gone', presence: 'away', problem: { problem: 'server', status: 503 } }),
  change(DAY + 2 * HOUR, 'chosen', { cause: 'agent', from: 'commandLine' }, { presence: 'doNotDisturb' }),
  change(DAY + 3 * HOUR, 'chosen', { cause: 'agent', from: 'secondStart' }, { presence: 'available' }),
];

const REACHABLE_DE = { level: 'good', summary: 'Erreichbar' } as const;
const QUIET = { level: 'off', summary: 'Away, as you chose' } as const;
const WRAP_UP = [{ rule: 'wrapUp', text: 'Wrap-up after the call', until: NOW + 18 * SECOND }] as const;
const ON_CALL = [{ rule: 'onCall', text: 'Chats paused while on a call', until: null }] as const;
const ON_PHONE: Partial<AppView> = { mood: 'onCall', calls: [TALKING] };

export const STATUS_SAMPLES: Record<string, AppView> = {
  statusConfirmed: situation({}),
  statusUnchosen: situation({ chosen: null, aim: null }, { over: { presence: null } }),
  asking: situation({ chosen: chosen('doNotDisturb', NOW), aim: 'doNotDisturb' }, { others: [SENDING], over: { presenceWanted: 'doNotDisturb' } }),
  away: situation({ chosen: chosen('away', NOW), aim: 'away' }, { calm: QUIET, over: { presence: 'away' } }),
  statusNote: situation({ chosen: chosen('away', NOW, 'Lunch'), aim: 'away' }, { calm: QUIET, over: { presence: 'away' } }),
  statusOnCall: situation({ rules: [...ON_CALL] }, { over: ON_PHONE }),
  statusQueued: situation({ rules: [...ON_CALL], next: chosen('away', NOW - MINUTE, 'Break') }, { over: ON_PHONE }),
  wrapUp: situation({ aim: 'wrapUp', rules: [...WRAP_UP] }, { calm: { level: 'off', summary: 'Wrap-up after the call' }, over: { presence: 'wrapUp' } }),
  quietHours: situation({ aim: 'doNotDisturb', rules: [{ rule: 'quietHours', text: 'Do not disturb: Night', name: 'Night', until: NOW + 7 * HOUR }] }, { calm: { level: 'off', summary: 'Do not disturb: Night' }, over: { presence: 'doNotDisturb' } }),
  retrying: situation({ chosen: chosen('away', NOW), aim: 'away' }, { others: [RETRYING] }),
  gaveUp: situation({}, { others: [REFUSED] }),
  gaveUpAgain: situation({}, { others: [UNSEEN] }),
  drifted: situation({}, { others: [DRIFTED] }),
  secondSession: situation({}, { others: [SECOND_SESSION] }),
  statusMuch: situation({ rules: [...WRAP_UP, ...ON_CALL], next: chosen('away', NOW, LONG_NAME.slice(0, 80)) }, { others: [LONG, RETRYING], checks: [NO_MICROPHONE], over: { ...ON_PHONE, calls: [TALKING, call({ id: 2 })] } }),
  lightWait: situation({}, { checks: [wrong('line', 'ringcentral', 'wait', 'RingCentral: the phone is connecting.')] }),
  lightLook: situation({}, { checks: [SYSTEM_QUIET] }),
  lightBad: situation({}, { others: [RETRYING], checks: [LINE_DOWN, NO_MICROPHONE, SYSTEM_QUIET, NO_STORE, PORT_TAKEN] }),
  statusGerman: situation(
    { chosen: chosen('doNotDisturb', NOW, 'Mittagspause'), aim: 'doNotDisturb', next: chosen('offline', NOW, 'Besprechung') },
    { others: [differs('hub', { kind: 'drifted', secondSession: true }, 'Web shop chat hat Sie pausiert. Das geschieht, wenn Sie sich dort ein zweites Mal anmelden, im Browser oder an einem anderen Rechner.', { channel: 'chat' }, 'Erneut setzen')], over: { ...ON_PHONE, preferences: GERMAN } },
  ),
  statusRules: situation({}, { over: { stage: { stage: 'settings' }, preferences: { ...CALM.preferences, rules: RULES } } }),
  statusRulesGerman: situation({}, { calm: REACHABLE_DE, over: { stage: { stage: 'settings' }, preferences: { ...GERMAN, rules: RULES } } }),
  news: situation({}, { checks: [check('listener', 'Status updates from vendors arrive at port 47816.')], over: { stage: { stage: 'settings' }, preferences: { ...CALM.preferences, listener: { on: true, port: 47816, publicAddress: 'https://desk.company.example/news/' } }, surroundings: { ...CALM.surroundings, listener: { kind: 'listening', port: 47816 } } } }),
  newsTrouble: situation({}, { checks: [NO_STORE, PORT_TAKEN], over: { stage: { stage: 'settings' }, preferences: { ...CALM.preferences, listener: { on: true, port: 47816, publicAddress: '' } }, surroundings: { ...CALM.surroundings, listener: { kind: 'failed', reason: 'the port is taken' }, keyStore: 'no key store is running' } } }),
  statusHistory: situation({ history: HISTORY }, { over: { stage: { stage: 'activity' } } }),
  statusHistoryGerman: situation({ history: HISTORY }, { calm: REACHABLE_DE, over: { stage: { stage: 'activity' }, preferences: GERMAN } }),
};

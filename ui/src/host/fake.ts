// A stand-in host for development and tests: answers like the program would, late enough that nothing can be optimistic.
import type { AppView } from '../wire/AppView';
import type { CallAction } from '../wire/CallAction';
import type { CallRow } from '../wire/CallRow';
import type { FieldProblem } from '../wire/FieldProblem';
import type { Intent } from '../wire/Intent';
import type { Query } from '../wire/Query';
import type { QueryAnswer } from '../wire/QueryAnswer';
import type { VendorForm } from '../wire/VendorForm';
import { obeyChat } from './fake-chats';
import { answerHistory, type HistoryQuery } from './fake-history';
import { obeyStatus } from './fake-status';
import type { Host } from './host';
import { account, view as calm } from './rows';
import { SAMPLES } from './samples';
import { CHAT_VENDORS, VENDORS } from './vendors';

/** A fake host with what it was asked, for tests. */
export interface FakeHost extends Host {
  /** Every intent, oldest first. */
  readonly intents: Intent[];
  /** Every query, oldest first. */
  readonly queries: Query[];
  /** Shows a view as the program would; returns the one that is current now. */
  push(view: AppView): void;
  /** The next dispatch fails with these words. */
  refuse(reason: string): void;
}

/** Views the core exported from its own scenarios, beside our samples. */
const EXPORTED = import.meta.glob<AppView>('../wire/views/*.json', { eager: true, import: 'default' });
const ALL: Record<string, AppView> = {
  ...SAMPLES,
  ...Object.fromEntries(Object.entries(EXPORTED).map(([path, exported]) => [`core-${path.split('/').at(-1)?.replace('.json', '') ?? path}`, exported])),
};

const LATE_MS = 500;
const REACH_MS = 1500;

/** A host that begins with `first`. `obeys` makes intents come true after a moment; `older` calls are kept beside what it shows, or there is no history. */
export function fakeHost(first: AppView, { vendors = VENDORS, obeys = false, older = 0, noHistory = null }: { vendors?: VendorForm[]; obeys?: boolean; older?: number; noHistory?: string | null } = {}): FakeHost {
  let current = first;
  let refusal: string | null = null;
  const started = Date.now();
  let waiting: ((view: AppView) => void)[] = [];
  const intents: Intent[] = [];
  const queries: Query[] = [];

  const push = (next: AppView) => {
    current = next;
    const told = waiting;
    waiting = [];
    for (const tell of told) tell(next);
  };
  const change = (over: Partial<AppView>) => push({ ...current, ...over, revision: current.revision + 1 });
  const notes = new Map<number, { note?: string; disposition?: string }>();
  const history = (query: HistoryQuery): Promise<QueryAnswer> => Promise.resolve(noHistory === null ? answerHistory(query, current, older, notes) : { answer: 'noHistory', reason: noHistory });
  const later = (over: () => Partial<AppView>) => void setTimeout(() => change(over()), LATE_MS);

  return {
    intents,
    queries,
    push,
    refuse: (reason) => (refusal = reason),
    now: () => current.now + (Date.now() - started),
    view: (after) => (current.revision === after ? new Promise((tell) => waiting.push(tell)) : Promise.resolve(current)),
    dispatch: (intent) => {
      intents.push(intent);
      if (refusal !== null) {
        const reason = refusal;
        refusal = null;
        return Promise.reject(new Error(reason));
      }
      if (intent.intent === 'noteEntry') notes.set(intent.entry, { ...notes.get(intent.entry), ...intent.said });
      if (obeys) obey(intent, () => current, change, later);
      return Promise.resolve();
    },
    query: (query) => {
      queries.push(query);
      if (query.query === 'history' || query.query === 'historyEntry' || query.query === 'historyStats') return history(query);
      return answer(query, vendors, obeys);
    },
  };
}

async function answer(query: Exclude<Query, { query: `history${string}` }>, vendors: VendorForm[], slowly: boolean): Promise<QueryAnswer> {
  if (query.query === 'vendors') return { answer: 'vendors', vendors };
  if (query.query === 'raw') return { answer: 'raw', messages: [] };
  if (query.query === 'statusHistory') return { answer: 'statusHistory', changes: [] };
  if (query.query === 'callDescriptions') return { answer: 'callDescriptions', descriptions: [] };
  if (query.query === 'soundLevels') return { answer: 'soundLevels', levels: { microphoneDb: -23, speakerDb: -100, test: { kind: 'idle' } } };
  if (query.reach && slowly) await new Promise((resolve) => setTimeout(resolve, REACH_MS));
  const { options, label } = query.config;
  const problems: FieldProblem[] = [];
  if (!label) problems.push({ field: 'label', message: 'Give it a name.' });
  if (query.config.vendor !== 'ringcentral') return { answer: 'checked', address: problems.length > 0 ? null : (options['url'] ?? options['loader'] ?? 'desk://localhost/own.html'), problems };
  if (!options['clientId']) problems.push({ field: 'clientId', message: 'The client ID is needed.' });
  const url = options['url'] ?? 'https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/app.html';
  if (!url.startsWith('https://') && !url.startsWith('desk://')) problems.push({ field: 'url', message: 'The address must start with https://' });
  return { answer: 'checked', address: problems.length > 0 ? null : `${url}?clientId=${encodeURIComponent(options['clientId'] ?? '')}`, problems };
}

const NEXT: Partial<Record<CallAction, Partial<CallRow>>> = {
  answer: { state: 'connected', actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] },
  hold: { state: 'held', actions: ['resume', 'transfer', 'hangUp'] },
  resume: { state: 'connected', actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] },
  mute: { muted: true, actions: ['hold', 'unmute', 'keypad', 'transfer', 'record', 'hangUp'] },
  unmute: { muted: false, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] },
  record: { recording: 'on', actions: ['hold', 'mute', 'keypad', 'transfer', 'stopRecording', 'hangUp'] },
  stopRecording: { recording: 'off', actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] },
};

/** Only what makes clicking around in a browser worth while. */
function obey(intent: Intent, current: () => AppView, change: (over: Partial<AppView>) => void, later: (over: () => Partial<AppView>) => void): void {
  const row = (id: string, edit: (old: AppView['accounts'][number]) => AppView['accounts'][number]) => current().accounts.map((old) => (old.config.id === id ? edit(old) : old));
  if (intent.intent === 'show' && intent.stage.stage !== 'conversation') change({ stage: intent.stage, conversation: null });
  obeyChat(intent, current, change, later);
  obeyStatus(intent, current, change, later);
  if (intent.intent === 'cancelQuestion' || intent.intent === 'quit') change({ question: null });
  if (intent.intent === 'dropLink') change({ link: null });
  if (intent.intent === 'answerAsk') change({ asks: current().asks.filter((ask) => ask.id !== intent.ask) });
  if (intent.intent === 'forgetGrant') change({ grants: current().grants.filter((row) => row.account !== intent.account || JSON.stringify(row.right) !== JSON.stringify(intent.right)) });
  if (intent.intent === 'dismissNotice') change({ notices: current().notices.filter((notice) => notice.id !== intent.notice) });
  if (intent.intent === 'markSeen' && intent.kind === 'calls') change({ missed: 0, marked: { mark: 1, count: current().missed }, recent: current().recent.map((call) => ({ ...call, unseen: false })) });
  if (intent.intent === 'undoSeen') change({ marked: null, missed: current().marked?.count ?? 0, recent: current().recent.map((call) => ({ ...call, unseen: call.end === 'missed' })) });
  if (intent.intent === 'changeSetting') change({ preferences: { ...current().preferences, [intent.change.setting]: intent.change.value } });
  if (intent.intent === 'removeAccount') change({ accounts: current().accounts.filter((old) => old.config.id !== intent.account) });
  if (intent.intent === 'renameAccount') change({ accounts: row(intent.account, (old) => ({ ...old, config: { ...old.config, label: intent.label } })) });
  if (intent.intent === 'enableAccount') change({ accounts: row(intent.account, (old) => ({ ...old, page: { kind: intent.enabled ? 'alive' : 'closed' }, config: { ...old.config, enabled: intent.enabled } })) });
  if (intent.intent === 'addAccount') change({ accounts: [...current().accounts, account({ config: intent.config })], stage: { stage: 'widget', account: intent.config.id } });
  if (intent.intent === 'moveAccount') {
    const rest = current().accounts.filter((old) => old.config.id !== intent.account);
    rest.splice(intent.to, 0, ...current().accounts.filter((old) => old.config.id === intent.account));
    change({ accounts: rest });
  }
  if (intent.intent === 'call') {
    const edit = (over: Partial<CallRow>) => current().calls.map((call) => (call.id === intent.call ? { ...call, ...over } : call));
    change({ calls: edit({ pending: { command: 1, action: intent.action, since: current().now } }) });
    const next = NEXT[intent.action];
    later(() => ({ calls: next || intent.action === 'keypad' ? edit({ ...next, pending: null }) : current().calls.filter((call) => call.id !== intent.call) }));
  }
}

/** `?view=<name>` chooses the sample, `&chats` adds chat vendors, `&still` makes intents do nothing, `&older=<n>` keeps so many calls more, `&noHistory` has none. */
export function fakeFromAddress(search: string): FakeHost {
  const asked = new URLSearchParams(search);
  const sample = ALL[asked.get('view') ?? 'firstStart'] ?? calm();
  return fakeHost(sample, { vendors: asked.has('chats') ? [...VENDORS, ...CHAT_VENDORS] : VENDORS, obeys: !asked.has('still'), older: Number(asked.get('older') ?? 0), noHistory: asked.has('noHistory') ? 'the history was written by a later version' : null });
}

/** Names of all samples, for whoever wants to look at each. */
export const sampleNames = Object.keys(ALL);

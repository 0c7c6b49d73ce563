// Rows of sample views about the status and the light, in the words the core would give.
import type { AccountId } from '../wire/AccountId';
import type { AccountRow } from '../wire/AccountRow';
import type { AccountStatus } from '../wire/AccountStatus';
import type { Check } from '../wire/Check';
import type { CheckId } from '../wire/CheckId';
import type { ChosenStatus } from '../wire/ChosenStatus';
import type { Intent } from '../wire/Intent';
import type { Reach } from '../wire/Reach';
import type { ReachLevel } from '../wire/ReachLevel';
import type { SyncState } from '../wire/SyncState';
import type { StatusView } from '../wire/StatusView';

/** A check that holds. */
export function check(id: CheckId, text: string, over: Partial<Check> = {}): Check {
  return { id, account: null, level: 'good', text, fix: null, action: null, nextTry: null, ...over };
}

/** A check that does not hold, with a remedy. */
export function wrong(id: CheckId, account: AccountId | null, level: ReachLevel, text: string, fix: string | null = null, action: [label: string, intent: Intent] | null = null): Check {
  return { id, account, level, text, fix, action: action && { label: action[0], intent: action[1] }, nextTry: null };
}

/** Everything that holds for these accounts. */
function allGood(accounts: readonly AccountRow[]): Check[] {
  const used = accounts.filter((row) => row.config.enabled);
  const of = ({ config: { id, label }, hosting }: AccountRow): Check[] => {
    const good = (what: CheckId, text: string) => check(what, text, { account: id });
    const line = [good('signIn', `${label} is signed in.`), good('line', `${label}: the phone line is up.`), good('microphone', `${label}: a microphone is there.`), good('dialer', `${label}: the dialer is ready.`)];
    return [good('page', `${label}: the page works.`), ...(hosting === 'vendorPage' ? line : []), good('status', `${label} has confirmed: Available.`)];
  };
  const rest = [check('notifications', 'Notifications can be shown.'), check('systemDoNotDisturb', 'The system’s do-not-disturb is off.'), check('tray', 'The tray icon can be seen.'), check('keyStore', 'The key store works.')];
  return [check('accounts', `In use: ${used.map((row) => row.config.label).join(', ')}.`), check('network', 'The network is up.'), ...used.flatMap(of), ...rest];
}

const URGENCY: ReachLevel[] = ['good', 'off', 'wait', 'look', 'bad'];

/** The light of these accounts with what is wrong; `summary` where nothing is. */
export function reach(accounts: readonly AccountRow[], problems: Check[] = [], calm: Pick<Reach, 'level' | 'summary'> = { level: 'good', summary: 'Reachable' }): Reach {
  const sorted = [...problems].sort((a, b) => URGENCY.indexOf(b.level) - URGENCY.indexOf(a.level));
  const good = allGood(accounts).filter((known) => !problems.some((problem) => problem.id === known.id && problem.account === known.account));
  const worst = sorted[0];
  return { level: worst?.level ?? calm.level, summary: worst?.text ?? calm.summary, checks: [...sorted, ...good] };
}

/** What an account's vendor makes of the status: confirmed, unless told otherwise. */
export function told(account: AccountId, over: Partial<AccountStatus> = {}): AccountStatus {
  return { account, channel: 'phone', aim: 'available', told: 'available', toldLabel: 'Available', toldNote: null, toldAt: null, standing: { kind: 'confirmed' }, text: null, ...over };
}

/** An account that differs, with the check that says so. */
export function differs(account: AccountId, standing: SyncState, text: string, over: Partial<AccountStatus> = {}, label = 'Set again'): { row: AccountStatus; check: Check } {
  const moving = standing.kind === 'sending' || standing.kind === 'waiting';
  const action: [string, Intent] | null = moving ? null : standing.kind === 'gaveUp' && standing.problem.problem === 'unauthorized' ? ['Open settings', { intent: 'show', stage: { stage: 'editAccount', account } }] : [label, { intent: 'pushStatus', account }];
  return { row: told(account, { standing, text, ...over }), check: wrong('status', account, moving ? 'wait' : 'look', text, null, action) };
}

/** Somebody chose it in the window. */
export function chosen(presence: ChosenStatus['presence'], at: number, note?: string): ChosenStatus {
  return { presence, at, by: 'window', ...(note !== undefined && { note }) };
}

/** A status that nobody chose yet, unless told otherwise. */
export function status(over: Partial<StatusView> = {}): StatusView {
  return { chosen: null, after: null, aim: null, rules: [], next: null, accounts: [], history: [], ...over };
}

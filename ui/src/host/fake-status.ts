// What the stand-in host makes of wishes about the status: vendors follow a moment later, as the core would show it.
import type { AppView } from '../wire/AppView';
import type { ChosenStatus } from '../wire/ChosenStatus';
import type { Intent } from '../wire/Intent';
import { differs, reach } from './status-rows';

type Change = (over: Partial<AppView>) => void;

const NAMES: Record<ChosenStatus['presence'], string> = { available: 'Available', onContact: 'On a call', wrapUp: 'Wrap-up', away: 'Away', doNotDisturb: 'Do not disturb', offline: 'Offline' };

/** Only what makes clicking around in a browser worth while. */
export function obeyStatus(intent: Intent, current: () => AppView, change: Change, later: (over: () => Partial<AppView>) => void): void {
  const { now, status } = current();

  /** Chosen at once, sent to the accounts named, confirmed by each a moment later. */
  const choose = (chosen: ChosenStatus, where: readonly string[]) => {
    const { presence } = chosen;
    const moving = where.map((id) => {
      const label = current().accounts.find((row) => row.config.id === id)?.config.label ?? id;
      return differs(id, { kind: 'sending' }, `${label}: setting ${NAMES[presence]}…`, { channel: status.accounts.find((row) => row.account === id)?.channel ?? 'phone', aim: presence });
    });
    const rest = current().reach.checks.filter((check) => check.level !== 'good' && !(check.id === 'status' && where.includes(check.account ?? '')));
    const calm = presence === 'available' ? undefined : ({ level: 'off', summary: `${NAMES[presence]}, as you chose` } as const);
    change({
      presenceWanted: presence,
      status: { ...status, chosen, aim: presence, rules: [], next: null, accounts: status.accounts.map((row) => moving.find((known) => known.row.account === row.account)?.row ?? row) },
      reach: reach(current().accounts, [...moving.map((known) => known.check), ...rest], calm),
    });
    later(() => ({
      presence,
      presenceWanted: null,
      status: { ...current().status, accounts: current().status.accounts.map((row) => (where.includes(row.account) ? { ...row, aim: presence, told: presence, toldLabel: NAMES[presence], standing: { kind: 'confirmed' }, text: null } : row)) },
      reach: reach(current().accounts, rest, calm),
    }));
  };

  if (intent.intent === 'setPresence') {
    const chosen: ChosenStatus = { presence: intent.presence, at: now, by: 'window', ...(intent.note !== undefined && { note: intent.note }) };
    if (intent.afterCall) change({ status: { ...status, next: chosen } });
    else choose(chosen, status.accounts.map((row) => row.account));
  }
  if (intent.intent === 'dropNextPresence') change({ status: { ...status, next: null } });
  if (intent.intent === 'pushStatus' && status.chosen) choose(status.chosen, [intent.account]);
  if (intent.intent === 'adoptStatus') {
    const row = status.accounts.find((known) => known.account === intent.account);
    if (row?.told) choose({ presence: row.told, at: now, by: 'window', ...(row.toldNote !== null && { note: row.toldNote }) }, status.accounts.map((known) => known.account));
  }
  if (intent.intent === 'reload' || intent.intent === 'signIn' || intent.intent === 'useRingOut') {
    const { account } = intent;
    later(() => ({ reach: reach(current().accounts, current().reach.checks.filter((check) => check.level !== 'good' && check.account !== account)) }));
  }
}

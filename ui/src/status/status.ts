// The one status: what can be chosen, what it is called, and the lines that stand under the switch.
import { countdown, length, timeOfDay } from '../text/format';
import type { Words } from '../text/en';
import type { AppView } from '../wire/AppView';
import type { CallState } from '../wire/CallState';
import type { Check } from '../wire/Check';
import type { FixAction } from '../wire/FixAction';
import type { Intent } from '../wire/Intent';
import type { Presence } from '../wire/Presence';
import type { ReachLevel } from '../wire/ReachLevel';
import type { Rule } from '../wire/Rule';
import type { Stage } from '../wire/Stage';
import type { StatusView } from '../wire/StatusView';
import type { IconName } from '../controls/icons';

/** What an agent can choose. */
export const CHOICES = ['available', 'away', 'doNotDisturb', 'offline'] as const;

const HOUR_MS = 3_600_000;
const RECENT_MOST = 4;
const RUNNING: CallState[] = ['dialing', 'connected', 'held'];
const RULE_ICON: Record<Rule, IconName> = { offShift: 'offline', quietHours: 'doNotDisturb', locked: 'lock', idle: 'away', onCall: 'pause', wrapUp: 'wrapUp' };

/** One thing to say about the status, with what can be done about it. */
export interface StatusLine {
  key: string;
  text: string;
  /** When it ends or is tried again; changes every second. */
  time: string | null;
  mark: { level: ReachLevel } | { icon: IconName };
  buttons: { label: string; intent: Intent; kind: 'plain' | 'primary' | 'drop' }[];
  /** Over in a moment, as a rule: said only if it lasts. */
  brief: boolean;
}

/** "Away · Lunch". */
export function statusName(presence: Presence, note: string | null | undefined, words: Words): string {
  return [words.status[presence], note].filter(Boolean).join(' · ');
}

/** A call runs at whose end a status can be chosen. */
export function onCall(view: AppView): boolean {
  return view.calls.some((call) => RUNNING.includes(call.state));
}

/** Notes the agent used before, newest first. */
export function recentNotes(status: StatusView): string[] {
  const own = status.history.filter((change) => change.by.cause === 'agent').map((change) => change.note);
  const notes = [status.chosen?.note, status.next?.note, ...own].filter((note) => note !== undefined);
  return [...new Set(notes)].slice(0, RECENT_MOST);
}

/** Accounts whose vendor shows something else than was chosen, of its own accord. */
export function driftedAccounts(status: StatusView): string[] {
  return status.accounts.filter((account) => account.standing.kind === 'drifted').map((account) => account.account);
}

/** The button of a check, unless it leads to what is shown already. */
export function usefulAction(check: Check, stage: Stage): FixAction | null {
  const { action } = check;
  if (action?.intent.intent !== 'show' || action.intent.stage.stage !== stage.stage) return action;
  const to = action.intent.stage;
  return 'account' in to && 'account' in stage && to.account !== stage.account ? action : null;
}

/** Something on the status line changes with the clock. */
export function statusTicks(status: StatusView): boolean {
  return status.rules.some((rule) => rule.until !== null) || status.accounts.some((account) => account.standing.kind === 'retrying');
}

/** Rules that hold, what comes after the call, and every account that differs; in this order. */
export function statusLines(view: AppView, now: number, words: Words, locale: string): StatusLine[] {
  const say = words.status.lines;
  const { rules, next } = view.status;
  const lines: StatusLine[] = rules.map((rule) => ({
    key: `rule-${rule.rule}`,
    text: rule.text,
    time: rule.until === null ? null : rule.until - now < HOUR_MS ? say.left(length(rule.until - now)) : say.until(timeOfDay(rule.until, locale)),
    mark: { icon: RULE_ICON[rule.rule] },
    buttons: rule.rule === 'wrapUp' ? [{ label: words.status.headline.ready, intent: { intent: 'setPresence', presence: 'available', afterCall: false }, kind: 'plain' }] : [],
    brief: false,
  }));
  if (next) {
    lines.push({
      key: 'next',
      text: say.next(statusName(next.presence, next.note, words)),
      time: null,
      mark: { icon: next.presence },
      buttons: [{ label: say.dropNext, intent: { intent: 'dropNextPresence' }, kind: 'drop' }],
      brief: false,
    });
  }
  return [...lines, ...accountLines(view, now, words)];
}

/** One line for each account that differs. */
function accountLines(view: AppView, now: number, words: Words): StatusLine[] {
  const say = words.status.lines;
  return view.status.accounts.flatMap(({ account, standing, text }): StatusLine[] => {
    if (text === null) return [];
    const check = view.reach.checks.find((known) => known.id === 'status' && known.account === account);
    const again: Intent = { intent: 'pushStatus', account };
    const line: StatusLine = { key: `${account}-${standing.kind}`, text, time: null, mark: { level: check?.level ?? 'look' }, buttons: [], brief: false };
    switch (standing.kind) {
      case 'retrying':
        return [{ ...line, time: standing.at > now ? say.nextTry(countdown(standing.at - now)) : say.trying, buttons: [{ label: say.tryNow, intent: again, kind: 'plain' }] }];
      case 'gaveUp':
        // What helps is the core's to say: trying again, or another token.
        return [{ ...line, buttons: [{ label: check?.action?.label ?? say.setAgain, intent: check?.action?.intent ?? again, kind: 'plain' }] }];
      case 'drifted':
        return [{ ...line, buttons: [{ label: say.setAgain, intent: again, kind: 'primary' }, { label: say.keepTheirs, intent: { intent: 'adoptStatus', account }, kind: 'plain' }] }];
      case 'sending':
        return [{ ...line, brief: true }];
      case 'waiting':
      case 'unlinked':
      case 'idle':
      case 'confirmed':
        return [line];
    }
  });
}

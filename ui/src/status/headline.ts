// The largest words of the window: what the agent effectively is now, why, for how long, and the way out of it.
import { brief, length, timeOfDay, when } from '../text/format';
import type { Words } from '../text/en';
import type { AppView } from '../wire/AppView';
import type { CheckId } from '../wire/CheckId';
import type { Intent } from '../wire/Intent';
import type { Rule } from '../wire/Rule';
import type { IconName } from '../controls/icons';
import { onCall, statusName } from './status';

/** What stands at the top of the sidebar. */
export interface Headline {
  icon: IconName;
  level: 'good' | 'look' | null;
  /** What the agent is: "Do not disturb", "Available · phone signed out". */
  name: string;
  /** What remains of it, where it counts down; changes every second. */
  left: string | null;
  /** Why and until when, and what was chosen where that is something else. */
  detail: string | null;
  /** What ends or prolongs it. */
  ways: { label: string; spoken: string; intent: Intent }[];
  /** The rule it stands for: its line need not be said again. */
  rule: Rule | null;
}

const RULED: Record<Exclude<Rule, 'onCall'>, 'offline' | 'doNotDisturb' | 'away' | 'wrapUp'> = { offShift: 'offline', quietHours: 'doNotDisturb', locked: 'away', idle: 'away', wrapUp: 'wrapUp' };
const LEVELS: Record<string, 'good' | 'look'> = { available: 'good', away: 'look', doNotDisturb: 'look', wrapUp: 'look' };
/** What keeps calls or chats away although *available* was chosen; the first that fails is said. */
const BARRIERS = ['network', 'page', 'signIn', 'callingMode', 'line', 'microphone', 'widget'] as const satisfies CheckId[];
const DAY_MS = 86_400_000;
/** A longer name of an account is cut in the largest words. */
const NAME_MOST = 20;
const AVAILABLE: Intent = { intent: 'setPresence', presence: 'available', afterCall: false };

/** The headline of a view. `phones` are the accounts that have a phone; all others have chats. */
export function headline(view: AppView, now: number, words: Words, locale: string, phones: readonly string[]): Headline {
  const say = words.status;
  const { chosen, rules } = view.status;
  const presence = chosen?.presence ?? view.presence;
  const own = presence === null ? null : statusName(presence, chosen?.note, words);
  const chose = own === null ? null : say.headline.chosen(own);
  const plain: Headline = { icon: presence ?? 'offline', level: presence === null ? null : (LEVELS[presence] ?? null), name: own ?? say.none, left: null, detail: null, ways: [], rule: null };

  if (onCall(view)) {
    const paused = rules.some((rule) => rule.rule === 'onCall');
    return { ...plain, icon: 'onContact', level: 'good', name: joined(say.onContact, paused ? say.headline.chatsPaused : null), detail: chose, rule: paused ? 'onCall' : null };
  }
  const ruling = rules.find((rule) => rule.rule !== 'onCall');
  if (ruling && ruling.rule !== 'onCall') {
    const { rule, until } = ruling;
    const is = RULED[rule];
    const ended: Headline = { ...plain, icon: is, level: LEVELS[is] ?? null, name: say[is], rule, ways: [{ label: say.headline.endNow, spoken: say.headline.endNowSpoken(ruling.text), intent: AVAILABLE }] };
    if (rule === 'wrapUp') {
      return { ...ended, left: until === null ? null : length(until - now), ways: [{ label: say.headline.ready, spoken: say.headline.readySpoken, intent: AVAILABLE }, { label: say.headline.longer, spoken: say.headline.longerSpoken, intent: { intent: 'extendWrapUp' } }] };
    }
    const span = until === null ? null : say.lines.until(soon(until, now, locale));
    return { ...ended, detail: say.headline.after([ruling.name ?? say.headline.why[rule], span].filter(Boolean).join(' '), own ?? say.available) };
  }
  const barrier = presence === 'available' ? barrierOf(view, phones) : null;
  if (barrier) return { ...plain, level: 'look', icon: 'warn', name: joined(say.available, say.headline.barrier[barrier.id](brief(barrier.of ?? say.headline.on[barrier.on], NAME_MOST))) };
  const until = chosen?.until;
  if (until === undefined) return { ...plain, detail: since(view, now, words, locale) };
  // It ends by itself, and what it replaced comes back.
  const next = view.status.after;
  const then = next === null ? say.available : statusName(next.presence, next.note, words);
  const back: Intent = { intent: 'setPresence', presence: next?.presence ?? 'available', afterCall: false, ...(next?.note === undefined ? {} : { note: next.note }) };
  return { ...plain, detail: say.headline.after(say.lines.until(soon(until, now, locale)), then), ways: [{ label: say.headline.endNow, spoken: say.headline.endNowSpoken(own ?? say.none), intent: back }] };
}

/** What the light says: what it means that the headline names a trouble, what the chosen status or a rule keeps away, what the core says otherwise. */
export function lightSays(view: AppView, now: number, words: Words, locale: string, phones: readonly string[], head: Headline): string {
  const say = words.reachability.quiet;
  const barrier = head.icon === 'warn' ? barrierOf(view, phones) : null;
  if (barrier) return words.reachability.means[barrier.id](barrier.on, barrier.of === null ? null : brief(barrier.of, NAME_MOST));
  if (view.reach.level !== 'off') return view.reach.summary;
  const until = view.status.rules.find((rule) => rule.rule !== 'onCall')?.until ?? view.status.chosen?.until ?? null;
  const span = until === null ? '' : words.status.lines.until(soon(until, now, locale));
  switch (view.status.aim ?? view.presence) {
    case 'doNotDisturb':
      return view.preferences.ringInDoNotDisturb ? say.rings : say.doNotDisturb(span);
    case 'offline':
      return say.offline(span);
    case 'away':
      return say.away;
    case 'wrapUp':
      return say.wrapUp;
    case 'available':
    case 'onContact':
    case null:
      return view.reach.summary;
  }
}

/** A time of day that comes next needs no date, also after midnight. */
export function soon(at: number, now: number, locale: string): string {
  return at - now < DAY_MS ? timeOfDay(at, locale) : when(at, now, locale);
}

/** "since 12:04", where it was chosen and not just now. */
function since(view: AppView, now: number, words: Words, locale: string): string | null {
  const at = view.status.chosen?.at;
  if (at === undefined || at > now) return null;
  return words.status.headline.since(when(at, now, locale));
}

interface Barrier {
  id: (typeof BARRIERS)[number];
  on: 'phone' | 'chat';
  /** The account it is about, where it is not the only phone or the only chat. */
  of: string | null;
}

function barrierOf(view: AppView, phones: readonly string[]): Barrier | null {
  const isPhone = (account: string | null) => account !== null && phones.includes(account);
  for (const id of BARRIERS) {
    const failed = view.reach.checks.filter((check) => check.id === id && (check.level === 'bad' || check.level === 'look'));
    const first = failed.find((check) => isPhone(check.account)) ?? failed[0];
    if (!first) continue;
    const on = isPhone(first.account) ? 'phone' : 'chat';
    const alike = view.accounts.filter((row) => row.config.enabled && isPhone(row.config.id) === (on === 'phone'));
    return { id, on, of: alike.length > 1 ? (alike.find((row) => row.config.id === first.account)?.config.label ?? null) : null };
  }
  return null;
}

const joined = (...parts: (string | null)[]): string => parts.filter(Boolean).join(' · ');

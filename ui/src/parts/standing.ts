// How an account stands and whether the agent can be reached, in words with a level; drawn from the facts in the view.
import type { Words } from '../text/en';
import { brief } from '../text/format';
import type { AccountRow } from '../wire/AccountRow';
import type { AppView } from '../wire/AppView';
import type { VendorForm } from '../wire/VendorForm';
import { vendorName } from './chats';

/** How good or bad; each level has a shape and a colour of its own. */
export type Level = 'good' | 'look' | 'bad' | 'wait' | 'off';

export interface Standing {
  level: Level;
  words: string;
}

/** How one account stands: the first thing that is in the way, or that all is well. */
export function standing(row: AccountRow, words: Words, vendors: readonly VendorForm[] = []): Standing {
  const say = words.standing;
  if (!row.config.enabled) return { level: 'off', words: say.disabled };
  switch (row.page.kind) {
    case 'closed':
      return { level: 'bad', words: say.notOpen };
    case 'loading':
      return { level: 'wait', words: say.loading };
    case 'broken':
      return { level: 'bad', words: say[row.page.problem.kind] };
    case 'alive':
      return signInStanding(row, words) ?? (row.hosting === 'vendorPage' ? lineStanding(row, words) : chatStanding(row, words, vendors));
  }
}

function signInStanding(row: AccountRow, words: Words): Standing | null {
  const say = words.standing;
  switch (row.signIn) {
    case 'signedOut':
      return { level: 'bad', words: say.signedOut };
    case 'inProgress':
      return { level: 'wait', words: say.signingIn };
    case 'unknown':
    case 'signedIn':
      return row.cannotRingHere ? { level: 'look', words: say.cannotRing } : null;
  }
}

/** A page with chats: which widgets it has, and whether visitors find somebody there. */
function chatStanding(row: AccountRow, words: Words, vendors: readonly VendorForm[]): Standing {
  const say = words.chat.widgets;
  const names = (list: AccountRow['widgets']) => list.map((widget) => vendorName(widget.vendor, vendors)).join(', ');
  const online = row.widgets.filter((widget) => widget.availability === 'online');
  // A console says nothing before the first chat.
  if (row.widgets.length === 0) return row.hosting === 'agentConsole' ? { level: 'good', words: say.console } : { level: 'wait', words: say.searching };
  if (online.length > 0) return { level: 'good', words: say.online(names(online)) };
  if (offline(row)) return { level: 'off', words: say.offline(names(row.widgets)) };
  return { level: 'good', words: say.found(names(row.widgets)) };
}

/** Every widget of the page tells visitors that nobody is there. */
function offline(row: AccountRow): boolean {
  return row.page.kind === 'alive' && row.widgets.length > 0 && row.widgets.every((widget) => widget.availability === 'offline');
}

function lineStanding(row: AccountRow, words: Words): Standing {
  const say = words.standing;
  if (row.callingMode === 'ringOut') return { level: 'good', words: say.ringOut };
  switch (row.connection) {
    case 'connected':
      return { level: 'good', words: say.connected };
    case 'connecting':
      return { level: 'wait', words: say.connecting };
    case 'disconnected':
      return { level: 'bad', words: say.notRegistered };
    case 'failed':
      return { level: 'bad', words: say.gaveUp };
    case 'inactiveHere':
      return { level: 'look', words: say.otherWindow };
    case 'unknown':
      return row.signIn === 'signedIn' ? { level: 'good', words: say.signedIn } : { level: 'wait', words: say.quiet };
  }
}

/** The light beside the status: the worst thing that keeps calls away, with the account to look at. */
export interface Reach extends Standing {
  account: string | null;
}

const URGENCY: Record<Level, number> = { bad: 3, look: 2, wait: 1, good: 0, off: 0 };

function waitWords(row: AccountRow, label: string, words: Words): string {
  const say = words.reach;
  if (row.page.kind !== 'alive') return say.starting(label);
  if (row.hosting !== 'vendorPage') return words.chat.widgets.missing(label);
  if (row.signIn === 'inProgress') return say.signingIn(label);
  return row.connection === 'connecting' ? say.connecting(label) : say.starting(label);
}

/** Whether the agent can be reached right now; none without accounts in use. */
export function reach(view: AppView, words: Words): Reach | null {
  const used = view.accounts.filter((row) => row.config.enabled);
  if (used.length === 0) return null;
  const say = words.reach;
  if (!view.surroundings.online && used.some((row) => !row.config.simulated)) {
    return { level: 'bad', words: say.noNetwork, account: null };
  }
  const worst = used
    .map((row) => ({ row, ...standing(row, words) }))
    .reduce((one, other) => (URGENCY[other.level] > URGENCY[one.level] ? other : one));
  const { id } = worst.row.config;
  const label = brief(worst.row.config.label);
  if (worst.level === 'wait') return { level: 'wait', words: waitWords(worst.row, label, words), account: id };
  if (worst.level !== 'good' && worst.level !== 'off') return { level: worst.level, words: say.problem(label, worst.words), account: id };
  if (view.presence === 'doNotDisturb' || view.presence === 'offline' || view.presence === 'away') {
    return { level: 'off', words: say.off(words.status[view.presence]), account: null };
  }
  const unseen = used.find(offline);
  if (unseen) return { level: 'look', words: words.chat.widgets.saysOffline(brief(unseen.config.label)), account: unseen.config.id };
  if (view.surroundings.notifications === null) return { level: 'look', words: say.noNotifications, account: null };
  return { level: 'good', words: say.ok, account: null };
}

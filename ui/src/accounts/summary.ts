// How an account stands, in words with a level; drawn from the facts in the view.
import type { Words } from '../text/en';
import type { AccountRow } from '../wire/AccountRow';
import type { ReachLevel } from '../wire/ReachLevel';
import type { VendorForm } from '../wire/VendorForm';
import { vendorName } from './vendor-name';

export interface AccountSummary {
  level: ReachLevel;
  words: string;
}

/** How one account stands: the first thing that is in the way, or that all is well. */
export function accountSummary(row: AccountRow, words: Words, vendors: readonly VendorForm[] = []): AccountSummary {
  const say = words.accounts.summary;
  if (!row.config.enabled) return { level: 'off', words: say.disabled };
  switch (row.page.kind) {
    case 'closed':
      return { level: 'bad', words: say.notOpen };
    case 'loading':
      return { level: 'wait', words: say.loading };
    case 'broken':
      return { level: 'bad', words: say[row.page.problem.kind] };
    case 'alive':
      return signInSummary(row, words) ?? phoneSummary(row, words, vendors);
  }
}

/** Why nobody can be called through a phone whose dialer is not ready. That the rest of it is well is no reason. */
export function whyNoCalls(row: AccountRow, words: Words): string {
  const { level, words: said } = accountSummary(row, words);
  return level === 'good' ? words.accounts.summary.dialerNotReady : said;
}

function signInSummary(row: AccountRow, words: Words): AccountSummary | null {
  const say = words.accounts.summary;
  switch (row.signIn) {
    case 'signedOut':
      return { level: 'bad', words: say.signedOut };
    case 'inProgress':
      return { level: 'wait', words: row.waitsForBrowser ? say.inBrowser : say.signingIn };
    case 'unknown':
    case 'signedIn':
      return row.cannotRingHere ? { level: 'look', words: say.cannotRing } : null;
  }
}

/** Whether the account is a phone: by itself, or in a page of the company's. */
export function isPhone(row: AccountRow, vendors: readonly VendorForm[]): boolean {
  return row.hosting === 'vendorPage' || vendors.some((form) => form.vendor === row.config.vendor && form.phone);
}

function phoneSummary(row: AccountRow, words: Words, vendors: readonly VendorForm[]): AccountSummary {
  if (!isPhone(row, vendors)) return chatSummary(row, words, vendors);
  // A company's page is there before its phone has said a word, and perhaps it has none.
  if (row.hosting === 'companyPage' && row.signIn === 'unknown') return { level: 'wait', words: words.accounts.summary.noPhone };
  return lineSummary(row, words);
}

/** A page with chats: which widgets it has, and whether visitors find somebody there. */
function chatSummary(row: AccountRow, words: Words, vendors: readonly VendorForm[]): AccountSummary {
  const say = words.accounts.widgets;
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

function lineSummary(row: AccountRow, words: Words): AccountSummary {
  const say = words.accounts.summary;
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

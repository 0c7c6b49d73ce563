// What several parts say of a chat: who it is with, through which widget, and which chats stand in Now.
import { vendorName } from '../accounts/vendor-name';
import { fold } from '../text/fold';
import type { Words } from '../text/en';
import type { AccountRow } from '../wire/AccountRow';
import type { ConversationRow } from '../wire/ConversationRow';
import type { VendorForm } from '../wire/VendorForm';

/** The visitor, or "Visitor" with the number of the chat where nothing is known, as notifications have it. */
export function visitorOf(row: ConversationRow, words: Words): string {
  return row.who ?? `${words.chats.visitor} ${row.id}`;
}

/** Widget and account, without saying the same twice. */
export function through(row: ConversationRow, accounts: readonly AccountRow[], vendors: readonly VendorForm[]): string {
  const vendor = vendorName(row.vendor, vendors);
  const label = accounts.find((known) => known.config.id === row.account)?.config.label ?? row.account;
  return fold(label).includes(fold(vendor)) ? label : `${vendor} · ${label}`;
}

/** Chats that belong to Now: open ones and missed ones that nobody has looked at, in the order given. */
export function chatsNow(rows: readonly ConversationRow[]): ConversationRow[] {
  return rows.filter((row) => row.status !== 'closed' || (row.missed && row.unread > 0));
}

/** The next chat in which a visitor waits, after the one shown; the first where none is shown or it was the last. */
export function nextWaiting(rows: readonly ConversationRow[], shown: number | null): ConversationRow | null {
  const waits = chatsNow(rows).filter((row) => row.status === 'offered' || row.waitingSince !== null);
  return waits[waits.findIndex((row) => row.id === shown) + 1] ?? waits[0] ?? null;
}

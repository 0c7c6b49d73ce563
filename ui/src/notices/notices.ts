// Notices: which are grave, what each can be mended with, and what is shown before what.
import type { Words } from '../text/en';
import type { AccountRow } from '../wire/AccountRow';
import type { Intent } from '../wire/Intent';
import type { Notice } from '../wire/Notice';
import type { NoticeKind } from '../wire/NoticeKind';

/** What the one button of a notice does. */
export type Fix = keyof Words['notices']['fix'];
/** The remedy of each notice; none where there is nothing to press. */
export const FIX: Record<NoticeKind, Fix | null> = {
  settingsReset: null,
  saveFailed: null,
  keyStore: null,
  historyNotKept: null,
  historySalvaged: null,
  noTray: null,
  noNotifications: 'settings',
  signedOut: 'signIn',
  signInCancelled: 'again',
  signInFailed: 'again',
  signInTimedOut: 'again',
  signInUnfinished: 'again',
  strangeSignIn: 'account',
  strangeAnswer: 'again',
  noBrowser: 'account',
  portTaken: 'account',
  noAnswer: 'show',
  refused: 'show',
  dialExpired: 'show',
  noWebRtc: 'ringOut',
  flood: 'reload',
  callLost: 'show',
  dataNotDeleted: null,
  chatLost: null,
  linkRefused: null,
  deliveriesRefused: null,
  microphoneForbidden: 'allowMicrophone',
  microphoneBlocked: null,
  noMicrophone: null,
  microphoneBusy: null,
  microphoneLost: 'settings',
  speakerLost: 'settings',
  downloadsRefused: null,
  signInDownload: null,
  linkOpened: null,
  notFollowed: null,
  passwordWanted: 'show',
  certificateWanted: 'account',
  signInUnsafe: 'again',
};
/** Calls, sign-in or settings are lost until the agent does something. */
const GRAVE: NoticeKind[] = ['signedOut', 'signInFailed', 'signInTimedOut', 'signInUnfinished', 'strangeSignIn', 'strangeAnswer', 'noBrowser', 'portTaken', 'saveFailed', 'keyStore', 'historyNotKept', 'microphoneForbidden', 'microphoneBlocked', 'noMicrophone', 'microphoneBusy', 'passwordWanted', 'signInUnsafe'];

/** Whether something is lost until the agent does something. */
export function isGrave(notice: Notice): boolean {
  return GRAVE.includes(notice.kind);
}

/** Grave ones first; among equals the order they came in, which is newest first. */
export function byGravity(notices: readonly Notice[]): Notice[] {
  return [...notices.filter(isGrave), ...notices.filter((notice) => !isGrave(notice))];
}

/** What pressing the remedy asks for; none if its account is gone. */
export function intentOf(fix: Fix, account: string | null, accounts: readonly AccountRow[]): Intent | null {
  if (fix === 'settings') return { intent: 'show', stage: { stage: 'settings' } };
  if (account === null || !accounts.some((row) => row.config.id === account)) return null;
  switch (fix) {
    case 'signIn':
    case 'again':
      return { intent: 'signIn', account };
    case 'account':
      return { intent: 'show', stage: { stage: 'editAccount', account } };
    case 'ringOut':
      return { intent: 'useRingOut', account };
    case 'allowMicrophone':
      return { intent: 'setGrant', account, right: { kind: 'microphone' }, allowed: true };
    case 'show':
      return { intent: 'show', stage: { stage: 'widget', account } };
    case 'reload':
      return { intent: 'reload', account, confirmed: false };
  }
}

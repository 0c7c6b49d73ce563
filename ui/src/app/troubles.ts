// Each trouble told once: what the light says, what a notice adds to it, and what therefore need not be said again elsewhere.
import type { AppView } from '../wire/AppView';
import type { Check } from '../wire/Check';
import type { CheckId } from '../wire/CheckId';
import type { Notice } from '../wire/Notice';
import type { NoticeKind } from '../wire/NoticeKind';

/** The check that goes on saying what a notice began to tell. */
const ABOUT: Partial<Record<NoticeKind, CheckId>> = {
  signedOut: 'signIn',
  signInCancelled: 'signIn',
  signInFailed: 'signIn',
  signInTimedOut: 'signIn',
  signInUnfinished: 'signIn',
  strangeSignIn: 'signIn',
  strangeAnswer: 'signIn',
  noBrowser: 'signIn',
  portTaken: 'signIn',
  certificateWanted: 'signIn',
  signInUnsafe: 'signIn',
  noWebRtc: 'callingMode',
  microphoneForbidden: 'microphone',
  microphoneBlocked: 'microphone',
  noMicrophone: 'microphone',
  microphoneBusy: 'microphone',
  noTray: 'tray',
  noNotifications: 'notifications',
  keyStore: 'keyStore',
  historyNotKept: 'history',
  deliveriesRefused: 'listener',
};

/** Notices that add nothing to the check that says the same. */
const PLAIN: readonly NoticeKind[] = ['signedOut', 'noWebRtc', 'noTray', 'noNotifications', 'keyStore', 'historyNotKept'];

/** Something is in the way, or wants a look. */
export function isTrouble(check: Check): boolean {
  return check.level === 'bad' || check.level === 'look';
}

/** Notices in two parts: what one adds to the check that says the same, and those that stand for themselves. */
export function told(view: AppView): { more: (check: Check) => Notice | null; others: Notice[] } {
  const says = (check: Check, notice: Notice) => isTrouble(check) && ABOUT[notice.kind] === check.id && notice.account === check.account;
  return {
    more: (check) => view.notices.find((notice) => says(check, notice) && !PLAIN.includes(notice.kind)) ?? null,
    others: view.notices.filter((notice) => !view.reach.checks.some((check) => says(check, notice))),
  };
}

/** The trouble that the light tells; none while nothing is wrong. */
export function firstTrouble(view: AppView): Check | null {
  const first = view.reach.checks[0];
  return first && isTrouble(first) ? first : null;
}

/** What the light tells, the one line of it, keeps these accounts from saying the same: theirs is this check. */
export function toldByLight(view: AppView, account: string): boolean {
  const first = firstTrouble(view);
  // Only what an account says of itself; a status that differs or a missing microphone stands in no row.
  return first?.account === account && ['page', 'signIn', 'callingMode', 'line', 'widget'].includes(first.id);
}

// How what can be asked of a call looks: the same icon, colour and key wherever it stands.
import type { IconName } from '../controls/icons';
import type { CallAction } from '../wire/CallAction';
import type { KeyId } from '../controls/keys';

/** The icon of each action. */
export const ICON: Record<CallAction, IconName> = {
  answer: 'phone',
  decline: 'hangUp',
  voicemail: 'voicemail',
  forward: 'forward',
  hold: 'pause',
  resume: 'play',
  mute: 'micOff',
  unmute: 'mic',
  keypad: 'keypad',
  transfer: 'transfer',
  record: 'record',
  stopRecording: 'stop',
  hangUp: 'hangUp',
};

/** Class of the button: what takes a call, what ends it. */
export const LOOK: Partial<Record<CallAction, string>> = { answer: 'answer', decline: 'danger', hangUp: 'danger' };

/** The key that presses it. */
export const KEY: Partial<Record<CallAction, KeyId>> = { answer: 'answer', decline: 'decline', hold: 'hold', resume: 'hold', mute: 'mute', unmute: 'mute', hangUp: 'hangUp' };

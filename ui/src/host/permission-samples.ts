// Situations about permissions by name, part of the table of sample views: prompts beside all else, and the list in the settings.
import type { AppView } from '../wire/AppView';
import type { PermissionRow } from '../wire/PermissionRow';
import type { GrantRow } from '../wire/GrantRow';
import type { Permission } from '../wire/Permission';
import { account, call, CALM, LONG_NAME, notice, NOW, SECOND, view } from './rows';

const SECOND_PHONE = account({ config: { id: 'second', label: LONG_NAME } });
const GERMAN = { ...CALM.preferences, language: 'german' as const };

/** A question of the first account. */
export function prompt(kind: Exclude<Permission['kind'], 'otherProgram'>, over: Partial<PermissionRow> = {}): PermissionRow {
  return { id: 1, account: 'ringcentral', right: { kind }, detail: null, since: NOW - 5 * SECOND, waits: true, ...over };
}

const PROGRAM: Permission = { kind: 'otherProgram', scheme: 'zoommtg' };
const grant = (right: Permission, allowed: boolean, over: Partial<GrantRow> = {}): GrantRow => ({ account: 'ringcentral', right, allowed, kept: true, ...over });
const GRANTS: GrantRow[] = [
  grant({ kind: 'microphone' }, true),
  grant({ kind: 'screen' }, true, { kept: false }),
  grant({ kind: 'notifications' }, false),
  grant(PROGRAM, true),
  grant({ kind: 'clipboard' }, false, { account: 'second' }),
  grant({ kind: 'location' }, false, { account: 'second', kept: false }),
];
const SEVERAL = [
  prompt('microphone', { account: 'second' }),
  prompt('camera', { id: 2, account: 'second', waits: false }),
  prompt('clipboard', { id: 3 }),
  prompt('screen', { id: 4, right: PROGRAM, detail: `zoommtg: ${'very-long-host-name.'.repeat(6)}zoom.example` }),
];

/** Every situation about permissions. */
export const PERMISSION_SAMPLES: Record<string, AppView> = {
  permissionAsked: view({ asks: [prompt('microphone')] }),
  permissionAskedElsewhere: view({ accounts: [account(), SECOND_PHONE], stage: { stage: 'settings' }, asks: [prompt('location', { account: 'second' })] }),
  permissionsAskedInCall: view({ mood: 'ringing', accounts: [account(), SECOND_PHONE], calls: [call()], asks: SEVERAL, notices: [notice('noTray', 1)] }),
  permissionsAskedGerman: view({ accounts: [account(), SECOND_PHONE], stage: { stage: 'activity' }, asks: [...SEVERAL].reverse(), preferences: GERMAN }),
  crowded: view({
    mood: 'onCall',
    accounts: [account(), SECOND_PHONE, ...['Back office', 'Night line', 'Branch'].map((label) => account({ config: { id: label, label } }))],
    calls: [call({ state: 'connected', connectedAt: NOW - 90 * SECOND, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] })],
    asks: SEVERAL,
    notices: [notice('noTray', 1), notice('signInFailed', 2, { account: 'second', detail: 'access_denied' }), notice('linkOpened', 3), notice('noAnswer', 4, { detail: 'Hold' }), notice('settingsReset', 5), notice('microphoneBusy', 6)],
  }),
  permissionScreen: view({ asks: [prompt('screen'), prompt('notifications', { id: 2 })] }),
  permissionsSet: view({ stage: { stage: 'settings' }, accounts: [account(), SECOND_PHONE], grants: GRANTS }),
  permissionsSetGerman: view({ stage: { stage: 'settings' }, accounts: [account(), SECOND_PHONE], grants: GRANTS, preferences: GERMAN }),
  microphoneForbidden: view({ notices: [notice('microphoneForbidden', 1), notice('microphoneBlocked', 2, { detail: 'Open Settings, Privacy & security, Microphone, and switch on microphone access, also for desktop apps. Then start the call again.' })] }),
  microphoneMissingGerman: view({ notices: [notice('noMicrophone', 1), notice('microphoneBusy', 2)], preferences: GERMAN }),
};

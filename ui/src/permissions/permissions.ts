// How permissions of pages are drawn and named, and which prompt comes first.
import type { Words } from '../text/en';
import type { PermissionRow } from '../wire/PermissionRow';
import type { Permission } from '../wire/Permission';
import type { IconName } from '../controls/icons';

const ICONS: Record<Permission['kind'], IconName> = {
  microphone: 'mic',
  camera: 'camera',
  screen: 'device',
  notifications: 'bell',
  clipboard: 'copy',
  location: 'place',
  otherProgram: 'leave',
};

/** The icon of a permission. */
export function iconOf(right: Permission): IconName {
  return ICONS[right.kind];
}

/** What a permission is called in a list. */
export function nameOf(right: Permission, say: Words): string {
  return right.kind === 'otherProgram' ? say.permissions.list.program(right.scheme) : say.permissions.list.name[right.kind];
}

/** Those whose page still waits first, then the newest; `prompts` come oldest first. */
export function byUrgency(prompts: readonly PermissionRow[]): PermissionRow[] {
  const newest = [...prompts].reverse();
  return [...newest.filter((prompt) => prompt.waits), ...newest.filter((prompt) => !prompt.waits)];
}

// How rights of pages are drawn and named.
import type { Words } from '../text/en';
import type { Right } from '../wire/Right';
import type { IconName } from '../controls/icons';

const ICONS: Record<Right['kind'], IconName> = {
  microphone: 'mic',
  camera: 'camera',
  screen: 'device',
  notifications: 'bell',
  clipboard: 'copy',
  location: 'place',
  otherProgram: 'leave',
};

/** The icon of a right. */
export function iconOf(right: Right): IconName {
  return ICONS[right.kind];
}

/** What a right is called in a list. */
export function nameOf(right: Right, say: Words): string {
  return right.kind === 'otherProgram' ? say.permissions.list.program(right.scheme) : say.permissions.list.name[right.kind];
}

// The keys inside the window. Each presses a control that is there to be seen, with all that holds for a press on it.
import { words } from '../text/speech.svelte';

/** What a key is for. */
export type KeyId = 'answer' | 'decline' | 'hold' | 'mute' | 'hangUp' | 'toCall' | 'nextChat';

/** The letter that goes with Ctrl and Shift: as softphones have them, and none that a text field takes. */
export const LETTERS: Record<KeyId, string> = { answer: 'A', decline: 'D', hold: 'H', mute: 'M', hangUp: 'E', toCall: 'C', nextChat: 'N' };

const MAC = /Mac/.test(navigator.userAgent);

/** The key as people read it. */
export function keyName(key: KeyId): string {
  return MAC ? `⇧⌘${LETTERS[key]}` : words().controls.withShift(LETTERS[key]);
}

/** The key as `aria-keyshortcuts` has it. */
export function keyShortcut(key: KeyId): string {
  return `${MAC ? 'Meta' : 'Control'}+Shift+${LETTERS[key]}`;
}

/** Which of the keys was pressed; none for any other. */
export function keyOf(event: KeyboardEvent): KeyId | null {
  if (!event.shiftKey || event.altKey || !(MAC ? event.metaKey : event.ctrlKey) || event.repeat) return null;
  const letter = event.key.toUpperCase();
  return (Object.keys(LETTERS) as KeyId[]).find((key) => LETTERS[key] === letter) ?? null;
}

/** Presses the first control for this key that can be pressed; where there is none, goes to the one that cannot, which says why. */
export function pressKey(key: KeyId): void {
  const all = [...document.querySelectorAll<HTMLElement>(`[data-key="${key}"]`)].filter((control) => !control.closest('[inert]'));
  const able = all.find((control) => control.getAttribute('aria-disabled') !== 'true');
  if (able) able.click();
  else all[0]?.focus();
}

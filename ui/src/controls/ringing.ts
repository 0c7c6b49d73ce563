// Whether a call rings now, for whatever gives way to it.
import { getContext, setContext } from 'svelte';

const KEY = Symbol('ringing');

/** Tells everything below whether a call rings. */
export function tellRinging(rings: () => boolean): void {
  setContext(KEY, rings);
}

/** Whether a call rings; no where nobody tells. */
export function ringing(): () => boolean {
  return getContext<(() => boolean) | undefined>(KEY) ?? (() => false);
}

// A list that keeps its order while the pointer or the focus is in it: what is pressed is what was seen.
import type { Attachment } from 'svelte/attachments';

/** `rows` in the order that `before` has; what is new stands last. */
export function inOrder<T, K>(rows: readonly T[], before: readonly K[], key: (row: T) => K): T[] {
  const place = (row: T) => {
    const at = before.indexOf(key(row));
    return at < 0 ? before.length : at;
  };
  return [...rows].sort((a, b) => place(a) - place(b));
}

/** Tells whether the pointer or the focus is in a list. */
export function touching(tell: (touched: boolean) => void): Attachment<HTMLElement> {
  return (list) => {
    let pointed = false;
    let focused = false;
    const change = (now: { pointed?: boolean; focused?: boolean }) => {
      pointed = now.pointed ?? pointed;
      focused = now.focused ?? focused;
      tell(pointed || focused);
    };
    const enter = () => change({ pointed: true });
    const leave = () => change({ pointed: false });
    const focus = () => change({ focused: true });
    const blur = (event: FocusEvent) => change({ focused: event.relatedTarget instanceof Node && list.contains(event.relatedTarget) });
    list.addEventListener('pointerenter', enter);
    list.addEventListener('pointerleave', leave);
    list.addEventListener('focusin', focus);
    list.addEventListener('focusout', blur);
    return () => {
      list.removeEventListener('pointerenter', enter);
      list.removeEventListener('pointerleave', leave);
      list.removeEventListener('focusin', focus);
      list.removeEventListener('focusout', blur);
    };
  };
}

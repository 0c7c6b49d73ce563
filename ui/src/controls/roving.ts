// One Tab stop for a list: arrows move up and down its rows and sideways within one, Home and End to its ends.
import type { Attachment } from 'svelte/attachments';

/** Buttons of a row; what belongs to a form or an open menu has its own keys. */
function buttonsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('button')].filter((button) => !button.closest('form, [role="menu"]'));
}

/** Gives the rows of the list (its children) one Tab stop together, which follows the focus. */
export const roving: Attachment<HTMLElement> = (list) => {
  let current: HTMLElement | null = null;
  const rows = () => [...list.children].map(buttonsOf).filter((buttons) => buttons.length > 0);

  function settle(): void {
    const all = rows();
    const stays = current !== null && all.some((buttons) => buttons.includes(current as HTMLElement));
    // Where nothing was focused yet, what is on the stage is where Tab arrives.
    if (!stays) current = list.querySelector<HTMLElement>('button[aria-current]') ?? all[0]?.[0] ?? null;
    for (const button of all.flat()) button.tabIndex = button === current ? 0 : -1;
  }

  function enter(event: FocusEvent): void {
    if (!(event.target instanceof HTMLElement) || !rows().flat().includes(event.target)) return;
    current = event.target;
    settle();
  }

  function steer(event: KeyboardEvent): void {
    const all = rows();
    const row = all.findIndex((buttons) => buttons.includes(event.target as HTMLElement));
    if (row < 0 || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const column = all[row]?.indexOf(event.target as HTMLElement) ?? 0;
    const at = (index: number) => {
      const buttons = all.at(index);
      return buttons?.[Math.min(column, buttons.length - 1)];
    };
    const menu = (event.target as HTMLElement).getAttribute('aria-haspopup') === 'menu';
    const target =
      event.key === 'ArrowDown' && !menu ? at(Math.min(row + 1, all.length - 1))
      : event.key === 'ArrowUp' && !menu ? at(Math.max(row - 1, 0))
      : event.key === 'Home' ? at(0)
      : event.key === 'End' ? at(-1)
      : event.key === 'ArrowRight' ? all[row]?.[column + 1]
      : event.key === 'ArrowLeft' ? all[row]?.[column - 1]
      : undefined;
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  const watch = new MutationObserver(settle);
  watch.observe(list, { childList: true, subtree: true });
  list.addEventListener('focusin', enter);
  list.addEventListener('keydown', steer);
  settle();
  return () => {
    watch.disconnect();
    list.removeEventListener('focusin', enter);
    list.removeEventListener('keydown', steer);
  };
};

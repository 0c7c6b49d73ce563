// Where the focus lands after a press outside the window, on a notification or in the tray: where the next press belongs.
import type { Item } from '../wire/Item';

/** The first that matches, in the order of the places, and can take the focus. */
function first(...places: string[]): HTMLElement | null {
  const found = places.flatMap((place) => [...document.querySelectorAll<HTMLElement>(place)]);
  return found.find((node) => node.closest('[inert], [hidden]') === null) ?? null;
}

/** What carries `value` under this name; an id may hold anything, so it is not put into a selector. */
function carrying(name: 'account' | 'asks', value: string): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(`[data-${name}]`)].find((node) => node.dataset[name] === value) ?? null;
}

/** What the agent pressed for, as it stands in the window; none where it is not to be seen, or where the activity has to read it first. */
export function landing(item: Item): HTMLElement | null {
  switch (item.item) {
    case 'call':
      return first(`[data-call="${String(item.call)}"]`);
    case 'missedCalls':
      return null;
    case 'message':
    case 'account':
      return carrying('account', item.account);
    case 'unread':
      return item.account === undefined ? null : carrying('account', item.account);
    case 'conversation':
      return first('[data-composer]', `[data-chat="${String(item.conversation)}"]`);
    case 'permission':
      return carrying('asks', item.account)?.querySelector('button') ?? carrying('account', item.account);
    case 'status':
      return first('.status-button');
  }
}

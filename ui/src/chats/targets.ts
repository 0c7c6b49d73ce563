// To whom chats can be handed on, as far as it is known here: the widgets of other accounts, and whom the agent chose before.
import type { AccountRow } from '../wire/AccountRow';
import type { TransferTarget } from '../wire/TransferTarget';

/** How an account's form calls the id of its widget, and the address of its agent. */
const WIDGET_ID = 'widgetId';
const AGENT = 'statusAgent';
const MOST = 8;

/** Targets of the given kind for a chat of `account`: those used before first, the newest of them at the top. */
export function knownTargets(kind: TransferTarget['kind'], account: string, vendor: string, accounts: readonly AccountRow[], used: readonly TransferTarget[]): { id: string; label: string | null }[] {
  const others = accounts.filter((row) => row.config.id !== account && row.config.vendor === vendor);
  const own = accounts.find((row) => row.config.id === account)?.config.options[AGENT];
  const listed = others.flatMap(({ config }) => {
    const id = config.options[kind === 'widget' ? WIDGET_ID : AGENT];
    return id === undefined || id === '' || id === own ? [] : [{ id, label: config.label }];
  });
  const before = used.filter((target) => target.kind === kind).map(({ id }) => ({ id, label: listed.find((known) => known.id === id)?.label ?? null }));
  return [...before, ...listed].filter(({ id }, index, all) => all.findIndex((known) => known.id === id) === index).slice(0, MOST);
}

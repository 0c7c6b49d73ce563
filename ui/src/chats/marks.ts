// How a chat stands, as icon and words: for the list in brief, for the conversation in full.
import type { Words } from '../text/en';
import type { ConversationRow } from '../wire/ConversationRow';
import type { IconName } from '../controls/icons';

export interface Mark {
  icon: IconName;
  /** What the colour means. */
  tone: 'plain' | 'soft' | 'accent' | 'green' | 'amber' | 'red';
  words: string;
}

/** Status, clock of the first reply, transfer and doubts; with the seconds a first reply may take also what goes without saying in a list. */
export function marksOf(row: ConversationRow, words: Words, limit: number | null): Mark[] {
  const say = words.chats;
  const list: Mark[] = [];
  if (row.status === 'offered') list.push({ icon: 'bell', tone: 'accent', words: say.status.offered });
  else if (row.status === 'queued') list.push({ icon: 'wait', tone: 'plain', words: row.position === null ? say.status.queued : `${say.status.queued}, ${say.place(row.position)}` });
  else if (row.missed) list.push({ icon: 'warn', tone: 'red', words: say.missed });
  else if (row.status === 'closed') list.push({ icon: 'check', tone: 'soft', words: say.closedBy[row.closedBy ?? 'unknown'] });
  else if (limit !== null) list.push({ icon: 'message', tone: 'soft', words: say.status.active });
  if (row.clock === 'amber') list.push({ icon: 'warn', tone: 'amber', words: say.clock.amber });
  else if (row.clock === 'red') list.push({ icon: 'error', tone: 'red', words: say.clock.red });
  else if (row.clock === 'green' && limit !== null) list.push({ icon: 'activity', tone: 'green', words: say.clock.green(limit) });
  if (row.transfer) list.push({ icon: 'transfer', tone: 'soft', words: say.transfer[row.transfer] });
  if (row.unsure) list.push({ icon: 'info', tone: 'amber', words: say.unsure });
  return list;
}

// What the stand-in host makes of wishes about chats: each comes true a moment later, as a widget would show it.
import type { AppView } from '../wire/AppView';
import type { ConversationPanel } from '../wire/ConversationPanel';
import type { ConversationRow } from '../wire/ConversationRow';
import type { Intent } from '../wire/Intent';
import { line, panel } from './chat-rows';

type Change = (over: Partial<AppView>) => void;

/** Only what makes clicking around in a browser worth while. */
export function obeyChat(intent: Intent, current: () => AppView, change: Change, later: (over: () => Partial<AppView>) => void): void {
  const rows = (id: number, over: Partial<ConversationRow>) => current().conversations.map((row) => (row.id === id ? { ...row, ...over } : row));
  const opened = (id: number, edit: (old: ConversationPanel) => Partial<ConversationPanel>) => {
    const old = current().conversation;
    return old?.id === id ? { ...old, ...edit(old) } : old;
  };
  if (intent.intent === 'show' && intent.stage.stage === 'conversation') {
    const { conversation: id } = intent.stage;
    change({ stage: intent.stage, conversation: panel({ id }), conversations: rows(id, { unread: 0 }) });
  }
  if (intent.intent === 'dismiss') change({ conversations: rows(intent.conversation, { status: 'closed', closedBy: 'unknown', unread: 0, waitingSince: null, clock: null }) });
  if (intent.intent === 'markSeen' && intent.conversation !== undefined) change({ conversations: rows(intent.conversation, { unread: 0 }) });
  if (intent.intent !== 'chat' || intent.conversation === undefined) return;
  const { conversation: id, request } = intent;
  if (request.action === 'ban' && request.by === 'address' && !intent.confirmed) {
    change({ question: { question: 'banAddress', conversation: id } });
    return;
  }
  const command = current().revision;
  const pending = { command, action: request.action, since: current().now };
  const sending = request.action === 'reply' ? [{ command, text: request.text, since: current().now }] : [];
  change({ question: null, conversations: rows(id, { pending, trouble: null }), conversation: opened(id, (old) => ({ sending: [...old.sending, ...sending] })) });
  later(() => {
    const done: Partial<ConversationRow> = { pending: null };
    if (request.action === 'reply') {
      const { text } = request;
      const at = current().now;
      Object.assign(done, { status: 'active', clock: null, replied: true, waitingSince: null, last: { author: 'agent', text, at } });
      return { conversations: rows(id, done), conversation: opened(id, (old) => ({ sending: [], transcript: [...old.transcript, line((old.transcript.at(-1)?.line ?? 0) + 1, { author: 'agent', name: old.agent, text, at })] })) };
    }
    if (request.action === 'close') Object.assign(done, { status: 'closed', closedBy: 'agent', waitingSince: null, actions: [] });
    if (request.action === 'transfer') Object.assign(done, { transfer: 'requested', actions: ['reclaim'] });
    const labels = (old: ConversationPanel) => {
      if (request.action === 'addLabel') return [...old.labels, { ...request.label, unconfirmed: false }];
      return request.action === 'removeLabel' ? old.labels.filter((label) => label.name !== request.label.name) : old.labels;
    };
    return { conversations: rows(id, done), conversation: opened(id, (old) => ({ labels: labels(old) })) };
  });
}

// Ways of writing into a chat, the usual one first and what only the agent reads last; a row offers those whose action it lists.
import type { ChatAction } from '../wire/ChatAction';
import type { ChatRequest } from '../wire/ChatRequest';

export type Mode = 'reply' | 'addAgent' | 'addVisitor' | 'addEngaging' | 'whisperAgent' | 'whisperVisitor';

interface Writing {
  id: Mode;
  action: ChatAction;
  /** In the name of the visitor: not offered unless it is asked for in the settings. */
  asVisitor?: boolean;
  make: (text: string) => ChatRequest;
}

export const MODES: readonly Writing[] = [
  { id: 'reply', action: 'reply', make: (text) => ({ action: 'reply', text }) },
  { id: 'addAgent', action: 'addMessage', make: (text) => ({ action: 'addMessage', text, from: 'agent' }) },
  { id: 'addVisitor', action: 'addMessage', asVisitor: true, make: (text) => ({ action: 'addMessage', text, from: 'visitor' }) },
  { id: 'addEngaging', action: 'addMessage', asVisitor: true, make: (text) => ({ action: 'addMessage', text, from: 'engagingVisitor' }) },
  { id: 'whisperVisitor', action: 'whisper', make: (text) => ({ action: 'whisper', text, to: 'visitor' }) },
  { id: 'whisperAgent', action: 'whisper', make: (text) => ({ action: 'whisper', text, to: 'agent' }) },
];

/** Something can be written into a chat with these actions. */
export function canWrite(actions: readonly ChatAction[]): boolean {
  return actions.includes('populateText') || MODES.some((mode) => actions.includes(mode.action));
}

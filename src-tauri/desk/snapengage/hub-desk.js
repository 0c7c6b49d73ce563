// The Hub without its looks: conversations, what happens to them, and what it takes from its agent link.
//
// It posts through `say` (into the agent link) and tells `changed` that there is something to draw. In the shape `documented` it
// keeps to the vendor's document: it says no event that is not in it, and takes no command without our agent's name.

import { hubEvent, says } from './hub-events.js';

export const AGENT = { email: 'sam.sample@desk.example', name: 'Sam Sample' };

export function createHub({ say, changed }) {
  const conversations = new Map();
  const hub = { conversations, shape: 'seen', composer: '', obey, visitor: {}, agent: {} };
  let number = 0;

  function tell(conversation, type, given) {
    if (says(type, hub.shape)) say(hubEvent(type, conversation, AGENT, given, hub.shape));
    changed();
  }

  function find(id) {
    const found = id === undefined ? [...conversations.values()].findLast(({ open }) => open) : conversations.get(id);
    if (found === undefined) throw new Error('There is no such conversation.');
    return found;
  }

  function write(conversation, by, text) {
    conversation.lines.push({ by, text, at: new Date() });
  }

  function close(conversation, by) {
    if (!conversation.open) return;
    conversation.open = false;
    conversation.typing = '';
    write(conversation, 'system', `Closed by ${by}`);
    tell(conversation, `conversation_closed_by_${by}`);
  }

  hub.visitor = {
    offer({ id, name = 'Ada Sample', email, phone, text = 'Hello, where is my order?', page = 'https://shop.example/orders' }) {
      number += 1;
      const conversation = { id: id ?? `chat-${number}&d`, name, open: true, typing: '', page, labels: new Map(), lines: [] };
      conversations.set(conversation.id, conversation);
      write(conversation, 'visitor', text);
      tell(conversation, 'conversation_started', { text });
      tell(conversation, 'visitor_page_update', { page });
      if (name) tell(conversation, 'name_captured', { name });
      if (email) tell(conversation, 'email_captured', { email });
      if (phone) tell(conversation, 'phone_captured', { phone });
      tell(conversation, 'weather_info_captured', {});
    },
    say({ id, text = 'Are you there?' }) {
      const conversation = find(id);
      conversation.typing = '';
      write(conversation, 'visitor', text);
      tell(conversation, 'visitor_message_received', { text });
    },
    typing({ id, text = 'Are y' }) {
      const conversation = find(id);
      conversation.typing = text;
      tell(conversation, 'visitor_typing', { text });
    },
    page({ id, page = 'https://shop.example/returns' }) {
      const conversation = find(id);
      conversation.page = page;
      tell(conversation, 'visitor_page_update', { page });
    },
    file({ id, file = 'receipt.png' }) {
      const conversation = find(id);
      write(conversation, 'visitor', file);
      tell(conversation, hub.shape === 'documented' ? 'visitor_message_received' : 'send_file', { file, by: 'visitor' });
    },
    'call-me': ({ id, phone = '+16505550123' }) => tell(find(id), 'call_me', { phone }),
    transcript: ({ id }) => tell(find(id), 'visitor_transcript_request'),
    close: ({ id }) => close(find(id), 'visitor'),
  };

  hub.agent = {
    reply({ id, text = 'I am looking into it.' }) {
      const conversation = find(id);
      if (!conversation.open) return;
      write(conversation, 'agent', text);
      tell(conversation, 'agent_message_received', { text });
    },
    'agent-close': ({ id }) => close(find(id), 'agent'),
    'system-close': ({ id }) => close(find(id), 'system'),
    'transfer-accepted': ({ id, widget = 'Sales' }) => {
      const conversation = find(id);
      conversation.open = false;
      write(conversation, 'system', `Taken over by ${widget}`);
      tell(conversation, 'conversation_transferred', { widget });
    },
    /** Any event by its name, with its content. */
    event: ({ id, name, ...given }) => {
      say(hubEvent(name, find(id), AGENT, given, hub.shape));
      changed();
    },
    shape: ({ shape }) => {
      hub.shape = shape === 'documented' ? 'documented' : 'seen';
      changed();
    },
  };

  const notes = { ban_user: 'Visitor banned', request_file: 'Asked for a file', request_secure_data: 'Asked for secure data', reclaim_transfer_request: 'Taken back' };

  /** One event from the agent link. The Hub says nothing to what it does not understand. */
  function obey(message) {
    const conversation = conversations.get(message?.conversationId);
    if (conversation === undefined || !conversation.open) return;
    if (hub.shape === 'documented' && message.agent !== AGENT.email) return;
    const data = message.data ?? {};
    const note = (given) => {
      write(conversation, 'system', notes[message.type]);
      tell(conversation, message.type, given);
    };
    const actions = {
      // It was seen to read `message`; the document's table says `text`.
      agent_message_received: () => {
        const text = hub.shape === 'documented' ? data.text : data.message;
        if (typeof text === 'string') hub.agent.reply({ id: conversation.id, text });
      },
      conversation_closed_by_agent: () => close(conversation, 'agent'),
      // A label has as many values as it was given.
      label_added: () => conversation.labels.set(data.labelName, new Set(conversation.labels.get(data.labelName)).add(data.value ?? '')),
      label_removed: () => {
        const values = conversation.labels.get(data.labelName);
        values?.delete(data.value ?? '');
        if (!data.value || values?.size === 0) conversation.labels.delete(data.labelName);
      },
      // The document knows widgets only, and no kind of target; the Hub that was seen does nothing without a kind.
      transfer_request: () => {
        const seen = { agent: data.agentEmail, widget: data.widgetId };
        const to = hub.shape === 'documented' ? data.widgetId : Object.hasOwn(seen, data.type ?? '') && seen[data.type];
        if (to) write(conversation, 'system', `Transfer to ${to} asked for`);
      },
      reclaim_transfer_request: note,
      request_file: note,
      request_secure_data: () => note({ secure: data.secureDataType }),
      // Any word but this one bans everybody behind the same address.
      ban_user: () => note({ ban: data.type === 'cookie' ? '\\ban' : '\\banip' }),
      populate_text: () => (hub.composer = data.message),
    };
    if (!Object.hasOwn(actions, message.type)) return;
    actions[message.type]({});
    changed();
  }
  return hub;
}

// What the Hub posts into an agent link: every event it knows, in the shape its document shows and in the one that was seen.

const seconds = () => Math.floor(Date.now() / 1000);

/** The content of each event: first as documented, then as seen. Undefined: it has none. */
const CONTENT = {
  conversation_started: ({ text }) => [text && { type: 'Text', text }, text && { type: 'Text', text }],
  name_captured: ({ name }) => [{ name }, name],
  // The document really writes `phone` here.
  email_captured: ({ email }) => [{ phone: email }, email],
  phone_captured: ({ phone }) => [{ phone }, phone],
  agent_message_received: ({ text }) => [{ message: { type: 'text', text } }, { type: 'Text', text }],
  // The document has a visitor's file as a message; a Hub that has an event of its own for it was seen.
  visitor_message_received: ({ text, file }) => (text !== undefined || file === undefined ? [{ message: { type: 'text', text } }, { type: 'Text', text }] : [{ message: fileOf(file) }, fileOf(file)]),
  visitor_typing: ({ text }) => [{ message: { type: 'text', text } }, text],
  visitor_page_update: ({ page }) => [{ page }, page],
  conversation_closed_by_visitor: () => [],
  conversation_closed_by_agent: () => [],
  conversation_closed_by_system: () => [],
  reclaim_transfer_request: () => [],
  transfer_request: ({ widget }) => [{ widgetId: widget }, { widgetName: widget }],
  conversation_transferred: ({ widget }) => [{ widgetId: widget }, { widgetName: widget }],
  request_file: () => [],
  request_secure_data: ({ secure }) => [{ secure_data_type: secure }, { secureDataType: secure }],
  ban_user: ({ ban }) => [undefined, ban],
  call_me: ({ phone }) => [undefined, phone],
  visitor_transcript_request: () => [],
  widget_changed: ({ widget }) => [{ changed_widget: widget }, widget],
  ignore: () => [undefined, 'ignore'],
  record: () => [undefined, 'record'],
  conversation_sent_integration: () => [],
  auto_translate_enabled: () => [],
  auto_translate_disabled: () => [],
  auto_translate_language_changed: ({ language }) => [undefined, { language }],
  weather_info_captured: ({ celsius = 21.5, description = 'light rain' }) => {
    const weather = (write) => ({ temperature_celsius: write(celsius), temperature_fahrenheit: write(celsius * 1.8 + 32), description });
    return [weather(Number), weather(String)];
  },
  send_file: ({ file }) => [{ message: fileOf(file) }, fileOf(file)],
  label_added: ({ label, value, freeForm = value !== undefined }) => [{ labelName: label, freeForm, value }, { labelName: label, value }],
  label_removed: ({ label, value, freeForm = value !== undefined }) => [{ labelName: label, freeForm, value }, { labelName: label, value }],
};

const fileOf = (fileName) => ({ type: 'File', mimeType: 'image/png', fileName, url: `https://files.example/${encodeURIComponent(fileName)}`, mimeTypeUrl: 'https://files.example/types/image-png' });

/** Who causes an event: the visitor, our agent or the system. */
const BY_VISITOR = ['conversation_started', 'visitor_message_received', 'visitor_typing', 'visitor_page_update', 'conversation_closed_by_visitor', 'call_me', 'visitor_transcript_request'];
const BY_SYSTEM = ['conversation_closed_by_system', 'conversation_sent_integration', 'conversation_transferred', 'weather_info_captured'];

export const HUB_EVENTS = Object.keys(CONTENT);

/** What the document does not have: a Hub that keeps to it says none of these, and nobody hears of what they are about. */
const UNDOCUMENTED = ['conversation_closed_by_agent', 'conversation_closed_by_system', 'conversation_transferred', 'conversation_sent_integration', 'transfer_request', 'label_added', 'label_removed', 'send_file'];

/** Whether a Hub of this shape says such an event by itself. */
export const says = (type, shape) => shape !== 'documented' || !UNDOCUMENTED.includes(type);

/** One event about `conversation` ({ id, name }), in the shape `documented` or `seen`. */
export function hubEvent(type, conversation, agent, given = {}, shape = 'seen') {
  const [documented, seen] = CONTENT[type](given);
  if (shape === 'documented') {
    const event = { type, conversationId: conversation.id };
    if (type !== 'conversation_closed_by_visitor') event.agentEmail = agent.email;
    return documented === undefined ? event : { ...event, data: documented };
  }
  const byVisitor = BY_VISITOR.includes(type) || (type === 'send_file' && given.by === 'visitor');
  const sender = byVisitor
    ? { id: conversation.id, alias: conversation.name ?? 'Visitor', avatar: '', senderType: 'VISITOR' }
    : BY_SYSTEM.includes(type) ? { id: '', alias: '', avatar: '', senderType: 'SYSTEM' } : { id: agent.email, alias: agent.name, avatar: '', senderType: 'AGENT' };
  return { sender, conversationId: conversation.id, ...(seen !== undefined && { data: seen }), type, timestamp: seconds() };
}

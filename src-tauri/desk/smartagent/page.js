// Puts the simulated SmartAgent page together.
//
// Query: delay=<ms> until the vendor's script is there, replay=now|later (when a subscriber is told the history).
// Actions: offer   the chat becomes visible on this page · say {text} · queue · answer · reply {text} · close
//          open · minimise   the slide-out · repeat   the latest event again · replace   a second object
//          event {name, data, timestamp}   tells any event · reload
import { showPanel } from '../shared/engage-panel.js';
import { showVisitor } from '../shared/engage-visitor.js';
import { createEvents } from './events.js';

const asked = new URLSearchParams(location.search);
let log = () => {};

const ui = showVisitor(document.getElementById('site'), 'SmartAgent chat', {
  open: () => chat.slide(true),
  minimise: () => chat.slide(false),
  close: () => actions.close(),
  send: (text) => actions.say({ text }),
  typing: () => {}, // the vendor tells nothing of it
});
const chat = createEvents(window, { replay: asked.get('replay') ?? 'now', ui, tell: (type, data) => log(type, data.contactId ?? data.chatInstanceName) });

const actions = {
  offer: () => chat.visible(),
  say({ text = 'Where is my order?' }) {
    if (!chat._sa.isOpen()) chat.slide(true);
    if (!chat.isChatting()) {
      chat.begin(crypto.randomUUID());
      ui.say('system', 'A bot greets you.');
    }
    ui.say('visitor', text);
  },
  queue: () => chat.queue(),
  answer: () => chat.connect(),
  reply: ({ text = 'It leaves tomorrow.' }) => ui.say('agent', text), // nor of this
  close() {
    chat.end();
    ui.clear();
    chat.slide(false);
  },
  open: () => chat.slide(true),
  minimise: () => chat.slide(false),
  repeat: () => chat.repeat(),
  replace: () => chat.replace(),
  event: ({ name, data, timestamp }) => chat.emit(String(name), data, timestamp),
  reload: () => location.reload(),
};

log = showPanel(document.getElementById('panel'), {
  title: 'Simulated desk',
  about: 'Plays a SmartAgent chat on a page of a shop. No real visitors.',
  text: 'Where is my order?',
  actions,
  groups: [
    ['The visitor', [['say', 'Visitor writes'], ['open', 'Opens the chat'], ['minimise', 'Minimises it'], ['close', 'Ends the chat'], ['reload', 'Reloads the page']]],
    ['Our side', [['queue', 'Into a queue'], ['answer', 'Agent takes it'], ['reply', 'Agent replies'], ['offer', 'Show the chat']]],
    ['Trouble', [['repeat', 'Tell the latest again'], ['replace', 'Script loads twice']]],
  ],
});
setTimeout(() => {
  chat.load();
  setTimeout(() => chat.visible(), 100);
}, Number(asked.get('delay') ?? 0));

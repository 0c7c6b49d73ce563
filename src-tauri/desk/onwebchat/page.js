// Puts the simulated onWebChat page together.
//
// Query: delay=<ms> until the widget is there, slots=one|many (functions it keeps per event).
// Actions: offer   a trigger opens the chat · open · minimise · typing · say {text} · reply {text} · close · online · offline
//          visitor {name, email, phone, notes}   fills in the form before the chat
//          reassign   the page sets another function for an event · clear   it clears one · reload
import { showPanel } from '../shared/engage-panel.js';
import { showVisitor } from '../shared/engage-visitor.js';
import { createWidget } from './widget.js';

const ADA = { name: 'Ada Sample', email: 'ada@example.com', phone: '+16505550123' };
const asked = new URLSearchParams(location.search);
let isWriting = false;
let log = () => {};

const ui = showVisitor(document.getElementById('site'), 'onWebChat', {
  open: () => chat.click(),
  minimise: () => chat.minimise(),
  close: () => actions.close(),
  send: (text) => actions.say({ text }),
  typing: () => actions.typing(),
});
const chat = createWidget(window, { slots: asked.get('slots') ?? 'one', ui, tell: (name, detail) => log(name, detail) });

const actions = {
  offer() {
    chat.call('onTrigger');
    chat.maximise();
  },
  open: () => chat.click(),
  minimise: () => chat.minimise(),
  typing() {
    if (!isWriting) chat.call('onStartWriting');
    isWriting = true;
  },
  say({ text = 'Is the blue one in stock?' }) {
    if (ui.state() !== 'open') chat.click();
    actions.typing();
    isWriting = false;
    ui.say('visitor', text); // the vendor tells nothing of what was written
  },
  reply: ({ text = 'Yes, three of them.' }) => ui.say('agent', text), // nor of this
  close() {
    ui.clear(); // nor of this
    chat.minimise();
    ui.show('button');
  },
  online: () => { chat.values.status = 'online'; log('status', 'online'); },
  offline: () => { chat.values.status = 'offline'; log('status', 'offline'); },
  visitor: ({ name = ADA.name, email = ADA.email, phone = ADA.phone, notes }) => Object.assign(chat.values, { name, email, phone }, notes === undefined ? {} : { notes }),
  reassign: () => window.onWebChat.set('onStartWriting', () => window.shopHeard.push('onStartWriting')),
  clear: () => window.onWebChat.set('onMaximize', ''),
  reload: () => location.reload(),
};

log = showPanel(document.getElementById('panel'), {
  title: 'Simulated desk',
  about: 'Plays an onWebChat widget on a page of a shop. No real visitors.',
  text: 'Is the blue one in stock?',
  actions,
  groups: [
    ['The visitor', [['say', 'Visitor writes'], ['typing', 'Starts writing'], ['open', 'Opens the chat'], ['minimise', 'Minimises it'], ['visitor', 'Says who it is'], ['close', 'Leaves the chat'], ['reload', 'Reloads the page']]],
    ['Our side', [['reply', 'Agent replies'], ['online', 'Somebody is there'], ['offline', 'Nobody is there'], ['offer', 'Trigger opens the chat']]],
    ['Trouble', [['reassign', 'Page sets a callback'], ['clear', 'Page clears a callback']]],
  ],
});
setTimeout(() => chat.load(), Number(asked.get('delay') ?? 0));

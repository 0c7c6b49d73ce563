// Puts the simulated Engage page together.
//
// Query: style=object|override (how the vendor's script takes the queue over), delay=<ms> until it does.
// Actions: offer {item: button|invitation} · open · say {text} · reply {text} · close · online · offline
//          reassign   the page puts a fresh queue in place of what is there · rerun   the loader runs again
//          page-change · reload   the chat goes on after it, as a continuation · event {name, data}   tells any event
import { showPanel } from '../shared/engage-panel.js';
import { showVisitor } from '../shared/engage-visitor.js';
import { createManager } from './loader.js';

const OPEN = 'desk-engage-open';
const asked = new URLSearchParams(location.search);
const delay = Number(asked.get('delay') ?? 0);
let log = () => {};

const ui = showVisitor(document.getElementById('site'), 'Chat', {
  open: () => manager.open(),
  minimise: () => ui.show('small'), // the vendor tells nothing of it
  close: () => actions.close(),
  send: (text) => actions.say({ text }),
  typing: () => {}, // nor of this
});
const manager = createManager(window, { style: asked.get('style') ?? 'object', ui, tell: (event, data) => log(event, data.mode ?? '') });
const remember = () => sessionStorage.setItem(OPEN, manager.chat.isOpen ? '1' : '');

const actions = {
  offer: ({ item = 'button' }) => manager.offer(item === 'invitation' ? 'invitation' : 'button'),
  open: () => { manager.open(); remember(); },
  say: ({ text = 'Do you have this in green?' }) => { manager.say(text); remember(); },
  reply: ({ text = 'We do, one moment.' }) => manager.reply(text),
  close: () => { manager.close(); remember(); },
  online: () => { manager.chat.mode = 'online'; manager.offer('button'); },
  offline: () => { manager.chat.mode = 'offline'; manager.offer('button'); },
  reassign: () => { window._chatq = [['_onEvent', 'chat_shown', ({ event }) => window.shopHeard.push(event)]]; },
  rerun: () => manager.takeQueue(),
  'page-change': () => window._chatq.push(['_pageChange']),
  reload: () => { remember(); location.reload(); },
  event: ({ name, data }) => manager.emit(String(name), data),
};

log = showPanel(document.getElementById('panel'), {
  title: 'Simulated desk',
  about: 'Plays a RingCentral Engage chat on a page of a shop. No real visitors.',
  text: 'Do you have this in green?',
  actions,
  groups: [
    ['The visitor', [['say', 'Visitor writes'], ['open', 'Opens the chat'], ['close', 'Leaves the chat'], ['page-change', 'Looks at another page'], ['reload', 'Reloads the page']]],
    ['Our side', [['reply', 'Agent replies'], ['online', 'Somebody is there'], ['offline', 'Nobody is there'], ['offer', 'Offer the chat']]],
    ['Trouble', [['reassign', 'Page replaces its queue'], ['rerun', 'Loader runs again']]],
  ],
});
setTimeout(() => manager.start({ continued: sessionStorage.getItem(OPEN) === '1' }), delay);

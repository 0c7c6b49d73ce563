// The simulated Hub's page: the list, the open conversation, the agent link, and the remote control.
//
// Remote control: {type:'deskbell-desk', action, ...} posted to this window by itself. `id` names the conversation, else the last open.
// Visitor   offer {id, name, email, phone, text, page} · say {text} · typing {text} · page {page} · file {file} · call-me {phone}
//           transcript · close
// Agent     reply {text} · agent-close · system-close · transfer-accepted {widget} · event {name, ...content}  any event by its name
// Hub       shape {shape: documented|seen}   how its events look, which it says and what it takes · forge {message}  a page that is not the link tries to command

import { createHub } from './hub-desk.js';
import { HUB_EVENTS } from './hub-events.js';

const byId = (id) => document.getElementById(id);
let link = null; // shown when the first chat starts, as the vendor's setting says
let waiting = [];
let shown = null;

const hub = createHub({ say, changed: draw });

/** Into the agent link and nowhere else; until it has loaded, events wait. */
function say(event) {
  if (link === null) openLink();
  if (waiting !== null) waiting.push(event);
  else link.contentWindow.postMessage(event, '*');
  log(event);
}

function openLink() {
  link = document.createElement('iframe');
  link.title = 'Agent link';
  // Without an origin of its own, as the company's page would have another one than the Hub.
  link.sandbox = 'allow-scripts';
  link.src = 'link.html';
  link.onload = () => {
    for (const event of waiting ?? []) link.contentWindow.postMessage(event, '*');
    waiting = null;
  };
  byId('link').replaceChildren(link);
}

window.addEventListener('message', ({ data, source }) => {
  if (link !== null && source === link.contentWindow) hub.obey(data);
  else if (source === window && data?.type === 'deskbell-desk') act(data);
});

function act({ action, ...given }) {
  const actions = { ...hub.visitor, ...hub.agent, forge: ({ message }) => window.postMessage(message, '*') };
  if (!Object.hasOwn(actions, action ?? '')) return;
  try {
    actions[action](given);
  } catch {
    // A conversation that is not there: the desk has nothing to do.
  }
}

function element(name, className, text) {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

function draw() {
  const rows = [...hub.conversations.values()].reverse();
  shown = hub.conversations.get(shown?.id) ?? rows[0] ?? null;
  byId('empty').hidden = rows.length > 0;
  byId('list').replaceChildren(...rows.map((row) => {
    const button = element('button', 'row', '');
    button.append(element('strong', '', row.name ?? row.id), element('span', 'caption', row.open ? 'Open' : 'Closed'), element('span', 'quiet last', row.typing ? `${row.typing}…` : row.lines.at(-1)?.text ?? ''));
    if (row === shown) button.setAttribute('aria-current', 'true');
    button.onclick = () => {
      shown = row;
      draw();
    };
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
  byId('chat').hidden = shown === null;
  if (shown === null) return;
  byId('who').textContent = shown.name ?? shown.id;
  byId('page').textContent = shown.page;
  byId('labels').replaceChildren(...[...shown.labels].flatMap(([name, values]) => [...values].map((value) => element('li', 'label', value ? `${name}: ${value}` : name))));
  byId('lines').replaceChildren(...shown.lines.map(({ by, text }) => element('li', by, text)));
  byId('lines').lastElementChild?.scrollIntoView({ block: 'nearest' });
  byId('text').disabled = !shown.open;
  if (hub.composer) {
    byId('text').value = hub.composer;
    hub.composer = '';
  }
}

function log(event) {
  byId('log').prepend(element('li', '', JSON.stringify(event)));
  while (byId('log').children.length > 30) byId('log').lastElementChild.remove();
}

const value = (id) => byId(id).value.trim();
byId('composer').onsubmit = (event) => {
  event.preventDefault();
  if (value('text')) act({ action: 'reply', id: shown.id, text: value('text') });
  byId('text').value = '';
};
byId('end').onclick = () => act({ action: 'agent-close', id: shown.id });
byId('shape').onchange = ({ target }) => act({ action: 'shape', shape: target.value });
byId('new').onclick = () => act({ action: 'offer', name: value('name'), text: value('words'), email: 'ada.sample@mail.example' });
for (const button of document.querySelectorAll('[data-action]')) {
  button.onclick = () => shown && act({ action: button.dataset.action, id: shown.id, ...(button.dataset.action === 'say' && { text: value('words') }) });
}
byId('any').append(...HUB_EVENTS.map((name) => element('option', '', name)));
byId('send-any').onclick = () => {
  const content = { text: value('words'), name: value('name'), email: 'ada.sample@mail.example', phone: '+16505550123', page: 'https://shop.example/', widget: 'Sales', secure: 'SSN', ban: '\\ban', language: 'pt', file: 'terms.pdf', label: 'vip' };
  if (shown) act({ action: 'event', id: shown.id, ...content, name: byId('any').value });
};
draw();

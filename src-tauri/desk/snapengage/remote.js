// The simulated shop: its page, the widget on it, and the remote control: {type:'deskbell-desk', action, ...} posted to this window.
//
// Visitor   open · close · minimise {on} · say {text} (starts a chat, or leaves a message while nobody is there) · call-me {phone}
//           press {label} · rate {value, scale} · end
// Agent     reply {text, agent} · offer {text} an invitation · agent-end · online · offline · switch {widget}
// Widget    slide-out (closes by itself, untold) · resume (goes on after a reload, untold) · replace (its script loads again)
// Company   listen · clobber · clear {name} · throws · own-call-form · watch-agents · ask-agents · wrap   (see company.js)
// Address   ?late=ms  the script loads that late, 200 by default · ?provider=Name  a white-label install · ?stub=1  an object that
//           is filled by and by · ?offline=1 · ?quiet=1  the company does not listen

import { createApi } from './api.js';
import { createCompany } from './company.js';

const LOG_LENGTH = 30;
const given = new URLSearchParams(location.search);
const provider = /^[A-Za-z_$][\w$]*$/.test(given.get('provider') ?? '') ? given.get('provider') : 'SnapEngage';
const byId = (id) => document.getElementById(id);
let widget = null;

function line(list, text, className = '') {
  const row = Object.assign(document.createElement('li'), { textContent: text, className });
  list.prepend(row);
  while (list.children.length > LOG_LENGTH) list.lastElementChild.remove();
}

/** The vendor's script arrives. Both names are one object, and the company's scripts run right after it. */
function load() {
  widget = createApi({ changed: draw, log: (name, args) => line(byId('log'), `${name} ${JSON.stringify(args)}`) });
  if (given.has('offline')) widget.state.online = false;
  if (given.has('stub')) {
    window[provider] = {};
    Object.assign(window[provider], widget.api);
  } else {
    window[provider] = widget.api;
  }
  if (provider === 'SnapEngage') window.SnapABug = window.SnapEngage;
  window[`${provider}Chat`] = widget.chat;
  if (provider === 'SnapEngage' && !given.has('quiet')) company.listen();
  draw();
}

const company = createCompany(window, (text) => line(byId('company'), text));
const actions = {
  open: () => widget.happens.open(),
  close: () => widget.happens.close(),
  minimise: ({ on = true }) => widget.happens.minimise(on),
  say: ({ text = 'Do you ship abroad?' }) => widget.happens.write(text),
  'call-me': ({ phone = '+16505550123' }) => widget.happens.callMe(phone),
  press: ({ label = 'Talk to a person' }) => widget.happens.press(label),
  rate: ({ value = 5, scale }) => widget.happens.rate(value, scale),
  end: () => widget.happens.end(true),
  reply: ({ text = 'Yes, we do.', agent }) => widget.happens.reply(text, agent),
  offer: ({ text }) => window[provider].openProactiveChat(true, false, text, false),
  'agent-end': () => widget.happens.end(false),
  online: () => widget.happens.online(true),
  offline: () => widget.happens.online(false),
  switch: ({ widget: id = 'aaaa1111-bbbb-2222-cccc-3333dddd4444' }) => widget.happens.switchWidget(id),
  'slide-out': () => widget.happens.slideOut(),
  resume: () => widget.happens.resume(),
  replace: load,
  ...company,
  clear: ({ name }) => company.clear(name),
};

function act({ action, ...rest }) {
  if (widget === null || !Object.hasOwn(actions, action ?? '')) return;
  actions[action](rest);
}

window.addEventListener('message', ({ data, source }) => {
  if (source === window && data?.type === 'deskbell-desk') act(data);
});

function draw() {
  const { state } = widget;
  byId('widget').hidden = !state.open || state.minimised;
  byId('widget-button').hidden = !state.button || (state.open && !state.minimised);
  byId('widget-button').textContent = state.online ? 'Chat with us' : 'Leave a message';
  byId('widget-title').textContent = state.online ? 'Chat' : 'Leave a message';
  byId('widget-lines').replaceChildren(...state.lines.map(({ by, text }) => Object.assign(document.createElement('li'), { className: by, textContent: text })));
  if (state.proactive !== null) byId('widget-lines').append(Object.assign(document.createElement('li'), { className: 'agent', textContent: state.proactive }));
  byId('widget-end').hidden = !state.chatting;
  byId('widget-email').hidden = state.chatting;
  byId('widget-email').value = state.email;
  byId('widget-email').readOnly = state.locked;
  byId('state').textContent = `${state.online ? 'Online' : 'Offline'} · ${state.locale} · widget ${state.widgetId}`;
}

byId('widget-button').onclick = () => (widget.state.minimised ? widget.happens.minimise(false) : widget.happens.open());
byId('widget-close').onclick = () => widget.happens.close();
byId('widget-minimise').onclick = () => widget.happens.minimise();
byId('widget-end').onclick = () => widget.happens.end(true);
byId('widget-email').onchange = ({ target }) => (widget.state.email = target.value.trim());
byId('widget-form').onsubmit = (event) => {
  event.preventDefault();
  widget.happens.write(byId('widget-text').value.trim());
  byId('widget-text').value = '';
};
for (const button of document.querySelectorAll('[data-action]')) button.onclick = () => act({ action: button.dataset.action });

setTimeout(load, Number(given.get('late') ?? 200));

// Draws the small phone and lets the person use it: the same model as the commands, by hand.

const STATES = { setup: 'Calling', ringing: 'Ringing', connected: 'On call', held: 'On hold' };
const CONNECTIONS = { connected: 'Phone ready', connecting: 'Connecting', reconnecting: 'Reconnecting', connectFailed: 'Phone not connected', connectError: 'Web phone unavailable', disconnecting: 'Disconnecting', disconnected: 'Phone off' };
const KINDS = { SMS: 'Text', Pager: 'Internal', VoiceMail: 'Voicemail', Fax: 'Fax' };

const byId = (id) => document.getElementById(id);

export function showPhone(widget) {
  const { account, alerts, calling, oauth, platform } = widget;
  const rows = new Map();

  byId('widget-sign-in').onclick = () => oauth.open();
  byId('widget-presence').onchange = ({ target }) => {
    const isDnd = target.value === 'DoNotAcceptAnyCalls';
    platform.setPresence(isDnd ? { dndStatus: target.value } : { userStatus: target.value, dndStatus: 'TakeAllCalls' });
    widget.redraw();
  };
  for (const key of '123456789*0#') {
    const button = make('button', { type: 'button', textContent: key });
    button.onclick = () => setNumber(widget.dialNumber + key);
    byId('widget-keys').append(button);
  }
  byId('widget-number').oninput = ({ target }) => setNumber(target.value);
  byId('page-dialer').onsubmit = (event) => {
    event.preventDefault();
    widget.dial(widget.dialNumber);
  };
  for (const tab of byId('widget-tabs').children) {
    tab.onclick = () => {
      widget.draft = undefined;
      widget.navigate(tab.dataset.path);
    };
  }
  byId('page-compose').onsubmit = (event) => {
    event.preventDefault();
    widget.compose({ to: byId('widget-to').value, text: byId('widget-text').value });
    closeDraft();
  };
  byId('widget-discard').onclick = closeDraft;
  widget.onChange.push(draw);
  setInterval(drawTimes, 1000);
  draw();

  function setNumber(number) {
    widget.dialNumber = number;
    widget.redraw();
  }

  function closeDraft() {
    widget.draft = undefined;
    widget.redraw();
  }

  function draw() {
    drawStatus();
    drawAlerts();
    drawCalls();
    drawPages();
    drawMessages();
  }

  function drawStatus() {
    const { userStatus, dndStatus } = platform.presence;
    byId('widget-presence').value = dndStatus === 'DoNotAcceptAnyCalls' ? dndStatus : userStatus;
    byId('widget-presence').hidden = !account.loggedIn;
    const { callWith, connection } = calling.state;
    const phone = callWith === 'browser' ? CONNECTIONS[connection] : 'RingOut';
    byId('widget-connection').textContent = account.loggedIn ? (platform.online ? phone : 'No network') : 'Signed out';
    byId('widget-dot').dataset.state = !account.loggedIn ? 'off' : calling.isReady() ? 'good' : 'bad';
  }

  function drawAlerts() {
    byId('widget-alerts').replaceChildren(...alerts.shown.map(({ id, level, message }) => {
      const close = make('button', { textContent: '×', ariaLabel: 'Dismiss' });
      close.onclick = () => alerts.dismiss(id);
      const item = make('li', {}, make('span', { textContent: message }), close);
      item.dataset.level = level;
      return item;
    }));
  }

  function drawCalls() {
    const calls = [...platform.calls.values()];
    for (const [id, row] of rows) if (!platform.calls.has(id)) row.item.remove(), rows.delete(id);
    for (const call of calls) {
      if (!rows.has(call.id)) rows.set(call.id, addRow(call));
      drawRow(call, rows.get(call.id));
    }
  }

  function addRow(call) {
    const button = (name, label, act, className = '') => {
      const made = make('button', { textContent: label, className });
      made.dataset.act = name;
      made.onclick = act;
      return made;
    };
    const isInbound = call.direction === 'Inbound';
    const row = {
      state: make('span', { className: 'caption' }),
      buttons: {
        answer: button('answer', 'Answer', () => platform.answer(call), 'good'),
        decline: button('decline', 'Decline', () => platform.send(call, 'rejected'), 'bad'),
        voicemail: button('voicemail', 'To voicemail', () => platform.send(call, 'voicemail')),
        hold: button('hold', 'Hold', () => (call.stage === 'held' ? platform.resume(call) : platform.hold(call))),
        mute: button('mute', 'Mute', () => platform.mute(call, !call.muted)),
        hangup: button('hangup', 'Hang up', () => platform.hangUp(call), 'bad'),
      },
    };
    const who = isInbound ? call.fromName : call.toName;
    const number = isInbound ? call.from : call.to;
    const item = make('li', {},
      make('strong', { textContent: who || number }),
      make('span', { className: 'quiet', textContent: [who && number, call.queue && `via ${call.queue}`].filter(Boolean).join(' · ') }),
      row.state,
      make('div', { className: 'row' }, ...Object.values(row.buttons)));
    item.dataset.call = call.id;
    byId('widget-calls').append(item);
    return Object.assign(row, { item });
  }

  function drawRow(call, { item, state, buttons }) {
    const isOffered = call.stage === 'ringing' && call.direction === 'Inbound';
    const isRunning = call.stage === 'connected' || call.stage === 'held';
    const isMine = call.leg === 'here' || call.leg === 'ringout';
    item.dataset.stage = call.stage;
    state.textContent = stateOf(call);
    buttons.answer.hidden = !isOffered || call.leg !== 'here';
    buttons.decline.hidden = buttons.voicemail.hidden = !isOffered || !isMine;
    buttons.hold.hidden = buttons.mute.hidden = !isRunning || !isMine;
    buttons.hangup.hidden = isOffered || !isMine;
    buttons.hold.textContent = call.stage === 'held' ? 'Resume' : 'Hold';
    buttons.mute.textContent = call.muted ? 'Unmute' : 'Mute';
  }

  function drawTimes() {
    for (const [id, row] of rows) row.state.textContent = stateOf(platform.calls.get(id));
  }

  function drawPages() {
    const { path } = widget;
    const page = path === undefined ? 'loading' : !account.loggedIn ? 'signed-out' : widget.draft ? 'compose' : path.startsWith('/messages') ? 'messages' : path === '/dialer' ? 'dialer' : 'other';
    for (const element of document.querySelectorAll('.page')) {
      const shows = element.id === `page-${page}`;
      if (shows && element.hidden && page === 'compose') {
        byId('widget-to').value = widget.draft.to;
        byId('widget-text').value = widget.draft.text;
      }
      element.hidden = !shows;
    }
    byId('widget-path').textContent = path ?? '';
    byId('widget-tabs').hidden = !account.loggedIn;
    for (const tab of byId('widget-tabs').children) tab.ariaCurrent = path?.startsWith(tab.dataset.path) ? 'page' : null;
    if (byId('widget-number').value !== widget.dialNumber) byId('widget-number').value = widget.dialNumber;
    byId('widget-call').disabled = !calling.isReady();
  }

  function drawMessages() {
    const unread = widget.messages.filter(({ readStatus }) => readStatus === 'Unread').length;
    byId('widget-unread').textContent = unread;
    byId('widget-unread').hidden = unread === 0;
    byId('widget-no-messages').hidden = widget.messages.length > 0;
    byId('widget-messages').replaceChildren(...widget.messages.map((record) => {
      const other = record.direction === 'Inbound' ? record.from : record.to[0];
      const button = make('button', {},
        make('strong', { textContent: other.name || other.phoneNumber || other.extensionNumber }),
        make('span', { className: 'caption', textContent: `${record.direction === 'Outbound' ? 'Sent' : KINDS[record.type]} · ${clock(record.creationTime)}` }),
        make('span', { className: 'quiet', textContent: summary(record) }));
      button.onclick = () => record.readStatus === 'Unread' && widget.receive(widget.records.changed(record, { readStatus: 'Read' }));
      const item = make('li', {}, button);
      item.dataset.read = record.readStatus;
      return item;
    }));
  }
}

function summary({ type, subject, attachments, faxPageCount }) {
  if (type === 'VoiceMail') return `${attachments[0].vmDuration} seconds`;
  if (type === 'Fax') return `${faxPageCount} ${faxPageCount === 1 ? 'page' : 'pages'}`;
  return attachments.length > 0 ? `${subject} (picture)` : subject;
}

function stateOf(call) {
  const where = call.leg === 'elsewhere' ? ' on another device' : '';
  const seconds = call.startTime && call.answered ? Math.floor((Date.now() - call.startTime) / 1000) : undefined;
  const timer = seconds === undefined ? '' : ` · ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return STATES[call.stage] + where + timer + (call.muted ? ' · Muted' : '') + (call.recording ? ' · Recording' : '');
}

function clock(iso) {
  return new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

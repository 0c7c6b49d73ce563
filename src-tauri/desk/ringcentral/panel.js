// The control panel: buttons that send the same actions as the remote control, and the log of messages in and out.

const QUEUE = 'Support';
const SECOND_CALLER = { from: '+13125550177', name: 'Grace Example' };

export function showPanel(widget, obey) {
  const { account, calling, platform, wire } = widget;
  const byId = (id) => document.getElementById(id);
  const value = (id) => byId(id).value.trim();
  const person = () => ({ from: value('desk-number'), name: value('desk-name') });
  const delayed = () => ({ delayMs: Math.max(0, Number(value('desk-delay'))) * 1000 });
  const logRows = [];

  const buttons = {
    'desk-ring': () => ({ action: 'ring', ...person(), ...delayed() }),
    'desk-ring-queue': () => ({ action: 'ring', ...person(), queue: QUEUE, ...delayed() }),
    'desk-ring-second': () => ({ action: 'ring', ...SECOND_CALLER, ...delayed() }),
    'desk-answer-elsewhere': () => ({ action: 'answer-remotely' }),
    'desk-caller-hangs-up': () => ({ action: 'hang-up-remotely' }),
    'desk-vanish': () => ({ action: 'vanish' }),
    'desk-sms': () => ({ action: 'sms', ...person(), text: value('desk-text'), ...delayed() }),
    'desk-voicemail': () => ({ action: 'voicemail', ...person(), ...delayed() }),
    'desk-fax': () => ({ action: 'fax', ...person(), ...delayed() }),
    'desk-sign-in': () => ({ action: 'sign-in' }),
    'desk-sign-out': () => ({ action: 'sign-out' }),
    'desk-lose-network': () => ({ action: 'lose-network' }),
    'desk-restore-network': () => ({ action: 'restore-network' }),
  };
  const needsSignIn = ['desk-ring', 'desk-ring-queue', 'desk-ring-second', 'desk-sms', 'desk-voicemail', 'desk-fax', 'desk-mode'];
  const needsCall = ['desk-caller-hangs-up', 'desk-vanish'];

  for (const [id, command] of Object.entries(buttons)) {
    byId(id).onclick = () => {
      const message = { type: 'deskbell-desk', ...command() };
      if (message.delayMs > 0) announce(message.delayMs / 1000);
      obey(message);
    };
  }
  byId('desk-mode').onchange = ({ target }) => obey({ type: 'deskbell-desk', action: 'calling-mode', mode: target.value });
  widget.onChange.push(draw);
  wire.onLog = drawLog;
  draw();

  function announce(seconds) {
    byId('desk-status').textContent = `In ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
    setTimeout(() => {
      byId('desk-status').textContent = '';
    }, seconds * 1000);
  }

  function draw() {
    for (const id of needsSignIn) byId(id).disabled = !account.loggedIn;
    for (const id of needsCall) byId(id).disabled = platform.calls.size === 0;
    byId('desk-answer-elsewhere').disabled = platform.latest(({ stage }) => stage === 'ringing') === undefined;
    byId('desk-sign-in').hidden = account.loggedIn;
    byId('desk-sign-out').hidden = !account.loggedIn;
    byId('desk-lose-network').hidden = !platform.online;
    byId('desk-restore-network').hidden = platform.online;
    const mode = byId('desk-mode');
    if ([...mode.options].some(({ value: name }) => name === calling.state.callWith)) mode.value = calling.state.callWith;
  }

  function drawLog() {
    const { way, at, type, detail } = wire.log.at(-1);
    const row = document.createElement('li');
    row.className = way;
    const cells = [way === 'in' ? 'in' : 'out', at.toLocaleTimeString([], { hour12: false }), type, detail];
    row.append(...cells.map((text) => Object.assign(document.createElement('span'), { textContent: text })));
    byId('desk-log').prepend(row);
    logRows.push(row);
    if (logRows.length > wire.log.length) logRows.shift().remove();
  }
}

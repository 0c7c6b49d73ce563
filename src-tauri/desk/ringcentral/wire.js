// The widget's mouth: everything it says goes out here, state only when it changed, and the last messages are kept for the log.

const LOG_LENGTH = 30;

export function createWire() {
  const lastSaid = new Map();
  const log = [];
  const wire = { post, state, forget, heard, log, onLog: () => {} };

  /** Always to '*', always to the parent; a top-level page is its own parent. */
  function post(type, fields) {
    const message = { type, ...fields };
    window.parent.postMessage(message, '*');
    note('out', message);
  }

  /** Edge-triggered: said only if it differs from what was said last. */
  function state(type, fields) {
    const text = JSON.stringify(fields);
    if (lastSaid.get(type) === text) return;
    lastSaid.set(type, text);
    post(type, fields);
  }

  function forget(...types) {
    for (const type of types) lastSaid.delete(type);
  }

  function heard(message) {
    note('in', message);
  }

  function note(way, message) {
    log.push({ way, at: new Date(), type: message.type ?? '(no type)', detail: detailOf(message) });
    if (log.length > LOG_LENGTH) log.shift();
    wire.onLog();
  }
  return wire;
}

/** What tells one message from the next of its type; never a secret, never a message's text. */
function detailOf(message) {
  const { call, telephonySession, message: record } = message;
  if (message.callbackUri !== undefined) return 'callbackUri';
  if (call?.callStatus || call?.telephonyStatus) return call.telephonyStatus ?? call.callStatus.replace('webphone-session-', '');
  if (telephonySession?.parties) return telephonySession.parties[0].status.code;
  if (record?.type) return `${record.type} ${record.direction}`;
  const told = ['connectionStatus', 'telephonyStatus', 'loggedIn', 'ready', 'path', 'callAction', 'action', 'callWith', 'phoneNumber', 'open', 'error'];
  const key = told.find((name) => message[name] !== undefined && message[name] !== null);
  return key === undefined ? '' : String(message[key]).replace('connectionStatus-', '');
}

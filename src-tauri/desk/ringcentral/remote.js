// Remote control of the simulated desk: {type:'deskbell-desk', action, ...} posted to this window from its own origin.
//
// Calls      ring {from, name, to, queue, id, delayMs, elsewhere}   id names the call in later actions and appears in its vendor ids
//            answer-remotely {id}    another device answers an inbound call, or the callee an outbound one; without id: the latest that rings
//            hang-up-remotely {id}   the other side hangs up; without id: the latest call
//            vanish {id}             the call ends and nobody says so
//            conference              joins this phone's calls into one with session id "0"
// Messages   sms {from, name, text, id, kind: SMS|MMS|Pager, delayMs} · voicemail {from, name, seconds, id, delayMs}
//            fax {from, name, pages, id, delayMs}
// Account    sign-in · sign-out · calling-mode {mode: browser|ringout|jupiter|softphone}
// Status     presence {userStatus, dndStatus}   set on another device of the same agent
// Network    lose-network · restore-network
// Trouble    flood {count, bytes}    that many rc-desk-flood-notify messages of that size, numbered by `seq`, as fast as they go
//            hang {seconds}          busy-loops the page · reload · raw {message} posts it, or each of a list, as if the
//            widget had; "@now" in it becomes the time of posting, and nothing is redrawn
//            noise {seconds, perSecond, seed}   random messages of every type, repeatable by seed
//            refuse-presence {on}    the platform takes no status, and nobody says so; false ends it
//            drop-presence-duplicates {on}   no NoCall in between while several devices ring; false brings it back

import { makeNoise } from './noise.js';

const FLOOD_SLICE = 500;

export function createRemote(widget) {
  const { account, calling, platform, records, wire } = widget;
  const rings = (call) => call.stage === 'ringing' || (call.stage === 'setup' && call.direction === 'Outbound');
  const find = (id, fits) => (id === undefined ? platform.latest(fits) : platform.calls.get(String(id)));

  const actions = {
    ring({ elsewhere, ...given }) {
      if (!account.loggedIn) return;
      const ringout = calling.state.callWith === 'ringout' ? 'ringout' : 'elsewhere';
      platform.ring({ ...given, leg: calling.hasWebPhone() && !elsewhere ? 'here' : ringout });
    },
    'answer-remotely': ({ id }) => platform.answerElsewhere(find(id, rings)),
    'hang-up-remotely': ({ id }) => platform.hangUpRemotely(find(id)),
    vanish: ({ id }) => platform.vanish(find(id)),
    conference: () => platform.conference(),
    sms: (given) => widget.receive(records.text(given)),
    voicemail: (given) => widget.receive(records.voicemail(given)),
    fax: (given) => widget.receive(records.fax(given)),
    'sign-in': () => account.loggedIn || widget.signIn({ isFresh: true }),
    'sign-out': () => widget.signOut(),
    'lose-network': () => widget.setOnline(false),
    'restore-network': () => widget.setOnline(true),
    'calling-mode': ({ mode }) => account.loggedIn && calling.update({ callWith: mode }),
    flood,
    hang: ({ seconds }) => {
      const until = performance.now() + seconds * 1000;
      while (performance.now() < until);
    },
    reload: () => location.reload(),
    noise: (given) => makeNoise(given, (message) => window.parent.postMessage(message, '*')),
    raw: ({ message }) => {
      const stamped = JSON.stringify([message].flat()).replaceAll('"@now"', JSON.stringify(new Date().toISOString()));
      for (const one of JSON.parse(stamped)) window.parent.postMessage(one, '*');
    },
    presence: ({ userStatus, dndStatus }) => platform.setPresence({ ...(userStatus && { userStatus }), ...(dndStatus && { dndStatus }) }),
    'refuse-presence': ({ on = true }) => {
      widget.refusesPresence = on;
    },
    'drop-presence-duplicates': ({ on = true }) => {
      platform.transitions = !on;
    },
  };

  function flood({ count, bytes }) {
    const empty = { type: 'rc-desk-flood-notify', seq: count, pad: '' };
    const pad = 'x'.repeat(Math.max(0, bytes - JSON.stringify(empty).length));
    const turn = new MessageChannel();
    let seq = 0;
    turn.port1.onmessage = () => {
      for (const end = Math.min(count, seq + FLOOD_SLICE); seq < end; seq += 1) window.parent.postMessage({ ...empty, seq, pad }, '*');
      if (seq < count) turn.port2.postMessage(null);
      else turn.port1.close();
    };
    turn.port2.postMessage(null);
  }

  return (message) => {
    if (message?.type !== 'deskbell-desk' || !Object.hasOwn(actions, message.action ?? '')) return;
    const { action, delayMs = 0 } = message;
    if (action === 'raw') return actions.raw(message);
    wire.heard(message);
    const act = () => {
      try {
        actions[action](message);
      } catch {
        // An action on a call that is not there: the desk has nothing to do.
      }
      widget.redraw();
    };
    if (delayMs > 0) setTimeout(act, delayMs);
    else act();
  };
}

// Noise: random messages of every type the widget knows, with random, missing, swapped and absurd content, repeatable by seed.
import { seededRandom } from './lanes.js';

const TYPES = [
  'rc-call-ring-notify', 'rc-call-init-notify', 'rc-call-start-notify', 'rc-call-hold-notify', 'rc-call-resume-notify',
  'rc-call-end-notify', 'rc-call-mute-notify', 'rc-active-call-notify', 'rc-ringout-call-notify', 'rc-telephony-session-notify',
  'rc-adapter-syncPresence', 'rc-message-updated-notify', 'rc-inbound-message-notify', 'rc-route-changed-notify',
  'rc-region-settings-notify', 'rc-dialer-status-notify', 'rc-meeting-status-notify', 'rc-webphone-connection-status-notify',
  'rc-webphone-sessions-sync', 'rc-calling-settings-notify', 'rc-control-call-error', 'rc-message-thread-notify', 'rc-made-up',
];
const WORDS = ['Inbound', 'Outbound', 'Ringing', 'CallConnected', 'OnHold', 'NoCall', 'final', 'Available', 'Busy', 'SMS', 'Fax',
  'VoiceMail', 'Unread', 'Read', 'Alive', 'Answered', 'Disconnected', 'Proceeding', 'Gone', 'connectionStatus-connected', '', '+1', '0'];
const KEYS = ['id', 'direction', 'callStatus', 'from', 'to', 'phoneNumber', 'telephonyStatus', 'terminationType', 'sessionId',
  'telephonySessionId', 'partyData', 'startTime', 'endTime', 'status', 'code', 'parties', 'extensionId', 'type', 'readStatus',
  'subject', 'attachments', 'creationTime', 'loggedIn', 'ready', 'path', 'userStatus', 'dndStatus', 'isOnMute', 'missedCall'];

/** Posts about `perSecond` messages a second for `seconds`; few ids, so that calls meet themselves again. */
export function makeNoise({ seconds = 10, perSecond = 500, seed = 1 }, post) {
  const random = seededRandom(seed);
  const below = (limit) => Math.floor(random() * limit);
  const one = (list) => list[below(list.length)];

  function value(depth) {
    const kind = below(depth > 3 ? 6 : 9);
    if (kind === 0) return null;
    if (kind === 1) return random() < 0.5;
    if (kind === 2) return random() < 0.9 ? below(40) : (random() - 0.5) * 10 ** below(300);
    if (kind === 3) return one(WORDS);
    if (kind === 4) return `s-${below(12)}`;
    if (kind === 5) return random() < 0.99 ? `+1650555${1000 + below(9000)}` : '☎'.repeat(below(5000));
    if (kind === 6) return Array.from({ length: below(4) }, () => value(depth + 1));
    return object(depth + 1);
  }

  function object(depth) {
    const made = {};
    for (let left = below(9); left > 0; left -= 1) made[one(KEYS)] = value(depth);
    return made;
  }

  const until = performance.now() + seconds * 1000;
  const turn = setInterval(() => {
    for (let left = perSecond / 50; left > 0; left -= 1) {
      const type = one(TYPES);
      const call = { id: `sip-${below(12)}`, sessionId: `${below(12)}`, telephonySessionId: `s-${below(12)}`, direction: one(['Inbound', 'Outbound']), ...object(0) };
      post({ ...object(0), type, call, telephonySession: { extensionId: '1', parties: [{ id: 'p', extensionId: '1', ...object(0) }], ...object(0), id: `s-${below(12)}` }, message: { id: below(400), ...object(0) } });
    }
    if (performance.now() > until) clearInterval(turn);
  }, 20);
}

// The simulated desk in a real browser: says what the real RingCentral widget says, in its order, with its oddities.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { openChromium, openDesk, serveDesk } from './open-desk.mjs';

let server;
let browser;
let desk;

before(async () => {
  server = await serveDesk();
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  server?.close();
});
afterEach(async () => {
  const complaints = desk?.complaints ?? [];
  await desk?.close();
  desk = undefined;
  assert.deepEqual(complaints, [], 'the page complained');
});

const open = async (query, options) => (desk = await openDesk(browser, server.origin, query, options));
const types = (said) => said.map(({ type }) => type.replace(/^rc-(adapter-)?/, ''));
const isReady = ({ type, ready }) => type === 'rc-dialer-status-notify' && ready;

async function openReady(query = '', options) {
  await open(`signedIn=1&${query}`, options);
  await desk.until('rc-call-history-synced-notify');
  return desk.mark();
}

/** One line per message about calls: sip, presence, active and telephony lanes. */
function story(said, lane) {
  const lanes = {
    sip: ({ type, call }) => type.startsWith('rc-call-') && call && `${type.slice(8, -7)} ${call.callStatus.slice(17)}`,
    active: ({ type, call }) => type === 'rc-active-call-notify' && [call.telephonyStatus, call.terminationType].filter(Boolean).join(' '),
    presence: ({ type, telephonyStatus }) => type === 'rc-adapter-syncPresence' && telephonyStatus,
    telephony: ({ type, telephonySession }) => type === 'rc-telephony-session-notify' && telephonySession.parties[0].status.code,
  };
  return said.map(lanes[lane]).filter(Boolean);
}

// ---- start, sign-in, sign-out ----

test('a signed-out start speaks in the observed order', async () => {
  await open();
  const said = await desk.until('rc-route-changed-notify');
  assert.deepEqual(types(said), [
    'dialer-status-notify', 'meeting-status-notify', 'brand-assets-notify', 'webphone-connection-status-notify', 'pushAdapterState', 'syncPresence',
    'pushLocale', 'theme-notify', 'ai-assistant-settings-notify', 'syncSize', 'side-drawer-open-notify', 'brand-assets-notify', 'login-status-notify', 'route-changed-notify',
  ]);
  const login = said.find(({ type }) => type === 'rc-login-status-notify');
  assert.deepEqual([login.loggedIn, login.isFreshLogin, login.features], [false, null, {}]);
  assert.equal(said.at(-1).path, '/');
});

test('the stock popup signs in; sign-in and sign-out speak in the observed order; a reload restores the session', async () => {
  await open();
  await desk.until('rc-route-changed-notify');
  const start = await desk.mark();
  const popup = desk.page.waitForEvent('popup');
  await desk.page.click('#widget-sign-in');
  await (await popup).click('#login-sign-in');
  const said = await desk.until('rc-call-history-synced-notify', { from: start });
  assert.deepEqual(types(said), [
    'syncPresence', 'region-settings-notify', 'messageLogger-auto-log-notify', 'brand-assets-notify', 'login-status-notify', 'calling-settings-notify', 'route-changed-notify',
    'webphone-connection-status-notify', 'webphone-connection-status-notify', 'dialer-status-notify', 'call-history-synced-notify',
  ]);
  const login = said.find(({ type }) => type === 'rc-login-status-notify');
  assert.deepEqual([login.loggedIn, login.isFreshLogin, login.loginNumber], [true, true, '+18885550100*101']);

  await desk.page.reload();
  const restored = await desk.until(isReady);
  assert.equal(restored.find(({ type }) => type === 'rc-login-status-notify').isFreshLogin, false);

  const end = await desk.mark();
  await desk.post({ type: 'rc-adapter-logout' });
  const goodbye = await desk.until(({ type, ready }) => type === 'rc-dialer-status-notify' && !ready, { from: end });
  assert.deepEqual(types(goodbye), ['webphone-connection-status-notify', 'webphone-connection-status-notify', 'login-status-notify', 'brand-assets-notify', 'syncPresence', 'route-changed-notify', 'dialer-status-notify']);
  assert.deepEqual(goodbye.slice(0, 2).map(({ connectionStatus }) => connectionStatus), ['connectionStatus-disconnecting', 'connectionStatus-disconnected']);
  assert.equal(goodbye[4].presenceOption, null);
});

async function askForSignIn() {
  const start = await desk.mark();
  await desk.post({ type: 'rc-adapter-login' });
  return (await desk.until('rc-login-popup-notify', { from: start })).at(-1).oAuthUri;
}

/** Signs in (or cancels) at the login page in a profile of its own, as a host's login window does. */
async function visitLogin(oAuthUri, button = '#login-sign-in') {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(oAuthUri);
  await Promise.all([page.waitForURL(/redirect\.html\?/), page.click(button)]);
  const callbackUri = page.url();
  await context.close();
  return callbackUri;
}

test('disableLoginPopup: the host fetches the code elsewhere and hands it in; only the newest verifier completes', async () => {
  await open('disableLoginPopup=0&clientId=abc');
  await desk.until('rc-route-changed-notify');
  const first = await askForSignIn();
  const { searchParams } = new URL(first);
  assert.equal(searchParams.get('client_id'), 'abc');
  assert.equal(searchParams.get('code_challenge_method'), 'S256');
  assert.match(searchParams.get('state'), /^[\w=]+-undefined-/);
  const stale = await visitLogin(first);
  const second = await askForSignIn();
  assert.notEqual(new URL(second).searchParams.get('code_challenge'), searchParams.get('code_challenge'));
  const start = await desk.mark();
  const handIn = (callbackUri) => desk.post({ type: 'rc-adapter-authorization-code', callbackUri });

  await handIn(stale);
  await handIn('https://x.example/?code=made-up');
  await handIn(await visitLogin(second, '#login-cancel'));
  await handIn('https://x.example/?nothing=1');
  await desk.settle();
  assert.deepEqual(await desk.heard(start), [], 'failures are not told');
  assert.equal(await desk.page.locator('#widget-alerts li').count(), 2);

  const good = await visitLogin(second);
  await handIn(good);
  assert.equal((await desk.until('rc-login-status-notify', { from: start })).find(({ loggedIn }) => loggedIn).isFreshLogin, true);

  await desk.until('rc-call-history-synced-notify', { from: start });
  const again = await desk.mark();
  await handIn(good);
  await desk.settle();
  assert.deepEqual(await desk.heard(again), [], 'a code works once');
});

test('a callback while signed in signs out and in again', async () => {
  const start = await openReady();
  await desk.post({ callbackUri: 'https://x.example/#access_token=simulated' });
  const said = await desk.until(isReady, { from: start });
  assert.deepEqual(said.filter(({ type }) => type === 'rc-login-status-notify').map(({ loggedIn }) => loggedIn), [false, true]);
});

test('signedIn=1 stores a session only on the very first load', async () => {
  await openReady();
  await desk.act('sign-out');
  await desk.settle(50);
  await desk.page.reload();
  const said = await desk.until('rc-route-changed-notify');
  assert.equal(said.find(({ type }) => type === 'rc-login-status-notify').loggedIn, false);
});

// ---- calls in Browser mode ----

test('ring, answer, hold, resume, mute, hang up: four channels tell of one call under joinable ids', async () => {
  const start = await openReady();
  await desk.act('ring', { id: 'one', from: '+16505550100' });
  await desk.settle();
  for (const action of ['answer', 'hold', 'unhold', 'mute', 'unmute', 'hangup']) {
    await desk.control(action, action === 'answer' ? { callId: 'sip-one' } : {});
    await desk.settle(120);
  }
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(story(said, 'sip'), ['ring connecting', 'start connected', 'hold onHold', 'resume connected', 'mute onMute', 'mute connected', 'end finished']);
  assert.deepEqual(story(said, 'active'), ['Ringing', 'CallConnected', 'OnHold', 'CallConnected', 'NoCall final']);
  assert.deepEqual(story(said, 'presence'), ['Ringing', 'CallConnected', 'OnHold', 'CallConnected', 'NoCall']);
  assert.deepEqual(story(said, 'telephony'), ['Setup', 'Proceeding', 'Answered', 'Hold', 'Answered', 'Disconnected']);

  const ring = said.find(({ type }) => type === 'rc-call-ring-notify').call;
  const active = said.find(({ type }) => type === 'rc-active-call-notify').call;
  const session = said.find(({ type }) => type === 'rc-telephony-session-notify').telephonySession;
  assert.equal(ring.from, '+16505550100');
  assert.deepEqual(active.from, { phoneNumber: '+16505550100' });
  assert.deepEqual([ring.partyData.sessionId, active.telephonySessionId, session.id], ['s-one', 's-one', 's-one']);
  assert.equal(active.sessionId, session.sessionId);
  assert.equal('id' in active || 'sipData' in active, false);
  assert.equal(typeof active.startTime, 'number');
  const end = said.find(({ type }) => type === 'rc-call-end-notify').call;
  assert.ok(end.startTime <= end.endTime);
});

test('a missed call ends twice, and never started', async () => {
  const start = await openReady();
  await desk.act('ring', { id: 'm' });
  await desk.settle(100);
  await desk.act('hang-up-remotely', { id: 'm' });
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(story(said, 'sip'), ['ring connecting', 'end finished', 'end finished']);
  assert.equal(said.find(({ type }) => type === 'rc-call-end-notify').call.startTime, undefined);
  const last = said.findLast(({ type }) => type === 'rc-telephony-session-notify').telephonySession;
  assert.deepEqual([last.parties[0].missedCall, last.sequence], [true, 1]);
});

test('several devices ringing: NoCall in between, unless told otherwise', async () => {
  const start = await openReady();
  await desk.act('ring', { id: 'q', queue: 'Support' });
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(story(said, 'presence'), ['Ringing', 'NoCall', 'Ringing']);
  assert.deepEqual(story(said, 'active'), ['Ringing', 'NoCall', 'Ringing']);
  assert.equal(said.find(({ type }) => type === 'rc-call-ring-notify').call.callQueueName, 'Support - ');
  await desk.act('hang-up-remotely', {});
  await desk.act('drop-presence-duplicates', {});
  await desk.settle();
  const calm = await desk.mark();
  await desk.act('ring', { queue: 'Support' });
  await desk.settle();
  assert.deepEqual(story(await desk.heard(calm), 'presence'), ['Ringing']);
});

test('answered on another device: the leg here ends, the call goes on', async () => {
  const start = await openReady();
  await desk.act('ring', { id: 'e' });
  await desk.settle(100);
  await desk.act('answer-remotely', {});
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(story(said, 'sip'), ['ring connecting', 'end finished', 'end finished']);
  assert.deepEqual(story(said, 'active'), ['Ringing', 'CallConnected']);
});

test('a second answer holds the first call', async () => {
  await openReady();
  for (const id of ['a', 'b']) {
    await desk.act('ring', { id });
    await desk.settle(80);
    if (id === 'a') await desk.control('answer');
    await desk.settle(80);
  }
  const start = await desk.mark();
  await desk.control('answer');
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(said.filter(({ type }) => type.startsWith('rc-call-')).map(({ type, call }) => [type, call.id]), [['rc-call-hold-notify', 'sip-a'], ['rc-call-start-notify', 'sip-b']]);
});

test('a call that vanishes has no last word but the presence summary', async () => {
  await openReady();
  await desk.act('ring', { id: 'v' });
  await desk.settle();
  await desk.control('answer');
  await desk.settle();
  const gone = await desk.mark();
  await desk.act('vanish', { id: 'v' });
  await desk.settle();
  assert.deepEqual(types(await desk.heard(gone)), ['syncPresence']);
});

test('an outgoing call: init without party data, start when the callee answers; colleagues seem to answer at once', async () => {
  const start = await openReady();
  await desk.post({ type: 'rc-adapter-new-call', phoneNumber: '+13125550100', toCall: true });
  await desk.until('rc-call-start-notify', { from: start });
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(story(said, 'sip'), ['init setup', 'start connected']);
  assert.equal(said.find(({ type }) => type === 'rc-call-init-notify').call.partyData, null);
  assert.deepEqual(story(said, 'telephony'), ['Setup', 'Proceeding', 'Answered']);
  assert.deepEqual(said.filter(({ type }) => type === 'rc-dialer-status-notify').map(({ ready }) => ready), [false, true]);

  const colleague = await desk.mark();
  await desk.post({ type: 'rc-adapter-new-call', phoneNumber: '102', toCall: true });
  await desk.until(({ type, telephonySession }) => type === 'rc-telephony-session-notify' && telephonySession.parties[0].to.phoneNumber === '102' && telephonySession.parties[0].status.code === 'Proceeding', { from: colleague });
  const early = await desk.heard(colleague);
  assert.ok(story(early, 'sip').includes('start connected'));
  assert.equal(early.filter(({ telephonySession }) => telephonySession?.parties[0].to.phoneNumber === '102').some(({ telephonySession }) => telephonySession.parties[0].status.code === 'Answered'), false);
});

test('decline, voicemail, forward and transfer; a call sent to voicemail leaves one', async () => {
  await openReady();
  for (const [action, options] of [['reject'], ['toVoicemail'], ['forward', { forwardNumber: '102' }]]) {
    const start = await desk.mark();
    await desk.act('ring', {});
    await desk.settle(100);
    await desk.control('forward'); // options are missing: swallowed
    await desk.control(action, { options });
    await desk.settle();
    assert.deepEqual(story(await desk.heard(start), 'sip'), ['ring connecting', 'end finished', 'end finished'], action);
  }
  await desk.until(({ type, message }) => type === 'rc-inbound-message-notify' && message.type === 'VoiceMail');
  const start = await desk.mark();
  await desk.act('ring', {});
  await desk.settle(100);
  await desk.control('answer');
  await desk.settle(100);
  await desk.control('transfer', { options: { transferNumber: '102' } });
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(said.findLast(({ type }) => type === 'rc-telephony-session-notify').telephonySession.parties[0].status, { code: 'Gone', reason: 'BlindTransfer' });
});

test('recording shows in the telephony session; at the wrong moment it is the one reported error', async () => {
  const start = await openReady();
  await desk.act('ring', { id: 'r' });
  await desk.settle(100);
  await desk.control('answer');
  await desk.settle(100);
  await desk.control('startRecord');
  await desk.control('startRecord');
  await desk.settle();
  const said = await desk.heard(start);
  assert.equal(said.findLast(({ type }) => type === 'rc-telephony-session-notify').telephonySession.parties[0].recordings[0].active, true);
  const error = said.find(({ type }) => type === 'rc-control-call-error');
  assert.deepEqual([error.error, error.callId], ['RecordError', 'sip-r']);
});

test('a conference has session id "0"', async () => {
  await openReady();
  await desk.act('ring', { id: 'c' });
  await desk.settle(100);
  await desk.control('answer');
  await desk.settle();
  const start = await desk.mark();
  await desk.act('conference');
  await desk.settle();
  const call = (await desk.heard(start)).filter(({ type }) => type === 'rc-active-call-notify').find(({ call: { sessionId } }) => sessionId === '0').call;
  assert.deepEqual([call.to.phoneNumber, call.telephonyStatus], ['conference', 'CallConnected']);
});

test('the widget buttons work on the same calls', async () => {
  const start = await openReady();
  await desk.page.click('#desk-ring');
  for (const act of ['answer', 'hold', 'hold', 'mute', 'hangup']) {
    await desk.page.click(`[data-act="${act}"]`);
    await desk.settle(80);
  }
  await desk.page.fill('#widget-number', '+13125550100');
  await desk.page.press('#widget-number', 'Enter');
  await desk.until('rc-call-init-notify', { from: start });
  assert.deepEqual(story(await desk.heard(start), 'sip').slice(0, 6), ['ring connecting', 'start connected', 'hold onHold', 'resume connected', 'mute onMute', 'end finished']);
});

test('sessions sync answers every time; nothing else does', async () => {
  await openReady();
  await desk.act('ring', { id: 's' });
  await desk.settle();
  const asked = await desk.mark();
  await desk.post({ type: 'rc-adapter-webphone-sessions-sync' });
  await desk.post({ type: 'rc-adapter-webphone-sessions-sync' });
  await desk.post({ type: 'rc-adapter-set-presence', userStatus: 'Nonsense' });
  await desk.post({ type: 'rc-adapter-unheard-of' });
  await desk.control('constructor');
  await desk.settle();
  const said = await desk.heard(asked);
  assert.deepEqual(types(said), ['webphone-sessions-sync', 'webphone-sessions-sync']);
  assert.equal(said[0].calls[0].id, 'sip-s');
});

test('services are accepted without a word; the call log switch is told once a call logger is there', async () => {
  const start = await openReady();
  await desk.post({ type: 'rc-adapter-update-auto-log-settings', call: true });
  await desk.settle(50);
  assert.deepEqual(await desk.heard(start), []);
  await desk.post({ type: 'rc-adapter-register-third-party-service', service: { name: 'Deskbell', callLoggerPath: '/callLogger' } });
  await desk.post({ type: 'rc-adapter-update-features-flags', chat: false });
  await desk.settle(50);
  assert.deepEqual(await desk.heard(start), [{ type: 'rc-callLogger-auto-log-notify', autoLog: true }]);
});

// ---- other modes, status, messages, network ----

test('RingOut: pairs with and without sipData, no rc-call-*, connected before the callee answers', async () => {
  const start = await openReady('defaultCallWith=callingOptions-ringout');
  await desk.post({ type: 'rc-adapter-new-call', phoneNumber: '+13125550100', toCall: true });
  await desk.until(({ telephonySession }) => telephonySession?.parties[0].status.code === 'Answered', { from: start });
  await desk.page.click('[data-act="hangup"]');
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(story(said, 'sip'), []);
  assert.deepEqual(story(said, 'active'), ['Ringing', 'CallConnected', 'NoCall final']);
  const calls = said.filter(({ type }) => type === 'rc-ringout-call-notify' || type === 'rc-active-call-notify');
  assert.deepEqual(types(calls), Array(3).fill(['ringout-call-notify', 'active-call-notify']).flat());
  assert.deepEqual(calls.map(({ call }) => 'sipData' in call), [true, false, true, false, true, false]);
  assert.equal(calls.at(-1).call.to.phoneNumber, '');
});

test('calling mode: short default names do not work, updates do and last', async () => {
  await openReady('defaultCallWith=ringout&enableFromNumberSetting=1');
  const settings = (await desk.heard()).find(({ type }) => type === 'rc-calling-settings-notify');
  assert.deepEqual([settings.callWith, settings.callingMode, settings.fromNumbers.length], ['browser', 'webphone', 2]);
  const start = await desk.mark();
  await desk.post({ type: 'rc-calling-settings-update', callWith: 'ringout' });
  await desk.settle();
  assert.deepEqual(types(await desk.heard(start)), ['calling-settings-notify', 'webphone-connection-status-notify', 'webphone-connection-status-notify']);
  await desk.page.reload();
  assert.equal((await desk.until('rc-calling-settings-notify')).find(({ callWith }) => callWith).callWith, 'ringout');
});

test('honest about WebRTC: without it Browser mode never gets ready and an incoming call makes no rc-call event', async () => {
  const init = () => {
    delete window.RTCPeerConnection;
  };
  await open('signedIn=1&honestWebRtc=1', { init });
  const said = await desk.until(({ connectionStatus }) => connectionStatus === 'connectionStatus-connectError');
  assert.equal(said.some(isReady), false);
  await desk.until('rc-call-history-synced-notify');
  const start = await desk.mark();
  await desk.act('ring', { id: 'h' });
  await desk.post({ type: 'rc-adapter-new-call', phoneNumber: '+13125550100', toCall: true });
  await desk.settle();
  assert.deepEqual([...new Set(types(await desk.heard(start)))].sort(), ['active-call-notify', 'syncPresence', 'telephony-session-notify']);
  await desk.act('calling-mode', { mode: 'ringout' });
  await desk.until(isReady, { from: start });
});

test('presence is set and told on change only', async () => {
  const start = await openReady();
  for (let i = 0; i < 2; i += 1) await desk.post({ type: 'rc-adapter-set-presence', userStatus: 'Busy', dndStatus: 'DoNotAcceptAnyCalls' });
  await desk.settle();
  assert.deepEqual((await desk.heard(start)).map(({ type, ...rest }) => rest), [{ telephonyStatus: 'NoCall', userStatus: 'Busy', dndStatus: 'DoNotAcceptAnyCalls', presenceOption: 'DoNotAcceptAnyCalls' }]);
});

test('presence set on another device is told, one that is refused is not, and a reload knows it', async () => {
  let start = await openReady();
  await desk.act('presence', { userStatus: 'Offline' });
  await desk.settle();
  assert.deepEqual((await desk.heard(start)).map(({ userStatus, dndStatus }) => [userStatus, dndStatus]), [['Offline', 'TakeAllCalls']]);
  await desk.act('refuse-presence', {});
  start = await desk.mark();
  await desk.post({ type: 'rc-adapter-set-presence', userStatus: 'Available', dndStatus: 'TakeAllCalls' });
  await desk.settle();
  assert.deepEqual(await desk.heard(start), []);
  await desk.page.reload();
  await desk.until(isReady);
  assert.equal((await desk.heard(0)).findLast(({ type }) => type === 'rc-adapter-syncPresence').userStatus, 'Offline');
});

test('messages come as a pair, updated first; ids are numbers and strings; a repeated id is no news', async () => {
  const start = await openReady();
  await desk.act('sms', { text: 'hi', from: '+16505550100' });
  await desk.act('sms', { kind: 'MMS' });
  await desk.act('sms', { kind: 'Pager', from: '102' });
  await desk.act('voicemail', { seconds: 9 });
  await desk.act('fax', { pages: 3 });
  await desk.settle();
  const said = await desk.heard(start);
  assert.deepEqual(types(said), Array(5).fill(['message-updated-notify', 'inbound-message-notify']).flat());
  const [sms, mms, pager, voicemail, fax] = said.filter(({ type }) => type === 'rc-inbound-message-notify').map(({ message }) => message);
  assert.equal(sms.subject, 'hi');
  assert.notEqual(String(sms.conversationId), sms.conversation.id);
  assert.deepEqual([mms.type, mms.attachments[0].type, pager.type], ['SMS', 'MmsAttachment', 'Pager']);
  assert.equal(voicemail.attachments[0].vmDuration, 9);
  assert.deepEqual([fax.faxPageCount, 'to' in fax], [3, false]);
  assert.deepEqual(new Set([sms, mms, pager, voicemail, fax].map(({ id }) => typeof id)), new Set(['number', 'string']));
  const again = await desk.mark();
  await desk.act('sms', { id: 77 });
  await desk.settle();
  await desk.act('sms', { id: 77 });
  await desk.settle();
  assert.deepEqual(types(await desk.heard(again)), ['message-updated-notify', 'inbound-message-notify', 'message-updated-notify']);
});

test('without a network the phone goes down; what was missed arrives afterwards, except how calls ended', async () => {
  await openReady();
  await desk.act('ring', { id: 'n' });
  await desk.settle(100);
  await desk.control('answer');
  await desk.settle();
  const lost = await desk.mark();
  await desk.act('lose-network');
  await desk.until(({ connectionStatus }) => connectionStatus === 'connectionStatus-connectFailed', { from: lost });
  await desk.act('hang-up-remotely', { id: 'n' });
  await desk.act('sms', { text: 'later' });
  await desk.settle();
  assert.deepEqual(types(await desk.heard(lost)), ['webphone-connection-status-notify', 'dialer-status-notify', 'webphone-connection-status-notify', 'webphone-connection-status-notify']);
  const back = await desk.mark();
  await desk.act('restore-network');
  await desk.until(isReady, { from: back });
  await desk.settle();
  const said = await desk.heard(back);
  assert.deepEqual(story(said, 'sip'), []);
  assert.deepEqual(story(said, 'presence'), ['NoCall']);
  assert.ok(types(said).includes('inbound-message-notify'));
});

test('message requests are answered by id, or not at all where the real one throws', async () => {
  const start = await openReady();
  const ask = (requestId, path, body) => desk.post({ type: 'rc-adapter-message-request', requestId, path, body });
  await ask('1', '/custom-alert-message', { message: 'Hello', level: 'info', ttl: 0 });
  await ask('2', '/no-such-path');
  await ask('3', '/check-popup-window');
  await ask('4', '/schedule-meeting', {});
  await ask('5', '/get-call-log', { sessionId: 'none' });
  await ask('6', '/dismiss-alert-message');
  await ask('7', '/check-popup-window', { alert: false });
  await desk.settle();
  const answers = Object.fromEntries((await desk.heard(start)).map(({ responseId, response }) => [responseId, response]));
  assert.deepEqual(answers, { 1: answers[1], 2: { data: 'no matched path' }, 3: answers[3], 5: { error: 'Call not found' }, 6: 'ok', 7: false });
  assert.equal(typeof answers[1], 'string');
});

test('remote control is obeyed from the same origin only', async () => {
  const start = await openReady();
  await desk.page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    document.body.append(frame);
    window.dispatchEvent(new MessageEvent('message', { data: { type: 'deskbell-desk', action: 'sms' }, origin: 'https://evil.example', source: frame.contentWindow }));
  });
  await desk.settle();
  assert.deepEqual(await desk.heard(start), []);
  await desk.act('raw', { message: { type: 'rc-odd', n: 1 } });
  await desk.settle(50);
  assert.deepEqual(await desk.heard(start), [{ type: 'rc-odd', n: 1 }]);
});

test('the panel works by keyboard and its delay delays', async () => {
  const start = await openReady();
  await desk.page.fill('#desk-delay', '1');
  await desk.page.focus('#desk-ring');
  await desk.page.keyboard.press('Enter');
  await desk.settle(300);
  assert.deepEqual(await desk.heard(start), []);
  await desk.until('rc-call-ring-notify', { from: start });
  assert.ok((await desk.page.locator('#desk-log li').count()) <= 30);
});

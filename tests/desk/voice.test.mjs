// voice.js in a fake window: what a phone's page sees of its voice, and what the voice is asked for.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { ROOT } from './open-desk.mjs';

const [VOICE, PEERS] = ['voice.js', 'voice-peers.js'].map((name) => readFileSync(join(ROOT, 'src-tauri/src/pages/script', name), 'utf8'));
const ORIGIN = 'https://phone.example';

/** What of the engine the script stands on, with tracks that carry nothing. */
const ENGINE = `
  var window = globalThis;
  window.top = isTop ? window : {};
  window.opener = null;
  class MediaStreamTrack extends EventTarget {
    #enabled = true;
    #state = 'live';
    get enabled() { return this.#enabled; }
    set enabled(value) { this.#enabled = value; }
    get readyState() { return this.#state; }
    stop() { this.#state = 'ended'; }
    clone() { return new MediaStreamTrack(); }
  }
  class MediaStream {
    #tracks;
    constructor(tracks = []) { this.#tracks = [...tracks]; }
    getTracks() { return [...this.#tracks]; }
    getAudioTracks() { return [...this.#tracks]; }
    addTrack(track) { this.#tracks.push(track); }
    removeTrack(track) { this.#tracks = this.#tracks.filter((known) => known !== track); }
    clone() { return new MediaStream(this.#tracks.map((track) => track.clone())); }
  }
  class AudioContext extends EventTarget {
    state = 'suspended';
    suspend() {}
    createMediaStreamSource() { return {}; }
    createMediaStreamDestination() { return { stream: new MediaStream([new MediaStreamTrack()]) }; }
  }
  class HTMLMediaElement {
    #values = { srcObject: null, volume: 1, muted: false };
    get srcObject() { return this.#values.srcObject; }
    set srcObject(value) { this.#values.srcObject = value; }
    get volume() { return this.#values.volume; }
    set volume(value) { this.#values.volume = value; }
    get muted() { return this.#values.muted; }
    set muted(value) { this.#values.muted = value; }
  }
  class MediaDevices extends EventTarget {
    async enumerateDevices() { return []; }
    async getUserMedia() { throw new Error('the engine was asked'); }
  }
  var navigator = { mediaDevices: new MediaDevices() };
  var listeners = [];
  window.addEventListener = (type, listener) => type === 'message' && listeners.push(listener);
  window.__TAURI_INTERNALS__ = { invoke: (command, { document, ask }) => answer(command, document, ask) };
  Object.assign(window, { MediaStreamTrack, MediaStream, AudioContext, HTMLMediaElement, MediaDevices });
`;

function open({ prepare = '', isTop = true, origin = ORIGIN, refuse = () => null } = {}) {
  const asked = [];
  const waiting = [];
  let local = null;
  const answers = {
    devices: () => [{ kind: 'audioinput', id: 'default', label: 'Microphone', group: 'default' }],
    offer: () => ({ kind: 'offer', sdp: 'offer a=sendrecv' }),
    answer: () => ({ kind: 'answer', sdp: 'answer' }),
    local: ({ kind, sdp }) => ({ state: { signaling: kind === 'offer' ? 'have-local-offer' : 'stable', local: (local = { type: kind, sdp: `${sdp} here` }), digits: false }, candidates: ['candidate:1'], gathered: true }),
    remote: ({ kind }) => ({ state: { signaling: kind === 'offer' ? 'have-remote-offer' : 'stable', local, digits: kind === 'answer' }, track: true }),
    stats: () => [{ id: 'in', type: 'inbound-rtp', packetsReceived: 7 }],
    wait: () => new Promise((tell) => waiting.push(tell)),
  };
  const answer = async (command, document, ask) => {
    assert.equal(command, 'widget_voice');
    asked.push(JSON.parse(JSON.stringify(ask))); // as it goes to Rust
    const refusal = refuse(ask);
    if (refusal) throw refusal;
    return answers[ask.ask]?.(ask) ?? null;
  };
  const sandbox = { answer, isTop, location: { origin }, crypto: globalThis.crypto, performance, structuredClone, DOMException, EventTarget, Event, setTimeout };
  vm.createContext(sandbox);
  vm.runInContext(ENGINE + prepare, sandbox);
  vm.runInContext(VOICE.replace('__DESKBELL_VOICE_PEERS__', () => `(${PEERS})`).replace('__DESKBELL_VOICE_ORIGINS__', JSON.stringify([ORIGIN])), sandbox);
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setImmediate(go));
  };
  const sounds = () => asked.filter(({ ask }) => ask === 'sound').map(({ peer, source, microphone, volume }) => ({ peer, source, microphone, volume }));
  return { window: sandbox, asked, waiting, settle, sounds, run: (code) => vm.runInContext(code, sandbox), hear: (data) => sandbox.listeners.forEach((listen) => listen({ isTrusted: true, source: sandbox.window, data })) };
}

const CALL = `(async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  window.pc = new RTCPeerConnection({ iceServers: [{ urls: ['stun:a', 'turn:b'] }, { urls: 'stun:c' }] });
  window.track = stream.getAudioTracks()[0];
  window.sender = pc.addTrack(track, stream);
  pc.ontrack = ({ streams }) => { window.speaker = new HTMLMediaElement(); speaker.srcObject = streams[0]; };
  const offer = await pc.createOffer();
  await pc.setLocalDescription(offer);
  await pc.setRemoteDescription({ type: 'answer', sdp: 'answer' });
})()`;

test('the page gets nothing in a frame, elsewhere, or where the engine has WebRTC', () => {
  for (const wrong of [{ isTop: false }, { origin: 'https://other.example' }, { prepare: 'window.opener = {};' }]) {
    assert.equal(open(wrong).run('typeof RTCPeerConnection'), 'undefined');
  }
  const native = open({ prepare: 'window.RTCPeerConnection = class Native {};' });
  assert.equal(native.run('RTCPeerConnection.name'), 'Native');
  assert.equal(open().run('typeof RTCPeerConnection'), 'function');
});

test('a call sends the microphone and hears what an element plays', async () => {
  const page = open();
  await page.run(CALL);
  await page.settle();
  assert.deepEqual(page.asked.filter(({ ask }) => ask === 'open'), [{ ask: 'open', stun: ['stun:a', 'stun:c'], peer: 1 }]);
  assert.deepEqual(page.sounds(), [{ peer: 1, source: 'microphone', microphone: 'live', volume: 0 }, { peer: 1, source: 'microphone', microphone: 'live', volume: 1 }]);
  page.run('speaker.volume = 0.5; track.enabled = false');
  page.run('speaker.muted = true; track.enabled = true; track.stop()');
  await page.settle();
  assert.deepEqual(page.sounds().slice(2).map(({ microphone, volume }) => [microphone, volume]), [['live', 0.5], ['muted', 0.5], ['muted', 0], ['live', 0], ['muted', 0]]);
  assert.equal(page.run('pc.localDescription.sdp'), 'offer a=sendrecv here');
  assert.equal(page.run('sender.dtmf.canInsertDTMF'), true);
  assert.equal((await page.run('pc.getStats()')).get('in').packetsReceived, 7);
});

test('a held call sends nothing, whichever of two it is', async () => {
  const page = open();
  await page.run(CALL);
  page.hear({ type: 'rc-call-start-notify', call: { id: 'first' } });
  await page.run(CALL);
  page.hear({ type: 'rc-call-start-notify', call: { id: 'second' } });
  page.hear({ type: 'rc-call-hold-notify', call: { id: 'first' } });
  page.hear({ type: 'rc-call-hold-notify', call: { id: 'nobody' } });
  await page.settle();
  const last = (peer) => page.sounds().findLast((sound) => sound.peer === peer).microphone;
  assert.deepEqual([last(1), last(2)], ['held', 'live']);
  page.hear({ type: 'rc-call-resume-notify', call: { id: 'first' } });
  await page.settle();
  assert.deepEqual([last(1), last(2)], ['live', 'live']);
});

test('what the page made of the microphone is the microphone, and what it made of something else is not taken', async () => {
  const page = open();
  await page.run(CALL);
  await page.run(`(async () => {
    const context = new AudioContext();
    context.createMediaStreamSource(new MediaStream([track.clone()]));
    await sender.replaceTrack(context.createMediaStreamDestination().stream.getAudioTracks()[0]);
  })()`);
  await page.settle();
  assert.equal(page.sounds().at(-1).source, 'microphone');
  const refused = page.run('sender.replaceTrack(new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0])');
  await assert.rejects(refused, { name: 'NotSupportedError' });
});

test('wishes for the microphone are one question, and a refusal keeps its name', async () => {
  const page = open({ refuse: ({ ask }) => ask === 'microphone' && { name: 'NotAllowedError', message: 'no' } });
  const wishes = page.run('Promise.allSettled(Array.from({ length: 500 }, () => navigator.mediaDevices.getUserMedia({ audio: true })))');
  assert.ok((await wishes).every(({ reason }) => reason.name === 'NotAllowedError'));
  assert.equal(page.asked.filter(({ ask }) => ask === 'microphone').length, 1);
});

test('a ninth peer connection is refused, and a closed one makes room', () => {
  const page = open();
  page.run('window.all = Array.from({ length: 8 }, () => new RTCPeerConnection())');
  assert.throws(() => page.run('new RTCPeerConnection()'), { name: 'UnknownError' });
  page.run('all[0].close(); new RTCPeerConnection()');
});

test('news turn states and tell listeners', async () => {
  const page = open();
  await page.run(CALL);
  page.run("window.seen = []; pc.oniceconnectionstatechange = () => seen.push(pc.iceConnectionState); navigator.mediaDevices.addEventListener('devicechange', () => seen.push('devices'))");
  page.waiting.shift()([{ told: 'ice', peer: 1, state: 'connected' }, { told: 'ice', peer: 9, state: 'failed' }, { told: 'devices' }]);
  await page.settle();
  assert.deepEqual([...page.run('seen')], ['connected', 'devices']);
  assert.equal(page.waiting.length, 1);
  page.run('pc.close()');
  await page.settle();
  assert.equal(page.asked.at(-1).ask, 'close');
  assert.equal(page.run('pc.signalingState'), 'closed');
});

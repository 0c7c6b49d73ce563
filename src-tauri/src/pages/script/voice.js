// Gives a phone's page the part of WebRTC that phones use, where the engine has none: RTCPeerConnection and the microphone.
// The media engine is Rust in our process; sound never comes into the page. Runs before bridge.js at document start.
// One file, although it is long: it is put into a page as one script, and its parts share what was captured before the page ran.
//
// Rust puts a list of origins in place of the token below. Tracks are the engine's own, so that MediaStream, srcObject and
// AudioContext take them: they carry silence, and a table says what each stands for. WebKit forgets what is written on the
// wrappers of its objects, so prototypes are patched, and the one object that listeners hang on is held.
(function () {
  'use strict';
  const origins = __DESKBELL_VOICE_ORIGINS__;
  if (window.top !== window || window.opener) return;
  if (!origins.includes(location.origin === 'null' ? location.protocol + '//' + location.host : location.origin)) return;
  const devices = navigator.mediaDevices;
  const internals = window.__TAURI_INTERNALS__;
  if (typeof window.RTCPeerConnection === 'function' || internals === undefined || devices === undefined) return;
  if (typeof AudioContext !== 'function' || typeof MediaStream !== 'function') return;

  const MOST_PEERS = 8; // of one document, as in Rust
  const MOST_ELEMENTS = 32; // phones use two, or a new one for each call
  const PAUSE_MS = 1000; // after a question for news that failed
  const PEER_EVENTS = ['track', 'icecandidate', 'icegatheringstatechange', 'iceconnectionstatechange', 'connectionstatechange', 'signalingstatechange', 'negotiationneeded', 'icecandidateerror', 'datachannel'];
  const KEYS = /^[0-9A-D#*,]*$/i;

  const invoke = internals.invoke;
  const wait = window.setTimeout.bind(window);
  const NativeContext = AudioContext;
  const name = JSON.stringify(crypto.getRandomValues(new Uint32Array(4)));
  const getUserMedia = devices.getUserMedia?.bind(devices);

  async function ask(what) {
    try {
      return await invoke('widget_voice', { document: name, ask: what });
    } catch (error) {
      const { name: kind = 'OperationError', message = String(error) } = Object(error);
      throw kind === 'TypeError' ? new TypeError(message) : new DOMException(message, kind);
    }
  }

  /** Replaces a function of a prototype by what `make` makes of it. */
  function patch(prototype, key, make) {
    const known = Object.getOwnPropertyDescriptor(prototype, key);
    if (typeof known?.value === 'function') Object.defineProperty(prototype, key, { ...known, value: make(known.value) });
  }

  /** Has `after` run when a property of a prototype was set. */
  function watchSetter(prototype, key, after) {
    const known = Object.getOwnPropertyDescriptor(prototype, key);
    if (known?.set === undefined) return;
    Object.defineProperty(prototype, key, {
      ...known,
      set(value) {
        known.set.call(this, value);
        after(this, value);
      },
    });
  }

  function readOnly(prototype, values) {
    for (const [key, read] of Object.entries(values)) Object.defineProperty(prototype, key, { get: read, enumerable: true, configurable: true });
  }

  // ---- what tracks stand for ----

  const roles = new WeakMap(); // track: 'microphone', or the peer that hears it
  const made = new WeakMap(); // track: the context that made it
  const fed = new WeakMap(); // context: the role of what was put into it
  let silence = null;

  /** A stream with one track of the engine's own that carries nothing. */
  function placeholder(role) {
    if (silence === null) {
      silence = new NativeContext();
      const rest = () => silence.state === 'running' && silence.suspend();
      silence.addEventListener('statechange', rest); // a click on the page wakes it
      rest();
    }
    const { stream } = silence.createMediaStreamDestination();
    roles.set(stream.getAudioTracks()[0], role);
    return stream;
  }

  /** A track that the page made of the microphone by Web Audio, to rid it of noise, stands for the microphone. */
  function roleOf(track) {
    return roles.get(track) ?? fed.get(made.get(track));
  }

  patch(NativeContext.prototype, 'createMediaStreamSource', (native) => function createMediaStreamSource(stream) {
    const node = native.call(this, stream);
    const role = stream.getAudioTracks().map(roleOf).find((found) => found !== undefined);
    if (role !== undefined) fed.set(this, role);
    return node;
  });
  patch(NativeContext.prototype, 'createMediaStreamDestination', (native) => function createMediaStreamDestination() {
    const node = native.call(this);
    made.set(node.stream.getAudioTracks()[0], this);
    return node;
  });
  const tracks = MediaStreamTrack.prototype;
  watchSetter(tracks, 'enabled', refresh);
  patch(tracks, 'stop', (native) => function stop() {
    native.call(this);
    refresh();
  });
  patch(tracks, 'clone', (native) => function clone() {
    const copy = native.call(this);
    const role = roleOf(this);
    if (role !== undefined) roles.set(copy, role);
    return copy;
  });
  patch(MediaStream.prototype, 'clone', (native) => function clone() {
    const copy = native.call(this);
    const given = this.getTracks();
    copy.getTracks().forEach((track, at) => {
      const role = given[at] && roleOf(given[at]);
      if (role !== undefined) roles.set(track, role);
    });
    return copy;
  });
  for (const key of ['addTrack', 'removeTrack']) {
    patch(MediaStream.prototype, key, (native) => function changed(track) {
      native.call(this, track);
      refresh();
    });
  }

  // ---- elements that play: the one with a peer's track is its speaker ----

  const elements = new Set(); // held: nobody need keep an element that plays
  const media = HTMLMediaElement.prototype;
  watchSetter(media, 'srcObject', (element, stream) => {
    elements.delete(element);
    if (stream instanceof MediaStream) elements.add(element);
    if (elements.size > MOST_ELEMENTS) elements.delete(elements.values().next().value);
    refresh();
  });
  watchSetter(media, 'volume', refresh);
  watchSetter(media, 'muted', refresh);
  if (media.setSinkId === undefined) {
    const sinks = new WeakMap();
    media.setSinkId = async function setSinkId(id) {
      sinks.set(this, String(id));
    };
    readOnly(media, {
      sinkId() {
        return sinks.get(this) ?? '';
      },
    });
  }

  function volumeOf(peer) {
    let loudest = 0;
    for (const element of elements) {
      const plays = element.srcObject?.getAudioTracks().some((track) => roles.get(track) === peer && track.enabled && track.readyState === 'live');
      if (plays && !element.muted) loudest = Math.max(loudest, element.volume);
    }
    return loudest;
  }

  const peers = new Map(); // open ones, by number

  /** Tells of every peer what it sends and how loud it is heard, where that has changed. */
  function refresh() {
    for (const peer of peers.values()) peer.tellSound();
  }

  // ---- devices ----

  const listed = new WeakMap();
  if (typeof MediaDeviceInfo === 'function') {
    for (const key of ['deviceId', 'kind', 'label', 'groupId']) {
      const { get } = Object.getOwnPropertyDescriptor(MediaDeviceInfo.prototype, key) ?? {};
      if (get) Object.defineProperty(MediaDeviceInfo.prototype, key, { get() { return listed.has(this) ? listed.get(this)[key] : get.call(this); }, enumerable: true, configurable: true });
    }
    patch(MediaDeviceInfo.prototype, 'toJSON', (native) => function toJSON() {
      return listed.has(this) ? { ...listed.get(this) } : native.call(this);
    });
  }

  function deviceInfo({ kind, id, label, group }) {
    const info = Object.create(typeof MediaDeviceInfo === 'function' ? MediaDeviceInfo.prototype : Object.prototype);
    listed.set(info, { deviceId: id, kind, label, groupId: group });
    return info;
  }

  const wishes = new Map(); // for a microphone, not answered yet: a page gone wild asks once

  /** The one microphone that will do, if only one will. */
  function exactDevice(constraints) {
    const wanted = constraints?.deviceId?.exact;
    return wanted === undefined ? null : String([wanted].flat()[0]);
  }

  patch(Object.getPrototypeOf(devices), 'enumerateDevices', () => async function enumerateDevices() {
    listen();
    return (await ask({ ask: 'devices' })).map(deviceInfo);
  });
  patch(Object.getPrototypeOf(devices), 'getUserMedia', () => async function record(constraints) {
    if (!constraints?.audio && !constraints?.video) throw new TypeError('audio or video must be asked for');
    if (constraints.video) return getUserMedia(constraints); // a camera is the engine's business
    listen();
    const exact = exactDevice(constraints.audio);
    if (!wishes.has(exact)) wishes.set(exact, ask({ ask: 'microphone', exact }).finally(() => wishes.delete(exact)));
    await wishes.get(exact);
    return placeholder('microphone');
  });

  // ---- peer connections ----

  const secret = Symbol('ours');
  const inner = new WeakMap(); // what stands behind each of our objects
  const behind = (object) => {
    const found = inner.get(object);
    if (found === undefined) throw new TypeError('Illegal invocation');
    return found;
  };

  /** `on…` of each type: a listener that is called in its place among the others. */
  function handlers(prototype, types) {
    for (const type of types) {
      const set = new WeakMap();
      Object.defineProperty(prototype, 'on' + type, {
        get() {
          return set.get(this)?.given ?? null;
        },
        set(given) {
          const known = set.get(this);
          if (known) this.removeEventListener(type, known.listener);
          set.delete(this);
          if (typeof given !== 'function') return;
          const listener = (event) => given.call(this, event);
          set.set(this, { given, listener });
          this.addEventListener(type, listener);
        },
        enumerable: true,
        configurable: true,
      });
    }
  }

  class RTCSessionDescription {
    constructor({ type, sdp = '' } = {}) {
      this.type = type;
      this.sdp = sdp;
    }

    toJSON() {
      return { type: this.type, sdp: this.sdp };
    }
  }

  class RTCIceCandidate {
    constructor({ candidate = '', sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = {}) {
      Object.assign(this, { candidate, sdpMid, sdpMLineIndex, usernameFragment });
    }

    toJSON() {
      return { ...this };
    }
  }

  class RTCDTMFSender extends EventTarget {
    constructor(key, peer) {
      if (key !== secret) throw new TypeError('Illegal constructor');
      super();
      inner.set(this, { peer, waiting: '' });
    }

    get canInsertDTMF() {
      return behind(this).peer.canSendDigits;
    }

    get toneBuffer() {
      return behind(this).waiting;
    }

    insertDTMF(tones, duration = 100, gap = 70) {
      const own = behind(this);
      const keys = String(tones);
      if (!own.peer.canSendDigits) throw new DOMException('the other side takes no digits in this call', 'InvalidStateError');
      if (!KEYS.test(keys)) throw new DOMException('only 0 to 9, A to D, #, * and a comma are digits', 'InvalidCharacterError');
      own.waiting = keys;
      own.pause = Math.min(6000, Math.max(40, duration)) + Math.max(30, gap);
      own.peer.send({ ask: 'digits', keys, held: Math.trunc(duration), gap: Math.trunc(gap) });
    }
  }
  handlers(RTCDTMFSender.prototype, ['tonechange']);

  class RTCRtpSender {
    constructor(key, peer, track) {
      if (key !== secret) throw new TypeError('Illegal constructor');
      inner.set(this, { peer, track, parameters: { transactionId: '', codecs: [], headerExtensions: [], rtcp: {}, encodings: [{ active: true }] }, dtmf: new RTCDTMFSender(secret, peer) });
    }

    get track() {
      return behind(this).track;
    }

    get dtmf() {
      return behind(this).dtmf;
    }

    get transport() {
      return null;
    }

    /** A track of other sources would be silence to the other side: better the page hears that it is not taken. */
    async replaceTrack(track) {
      const own = behind(this);
      if (own.peer.state.signaling === 'closed') throw new DOMException('this peer connection is closed', 'InvalidStateError');
      if (track !== null && roleOf(track) === undefined) throw new DOMException('only the microphone, and what was made of it, can be sent', 'NotSupportedError');
      own.track = track;
      own.peer.tellSound();
    }

    getParameters() {
      return structuredClone(behind(this).parameters);
    }

    async setParameters(parameters) {
      behind(this).parameters = structuredClone(parameters);
    }

    getStats() {
      return behind(this).peer.stats();
    }
  }

  class RTCRtpReceiver {
    constructor(key, peer, track) {
      if (key !== secret) throw new TypeError('Illegal constructor');
      inner.set(this, { peer, track });
    }

    get track() {
      return behind(this).track;
    }

    get transport() {
      return null;
    }

    getStats() {
      return behind(this).peer.stats();
    }

    getContributingSources() {
      return [];
    }

    getSynchronizationSources() {
      return [];
    }
  }

  let numbers = 0;

  /** What stands behind an RTCPeerConnection. */
  class Peer {
    constructor(shown, { iceServers = [] }) {
      numbers += 1;
      Object.assign(this, { shown, number: numbers, senders: [], receivers: [], canSendDigits: false, turn: 0, said: '' });
      this.state = { signaling: 'stable', ice: 'new', connection: 'new', gathering: 'new', local: null, remote: null };
      const stun = [iceServers].flat().flatMap((server) => server?.urls ?? server?.url ?? []).filter((url) => typeof url === 'string' && url.startsWith('stun:'));
      peers.set(this.number, this);
      // One step after the other, as the standard has it; a step that fails does not hold up the next.
      this.last = this.ask({ ask: 'open', stun });
      this.last.catch(() => {});
      listen();
    }

    ask(what) {
      return ask({ ...what, peer: this.number });
    }

    /** Says something whose answer nobody waits for. */
    send(what) {
      this.last.then(() => this.ask(what)).catch(() => {});
    }

    step(act) {
      if (this.state.signaling === 'closed') return Promise.reject(new DOMException('this peer connection is closed', 'InvalidStateError'));
      const opened = this.last;
      const done = opened.then(act, act);
      this.last = done.catch(() => {});
      return done;
    }

    fire(type, fields = {}) {
      this.shown.dispatchEvent(Object.assign(new Event(type), fields));
    }

    tellSound() {
      const track = this.senders.map((sender) => sender.track).find((found) => found !== null);
      const role = track && roleOf(track);
      const source = typeof role === 'number' ? { peer: role } : role === 'microphone' ? role : 'nothing';
      const sound = { source, live: track?.enabled === true && track.readyState === 'live', volume: volumeOf(this.number) };
      const said = JSON.stringify(sound);
      if (said === this.said) return;
      this.said = said;
      this.turn += 1;
      this.send({ ask: 'sound', turn: this.turn, ...sound });
    }

    async stats() {
      const at = performance.timeOrigin + performance.now();
      const records = await this.ask({ ask: 'stats' });
      return new Map(records.map((record) => [record.id, { ...record, timestamp: at }]));
    }

    took({ signaling, local, digits }) {
      this.canSendDigits = digits;
      this.state.local = local && new RTCSessionDescription(local);
      if (signaling === this.state.signaling || this.state.signaling === 'closed') return;
      this.state.signaling = signaling;
      this.fire('signalingstatechange');
    }

    async describe(kind, restarts) {
      const { sdp } = await this.ask(kind === 'offer' ? { ask: 'offer', restarts } : { ask: 'answer' });
      return { type: kind, sdp };
    }

    async setLocal(given) {
      const implied = this.state.signaling === 'have-remote-offer' ? 'answer' : 'offer';
      const { type = implied, sdp } = given ?? {};
      const text = sdp || type === 'rollback' ? sdp ?? '' : (await this.describe(type, false)).sdp;
      const { state, candidates, gathered } = await this.ask({ ask: 'local', kind: type, sdp: text });
      this.took(state);
      // The candidates are in the description by now; pages still look for the events.
      if (gathered) wait(() => this.gathered(candidates), 0);
    }

    gathered(candidates) {
      const turnTo = (gathering) => {
        this.state.gathering = gathering;
        this.fire('icegatheringstatechange');
      };
      if (this.state.signaling === 'closed') return;
      turnTo('gathering');
      for (const candidate of candidates) this.fire('icecandidate', { candidate: new RTCIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 }) });
      turnTo('complete');
      this.fire('icecandidate', { candidate: null });
    }

    async setRemote({ type, sdp = '' }) {
      const { state, track } = await this.ask({ ask: 'remote', kind: type, sdp });
      this.state.remote = type === 'rollback' ? this.state.remote : new RTCSessionDescription({ type, sdp });
      this.took(state);
      if (!track || this.receivers.length > 0) return;
      const stream = placeholder(this.number);
      const receiver = new RTCRtpReceiver(secret, this, stream.getAudioTracks()[0]);
      this.receivers.push(receiver);
      this.fire('track', { track: receiver.track, streams: [stream], receiver, transceiver: { receiver, sender: this.senders[0] ?? null, mid: '0' } });
    }

    hear(news) {
      if (this.state.signaling === 'closed') return;
      const turnTo = (key, state, type) => {
        if (this.state[key] === state) return;
        this.state[key] = state;
        this.fire(type);
      };
      if (news.told === 'ice') turnTo('ice', news.state, 'iceconnectionstatechange');
      if (news.told === 'connection') turnTo('connection', news.state, 'connectionstatechange');
      const dtmf = this.senders[0]?.dtmf;
      if (news.told !== 'digit' || dtmf === undefined) return;
      const own = behind(dtmf);
      const tell = (tone) => dtmf.dispatchEvent(Object.assign(new Event('tonechange'), { tone }));
      own.waiting = news.waiting;
      tell(news.digit);
      if (news.waiting === '') wait(() => own.waiting === '' && tell(''), own.pause);
    }

    close() {
      if (this.state.signaling === 'closed') return;
      Object.assign(this.state, { signaling: 'closed', ice: 'closed', connection: 'closed' });
      peers.delete(this.number);
      for (const { track } of this.receivers) track.stop();
      const ended = () => this.ask({ ask: 'close' });
      this.last.then(ended, ended).catch(() => {});
      refresh();
    }
  }

  class RTCPeerConnection extends EventTarget {
    constructor(configuration = {}) {
      super();
      if (peers.size >= MOST_PEERS) throw new DOMException('too many peer connections', 'UnknownError');
      inner.set(this, new Peer(this, configuration ?? {}));
    }

    createOffer(options) {
      const own = behind(this);
      return own.step(() => own.describe('offer', options?.iceRestart === true));
    }

    createAnswer() {
      const own = behind(this);
      return own.step(() => own.describe('answer', false));
    }

    setLocalDescription(description) {
      const own = behind(this);
      return own.step(() => own.setLocal(description));
    }

    setRemoteDescription(description) {
      const own = behind(this);
      return own.step(() => own.setRemote(description));
    }

    addIceCandidate(candidate) {
      const own = behind(this);
      const line = candidate?.candidate;
      return own.step(async () => {
        if (line) await own.ask({ ask: 'candidate', line });
      });
    }

    addTrack(track) {
      const own = behind(this);
      if (own.state.signaling === 'closed') throw new DOMException('this peer connection is closed', 'InvalidStateError');
      if (own.senders.some((sender) => sender.track === track)) throw new DOMException('this track is sent already', 'InvalidAccessError');
      const sender = new RTCRtpSender(secret, own, track);
      own.senders.push(sender);
      own.tellSound();
      return sender;
    }

    removeTrack(sender) {
      const own = behind(this);
      behind(sender).track = null;
      own.senders = own.senders.filter((known) => known !== sender);
      own.tellSound();
    }

    getSenders() {
      return [...behind(this).senders];
    }

    getReceivers() {
      return [...behind(this).receivers];
    }

    getStats() {
      return behind(this).stats();
    }

    close() {
      behind(this).close();
    }
  }
  const state = (key) => function read() { return behind(this).state[key]; };
  readOnly(RTCPeerConnection.prototype, { signalingState: state('signaling'), iceConnectionState: state('ice'), connectionState: state('connection'), iceGatheringState: state('gathering'), localDescription: state('local'), remoteDescription: state('remote'), canTrickleIceCandidates: () => null });
  handlers(RTCPeerConnection.prototype, PEER_EVENTS);

  // ---- news ----

  let listening = false;

  /** Asks for news again and again, from the first time the page wants anything. */
  async function listen() {
    if (listening) return;
    listening = true;
    for (;;) {
      try {
        for (const news of await ask({ ask: 'wait' })) {
          if (news.told === 'devices') devices.dispatchEvent(new Event('devicechange'));
          else peers.get(news.peer)?.hear(news);
        }
      } catch {
        await new Promise((go) => wait(go, PAUSE_MS));
      }
    }
  }

  // The page says goodbye itself while it goes; nothing of its calls is left then.
  window.addEventListener('pagehide', () => [...peers.values()].forEach((peer) => peer.close()));
  for (const made of [RTCPeerConnection, RTCSessionDescription, RTCIceCandidate, RTCRtpSender, RTCRtpReceiver, RTCDTMFSender]) {
    Object.defineProperty(window, made.name, { value: made, writable: true, configurable: true });
  }
})();

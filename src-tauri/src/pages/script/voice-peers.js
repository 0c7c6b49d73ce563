// The peer connections of a phone's page: a function that voice.js calls with what it has, and that gives the classes pages know.
({ ask, readOnly, roleOf, placeholder, volumeOf, peers, refresh, listen, wait }) => {
  const MOST_PEERS = 8; // of one document, as in Rust
  const PEER_EVENTS = ['track', 'icecandidate', 'icegatheringstatechange', 'iceconnectionstatechange', 'connectionstatechange', 'signalingstatechange', 'negotiationneeded', 'icecandidateerror', 'datachannel'];
  const KEYS = /^[0-9A-D#*,]*$/i;

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
      Object.assign(this, { shown, number: numbers, senders: [], receivers: [], canSendDigits: false, isHeld: false, turn: 0, said: '' });
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
      const isOn = track?.enabled === true && track.readyState === 'live';
      const sound = { source, microphone: this.isHeld ? 'held' : isOn ? 'live' : 'muted', volume: volumeOf(this.number) };
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

  // ---- hold: one generation of the widget only tells the server, and its peer would go on sending ----

  const callPeers = new Map(); // by the widget's name of a call: its peer

  window.addEventListener('message', ({ isTrusted, source, data }) => {
    if (!isTrusted || source !== window || typeof data?.call?.id !== 'string') return;
    const { type, call } = data;
    if (type === 'rc-call-start-notify' && !callPeers.has(call.id)) {
      const taken = new Set(callPeers.values());
      const newest = [...peers.values()].findLast((peer) => !taken.has(peer) && peer.senders.some(({ track }) => track && roleOf(track) === 'microphone'));
      if (newest !== undefined) callPeers.set(call.id, newest);
    }
    const peer = callPeers.get(call.id);
    if (peer === undefined) return;
    if (type === 'rc-call-end-notify') callPeers.delete(call.id);
    if (type === 'rc-call-hold-notify') peer.isHeld = true;
    if (type === 'rc-call-resume-notify' || type === 'rc-call-end-notify') peer.isHeld = false;
    peer.tellSound();
  });

  return [RTCPeerConnection, RTCSessionDescription, RTCIceCandidate, RTCRtpSender, RTCRtpReceiver, RTCDTMFSender];
}

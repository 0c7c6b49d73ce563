// Gives a phone's page the part of WebRTC that phones use, where the engine has none: RTCPeerConnection and the microphone.
// The media engine is Rust in our process; sound never comes into the page. Runs before bridge.js at document start.
//
// Rust puts a list of origins and the function of voice-peers.js in place of the tokens below; this comment must not name them.
// Tracks are the engine's own, so that MediaStream, srcObject and AudioContext take them: they carry silence, and a table says
// what each stands for. WebKit forgets what is written on the wrappers of its objects, so prototypes are patched, and the one
// object that listeners hang on is held.
(function () {
  'use strict';
  const origins = __DESKBELL_VOICE_ORIGINS__;
  const definePeers = __DESKBELL_VOICE_PEERS__;
  if (window.top !== window || window.opener) return;
  if (!origins.includes(location.origin === 'null' ? location.protocol + '//' + location.host : location.origin)) return;
  const devices = navigator.mediaDevices;
  const internals = window.__TAURI_INTERNALS__;
  if (typeof window.RTCPeerConnection === 'function' || internals === undefined || devices === undefined) return;
  if (typeof AudioContext !== 'function' || typeof MediaStream !== 'function') return;

  const MOST_ELEMENTS = 32; // phones use two, or a new one for each call
  const PAUSE_MS = 1000; // after a question for news that failed

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

  const defined = definePeers({ ask, readOnly, roleOf, placeholder, volumeOf, peers, refresh, listen, wait });
  for (const made of defined) Object.defineProperty(window, made.name, { value: made, writable: true, configurable: true });
  // The page says goodbye itself while it goes; nothing of its calls is left then.
  window.addEventListener('pagehide', () => [...peers.values()].forEach((peer) => peer.close()));
})();

// Page-side bridge: forwards what a hosted page posts to itself to Rust, unread. Runs at document start in every widget page.
// One file, although it is long: it is put into a page as one script, and its parts share what was captured before the page ran.
//
// Rust puts a JSON object and a list of [vendor, tap] in place of the tokens below. This comment must not name them: what is put
// in could end the comment.
// The page is free to replace any built-in later, so everything used after document start is captured here, and the queue is a
// linked list of strings: no array, iterator or prototype method stands between a message and Rust.
(function () {
  'use strict';
  const config = __DESKBELL_BRIDGE_CONFIG__;
  const taps = __DESKBELL_TAPS__;
  if (window.top !== window) return;
  // WebKitGTK gives a window that the page opens the page's own scripts and voice: a sign-in window must not speak as the widget.
  if (window.opener) return;

  // A custom scheme may call its origin "null"; scheme and host still name it.
  const ownOrigin = location.origin === 'null' ? location.protocol + '//' + location.host : location.origin;
  const ownOriginIsOpaque = location.origin === 'null';
  const widgetOrigin = config.widget || null; // of the frame that is the account, in a company's page with a phone
  const accepted = Object.create(null);
  for (let i = 0; i < config.origins.length; i += 1) accepted[config.origins[i]] = true;
  if (accepted[ownOrigin] !== true) return;

  const hasMediaDevices = navigator.mediaDevices !== undefined;
  if (!hasMediaDevices) {
    // The only thing we change in a page: RingCentral reads navigator.mediaDevices.getUserMedia while loading, and where the
    // engine has no media stream that TypeError leaves the whole widget on "Loading…" without a single message.
    Object.defineProperty(navigator, 'mediaDevices', { value: {}, configurable: true, enumerable: true, writable: true });
  }
  const internals = window.__TAURI_INTERNALS__;
  if (internals === undefined) return;

  const FIRST_RETRY_MS = 50;
  const LONGEST_RETRY_MS = 2000;
  const LONGEST_TYPE = 128;
  const BEATS_PER_COUNT = 6;
  const MOST_IN_FLIGHT = 16; // the page's own messages delay our answers: one at a time gave 5,700 messages a second in a flood

  const invoke = internals.invoke;
  const apply = Reflect.apply;
  const stringify = JSON.stringify;
  const hasOwn = Object.prototype.hasOwnProperty;
  const slice = String.prototype.slice;
  const wait = window.setTimeout;
  const listen = window.addEventListener;
  const define = Object.defineProperty;
  const describe = Object.getOwnPropertyDescriptor;
  const prototypeOf = Object.getPrototypeOf;
  const promises = Promise.prototype;
  const objects = Object.prototype;
  const arrays = Array.prototype;
  const NativePromise = Promise;
  const resolve = Promise.resolve;
  const then = Promise.prototype.then;
  const done = Promise.resolve();
  // `then` asks a promise for its constructor, which a page may replace by one that throws: ours have none to ask for.
  const unasked = { __proto__: null, value: undefined };
  define(done, 'constructor', unasked);
  const getter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;
  const readData = getter(MessageEvent.prototype, 'data');
  const readOrigin = getter(MessageEvent.prototype, 'origin');
  const readSource = getter(MessageEvent.prototype, 'source');
  const stopNow = Event.prototype.stopImmediatePropagation;
  const hasDeviceList = hasMediaDevices && typeof navigator.mediaDevices.enumerateDevices === 'function';
  const mediaDevices = navigator.mediaDevices;
  const enumerate = mediaDevices.enumerateDevices;
  const readKind = hasDeviceList ? getter(MediaDeviceInfo.prototype, 'kind') : null;
  const readHidden = getter(Document.prototype, 'hidden');
  const page = document;
  const ownOriginJson = stringify(ownOrigin);
  const nothing = [];
  const typeKey = ['type'];
  const callbackKey = ['callbackUri'];

  // Names this document, so that Rust can tell the batches of a reload from those of the page before it.
  const name = stringify(crypto.getRandomValues(new Uint32Array(4)));

  let first = null; // oldest batch not sent yet
  let last = null; // youngest one, still growing
  let queuedBytes = 0; // not sent or not confirmed
  let refused = 0;
  let dropped = 0;
  let failures = null; // refused batches that wait for the next try
  let seq = 0; // Rust puts batches back into this order
  let inFlight = 0;
  let consoleFrame = null; // where the agent console last spoke
  let consolePage = ''; // the origin of the page in it
  let consoleOrigin = '';
  let phone = null; // the frame of a company's page in which the widget last spoke
  let microphones = null; // as told; Rust starts from "not known"
  let counting = false;
  let triedLast = null; // what came of the last try to record
  let beats = 0;
  let wakePending = false;
  let retryMs = FIRST_RETRY_MS;

  function append(record) {
    if (last === null || last.text.length + record.length >= config.batchBytes) {
      const batch = { text: record, seq: 0, next: null };
      if (last === null) first = batch;
      else last.next = batch;
      last = batch;
    } else {
      last.text += '\n' + record;
      queuedBytes += 1;
    }
    queuedBytes += record.length;
  }

  /** Losses are told at the place in the stream where they happened, ahead of the next record. */
  function appendLosses() {
    if (refused > 0) append('{"k":"refused","n":' + refused + '}');
    if (dropped > 0) append('{"k":"dropped","n":' + dropped + '}');
    refused = 0;
    dropped = 0;
  }

  function enqueue(record) {
    if (refused > 0 || dropped > 0) appendLosses();
    append(record);
    if (maySend()) wake();
  }

  function isFull(record) {
    return queuedBytes + record.length > config.maxQueueBytes;
  }

  /** What arrives while a batch is on its way forms the next one; a full one does not wait for the answer. */
  function maySend() {
    return first !== null && (inFlight === 0 || (inFlight < MOST_IN_FLIGHT && first !== last));
  }

  function wake() {
    if (wakePending) return;
    wakePending = true;
    apply(then, done, [send]);
  }

  function deliver(batch) {
    let answer;
    try {
      answer = invoke('widget_message', { document: name, seq: batch.seq, batch: batch.text });
    } catch (error) {
      return own(apply(then, done, [() => { throw error; }]));
    }
    const isNative = typeof answer === 'object' && answer !== null && prototypeOf(answer) === promises;
    return own(isNative ? answer : apply(resolve, NativePromise, [answer])); // another make, should the page have replaced Promise
  }

  function own(promise) {
    return define(promise, 'constructor', unasked);
  }

  function takeFirst() {
    const batch = first;
    first = batch.next;
    if (first === null) last = null;
    batch.next = null;
    batch.seq = seq;
    seq += 1;
    return batch;
  }

  function send() {
    wakePending = false;
    while (maySend()) {
      inFlight += 1;
      dispatch(takeFirst());
    }
  }

  /** Repeats a refused batch to the letter and with its old number, however often it takes. */
  function dispatch(batch) {
    apply(then, deliver(batch), [() => delivered(batch), () => failed(batch)]);
  }

  function delivered(batch) {
    inFlight -= 1;
    retryMs = FIRST_RETRY_MS;
    queuedBytes -= batch.text.length;
    if (maySend()) send();
  }

  function failed(batch) {
    batch.next = failures;
    failures = batch;
    if (batch.next !== null) return; // the pause has begun
    apply(wait, window, [retry, retryMs]);
    retryMs = retryMs * 2 > LONGEST_RETRY_MS ? LONGEST_RETRY_MS : retryMs * 2;
  }

  function retry() {
    let batch = failures;
    failures = null;
    while (batch !== null) {
      const next = batch.next;
      batch.next = null;
      dispatch(batch);
      batch = next;
    }
  }

  /** The page goes away: hand over all that waits, in order, without waiting for answers. */
  function flush() {
    if (refused > 0 || dropped > 0) appendLosses();
    retry();
    while (first !== null) {
      const batch = takeFirst();
      queuedBytes -= batch.text.length;
      apply(then, deliver(batch), [undefined, () => {}]);
    }
  }

  function isOurs(event, origin) {
    if (event.isTrusted !== true) return false; // an own property that a page cannot forge
    if (accepted[origin] === true) return true;
    if (origin !== location.origin) return false;
    const source = apply(readSource, event, nothing);
    return source === window || (source === null && !ownOriginIsOpaque); // every opaque frame calls itself "null"
  }

  function receive(event) {
    const origin = apply(readOrigin, event, nothing);
    if (config.frames && relayed(event)) return;
    if (!config.messages) return; // the widgets here speak through taps, and what else is posted is not for us
    if (widgetOrigin !== null ? !isPhones(event, origin) : !isOurs(event, origin)) {
      if (widgetOrigin !== null && origin !== widgetOrigin) return; // the company's own page speaks about other things
      refused += 1; // told with the next record, the beat at the latest: strangers cannot make us talk
      return;
    }
    const payload = apply(readData, event, nothing);
    if (typeof payload !== 'object' || payload === null) return;
    if (apply(hasOwn, payload, callbackKey)) return; // an OAuth code is a secret: it never leaves the page
    if (!apply(hasOwn, payload, typeKey) || typeof payload.type !== 'string') return;
    if (widgetOrigin !== null) phone = apply(readSource, event, nothing);
    forward('{"k":"msg","o":' + (origin === ownOrigin || origin === 'null' ? ownOriginJson : stringify(origin)), payload);
  }

  /** A frame of this page, and not a window beside it, in which the account's widget lives. */
  function isPhones(event, origin) {
    if (event.isTrusted !== true || origin !== widgetOrigin) return false;
    const source = apply(readSource, event, nothing);
    return source !== null && source !== window && source.parent === window;
  }

  /** Hands a command to the frame with the widget, and to no other page that may have come into it. */
  function toPhone(vendor, message) {
    if (phone === null || phone.closed) throw new Error('no phone was found on this page');
    phone.postMessage(message, widgetOrigin);
  }

  /** Some pages, and old libraries, give every object or list a toJSON of their own: that one is passed over. */
  function asItIs(key, value) {
    const found = this[key];
    if (typeof found !== 'object' || found === null) return value;
    return found.toJSON === objects.toJSON || found.toJSON === arrays.toJSON ? found : value;
  }

  /** Queues one record; `head` is its beginning, up to the payload. */
  function forward(head, payload) {
    let text;
    try {
      // At once: other listeners get the same object and may change it.
      text = objects.toJSON === undefined && arrays.toJSON === undefined ? stringify(payload) : stringify(payload, asItIs);
    } catch {
      text = undefined;
    }
    let record;
    if (text === undefined) {
      record = '{"k":"unreadable","t":' + typeOf(payload) + '}';
    } else if (text.length > config.maxMessageBytes) {
      record = '{"k":"oversize","t":' + typeOf(payload) + ',"n":' + text.length + '}';
    } else {
      record = head + ',"p":' + text + '}';
    }
    if (isFull(record)) dropped += 1;
    else enqueue(record);
  }

  /** What frame.js passes up from the frame that an agent console speaks to; nobody else in the page hears that. */
  function relayed(event) {
    const data = apply(readData, event, nothing);
    if (event.isTrusted !== true || typeof data !== 'object' || data === null) return false;
    if (!apply(hasOwn, data, [config.relay])) return false;
    apply(stopNow, event, nothing);
    const { origin, payload } = data;
    if (typeof origin !== 'string' || accepted[origin] !== true) return true;
    if (typeof payload !== 'object' || payload === null || typeof payload.type !== 'string') return true;
    consoleFrame = apply(readSource, event, nothing);
    consolePage = apply(readOrigin, event, nothing);
    consoleOrigin = origin;
    forward('{"k":"msg","o":' + stringify(origin), payload);
    return true;
  }

  function typeOf(payload) {
    return stringify(apply(slice, payload.type, [0, LONGEST_TYPE]));
  }

  /** A page that writes itself anew (`document.open`) takes every listener away; twice the same is once. */
  function attend() {
    apply(listen, window, ['message', receive, true]);
    apply(listen, window, ['pagehide', flush, true]);
  }

  /** Every engine lists devices without asking the agent. Before a page was allowed to record it lists one microphone at most, and
      none only where there is none. The answer may wait until the page is looked at. */
  function countMicrophones() {
    if (!hasDeviceList || counting) return;
    counting = true;
    let answer;
    try {
      answer = own(apply(enumerate, mediaDevices, nothing));
    } catch {
      return tellMicrophones(null);
    }
    apply(then, answer, [(devices) => tellMicrophones(microphonesIn(devices)), () => tellMicrophones(null)]);
  }

  function microphonesIn(devices) {
    try {
      let count = 0;
      for (let i = 0; i < devices.length; i += 1) if (apply(readKind, devices[i], nothing) === 'audioinput') count += 1;
      return count;
    } catch {
      return null; // not the engine's list: the page put something in its place
    }
  }

  function tellMicrophones(count) {
    counting = false;
    if (count === microphones) return;
    const record = '{"k":"microphones","n":' + count + '}';
    if (isFull(record)) return; // the next count tells it
    microphones = count;
    enqueue(record);
  }

  /** Looks on as the page asks for the microphone: what comes of it is the page's own, only the name of an error is told. The page
      gets what `then` makes of its promise, so that an error nobody handles still counts as that. */
  function watchRecording() {
    const prototype = hasMediaDevices ? prototypeOf(mediaDevices) : null;
    const known = prototype === null || prototype === objects ? undefined : describe(prototype, 'getUserMedia');
    if (known === undefined || typeof known.value !== 'function') return;
    known.value = new Proxy(known.value, {
      __proto__: null,
      apply(target, devices, given) {
        const answer = apply(target, devices, given);
        try {
          const wanted = given[0];
          if (!wanted.audio) return answer;
          // Which of two devices is missing or refused no engine tells.
          const alone = !wanted.video;
          return apply(then, answer, [
            (stream) => (tellTried(null), stream),
            (error) => {
              if (alone) tellTried(error);
              throw error;
            },
          ]);
        } catch {
          return answer; // no promise, or a page that put something in the way of ours
        }
      },
    });
    define(prototype, 'getUserMedia', known);
  }

  function tellTried(error) {
    let name = 'null';
    try {
      if (error !== null) name = stringify(apply(slice, error.name, [0, LONGEST_TYPE]));
    } catch {
      name = '""';
    }
    const record = '{"k":"tried","error":' + name + '}';
    if (record === triedLast || isFull(record)) return;
    triedLast = record;
    enqueue(record);
  }

  function beat() {
    attend();
    beats += 1;
    // WebKitGTK 2.50 tells of a device that came, not always of one that went.
    if (beats % BEATS_PER_COUNT === 0) countMicrophones();
    const record = '{"k":"beat","hidden":' + (apply(readHidden, page, nothing) === true) + '}';
    if (!isFull(record)) enqueue(record);
  }

  enqueue(stringify({
    k: 'hello',
    url: location.protocol + '//' + location.host + location.pathname, // a query or hash may carry secrets
    webRtc: typeof window.RTCPeerConnection === 'function',
    mediaDevices: hasMediaDevices,
    setSinkId: typeof HTMLMediaElement === 'function' && 'setSinkId' in HTMLMediaElement.prototype,
    credentials: navigator.credentials !== undefined,
  }));
  attend();
  if (hasDeviceList) apply(listen, mediaDevices, ['devicechange', countMicrophones]);
  countMicrophones();
  watchRecording();
  window.addEventListener('load', beat, true);
  window.setInterval(beat, config.beatMs);

  // post.js hands commands in here, as it does to taps below; a page that finds the name can do the same without it.
  if (widgetOrigin !== null) define(window, config.key, { __proto__: null, value: toPhone });

  // ---- taps: for widgets that speak by a JavaScript interface instead of messages ----

  if (taps.length === 0) return;
  const takers = Object.create(null);
  const repeat = window.setInterval;
  const forget = window.clearTimeout;
  const now = Date.now;

  function deskbellFor(vendor) {
    const head = '{"k":"tap","v":' + stringify(vendor);
    return Object.freeze({
      report(payload) {
        try {
          if (typeof payload === 'object' && payload !== null && typeof payload.type === 'string') forward(head, payload);
        } catch {
          // A getter of the page's threw: there is nothing to forward.
        }
      },
      obey(take) {
        takers[vendor] = take;
      },
      postToConsole(message) {
        if (consoleFrame === null) return false;
        // frame.js keeps this from the page, which could still get at it by writing itself anew: hence a key that opens
        // nothing here, and no other page than the one that spoke.
        consoleFrame.postMessage({ [config.key]: true, origin: consoleOrigin, payload: message }, consolePage === 'null' ? '*' : consolePage);
        return true;
      },
      setTimeout: (run, ms) => apply(wait, window, [run, ms]),
      setInterval: (run, ms) => apply(repeat, window, [run, ms]),
      clearTimeout: (timer) => apply(forget, window, [timer]),
      clearInterval: (timer) => apply(forget, window, [timer]),
      now: () => apply(now, Date, nothing),
      options: config.options,
    });
  }

  for (let i = 0; i < taps.length; i += 1) {
    try {
      taps[i][1](deskbellFor(taps[i][0]));
    } catch {
      // One vendor's tap must not keep the next from starting.
    }
  }
  // post.js hands commands in here. A page can find the name and gains nothing by it: its own API does the same.
  define(window, config.key, {
    __proto__: null,
    value: (vendor, message) => {
      if (takers[vendor] === undefined) throw new Error('this page has no widget that takes commands');
      takers[vendor](message);
    },
  });
})();

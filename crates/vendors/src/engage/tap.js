// Listens to RingCentral Engage Messaging through its own queue, `_chatq`, and pushes what we are asked to push.
//
// The page may make the queue before or after the loader, replace it, or hand it to the vendor's object; the vendor may
// replace it or override its push. So the name is watched from document start, and every queue gets our own handlers.
// Nobody else's handlers, entries or calls are touched or read: some carry names, addresses and identity tokens.
(deskbell) => {
  'use strict';
  const NAME = '_chatq';
  const EVENTS = ['button_shown', 'chat_engaged', 'chat_shown', 'chat_closed', 'invitation_shown', 'item_shown',
    'message_received', 'message_sent', 'started', 'trigger_activated', 'trigger_executed'];
  const LOADER = /^https:\/\/[^/]+\.(?:dimelochat\.com|chat\.digital\.ringcentral\.com)\//;
  const LOOKS_MS = [0, 2000, 10000, 30000]; // after the page has loaded: someone may have removed or redefined the name
  const { apply } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { isArray } = Array;
  const arrays = Array.prototype;
  const arrayPush = arrays.push;
  const { indexOf } = arrays;
  const test = RegExp.prototype.test;
  const known = new WeakMap();
  const getKnown = WeakMap.prototype.get;
  const setKnown = WeakMap.prototype.set;
  const scriptNow = getOwnPropertyDescriptor(Document.prototype, 'currentScript')?.get;
  const scriptSource = typeof HTMLScriptElement === 'function' ? getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src')?.get : undefined;
  const page = document;

  let current; // what the page believes the name holds
  let told = null; // what we last said of the widget: null, false (a queue) or true (the vendor's script runs)
  let late = false;
  let isOpen = false;
  // Several queues may be alive at once, and the vendor then calls us once for each: of every event we forward as many as
  // the busiest of them told. A queue begins where the others stand, since nothing is told again.
  const reported = { __proto__: null };

  function isQueue(value) {
    try {
      return value !== null && typeof value === 'object' && (isArray(value) || typeof value.push === 'function');
    } catch {
      return false;
    }
  }

  /** An array whose push is still that of every array only waits; a page may have replaced that of every array. */
  function isPlain(queue) {
    return isArray(queue) && (queue.push === arrayPush || queue.push === arrays.push);
  }

  /** The vendor's script runs: it put an object in place of the array, or its own push (a page may do that, too). */
  function isLive(queue) {
    return !isArray(queue) || (!isPlain(queue) && window.Dimelo !== undefined);
  }

  function recognise(live) {
    if (told === true || told === live) return;
    told = live;
    deskbell.report({ __proto__: null, type: 'chatq:recognised', live, late });
  }

  function heard(event, counts, data) {
    counts[event] += 1;
    if (event === 'chat_shown') isOpen = true;
    else if (event === 'chat_closed') isOpen = false;
    recognise(true);
    if (counts[event] <= (reported[event] ?? 0)) return;
    reported[event] = counts[event];
    deskbell.report({ __proto__: null, type: 'chatq:' + event, data });
  }

  /** Hands the queue our handlers, through its own push as any page would. */
  function subscribe(queue) {
    const counts = { __proto__: null };
    const entries = { __proto__: null, first: null, counts };
    apply(setKnown, known, [queue, entries]);
    for (let i = 0; i < EVENTS.length; i += 1) {
      const event = EVENTS[i];
      counts[event] = reported[event] ?? 0;
      const entry = ['_onEvent', event, (data) => heard(event, counts, data)];
      if (i === 0) entries.first = entry;
      try {
        if (isPlain(queue)) apply(arrayPush, queue, [entry]);
        else queue.push(entry);
      } catch {
        // A queue that throws has its own reasons; the page must not meet them here.
      }
    }
  }

  /** A plain array that no longer holds our entries was emptied, by the page or by the vendor's script: being in it
   * twice does no harm. */
  function attend(queue) {
    if (!isQueue(queue)) return;
    try {
      const entries = apply(getKnown, known, [queue]);
      if (entries === undefined || (isPlain(queue) && apply(indexOf, queue, [entries.first]) < 0)) subscribe(queue);
      recognise(isLive(queue));
    } catch {
      // A hostile proxy: nothing to hear from it.
    }
  }

  /** The vendor's script looks for a queue that no page has made: it gets one, as if the page had. */
  function isVendorLooking() {
    try {
      const script = scriptNow === undefined ? null : apply(scriptNow, page, []);
      return script !== null && scriptSource !== undefined && apply(test, LOADER, [apply(scriptSource, script, [])]);
    } catch {
      return false;
    }
  }

  function get() {
    if (current === undefined && isVendorLooking()) set([]);
    return current;
  }

  function set(value) {
    const isFirst = current === undefined && value !== undefined;
    current = value;
    if (isFirst) watch(true); // from now on it is seen in the window's list of names, as the page's own would be
    attend(value);
  }

  function watch(enumerable) {
    try {
      defineProperty(window, NAME, { __proto__: null, configurable: true, enumerable, get, set });
    } catch {
      // The name is fixed: what it holds is attended to by looking.
    }
  }

  /** Takes the name back where it was deleted or redefined, with the value it has now. */
  function look() {
    const found = getOwnPropertyDescriptor(window, NAME);
    if (found?.get !== get) {
      try {
        current = window[NAME];
      } catch {
        return;
      }
      if (found === undefined || found.configurable) watch(found?.enumerable ?? false);
    }
    attend(current);
  }

  function push(entry) {
    const queue = window[NAME];
    if (told !== true || !isQueue(queue)) throw new Error('The chat is not loaded on this page.');
    try {
      queue.push(entry);
    } catch {
      throw new Error('The chat on this page did not take it.');
    }
  }

  deskbell.obey((message) => {
    if (message.type === '_pageChange') push(['_pageChange']);
    else if (message.type !== '_addMessage') throw new Error('This chat cannot do that.');
    else if (!isOpen) throw new Error('The chat window is not open; messages can be added only while it is.');
    else push(['_addMessage', message.options]);
  });

  const before = getOwnPropertyDescriptor(window, NAME);
  if (before === undefined) {
    watch(false);
  } else {
    late = true;
    look();
  }
  function loaded() {
    for (let i = 0; i < LOOKS_MS.length; i += 1) deskbell.setTimeout(look, LOOKS_MS[i]);
  }
  if (page.readyState === 'complete') loaded();
  else window.addEventListener('load', loaded, { once: true });
}

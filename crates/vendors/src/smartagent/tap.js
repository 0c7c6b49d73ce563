// Listens to SmartAgent's webchat through `saEvents.subscribe`, once per object however late it appears.
//
// A subscriber is told everything since the page was loaded, perhaps before `subscribe` returns; what happened before we
// asked is marked as historic. The same event told twice (a second object, a second copy of the script) is told once.
(deskbell) => {
  'use strict';
  const NAME = 'saEvents';
  const POLL_MS = 200; // an object without `subscribe` may get it later
  const POLLS = 150;
  const LOOKS_MS = [0, 2000, 10000, 30000]; // after the page has loaded: someone may have removed or redefined the name
  const TOLD_MAX = 5000; // events remembered to recognise a repetition
  const KEY_MAX = 500;
  const TYPE_MAX = 100;
  const MOVE_POLLS = 50;
  const { apply } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { slice } = String.prototype;
  const { has, add } = WeakSet.prototype;
  const subscribed = new WeakSet();
  const page = document;

  let current; // what the page believes the name holds
  let polls = 0; // left of the polling that runs
  let canMove = null; // what we last said of the widget's window
  let wasOpen = null;
  let told = { __proto__: null };
  let toldBefore = told;
  let count = 0;

  /** As text, without a method that a page could replace: one that always says the same would hide every event but one. */
  function plain(value) {
    return typeof value === 'string' || typeof value === 'number' ? typeof value + value : typeof value;
  }

  /** Of the newest events at least TOLD_MAX are remembered, and at most twice as many. */
  function isRepeated(type, event) {
    const key = type + '\n' + plain(event.timestamp) + '\n' + plain(event.data?.contactId);
    if (key.length > KEY_MAX) return false;
    if (told[key] === true || toldBefore[key] === true) return true;
    if (count === TOLD_MAX) {
      toldBefore = told;
      told = { __proto__: null };
      count = 0;
    }
    told[key] = true;
    count += 1;
    return false;
  }

  function heard(event, since, isReplay) {
    try {
      if (event === null || typeof event !== 'object') return;
      const { type, timestamp } = event;
      const name = typeof type === 'string' ? apply(slice, type, [0, TYPE_MAX]) : '(no type)';
      if (isRepeated(name, event)) return;
      const historic = typeof timestamp === 'number' ? timestamp < since : isReplay;
      deskbell.report({ __proto__: null, type: 'saEvents:' + name, historic, event });
      recognise();
    } catch {
      // An event that cannot be read; the vendor's other subscribers go on.
    }
  }

  function subscribe(events) {
    if (apply(has, subscribed, [events])) return;
    apply(add, subscribed, [events]); // first: telling may begin inside the call
    const since = deskbell.now();
    let isReplay = true;
    recognise();
    try {
      events.subscribe((event) => heard(event, since, isReplay));
    } catch {
      // A subscribe that throws has told us all it will.
    }
    isReplay = false;
  }

  /** The vendor's script can be seen to have `_sa` with these two; nobody promises them. */
  function mover() {
    const sa = window._sa;
    if (sa === null || (typeof sa !== 'object' && typeof sa !== 'function')) return null;
    return typeof sa.toggleChat === 'function' && typeof sa.isOpen === 'function' ? sa : null;
  }

  function recognise() {
    let sa = null;
    try {
      sa = mover();
    } catch {
      // A getter of the page's threw: there is nothing to move.
    }
    if (canMove !== (sa !== null)) {
      canMove = sa !== null;
      deskbell.report({ __proto__: null, type: 'saEvents:recognised', window: canMove });
    }
    if (sa !== null) tellWindow(sa);
  }

  function tellWindow(sa) {
    try {
      const isOpen = sa.isOpen() === true;
      if (isOpen === wasOpen) return;
      wasOpen = isOpen;
      deskbell.report({ __proto__: null, type: 'saEvents:window', open: isOpen });
    } catch {
      // It does not know, so neither do we.
    }
  }

  function attend(value) {
    try {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
      if (typeof value.subscribe === 'function') subscribe(value);
      else if (polls === 0) poll(POLLS);
    } catch {
      // A hostile object: nothing to hear from it.
    }
  }

  function poll(left) {
    polls = left;
    if (left === 0) return;
    deskbell.setTimeout(() => {
      polls = 0;
      const value = current;
      try {
        if (typeof value?.subscribe === 'function') return subscribe(value);
      } catch {
        return undefined;
      }
      return poll(left - 1);
    }, POLL_MS);
  }

  const get = () => current;

  function set(value) {
    const isFirst = current === undefined && value !== undefined;
    current = value;
    if (isFirst) watch(true); // from now on it is seen in the window's list of names, as the vendor's own would be
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

  /** The slide-out moves a while after it was asked. */
  function follow(open, left) {
    deskbell.setTimeout(() => {
      recognise();
      if (wasOpen !== open && left > 0) follow(open, left - 1);
    }, POLL_MS);
  }

  deskbell.obey((message) => {
    if (message.type !== 'window') throw new Error('This chat cannot do that.');
    let sa = null;
    try {
      sa = mover();
      if (sa !== null && (sa.isOpen() === true) !== message.open) sa.toggleChat();
    } catch {
      throw new Error('The chat on this page did not do it.');
    }
    if (sa === null) throw new Error('The chat on this page has no window to open or close.');
    follow(message.open, MOVE_POLLS);
  });

  if (getOwnPropertyDescriptor(window, NAME) === undefined) watch(false);
  else look();
  function loaded() {
    for (let i = 0; i < LOOKS_MS.length; i += 1) deskbell.setTimeout(look, LOOKS_MS[i]);
  }
  if (page.readyState === 'complete') loaded();
  else window.addEventListener('load', loaded, { once: true });
}

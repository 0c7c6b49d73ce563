// Listens to onWebChat through the callbacks it takes, asks it for its status and its visitor, and sets what we are asked to.
//
// A page has a stub, `onWebChat`, that keeps what is set until the widget itself, `onWebChat_`, is there. A callback has one
// place per event, as far as is known, so every function the page sets is set with ours in front of it: it keeps its `this`,
// its arguments and its answer. Should the widget keep several functions, each of the page's runs once as well, and of what
// is told together we forward one.
(deskbell) => {
  'use strict';
  const EVENTS = ['onClick', 'onMaximize', 'onMinimize', 'onMinimized', 'onTrigger', 'onStartWriting', 'onWebChatLoaded'];
  const DETAILS = ['name', 'email', 'phone', 'notes'];
  const KEYS = ['name', 'email', 'phone', 'notes', 'language', 'max', 'show'];
  const STATE_MS = 10000;
  const UNTOLD_MS = 3000; // a widget that has been there for so long has loaded, whether or not it told us
  const LOOKS_MS = [0, 2000, 10000, 30000]; // after the page has loaded: someone may have redefined the names
  const { apply } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { stringify } = JSON;
  const { indexOf } = Array.prototype;
  const { has: hasWeak, add: addWeak } = WeakSet.prototype;
  const ours = new WeakSet(); // functions that already have ours in front
  const wrapped = new WeakMap(); // objects whose set is ours, with their own set
  const { get: getWeak, set: setWeak, has: hasWrapped } = WeakMap.prototype;
  const page = document;
  const reported = { __proto__: null };
  for (let i = 0; i < EVENTS.length; i += 1) reported[EVENTS[i]] = 0;

  const names = { onWebChat: { value: undefined }, onWebChat_: { value: undefined } };
  let widget = null;
  let isLoaded = false;
  let hasStub = false;
  let isLate = false;
  let toldAbilities = '';
  let toldState = '';

  const isEvent = (name) => typeof name === 'string' && apply(indexOf, EVENTS, [name]) >= 0;
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  /** One call of an event may reach several of our functions; each counts, and the furthest forwards. */
  function inFront(event, own) {
    let count = reported[event];
    const handler = function () {
      count += 1;
      if (count > reported[event]) {
        reported[event] = count;
        heard(event);
      }
      return own === null ? undefined : apply(own, this, arguments);
    };
    apply(addWeak, ours, [handler]);
    return handler;
  }

  function heard(event) {
    if (event === 'onWebChatLoaded') return loaded();
    deskbell.report({ __proto__: null, type: 'onwebchat:' + event });
    if (event === 'onStartWriting') readState(false); // a form before the chat may have asked for a name
    return undefined;
  }

  function loaded() {
    if (isLoaded) return;
    isLoaded = true;
    deskbell.report({ __proto__: null, type: 'onwebchat:onWebChatLoaded' });
    recognise();
    readState(false);
  }

  /** Puts our set in place of the object's own, which still does all the work. */
  function wrap(object) {
    if (apply(hasWrapped, wrapped, [object])) return true;
    const own = object.set;
    if (typeof own !== 'function') return false;
    const set = function (name, value) {
      if (!isEvent(name) || (typeof value === 'function' && apply(hasWeak, ours, [value]))) return apply(own, this, arguments);
      const handler = inFront(name, typeof value === 'function' ? value : null); // '' and null take only the page's away
      if (arguments.length < 2) return apply(own, this, [name, handler]);
      arguments[1] = handler;
      return apply(own, this, arguments);
    };
    apply(setWeak, wrapped, [object, own]);
    try {
      defineProperty(object, 'set', { __proto__: null, value: set, configurable: true, enumerable: true, writable: true });
    } catch {
      // A frozen object: the page's functions can take our place in it.
    }
    return true;
  }

  function register(object) {
    const own = apply(getWeak, wrapped, [object]);
    for (let i = 0; i < EVENTS.length; i += 1) {
      try {
        apply(own, object, [EVENTS[i], inFront(EVENTS[i], null)]);
      } catch {
        // An event this version does not take.
      }
    }
  }

  /** Every stub keeps what is set for itself, so each is told; the widget gets it from the stub, or from us if there is none.
   * One that was found by looking may hold functions of the page by now, whose place is not taken. */
  function attend(name, value, wasFound) {
    try {
      if (!isObject(value)) return;
      const isNew = !apply(hasWrapped, wrapped, [value]);
      if (!wrap(value)) return;
      if (name === 'onWebChat') {
        if (isNew && widget === null && !wasFound) register(value);
        hasStub = true;
      } else if (widget !== value) {
        widget = value;
        if (isNew && !hasStub && !wasFound) register(value);
        deskbell.setTimeout(loaded, UNTOLD_MS);
      }
      recognise();
    } catch {
      // A hostile object: nothing to hear from it.
    }
  }

  function recognise() {
    let canGet = false;
    try {
      canGet = widget !== null && typeof widget.get === 'function';
    } catch {
      // It cannot be asked.
    }
    const abilities = (widget !== null) + ' ' + canGet;
    if (abilities === toldAbilities) return;
    toldAbilities = abilities;
    deskbell.report({ __proto__: null, type: 'onwebchat:recognised', live: widget !== null, set: true, get: canGet });
  }

  function told(key) {
    try {
      const value = widget.get(key);
      return typeof value === 'string' && value !== '' ? value : undefined;
    } catch {
      return undefined; // it does not know yet
    }
  }

  /** There is no event for the status or the visitor, so both are asked for, and told when they changed. */
  function readState(asked) {
    if (widget === null || !isLoaded) return;
    const visitor = { __proto__: null };
    for (let i = 0; i < DETAILS.length; i += 1) visitor[DETAILS[i]] = told(DETAILS[i]);
    const status = told('status');
    let state = status === undefined ? '' : stringify(status);
    for (let i = 0; i < DETAILS.length; i += 1) state += ',' + (visitor[DETAILS[i]] === undefined ? '' : stringify(visitor[DETAILS[i]]));
    if (state === toldState && !asked) return;
    toldState = state;
    deskbell.report({ __proto__: null, type: 'onwebchat:state', status, visitor, asked });
  }

  function poll() {
    deskbell.setTimeout(() => {
      readState(false);
      poll();
    }, STATE_MS);
  }

  function watch(name, enumerable) {
    const place = names[name];
    const get = () => place.value;
    const set = (value) => {
      const isFirst = place.value === undefined && value !== undefined;
      place.value = value;
      if (isFirst) watch(name, true); // from now on it is seen in the window's list of names, as the page's own would be
      attend(name, value, false);
      if (isFirst && name === 'onWebChat_') poll();
    };
    try {
      defineProperty(window, name, { __proto__: null, configurable: true, enumerable, get, set });
    } catch {
      // The name is fixed: what it holds is attended to by looking.
    }
  }

  /** A name may have been redefined, or be a `let` of the page, which is no property of the window. */
  function look() {
    let stub;
    let real;
    try {
      stub = typeof onWebChat === 'undefined' ? undefined : onWebChat;
      real = typeof onWebChat_ === 'undefined' ? undefined : onWebChat_;
    } catch {
      return;
    }
    attend('onWebChat', stub, true);
    if (real === undefined) return;
    const isFirst = names.onWebChat_.value === undefined;
    names.onWebChat_.value = real;
    attend('onWebChat_', real, true);
    if (isFirst) poll();
  }

  deskbell.obey((message) => {
    if (widget === null) throw new Error('The chat is not loaded on this page.');
    if (message.type === 'read') {
      if (!isLoaded) throw new Error('The chat on this page is still loading.');
      readState(true);
    } else if (message.type === 'set' && apply(indexOf, KEYS, [message.key]) >= 0) {
      try {
        apply(apply(getWeak, wrapped, [widget]), widget, [message.key, message.value]);
      } catch {
        throw new Error('The chat on this page did not take it.');
      }
    } else {
      throw new Error('This chat cannot do that.');
    }
  });

  for (const name in names) {
    if (getOwnPropertyDescriptor(window, name) === undefined) watch(name, false);
    else isLate = true;
  }
  if (isLate) look();
  function ready() {
    for (let i = 0; i < LOOKS_MS.length; i += 1) deskbell.setTimeout(look, LOOKS_MS[i]);
  }
  if (page.readyState === 'complete') ready();
  else window.addEventListener('load', ready, { once: true });
}

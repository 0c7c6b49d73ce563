// Hears SnapEngage's JavaScript API and obeys Deskbell's commands; runs at document start in the pages of chat accounts.
//
// In the Agent Hub, bridge.js hears the Hub, and this only hands commands back to it. On a page that carries the widget, the API
// has ONE slot per event and a second setCallback replaces the first: so its setCallback is stood in for, a handler of ours stays
// in every slot, and it calls what the page put there, with its `this`, its arguments and its return value. The API is caught as it
// is born, because what the page put into a slot before us could neither be read nor kept.
(deskbell) => {
  'use strict';

  function obeyHub(hub) {
    if (deskbell.postToConsole(hub) === true) return;
    throw new Error('The Hub has not opened an agent link yet. Open a chat in it; if no link shows there, add a persistent agent link in the Admin Dashboard.');
  }

  // The Hub's own pages may carry the vendor's chat with its customers: that is not ours to hear.
  if (deskbell.options.hosting === 'agentConsole') {
    deskbell.obey(({ hub }) => obeyHub(hub));
    return;
  }

  const FIRST_LOOKS_MS = 500;
  const FIRST_LOOKS = 40; // 20 seconds: the script may load late
  const LATER_LOOKS_MS = 5000;
  const AVAILABILITY_MS = 180000; // the document's own example asks every three minutes
  const AVAILABILITY = 'agentonline';
  const EVENTS = [
    'Close', 'ChatMessageReceived', 'ChatMessageSent', 'MessageSubmit', 'Minimize', 'Open', 'OpenProactive', 'StartChat', 'StartCallme',
    'SwitchWidget', 'InlineButtonClicked', 'ChatEnded', 'RatingPromptClicked',
  ];
  const METHODS = [
    'startChat', 'startLink', 'openProactiveChat', 'sendTextToChat', 'endChat', 'setUserEmail', 'setUserName', 'setDescription',
    'setCustomField', 'setLocale', 'switchWidget', 'allowChatSound', 'allowProactiveChat', 'hideButton', 'showButton', 'getAgentStatusAsync',
    'getWidgetId', 'setNoProactiveChatDelay', 'setProactiveAutocloseDelay', 'setProactiveAutoCloseDelay', 'clearAllCookies',
  ];
  const CHAT_METHODS = ['reInitProactiveRules'];
  const IGNORED_ADDRESS = 'invalid@example.com'; // the widget drops this one without a word

  const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
  const NativeProxy = Proxy;
  const NativeError = Error;
  const lowerCase = String.prototype.toLowerCase;
  const lower = (text) => apply(lowerCase, text, []);
  const page = window;
  const given = deskbell.options.provider;
  // The same object has two names; a white-label install has its own.
  const names = [];
  addName('SnapEngage');
  addName('SnapABug');
  if (typeof given === 'string' && given !== 'SnapEngage' && given !== 'SnapABug') addName(given);

  /** What is there before any script of the page is the browser's. */
  function addName(name) {
    if (name !== '' && !(name in page)) names[names.length] = name;
  }

  let newest = null; // what we know of the API found last: commands go to it
  let looks = 0;

  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  /** What the page throws while we look is nobody's business. */
  function quietly(act) {
    try {
      return act();
    } catch {
      return undefined;
    }
  }

  function report(event, args) {
    deskbell.report({ __proto__: null, type: 'js:' + event, args });
  }

  // ---- finding the API ----

  /** What is known of `api`, in a list that no page can reach. */
  function entryOf(api) {
    for (let entry = newest; entry !== null; entry = entry.older) if (entry.api === api) return entry;
    return null;
  }

  /** Hears what becomes of a property that is not there yet; until then it reads as undefined. */
  function watch(target, name, isListed, found) {
    let value;
    defineProperty(target, name, {
      __proto__: null,
      configurable: true,
      enumerable: isListed,
      get: () => value,
      set(next) {
        value = next;
        found(next);
      },
    });
  }

  function watchName(name) {
    if (name in page) return;
    quietly(() => watch(page, name, false, (api) => quietly(() => adopt(api, name, false))));
  }

  function adopt(api, name, isLate) {
    if (!isObject(api)) return;
    const entry = entryOf(api);
    if (entry !== null) return;
    if (typeof api.setCallback === 'function') install(api, name, isLate);
    else if (!('setCallback' in api)) {
      // A stub, to be filled by and by.
      watch(api, 'setCallback', true, (next) => {
        if (typeof next !== 'function') return;
        deleteProperty(api, 'setCallback');
        api.setCallback = next;
        quietly(() => install(api, name, isLate));
      });
    }
  }

  function install(api, name, isLate) {
    const original = api.setCallback;
    const entry = { api, name, isLate, original, slots: { __proto__: null }, isChatting: null, told: '', widgetId: '', askAt: 0, seesQuestions: false, online: null, older: newest };
    newest = entry;
    for (let i = 0; i < EVENTS.length; i += 1) addSlot(entry, EVENTS[i]);
    standIn(api, 'setCallback', (target, self, args) => setCallback(entry, target, self, args));
    entry.line = newLine(entry);
    watchQuestions(entry);
    // Found too late, the slots may hold handlers of the page that we would wipe out: then a slot is heard from the page's next on.
    if (!isLate) {
      for (let i = 0; i < EVENTS.length; i += 1) fill(entry, EVENTS[i]);
    }
    listen(entry);
  }

  /** Puts a stand-in over a method. To the page it looks like the method itself, its text and its properties included. */
  function standIn(api, method, called) {
    const there = getOwnPropertyDescriptor(api, method);
    const value = new NativeProxy(api[method], { __proto__: null, apply: called });
    const how = there === undefined || !('value' in there) ? { configurable: true, enumerable: false, writable: true } : there;
    return defineProperty(api, method, { __proto__: null, configurable: how.configurable, enumerable: how.enumerable, writable: how.writable, value });
  }

  // ---- one slot per event ----

  function addSlot(entry, event) {
    const slot = {
      page: null, // what the page put there last
      ours(...args) {
        noteChat(entry, event);
        report(event, args);
        const handler = slot.page;
        return handler === null ? undefined : apply(handler, this, args);
      },
    };
    entry.slots[lower(event)] = slot;
  }

  function fill(entry, event) {
    quietly(() => apply(entry.original, entry.api, [event, entry.slots[lower(event)].ours]));
  }

  /** A chat that goes on after a reload fires no StartChat, so messages tell of it too. */
  function noteChat(entry, event) {
    if (event === 'ChatEnded') entry.isChatting = false;
    else if (event === 'StartChat' || event === 'ChatMessageReceived' || event === 'ChatMessageSent') entry.isChatting = true;
  }

  /** The page calls setCallback: its handler goes into our slot; '' and null empty the page's place and leave ours. */
  function setCallback(entry, target, self, args) {
    if (typeof args[0] !== 'string') return apply(target, self, args);
    const event = lower(args[0]);
    if (event === AVAILABILITY) return setAvailability(entry, target, self, args);
    const slot = entry.slots[event];
    if (slot === undefined || args[1] === slot.ours) return apply(target, self, args);
    slot.page = typeof args[1] === 'function' ? args[1] : null;
    return apply(target, self, [args[0], slot.ours]);
  }

  // ---- availability: a list instead of a slot, emptied by null and by the answer to every question ----

  /** `kept`: handlers the page put into the list itself. A question of ours must not cost it those. */
  function newLine(entry) {
    const line = { kept: null, isOurs: false, pageAsks: 0, asked: false, answered: false, wanted: false };
    line.heard = (online) => hearOnline(entry, online);
    line.answer = (online) => {
      line.answered = true;
      hearOnline(entry, online);
      if (line.wanted) tellState(entry);
    };
    return line;
  }

  function hearOnline(entry, online) {
    if (typeof online !== 'boolean' || entry.online === online) return;
    entry.online = online;
    report('agentOnline', [online]);
  }

  /** First in the list, so that no handler of the page that throws stands before us. */
  function listen(entry) {
    quietly(() => apply(entry.original, entry.api, ['agentOnline', entry.line.heard]));
  }

  function setAvailability(entry, target, self, args) {
    const line = entry.line;
    if (typeof args[1] === 'function') {
      if (!line.isOurs && line.pageAsks === 0) line.kept = { handler: args[1], next: line.kept };
      return apply(target, self, args);
    }
    const isAnswerToOurs = line.asked && line.answered;
    line.asked = false;
    line.answered = false;
    const kept = isAnswerToOurs ? line.kept : null;
    const result = apply(target, self, args);
    line.kept = kept;
    listen(entry);
    putBack(entry, kept);
    return result;
  }

  /** The list is kept youngest first; the page's handlers go back in their order. */
  function putBack(entry, kept) {
    if (kept === null) return;
    putBack(entry, kept.next);
    quietly(() => apply(entry.original, entry.api, ['agentOnline', kept.handler]));
  }

  /** Somebody asks: what the API puts into the list meanwhile is the question's own and goes with the answer. */
  function askStatus(entry, target, self, args) {
    const line = entry.line;
    line.pageAsks += 1;
    try {
      return apply(target, self, args);
    } finally {
      line.pageAsks -= 1;
    }
  }

  /** The method may come later than the rest. */
  function watchQuestions(entry) {
    if (entry.seesQuestions || !can(entry.api, 'getAgentStatusAsync')) return;
    entry.seesQuestions = true;
    quietly(() => standIn(entry.api, 'getAgentStatusAsync', (target, self, args) => askStatus(entry, target, self, args)));
  }

  function ask(entry) {
    const line = entry.line;
    if (!can(entry.api, 'getAgentStatusAsync')) return false;
    entry.askAt = deskbell.now() + AVAILABILITY_MS;
    line.asked = true;
    line.answered = false;
    line.isOurs = true;
    quietly(() => entry.api.getAgentStatusAsync(line.answer));
    line.isOurs = false;
    return true;
  }

  // ---- telling what was found ----

  function chatOf(entry) {
    return quietly(() => page[entry.name + 'Chat']);
  }

  function can(owner, method) {
    return isObject(owner) && quietly(() => typeof owner[method] === 'function') === true;
  }

  /** An assignment would meet a setter that the page gave every list. */
  function add(list, value) {
    defineProperty(list, list.length, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
  }

  function readWidgetId(entry) {
    const id = can(entry.api, 'getWidgetId') ? quietly(() => entry.api.getWidgetId()) : undefined;
    entry.widgetId = typeof id === 'string' ? id : '';
  }

  function tellFound(entry) {
    const methods = [];
    for (let i = 0; i < METHODS.length; i += 1) if (can(entry.api, METHODS[i])) add(methods, METHODS[i]);
    const chat = chatOf(entry);
    for (let i = 0; i < CHAT_METHODS.length; i += 1) if (can(chat, CHAT_METHODS[i])) add(methods, CHAT_METHODS[i]);
    readWidgetId(entry);
    let told = entry.widgetId;
    for (let i = 0; i < methods.length; i += 1) told += ' ' + methods[i];
    if (told === entry.told) return;
    entry.told = told;
    deskbell.report({ __proto__: null, type: 'js:recognised', provider: entry.name, methods, widgetId: entry.widgetId, late: entry.isLate });
  }

  function tellState(entry) {
    entry.line.wanted = false;
    readWidgetId(entry);
    report('state', [entry.online, entry.widgetId]);
  }

  /** The vendor names ChatEnded by a constant whose value it does not publish. */
  function learnChatEnded(entry) {
    const name = quietly(() => entry.api.callbacks.CHAT_ENDED);
    if (typeof name !== 'string' || entry.slots[lower(name)] !== undefined) return;
    const slot = entry.slots[lower('ChatEnded')];
    entry.slots[lower(name)] = slot;
    if (!entry.isLate) quietly(() => apply(entry.original, entry.api, [name, slot.ours]));
  }

  function look() {
    looks += 1;
    deskbell.setTimeout(look, looks < FIRST_LOOKS ? FIRST_LOOKS_MS : LATER_LOOKS_MS); // first: whatever the page does to this look, there is a next
    for (let i = 0; i < names.length; i += 1) {
      quietly(() => {
        watchName(names[i]);
        adopt(page[names[i]], names[i], true);
      });
    }
    if (newest === null) return;
    const entry = newest;
    quietly(() => watchQuestions(entry));
    quietly(() => learnChatEnded(entry));
    quietly(() => tellFound(entry));
    if (deskbell.now() >= entry.askAt) quietly(() => ask(entry));
  }

  // ---- commands ----

  function call(owner, method, args) {
    if (!can(owner, method)) throw new NativeError('The widget on this page cannot do that.');
    try {
      return apply(owner[method], owner, args);
    } catch {
      throw new NativeError('The widget on this page failed while doing that.');
    }
  }

  function tellSide(entry, args) {
    const nobody = 'No chat is active on this page, so nobody would read that.';
    if (entry.isChatting === false) throw new NativeError(nobody);
    // True means that the agent has it. To the visitor it is always false, chat or not.
    if (call(entry.api, 'sendTextToChat', args) !== true && args[1] !== 'visitor') throw new NativeError(nobody);
  }

  function obey({ hub, method, args }) {
    if (hub !== undefined) return obeyHub(hub);
    const entry = newest;
    if (entry === null) throw new NativeError('There is no SnapEngage widget on this page.');
    if (method === 'state') {
      entry.line.wanted = true;
      if (!ask(entry)) tellState(entry);
    } else if (method === 'sendTextToChat') tellSide(entry, args);
    else if (method === 'reInitProactiveRules') call(chatOf(entry), method, args);
    else if (method === 'setUserEmail' && args[0] === IGNORED_ADDRESS) throw new NativeError('The widget ignores this e-mail address.');
    else if (method === 'openProactiveChat') call(entry.api, method, [args[0], args[1], args[2] === null ? undefined : args[2], args[3]]);
    else if (method === 'switchWidget') call(entry.api, method, [args[0], () => quietly(() => tellFound(entry))]);
    else if (method === 'setProactiveAutocloseDelay' && !can(entry.api, method)) call(entry.api, 'setProactiveAutoCloseDelay', args);
    else call(entry.api, method, args);
    return undefined;
  }

  deskbell.obey(obey);
  for (let i = 0; i < names.length; i += 1) watchName(names[i]);
  deskbell.setTimeout(look, FIRST_LOOKS_MS);
}

// A company's page with every vendor's chat and handlers of its own, and what a hostile script does to it, as scripts for any window.
// They use no built-in that the tricks replace: the page itself must go on working while they are in force.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './open-desk.mjs';
import { forEach, TAPS, VENDORS } from './vendors.mjs';

export const BRIDGE = readFileSync(join(ROOT, 'src-tauri/src/pages/script/bridge.js'), 'utf8');

/** The bridge with the real taps, as Rust puts it together. */
export const bridgeFor = (config, taps = TAPS) => BRIDGE
  .replace('__DESKBELL_TAPS__', () => `[${taps.map(([vendor, tap]) => `['${vendor}', (${tap})]`)}]`)
  .replace('__DESKBELL_BRIDGE_CONFIG__', () => JSON.stringify(config));

/** What the page's own handlers have heard, when each vendor has told this many events. */
export const whole = (count) => ({ ...Object.fromEntries(VENDORS.map((vendor) => [vendor, count])), wrong: 0 });

/** The vendors' scripts, and the page's handlers: of Engage and SmartAgent they throw, of the others they have answers. */
export const SHOP = `
  var lower = lower || Function.prototype.call.bind(String.prototype.toLowerCase);
  var add = add || Function.prototype.call.bind(Array.prototype.push);
  var heard = ${JSON.stringify(whole(0))};
  var shop = (function () {
    var queued = [], subscribers = [], slots = { __proto__: null };
    window._chatq = window._chatq || [];
    var early = window._chatq;
    add(early, ['_onEvent', 'message_sent', function () { heard.engage += 1; throw new Error('the page, on purpose'); }]);
    var live = { push: function (entry) { if (entry[1] === 'message_sent') queued = { __proto__: null, run: entry[2], next: queued }; } };
    for (var i = 0; i < early.length; i += 1) live.push(early[i]);
    window._chatq = live;

    window.SnapEngage = { setCallback: function (name, handler) { slots[lower(name)] = handler; }, getWidgetId: function () { return 'w-1'; } };
    window.SnapEngage.setCallback('ChatMessageSent', function () { heard.wrong += 1; });
    window.SnapEngage.setCallback('ChatMessageSent', function (text) { if (this !== window.SnapEngage) heard.wrong += 1; heard.snapengage += 1; return 'snap ' + text; });

    window.saEvents = { subscribe: function (handler) { subscribers = { __proto__: null, run: handler, next: subscribers }; } };
    window.saEvents.subscribe(function () { heard.smartagent += 1; throw new Error('the page, on purpose'); });

    window.onWebChat_ = { set: function (name, value) { slots['web' + name] = value; }, get: function () { return ''; } };
    window.onWebChat_.set('onMaximize', function () { heard.onwebchat += 1; return 'web'; });
    window.onWebChat_.set('onWebChatLoaded', function () {});
    slots.webonWebChatLoaded();

    function all(list, event) {
      for (var one = list; one && one.run; one = one.next) try { one.run(event); } catch (error) { if (error.message !== 'the page, on purpose') heard.wrong += 1; }
    }
    /** Every vendor tells its event number n, with a text. */
    return function (n, text) {
      all(queued, { event: 'message_sent', n: n, text: text });
      window.SnapEngage.answer = slots.chatmessagesent;
      if (window.SnapEngage.answer(text || n) !== 'snap ' + (text || n)) heard.wrong += 1;
      all(subscribers, { type: 'CONTACT_STARTED', timestamp: n, data: { contactId: 'c' + n, text: text } });
      if (slots.webonMaximize() !== 'web') heard.wrong += 1;
    };
  })();
`;

/** What the page's script needs, should it come after the tricks: an index of its own, whatever stands in the prototype's way. */
export const FOREARMED = `
  var lower = Function.prototype.call.bind(String.prototype.toLowerCase);
  var add = (function (define) { return function (list, value) { define(list, list.length, { __proto__: null, configurable: true, enumerable: true, writable: true, value: value }); }; })(Object.defineProperty);
`;

/** Replaces what scripts are made of by what throws, lies or is in the way; `undo` puts it back. */
export const TRICKS = `
  var undo = (function () {
    var define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor, remove = Reflect.deleteProperty, bare = Object.setPrototypeOf, kept = null;
    function lay(owner, name, value) {
      var was = describe(owner, name);
      if (was) bare(was, null);
      kept = { owner: owner, name: name, was: was, next: kept };
      var descriptor = { __proto__: null, configurable: true };
      if (value && value.trap) descriptor.get = value.trap, descriptor.set = value.trap;
      else descriptor.value = value, descriptor.writable = true;
      define(owner, name, descriptor);
    }
    function bad() { throw new Error('a trick'); }
    function lie() { return 'forged'; }
    lay(Array.prototype, 'push', bad); lay(Array.prototype, 'indexOf', bad); lay(Array.prototype, Symbol.iterator, bad);
    lay(Array.prototype, 0, { trap: bad }); lay(Array.prototype, 'toJSON', lie); lay(Object.prototype, 'toJSON', lie);
    lay(Object.prototype, 'type', 'forged');
    // A window made by Node's vm dies of these two.
    if (window.isBrowser) { lay(Object.prototype, 'get', lie); lay(Object.prototype, 'value', 'forged'); }
    lay(JSON, 'stringify', lie); lay(Object, 'defineProperty', bad); lay(Reflect, 'defineProperty', bad); lay(Reflect, 'apply', bad);
    lay(Function.prototype, 'call', bad); lay(Function.prototype, 'apply', bad); lay(String.prototype, 'slice', bad); lay(String.prototype, 'toLowerCase', bad);
    lay(WeakMap.prototype, 'get', bad); lay(WeakMap.prototype, 'has', bad); lay(WeakSet.prototype, 'has', bad); lay(Date, 'now', bad);
    lay(window, 'setTimeout', bad); lay(window, 'WeakMap', bad); lay(window, 'Proxy', bad);
    lay(Promise.prototype, 'then', bad); lay(Promise.prototype, 'constructor', { trap: bad }); lay(window, 'Promise', bad);
    return function () {
      for (; kept !== null; kept = kept.next) if (kept.was) define(kept.owner, kept.name, kept.was); else remove(kept.owner, kept.name);
    };
  })();
`;

/** What is wrong with what was heard of events 0 to count - 1: nothing, if each vendor told each once and in order. */
export function judge(payloads, count, first = 0) {
  const of = (type, number) => payloads.filter((one) => one.type === type).map(number);
  const wanted = Array.from({ length: count }, (_, n) => first + n);
  const told = {
    engage: of('chatq:message_sent', ({ data }) => data?.n),
    snapengage: of('js:ChatMessageSent', ({ args }) => args?.[0]),
    smartagent: of('saEvents:CONTACT_STARTED', ({ event }) => event?.timestamp),
    onwebchat: of('onwebchat:onMaximize', () => undefined),
  };
  const wrong = [];
  for (const [vendor, numbers] of forEach(told)) {
    const place = wanted.findIndex((n, at) => vendor !== 'onwebchat' && numbers[at] !== n);
    if (numbers.length !== count || place >= 0) wrong.push(`${vendor}: ${numbers.length} of ${count}, out of order at ${place}`);
  }
  return wrong;
}

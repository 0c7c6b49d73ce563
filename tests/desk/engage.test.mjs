// The tap of RingCentral Engage in a window of its own, against every way a page and the vendor's script treat `_chatq`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManager } from '../../src-tauri/desk/engage/loader.js';
import { openTap } from './engage-window.mjs';

const EVENTS = ['button_shown', 'chat_engaged', 'chat_shown', 'chat_closed', 'invitation_shown', 'item_shown', 'message_received', 'message_sent', 'started', 'trigger_activated', 'trigger_executed'];
const VISIT = ['started', 'trigger_activated', 'trigger_executed', 'item_shown', 'button_shown', 'chat_shown', 'message_sent', 'chat_engaged', 'message_received', 'chat_closed'];
const told = (tap) => tap.said().filter((type) => type !== 'recognised');

function vendor(tap, style) {
  const lines = [];
  return Object.assign(createManager(tap.window, { style, ui: { show() {}, say: (author, text) => lines.push([author, text]), clear() {} } }), { lines });
}

function visit(chat) {
  chat.say('hello');
  chat.reply('hi');
  chat.close();
}

for (const style of ['object', 'override']) {
  test(`${style}: a page without integration code, whose vendor makes the queue itself`, () => {
    const tap = openTap('engage');
    const chat = vendor(tap, style);
    // The vendor's script is the one that runs, and finds no queue.
    tap.run("window.scriptNow = new HTMLScriptElement('https://shop.dimelochat.com/assets/client.js')");
    chat.start();
    tap.run('window.scriptNow = null');
    visit(chat);
    assert.deepEqual(told(tap), VISIT);
  });

  test(`${style}: queue before the loader, pushes after it`, () => {
    const tap = openTap('engage');
    tap.run("var _chatq = _chatq || []; var shop = []; _chatq.push(['_onEvent', 'chat_shown', function (data) { shop.push([this === globalThis, data.event]); }]);");
    const chat = vendor(tap, style);
    chat.start();
    tap.run("var _chatq = _chatq || []; _chatq.push(['_onEvent', 'chat_closed', function (data) { shop.push(data.event); }]);");
    visit(chat);
    assert.deepEqual(told(tap), VISIT);
    assert.deepEqual(JSON.parse(tap.run('JSON.stringify(shop)')), [[true, 'chat_shown'], 'chat_closed'], 'each of the page’s handlers ran once');
    assert.deepEqual(tap.reports[0], { type: 'chatq:recognised', live: false, late: false });
    assert.equal(tap.reports.filter(({ type }) => type === 'chatq:recognised').length, 2, 'a queue first, then the vendor’s script');
  });

  test(`${style}: the page assigns a fresh literal after the loader's tag, so the first queue is lost`, () => {
    const tap = openTap('engage');
    tap.run("window._chatq = []; window.shop = []; window._chatq = [['_setIdentity', { email: 'ada@example.com' }], ['_onEvent', 'chat_shown', () => shop.push('shown')]];");
    const chat = vendor(tap, style);
    chat.start();
    visit(chat);
    assert.deepEqual(told(tap), VISIT);
    assert.equal(tap.run('shop.join()'), 'shown');
    assert.ok(!JSON.stringify(tap.reports).includes('ada@example.com'), 'what others push is not read');
  });

  test(`${style}: the page replaces a queue that lives, and the loader runs again: still once`, () => {
    const tap = openTap('engage');
    const chat = vendor(tap, style);
    tap.run('window._chatq = []');
    chat.start();
    tap.run("window.shop = 0; window._chatq = [['_onEvent', 'message_received', () => { shop += 1; }]]");
    chat.say('one');
    chat.takeQueue();
    chat.reply('two');
    chat.reply('three');
    chat.takeQueue();
    chat.reply('four');
    assert.deepEqual(told(tap).slice(5), ['chat_shown', 'message_sent', 'chat_engaged', 'message_received', 'message_received', 'message_received']);
    assert.ok(tap.run('shop') >= 3);
  });
}

test('a vendor that only looks for a queue finds one; a page that looks does not', () => {
  const tap = openTap('engage');
  tap.run("window.scriptNow = new HTMLScriptElement('https://shop.example/page.js')");
  assert.equal(tap.run('window._chatq'), undefined);
  tap.run("window.scriptNow = new HTMLScriptElement('https://dimelochat.com.evil.example/chat/client.js')");
  assert.equal(tap.run('window._chatq'), undefined);
  for (const address of ['https://shop.dimelochat.com/chat/client.js', 'https://1a.chat.digital.ringcentral.com/chat/client.js']) {
    const other = openTap('engage');
    other.run(`window.scriptNow = new HTMLScriptElement('${address}'); var queued = 0; if (window._chatq) queued = _chatq.length;`);
    assert.equal(other.run('queued'), EVENTS.length, address);
  }
});

test('the vendor forgets its first handlers: the later ones go on', () => {
  const tap = openTap('engage');
  tap.run('window._chatq = []');
  const first = vendor(tap, 'object');
  first.start();
  const second = vendor(tap, 'object');
  tap.run('window._chatq = []');
  second.start();
  first.reply('dropped: no chat');
  second.say('hello');
  assert.deepEqual(told(tap), [...VISIT.slice(0, 5), ...VISIT.slice(0, 8)]);
});

test('the page empties the queue before the loader comes', () => {
  const tap = openTap('engage');
  tap.run('window._chatq = []; _chatq.length = 0; window._chatq = _chatq;');
  assert.equal(tap.run('_chatq.length'), EVENTS.length);
  const chat = vendor(tap, 'object');
  chat.start();
  assert.deepEqual(told(tap), VISIT.slice(0, 5));
});

test('the page wraps push: it sees our calls as it sees its own, and it is not taken for the vendor', () => {
  const tap = openTap('engage');
  tap.run('var calls = 0; var queue = []; queue.push = function () { calls += 1; return Array.prototype.push.apply(this, arguments); }; window._chatq = queue;');
  assert.equal(tap.run('calls'), EVENTS.length);
  assert.equal(tap.reports.at(-1).live, false);
  const chat = vendor(tap, 'override');
  chat.start();
  visit(chat);
  assert.deepEqual(told(tap), VISIT);
});

test('the page deletes or redefines the name: looking finds the queue', () => {
  for (const code of ['delete window._chatq; window._chatq = [];', "Object.defineProperty(window, '_chatq', { value: [], writable: true, configurable: true, enumerable: true });", "Object.defineProperty(window, '_chatq', { value: [], writable: true });"]) {
    const tap = openTap('engage');
    tap.run(code);
    tap.fire('load');
    tap.pass(0);
    const chat = vendor(tap, 'override');
    chat.start();
    assert.deepEqual(told(tap), VISIT.slice(0, 5), code);
    tap.pass(60_000);
    assert.equal(tap.pending().length, 0, 'looking ends');
  }
});

test('a queue that was there before us: what came before is not known', () => {
  const tap = openTap('engage', { before: 'window._chatq = { taken: [], push(entry) { this.taken.push(entry[1]); } };' });
  assert.deepEqual(tap.reports, [{ type: 'chatq:recognised', live: true, late: true }]);
  assert.deepEqual([...tap.window._chatq.taken].sort(), [...EVENTS].sort());
});

test('data is forwarded as it was told, and the page may change it afterwards', () => {
  const tap = openTap('engage');
  tap.run('window._chatq = []; _chatq.push(["_onEvent", "chat_shown", (data) => { delete data.event; data.trigger_id = 1; }]);');
  const chat = vendor(tap, 'object');
  chat.start();
  chat.open();
  assert.deepEqual(tap.reports.at(-1), { type: 'chatq:chat_shown', data: { event: 'chat_shown', trigger_id: '54be84696d61786d2f160000', trigger_label: 'Home Button', trigger_human_id: 'Home Button #54be84696d61786d2f160000', trigger_continuation: false } });
});

test('a page without this vendor meets nothing but a name that is undefined', () => {
  const tap = openTap('engage');
  assert.deepEqual(tap.newNames(), ['_chatq']);
  assert.equal(tap.run('window._chatq'), undefined);
  assert.equal(tap.run('typeof _chatq'), 'undefined');
  assert.ok(!tap.run('Object.keys(window)').includes('_chatq'));
  tap.fire('load');
  tap.pass(60_000);
  assert.deepEqual(tap.reports, []);
  assert.equal(tap.pending().length, 0);
});

test('a page may make anything of the name: it gets back what it put there', () => {
  const tap = openTap('engage');
  for (const value of ['null', '0', '"text"', 'false', 'Symbol.iterator', '(() => 1)', 'Object.freeze([])', 'Object.freeze({ push: 1 })', 'Object.create(null)']) {
    assert.ok(tap.run(`(() => { const value = ${value}; window._chatq = value; return window._chatq === value; })()`), value);
  }
  tap.run('window._chatq = new Proxy([], { get() { throw new Error("no"); }, getPrototypeOf() { throw new Error("no"); } })');
  tap.run('window._chatq = { get push() { throw new Error("no"); } }');
  tap.run('window._chatq = { push() { throw new Error("no"); } }');
  assert.ok(tap.run('Object.keys(window)').includes('_chatq'), 'a name the page has set is seen as its own');
});

test('replaced built-ins change nothing', () => {
  const tap = openTap('engage');
  tap.run('Array.prototype.push = () => { throw new Error("no"); }; Array.prototype.indexOf = WeakMap.prototype.get = WeakMap.prototype.set = Reflect.apply = Object.defineProperty = () => { throw new Error("no"); };');
  tap.run('window._chatq = [];');
  const taken = tap.run('_chatq.map((entry) => entry[1])');
  assert.deepEqual([...taken].sort(), [...EVENTS].sort());
});

test('messages are added only to an open chat; the page change needs the vendor’s script', () => {
  const tap = openTap('engage');
  const add = { type: '_addMessage', options: { body: 'Hello', agent: true } };
  assert.throws(() => tap.obey({ type: '_pageChange' }), /not loaded/);
  tap.run('window._chatq = []');
  assert.throws(() => tap.obey({ type: '_pageChange' }), /not loaded/, 'a queue alone does nothing');
  const chat = vendor(tap, 'override');
  chat.start();
  assert.throws(() => tap.obey(add), /not open/);
  chat.open();
  tap.obey(add);
  tap.obey({ type: '_addMessage', options: { body: 'Size 9', agent: false, engage: true } });
  assert.deepEqual(chat.lines, [['agent', 'Hello'], ['visitor', 'Size 9']]);
  assert.equal(told(tap).at(-1), 'chat_engaged');
  chat.close();
  assert.throws(() => tap.obey(add), /not open/);
  tap.obey({ type: '_pageChange' });
  assert.deepEqual(told(tap).slice(-4), ['trigger_activated', 'trigger_executed', 'item_shown', 'button_shown']);
  assert.throws(() => tap.obey({ type: '_setIdentity' }), /cannot do that/);
  tap.run('window._chatq = { push() { throw new Error("secret"); } }');
  assert.throws(() => tap.obey({ type: '_pageChange' }), /did not take it/);
});

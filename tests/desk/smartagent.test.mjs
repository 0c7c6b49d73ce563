// The tap of SmartAgent in a window of its own, against late objects, replays, repetitions and hostile ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEvents } from '../../src-tauri/desk/smartagent/events.js';
import { openTap } from './engage-window.mjs';

const CONTACT = '9960459a-233f-4963-95f9-dde57ac4d9c5';
const events = (tap) => tap.reports.filter(({ event }) => event !== undefined);
const told = (tap) => events(tap).map(({ type, historic }) => type.slice(9) + (historic ? ' before' : ''));

function vendor(tap, given = {}) {
  const { clock, timers } = tap.window;
  const wait = (run, ms) => timers.push({ run, ms, repeats: false, done: false, at: clock.now + ms });
  return createEvents(tap.window, { ui: { show() {} }, now: () => clock.now, wait, ...given });
}

function talk(chat) {
  chat.begin(CONTACT);
  chat.queue();
  chat.connect();
  chat.end();
}

for (const replay of ['now', 'later']) {
  test(`history told ${replay}: everything once, in order, with what was before marked`, () => {
    const tap = openTap('smartagent');
    const chat = vendor(tap, { replay });
    chat.emit('CHAT_LOADED', { chatInstanceName: 'bot' });
    tap.pass(5);
    tap.window.saEvents = chat.saEvents;
    tap.pass(1);
    talk(chat);
    assert.deepEqual(told(tap), ['CHAT_LOADED before', 'CONTACT_STARTED', 'TRANSFER_TO_QUEUE', 'CONNECT_TO_AGENT', 'CONTACT_ENDED']);
    assert.deepEqual(events(tap)[1].event, { type: 'CONTACT_STARTED', data: { contactId: CONTACT }, timestamp: tap.window.clock.now });
  });
}

test('an object that was there before us is subscribed to at once', () => {
  const tap = openTap('smartagent', { before: "window.saEvents = { subscribe(handler) { handler({ type: 'CHAT_VISIBLE', timestamp: 5, data: {} }); } };" });
  assert.deepEqual(told(tap), ['CHAT_VISIBLE before']);
});

test('subscribe comes later than the object', () => {
  const tap = openTap('smartagent');
  tap.run('window.saEvents = {}');
  tap.pass(8000);
  const chat = vendor(tap);
  tap.run('window.saEvents.subscribe = null');
  tap.window.saEvents.subscribe = chat.saEvents.subscribe;
  tap.pass(200);
  chat.visible();
  assert.deepEqual(told(tap), ['CHAT_VISIBLE']);
  tap.pass(60_000);
  assert.equal(tap.pending().length, 0, 'asking has ended');
});

test('an object that never gets a subscribe is not asked for ever', () => {
  const tap = openTap('smartagent');
  tap.run('window.saEvents = {}');
  tap.pass(120_000);
  assert.equal(tap.pending().length, 0);
  assert.deepEqual(tap.reports, []);
});

test('one subscription per object, however often it is assigned or found', () => {
  const tap = openTap('smartagent');
  tap.run('var asked = 0; var api = { subscribe() { asked += 1; } }; window.saEvents = api; window.saEvents = api; window.saEvents = window.saEvents;');
  tap.fire('load');
  tap.pass(60_000);
  assert.equal(tap.run('asked'), 1);
});

test('a second object tells the history again: nothing is heard twice', () => {
  const tap = openTap('smartagent');
  const chat = vendor(tap);
  chat.load();
  tap.pass(1);
  chat.begin(CONTACT);
  chat.replace();
  chat.repeat();
  tap.pass(1);
  chat.end();
  assert.deepEqual(told(tap), ['CHAT_LOADED', 'CONTACT_STARTED', 'CONTACT_ENDED']);
});

test('the page subscribes again and again: its own handlers hear what they heard before', () => {
  const heard = (withTap) => {
    const tap = openTap('smartagent');
    if (!withTap) tap.run('delete window.saEvents');
    const chat = vendor(tap);
    const shop = [];
    chat.load();
    for (let i = 0; i < 3; i += 1) tap.window.saEvents.subscribe(({ type }) => shop.push(type));
    tap.window.saEvents.subscribe(() => { throw new Error('a handler of the shop fails'); });
    talk(chat);
    return [shop, tap];
  };
  const [shop, tap] = heard(true);
  assert.deepEqual(shop, heard(false)[0]);
  assert.equal(told(tap).length, 5);
});

test('without times, what is told inside subscribe was before', () => {
  const tap = openTap('smartagent');
  tap.run("var later; window.saEvents = { subscribe(handler) { handler({ type: 'CHAT_LOADED' }); later = handler; } }; later({ type: 'CHAT_VISIBLE' });");
  assert.deepEqual(told(tap), ['CHAT_LOADED before', 'CHAT_VISIBLE']);
});

test('the name is deleted or redefined: looking finds the object', () => {
  for (const how of ['delete window.saEvents; window.saEvents = api;', "Object.defineProperty(window, 'saEvents', { value: api, configurable: true });", "Object.defineProperty(window, 'saEvents', { get: () => api });"]) {
    const tap = openTap('smartagent');
    tap.run(`var api = { subscribe(handler) { handler({ type: 'CHAT_VISIBLE', timestamp: 1 }); } }; ${how}`);
    tap.fire('load');
    tap.pass(0);
    assert.deepEqual(told(tap), ['CHAT_VISIBLE before'], how);
  }
});

test('hostile objects and events throw nothing into the page', () => {
  const tap = openTap('smartagent');
  for (const value of ['null', '0', '"text"', '() => 1', 'Object.freeze({})', 'new Proxy({}, { get() { throw new Error("no"); } })', '{ get subscribe() { throw new Error("no"); } }', '{ subscribe() { throw new Error("no"); } }']) {
    assert.ok(tap.run(`(() => { const value = (${value}); window.saEvents = value; return window.saEvents === value; })()`), value);
  }
  tap.run(`
    var tell; window.saEvents = { subscribe(handler) { tell = handler; } };
    for (const event of [null, 1, 'x', { get type() { throw new Error('no'); } }, { type: 'A', timestamp: 1n }, { type: 'B', get data() { throw new Error('no'); } }]) tell(event);
    tell({ type: 7, timestamp: 1 });
    tell({ type: 'x'.repeat(1000), timestamp: 2 });
  `);
  assert.deepEqual(tap.said().slice(-2), ['(no type)', 'x'.repeat(100)]);
});

test('100,000 events are remembered in bounded space, and none is lost', () => {
  const tap = openTap('smartagent');
  tap.run("var tell; window.saEvents = { subscribe(handler) { tell = handler; } }; for (let i = 0; i < 100000; i += 1) tell({ type: 'CHAT_VISIBLE', timestamp: i });");
  assert.equal(events(tap).length, 100_000);
  tap.run("tell({ type: 'CHAT_VISIBLE', timestamp: 99999 }); tell({ type: 'CHAT_VISIBLE', timestamp: 94000 });");
  assert.equal(events(tap).length, 100_000);
});

test('replaced built-ins change nothing', () => {
  const tap = openTap('smartagent');
  tap.run("JSON.stringify = WeakSet.prototype.has = WeakSet.prototype.add = String.prototype.slice = Reflect.apply = () => { throw new Error('no'); }; window.saEvents = { subscribe(handler) { handler({ type: 'CHAT_VISIBLE', timestamp: 1 }); } };");
  assert.deepEqual(told(tap), ['CHAT_VISIBLE before']);
});

test('a page without this vendor meets nothing but a name that is undefined', () => {
  const tap = openTap('smartagent');
  assert.deepEqual(tap.newNames(), ['saEvents']);
  assert.equal(tap.run('window.saEvents'), undefined);
  assert.equal(tap.run('typeof saEvents'), 'undefined');
  assert.ok(!tap.run('Object.keys(window)').includes('saEvents'));
  tap.fire('load');
  tap.pass(60_000);
  assert.deepEqual(tap.reports, []);
  assert.equal(tap.pending().length, 0);
});

test('the slide-out is moved where it can be, and is told where it stands', () => {
  const tap = openTap('smartagent');
  assert.throws(() => tap.obey({ type: 'window', open: true }), /no window/);
  const chat = vendor(tap);
  chat.load(); // _sa comes after saEvents
  assert.deepEqual(tap.reports[0], { type: 'saEvents:recognised', window: false });
  chat.visible();
  assert.deepEqual(tap.reports.filter(({ type }) => type === 'saEvents:recognised').at(-1), { type: 'saEvents:recognised', window: true });
  const window = () => tap.reports.filter(({ type }) => type === 'saEvents:window').map(({ open }) => open);
  assert.deepEqual(window(), [false]);
  tap.obey({ type: 'window', open: true });
  assert.deepEqual(window(), [false], 'it takes a while');
  tap.pass(600);
  assert.deepEqual(window(), [false, true]);
  tap.obey({ type: 'window', open: true });
  tap.pass(1000);
  assert.deepEqual(window(), [false, true], 'it was open: nothing moved');
  tap.obey({ type: 'window', open: false });
  tap.pass(1000);
  assert.deepEqual(window(), [false, true, false]);
  tap.run("window._sa = { toggleChat() { throw new Error('secret'); }, isOpen: () => false }");
  assert.throws(() => tap.obey({ type: 'window', open: true }), /did not do it/);
  assert.throws(() => tap.obey({ type: 'say' }), /cannot do that/);
});

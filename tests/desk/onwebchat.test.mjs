// The tap of onWebChat in a window of its own, against stubs, single places, replaced and cleared callbacks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWidget } from '../../src-tauri/desk/onwebchat/widget.js';
import { openTap } from './engage-window.mjs';

const STUB = `{ ar: [], set(a, b) { if (typeof onWebChat_ === 'undefined') this.ar.push([a, b]); else onWebChat_.set(a, b); }, get(a) { return onWebChat_.get(a); } }`;
const calls = (tap) => tap.said().filter((type) => type !== 'recognised' && type !== 'state');
const states = (tap) => tap.reports.filter(({ type }) => type === 'onwebchat:state').map(({ type, ...state }) => state);
const vendor = (tap, slots) => createWidget(tap.window, { slots, ui: { show() {} } });
const shop = (tap) => JSON.parse(tap.run('JSON.stringify(shop)'));

for (const slots of ['one', 'many']) {
  test(`${slots} per event: a page with a stub and no callbacks`, () => {
    const tap = openTap('onwebchat');
    tap.run(`var onWebChat = ${STUB};`);
    const chat = vendor(tap, slots);
    chat.load();
    chat.click();
    chat.call('onTrigger');
    chat.call('onStartWriting');
    chat.minimise();
    assert.deepEqual(calls(tap), ['onWebChatLoaded', 'onClick', 'onMaximize', 'onTrigger', 'onStartWriting', 'onMinimize']);
  });

  test(`${slots} per event: the page's callbacks run as they did, ours once`, () => {
    const code = `
      window.shop = [];
      onWebChat.set('onMaximize', function () { shop.push(['first', this === window.onWebChat_, arguments.length]); });
      onWebChat.set('onMaximize', function () { shop.push(['second', this === window.onWebChat_, arguments.length]); return 'answer'; });
      onWebChat.set('onWebChatLoaded', () => shop.push(['loaded']));
    `;
    const run = (tap) => {
      tap.run(`var onWebChat = ${STUB}; ${code}`);
      const chat = vendor(tap, slots);
      chat.load();
      const answers = [chat.call('onMaximize')];
      tap.run("onWebChat_.set('onMaximize', () => { shop.push('third'); throw new Error('a callback of the shop fails'); })");
      answers.push(chat.call('onMaximize'));
      return [shop(tap), answers];
    };
    const plain = openTap('onwebchat');
    plain.run('delete window.onWebChat; delete window.onWebChat_;');
    const tap = openTap('onwebchat');
    assert.deepEqual(run(tap), run(plain), 'the same with the tap as without');
    assert.deepEqual(calls(tap), ['onWebChatLoaded', 'onMaximize', 'onMaximize']);
  });
}

test('clearing takes the page’s function away, not ours', () => {
  for (const nothing of ["''", 'null', 'undefined']) {
    const tap = openTap('onwebchat');
    tap.run(`var onWebChat = ${STUB}; var shop = []; onWebChat.set('onClick', () => shop.push('click'));`);
    const chat = vendor(tap);
    chat.load();
    chat.call('onClick');
    tap.run(`onWebChat.set('onClick', ${nothing})`);
    chat.call('onClick');
    tap.run("onWebChat.set('onClick')");
    chat.call('onClick');
    assert.deepEqual(shop(tap), ['click'], nothing);
    assert.deepEqual(calls(tap), ['onWebChatLoaded', 'onClick', 'onClick', 'onClick']);
  }
});

test('the page sets a callback from within a callback', () => {
  const tap = openTap('onwebchat');
  tap.run(`var onWebChat = ${STUB}; var shop = []; onWebChat.set('onClick', () => { onWebChat.set('onClick', () => shop.push('later')); shop.push('first'); });`);
  const chat = vendor(tap);
  chat.load();
  chat.call('onClick');
  chat.call('onClick');
  assert.deepEqual(shop(tap), ['first', 'later']);
  assert.deepEqual(calls(tap), ['onWebChatLoaded', 'onClick', 'onClick']);
});

test('a widget that takes the stub’s functions before it shows itself keeps them, each with ours in front once', () => {
  const tap = openTap('onwebchat');
  tap.run(`var shop = []; var slot = {}; var onWebChat = ${STUB}; onWebChat.set('onClick', () => shop.push('click'));
    var real = { set(a, b) { slot[a] = b; }, get() {} };
    for (const [a, b] of onWebChat.ar) real.set(a, b);
    window.onWebChat_ = real;
    slot.onClick();
    var queued = onWebChat.ar.at(-1)[1];
    onWebChat.set('onClick', queued);`);
  assert.deepEqual(shop(tap), ['click']);
  assert.deepEqual(calls(tap), ['onClick']);
  assert.ok(tap.run('slot.onClick === queued'), 'what has ours in front passes as it is');
});

test('a second stub replaces the first before the widget is there', () => {
  const tap = openTap('onwebchat');
  tap.run(`window.onWebChat = ${STUB}; window.onWebChat = ${STUB};`);
  const chat = vendor(tap);
  chat.load();
  chat.call('onClick');
  assert.deepEqual(calls(tap), ['onWebChatLoaded', 'onClick']);
});

test('a second stub beside a widget that is there takes nobody’s place', () => {
  const tap = openTap('onwebchat');
  tap.run(`var shop = []; window.onWebChat = ${STUB}; onWebChat.set('onClick', () => shop.push('click'));`);
  const chat = vendor(tap);
  chat.load();
  tap.run(`window.onWebChat = ${STUB}`);
  chat.call('onClick');
  assert.deepEqual(shop(tap), ['click']);
  assert.deepEqual(calls(tap), ['onWebChatLoaded', 'onClick']);
});

test('a widget without a stub is heard too', () => {
  const tap = openTap('onwebchat');
  const chat = vendor(tap);
  chat.load();
  chat.call('onTrigger');
  assert.deepEqual(calls(tap), ['onWebChatLoaded', 'onTrigger']);
});

test('a widget that never says it is loaded is taken as loaded once', () => {
  const tap = openTap('onwebchat');
  const chat = vendor(tap);
  tap.window.onWebChat_ = chat.widget;
  assert.deepEqual(calls(tap), []);
  tap.pass(3000);
  chat.call('onWebChatLoaded');
  tap.pass(60_000);
  assert.deepEqual(calls(tap), ['onWebChatLoaded']);
});

test('a widget that was there before us keeps the page’s functions', () => {
  const before = "var shop = []; var slot = {}; window.onWebChat_ = { set(a, b) { slot[a] = b; }, get: (a) => (a === 'status' ? 'online' : '') }; onWebChat_.set('onClick', () => shop.push('click'));";
  const tap = openTap('onwebchat', { before });
  tap.run("onWebChat_.set('onTrigger', () => shop.push('trigger')); slot.onClick(); slot.onTrigger();");
  tap.pass(3000);
  assert.deepEqual(shop(tap), ['click', 'trigger']);
  assert.deepEqual(calls(tap), ['onTrigger', 'onWebChatLoaded']);
  assert.deepEqual(states(tap), [{ status: 'online', visitor: {}, asked: false }]);
});

test('names declared with let are found by looking', () => {
  const tap = openTap('onwebchat');
  tap.run("let onWebChat_ = { set() {}, get: () => 'online' };");
  assert.deepEqual(tap.reports, []);
  tap.fire('load');
  tap.pass(3000);
  assert.equal(states(tap)[0].status, 'online');
});

test('status and visitor are asked for after loading, and told when they change', () => {
  const tap = openTap('onwebchat');
  tap.run(`var onWebChat = ${STUB}; var early = 0; onWebChat.get = () => { early += 1; };`);
  tap.pass(60_000);
  assert.equal(tap.run('early'), 0, 'get fails before the widget is there');
  const chat = vendor(tap);
  chat.load();
  assert.deepEqual(states(tap), [{ status: 'online', visitor: {}, asked: false }]);
  tap.pass(60_000);
  assert.equal(states(tap).length, 1, 'nothing changed');
  chat.values.status = 'offline';
  tap.pass(10_000);
  Object.assign(chat.values, { name: 'Ada', email: 'ada@example.com' });
  chat.call('onStartWriting');
  assert.deepEqual(states(tap).slice(1), [{ status: 'offline', visitor: {}, asked: false }, { status: 'offline', visitor: { name: 'Ada', email: 'ada@example.com' }, asked: false }]);
  tap.obey({ type: 'read' });
  assert.deepEqual(states(tap).at(-1), { status: 'offline', visitor: { name: 'Ada', email: 'ada@example.com' }, asked: true });
});

test('a widget that cannot tell is not asked in vain', () => {
  const tap = openTap('onwebchat');
  tap.run("window.onWebChat_ = { set() {}, get(key) { if (key === 'status') return 'online'; throw new ReferenceError('no'); } };");
  tap.pass(3000);
  assert.deepEqual(states(tap), [{ status: 'online', visitor: {}, asked: false }]);
});

test('settings go to the widget as they are, and only those it has', () => {
  const tap = openTap('onwebchat');
  tap.run(`var onWebChat = ${STUB};`);
  assert.throws(() => tap.obey({ type: 'set', key: 'max', value: 1 }), /not loaded/);
  assert.throws(() => tap.obey({ type: 'read' }), /not loaded/);
  const chat = vendor(tap);
  tap.window.onWebChat_ = chat.widget;
  assert.throws(() => tap.obey({ type: 'read' }), /still loading/);
  chat.load();
  for (const [key, value] of [['name', 'Ada'], ['notes', ''], ['language', 'l2'], ['max', 1], ['show', 0]]) {
    tap.obey({ type: 'set', key, value });
    assert.equal(chat.values[key], value);
  }
  for (const message of [{ type: 'set', key: 'onClick', value: 'x' }, { type: 'set', key: 'languageFile', value: 'https://elsewhere.example/x' }, { type: 'reply' }]) {
    assert.throws(() => tap.obey(message), /cannot do that/);
  }
  tap.run("window.onWebChat_ = { set() { throw new Error('secret'); } }");
  assert.throws(() => tap.obey({ type: 'set', key: 'max', value: 1 }), /did not take it/);
});

test('what is there is said as it is', () => {
  const tap = openTap('onwebchat');
  tap.run(`var onWebChat = ${STUB};`);
  tap.run('window.onWebChat_ = { set() {} }');
  assert.deepEqual(tap.reports, [{ type: 'onwebchat:recognised', live: false, set: true, get: false }, { type: 'onwebchat:recognised', live: true, set: true, get: false }]);
});

test('hostile objects throw nothing into the page, which gets back what it put there', () => {
  const tap = openTap('onwebchat');
  for (const name of ['onWebChat', 'onWebChat_']) {
    for (const value of ['null', '0', '"text"', '() => 1', '{}', 'Object.freeze({ set() {} })', 'Object.freeze({ set: 1 })', 'new Proxy({}, { get() { throw new Error("no"); } })', '{ get set() { throw new Error("no"); } }', '{ set() { throw new Error("no"); } }', '{ set() {}, get get() { throw new Error("no"); } }']) {
      assert.ok(tap.run(`(() => { const value = (${value}); window.${name} = value; return window.${name} === value; })()`), value);
      tap.pass(20_000);
    }
  }
});

test('other settings and their arguments pass unchanged', () => {
  const tap = openTap('onwebchat');
  tap.run("var got = []; window.onWebChat_ = { set() { got.push([this === onWebChat_, ...arguments]); return 'done'; } }; got.length = 0; var answer = onWebChat_.set('name', 'Ada', 3); onWebChat_.set(); onWebChat_.set('onFuture', 1);");
  assert.deepEqual(JSON.parse(tap.run('JSON.stringify([got, answer])')), [[[true, 'name', 'Ada', 3], [true], [true, 'onFuture', 1]], 'done']);
});

test('replaced built-ins change nothing', () => {
  const tap = openTap('onwebchat');
  tap.run(`JSON.stringify = WeakSet.prototype.has = WeakSet.prototype.add = WeakMap.prototype.get = WeakMap.prototype.has = WeakMap.prototype.set = Array.prototype.indexOf = Reflect.apply = Object.defineProperty = Function.prototype.apply = Function.prototype.call = () => { throw new Error('no'); };
    var slot = {}; window.onWebChat_ = { set(a, b) { slot[a] = b; } }; slot.onTrigger();`);
  assert.deepEqual(calls(tap), ['onTrigger']);
});

test('a page without this vendor meets nothing but names that are undefined', () => {
  const tap = openTap('onwebchat');
  assert.deepEqual(tap.newNames(), ['onWebChat', 'onWebChat_']);
  assert.equal(tap.run('typeof onWebChat + typeof onWebChat_'), 'undefinedundefined');
  assert.ok(!tap.run('Object.keys(window).join()').includes('onWebChat'));
  tap.fire('load');
  tap.pass(60_000);
  assert.deepEqual(tap.reports, []);
  assert.equal(tap.pending().length, 0);
});

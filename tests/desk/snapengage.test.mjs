// SnapEngage's tap in a fake window, against the simulated widget: every oddity of the API, and that the page notices nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { createApi } from '../../src-tauri/desk/snapengage/api.js';
import { ROOT } from './open-desk.mjs';

const TAP = readFileSync(join(ROOT, 'crates/vendors/src/snapengage/tap.js'), 'utf8');
const plain = (value) => JSON.parse(JSON.stringify(value));

/** A window with the tap in it. Time stands still until `pass` lets it go. */
function open({ options = {}, postToConsole = () => false, before = '' } = {}) {
  const timers = [];
  let time = 0;
  const later = (act, ms) => timers.push({ act, at: time + ms });
  const said = [];
  let take;
  const page = vm.createContext({});
  vm.runInContext(`var window = globalThis; ${before}`, page);
  page.deskbell = {
    report: (payload) => said.push(plain(payload)),
    obey: (taker) => (take = taker),
    postToConsole,
    setTimeout: later,
    now: () => time,
    options,
  };
  const names = vm.runInContext('Object.keys(window).join()', page);
  vm.runInContext(`(${TAP}\n)(deskbell)`, page);
  assert.equal(vm.runInContext('Object.keys(window).join()', page), names, 'the tap left something to be listed');
  const heard = (type) => said.filter((one) => one.type === `js:${type}`);
  return {
    page,
    said,
    heard,
    args: (type) => heard(type).map(({ args }) => args),
    take: (message) => take(message),
    run: (code) => vm.runInContext(code, page),
    pass(ms) {
      const end = time + ms;
      for (;;) {
        timers.sort((a, b) => a.at - b.at);
        if (timers.length === 0 || timers[0].at > end) break;
        const { act, at } = timers.shift();
        time = at;
        act();
      }
      time = end;
    },
    /** The vendor's script arrives, as it does: one object, two names. */
    load(name = 'SnapEngage') {
      const widget = createApi({ later });
      page[name] = widget.api;
      if (name === 'SnapEngage') page.SnapABug = widget.api;
      page[`${name}Chat`] = widget.chat;
      return widget;
    },
    widget(given) {
      return createApi({ later, ...given });
    },
  };
}

test('a page without the widget: nothing is seen, said or kept', () => {
  const it = open();
  it.pass(60_000);
  assert.deepEqual(it.said, []);
  assert.equal(it.run('typeof SnapEngage + typeof window.SnapABug'), 'undefinedundefined');
  assert.equal(it.run('!!window.SnapEngage'), false);
  assert.equal(it.run('delete window.SnapEngage && delete window.SnapABug'), true);
});

test('every event of a visit is reported once, with its arguments', () => {
  const it = open();
  const { happens } = it.load();
  happens.open();
  happens.write('Hello');
  happens.reply('Good day');
  happens.write('Where is it?');
  happens.minimise();
  happens.press('Yes');
  happens.rate(4);
  happens.switchWidget('w-2');
  happens.callMe('+1650');
  happens.end(true);
  happens.close();
  assert.deepEqual(it.said.map(({ type, args }) => [type.slice(3), args.filter((one) => one !== null)]), [
    ['Open', ['online']],
    ['StartChat', ['', 'Hello', 'manual']],
    ['ChatMessageReceived', ['Sam Sample', 'Good day']],
    ['ChatMessageSent', ['Where is it?']],
    ['Minimize', [true, 'manual', 'chatManual']],
    ['InlineButtonClicked', [{ botName: 'Guide', buttonLabel: 'Yes', buttonValue: 'yes' }]],
    ['RatingPromptClicked', ['Sam Sample', 'NUMBER', 4]],
    ['SwitchWidget', ['w-2']],
    ['StartCallme', ['+1650']],
    ['ChatEnded', [{ endedByUser: true }]],
    ['Close', ['form', 'online']],
  ]);
});

test('an invitation and a message left offline', () => {
  const it = open();
  const { api, happens } = it.load();
  api.openProactiveChat(true, false, 'Need help?', false);
  happens.slideOut();
  happens.online(false);
  happens.write('Call me');
  assert.deepEqual(it.args('OpenProactive')[0].slice(0, 2), ['Sam Sample', 'Need help?']);
  assert.deepEqual(it.args('MessageSubmit')[0].slice(0, 2), ['', 'Call me']);
  assert.deepEqual(it.args('Close'), []);
});

test("the page's last handler counts, with its this, its arguments and its value; ours stays", () => {
  const it = open();
  const { happens } = it.load();
  it.run(`
    var calls = [];
    SnapEngage.setCallback('StartChat', function () { calls.push('first'); });
    SnapABug.setCallback('sTARTcHAT', function (...args) { calls.push([this === globalThis, args[1]]); });
  `);
  happens.write('Hello');
  assert.deepEqual(plain(it.run('calls')), [[true, 'Hello']]);
  assert.equal(it.heard('StartChat').length, 1);
});

test("clearing with '' or null takes the page's handler and not ours", () => {
  for (const nothing of ["''", 'null', 'undefined', '"code"']) {
    const it = open();
    const { happens } = it.load();
    it.run(`var calls = 0; SnapEngage.setCallback('StartChat', () => { calls += 1; }); SnapEngage.setCallback('StartChat', ${nothing});`);
    happens.write('Hello');
    assert.deepEqual([it.run('calls'), it.heard('StartChat').length], [0, 1], nothing);
  }
});

test('a handler may clear itself while it runs, as the document shows', () => {
  const it = open();
  const { happens } = it.load();
  it.run("var calls = 0; SnapEngage.setCallback('ChatMessageReceived', () => { calls += 1; SnapEngage.setCallback('ChatMessageReceived', ''); });");
  happens.reply('One');
  happens.reply('Two');
  assert.deepEqual([it.run('calls'), it.heard('ChatMessageReceived').length], [1, 2]);
});

test('the value of a handler comes back: BeforeCallme still takes the place of the form', () => {
  const it = open();
  const { happens, state } = it.load();
  it.run("SnapEngage.setCallback('BeforeCallme', () => true)");
  happens.callMe('+1650');
  assert.deepEqual([it.heard('StartCallme').length, it.said.length], [0, 0]);
  assert.equal(state.lines.at(-1).text, 'The page has a form of its own.');
});

test('values, errors and this pass through ours to a widget that minds them', () => {
  const it = open();
  let handler;
  it.page.api = { setCallback: (name, given) => (name === 'Open' ? ((handler = given), 'set') : undefined) };
  it.run('window.SnapEngage = api; var result = SnapEngage.setCallback("Open", function (a) { if (a === 1) throw new RangeError("x"); return [this.me, a]; })');
  assert.equal(it.run('result'), 'set');
  assert.deepEqual(plain(handler.call({ me: 7 }, 2)), [7, 2]);
  assert.throws(() => handler.call({}, 1), { name: 'RangeError' });
  assert.equal(it.heard('Open').length, 2);
});

test('a handler that throws keeps nothing from us and nothing from the widget', () => {
  const it = open();
  const { happens } = it.load();
  it.run("SnapEngage.setCallback('ChatMessageSent', () => { throw new Error('x'); })");
  happens.resume();
  happens.write('Hello');
  assert.deepEqual(it.args('ChatMessageSent')[0][0], 'Hello');
});

test('unknown names and odd values go through as they are', () => {
  const it = open();
  it.run('var seen = []; window.SnapEngage = { setCallback(...args) { seen.push([this === SnapEngage, ...args]); if (args[0] === 7) args[0].toLowerCase(); } }; seen.length = 0;');
  it.run("SnapEngage.setCallback('AgentCommand', null); SnapEngage.setCallback('Later', 5, 6); SnapEngage.setCallback();");
  assert.deepEqual(plain(it.run('seen')), [[true, 'AgentCommand', null], [true, 'Later', 5, 6], [true]]);
  assert.throws(() => it.run('SnapEngage.setCallback(7)'), { name: 'TypeError' });
  it.run('var alone = SnapEngage.setCallback; seen.length = 0; alone("AgentCommand", 1)');
  assert.deepEqual(plain(it.run('seen')), [[false, 'AgentCommand', 1]]);
});

test('the stand-in looks like the method it stands for', () => {
  const it = open();
  it.run('function setCallback(name, handler) { "vendor"; } var api = { setCallback }; setCallback.mark = 1; window.SnapEngage = api;');
  assert.equal(it.run('SnapEngage.setCallback.name + SnapEngage.setCallback.length + SnapEngage.setCallback.mark'), 'setCallback21');
  assert.equal(it.run('Object.keys(SnapEngage).join()'), 'setCallback');
  assert.deepEqual(plain(it.run('Object.getOwnPropertyDescriptor(SnapEngage, "setCallback")')), { writable: true, enumerable: true, configurable: true });
  assert.match(it.run('Function.prototype.toString.call(SnapEngage.setCallback)'), /native code/);
});

test('one object under two names is heard once', () => {
  const it = open();
  const { happens } = it.load();
  it.pass(10_000);
  happens.open();
  assert.equal(it.heard('Open').length, 1);
  assert.equal(it.heard('recognised').length, 1);
});

test('a stub that is filled by and by', () => {
  const it = open();
  const { api, happens } = it.widget();
  it.page.SnapEngage = {};
  it.page.parts = api;
  it.run("Object.assign(SnapEngage, parts); var calls = 0; SnapEngage.setCallback('Open', () => { calls += 1; });");
  happens.open();
  assert.deepEqual([it.run('calls'), it.heard('Open').length], [1, 1]);
  assert.equal(it.run('Object.getOwnPropertyDescriptor(SnapEngage, "setCallback").get'), undefined);
});

test('the script loads again: the new object is heard too, and takes the commands', () => {
  const it = open();
  it.load();
  const second = it.load();
  it.run("var calls = 0; SnapEngage.setCallback('Open', () => { calls += 1; })");
  it.take({ method: 'startLink', args: [] });
  assert.deepEqual([second.state.open, it.run('calls'), it.heard('Open').length], [true, 1, 1]);
});

test('a white-label name', () => {
  const it = open({ options: { provider: 'SonicTeleservices' } });
  const { happens } = it.load('SonicTeleservices');
  happens.open();
  it.pass(600);
  assert.equal(it.heard('Open').length, 1);
  assert.equal(it.heard('recognised')[0].provider, 'SonicTeleservices');
  assert.ok(it.heard('recognised')[0].methods.includes('reInitProactiveRules'));
});

test('a name that the page has already is left alone', () => {
  const it = open({ options: { provider: 'document' }, before: 'var document = { title: 1 };' });
  it.pass(5000);
  assert.equal(it.run('Object.getOwnPropertyDescriptor(window, "document").get'), undefined);
  assert.deepEqual([it.run('Object.keys(document).join()'), it.said.length], ['title', 0]);
});

test('found too late, no slot is taken from the page; each is heard from its next handler on', () => {
  const it = open();
  const { api, happens } = it.widget();
  it.page.api = api;
  it.run('Object.defineProperty(window, "SnapEngage", { value: api }); var calls = []; SnapEngage.setCallback("Open", () => { calls.push("old"); });');
  it.pass(600);
  assert.equal(it.heard('recognised')[0].late, true);
  happens.open();
  assert.deepEqual([plain(it.run('calls')), it.heard('Open').length], [['old'], 0]);
  it.run('SnapEngage.setCallback("Open", () => { calls.push("new"); })');
  happens.open();
  assert.deepEqual([plain(it.run('calls')), it.heard('Open').length], [['old', 'new'], 1]);
});

test('a wrapper of the page around setCallback works, and nothing is heard twice', () => {
  const it = open();
  const { happens } = it.load();
  it.run(`
    var seen = []; var calls = 0;
    var before = SnapEngage.setCallback;
    SnapEngage.setCallback = function (name, handler) { seen.push(name); return before.call(this, name, handler); };
    SnapEngage.setCallback('Open', () => { calls += 1; });
  `);
  it.pass(10_000);
  happens.open();
  assert.deepEqual([it.run('calls'), it.heard('Open').length], [1, 1]);
  assert.equal(plain(it.run('seen'))[0], 'Open');
});

test('availability: asked once found, heard on change, and every three minutes', () => {
  const it = open();
  const { happens, state } = it.load();
  it.pass(1000);
  assert.deepEqual(it.args('agentOnline'), [[true]]);
  happens.online(false);
  happens.online(false);
  assert.deepEqual(it.args('agentOnline'), [[true], [false]]);
  state.online = true;
  it.pass(200_000);
  assert.deepEqual(it.args('agentOnline'), [[true], [false], [true]]);
});

test("our questions cost the page none of its own handlers, and call none of them twice", () => {
  const it = open();
  const { happens } = it.load();
  it.run("var calls = []; SnapEngage.setCallback('agentOnline', (on) => calls.push('a' + on)); SnapEngage.setCallback('agentOnline', (on) => calls.push('b' + on));");
  it.pass(600); // ours is asked and answered: they hear the answer, being in the list
  const first = plain(it.run('calls')).length;
  it.run('calls.length = 0');
  happens.online(false);
  assert.deepEqual(plain(it.run('calls')), ['afalse', 'bfalse'], `after ${first}`);
});

test("the page's own question empties the list, as it always did, and asks once", () => {
  const it = open();
  const { happens } = it.load();
  it.pass(1000);
  it.run("var calls = []; SnapEngage.setCallback('agentOnline', () => calls.push('kept')); SnapEngage.getAgentStatusAsync((on) => calls.push('asked ' + on));");
  it.pass(100);
  assert.deepEqual(plain(it.run('calls')), ['kept', 'asked true']);
  it.run('calls.length = 0');
  happens.online(false);
  assert.deepEqual([plain(it.run('calls')), it.args('agentOnline').at(-1)], [[], [false]]);
});

test('two questions at once are answered once each', () => {
  const it = open();
  it.load();
  it.pass(500); // ours is on its way
  it.pass(20);
  it.run('var calls = []; SnapEngage.getAgentStatusAsync((on) => calls.push(on));');
  it.pass(100);
  assert.deepEqual(plain(it.run('calls')), [true]);
  const other = open();
  other.load();
  other.pass(480);
  other.run('var calls = []; SnapEngage.getAgentStatusAsync((on) => calls.push(on));'); // before ours
  other.pass(100);
  assert.deepEqual(plain(other.run('calls')), [true]);
});

test('the page clears the list: its handlers are gone, ours is not', () => {
  const it = open();
  const { happens } = it.load();
  it.pass(1000);
  it.run("var calls = 0; SnapEngage.setCallback('agentOnline', () => { calls += 1; }); SnapEngage.setCallback('agentOnline', null);");
  happens.online(false);
  assert.deepEqual([it.run('calls'), it.args('agentOnline').at(-1)], [0, [false]]);
});

test("a handler of the page's list that throws does not keep us from hearing", () => {
  const it = open();
  const { happens } = it.load();
  it.run("SnapEngage.setCallback('agentOnline', () => { throw new Error('x'); })");
  happens.online(false);
  assert.deepEqual(it.args('agentOnline'), [[false]]);
});

test('what the widget can do is what it has', () => {
  const it = open();
  it.run('window.SnapEngage = { setCallback() {}, startLink() {}, endChat: 1, getWidgetId: () => "w-1" }');
  it.pass(600);
  assert.deepEqual(it.heard('recognised'), [{ type: 'js:recognised', provider: 'SnapEngage', methods: ['startLink', 'getWidgetId'], widgetId: 'w-1', late: false }]);
  it.run('SnapEngage.startChat = () => {}');
  it.pass(600);
  assert.deepEqual(it.heard('recognised')[1].methods, ['startChat', 'startLink', 'getWidgetId']);
});

test('the name of ChatEnded is read from the constant', () => {
  const it = open();
  it.run(`
    var slots = {};
    window.SnapEngage = { setCallback(name, handler) { slots[name.toLowerCase()] = handler; } };
    SnapEngage.callbacks = { CHAT_ENDED: 'chat-has-ended' };
  `);
  it.pass(600);
  it.run("var calls = 0; SnapEngage.setCallback(SnapEngage.callbacks.CHAT_ENDED, () => { calls += 1; }); slots['chat-has-ended']({ endedByUser: false });");
  assert.deepEqual([it.run('calls'), it.args('ChatEnded')], [1, [[{ endedByUser: false }]]]);
});

test('every call reaches the method with its arguments', () => {
  const it = open();
  const { state } = it.load();
  const calls = [
    ['setUserName', ['Ada'], 'name', 'Ada'], ['setUserEmail', ['ada@mail.example', true], 'locked', true], ['setDescription', ['Order'], 'description', 'Order'],
    ['setCustomField', ['Company', 'Sample'], 'fields', { Company: 'Sample' }], ['setLocale', ['de'], 'locale', 'de'], ['switchWidget', ['w-9'], 'widgetId', 'w-9'],
    ['allowChatSound', [false], 'sound', false], ['allowProactiveChat', [false], 'invitations', false], ['reInitProactiveRules', [{ force: true }], 'rulesRestarted', 1],
    ['setNoProactiveChatDelay', [5], 'restDelay', 5], ['setProactiveAutocloseDelay', [0.5], 'autoclose', 0.5], ['hideButton', [], 'button', false], ['showButton', [], 'button', true],
    ['openProactiveChat', [true, false, null, true], 'proactive', 'Can I help you?'], ['startChat', ['Hello'], 'chatting', true], ['endChat', [{ closeChatBox: false }], 'chatting', false],
    ['startLink', [], 'minimised', false], ['clearAllCookies', [], 'email', ''],
  ];
  for (const [method, args, name, value] of calls) {
    it.take({ method, args });
    assert.deepEqual(state[name], value, method);
  }
  it.pass(1000);
  assert.equal(it.heard('recognised').at(-1).widgetId, 'w-9');
});

test('the other spelling of a method is used where only that one is there', () => {
  const it = open();
  it.run('var seen; window.SnapEngage = { setCallback() {}, setProactiveAutoCloseDelay(minutes) { seen = minutes; } }');
  it.take({ method: 'setProactiveAutocloseDelay', args: [3] });
  assert.equal(it.run('seen'), 3);
});

test('telling a side something needs an active chat', () => {
  const it = open();
  const { happens, state } = it.load();
  assert.throws(() => it.take({ method: 'sendTextToChat', args: ['x'] }), /No chat is active/);
  happens.resume();
  happens.reply('Hello');
  it.take({ method: 'sendTextToChat', args: ['for the agent'] });
  it.take({ method: 'sendTextToChat', args: ['for the visitor', 'visitor'] });
  assert.deepEqual(state.lines.slice(-2).map(({ text }) => text), ['To the agent only: for the agent', 'for the visitor']);
  happens.end(false);
  assert.throws(() => it.take({ method: 'sendTextToChat', args: ['x', 'visitor'] }), /No chat is active/);
});

test('reading the state answers with availability and widget', () => {
  const it = open();
  it.load();
  it.take({ method: 'state', args: [] });
  it.pass(100);
  assert.deepEqual(it.args('state'), [[true, '31a11b98-ffd2-425d-aa69-2c6ff8a40a16']]);
  it.pass(400_000);
  assert.equal(it.heard('state').length, 1);
});

test('what cannot be done is said in a sentence', () => {
  const it = open();
  assert.throws(() => it.take({ method: 'startLink', args: [] }), /no SnapEngage widget on this page/);
  it.run('window.SnapEngage = { setCallback() {}, startLink() { throw { secret: 1 }; } }');
  assert.throws(() => it.take({ method: 'startLink', args: [] }), /failed while doing that/);
  assert.throws(() => it.take({ method: 'startChat', args: ['x'] }), /cannot do that/);
  assert.throws(() => it.take({ method: 'reInitProactiveRules', args: [{}] }), /cannot do that/);
  assert.throws(() => it.take({ method: 'setUserEmail', args: ['invalid@example.com', false] }), /ignores this e-mail address/);
});

test('a command for the Hub goes to the console, or says that no link is open', () => {
  const posted = [];
  const it = open({ options: { hosting: 'agentConsole' }, postToConsole: (message) => posted.push(message) > 0 });
  const event = { type: 'request_file', conversationId: 'c' };
  it.take({ hub: event });
  assert.deepEqual(posted, [event]);
  const closed = open({ options: { hosting: 'agentConsole' } });
  assert.throws(() => closed.take({ hub: event }), /has not opened an agent link yet/);
});

test("the vendor's own chat on the Hub's pages is not ours to hear", () => {
  const it = open({ options: { hosting: 'agentConsole' } });
  const { happens } = it.load();
  happens.open();
  it.pass(10_000);
  assert.deepEqual(it.said, []);
});

test('hostile objects and built-ins break nothing', () => {
  const it = open();
  it.run(`
    String.prototype.toLowerCase = () => { throw new Error('mine'); };
    Object.defineProperty = () => { throw new Error('mine'); };
    Reflect.apply = () => { throw new Error('mine'); };
    Array.prototype[Symbol.iterator] = undefined;
    window.Proxy = undefined; window.Error = undefined;
    var slots = {};
    window.SnapEngage = { setCallback(name, handler) { slots[name] = handler; }, get startChat() { throw 1; }, getWidgetId() { throw 2; }, get callbacks() { throw 3; } };
  `);
  it.pass(1000);
  it.run('slots.Open("online")');
  assert.deepEqual(it.args('Open'), [['online']]);
  assert.equal(it.heard('recognised').length, 1);
  for (const odd of ['5', '"x"', 'Object.freeze({ setCallback() {} })', 'Object.freeze({})', 'new Proxy({}, { get() { throw 1; }, has() { throw 2; } })', 'null']) {
    const other = open();
    other.run(`window.SnapABug = ${odd}`);
    other.pass(2000);
  }
});

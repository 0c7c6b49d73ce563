// Taps and frames: what a widget says without messages is forwarded, commands reach it, and nobody else hears either.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { fakeWindow, ORIGIN } from './fake-window.mjs';
import { ROOT } from './open-desk.mjs';

const FRAME = readFileSync(join(ROOT, 'src-tauri/src/pages/script/frame.js'), 'utf8');
const KEY = 'deskbell-key';
const RELAY = 'deskbell-relay';
/** Leaves what it was given in the page, for the tests to use. */
const OPEN_TAP = '(deskbell) => { window.deskbell = deskbell; deskbell.obey((message) => { if (message.no) throw new Error(message.no); window.taken = message; }); }';
const tapped = (page) => page.records().filter(({ k }) => k === 'tap');

test('what a tap reports goes out with its vendor, in order with the messages, as it was at that moment', async () => {
  const page = fakeWindow({ taps: [['engage', OPEN_TAP]] });
  page.run("var one = { type: 'first', n: 1 }; deskbell.report(one); one.n = 2");
  page.say({ type: 'rc-x', n: 2 });
  page.run("deskbell.report({ type: 'third', n: 3 })");
  await page.settle();
  const said = page.records().filter(({ k }) => k === 'tap' || k === 'msg');
  assert.deepEqual(said.map(({ k, v, p }) => [k, v, p.n]), [['tap', 'engage', 1], ['msg', undefined, 2], ['tap', 'engage', 3]]);
});

test('a report that cannot be written is counted, and never throws into the page', async () => {
  const page = fakeWindow({ taps: [['engage', OPEN_TAP]], config: { maxMessageBytes: 200 } });
  page.run(`
    var circle = { type: 'circle' }; circle.self = circle; deskbell.report(circle);
    deskbell.report({ type: 'large', text: 'x'.repeat(500) });
    deskbell.report({ get type() { throw new Error('the page'); } });
    for (const odd of [null, undefined, 7, 'text', [], {}, { type: 3 }]) deskbell.report(odd);
  `);
  page.beat();
  await page.settle();
  assert.equal(tapped(page).length, 0);
  assert.deepEqual(page.records().filter(({ k }) => k === 'unreadable' || k === 'oversize').map(({ k, t }) => [k, t]), [['unreadable', 'circle'], ['oversize', 'large']]);
});

test('a tap that throws keeps no other from starting', async () => {
  const page = fakeWindow({ taps: [['broken', "() => { throw new Error('bad'); }"], ['engage', OPEN_TAP]] });
  page.run("deskbell.report({ type: 'works' })");
  await page.settle();
  assert.equal(tapped(page)[0].p.type, 'works');
});

test('a command reaches the tap of its vendor; what the tap refuses is said in its words', () => {
  const page = fakeWindow({ taps: [['engage', OPEN_TAP]] });
  page.run(`window['${KEY}']('engage', { do: 'it' })`);
  assert.deepEqual(page.run('JSON.stringify(taken)'), '{"do":"it"}');
  assert.throws(() => page.run(`window['${KEY}']('engage', { no: 'the chat is closed' })`), /the chat is closed/);
  assert.throws(() => page.run(`window['${KEY}']('smartagent', {})`), /takes commands/);
});

test('a page without taps gets no name of ours', () => {
  const page = fakeWindow({});
  assert.equal(page.run(`'${KEY}' in window`), false);
});

// ---- frames of an agent console ----

const HUB = 'https://hub.example';
const relay = (over = {}) => ({ [RELAY]: true, origin: HUB, payload: { type: 'visitor_typing', data: '' }, ...over });

test('what the console says to a frame is forwarded as its message, and no page hears it', async () => {
  const page = fakeWindow({ taps: [['snapengage', OPEN_TAP]], config: { frames: true, origins: [ORIGIN, HUB] } });
  const frame = { postMessage: (...given) => (frame.got = given) };
  assert.equal(page.run("deskbell.postToConsole({ type: 'x' })"), false, 'no frame was heard of');
  assert.equal(page.say(relay(), { origin: 'https://crm.example', source: frame }), true, 'stopped');
  await page.settle();
  assert.deepEqual(page.records().filter(({ k }) => k === 'msg').map(({ o, p }) => [o, p.type]), [[HUB, 'visitor_typing']]);
  assert.equal(page.run("deskbell.postToConsole({ type: 'request_file' })"), true);
  assert.deepEqual(JSON.parse(JSON.stringify(frame.got)), [{ [KEY]: true, origin: HUB, payload: { type: 'request_file' } }, 'https://crm.example'], 'for that page alone');
});

test('a relay with a foreign origin, without the key, or made by a script is not believed', async () => {
  const page = fakeWindow({ config: { frames: true, origins: [ORIGIN, HUB] } });
  page.say(relay({ origin: 'https://evil.example' }), { origin: 'https://crm.example', source: {} });
  page.say({ ...relay(), payload: 'text' }, { origin: 'https://crm.example', source: {} });
  page.say({ origin: HUB, payload: { type: 'x' } }, { origin: 'https://crm.example', source: {} });
  page.say(relay(), { origin: 'https://crm.example', source: {}, isTrusted: false });
  page.say({ [KEY]: true, origin: HUB, payload: { type: 'x' } }, { origin: 'https://crm.example', source: {} }); // the key a frame can come by
  page.beat();
  await page.settle();
  assert.equal(page.records().filter(({ k }) => k === 'msg').length, 0);
});

test('a chat page is heard through its taps alone', async () => {
  const page = fakeWindow({ taps: [['engage', OPEN_TAP]], config: { messages: false } });
  page.say({ type: 'visitor_typing' });
  page.say({ type: 'visitor_typing' }, { origin: 'https://evil.example' });
  page.run("deskbell.report({ type: 'works' })");
  await page.settle();
  assert.deepEqual(page.records().filter(({ k }) => k !== 'hello').map(({ k }) => k), ['tap']);
});

test('where there is no console the key means nothing', async () => {
  const page = fakeWindow({ config: { origins: [ORIGIN, HUB] } });
  assert.equal(page.say(relay(), { origin: 'https://crm.example', source: {} }), false);
  page.beat();
  await page.settle();
  assert.equal(page.count('refused'), 1);
});

/** frame.js in a frame of its own: what it posts to the top page and to the console above it. */
function fakeFrame({ opaque = false } = {}) {
  const posts = [];
  const target = (name) => ({ postMessage: (message, origin) => posts.push([name, JSON.parse(JSON.stringify(message)), origin]) });
  const sandbox = { top: target('top'), parent: target('parent'), listeners: [] };
  vm.createContext(sandbox);
  vm.runInContext(`
    var window = globalThis;
    class Event { stopImmediatePropagation() { this.stopped = true; } }
    class MessageEvent extends Event {
      #given;
      constructor(given) { super(); this.#given = given; this.isTrusted = given.isTrusted ?? true; }
      get data() { return this.#given.data; }
      get origin() { return this.#given.origin; }
      get source() { return this.#given.source; }
    }
    window.addEventListener = (type, listener) => listeners.push(listener);
    var hear = (given) => { const event = new MessageEvent(given); listeners.forEach((listener) => listener(event)); return event.stopped === true; };
  `, sandbox);
  vm.runInContext(FRAME.replace('__DESKBELL_FRAME_CONFIG__', JSON.stringify({ key: KEY, relay: RELAY, origins: [HUB], opaque })), sandbox);
  return { posts, hear: (given) => sandbox.hear(given), top: sandbox.top, parent: sandbox.parent };
}

test('a frame passes on what the console above it says, and nothing else', () => {
  const { posts, hear, top, parent } = fakeFrame();
  const data = { type: 'visitor_typing' };
  assert.equal(hear({ data, origin: HUB, source: parent }), false, 'the company page in the frame hears it too');
  assert.deepEqual(posts, [['top', { [RELAY]: true, origin: HUB, payload: data }, HUB]]);
  hear({ data, origin: 'https://evil.example', source: parent });
  hear({ data, origin: HUB, source: {} });
  hear({ data, origin: HUB, source: parent, isTrusted: false });
  hear({ data: 'text', origin: HUB, source: parent });
  hear({ data, origin: 'null', source: parent });
  assert.equal(posts.length, 1, 'none of these');
  assert.equal(hear({ data: { [KEY]: true, origin: HUB, payload: { type: 'request_file' } }, origin: HUB, source: top }), true, 'stopped');
  assert.deepEqual(posts[1], ['parent', { type: 'request_file' }, HUB]);
  assert.equal(hear({ data: { [KEY]: true, origin: HUB, payload: {} }, origin: HUB, source: {} }), true);
  assert.equal(posts.length, 2, 'only the top page gives orders');
});

test('where the console has no name of its own its place in the page tells', () => {
  const { posts, hear, parent } = fakeFrame({ opaque: true });
  hear({ data: { type: 'x' }, origin: 'null', source: parent });
  assert.deepEqual(posts, [['top', { [RELAY]: true, origin: HUB, payload: { type: 'x' } }, '*']]);
});

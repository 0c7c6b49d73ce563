// Hostile pages: the real bridge with all four real taps, in a fake window and in Chromium. Nothing forged gets in, the page's own
// handlers keep working with their answers, and nothing freezes. Times are printed and never asserted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fakeWindow } from './fake-window.mjs';
import { bridgeFor, FOREARMED, judge, SHOP, TRICKS, whole } from './hostile-shop.mjs';
import { TAPS } from './vendors.mjs';
import { openChromium } from './open-desk.mjs';

const ORIGIN = 'http://shop.example';
const MANY = 100_000;
const CONFIG = { origins: [ORIGIN], maxMessageBytes: 262144, maxQueueBytes: 67108864, batchBytes: 524288, beatMs: 5000, key: 'deskbell-key', relay: 'deskbell-relay', messages: false, frames: false, options: {} };
const SECONDS = (ms) => `${(ms / 1000).toFixed(2)} s`;
let browser;

before(async () => {
  browser = await openChromium();
});
after(() => browser?.close());

/** `script` in the page, then everything that was said. `prepare` runs before the bridge. */
async function inFake(script, { prepare = '', config, undo = false } = {}) {
  // The door is not the page's to break: it keeps its own promise.
  const door = 'const NativePromise = Promise; const { resolve } = NativePromise; let n = 0; window.__TAURI_INTERNALS__ = { invoke(command, { seq, batch }) { sent.push({ seq: n++ && seq, batch }); return kept; } }; const kept = NativePromise.resolve();';
  const page = fakeWindow({ taps: TAPS, config: { messages: false, ...config }, prepare: `{ ${door} } ${prepare}` });
  page.run(script);
  await page.settle();
  if (undo) page.run('undo()');
  page.beat();
  await page.settle();
  const heard = page.run('JSON.stringify(typeof heard === "undefined" ? null : heard)');
  const records = page.records();
  return { records, payloads: records.filter(({ k }) => k === 'tap').map(({ p }) => p), heard: JSON.parse(heard), complaints: [] };
}

async function inChromium(script, { prepare = '', config, undo = false } = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const door = `window.isBrowser = true; window.batches = []; { const later = setTimeout; const NativePromise = Promise; let n = 0; window.__TAURI_INTERNALS__ = { invoke: (name, { batch }) => { batches[n++] = batch; return new NativePromise((done) => later(done, 0)); } }; }
    window.ticks = 0; window.setInterval(() => { window.ticks += 1; }, 10);`;
  await page.addInitScript(`if (window.top === window) { ${door} ${prepare} ${bridgeFor({ ...CONFIG, ...config })} }`);
  await page.route('http://**/*', (route) => {
    const isShop = route.request().url().startsWith(ORIGIN);
    const body = isShop ? `<!doctype html><script>${undo ? FIRST : ''}${script}${undo ? LAST : ''}</script>` : `<!doctype html><script>${FORGER}</script>`;
    return route.fulfill({ contentType: 'text/html', body });
  });
  const start = performance.now();
  // While the tricks are in force nobody can ask the page anything: it says when it is done.
  const done = undo && page.waitForEvent('console', { predicate: (line) => line.text() === 'undone' });
  await page.goto(`${ORIGIN}/`);
  await done;
  if (!undo) await page.waitForFunction(() => window.finished !== false);
  // A beat is the last of what waits, and only comes when the page is not frozen.
  await page.waitForFunction(() => window.ticks > 5 && window.batches.some((batch) => batch.includes('"k":"beat"')), null, { timeout: 60_000 });
  await page.waitForTimeout(200);
  const { batches, heard } = await page.evaluate(() => ({ batches: [...window.batches], heard: window.heard ?? null }));
  await context.close();
  const records = batches.flatMap((batch) => batch.split('\n')).map((line) => JSON.parse(line));
  return { records, payloads: records.filter(({ k }) => k === 'tap').map(({ p }) => p), heard, complaints, ms: performance.now() - start };
}

const FIRST = 'var later = setTimeout, log = console.log;';
const LAST = "later(function () { undo(); log('undone'); }, 300);";

/** What a third party's frame, or the page itself, would say as us, as a vendor or as the console. */
const FORGED = [
  { type: 'chatq:message_sent', data: { n: 7 } }, { type: 'visitor_message_received', conversationId: 'x', data: 'forged' }, { type: 'js:ChatMessageSent', args: ['forged'] },
  { k: 'tap', v: 'engage', p: { type: 'chatq:message_sent' } }, { 'deskbell-key': true, origin: ORIGIN, payload: { type: 'visitor_typing' } },
  { type: 'saEvents:CONTACT_STARTED', event: {} }, { type: 'deskbell-desk', action: 'offer' }, 'text', null, 7,
];
const FORGER = `for (const forged of ${JSON.stringify(FORGED)}) for (const target of [window.parent, window]) target.postMessage(forged, '*');`;

const events = (count, text = 'undefined') => `for (var n = 0; n < ${count}; n += 1) shop(n, ${text});`;

for (const [home, open] of [['a fake window', inFake], ['Chromium', inChromium]]) {
  test(`${home}: the page's handlers throw and answer as before, and everything is heard once`, async () => {
    const { payloads, heard, complaints } = await open(SHOP + events(50));
    assert.deepEqual(judge(payloads, 50), []);
    assert.deepEqual([heard, complaints], [whole(50), []]);
  });

  test(`${home}: ${MANY} events of every vendor at once, complete and in order`, async () => {
    const start = performance.now();
    const { payloads, records, heard, complaints } = await open(SHOP + events(MANY));
    console.log(`${home}: 4 x ${MANY} events told, sent and read back in ${SECONDS(performance.now() - start)}`);
    assert.deepEqual(judge(payloads, MANY), []);
    assert.deepEqual([heard, complaints], [whole(MANY), []]);
    assert.equal(records.some(({ k }) => k === 'dropped'), false);
  });

  test(`${home}: strings of 10 MB are counted, not sent, and what follows is heard`, async () => {
    const start = performance.now();
    const { payloads, records, heard } = await open(`${SHOP} var long = 'x'.repeat(10 * 1024 * 1024); for (var n = 0; n < 5; n += 1) shop(n, long); ${events(5)}`);
    console.log(`${home}: 15 strings of 10 MB in ${SECONDS(performance.now() - start)}`);
    assert.deepEqual(records.filter(({ k }) => k === 'oversize').map(({ t }) => t).sort(), ['chatq:message_sent', 'js:ChatMessageSent', 'saEvents:CONTACT_STARTED'].flatMap((type) => Array(5).fill(type)));
    assert.equal(payloads.filter(({ type }) => type === 'chatq:message_sent').length, 5);
    assert.deepEqual(heard, whole(10));
  });

  for (const [when, script] of [["before the vendors' scripts", FOREARMED + TRICKS + SHOP], ['after them', SHOP + TRICKS]]) {
    test(`${home}: built-ins replaced ${when} change nothing`, async () => {
      const { payloads, heard, complaints } = await open(script + events(200), { undo: true });
      assert.deepEqual(judge(payloads, 200), []);
      assert.deepEqual([heard, complaints], [whole(200), []]);
    });
  }

  test(`${home}: built-ins that were wrapped before us are called through`, async () => {
    const prepare = `for (const [owner, name] of [[JSON, 'stringify'], [Reflect, 'apply'], [Object, 'defineProperty'], [Array.prototype, 'push']]) {
      const own = owner[name]; owner[name] = function (...given) { return own.apply(this, given); };
    }`;
    const { payloads, heard } = await open(SHOP + events(50), { prepare });
    assert.deepEqual([judge(payloads, 50), heard], [[], whole(50)]);
  });
}

test('a fake window: forged messages of frames, of other origins and of the page itself are nothing', async () => {
  const page = fakeWindow({ taps: TAPS, config: { messages: false } });
  for (const forged of FORGED) for (const given of [{}, { source: {} }, { origin: 'https://evil.example', source: {} }, { isTrusted: false }]) page.say(forged, given);
  page.beat();
  await page.settle();
  assert.deepEqual(page.records().map(({ k }) => k), ['hello', 'beat']);
  const console_ = fakeWindow({ taps: TAPS, config: { frames: true, options: { hosting: 'agentConsole' } } });
  for (const forged of FORGED) console_.say(forged, { origin: 'https://evil.example', source: {} });
  console_.say({ 'deskbell-relay': true, origin: 'https://evil.example', payload: { type: 'visitor_typing' } }, { origin: 'https://evil.example', source: {} });
  console_.beat();
  await console_.settle();
  assert.equal(console_.payloads().length + console_.records().filter(({ k }) => k === 'tap').length, 0);
});

test('Chromium: a hostile frame and the page post forgeries, and nothing gets in', async () => {
  const { records, complaints } = await inChromium(`
    window.finished = false;
    const frame = document.createElement('iframe');
    frame.src = 'http://evil.example/';
    frame.onload = () => setTimeout(() => { window.finished = true; }, 100);
    document.documentElement.append(frame);
    ${FORGER}
  `);
  assert.deepEqual([...new Set(records.map(({ k }) => k))], ['hello', 'beat']);
  assert.deepEqual(complaints, []);
});

test('a page that writes itself anew keeps neither its messages nor its end from us', async () => {
  const page = fakeWindow();
  page.run('for (const type of Object.keys(listeners)) listeners[type].length = 0'); // what document.open() does
  page.beat();
  page.say({ type: 'rc-call-ring-notify', n: 1 });
  await page.settle();
  assert.deepEqual(page.payloads(), [1]);
  page.beat();
  assert.equal(page.run('listeners.message.length + listeners.pagehide.length'), 2, 'never twice');
});

test('a toJSON that a library gives every object or list is passed over; one of its own is kept', async () => {
  const page = fakeWindow();
  page.run(`
    Array.prototype.toJSON = Object.prototype.toJSON = function () { return 'forged'; };
    hear({ data: { type: 'rc-x', n: { list: [1, [2]], when: new Date(0), own: { toJSON: () => 'own' } } } });
    delete Array.prototype.toJSON; delete Object.prototype.toJSON;
  `);
  await page.settle();
  assert.deepEqual(page.payloads(), [{ list: [1, [2]], when: '1970-01-01T00:00:00.000Z', own: 'own' }]);
});

test('an API whose getters throw is looked at again', async () => {
  const page = fakeWindow({ taps: TAPS, config: { messages: false } });
  const tick = () => { for (const timer of page.sandbox.timers.splice(0)) if (timer.repeats) page.sandbox.timers.push(timer); else timer.act(); };
  page.run(`
    window.SnapEngage = { setCallback() {}, getAgentStatusAsync() {} };
    var isBad = true;
    for (const name of ['getAgentStatusAsync', 'getWidgetId', 'callbacks', 'startChat']) Object.defineProperty(SnapEngage, name, { configurable: true, get() { if (isBad) throw new Error('the page'); return () => 'w-1'; } });
    Object.defineProperty(Array.prototype, 0, { configurable: true, set() { throw new Error('index'); } });
  `);
  for (let round = 0; round < 3; round += 1) tick();
  page.run('isBad = false');
  for (let round = 0; round < 3; round += 1) tick();
  page.run('delete Array.prototype[0]');
  await page.settle();
  const found = page.records().findLast(({ p }) => p?.type === 'js:recognised').p;
  assert.deepEqual([found.methods.includes('startChat'), found.widgetId], [true, 'w-1']);
});

// bridge.js and post.js in a fake window: what is forwarded, in which order, and that no failure of the other side loses a message.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { fakeWindow, ORIGIN } from './fake-window.mjs';
import { ROOT } from './open-desk.mjs';

const POST = readFileSync(join(ROOT, 'src-tauri/src/pages/script/post.js'), 'utf8');

const call = (n) => ({ type: 'rc-call-ring-notify', n });

test('hello comes first, tells what the engine can do, and carries no query or hash', async () => {
  const page = fakeWindow();
  page.say(call(1));
  await page.settle();
  assert.deepEqual(page.records()[0], { k: 'hello', url: 'https://apps.example/app.html', webRtc: false, mediaDevices: false, setSinkId: false, credentials: false });
  assert.deepEqual(page.records()[1], { k: 'msg', o: ORIGIN, p: call(1) });
  assert.equal(page.sandbox.sent[0].command, 'widget_message');
  assert.equal(JSON.stringify(page.sandbox.sent).includes('secret'), false);
});

test('while a batch is on its way the next one fills', async () => {
  const page = fakeWindow({ invoke: () => 'wait' });
  await page.settle();
  for (let n = 0; n < 5; n += 1) page.say(call(n));
  await page.settle();
  assert.equal(page.sandbox.sent.length, 1);
  page.sandbox.answers[0].ok();
  await page.settle();
  assert.equal(page.sandbox.sent.length, 2);
  assert.deepEqual(page.payloads(), [0, 1, 2, 3, 4]);
});

test('full batches do not wait for answers, up to a limit, and are numbered without a gap', async () => {
  const page = fakeWindow({ config: { batchBytes: 100 }, invoke: () => 'wait' });
  await page.settle();
  for (let n = 0; n < 60; n += 1) page.say(call(n));
  await page.settle();
  assert.equal(page.sandbox.sent.length, 16);
  assert.deepEqual(page.sandbox.sent.map(({ seq }) => seq), Array.from({ length: 16 }, (_, n) => n));
  assert.equal(new Set(page.sandbox.sent.map(({ document }) => document)).size, 1);
  for (let n = 0; n < 60; n += 1) {
    page.sandbox.answers[n]?.ok();
    await page.settle();
  }
  assert.deepEqual(page.payloads(), Array.from({ length: 60 }, (_, n) => n));
});

test('a batch ends before it grows beyond batchBytes', async () => {
  const page = fakeWindow({ config: { batchBytes: 200 } });
  for (let n = 0; n < 50; n += 1) page.say(call(n));
  await page.settle();
  assert.ok(page.sandbox.sent.every(({ batch }) => batch.length <= 200));
  assert.ok(page.sandbox.sent.length < 50);
  assert.deepEqual(page.payloads(), Array.from({ length: 50 }, (_, n) => n));
});

test('a rejected batch is sent again, later and later, in order and complete', async () => {
  const page = fakeWindow({ invoke: (attempt) => (attempt > 8 ? 'ok' : attempt === 3 ? 'throw' : 'fail') });
  await page.settle();
  const pauses = [];
  for (let n = 0; n < 8; n += 1) {
    page.say(call(n));
    pauses.push(await page.retry());
  }
  await page.settle();
  assert.deepEqual(pauses, [50, 100, 200, 400, 800, 1600, 2000, 2000]);
  assert.deepEqual(new Set(page.sandbox.sent.slice(0, 9).map(({ batch }) => batch)).size, 1, 'the same batch each time');
  page.sandbox.sent.splice(0, 8);
  assert.deepEqual(page.payloads(), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test('after a success the pause starts small again', async () => {
  const page = fakeWindow({ invoke: (attempt) => ([1, 2, 4].includes(attempt) ? 'fail' : 'ok') });
  await page.settle();
  await page.retry();
  await page.retry();
  page.say(call(1));
  await page.settle();
  assert.equal(await page.retry(), 50);
});

test('strangers are counted and never forwarded, and cannot make us talk', async () => {
  const page = fakeWindow();
  await page.settle();
  page.say(call(1), { origin: 'https://evil.example', source: {} });
  page.say(call(2), { isTrusted: false });
  page.say(call(3), { origin: 'null', source: {} });
  page.say(call(4), { source: {} , origin: 'https://apps.example.evil' });
  await page.settle();
  assert.equal(page.sandbox.sent.length, 1);
  page.beat();
  await page.settle();
  assert.equal(page.count('refused'), 4);
  assert.deepEqual(page.payloads(), []);
});

test('another origin of the account is heard and named', async () => {
  const page = fakeWindow({ config: { origins: [ORIGIN, 'https://frames.example'] } });
  page.say(call(1), { origin: 'https://frames.example', source: {} });
  page.say(call(2), { source: null });
  await page.settle();
  assert.deepEqual(page.records().slice(1).map(({ o }) => o), ['https://frames.example', ORIGIN]);
});

test('a custom scheme whose origin is "null" is known by scheme and host; other opaque frames are not', async () => {
  const location = { protocol: 'desk:', host: 'localhost', pathname: '/ringcentral/index.html', origin: 'null' };
  const page = fakeWindow({ location, config: { origins: ['desk://localhost'] } });
  page.say(call(1));
  page.say(call(2), { source: {} });
  page.say(call(3), { source: null });
  page.beat();
  await page.settle();
  assert.deepEqual(page.payloads(), [1]);
  assert.equal(page.records()[1].o, 'desk://localhost');
  assert.equal(page.count('refused'), 2);
});

test('does nothing in a frame, on a foreign page, or without the app', () => {
  assert.equal(fakeWindow({ isTop: false }).sandbox.listeners.message, undefined);
  assert.equal(fakeWindow({ location: { origin: 'https://login.example' } }).sandbox.listeners.message, undefined);
  const alone = fakeWindow({ prepare: 'delete window.__TAURI_INTERNALS__' });
  assert.equal(alone.sandbox.listeners.message, undefined);
});

test('leaves nothing on window, listens in the capture phase, and only fills in mediaDevices', () => {
  const page = fakeWindow({ prepare: 'names = undefined; names = Object.getOwnPropertyNames(window).join()' });
  assert.equal(page.run('names === Object.getOwnPropertyNames(window).join()'), true);
  assert.equal(page.run('listeners.message.map(({ capture }) => capture).join()'), 'true');
  assert.equal(page.run('JSON.stringify(navigator.mediaDevices)'), '{}');
  const own = fakeWindow({ prepare: 'navigator.mediaDevices = window.mine = { getUserMedia() {} }' });
  assert.equal(own.run('navigator.mediaDevices === mine'), true);
});

test('callback URIs stay in the page; what is no typed object is ignored and not counted', async () => {
  const page = fakeWindow();
  const code = 'https://apps.example/redirect.html?code=very-secret';
  page.say({ callbackUri: code });
  page.say({ type: 'rc-adapter-authorization-code', callbackUri: code });
  for (const data of [null, undefined, 'text', 7, [], { type: 7 }, { kind: 'x' }]) page.say(data);
  page.beat();
  await page.settle();
  assert.deepEqual(page.records().map(({ k }) => k), ['hello', 'beat']);
  assert.equal(JSON.stringify(page.sandbox.sent).includes('very-secret'), false);
});

test('too big, cyclic and BigInt messages are told, not sent', async () => {
  const page = fakeWindow({ config: { maxMessageBytes: 100 } });
  const cycle = { type: 'rc-cycle' };
  cycle.self = cycle;
  page.say(cycle);
  page.say({ type: 'rc-bigint', id: 7n });
  page.say({ type: 'rc-big', pad: 'x'.repeat(200) });
  page.say({ type: 'n'.repeat(5000) });
  await page.settle();
  const [, first, second, third, fourth] = page.records();
  assert.deepEqual(first, { k: 'unreadable', t: 'rc-cycle' });
  assert.deepEqual(second, { k: 'unreadable', t: 'rc-bigint' });
  assert.deepEqual(third, { k: 'oversize', t: 'rc-big', n: 226 });
  assert.equal(fourth.t.length, 128);
});

test('one record is one line, whatever is in it', async () => {
  const page = fakeWindow();
  const text = 'a\nb\r\u2028\u2029"\\\ud800';
  page.say({ type: 'rc-x', text });
  await page.settle();
  assert.equal(page.records()[1].p.text, text);
});

test('a message is taken down as it was when heard', async () => {
  const page = fakeWindow();
  const data = call(1);
  page.say(data);
  data.n = 2;
  await page.settle();
  assert.deepEqual(page.payloads(), [1]);
});

test('a full queue drops, counts, and tells it where it happened', async () => {
  const page = fakeWindow({ config: { maxQueueBytes: 400 }, invoke: (attempt) => (attempt === 1 ? 'wait' : 'ok') });
  await page.settle();
  for (let n = 0; n < 20; n += 1) page.say(call(n));
  page.sandbox.answers[0].ok();
  await page.settle();
  page.say(call(99));
  await page.settle();
  const kept = page.payloads();
  assert.equal(page.count('dropped'), 20 - (kept.length - 1));
  assert.equal(kept.at(-1), 99);
  assert.deepEqual(kept.slice(0, -1), Array.from({ length: kept.length - 1 }, (_, n) => n));
  assert.deepEqual(page.records().slice(-2).map(({ k }) => k), ['dropped', 'msg']);
});

test('pagehide hands over what waits, in order, without waiting for the batch under way', async () => {
  const page = fakeWindow({ config: { batchBytes: 120 }, invoke: (attempt) => (attempt === 1 ? 'wait' : 'ok') });
  await page.settle();
  for (let n = 0; n < 6; n += 1) page.say(call(n));
  page.fire('pagehide');
  assert.deepEqual(page.payloads(), [0, 1, 2, 3, 4, 5]);
  page.sandbox.answers[0].no();
  await page.settle();
  page.say(call(6));
  await page.retry();
  await page.settle();
  assert.equal(page.sandbox.sent.filter(({ batch }) => batch.includes('"hello"')).length, 2, 'the failed one is still tried again');
  assert.deepEqual(page.payloads(), [0, 1, 2, 3, 4, 5, 6]);
});

test('pagehide during a pause sends the failed batch, once', async () => {
  const page = fakeWindow({ invoke: (attempt) => (attempt === 1 ? 'fail' : 'ok') });
  await page.settle();
  page.say(call(1));
  page.fire('pagehide');
  await page.retry();
  assert.equal(page.sandbox.sent.length, 3);
  assert.deepEqual(page.payloads(), [1]);
});

test('tricks a page plays on the built-ins later change nothing', async () => {
  const page = fakeWindow();
  await page.settle();
  page.run(`
    JSON.stringify = () => 'forged'; Reflect.apply = () => { throw new Error('apply'); };
    Promise.prototype.then = () => { throw new Error('then'); }; Promise.resolve = () => { throw new Error('resolve'); };
    Array.prototype.push = Array.prototype.join = String.prototype.slice = Object.prototype.hasOwnProperty = () => { throw new Error('method'); };
    Object.defineProperty(MessageEvent.prototype, 'origin', { get: () => 'https://apps.example' });
    Object.defineProperty(MessageEvent.prototype, 'data', { get: () => ({ type: 'forged' }) });
    Object.defineProperty(Array.prototype, 0, { set() { throw new Error('index'); }, configurable: true });
    Object.prototype.type = 'polluted'; Object.prototype.callbackUri = 'polluted';
    window.__TAURI_INTERNALS__.invoke = () => { throw new Error('invoke'); };
    window.setTimeout = Document.prototype.hidden = undefined;
  `);
  page.run(`hear({ data: { type: 'rc-call-ring-notify', n: 1 } }); hear({ data: { n: 2 } })`); // made in the page, where the prototype is polluted
  page.say(call(3), { origin: 'https://evil.example', source: {} });
  page.beat();
  page.run('delete Object.prototype.type; delete Object.prototype.callbackUri; delete Array.prototype[0]');
  await page.settle();
  assert.deepEqual(page.payloads(), [1]);
  assert.equal(page.count('refused'), 1);
});

test('beats tell visibility, at load and at every interval', async () => {
  const page = fakeWindow();
  page.fire('load');
  page.beat();
  await page.settle();
  assert.deepEqual(page.records().slice(1), [{ k: 'beat', hidden: false }, { k: 'beat', hidden: false }]);
  assert.equal(page.sandbox.timers[0].ms, 5000);
});

/** An engine with these kinds of devices. */
const engineWith = (kinds) => `
  window.kinds = ${JSON.stringify(kinds)};
  window.MediaDeviceInfo = class { #kind; constructor(kind) { this.#kind = kind; } get kind() { return this.#kind; } };
  navigator.mediaDevices = { enumerateDevices() { return kinds === null ? Promise.reject(new Error('no')) : Promise.resolve(kinds.map((kind) => new MediaDeviceInfo(kind))); } };`;
const microphones = (page) => page.records().filter(({ k }) => k === 'microphones').map(({ n }) => n);

test('microphones are counted after hello and when a device comes or goes, and told only if the number is new', async () => {
  const page = fakeWindow({ prepare: engineWith(['audioinput', 'audiooutput', 'videoinput']) });
  await page.settle();
  assert.deepEqual(page.records().map(({ k }) => k), ['hello', 'microphones']);
  for (const kinds of [['audioinput', 'audioinput'], ['audioinput', 'audiooutput', 'audioinput'], []]) {
    page.run(`kinds = ${JSON.stringify(kinds)}`);
    page.fire('devicechange');
    await page.settle();
  }
  assert.deepEqual(microphones(page), [1, 2, 0]);
});

test('a microphone that goes without a word is missed half a minute later', async () => {
  const page = fakeWindow({ prepare: engineWith(['audioinput']) });
  await page.settle();
  page.run('kinds = []');
  for (let beat = 0; beat < 5; beat += 1) page.beat();
  await page.settle();
  assert.deepEqual(microphones(page), [1]);
  page.beat();
  await page.settle();
  assert.deepEqual(microphones(page), [1, 0]);
});

/** An engine whose getUserMedia answers as `window.outcome` says. */
const recorder = `
  window.MediaDevices = class { getUserMedia(wanted) { window.asked = [this === navigator.mediaDevices, wanted]; return outcome(); } };
  window.outcome = () => Promise.resolve('stream');
  window.refuse = (name) => { outcome = () => Promise.reject(Object.assign(new Error('no'), { name })); };
  navigator.mediaDevices = new MediaDevices();`;
const tried = (page) => page.records().filter(({ k }) => k === 'tried').map(({ error }) => error);
const record = async (page, wanted = '{ audio: true }') => {
  page.run(`came = undefined; navigator.mediaDevices.getUserMedia(${wanted}).then((stream) => { came = stream; }, (error) => { came = error.name; })`);
  await page.settle();
  return page.run('came');
};

test('what comes of recording is told by the name of its error, each change once, and is the page’s own all the same', async () => {
  const page = fakeWindow({ prepare: recorder });
  assert.equal(await record(page), 'stream');
  assert.equal(page.run('asked[0] && asked[1].audio'), true);
  assert.equal(await record(page), 'stream');
  page.run("refuse('NotAllowedError')");
  assert.equal(await record(page), 'NotAllowedError');
  assert.equal(await record(page), 'NotAllowedError');
  page.run("refuse('NotReadableError')");
  assert.equal(await record(page), 'NotReadableError');
  assert.deepEqual(tried(page), [null, 'NotAllowedError', 'NotReadableError']);
  assert.equal(page.run('MediaDevices.prototype.getUserMedia.name + MediaDevices.prototype.getUserMedia.length'), 'getUserMedia1');
  assert.equal(page.run('Function.prototype.toString.call(MediaDevices.prototype.getUserMedia).includes("native code")'), true);
});

test('a camera tells nothing of the microphone, and of two devices only that both came', async () => {
  const page = fakeWindow({ prepare: recorder });
  assert.equal(await record(page, '{ video: true }'), 'stream');
  page.run("refuse('NotFoundError')");
  assert.equal(await record(page, '{ audio: true, video: true }'), 'NotFoundError');
  assert.deepEqual(tried(page), []);
  page.run("outcome = () => Promise.resolve('both')");
  assert.equal(await record(page, '{ audio: true, video: true }'), 'both');
  assert.deepEqual(tried(page), [null]);
});

test('looking on at recording survives a page that replaces everything, and hides nothing from it', async () => {
  const page = fakeWindow({ prepare: recorder });
  page.run("JSON.stringify = () => 'x'; Promise.prototype.then = function () { throw new Error('mine'); }; String.prototype.slice = () => { throw new Error('mine'); };");
  page.run("outcome = () => ({ thenable: true })");
  assert.equal(page.run('navigator.mediaDevices.getUserMedia({ audio: true }).thenable'), true, 'no promise of the engine');
  page.run("outcome = () => { throw new TypeError('wrong'); }");
  assert.equal(page.run("try { navigator.mediaDevices.getUserMedia(); 'no' } catch (error) { error.message }"), 'wrong');
  page.run("outcome = async () => { throw { get name() { throw new Error('mine'); } }; }");
  page.run("caught = 0; (async () => { try { await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { caught += 1; } })()");
  await page.settle();
  assert.equal(page.run('caught'), 1);
  assert.deepEqual(tried(page), ['']);
});

test('an engine that cannot list devices, or will not, gives no number', async () => {
  const silent = fakeWindow({ prepare: 'navigator.mediaDevices = { getUserMedia() {} }' });
  silent.beat();
  await silent.settle();
  assert.deepEqual(microphones(silent), []);
  const refusing = fakeWindow({ prepare: engineWith(null) });
  await refusing.settle();
  assert.deepEqual(microphones(refusing), [], 'not known is where it begins');
  refusing.run("kinds = ['audioinput']");
  refusing.fire('devicechange');
  await refusing.settle();
  refusing.run('navigator.mediaDevices.enumerateDevices = () => []; kinds = null');
  refusing.fire('devicechange');
  await refusing.settle();
  assert.deepEqual(microphones(refusing), [1, null]);
});

test('a page that puts devices of its own in place is not believed', async () => {
  const page = fakeWindow({ prepare: engineWith(['audioinput']) });
  page.run(`
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
    Object.defineProperty(MediaDeviceInfo.prototype, 'kind', { get: () => 'videoinput' });
    Array.prototype.then = (use) => use([{ kind: 'audioinput' }, { kind: 'audioinput' }]);
  `);
  page.fire('devicechange');
  await page.settle();
  page.run('delete Array.prototype.then');
  page.fire('devicechange');
  await page.settle();
  assert.deepEqual(microphones(page), [1]);
});

test('post.js posts to its own page only where the account lives', () => {
  const evaluate = (location, origins, message = { type: 'rc-adapter-login' }) => {
    const posted = [];
    const window = { postMessage: (...given) => posted.push(JSON.parse(JSON.stringify(given))) };
    const script = POST.replace('__DESKBELL_ORIGINS__', () => JSON.stringify(origins)).replace('__DESKBELL_TAP__', 'null').replace('__DESKBELL_MESSAGE__', () => JSON.stringify(message));
    return { result: vm.runInNewContext(script, { window, location }), posted };
  };
  const here = { origin: ORIGIN, protocol: 'https:', host: 'apps.example' };
  const opaque = { origin: 'null', protocol: 'desk:', host: 'localhost' };
  assert.deepEqual(evaluate(here, [ORIGIN]), { result: 'posted', posted: [[{ type: 'rc-adapter-login' }, ORIGIN]] });
  assert.deepEqual(evaluate(opaque, ['desk://localhost']).posted, [[{ type: 'rc-adapter-login' }, '*']]);
  assert.deepEqual(evaluate(here, ['https://other.example']), { result: 'refused: the page is at https://apps.example', posted: [] });
  const named = { type: 'x', text: '__DESKBELL_ORIGINS__ \u2028 $& </script>' };
  assert.deepEqual(evaluate(here, [ORIGIN], named).posted[0][0], named);
});

// A phone in a frame of a company's page: only that frame is heard, and only it gets commands.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { fakeWindow, ORIGIN } from './fake-window.mjs';
import { ROOT } from './open-desk.mjs';

const SCRIPTS = join(ROOT, 'src-tauri/src/pages/script');
const PHONE = 'https://phone.example';
const KEY = 'deskbell-key';

function open() {
  const page = fakeWindow({ config: { widget: PHONE, origins: [ORIGIN] } });
  const frame = (parent = page.sandbox.window) => {
    const posted = [];
    return { parent, closed: false, posted, postMessage: (...given) => posted.push(given) };
  };
  return { page, frame };
}

const ring = (n) => ({ type: 'rc-call-ring-notify', n });

test('the frame with the phone is heard, by its place and its origin', async () => {
  const { page, frame } = open();
  page.say(ring(1), { origin: PHONE, source: frame() });
  await page.settle();
  assert.deepEqual(page.records()[1], { k: 'msg', o: PHONE, p: ring(1) });
});

test('nobody else is: the page itself, other frames, a window beside it, a forged event, a code', async () => {
  const { page, frame } = open();
  const beside = frame();
  beside.parent = beside;
  page.say(ring(1));
  page.say(ring(2), { origin: 'https://other.example', source: frame() });
  page.say(ring(3), { origin: ORIGIN, source: frame() });
  page.say(ring(4), { origin: PHONE, source: beside });
  page.say(ring(5), { origin: PHONE, source: null });
  page.say(ring(6), { origin: PHONE, source: page.sandbox.window });
  page.say(ring(7), { origin: PHONE, source: frame(frame()) });
  page.say(ring(8), { origin: PHONE, source: frame(), isTrusted: false });
  page.say({ type: 'x', callbackUri: 'https://phone.example/?code=secret' }, { origin: PHONE, source: frame() });
  page.beat();
  await page.settle();
  assert.deepEqual(page.payloads(), []);
  assert.equal(page.count('refused'), 5, 'the page’s own messages are its own business, whoever speaks under the phone’s origin is counted');
  assert.equal(JSON.stringify(page.sandbox.sent).includes('secret'), false);
});

test('commands go to the frame that spoke last, at its origin, and to nothing before there is one', () => {
  const { page, frame } = open();
  const take = page.sandbox[KEY];
  assert.throws(() => take('ringcentral', { type: 'rc-adapter-login' }), /no phone was found/);
  const [first, second] = [frame(), frame()];
  page.say(ring(1), { origin: PHONE, source: first });
  take('ringcentral', { type: 'rc-adapter-login' });
  assert.deepEqual(first.posted, [[{ type: 'rc-adapter-login' }, PHONE]]);
  page.say(ring(2), { origin: PHONE, source: second });
  page.say(ring(3), { origin: 'https://other.example', source: frame() });
  take('ringcentral', { type: 'rc-adapter-logout' });
  assert.deepEqual([first.posted.length, second.posted], [1, [[{ type: 'rc-adapter-logout' }, PHONE]]]);
  second.closed = true;
  assert.throws(() => take('ringcentral', { type: 'rc-adapter-login' }), /no phone was found/);
});

test('post.js hands commands to the frame, and the page gets none', () => {
  const POST = readFileSync(join(SCRIPTS, 'post.js'), 'utf8');
  const evaluate = (taker) => {
    const posted = [];
    const window = { postMessage: (...given) => posted.push(given), ...(taker && { [KEY]: taker }) };
    const tap = JSON.stringify({ key: KEY, vendor: 'ringcentral', framed: true });
    const script = POST.replace('__DESKBELL_ORIGINS__', () => JSON.stringify([ORIGIN])).replace('__DESKBELL_TAP__', tap).replace('__DESKBELL_MESSAGE__', '{"type":"rc-adapter-login"}');
    return { result: vm.runInNewContext(script, { window, location: { origin: ORIGIN } }), posted };
  };
  const taken = [];
  assert.equal(evaluate((vendor, { type }) => taken.push([vendor, type])).result, 'posted');
  assert.deepEqual(taken, [['ringcentral', 'rc-adapter-login']]);
  assert.deepEqual(evaluate(null), { result: 'refused: the page is still loading', posted: [] });
  assert.equal(evaluate(() => { throw new Error('no phone was found on this page'); }).result, 'refused: no phone was found on this page');
});

test('the phone’s frame gets the one thing without which the phone stays on "Loading…"', () => {
  const script = readFileSync(join(SCRIPTS, 'phone-frame.js'), 'utf8').replace('__DESKBELL_WIDGET_ORIGIN__', JSON.stringify(PHONE));
  const run = (origin, isTop, navigator) => {
    const window = {};
    window.top = isTop ? window : {};
    vm.runInNewContext(script, { window, navigator, location: { origin } });
    return navigator.mediaDevices !== undefined;
  };
  assert.equal(run(PHONE, false, {}), true);
  assert.equal(run('https://other.example', false, {}), false);
  assert.equal(run(PHONE, true, {}), false);
  const known = {};
  run(PHONE, false, { mediaDevices: known });
  assert.deepEqual(known, {});
});

// The simulated chat pages and our own pages in a real browser, with the vendor's tap running in them.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { ROOT, openChromium, serveDesk } from './open-desk.mjs';
import { forEach, TAPS } from './vendors.mjs';

const PATIENCE_MS = 10_000;
let server;
let browser;
let page;

before(async () => {
  server = await serveDesk();
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  server?.close();
});
afterEach(async () => {
  const { complaints = [] } = page ?? {};
  await page?.context().close();
  page = undefined;
  assert.deepEqual(complaints, [], 'the page complained');
});

/** Opens a page with every tap, as any page of a chat account has them. */
async function open(path) {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(error.message));
  await page.addInitScript(() => {
    window.reports = [];
    window.takers = {};
  });
  for (const [vendor, tap] of TAPS) {
    await page.addInitScript(`(${tap})({
      report: (payload) => reports.push(JSON.parse(JSON.stringify(payload))), obey: (take) => { takers['${vendor}'] = take; }, postToConsole: () => false, options: {},
      setTimeout: setTimeout.bind(window), setInterval: setInterval.bind(window), clearTimeout: clearTimeout.bind(window), clearInterval: clearInterval.bind(window), now: Date.now,
    })`);
  }
  await page.goto(`${server.origin}/${path}`);
}

const types = () => page.evaluate(() => window.reports.map(({ type }) => type));
const act = (action, given) => page.evaluate((message) => window.postMessage(message, '*'), { type: 'deskbell-desk', action, ...given });
const obey = (vendor, message) => page.evaluate(([name, given]) => window.takers[name](given), [vendor, message]);
const until = (type, count = 1) => page.waitForFunction(([wanted, times]) => window.reports.filter((report) => report.type === wanted).length >= times, [type, count], { timeout: PATIENCE_MS });

for (const style of ['object', 'override']) {
  test(`engage (${style}): a visit, with the page's queue replaced in the middle`, async () => {
    await open(`engage/index.html?style=${style}`);
    await until('chatq:button_shown');
    await act('say', { text: 'hello' });
    await until('chatq:chat_engaged');
    await act('reassign');
    await act('rerun');
    await act('reply', { text: 'hi' });
    await until('chatq:message_received');
    await obey('engage', { type: '_addMessage', options: { body: 'Added by us', agent: true } });
    assert.ok(await page.locator('#chat-lines li', { hasText: 'Added by us' }).isVisible());
    await act('close');
    await until('chatq:chat_closed');
    const heard = (await types()).filter((type) => type !== 'chatq:recognised').map((type) => type.slice(6));
    assert.deepEqual(heard, ['started', 'trigger_activated', 'trigger_executed', 'item_shown', 'button_shown', 'chat_shown', 'message_sent', 'chat_engaged', 'message_received', 'chat_closed']);
    assert.ok((await page.evaluate(() => window.shopHeard)).includes('message_received'), 'the shop heard it too');
  });
}

test('engage: a reload goes on as a continuation, by hand and with a late loader', async () => {
  await open('engage/index.html?delay=300');
  await until('chatq:started');
  await page.click('#chat-button');
  await page.fill('#chat-text', 'hello');
  await page.press('#chat-text', 'Enter');
  await until('chatq:chat_engaged');
  await act('reload');
  await page.waitForFunction(() => window.reports.some(({ type, data }) => type === 'chatq:chat_shown' && data.trigger_continuation), null, { timeout: PATIENCE_MS });
});

for (const replay of ['now', 'later']) {
  test(`smartagent (${replay}): a chat beside a page that subscribes again and again`, async () => {
    await open(`smartagent/index.html?delay=500&replay=${replay}`);
    await until('saEvents:CHAT_VISIBLE');
    for (const action of ['say', 'queue', 'answer', 'repeat', 'replace', 'repeat', 'close']) await act(action);
    await until('saEvents:CONTACT_ENDED');
    await obey('smartagent', { type: 'window', open: true });
    await page.waitForFunction(() => window.reports.some(({ type, open: isOpen }) => type === 'saEvents:window' && isOpen), null, { timeout: PATIENCE_MS });
    const heard = (await types()).filter((type) => /:[A-Z]/.test(type)).map((type) => type.slice(9));
    assert.deepEqual(heard, ['CHAT_LOADED', 'CHAT_VISIBLE', 'CONTACT_STARTED', 'TRANSFER_TO_QUEUE', 'CONNECT_TO_AGENT', 'CONTACT_ENDED']);
  });
}

for (const slots of ['one', 'many']) {
  test(`onwebchat (${slots}): a visitor writes, callbacks are replaced and cleared`, async () => {
    await open(`onwebchat/index.html?delay=200&slots=${slots}`);
    await until('onwebchat:state');
    await act('visitor');
    await page.click('#chat-button');
    await page.fill('#chat-text', 'hello');
    await act('reassign');
    await act('say', { text: 'again' });
    await act('typing');
    await until('onwebchat:onStartWriting', 2);
    await act('clear');
    await act('minimise');
    await act('open');
    await until('onwebchat:onMaximize', 2);
    const heard = (await types()).filter((type) => /:on/.test(type)).map((type) => type.slice(10));
    assert.deepEqual(heard, ['onWebChatLoaded', 'onClick', 'onMaximize', 'onStartWriting', 'onStartWriting', 'onMinimize', 'onClick', 'onMaximize']);
    await obey('onwebchat', { type: 'set', key: 'max', value: 0 });
    await until('onwebchat:onMinimize', 2);
    const { visitor } = await page.evaluate(() => window.reports.findLast(({ type }) => type === 'onwebchat:state'));
    assert.deepEqual(visitor, { name: 'Ada Sample', email: 'ada@example.com', phone: '+16505550123', notes: 'Came from the catalogue' });
    const first = slots === 'one' ? [] : ['first, and soon replaced'];
    assert.deepEqual((await page.evaluate(() => window.shopHeard)).slice(0, first.length + 1), [...first, 'onMaximize']);
  });
}

test('the vendors of a page hear only themselves', async () => {
  await open('smartagent/index.html');
  await until('saEvents:CHAT_VISIBLE');
  assert.ok((await types()).every((type) => type.startsWith('saEvents:')));
});

/** Own pages, but for one that has more to ask and a file of tests beside this one. */
const OWN = readdirSync(join(ROOT, 'src-tauri/desk/own')).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -5)).filter((vendor) => vendor !== 'snapengage');

for (const [vendor, [query, host]] of forEach({
  engage: ['loader=https%3A%2F%2Facme.dimelochat.com%2Fchat%2F5e1f0a2b3c4d5e6f70818283%2Floader.js', 'acme.dimelochat.com'],
  smartagent: ['loader=https%3A%2F%2Fchat.example.com%2Floader.js', 'chat.example.com'],
  onwebchat: ['chatId=0123456789abcdef0123456789abcdef%2F1%2F1', 'www.onwebchat.com'],
}, OWN)) {
  test(`our own page for ${vendor} loads its script, or says why not`, async () => {
    const asked = [];
    await open(`own/${vendor}.html?x=1`);
    assert.equal(await page.textContent('#own-status'), 'This page was not told which widget to load.');
    for (const bad of ['javascript%3Aalert(1)', 'http%3A%2F%2Facme.dimelochat.com%2Fx.js', '%2F%2Fx', `https%3A%2F%2Fa%3Ab%40${host}%2Fchat%2Fx`]) {
      await page.goto(`${server.origin}/own/${vendor}.html?loader=${bad}&chatId=..%2F${bad}`);
      assert.equal(await page.textContent('#own-status'), 'This page was not told which widget to load.', bad);
    }
    await page.route(`https://${host}/**`, (route) => {
      asked.push(route.request().url());
      return asked.length === 1 ? route.abort() : route.fulfill({ contentType: 'text/javascript', body: 'window.widgetRan = true;' });
    });
    await page.goto(`${server.origin}/own/${vendor}.html?${query}`);
    await page.getByText(`The widget could not be loaded from ${host}.`).waitFor();
    await page.goto(`${server.origin}/own/${vendor}.html?${query}`);
    await page.waitForFunction(() => window.widgetRan);
    await page.locator('#own-status').waitFor({ state: 'hidden' });
    assert.equal(new Set(asked).size, 1);
    assert.ok(decodeURIComponent(query).includes(new URL(asked[0]).pathname.replace('/clientchat/', '')));
  });
}

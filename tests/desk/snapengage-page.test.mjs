// The simulated shop and our own page in a real browser, with the tap in them as the app puts it there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { ROOT, openChromium, serveDesk } from './open-desk.mjs';

const TAP = readFileSync(join(ROOT, 'crates/vendors/src/snapengage/tap.js'), 'utf8');
let server;
let browser;
let context;
let page;
const complaints = [];

before(async () => {
  server = await serveDesk();
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  server?.close();
});
afterEach(async () => {
  await context?.close();
  assert.deepEqual(complaints.splice(0), [], 'the page complained');
});

async function open(path, { options = {}, script } = {}) {
  context = await browser.newContext({ reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && !line.text().includes('net::ERR') && complaints.push(line.text()));
  const asked = [];
  await page.route((url) => url.origin !== server.origin, (route) => {
    asked.push(route.request().url());
    return script === undefined ? route.abort() : route.fulfill({ contentType: 'text/javascript', body: script });
  });
  await page.addInitScript(`
    window.__said = [];
    (${TAP}
    )({ report: (one) => __said.push(JSON.parse(JSON.stringify(one))), obey: (take) => { window.__take = take; }, postToConsole: () => false,
      setTimeout: setTimeout.bind(window), now: Date.now, options: ${JSON.stringify(options)} });
  `);
  await page.goto(`${server.origin}${path}`);
  return asked;
}

const act = (action, given) => page.evaluate((message) => window.postMessage(message, '*'), { type: 'deskbell-desk', action, ...given });
const said = () => page.evaluate(() => window.__said);
const company = () => page.locator('#company li').allTextContents();

async function until(type) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const all = await said();
    const found = all.filter((one) => one.type === `js:${type}`);
    if (found.length > 0) return found;
    if (Date.now() > deadline) throw new Error(`never heard ${type}: ${JSON.stringify(all)}`);
    await new Promise((wait) => setTimeout(wait, 20));
  }
}

test('the shop and Deskbell both hear the chat of a visitor', async () => {
  await open('/snapengage/index.html');
  await until('recognised');
  await page.locator('#widget-button').click();
  await page.locator('#widget-text').fill('Do you ship abroad?');
  await page.locator('#widget-form button').click();
  await act('reply', { text: 'Yes' });
  await until('ChatMessageReceived');
  await page.locator('#widget-end').click();
  await page.locator('#widget-close').click();
  await until('Close');
  const types = (await said()).map(({ type }) => type.slice(3)).filter((type) => type !== 'recognised' && type !== 'agentOnline');
  assert.deepEqual(types, ['Open', 'StartChat', 'ChatMessageReceived', 'ChatEnded', 'Close']);
  assert.deepEqual((await company()).map((line) => line.split(' ')[0]).reverse(), ['StartChat', 'ChatMessageReceived', 'Close']);
});

test('the shop loses and clears its own callbacks as ever, and Deskbell hears on', async () => {
  await open('/snapengage/index.html?late=0');
  await until('recognised');
  await act('clobber');
  await act('say', { text: 'One' });
  await until('StartChat');
  assert.deepEqual((await company()).map((line) => line.split(' [')[0]), ['second StartChat']);
  await act('end');
  await act('clear', { name: 'StartChat' });
  await act('say', { text: 'Two' });
  await page.waitForFunction(() => window.__said.filter(({ type }) => type === 'js:StartChat').length === 2);
  assert.equal((await company()).length, 1);
});

for (const query of ['stub=1', 'provider=SonicTeleservices', 'late=1500', 'offline=1']) {
  test(`the widget is found with ?${query}`, async () => {
    await open(`/snapengage/index.html?${query}`, { options: query.startsWith('provider') ? { provider: 'SonicTeleservices' } : {} });
    await until('recognised');
    const [{ args }] = await until('agentOnline');
    assert.deepEqual(args, [query !== 'offline=1']);
    assert.equal((await said()).find(({ type }) => type === 'js:recognised').late, false);
    await page.evaluate(() => window.__take({ method: 'startLink', args: [] }));
    await until('Open');
    assert.equal(await page.locator('#widget').isVisible(), true);
  });
}

test('a script that loads again is heard, and the old one no more needed', async () => {
  await open('/snapengage/index.html');
  await until('recognised');
  await act('replace');
  await act('say', { text: 'Hello' });
  assert.equal((await until('StartChat')).length, 1);
});

const ID = '31a11b98-ffd2-425d-aa69-2c6ff8a40a16';

test('our own page loads the script of the widget it is told, and says when it cannot', async () => {
  for (const [query, url] of [
    [`widgetId=${ID}`, `https://storage.googleapis.com/code.snapengage.com/js/${ID}.js`],
    [`widgetId=${ID}&region=eu&provider=SnapEngage`, `https://storage.googleapis.com/snapengage-eu/js/${ID}.js`],
    [`widgetId=${ID}&region=us&provider=SonicTeleservices`, `https://storage.googleapis.com/sonic-teleservices/js/${ID}.js`],
  ]) {
    const asked = await open(`/own/snapengage.html?${query}`);
    await page.locator('#status', { hasText: 'could not be loaded from storage.googleapis.com' }).waitFor();
    assert.deepEqual(asked, [url]);
    await context.close();
  }
});

test('our own page hears the widget it loads', async () => {
  await open(`/own/snapengage.html?widgetId=${ID}&region=us&provider=SnapEngage`, { script: 'var slots = {}; var SnapEngage = SnapABug = { setCallback(name, handler) { slots[name] = handler; } }; setTimeout(() => slots.Open("online"), 50);' });
  assert.deepEqual((await until('Open'))[0].args, ['online']);
  assert.equal(await page.locator('#status').textContent(), '');
});

test('our own page loads nothing for an address that is not one of ours', async () => {
  for (const query of ['', 'widgetId=..%2F..%2Fx', `widgetId=${ID}&region=mars`, `widgetId=${ID}&provider=a-b`, `widgetId=${ID}%22%3E`]) {
    const asked = await open(`/own/snapengage.html?${query}`);
    await page.locator('#status', { hasText: 'names no widget' }).waitFor();
    assert.deepEqual(asked, [], query);
    await context.close();
  }
});

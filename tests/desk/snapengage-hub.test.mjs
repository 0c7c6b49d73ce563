// The simulated Hub in a real browser: what it posts into its agent link, and that it obeys nobody else.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { openChromium, serveDesk } from './open-desk.mjs';
import { HUB_EVENTS, hubEvent } from '../../src-tauri/desk/snapengage/hub-events.js';

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

async function open() {
  context = await browser.newContext({ reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  // In every frame, as the app's script: what a frame hears from its parent.
  await page.addInitScript(() => {
    window.heard = [];
    window.addEventListener('message', ({ data, source }) => source === window.parent && window !== window.top && window.heard.push(data), true);
  });
  await page.goto(`${server.origin}/snapengage/hub.html`);
}

const act = (action, given) => page.evaluate((message) => window.postMessage(message, '*'), { type: 'deskbell-desk', action, ...given });
const link = () => page.frames().find((frame) => frame.url().endsWith('/link.html'));
const fromLink = (message) => link().evaluate((given) => window.parent.postMessage(given, '*'), message);

async function until(type) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const heard = (await link()?.evaluate(() => window.heard)) ?? [];
    const found = heard.findLast((event) => event.type === type);
    if (found) return { found, heard };
    if (Date.now() > deadline) throw new Error(`never heard ${type}: ${JSON.stringify(heard)}`);
    await new Promise((wait) => setTimeout(wait, 20));
  }
}

test('a chat starts in the agent link, which opens with it and misses nothing', async () => {
  await open();
  assert.equal(link(), undefined);
  await act('offer', { id: 'c-1&d', name: 'Ada Sample', email: 'ada@mail.example', text: 'Hello' });
  const { found, heard } = await until('weather_info_captured');
  assert.deepEqual(heard.map(({ type }) => type), ['conversation_started', 'visitor_page_update', 'name_captured', 'email_captured', 'weather_info_captured']);
  assert.deepEqual([found.conversationId, typeof found.data.temperature_celsius], ['c-1&d', 'string']);
  assert.equal(await page.locator('#who').textContent(), 'Ada Sample');
});

test('events come in the documented shape when asked to', async () => {
  await open();
  await act('shape', { shape: 'documented' });
  await act('offer', { id: 'c-1', email: 'ada@mail.example' });
  const { found } = await until('email_captured');
  assert.deepEqual(found, { type: 'email_captured', conversationId: 'c-1', agentEmail: 'sam.sample@desk.example', data: { phone: 'ada@mail.example' } });
});

test('every event can be said in both shapes', () => {
  for (const shape of ['seen', 'documented']) {
    for (const type of HUB_EVENTS) {
      const event = hubEvent(type, { id: 'c', name: 'Ada' }, { email: 'a@b.example', name: 'Sam' }, { file: 'a.png', text: 'x' }, shape);
      assert.equal(event.type, type);
      assert.equal(event.conversationId, 'c');
      assert.equal('sender' in event, shape === 'seen', type);
    }
  }
});

test('the link commands the Hub, which tells what came of it', async () => {
  await open();
  await act('offer', { id: 'c-1' });
  await until('weather_info_captured');
  const agent = 'sam.sample@desk.example';
  await fromLink({ type: 'agent_message_received', conversationId: 'c-1', agent, data: { message: 'On it', text: 'On it' } });
  assert.deepEqual((await until('agent_message_received')).found.data, { type: 'Text', text: 'On it' });
  await fromLink({ type: 'ban_user', conversationId: 'c-1', agent, data: { type: 'cookie' } });
  assert.equal((await until('ban_user')).found.data, '\\ban');
  await fromLink({ type: 'request_secure_data', conversationId: 'c-1', agent, data: { secureDataType: 'SSN' } });
  assert.deepEqual((await until('request_secure_data')).found.data, { secureDataType: 'SSN' });
  await fromLink({ type: 'label_added', conversationId: 'c-1', agent, data: { labelName: 'vip', freeForm: false, value: '' } });
  await fromLink({ type: 'populate_text', conversationId: 'c-1', agent, data: { message: 'Draft' } });
  await page.locator('#labels li', { hasText: 'vip' }).waitFor();
  assert.equal(await page.locator('#text').inputValue(), 'Draft');
  await fromLink({ type: 'conversation_closed_by_agent', conversationId: 'c-1', agent });
  await until('conversation_closed_by_agent');
});

test('a Hub that keeps to its document tells no end but the visitor’s, and takes what the document has', async () => {
  await open();
  await act('shape', { shape: 'documented' });
  await act('offer', { id: 'c-1', text: 'Hello' });
  await until('weather_info_captured');
  const agent = 'sam.sample@desk.example';
  const command = (type, data) => fromLink({ type, conversationId: 'c-1', agent, data });
  await command('label_added', { labelName: 'colour', freeForm: false, value: 'red' });
  await command('label_added', { labelName: 'colour', freeForm: false, value: 'blue' });
  await command('transfer_request', { widgetId: 'sales' });
  await fromLink({ type: 'agent_message_received', conversationId: 'c-1', data: { text: 'Without a name' } });
  await command('agent_message_received', { text: 'As documented' });
  assert.deepEqual((await until('agent_message_received')).found, { type: 'agent_message_received', conversationId: 'c-1', agentEmail: agent, data: { message: { type: 'text', text: 'As documented' } } });
  assert.deepEqual(await page.locator('#labels li').allTextContents(), ['colour: red', 'colour: blue']);
  assert.match(await page.locator('#lines').textContent(), /Transfer to sales asked for/);
  await act('file', { file: 'receipt.png' });
  const sent = await until('visitor_message_received');
  assert.deepEqual([sent.found.data.message.type, sent.found.data.message.url], ['File', 'https://files.example/receipt.png']);
  await command('conversation_closed_by_agent');
  await act('offer', { id: 'c-2', text: 'Another' });
  await act('system-close', { id: 'c-2' });
  await act('offer', { id: 'c-3', text: 'A third' });
  await act('close', { id: 'c-3' });
  const { heard } = await until('conversation_closed_by_visitor');
  assert.deepEqual(heard.filter(({ type }) => type.startsWith('conversation_closed')).map(({ conversationId }) => conversationId), ['c-3']);
});

test('a transfer as we ask for it is understood in both shapes', async () => {
  for (const shape of ['documented', 'seen']) {
    await open();
    await act('shape', { shape });
    await act('offer', { id: 'c-1' });
    await until('weather_info_captured');
    const transfer = (data) => fromLink({ type: 'transfer_request', conversationId: 'c-1', agent: 'sam.sample@desk.example', data });
    await transfer({ type: 'widget', widgetId: 'sales' });
    await transfer({ widgetId: 'bare' });
    await transfer({ type: 'agent', agentEmail: 'b@desk.example' });
    await page.locator('#lines', { hasText: 'Transfer to sales asked for' }).waitFor();
    const lines = await page.locator('#lines').textContent();
    assert.equal(lines.includes('Transfer to bare'), shape === 'documented');
    assert.equal(lines.includes('Transfer to b@desk.example'), shape === 'seen');
  }
});

test('nobody but the link commands the Hub', async () => {
  await open();
  await act('offer', { id: 'c-1' });
  await until('weather_info_captured');
  await act('forge', { message: { type: 'agent_message_received', conversationId: 'c-1', data: { message: 'Forged' } } });
  await fromLink({ type: 'agent_message_received', conversationId: 'c-1', data: { message: 'Real' } });
  const { heard } = await until('agent_message_received');
  assert.deepEqual(heard.filter(({ type }) => type === 'agent_message_received').map(({ data }) => data.text), ['Real']);
  assert.equal(await page.locator('#lines').textContent().then((text) => text.includes('Forged')), false);
});

test('a person can answer and end a chat', async () => {
  await open();
  await page.locator('#new').click();
  await until('weather_info_captured');
  await page.locator('#text').fill('Good day');
  await page.locator('#composer button.primary').click();
  assert.equal((await until('agent_message_received')).found.data.text, 'Good day');
  await page.locator('[data-action=say]').click();
  await until('visitor_message_received');
  await page.locator('#end').click();
  await until('conversation_closed_by_agent');
  assert.equal(await page.locator('#text').isDisabled(), true);
});

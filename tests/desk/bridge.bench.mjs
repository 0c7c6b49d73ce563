// What the bridge and the taps cost a page: time per hooked call with and without us, and bytes of script. Run in Chromium; prints
// one JSON object per figure.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bridgeFor } from './hostile-shop.mjs';
import { openChromium, ROOT } from './open-desk.mjs';
import { forEach } from './vendors.mjs';

const ORIGIN = 'http://shop.example';
const CONFIG = { origins: [ORIGIN], maxMessageBytes: 262144, maxQueueBytes: 67108864, batchBytes: 524288, beatMs: 5000, key: 'deskbell-key', relay: 'deskbell-relay', messages: false, frames: false, options: {} };
const DOOR = 'window.__TAURI_INTERNALS__ = { invoke: () => new Promise((done) => setTimeout(done, 0)) };';
// For a moment only, to see that it runs; what it prints then means nothing.
const SHORT = process.argv.includes('--short');
const ROUNDS = SHORT ? 1 : 9;
const CALLS = SHORT ? 20 : 2000;

/** One hooked call of every vendor, as its script would make it. */
const SHOP = `
  const slots = {}, told = [], queue = [];
  let seen = 0;
  const handler = () => { seen += 1; };
  window._chatq = { push: (entry) => { if (entry[1] === 'message_sent') queue.push(entry[2]); } };
  window._chatq.push(['_onEvent', 'message_sent', handler]);
  window.SnapEngage = { setCallback: (name, run) => { slots[name] = run; } };
  window.SnapEngage.setCallback('ChatMessageSent', handler);
  window.saEvents = { subscribe: (run) => told.push(run) };
  window.saEvents.subscribe(handler);
  window.onWebChat_ = { set: (name, run) => { slots[name] = run; }, get: () => '' };
  window.onWebChat_.set('onMaximize', handler);
  const text = 'Good morning, is the shop open on New Year\\'s Day? We would come around noon.';
  const calls = {
    engage: (n) => { for (const run of queue) run({ event: 'message_sent', trigger_id: '5e1f', mode: 'online', n }); },
    snapengage: () => slots.ChatMessageSent(text),
    smartagent: (n) => { for (const run of told) run({ type: 'CONTACT_STARTED', timestamp: n, data: { contactId: 'c' + n } }); },
    onwebchat: () => slots.onMaximize(),
  };
`;

function figure(name, value, unit) {
  console.log(JSON.stringify({ name, value, unit }));
}

const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Microseconds per call of each vendor: the middle of several rounds, between which the queue empties. */
async function measure(browser, script) {
  const page = await browser.newPage();
  await page.addInitScript(script);
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><script>${SHOP}; window.calls = calls;</script>` }));
  await page.goto(`${ORIGIN}/`);
  const found = await page.evaluate(async ({ rounds, count }) => {
    const times = {};
    let n = 0;
    for (const [vendor, call] of Object.entries(window.calls)) {
      times[vendor] = [];
      for (let round = 0; round < rounds; round += 1) {
        const start = performance.now();
        for (let i = 0; i < count; i += 1) call((n += 1));
        times[vendor].push(((performance.now() - start) * 1000) / count);
        await new Promise((wait) => setTimeout(wait, 50));
      }
    }
    return times;
  }, { rounds: ROUNDS, count: CALLS });
  await page.close();
  return Object.fromEntries(Object.entries(found).map(([vendor, times]) => [vendor, middle(times)]));
}

const browser = await openChromium();
try {
  const without = await measure(browser, DOOR);
  const hooked = await measure(browser, DOOR + bridgeFor(CONFIG));
  for (const [vendor, time] of forEach(without)) {
    figure(`bare call ${vendor}`, time, 'µs');
    figure(`hooked call ${vendor}`, hooked[vendor], 'µs');
  }
} finally {
  await browser.close();
}
figure('script of a chat page', Buffer.byteLength(bridgeFor(CONFIG)) / 1024, 'KB');
figure('script of a phone page', Buffer.byteLength(bridgeFor(CONFIG, [])) / 1024, 'KB');
figure('script of a console frame', Buffer.byteLength(readFileSync(join(ROOT, 'src-tauri/src/pages/script/frame.js'))) / 1024, 'KB');

// How fast bridge.js takes messages from a page in Chromium to the other side's door; the figure is printed, completeness is asserted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openChromium, openDesk, ROOT, serveDesk } from './open-desk.mjs';

const COUNT = 50_000;
const BYTES = 1024;

test('a flood passes the bridge complete and in order', { timeout: 120_000 }, async () => {
  const server = await serveDesk();
  const browser = await openChromium();
  const config = { origins: [server.origin], maxMessageBytes: 262144, maxQueueBytes: 67108864, batchBytes: 524288, beatMs: 5000, messages: true };
  const bridge = readFileSync(join(ROOT, 'src-tauri/src/pages/script/bridge.js'), 'utf8').replace('__DESKBELL_TAPS__', '[]').replace('__DESKBELL_BRIDGE_CONFIG__', JSON.stringify(config));
  const door = `window.batches = []; window.__TAURI_INTERNALS__ = { invoke: (name, { batch }) => { window.batches.push(batch); return new Promise((done) => setTimeout(done, 0)); } };`;
  try {
    const desk = await openDesk(browser, server.origin, 'signedIn=1', { init: `if (window.top === window) { ${door} ${bridge} }` });
    await desk.until('rc-call-history-synced-notify');
    const result = await desk.page.evaluate(async ({ count, bytes }) => {
      window.batches.length = 0;
      const start = performance.now();
      window.postMessage({ type: 'deskbell-desk', action: 'flood', count, bytes }, '*');
      const last = `"seq":${count - 1},`;
      while (!window.batches.some((batch) => batch.includes(last))) await new Promise((wait) => setTimeout(wait, 20));
      const seconds = (performance.now() - start) / 1000;
      const records = window.batches.flatMap((batch) => batch.split('\n')).map((line) => JSON.parse(line));
      const seqs = records.filter(({ p }) => p?.type === 'rc-desk-flood-notify').map(({ p }) => p.seq);
      return { seconds, batches: window.batches.length, inOrder: seqs.every((seq, place) => seq === place), heard: seqs.length, losses: records.filter(({ k }) => k === 'dropped').length };
    }, { count: COUNT, bytes: BYTES });
    console.log(`bridge: ${COUNT} messages of ${BYTES} bytes in ${result.seconds.toFixed(2)} s = ${Math.round(COUNT / result.seconds)}/s, ${result.batches} batches`);
    assert.deepEqual([result.heard, result.inOrder, result.losses], [COUNT, true, 0]);
    assert.deepEqual(desk.complaints, []);
  } finally {
    await browser.close();
    server.close();
  }
});

// Page tests: every sample view in Chromium, both themes, narrow, full, zoomed and forced colours: axe, overflow, CSP; screenshots to look at.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, serve } from './browser.mjs';
import { byKeyboard } from './keyboard.mjs';
import { names } from './names.mjs';
import { narrow } from './narrow.mjs';
import { races } from './races.mjs';
import { keepsRoom } from './room.mjs';
import { scrolls } from './scroll.mjs';
import { ships } from './shipped.mjs';
import { statusByKeyboard } from './status.mjs';

const UI = join(dirname(fileURLToPath(import.meta.url)), '../..');
const SHOTS = process.env.SHOTS ?? '/tmp/ui-shots';
const ONLY = process.env.ONLY?.split(',');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Zoomed pages are half as wide and high in CSS pixels, with two device pixels each: exactly what 200 % zoom does.
const FULL = { width: 1100, height: 720 };
const SIDEBAR = { width: 320, height: 720 };
const half = ({ width, height }) => ({ width: width / 2, height: height / 2 });
const MODES = [
  { name: 'light', context: { colorScheme: 'light' } },
  { name: 'dark', context: { colorScheme: 'dark' } },
  { name: 'zoom', zoom: true, context: { colorScheme: 'light', deviceScaleFactor: 2 } },
  { name: 'forced', context: { colorScheme: 'dark', forcedColors: 'active', reducedMotion: 'reduce' } },
];

await mkdir(SHOTS, { recursive: true });
const server = await serve(join(UI, 'node_modules/.pages'));
const browser = await launch();
const faults = [];
let pages = 0;

/** Words of ours that must be read to their end at the usual size: what leads to the pages, and what an empty search says it searches. */
function cutOff() {
  const out = [...document.querySelectorAll('aside nav .clip')].filter((word) => word.scrollWidth > word.clientWidth).map((word) => word.textContent);
  const pen = document.createElement('canvas').getContext('2d');
  for (const field of document.querySelectorAll('input[type="search"]')) {
    const style = getComputedStyle(field);
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
    if (pen.measureText(field.placeholder).width > room) out.push(field.placeholder);
  }
  return out;
}

async function look(page, name, mode, sample) {
  const label = `${sample} ${mode.name}`;
  await page.goto(`${server.address}/main.html?view=${sample}&still&chats`);
  await page.waitForSelector('aside');
  await page.waitForTimeout(60);
  // Over a page with chats the window has a header of ours, if it is wide enough.
  const widget = await page.evaluate(() => document.querySelector('.window.widget:not(.headed)') !== null);
  const size = widget ? SIDEBAR : FULL;
  await page.setViewportSize(mode.zoom ? half(size) : size);
  await page.screenshot({ path: join(SHOTS, `${sample}-${name}.png`) });
  const sideways = await page.evaluate(() =>
    [document.scrollingElement, ...document.querySelectorAll('main, aside, aside > header, .more, .rest, .now')].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => `${box.tagName}.${box.className} ${box.scrollWidth}>${box.clientWidth}`),
  );
  if (sideways.length > 0) faults.push(`${label}: scrolls sideways: ${sideways.join(', ')}`);
  if (!mode.zoom) faults.push(...(await page.evaluate(cutOff)).map((what) => `${label}: cut off: ${what}`));
  await page.evaluate(axe);
  // Forced colours are the user's own; axe reads the colours we asked for instead.
  const rules = { 'color-contrast': { enabled: mode.name !== 'forced' } };
  const { violations } = await page.evaluate((chosen) => globalThis.axe.run(document, { resultTypes: ['violations'], rules: chosen }), rules);
  for (const violation of violations) {
    if (violation.impact !== 'serious' && violation.impact !== 'critical') continue;
    for (const node of violation.nodes) faults.push(`${label}: ${violation.id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? violation.help}`);
  }
  pages += 1;
}

try {
  const first = await browser.newPage();
  await first.goto(`${server.address}/main.html`);
  await first.waitForSelector('aside');
  const samples = await first.evaluate(() => globalThis.deskbellSamples);
  await first.close();
  for (const mode of MODES) {
    const context = await browser.newContext({ viewport: FULL, locale: 'en-GB', timezoneId: 'UTC', ...mode.context });
    const page = await context.newPage();
    let current = '';
    page.on('console', (message) => message.type() === 'error' && faults.push(`${current} ${mode.name}: console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`${current} ${mode.name}: ${error.message}`));
    for (const sample of samples) {
      if (ONLY && !ONLY.includes(sample)) continue;
      current = sample;
      await page.setViewportSize(mode.zoom ? half(FULL) : FULL);
      await look(page, mode.name, mode, sample);
    }
    await context.close();
  }
  faults.push(...(await byKeyboard(browser, server.address)));
  faults.push(...(await names(browser, server.address)));
  faults.push(...(await narrow(browser, server.address)));
  faults.push(...(await races(browser, server.address)));
  faults.push(...(await keepsRoom(browser, server.address)));
  faults.push(...(await statusByKeyboard(browser, server.address, axe)));
  faults.push(...(await scrolls(browser, server.address)));
  faults.push(...(await ships(browser, join(UI, 'dist'))));
} finally {
  await browser.close();
  server.stop();
}

console.log(`${pages} pages looked at, ${faults.length} faults, screenshots in ${SHOTS}`);
for (const fault of faults) console.error(`- ${fault}`);
process.exitCode = faults.length === 0 && pages > 0 ? 0 : 1;

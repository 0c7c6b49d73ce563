// The bundle that ships, on a stand-in for Tauri's own bridge: its three commands, the strict CSP, and no sample data in it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from './browser.mjs';

/** What the program sends at its first start, as the core writes it. */
const WELCOME = JSON.parse(await readFile(join(import.meta.dirname, '../../src/wire/views/welcome.json'), 'utf8'));
const VIEW = { ...WELCOME, revision: 1, preferences: { ...WELCOME.preferences, language: 'english' } };

/** Sentences about what is wrong with the shipped bundle in `folder`. */
export async function ships(browser, folder) {
  const faults = [];
  const html = await readFile(join(folder, 'main.html'), 'utf8').catch(() => null);
  if (html === null) return ['shipped: ui/dist/main.html is not built (npm run build)'];
  if (/<script(?![^>]*\bsrc=)|<style|\sstyle=/.test(html)) faults.push('shipped: inline script or style in main.html');
  for (const file of await readdir(join(folder, 'assets'))) {
    if ((await readFile(join(folder, 'assets', file), 'utf8')).includes('Lovelace')) faults.push(`shipped: sample data in ${file}`);
  }

  const server = await serve(folder);
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 } });
  page.on('console', (message) => message.type() === 'error' && faults.push(`shipped: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`shipped: ${error.message}`));
  await page.addInitScript((view) => {
    const heard = [];
    globalThis.deskbellTest = { heard };
    globalThis.__TAURI_INTERNALS__ = {
      invoke: async (command, args) => {
        heard.push([command, args]);
        if (command === 'view' && args.after !== null) return new Promise((tell) => (globalThis.deskbellTest.push = tell));
        if (command === 'view') return view;
        if (command === 'query') return { answer: 'vendors', vendors: [] };
        return null;
      },
    };
  }, VIEW);
  await page.goto(`${server.address}/main.html`);
  await page.getByRole('button', { name: 'Settings' }).click();
  const heard = await page.evaluate(() => globalThis.deskbellTest.heard);
  const wish = heard.find(([command]) => command === 'dispatch');
  if (JSON.stringify(wish) !== JSON.stringify(['dispatch', { intent: { intent: 'show', stage: { stage: 'settings' } } }])) faults.push(`shipped: dispatch said ${JSON.stringify(wish)}`);
  const asked = heard.filter(([command]) => command === 'view').map(([, args]) => args.after);
  if (JSON.stringify(asked) !== JSON.stringify([null, VIEW.revision])) faults.push(`shipped: asked for views after ${JSON.stringify(asked)}`);
  await page.evaluate((view) => globalThis.deskbellTest.push({ ...view, revision: 2, stage: { stage: 'settings' } }), VIEW);
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor({ timeout: 2000 }).catch(() => faults.push('shipped: the next view was not shown'));
  await page.close();
  server.stop();
  return faults;
}

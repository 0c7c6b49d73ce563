// The bundle that ships, on a stand-in for Tauri's own bridge: its three commands, its one event, the strict CSP, and no sample data in it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from './browser.mjs';

const VIEW = {
  revision: 1, now: 0, stage: { stage: 'welcome' }, mood: 'idle', presence: null, presenceWanted: null, accounts: [], calls: [], recent: [], messages: [], notices: [],
  preferences: { hideContent: false, messageBanners: true, missedCallBanners: true, ringInDoNotDisturb: false, closeToTray: true, language: 'english' },
  surroundings: { online: true, trayHost: true, notifications: null }, question: null, missed: 0, unread: 0, withheld: [],
};

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
    const callbacks = new Map();
    globalThis.deskbellTest = { heard, emit: (payload) => callbacks.get(globalThis.deskbellTest.handler)({ event: 'view', id: 1, payload }) };
    globalThis.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener() {} };
    globalThis.__TAURI_INTERNALS__ = {
      transformCallback: (callback) => {
        const id = callbacks.size + 1;
        callbacks.set(id, callback);
        return id;
      },
      invoke: async (command, args) => {
        heard.push([command, args]);
        if (command === 'view') return view;
        if (command === 'query') return { answer: 'vendors', vendors: [] };
        if (command === 'plugin:event|listen') globalThis.deskbellTest.handler = args.handler;
        return null;
      },
    };
  }, VIEW);
  await page.goto(`${server.address}/main.html`);
  await page.getByRole('button', { name: 'Settings' }).click();
  const heard = await page.evaluate(() => globalThis.deskbellTest.heard);
  const wish = heard.find(([command]) => command === 'dispatch');
  if (JSON.stringify(wish) !== JSON.stringify(['dispatch', { intent: { intent: 'show', stage: { stage: 'settings' } } }])) faults.push(`shipped: dispatch said ${JSON.stringify(wish)}`);
  const order = heard.map(([command]) => command);
  if (order.indexOf('plugin:event|listen') > order.indexOf('view')) faults.push('shipped: asks for the view before it listens');
  await page.evaluate((view) => globalThis.deskbellTest.emit({ ...view, revision: 2, stage: { stage: 'settings' } }), VIEW);
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor({ timeout: 2000 }).catch(() => faults.push('shipped: a view event was not shown'));
  await page.close();
  server.stop();
  return faults;
}

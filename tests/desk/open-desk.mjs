// Serves the simulated desk on loopback and opens it in headless Chromium, for the tests beside this file.
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DESK = join(ROOT, 'src-tauri/desk');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PATIENCE_MS = 10_000;

/** Playwright comes from the UI's packages; DESK_PLAYWRIGHT names another node_modules where those are not installed. */
function playwright() {
  const folders = [join(ROOT, 'ui/node_modules'), process.env.DESK_PLAYWRIGHT];
  const folder = folders.find((candidate) => candidate && existsSync(join(candidate, 'playwright-core')));
  if (!folder) throw new Error('playwright-core is missing: run "npm ci" in ui/, or set DESK_PLAYWRIGHT to a node_modules that has it');
  return createRequire(join(folder, 'anything.js'))('playwright-core');
}

export async function openChromium() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`Chromium is missing at ${executablePath}: install it, or set CHROMIUM to where it is`);
  return playwright().chromium.launch({ executablePath, args: FLAGS });
}

export async function serveDesk() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://desk').pathname));
    try {
      const body = await readFile(join(DESK, path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** A fresh profile with the desk in it. Everything the widget says is kept in order; what the page complains about, too. */
export async function openDesk(browser, origin, query = '', { init, ...options } = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  await page.addInitScript(() => {
    window.said = [];
    window.asked = []; // our own commands come back as messages too
    window.addEventListener('message', ({ data }) => {
      if (!data?.type?.startsWith('rc-') || data.type === 'rc-desk-flood-notify') return;
      const place = window.asked.indexOf(JSON.stringify(data));
      if (place < 0) window.said.push(data);
      else window.asked.splice(place, 1);
    }, true);
  });
  if (init) await page.addInitScript(init);
  await page.goto(`${origin}/ringcentral/index.html?pace=0.05&${query}`);

  /** All that was said since the mark, as soon as `type` (or a test on a message) is among it. */
  async function until(wanted, { from = 0 } = {}) {
    const fits = typeof wanted === 'string' ? (message) => message.type === wanted : wanted;
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const said = await heard(from);
      if (said.some(fits)) return said;
      if (Date.now() > deadline) throw new Error(`never heard ${wanted}; heard:\n${said.map((message) => JSON.stringify(message)).join('\n')}`);
      await new Promise((wait) => setTimeout(wait, 10));
    }
  }
  const heard = (from = 0) => page.evaluate((start) => JSON.parse(JSON.stringify(window.said.slice(start))), from);
  const mark = () => page.evaluate(() => window.said.length);
  const post = (message) => page.evaluate((command) => {
    window.asked.push(JSON.stringify(command));
    window.postMessage(command, '*');
  }, message);
  return {
    page,
    complaints,
    heard,
    mark,
    until,
    post,
    act: (action, given) => post({ type: 'deskbell-desk', action, ...given }),
    control: (callAction, given) => post({ type: 'rc-adapter-control-call', callAction, ...given }),
    settle: (ms = 250) => page.waitForTimeout(ms),
    close: () => context.close(),
  };
}

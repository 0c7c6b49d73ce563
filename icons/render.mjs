// Renders every icon from its SVG source with headless Chromium, and packs .ico and .icns. Run: node icons/render.mjs (after npm ci in ui).
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(join(HERE, '../ui/package.json'))('playwright-core');

const MOODS = ['idle', 'unread', 'waiting', 'ringing', 'on-call', 'signed-out'];
/** Ink and meanings by the panel they stand on. */
const THEMES = {
  light: { ink: '#24282e', unread: '#2a55d4', ringing: '#b3231b', oncall: '#12703a', signedout: '#8a5200' },
  dark: { ink: '#f2f3f5', unread: '#8caeff', ringing: '#ff958c', oncall: '#62d394', signedout: '#f2b968' },
};
const TRAY = { '': 22, '@2x': 44 };
const APP = { '32x32': 32, '64x64': 64, '128x128': 128, '128x128@2x': 256, icon: 512 };
const ICO = [16, 24, 32, 48, 64, 256];
const ICNS = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512, ic11: 32, ic12: 64, ic13: 256, ic14: 512 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage();

async function png(svg, size, colours = {}) {
  const style = Object.entries(colours).map(([name, value]) => `--${name}:${value}`).join(';');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px;color:${colours.ink ?? '#000'};${style}}</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

/** Windows: a directory of PNGs. */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach(({ size, data }, index) => {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(data.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += data.length;
  });
  return Buffer.concat([head, ...images.map(({ data }) => data)]);
}

/** macOS: chunks of PNGs by type. */
function icns(chunks) {
  const body = chunks.map(({ type, data }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'ascii');
    head.writeUInt32BE(data.length + 8, 4);
    return Buffer.concat([head, data]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'ascii');
  head.writeUInt32BE(8 + body.reduce((sum, chunk) => sum + chunk.length, 0), 4);
  return Buffer.concat([head, ...body]);
}

try {
  const app = await readFile(join(HERE, 'app/deskbell.svg'), 'utf8');
  for (const [name, size] of Object.entries(APP)) await writeFile(join(HERE, `app/${name}.png`), await png(app, size));
  const small = [];
  for (const size of ICO) small.push({ size, data: await png(app, size) });
  await writeFile(join(HERE, 'app/icon.ico'), ico(small));
  const chunks = [];
  for (const [type, size] of Object.entries(ICNS)) chunks.push({ type, data: await png(app, size) });
  await writeFile(join(HERE, 'app/icon.icns'), icns(chunks));

  await mkdir(join(HERE, 'tray'), { recursive: true });
  for (const mood of MOODS) {
    const svg = await readFile(join(HERE, `tray/src/${mood}.svg`), 'utf8');
    for (const [theme, colours] of Object.entries(THEMES)) {
      for (const [suffix, size] of Object.entries(TRAY)) await writeFile(join(HERE, `tray/${mood}-${theme}${suffix}.png`), await png(svg, size, colours));
    }
  }
} finally {
  await browser.close();
}

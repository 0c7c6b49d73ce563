// A window with just what the page-side scripts touch, with the bridge running in it. Timers stand still until told to go.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { ROOT } from './open-desk.mjs';

const BRIDGE = readFileSync(join(ROOT, 'src-tauri/src/pages/script/bridge.js'), 'utf8');
export const ORIGIN = 'https://apps.example';
const DEFAULTS = { origins: [ORIGIN], maxMessageBytes: 262144, maxQueueBytes: 67108864, batchBytes: 524288, beatMs: 5000, key: 'deskbell-key', relay: 'deskbell-relay', messages: true, frames: false, options: {} };

/** Opens one. `taps` is a list of [vendor, source of the tap]. */
export function fakeWindow({ config, taps = [], location = {}, isTop = true, prepare = '', invoke } = {}) {
  const sandbox = {
    location: { protocol: 'https:', host: 'apps.example', pathname: '/app.html', origin: ORIGIN, search: '?code=secret', hash: '#secret', ...location },
    navigator: {},
    crypto: globalThis.crypto,
    sent: [],
    timers: [],
    listeners: {},
    answers: [],
  };
  vm.createContext(sandbox);
  sandbox.answer = invoke ?? (() => 'ok');
  vm.runInContext(`
    var window = globalThis;
    class Event { stopImmediatePropagation() { this.stopped = true; } }
    class MessageEvent extends Event {
      #given;
      constructor(given) { super(); this.#given = given; Object.defineProperty(this, 'isTrusted', { value: given.isTrusted ?? true }); }
      get data() { return this.#given.data; }
      get origin() { return this.#given.origin ?? location.origin; }
      get source() { return 'source' in this.#given ? this.#given.source : window; }
    }
    class Document { get hidden() { return false; } }
    var document = new Document();
    window.top = ${isTop ? 'window' : '{}'};
    window.addEventListener = (type, listener, capture) => {
      const known = (listeners[type] ??= []);
      for (let i = 0; i < known.length; i += 1) if (known[i].listener === listener) return;
      known[known.length] = { listener, capture };
    };
    window.setTimeout = (act, ms) => timers.push({ act, ms });
    window.setInterval = (act, ms) => timers.push({ act, ms, repeats: true });
    window.__TAURI_INTERNALS__ = { invoke(command, { document, seq, batch }) {
      sent.push({ command, document, seq, batch });
      const answer = globalThis.answer(sent.length);
      if (answer === 'throw') throw new Error('no ipc');
      return answer === 'ok' ? Promise.resolve() : answer === 'fail' ? Promise.reject(new Error('busy')) : new Promise((ok, no) => answers.push({ ok, no }));
    } };
    var hear = (given) => { const event = new MessageEvent(given); for (const { listener } of listeners.message ?? []) if (!event.stopped) listener(event); return event.stopped === true; };
    var names = Object.getOwnPropertyNames(window).join();
    ${prepare}
  `, sandbox);
  vm.runInContext(BRIDGE.replace('__DESKBELL_TAPS__', () => `[${taps.map(([vendor, tap]) => `['${vendor}', (${tap})]`)}]`).replace('__DESKBELL_BRIDGE_CONFIG__', JSON.stringify({ ...DEFAULTS, ...config })), sandbox);
  const settle = () => new Promise((wait) => setImmediate(wait));
  // As Rust reads them: each number once, in order.
  const inOrder = () => [...new Map(sandbox.sent.map((one) => [one.seq, one])).values()].sort((a, b) => a.seq - b.seq);
  const records = () => inOrder().flatMap(({ batch }) => batch.split('\n')).map((line) => JSON.parse(line));
  return {
    sandbox,
    settle,
    records,
    run: (code) => vm.runInContext(code, sandbox),
    say: (data, given = {}) => vm.runInContext('hear', sandbox)({ data, ...given }),
    fire: (type) => sandbox.listeners[type].forEach(({ listener }) => listener({})),
    beat: () => sandbox.timers.find(({ repeats }) => repeats).act(),
    retry: async () => {
      const timer = sandbox.timers.findLast(({ repeats }) => !repeats);
      timer.act();
      await settle();
      return timer.ms;
    },
    payloads: () => records().filter(({ k }) => k === 'msg').map(({ p }) => p.n),
    count: (kind) => records().filter(({ k }) => k === kind).reduce((sum, { n }) => sum + n, 0),
  };
}

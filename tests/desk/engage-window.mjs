// A window with just what a tap touches, and a tap in it. Timers stand still until told to go.
import vm from 'node:vm';
import { tapOf } from './vendors.mjs';

/** Opens one; `before` is script of the page that ran before the tap, `options` are the account's. */
export function openTap(vendor, { before = '', options = {} } = {}) {
  const source = tapOf(vendor);
  const sandbox = { reports: [], timers: [], listeners: {}, clock: { now: 1_700_000_000_000 } };
  vm.createContext(sandbox);
  vm.runInContext(`
    var window = globalThis;
    class Document { get currentScript() { return window.scriptNow ?? null; } get readyState() { return window.readyStateNow ?? 'loading'; } }
    class HTMLScriptElement { constructor(address) { this.address = address; } get src() { return this.address; } }
    var document = new Document();
    window.addEventListener = (type, listener) => { (listeners[type] ??= []).push(listener); };
    ${before}
  `, sandbox);
  const taker = {};
  const plan = (run, ms, repeats) => sandbox.timers.push({ run, ms, repeats, done: false, at: sandbox.clock.now + ms });
  const deskbell = {
    report: (payload) => sandbox.reports.push(JSON.parse(JSON.stringify(payload))),
    obey: (take) => { taker.take = take; },
    postToConsole: () => false,
    setTimeout: (run, ms) => plan(run, ms, false),
    setInterval: (run, ms) => plan(run, ms, true),
    clearTimeout: (id) => { if (id) sandbox.timers[id - 1].done = true; },
    clearInterval: (id) => { if (id) sandbox.timers[id - 1].done = true; },
    now: () => sandbox.clock.now,
    options,
  };
  const names = () => vm.runInContext('Object.getOwnPropertyNames(window)', sandbox);
  const namesBefore = new Set(names());
  vm.runInContext(`(${source})`, sandbox)(deskbell);
  return {
    window: sandbox,
    reports: sandbox.reports,
    said: () => sandbox.reports.map(({ type }) => type.slice(type.indexOf(':') + 1)),
    run: (code) => vm.runInContext(code, sandbox),
    obey: (message) => taker.take(message),
    fire: (type) => (sandbox.listeners[type] ?? []).forEach((listener) => listener({})),
    newNames: () => [...names()].filter((name) => !namesBefore.has(name)),
    /** Lets time pass: every timer that is due runs, in order. */
    pass(ms) {
      const end = sandbox.clock.now + ms;
      for (;;) {
        const due = sandbox.timers.filter((one) => !one.done && one.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        sandbox.clock.now = due.at;
        if (due.repeats) due.at += due.ms;
        else due.done = true;
        due.run();
      }
      sandbox.clock.now = end;
    },
    pending: () => sandbox.timers.filter((one) => !one.done),
  };
}

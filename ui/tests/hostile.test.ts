// Whatever a customer, a vendor or a link wrote: every sample with every free text replaced by markup stays text.
import { cleanup } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { SAMPLES } from '../src/host/samples';
import type { AppView } from '../src/wire/AppView';
import { open } from './window';

afterEach(cleanup);

const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">x</a>{@html 1}\u202e';
/** Fields that hold words of somebody else. What they are in choices and ids is checked when the view is read. */
const FREE = new Set(['name', 'number', 'queue', 'who', 'text', 'label', 'detail', 'note', 'trouble', 'reason', 'from', 'value', 'what', 'summary', 'fix', 'author', 'email', 'page', 'extension', 'ownNumber', 'key', 'keyStore', 'publicAddress', 'agentName', 'word']);

/** Names of a list are told apart by what they say. */
let count = 0;

function poisoned(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return FREE.has(name) ? `${++count}${EVIL}` : value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one, key)]));
}

const CHOICES = /^(cause|by|from|kind)$/;

test.each(Object.entries(SAMPLES))('%s shows foreign words as words', async (_name, clean) => {
  const view = poisoned(clean) as AppView;
  // Where these words are choices of ours, they stay.
  view.status = { ...view.status, history: clean.status.history.filter((change) => !CHOICES.test(change.kind)) };
  view.funnel = clean.funnel;
  const { box } = await open(view);
  expect(box.querySelectorAll('img, script, iframe, object, embed, base, [srcdoc]')).toHaveLength(0);
  for (const element of box.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name.startsWith('on'), `${element.tagName} ${name}`).toBe(false);
      if (name === 'href' || name === 'src' || name === 'action') expect(value).not.toMatch(/^\s*(javascript|data|vbscript):/i);
    }
  }
  if (view.calls.length > 0 && clean.calls.some((call) => call.name !== null)) expect(box.textContent).toContain('<img src=x onerror=alert(1)>');
});

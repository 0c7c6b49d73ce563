// Keys counted for the five most frequent tasks, by keyboard alone from wherever one is; and the sheet that tells them all.
import { cleanup, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { LETTERS } from '../../src/controls/keys';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import { call, NOW, view } from '../../src/host/rows';
import type { AppView } from '../../src/wire/AppView';
import type { Intent } from '../../src/wire/Intent';
import { open, sample, settle } from '../window';

afterEach(cleanup);

const CHORD = (letter: string) => `{Control>}{Shift>}${letter}{/Shift}{/Control}`;
const TALKING = call({ state: 'connected', connectedAt: NOW - 60_000, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] });

/** Opens `first`, presses these, and answers what was asked for with the keys that took: text that is typed counts for nothing, a chord for one. */
async function pressed(first: AppView, ...steps: (string | AppView)[]): Promise<{ keys: number; asked: Intent[] }> {
  const { host, user } = await open(first, [...VENDORS, ...CHAT_VENDORS]);
  let keys = 0;
  const count = (event: KeyboardEvent) => {
    const typed = event.key.length === 1 && !event.ctrlKey;
    if (!event.repeat && !typed && !['Control', 'Shift'].includes(event.key)) keys += 1;
  };
  addEventListener('keydown', count, { capture: true });
  for (const step of steps) {
    if (typeof step === 'string') await user.keyboard(step);
    else host.push({ ...step, revision: host.intents.length + 2 });
    await settle();
  }
  removeEventListener('keydown', count, { capture: true });
  return { keys, asked: host.intents.filter((intent) => intent.intent !== 'show') };
}

test('answer 1; hold, mute and hang up 1 each', async () => {
  expect(await pressed(view({ calls: [call()] }), CHORD('a'))).toEqual({ keys: 1, asked: [{ intent: 'call', call: 1, action: 'answer' }] });
  for (const [letter, action] of [['h', 'hold'], ['m', 'mute'], ['e', 'hangUp']] as const) {
    cleanup();
    expect(await pressed(view({ calls: [TALKING] }), CHORD(letter))).toEqual({ keys: 1, asked: [{ intent: 'call', call: 1, action }] });
  }
});

test('reply: 1 to the chat that waits, the text, Enter', async () => {
  const opened = sample('conversation');
  const waiting = view({ accounts: opened.accounts, conversations: opened.conversations.filter((row) => row.id === 1) });
  const { keys, asked } = await pressed(waiting, CHORD('n'), { ...opened, conversations: waiting.conversations }, 'On my way', '{Enter}');
  expect(asked).toEqual([{ intent: 'chat', conversation: 1, request: { action: 'reply', text: 'On my way' }, confirmed: false }]);
  expect(keys).toBe(2);
});

test('transfer: 1 to the tile, the number, Enter', async () => {
  const { host, user } = await open(view({ calls: [TALKING] }));
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.keyboard('102{Enter}');
  expect(host.intents).toEqual([{ intent: 'call', call: 1, action: 'transfer', argument: '102' }]);
});

test('away with a note: 2 presses', async () => {
  const { host, user } = await open(view());
  await user.click(screen.getByRole('button', { name: /^Status/ }));
  await user.click(screen.getByRole('menuitem', { name: 'Away · Lunch' }));
  expect(host.intents).toEqual([{ intent: 'setPresence', presence: 'away', note: 'Lunch', afterCall: false }]);
});

test('the sheet of keys has every key there is', async () => {
  const { user } = await open(view());
  screen.getByRole('button', { name: 'Settings' }).focus();
  await user.keyboard('?');
  const sheet = within(screen.getByRole('dialog', { name: 'Keys' }));
  for (const letter of Object.values(LETTERS)) expect(sheet.getByText(`Ctrl+Shift+${letter}`)).toBeTruthy();
  for (const key of ['F6', 'Ctrl+1…9', '↑ ↓', '← →', '/', 'Enter', 'Esc', '?']) expect(sheet.getByText(key)).toBeTruthy();
});

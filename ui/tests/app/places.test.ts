// Fixed places: ringing and running calls keep theirs, a press means what was seen, questions give way to a ring, and the keyboard lands where the next press belongs.
import { cleanup, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { account, call, notice, NOW, past, view } from '../../src/host/rows';
import { chat } from '../../src/host/chat-rows';
import { CALM_MS } from '../../src/controls/settled';
import { open, sample, settle } from '../window';

// Held presses are counted by this clock, which stands still until a test moves it: a slow machine changes nothing.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
const TALKING = { state: 'connected', connectedAt: NOW - 60_000, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] } as const;
const talking = (over = {}) => call({ ...TALKING, actions: [...TALKING.actions], ...over });
/** A little longer than a press is held: the clock has fractions. */
const pause = () => vi.advanceTimersByTime(CALM_MS + 50);
/** What stands there was looked at once: a frame of the page. */
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const at = () => document.activeElement;

test('the second caller gives up under the hand: the press hits nothing, and never the running call', async () => {
  const { host, user } = await open(view({ calls: [call({ id: 2, name: 'Second' }), talking()] }), undefined, CALM_MS);
  await frame();
  const decline = screen.getByRole('button', { name: 'Decline' });
  expect(decline).toBeTruthy();
  host.push(view({ revision: 2, calls: [talking()] }));
  await settle();
  for (const button of screen.getAllByRole('button', { name: /Status/ })) await user.click(button);
  expect(screen.queryByRole('menu'), 'what was under the strip has just appeared').toBeNull();
  expect(host.intents).toEqual([]);
  pause();
  await user.click(screen.getByRole('button', { name: /Status/ }));
  expect(screen.getByRole('menu')).toBeTruthy();
});

test('a second call rings: the running one keeps its very tiles, and the new buttons wait to be seen', async () => {
  const { host, user } = await open(view({ calls: [talking()] }), undefined, CALM_MS);
  await frame();
  const tiles = screen.getAllByRole('button', { name: /Hold|Mute|Hang up|Keypad|Transfer|Record/ });
  host.push(view({ revision: 2, calls: [call({ id: 2, name: 'Second' }), talking()] }));
  await settle();
  expect(screen.getAllByRole('button', { name: /Hold|Mute|Hang up|Keypad|Transfer|Record/ })).toEqual(tiles);
  await user.click(screen.getByRole('button', { name: 'Answer' }));
  await user.keyboard('{Control>}{Shift>}a{/Shift}{/Control}');
  expect(host.intents, 'by pointer and by key').toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Hold' }));
  expect(host.intents).toEqual([{ intent: 'call', call: 1, action: 'hold' }]);
  pause();
  await user.keyboard('{Control>}{Shift>}a{/Shift}{/Control}');
  expect(host.intents.at(-1)).toEqual({ intent: 'call', call: 2, action: 'answer' });
});

test('a second press after Answer does not put the caller on hold, and the card has the focus', async () => {
  const { host, user } = await open(view({ calls: [call()] }), undefined, CALM_MS);
  await frame();
  await user.click(screen.getByRole('button', { name: 'Answer' }));
  screen.getByRole('button', { name: 'Answer' }).focus();
  host.push(view({ revision: 2, calls: [talking()] }));
  await settle();
  expect(at()).toBe(screen.getByRole('group', { name: 'Ada Lovelace' }));
  for (const button of screen.getAllByRole('button')) button.click();
  expect(host.intents.filter((intent) => intent.intent === 'call')).toEqual([{ intent: 'call', call: 1, action: 'answer' }]);
});

test('a notice stands at the foot and a hold changes no order', async () => {
  const held = talking({ state: 'held', actions: ['resume', 'hangUp'] });
  const { box } = await open(view({ calls: [talking({ id: 3, name: 'Third' }), held], notices: [notice('signedOut', 1)] }));
  expect([...box.querySelectorAll('.now [data-call]')].map((card) => card.getAttribute('data-call'))).toEqual(['1', '3']);
  const stack = screen.getByRole('region', { name: 'Questions and notices' });
  const rest = box.querySelector('.rest');
  expect(rest && rest.compareDocumentPosition(stack) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

test('a question covers the stage only; a ring puts it aside, and Answer works meanwhile', async () => {
  const ask = { question: 'quitDuringCall' } as const;
  const { host, user } = await open(view({ stage: { stage: 'settings' }, calls: [talking()], question: ask }));
  expect(at()).toBe(screen.getByRole('button', { name: 'Stay' }));
  expect(screen.getByRole('main', { hidden: true }).inert).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Hold' }));
  expect(host.intents).toEqual([{ intent: 'call', call: 1, action: 'hold' }]);
  host.push(view({ revision: 2, stage: { stage: 'settings' }, calls: [call({ id: 2 }), talking()], question: ask }));
  await settle();
  expect(screen.queryByRole('button', { name: 'Stay' })).toBeNull();
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Answer' }));
  expect(host.intents.at(-1), 'Escape answered nothing that is not to be seen').toEqual({ intent: 'call', call: 2, action: 'answer' });
  host.push(view({ revision: 3, stage: { stage: 'settings' }, calls: [talking()], question: ask }));
  await settle();
  await user.click(screen.getByRole('button', { name: 'Stay' }));
  expect(host.intents.at(-1)).toEqual({ intent: 'cancelQuestion' });
});

test('presses counted: answer, hold, mute and hang up are one key each, from a text field too', async () => {
  const { host, user } = await open({ ...sample('conversation'), calls: [call({ id: 2, account: 'ringcentral' }), talking()] });
  screen.getByRole('textbox', { name: /Reply to/ }).focus();
  for (const letter of ['a', 'd', 'h', 'm', 'e']) await user.keyboard(`{Control>}{Shift>}${letter}{/Shift}{/Control}`);
  expect(host.intents.map((intent) => (intent.intent === 'call' ? [intent.call, intent.action] : intent))).toEqual([[2, 'answer'], [2, 'decline'], [1, 'hold'], [1, 'mute'], [1, 'hangUp']]);
  await user.keyboard('{Control>}{Shift>}c{/Shift}{/Control}');
  expect(at(), 'from the composer to the call').toBe(screen.getByRole('group', { name: 'Ada Lovelace' }));
});

test('presses counted: transfer is one press, the number and Enter', async () => {
  const { host, user } = await open(view({ calls: [talking()] }));
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.keyboard('102{Enter}');
  expect(host.intents).toEqual([{ intent: 'call', call: 1, action: 'transfer', argument: '102' }]);
});

test('a key for what cannot be done goes to its place, which says why', async () => {
  const { host, user } = await open(view({ calls: [talking({ state: 'dialing', direction: 'outbound', actions: ['hangUp'] })] }));
  await user.keyboard('{Control>}{Shift>}h{/Shift}{/Control}');
  expect(at()).toBe(screen.getByRole('button', { name: 'Hold', description: 'Not before the call is answered.' }));
  expect(host.intents).toEqual([]);
});

test('the next chat that waits: offered ones and ones without an answer, round and round', async () => {
  const rows = [chat({ id: 1, waitingSince: null }), chat({ id: 2, status: 'offered' }), chat({ id: 3 })];
  const { host, user } = await open(view({ conversations: rows }));
  await user.keyboard('{Control>}{Shift>}n{/Shift}{/Control}');
  expect(host.intents).toEqual([{ intent: 'show', stage: { stage: 'conversation', conversation: 2 } }]);
  host.push(view({ revision: 2, conversations: rows, stage: { stage: 'conversation', conversation: 3 } }));
  await settle();
  await user.keyboard('{Control>}{Shift>}n{/Shift}{/Control}');
  expect(host.intents.at(-1)).toEqual({ intent: 'show', stage: { stage: 'conversation', conversation: 2 } });
});

test('“?” lists the keys, F6 among them; in a field it is a character', async () => {
  const { user } = await open(view());
  await user.type(screen.getByRole('combobox', { name: 'Name or number to call' }), '?');
  expect(screen.queryByRole('dialog')).toBeNull();
  screen.getByRole('button', { name: 'Settings' }).focus();
  await user.keyboard('?');
  const sheet = screen.getByRole('dialog', { name: 'Keys' });
  for (const key of ['Ctrl+Shift+A', 'Ctrl+Shift+N', 'F6']) expect(within(sheet).getByText(key)).toBeTruthy();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(at()).toBe(screen.getByRole('button', { name: 'Settings' }));
});

test('chats, missed calls and accounts are one Tab stop each', async () => {
  const { user, box } = await open(view({ accounts: [account(), account({ config: { id: 'b', label: 'B' } })], conversations: [chat(), chat({ id: 2 }), chat({ id: 3 })], missed: 2, recent: [past({ end: 'missed', unseen: true }), past({ id: 91, end: 'missed', unseen: true })] }));
  const rest = box.querySelector('.rest');
  const stops = [...(rest?.querySelectorAll<HTMLElement>('li button') ?? [])].filter((button) => button.tabIndex === 0);
  expect(stops).toHaveLength(3);
  stops[0]?.focus();
  await user.keyboard('{ArrowDown}');
  expect(at()?.getAttribute('data-chat')).toBe('2');
});

test('after a transfer the focus is on its ending; when that goes, on what comes next', async () => {
  const { host } = await open(view({ calls: [talking()] }));
  screen.getByRole('button', { name: 'Hold' }).focus();
  const over = past({ id: 1, end: 'transferred', movedTo: '102', connectedAt: NOW - 27_000, endedAt: NOW });
  host.push(view({ revision: 2, recent: [over] }));
  await settle();
  expect(at()).toBe(screen.getByRole('group', { name: 'Ada Lovelace: Transferred to 102' }));
  host.push(view({ revision: 3, now: NOW + 60_000, recent: [over] }));
  await settle();
  expect(at()).toBe(screen.getByRole('combobox', { name: 'Name or number to call' }));
});

test('after adding an account the focus is on its row', async () => {
  const { host } = await open(view({ stage: { stage: 'addAccount', vendor: 'ringcentral' }, accounts: [] }));
  (at() as HTMLElement | null)?.blur();
  host.push(view({ revision: 2 }));
  await settle();
  expect(at()?.getAttribute('data-account')).toBe('ringcentral');
});

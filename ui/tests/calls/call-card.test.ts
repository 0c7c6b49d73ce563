// The call card: only possible actions, pending and trouble in words, keypad and numbers by keyboard.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call, NOW } from '../../src/host/rows';
import CallCard from '../../src/calls/CallCard.svelte';
import type { CallRow } from '../../src/wire/CallRow';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
const show = (over: Partial<CallRow>, now = NOW) => render(CallCard, { call: call(over), account: null, broken: false, now, act });
const TALKING: Partial<CallRow> = { state: 'connected', connectedAt: NOW - 65_000, actions: ['hold', 'keypad', 'transfer', 'hangUp'] };

beforeEach(() => act.mockReset());
afterEach(cleanup);

test('a ringing call is an alert dialog with exactly its actions', async () => {
  show({ actions: ['answer', 'decline'] });
  const card = screen.getByRole('alertdialog', { name: 'Ada Lovelace' });
  expect([...card.querySelectorAll('button')].map((button) => button.textContent.trim())).toEqual(['Answer', 'Decline']);
  await userEvent.click(screen.getByRole('button', { name: 'Answer' }));
  expect(act).toHaveBeenCalledWith({ intent: 'call', call: 1, action: 'answer' });
});

test('nothing is shown as done before it is: pending is busy and said in words', () => {
  show({ pending: { command: 1, action: 'answer', since: NOW } });
  const answer = screen.getByRole('button', { name: 'Answer' });
  expect(answer.getAttribute('aria-disabled')).toBe('true');
  answer.click();
  expect(act).not.toHaveBeenCalled();
  expect(answer.getAttribute('aria-busy')).toBe('true');
  expect(screen.getByText('Answering…')).toBeTruthy();
  expect(screen.getByText('Ringing')).toBeTruthy();
});

test('a page that does not answer: the call can still be ended, and why nothing else is there is said', async () => {
  const { rerender } = render(CallCard, { call: call({ ...TALKING, actions: ['hangUp'] }), account: null, broken: true, now: NOW, act });
  expect(screen.getByText(/You can still end the call/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Hang up' }));
  expect(act).toHaveBeenCalledWith({ intent: 'call', call: 1, action: 'hangUp' });
  await rerender({ call: call({ ...TALKING, actions: [] }) });
  expect(screen.getByText(/cannot be controlled from here/)).toBeTruthy();
  expect(screen.queryByText(/Use the phone that has it/), 'no other phone has it').toBeNull();
  await rerender({ call: call({ ...TALKING, actions: [], elsewhere: true }) });
  expect(screen.getByText(/Use the phone that has it/)).toBeTruthy();
});

test('the timer counts from the connection', async () => {
  const { rerender } = show(TALKING);
  expect(screen.getByText('1:05')).toBeTruthy();
  await rerender({ now: NOW + 3_600_000 });
  expect(screen.getByText('1:01:05')).toBeTruthy();
});

test('a call on another device has no buttons and says why', () => {
  show({ ...TALKING, elsewhere: true, actions: [] });
  expect(screen.queryAllByRole('button')).toEqual([]);
  expect(screen.getByText('On another device')).toBeTruthy();
  expect(screen.getByText(/only shows this call/)).toBeTruthy();
});

test('keypad: keys are pressed, typed, and shown', async () => {
  const user = userEvent.setup();
  show(TALKING);
  await user.click(screen.getByRole('button', { name: 'Keypad' }));
  await user.click(screen.getByRole('button', { name: 'Key 5' }));
  await user.keyboard('#0');
  expect(act.mock.calls.map(([intent]) => intent)).toEqual(['5', '#', '0'].map((argument) => ({ intent: 'call', call: 1, action: 'keypad', argument })));
  expect(screen.getByLabelText('Sent').textContent).toBe('5#0');
});

test('transfer asks for a number; Enter sends, Escape leaves', async () => {
  const user = userEvent.setup();
  show(TALKING);
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.keyboard('{Escape}');
  expect(screen.queryByLabelText('Transfer to')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.keyboard(' 103 {Enter}');
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'call', call: 1, action: 'transfer', argument: '103' });
});

test('an open keypad goes when the action goes', async () => {
  const { rerender } = show(TALKING);
  await userEvent.click(screen.getByRole('button', { name: 'Keypad' }));
  await rerender({ call: call({ ...TALKING, actions: ['hangUp'] }) });
  expect(screen.queryByRole('group', { name: 'Keypad' })).toBeNull();
});

test('an action that goes leaves the focus with its card, on no other action', async () => {
  const { rerender } = show({});
  screen.getByRole('button', { name: 'Answer' }).focus();
  await rerender({ call: call({ pending: { command: 1, action: 'answer', since: NOW } }) });
  expect(document.activeElement?.textContent.trim()).toBe('Answer');
  await rerender({ call: call(TALKING) });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Ada Lovelace' }));
});

test('long names keep their whole text in the title', () => {
  const name = 'A'.repeat(200);
  show({ name });
  expect(screen.getByRole('heading', { name }).title).toBe(name);
});

test('Hang up keeps its place whatever can be asked, and a double click asks once', async () => {
  const names = () => screen.getAllByRole('button').map((button) => button.textContent.trim());
  const { rerender } = show({ ...TALKING, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] });
  expect(names()).toEqual(['Hold', 'Mute', 'Hang up', 'Keypad', 'Transfer…', 'Record']);
  await userEvent.dblClick(screen.getByRole('button', { name: 'Hold' }));
  expect(act).toHaveBeenCalledTimes(1);
  await rerender({ call: call({ ...TALKING, state: 'held', actions: ['resume', 'transfer', 'hangUp'] }) });
  expect(names()).toEqual(['Resume', 'Transfer…', 'Hang up']);
});

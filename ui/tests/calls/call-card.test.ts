// The card of a running call: six places that stay, reasons where something cannot be done, pending and trouble in words, keypad and numbers by keyboard.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call, NOW } from '../../src/host/rows';
import CallCard from '../../src/calls/CallCard.svelte';
import type { CallRow } from '../../src/wire/CallRow';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
const show = (over: Partial<CallRow>, now = NOW) => render(CallCard, { call: call(over), vendor: 'ringcentral', account: null, broken: false, now, act });
const TALKING: Partial<CallRow> = { state: 'connected', connectedAt: NOW - 65_000, actions: ['hold', 'keypad', 'transfer', 'hangUp'] };

beforeEach(() => act.mockReset());
afterEach(cleanup);

test('nothing is shown as done before it is: pending is busy and said in words', () => {
  show({ ...TALKING, pending: { command: 1, action: 'hold', since: NOW } });
  const hold = screen.getByRole('button', { name: 'Hold' });
  expect(hold.getAttribute('aria-disabled')).toBe('true');
  hold.click();
  expect(act).not.toHaveBeenCalled();
  expect(hold.getAttribute('aria-busy')).toBe('true');
  expect(screen.getByText('Putting on hold…')).toBeTruthy();
  expect(screen.getByText('Connected')).toBeTruthy();
});

test('six places stay where they are; what cannot be done says why and does nothing', async () => {
  const names = () => screen.getAllByRole('button').map((button) => button.textContent.trim());
  const { rerender } = show({ ...TALKING, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] });
  expect(names()).toEqual(['Hold', 'Mute', 'Hang up', 'Keypad', 'Transfer…', 'Record']);
  const places = screen.getAllByRole('button');
  await userEvent.dblClick(screen.getByRole('button', { name: 'Hold' }));
  expect(act, 'a double click asks once').toHaveBeenCalledExactlyOnceWith({ intent: 'call', call: 1, action: 'hold' });
  await rerender({ call: call({ ...TALKING, state: 'held', heldSince: NOW - 41_000, recording: 'on', actions: ['resume', 'transfer', 'stopRecording', 'hangUp'] }) });
  expect(names()).toEqual(['Resume', 'Mute', 'Hang up', 'Keypad', 'Transfer…', 'Stop rec.']);
  expect(screen.getAllByRole('button'), 'the very same buttons').toEqual(places);
  expect(screen.getByText('0:41'), 'hold time beside talk time').toBeTruthy();
  const keypad = screen.getByRole('button', { name: 'Keypad', description: 'Not while the call is on hold.' });
  expect(keypad.getAttribute('aria-disabled')).toBe('true');
  expect(keypad.title).toContain('Not while the call is on hold.');
  await userEvent.click(keypad);
  await userEvent.click(screen.getByRole('button', { name: 'Mute' }));
  expect(act).toHaveBeenCalledTimes(1);
  await userEvent.click(screen.getByRole('button', { name: 'Stop rec.' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'call', call: 1, action: 'stopRecording' });
});

test('the queue stands before the number, and tooltips tell the key', () => {
  show({ ...TALKING, queue: 'Support' });
  expect(screen.getByText(/for Support · \+1/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Hold' }).title).toBe('Put on hold · Ctrl+Shift+H');
  expect(screen.getByRole('button', { name: 'Hang up' }).getAttribute('aria-keyshortcuts')).toBe('Control+Shift+E');
});

test('a page that does not answer: the call can still be ended, and why nothing else is there is said', async () => {
  const { rerender } = render(CallCard, { call: call({ ...TALKING, actions: ['hangUp'] }), vendor: 'ringcentral', account: null, broken: true, now: NOW, act });
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

test('transfer: the number and Enter after one press; what is no number is said and stays; Escape goes back to the button', async () => {
  const user = userEvent.setup();
  show(TALKING);
  const button = screen.getByRole('button', { name: 'Transfer…' });
  await user.click(button);
  await user.keyboard('{Escape}');
  expect(screen.queryByLabelText('Transfer to')).toBeNull();
  expect(document.activeElement).toBe(button);
  await user.keyboard('{Enter}abc{Enter}');
  expect(screen.getByRole('alert').textContent).toBe('“abc” is not a phone number.');
  const field = screen.getByRole<HTMLInputElement>('combobox', { name: 'Transfer to' });
  expect([field.value, field.getAttribute('aria-invalid')]).toEqual(['abc', 'true']);
  await user.clear(field);
  await user.keyboard(' 103 {Enter}');
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'call', call: 1, action: 'transfer', argument: '103' });
});

test('transfer offers colleagues first, then others; a name finds them, and what was picked is sent with the next Enter', async () => {
  const user = userEvent.setup();
  const people = [{ name: 'Ada Lovelace', number: '+16505550123', shown: '+1 650-555-0123', colleague: false }, { name: 'Radia Perlman', number: '103', shown: '103', colleague: true }];
  render(CallCard, { call: call(TALKING), vendor: 'ringcentral', account: null, broken: false, now: NOW, people, act });
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  expect(screen.getAllByRole('option').map((option) => option.textContent.trim())).toEqual(['Radia Perlman 103', expect.stringContaining('Ada Lovelace')]);
  await user.keyboard('perl{Enter}');
  expect(screen.getByRole<HTMLInputElement>('combobox').value).toBe('103');
  expect(act).not.toHaveBeenCalled();
  await user.keyboard('{Enter}');
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'call', call: 1, action: 'transfer', argument: '103' });
});

test('asking first keeps the call here, and then it is handed over with one press', async () => {
  const user = userEvent.setup();
  const ask = vi.fn();
  const { rerender } = render(CallCard, { call: call(TALKING), vendor: 'ringcentral', account: null, broken: false, now: NOW, ask, act });
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.keyboard('102');
  await user.click(screen.getByRole('button', { name: 'Ask first' }));
  expect(ask).toHaveBeenCalledExactlyOnceWith('102');
  expect(act).not.toHaveBeenCalled();
  await rerender({ call: call({ ...TALKING, state: 'held', actions: ['resume', 'transfer', 'hangUp'] }), asked: '102' });
  await user.click(screen.getByRole('button', { name: 'Transfer to 102' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'call', call: 1, action: 'transfer', argument: '102' });
});

test('an open keypad goes when the action goes', async () => {
  const { rerender } = show(TALKING);
  await userEvent.click(screen.getByRole('button', { name: 'Keypad' }));
  await rerender({ call: call({ ...TALKING, actions: ['hangUp'] }) });
  expect(screen.queryByRole('group', { name: 'Keypad' })).toBeNull();
});

test('long names keep their whole text in the title', () => {
  const name = 'A'.repeat(200);
  show({ ...TALKING, name });
  expect(screen.getByRole('heading', { name }).title).toBe(name);
});

test('how it sounds is said in words with the reason, and nothing while it is good', async () => {
  const good = { grade: 'good', flaw: null, hearer: null, nothingHeard: false, speakingWhileMuted: false, microphoneSilent: false } as const;
  const { rerender, container } = show({ ...TALKING, sound: good });
  const said = () => [...container.querySelectorAll('[aria-live] p')].map((line) => line.textContent.trim());
  expect(said()).toEqual([]);
  await rerender({ call: call({ ...TALKING, sound: { ...good, grade: 'poor', flaw: 'jitter', hearer: 'party' } }) });
  expect(said()).toEqual(['Poor sound: your voice reaches them unevenly.']);
  await rerender({ call: call({ ...TALKING, muted: true, sound: { ...good, grade: 'fair', flaw: 'delay', hearer: 'agent', speakingWhileMuted: true } }) });
  expect(said()).toEqual(['You are muted: nobody hears what you say.', 'Fair sound: you hear them late.']);
  await rerender({ call: call({ ...TALKING, sound: { ...good, microphoneSilent: true, nothingHeard: true } }) });
  expect(said()).toEqual(['Nobody hears you: nothing comes from the microphone.', 'Nothing comes from the other side.']);
});

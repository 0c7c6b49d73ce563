// The dial field: asks once, says why it cannot, and holds the number of a link until somebody presses.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { account } from '../../src/host/rows';
import DialField from '../../src/calls/DialField.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('dialling asks once, through the chosen phone', async () => {
  const user = userEvent.setup();
  const phones = [account(), account({ config: { id: 'b', label: 'B' } }), account({ config: { id: 'c', label: 'C' }, dialerReady: false, signIn: 'signedOut' })];
  const { rerender } = render(DialField, { phones, outgoing: [], act });
  expect(screen.getByRole<HTMLOptionElement>('option', { name: 'C (Signed out)' }).disabled).toBe(true);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Call through' }), 'B');
  const field = screen.getByRole<HTMLInputElement>('combobox', { name: 'Name or number to call' });
  await user.type(field, '+49 30 901820{Enter}{Enter}');
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dial', account: 'b', number: '+49 30 901820', callNow: true });
  expect(screen.getByRole('status').textContent).toContain('Asking the phone');
  await rerender({ outgoing: [4] });
  expect(screen.getByRole('status').textContent.trim()).toBe('');
  expect(field.value, 'free for the next number').toBe('');
});

test('a name finds people; a word that is no number is said under the field and stays', async () => {
  const user = userEvent.setup();
  render(DialField, { phones: [account()], people: [{ name: 'Radia Perlman', number: '103', shown: '103', colleague: true }], outgoing: [], act });
  const field = screen.getByRole<HTMLInputElement>('combobox');
  await user.type(field, 'abc{Enter}');
  expect(screen.getByRole('alert').textContent).toBe('“abc” is not a phone number.');
  expect([field.value, field.getAttribute('aria-invalid')]).toEqual(['abc', 'true']);
  expect(act).not.toHaveBeenCalled();
  await user.clear(field);
  await user.type(field, 'rad');
  expect(screen.getByRole('option', { name: /Radia Perlman/ }).getAttribute('aria-selected')).toBe('true');
  await user.type(field, '{Enter}{Enter}');
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dial', account: 'ringcentral', number: '103', callNow: true });
});

test('the number of a link waits in the field until somebody presses', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  const link = { id: 1, number: '+16505550123', extension: '12', text: '<img src=x onerror=alert(1)>', leftOut: ',,777#' };
  const { rerender, container } = render(DialField, { phones: [account()], outgoing: [], act, link });
  const field = screen.getByRole<HTMLInputElement>('combobox');
  expect(field.value).toBe('+16505550123');
  expect(document.activeElement).not.toBe(field);
  expect(screen.getByText(/to type once the call is taken: 12/)).toBeTruthy();
  expect(screen.getByText('Left out of the link: ,,777#')).toBeTruthy();
  expect(container.querySelector('q')?.textContent).toBe(link.text);
  expect(container.querySelector('img')).toBeNull();
  await user.type(field, '{Enter}');
  await user.click(screen.getByRole('button', { name: 'Write a text message' }));
  expect(act, 'a key on its way to something else').not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(900);
  await user.click(screen.getByRole('button', { name: 'Write a text message' }));
  expect(act.mock.calls).toEqual([[{ intent: 'openSms', account: 'ringcentral', number: link.number, text: link.text }], [{ intent: 'dropLink' }]]);
  await rerender({ link: { ...link, id: 2, number: '101', text: null } });
  expect(field.value, 'a newer link').toBe('101');
  await vi.advanceTimersByTimeAsync(900);
  await user.type(field, '2');
  expect(screen.queryByText(/From a link/), 'it is the agent’s number now').toBeNull();
  await user.type(field, '{Enter}');
  expect(act).toHaveBeenNthCalledWith(3, { intent: 'dial', account: 'ringcentral', number: '1012', callNow: true });
  vi.useRealTimers();
});

test('the number of a link can be forgotten, and is seen without any phone', async () => {
  const user = userEvent.setup();
  render(DialField, { phones: [], outgoing: [], act, link: { id: 1, number: '101', extension: null, text: null, leftOut: null } });
  expect(screen.getByText(/Add a phone/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Forget this number' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dropLink' });
  expect(screen.getByRole<HTMLInputElement>('combobox').value).toBe('');
});

test('a link that is taken away takes its number along, and a number that was dialled stays', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  const link = { id: 1, number: '101', extension: null, text: null, leftOut: null };
  const { rerender } = render(DialField, { phones: [account()], outgoing: [], act, link });
  const field = screen.getByRole<HTMLInputElement>('combobox');
  await rerender({ link: null });
  expect(field.value, 'the next link was refused').toBe('');
  await rerender({ link: { ...link, id: 2 } });
  await vi.advanceTimersByTimeAsync(900);
  await user.type(field, '{Enter}');
  await rerender({ link: null });
  expect(field.value, 'it was dialled').toBe('101');
  await rerender({ link: { ...link, id: 3, number: '102' } });
  await user.type(field, '3');
  await rerender({ link: null });
  expect(field.value, 'the agent changed it').toBe('1023');
  vi.useRealTimers();
});

test('what is well with a phone is no reason why nobody can be called', () => {
  const { unmount } = render(DialField, { phones: [account({ dialerReady: false, connection: 'connected' })], outgoing: [], act });
  screen.getByText('No calls through RingCentral yet: Its dialer is not ready');
  unmount();
  render(DialField, { phones: [account({ dialerReady: false, callingMode: 'ringOut' })], outgoing: [], act });
  screen.getByText('No calls through RingCentral yet: Its dialer is not ready');
});

test('a dialer that is not ready says why, and keeps what is typed meanwhile', async () => {
  const user = userEvent.setup();
  const { rerender } = render(DialField, { phones: [account({ dialerReady: false, connection: 'disconnected' })], outgoing: [], act });
  const field = screen.getByRole<HTMLInputElement>('combobox');
  const reason = 'No calls through RingCentral yet: Phone not registered';
  expect(screen.getByText(reason).id).toBe(field.getAttribute('aria-describedby'));
  expect(screen.getByRole('button', { name: 'Call', description: reason }).getAttribute('aria-disabled')).toBe('true');
  await user.type(field, '102{Enter}');
  expect(screen.getByRole('alert').textContent).toBe(reason);
  expect(act).not.toHaveBeenCalled();
  await rerender({ phones: [account()] });
  await user.type(field, '{Enter}');
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dial', account: 'ringcentral', number: '102', callNow: true });
});

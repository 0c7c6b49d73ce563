// Ringing calls in their own place: everything that can be asked of the first, one line for the next, each command with its call.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeHost } from '../../src/host/fake';
import { call, NOW, view } from '../../src/host/rows';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import RingStrip from '../../src/calls/RingStrip.svelte';
import type { CallRow } from '../../src/wire/CallRow';
import type { Query } from '../../src/wire/Query';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
const intents = () => act.mock.calls.map(([intent]) => intent);
const show = (...calls: CallRow[]) => render(RingStrip, { calls, vendorOf: () => 'ringcentral', vendors: [...VENDORS, ...CHAT_VENDORS], labelOf: () => 'Front desk', broken: [], now: NOW, query: (query: Query) => fakeHost(view()).query(query), act });
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('a ringing call says who, for which queue, on which account, and has four places', async () => {
  show(call({ queue: 'Support' }));
  const card = screen.getByRole('alertdialog', { name: 'Ada Lovelace' });
  expect(card.textContent).toMatch(/Ringing.*for Support.*\+1.650.555.0123 · on Front desk/s);
  expect(within(card).getByRole('img', { name: 'RingCentral phone' })).toBeTruthy();
  expect(within(card).getAllByRole('button').map((button) => button.title)).toEqual(['Answer · Ctrl+Shift+A', 'Decline · Ctrl+Shift+D', 'Send to voicemail', 'Forward to a number…']);
  for (const name of ['Answer', 'Decline', 'Send to voicemail']) await userEvent.click(screen.getByRole('button', { name }));
  expect(intents()).toEqual(['answer', 'decline', 'voicemail'].map((action) => ({ intent: 'call', call: 1, action })));
});

test('a place whose action is impossible stays, with the reason', async () => {
  show(call({ actions: ['answer', 'decline'] }));
  const forward = screen.getByRole('button', { name: 'Forward to a number…', description: 'It rings on your own phone: answer it there.' });
  expect(forward.getAttribute('aria-disabled')).toBe('true');
  await userEvent.click(forward);
  expect(screen.queryByRole('combobox')).toBeNull();
});

test('what is asked for is busy until it is so, and is asked once', () => {
  show(call({ pending: { command: 1, action: 'answer', since: NOW } }));
  const answer = screen.getByRole('button', { name: 'Answer' });
  expect(answer.getAttribute('aria-busy')).toBe('true');
  answer.click();
  expect(act).not.toHaveBeenCalled();
  expect(screen.getByText('Answering…')).toBeTruthy();
});

test('a second call has a line of its own and is named by its buttons; further ones are counted', async () => {
  show(call(), call({ id: 2, name: 'Radia Perlman' }), call({ id: 3 }));
  const next = screen.getByRole('group', { name: 'Also ringing: Radia Perlman' });
  expect(within(next).getByText('+1')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Decline: Radia Perlman' }));
  await userEvent.click(screen.getByRole('button', { name: 'Answer: Radia Perlman' }));
  expect(intents()).toEqual([{ intent: 'call', call: 2, action: 'decline' }, { intent: 'call', call: 2, action: 'answer' }]);
});

test('a call that rings on another phone has no dead buttons', () => {
  show(call({ actions: [] }));
  expect(screen.queryAllByRole('button')).toEqual([]);
  expect(screen.getByText(/answer it there/)).toBeTruthy();
});

test('forwarding asks for a number', async () => {
  const user = userEvent.setup();
  show(call());
  await user.click(screen.getByRole('button', { name: 'Forward to a number…' }));
  await user.keyboard('101{Enter}');
  expect(intents()).toEqual([{ intent: 'call', call: 1, action: 'forward', argument: '101' }]);
});

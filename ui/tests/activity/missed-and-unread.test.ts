// Missed calls and unread messages until they are seen.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { message, NOW, past } from '../../src/host/rows';
import MissedAndUnread from '../../src/activity/MissedAndUnread.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('missed calls: show, call back, mark seen', async () => {
  const user = userEvent.setup();
  const open = vi.fn();
  const missed = [1, 2, 3, 4].map((id) => past({ id, end: 'missed', unseen: true, name: `Caller ${id}` }));
  render(MissedAndUnread, { missed, missedTotal: 9, unread: 2, messages: [], now: NOW, ready: ['ringcentral'], act, open });
  await user.click(screen.getByRole('button', { name: 'Call Caller 2 back' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'dial', account: 'ringcentral', number: '+16505550123', callNow: true });
  await user.click(screen.getByRole('button', { name: /Missed call from Caller 1/ }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'open', item: { item: 'call', call: 1 } });
  await user.click(screen.getByRole('button', { name: '6 more missed calls' }));
  await user.click(screen.getByRole('button', { name: '2 unread messages' }));
  expect(open.mock.calls.flat()).toEqual(['missed', 'missed', 'messages']);
});

test('nobody can be called back while no dialer is ready', () => {
  render(MissedAndUnread, { missed: [past({ end: 'missed', unseen: true })], missedTotal: 1, unread: 0, messages: [], now: NOW, ready: [], act, open: vi.fn() });
  expect(screen.queryByRole('button', { name: /back/ })).toBeNull();
});

test('unread says what there is', () => {
  const messages = [message({ id: 'v', kind: 'voicemail', seconds: 23, unread: true }), message({ id: 'f', kind: 'fax', unread: true }), message({ id: 'r', unread: false }), message({ id: 's', from: null, number: '+16505550100', unread: true })];
  render(MissedAndUnread, { missed: [], missedTotal: 0, unread: 4, messages, now: NOW, ready: [], act, open: vi.fn() });
  expect(screen.getByText(/^Voicemail 0:23 · Fax · Text from .+ · 1 more$/)).toBeTruthy();
});

test('marked as seen: one kind at a time, counted, with a way back', async () => {
  const user = userEvent.setup();
  const missed = [past({ end: 'missed', unseen: true })];
  const base = { missed, missedTotal: 1, unread: 2, messages: [], now: NOW, ready: [], act, open: vi.fn() };
  const { rerender } = render(MissedAndUnread, base);
  await user.click(screen.getByRole('button', { name: 'Mark all missed calls as seen' }));
  await rerender({ missed: [], missedTotal: 0, marked: { mark: 4, count: 15 } });
  expect(screen.getByText('15 marked as seen')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Mark all messages as seen' }));
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(act.mock.calls.map(([intent]) => intent)).toEqual([{ intent: 'markSeen', kind: 'calls' }, { intent: 'markSeen', kind: 'messages' }, { intent: 'undoSeen', mark: 4 }]);
});

// The activity: order, filters, search, and what stands there when there is nothing.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import Activity from '../../src/activity/Activity.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

const history = SAMPLES['activity'] ?? view();
const list = () => screen.queryAllByRole('listitem').map((item) => item.textContent);

test('activity: newest first, filters and search by name, text and digits', async () => {
  const user = userEvent.setup();
  const setFilter = vi.fn();
  const { rerender } = render(Activity, { view: history, now: NOW, filter: 'all', act, setFilter });
  expect(list()).toHaveLength(history.recent.length + history.messages.length + history.conversations.length);
  const search = screen.getByRole('searchbox');
  await user.type(search, 'parcel');
  expect(list()).toHaveLength(1);
  await user.clear(search);
  await user.type(search, '020 7946');
  expect(list()).toHaveLength(0);
  await user.clear(search);
  await user.type(search, '20 7946');
  expect(list()[0]).toContain('Katherine Johnson');
  await user.clear(search);
  await user.click(screen.getByRole('button', { name: 'Missed' }));
  expect(setFilter).toHaveBeenCalledWith('missed');
  await rerender({ filter: 'missed' });
  expect(list()).toHaveLength(2);
  expect(screen.getByRole('button', { name: 'Missed', pressed: true })).toBeTruthy();
});

test('activity: empty says what comes, nothing found leads back', async () => {
  const { rerender } = render(Activity, { view: view(), now: NOW, filter: 'all', act, setFilter: vi.fn() });
  expect(screen.getByText(/Nothing yet/)).toBeTruthy();
  await rerender({ view: history });
  await userEvent.type(screen.getByRole('searchbox'), 'zzz');
  await userEvent.click(screen.getByRole('button', { name: 'Show everything' }));
  expect(list().length).toBeGreaterThan(0);
});

test('what is new is marked as seen by itself, and a message by being opened', async () => {
  const user = userEvent.setup();
  render(Activity, { view: history, now: NOW, filter: 'all', act, setFilter: vi.fn() });
  await user.click(screen.getByRole('button', { name: 'Mark as seen: Katherine Johnson' }));
  await user.click(screen.getByRole('button', { name: 'Mark as seen: Grace Hopper' }));
  const grace = screen.getAllByRole('listitem').find((item) => item.textContent.includes('parcel'));
  await user.click(within(grace as HTMLElement).getByRole('button', { name: 'Open in RingCentral' }));
  expect(act.mock.calls.map(([intent]) => intent)).toEqual([
    { intent: 'markSeen', call: 80 },
    { intent: 'markSeen', account: 'ringcentral', message: 'm1' },
    { intent: 'open', item: { item: 'message', account: 'ringcentral', message: 'm1' } },
  ]);
});

// A list keeps its order while the pointer or the focus is in it.
import { cleanup, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { inOrder } from '../../src/controls/steady';
import { chat } from '../../src/host/chat-rows';
import { NOW, past, view } from '../../src/host/rows';
import { open, settle } from '../window';

afterEach(cleanup);

test('what is new stands last, what is gone is gone', () => {
  expect(inOrder([4, 3, 1], [1, 2, 3], (row) => row)).toEqual([1, 3, 4]);
  expect(inOrder([2, 1], [], (row) => row)).toEqual([2, 1]);
});

const rows = (...ids: number[]) => ids.map((id) => chat({ id, who: `Visitor ${String(id)}` }));
const listed = (box: HTMLElement) => [...box.querySelectorAll('[data-chat]')].map((row) => Number(row.getAttribute('data-chat')));

test('chats change places only when the pointer has left', async () => {
  const { host, user, box } = await open(view({ conversations: rows(1, 2, 3) }));
  await user.hover(screen.getByRole('button', { name: /^Visitor 2/ }));
  host.push(view({ revision: 2, conversations: rows(9, 3, 2, 1) }));
  await settle();
  expect(listed(box)).toEqual([1, 2, 3, 9]);
  await user.unhover(screen.getByRole('button', { name: /^Visitor 2/ }));
  await settle();
  expect(listed(box)).toEqual([9, 3, 2, 1]);
});

test('chats change places only when the focus has left', async () => {
  const { host, box } = await open(view({ conversations: rows(1, 2, 3) }));
  screen.getByRole('button', { name: /^Visitor 1/ }).focus();
  host.push(view({ revision: 2, conversations: rows(3, 1) }));
  await settle();
  expect(listed(box)).toEqual([1, 3]);
  screen.getByRole('button', { name: 'Settings' }).focus();
  await settle();
  expect(listed(box)).toEqual([3, 1]);
});

test('a missed call that comes while the pointer is on one is counted, not put before it', async () => {
  const missed = (id: number) => past({ id, name: `Caller ${String(id)}`, end: 'missed', connectedAt: null, unseen: true, since: NOW - 60_000, endedAt: NOW - 50_000 });
  const names = () => screen.getAllByRole('button', { name: /^Missed call from/ }).map((button) => button.getAttribute('aria-label')?.slice(17, 25));
  const { host, user } = await open(view({ missed: 3, recent: [missed(3), missed(2), missed(1)] }));
  await user.hover(screen.getByRole('button', { name: /^Missed call from Caller 2/ }));
  host.push(view({ revision: 2, missed: 4, recent: [missed(4), missed(3), missed(2), missed(1)] }));
  await settle();
  expect(names()).toEqual(['Caller 3', 'Caller 2', 'Caller 1']);
  expect(screen.getByText('1 more missed call')).toBeTruthy();
});

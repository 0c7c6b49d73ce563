// The engagement funnel: five answers in words, "not known" said plainly, and a table that says what the chart shows.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { fakeHost } from '../../src/host/fake';
import { NOW, view } from '../../src/host/rows';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { DAYS, everyDay, total } from '../../src/funnel/funnel';
import Funnel from '../../src/funnel/Funnel.svelte';
import { speak } from '../../src/text/speech.svelte';
import Activity from '../../src/activity/Activity.svelte';
import type { AppView } from '../../src/wire/AppView';
import type { FunnelDay } from '../../src/wire/FunnelDay';
import type { FunnelRow } from '../../src/wire/FunnelRow';
import type { Query } from '../../src/wire/Query';
import fromCore from '../../src/wire/views/funnel.json';
import { open, sample } from '../window';

const DAY = 86_400_000;
const TODAY = NOW - (NOW % DAY);
const day = (ago: number, over: Partial<FunnelDay> = {}): FunnelDay => ({ day: TODAY - ago * DAY, visits: 4, running: 0, offered: 4, tried: 3, refused: 1, received: 2, failed: 1, ...over });
const PARTLY: FunnelRow = { account: 'shop', vendor: 'onwebchat', known: { offered: 'atLeast', tried: 'known', refused: 'atLeast', received: 'notKnown', failed: 'notKnown' }, days: [day(1), day(0, { running: 1, refused: 0 })] };
const show = (rows: FunnelRow[]) => render(Funnel, { rows, accounts: view().accounts, vendors: CHAT_VENDORS, now: NOW, open: true });
const answers = () => screen.getAllByRole('definition').map((it) => it.textContent.trim());

afterEach(() => {
  cleanup();
  speak('english', ['en']);
});

test('each question is a number, at least a number, or not known', () => {
  show([PARTLY]);
  expect(answers()).toEqual(['at least 8', '6', 'at least 1', 'not known', 'not known']);
  expect(screen.getByText(/1 visit is not over yet/)).toBeTruthy();
  expect(screen.getByText(/this widget has no event for it/)).toBeTruthy();
  cleanup();
  speak('german', ['de']);
  show([PARTLY]);
  expect(answers()).toEqual(['mindestens 8', '6', 'mindestens 1', 'nicht bekannt', 'nicht bekannt']);
});

test('the table says what the chart shows, newest day first', async () => {
  show([PARTLY]);
  await userEvent.click(screen.getByText('Numbers by day'));
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  const cells = rows.map((row) => [...row.children].map((cell) => cell.textContent));
  expect(cells[0]).toEqual(['Day', 'Visits', 'Offered', 'Tried', 'Refused', 'Received', 'Failed']);
  expect(cells.slice(1)).toEqual([
    ['Thu, Nov 19', '4', 'at least 4', '3', 'at least 0', 'not known', 'not known'],
    ['Wed, Nov 18', '4', 'at least 4', '3', 'at least 1', 'not known', 'not known'],
  ]);
});

test('what is not known has no bars, and no visits have no chart', () => {
  const { container } = show([PARTLY]);
  expect(container.querySelectorAll('rect.tried')).toHaveLength(DAYS);
  expect(container.querySelectorAll('rect.received')).toHaveLength(0);
  cleanup();
  show([{ ...PARTLY, days: [] }]);
  expect(screen.getByText('No visit yet.')).toBeTruthy();
});

test('every day up to now has a place, and sums add up', () => {
  const days = everyDay([day(40), day(29), day(0)], NOW);
  expect(days).toHaveLength(DAYS);
  expect(days[0]?.visits).toBe(4);
  expect(days.at(-1)?.day).toBe(TODAY);
  expect(total(days, 'tried')).toBe(6);
});

test('the activity page shows it for all and for chats, and unfolded beside the figures of the day', async () => {
  const shown = sample('activityChats');
  const props = { view: shown, vendors: CHAT_VENDORS, now: NOW, act: vi.fn(), send: vi.fn(), query: (query: Query) => fakeHost(shown).query(query), setFilter: vi.fn() };
  const { container, rerender } = render(Activity, { ...props, filter: 'chats' as const });
  await screen.findByRole('listbox');
  const box = () => container.querySelector<HTMLDetailsElement>('details.funnel');
  expect(box()?.open).toBe(false);
  await rerender({ filter: 'calls' });
  expect(box()).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'At a glance' }));
  expect(box()?.open).toBe(true);
});

test('what the core sends is shown', async () => {
  await open(fromCore as unknown as AppView);
  expect(screen.getByText('Engagement funnel')).toBeTruthy();
  expect(answers()).toHaveLength(10);
  expect(answers().slice(5)).toContain('not known');
});

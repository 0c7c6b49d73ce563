// The activity on the history: order, filters, search, details, notes, export, and what stands there when there is nothing.
import { cleanup, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { past, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { calm, list, show } from './shown';

afterEach(cleanup);

const history = SAMPLES['activity'] ?? view();

test('newest first, search by name, text and digits, and the old question is no longer answered', async () => {
  const { user, host } = await show(history);
  expect(list()).toHaveLength(history.recent.length + history.messages.length);
  expect(list()[0]).toContain('Grace Hopper');
  const search = screen.getByRole('searchbox');
  const asked = host.queries.length;
  await user.type(search, 'parcel');
  await calm();
  expect(list()).toHaveLength(1);
  expect(host.queries.length - asked, 'not one for each letter').toBeLessThan(4);
  await user.clear(search);
  await user.type(search, '20 7946');
  await calm();
  expect(list()[0]).toContain('Katherine Johnson');
  await user.clear(search);
  await user.type(search, 'k');
  await calm();
  expect(screen.getAllByText('Two letters or digits at least.').length).toBeGreaterThan(0);
});

test('what is chosen narrows what is asked for', async () => {
  const { user, host, setFilter, again } = await show(history);
  await user.click(screen.getByRole('button', { name: 'Missed' }));
  expect(setFilter).toHaveBeenCalledWith('missed');
  await again({ filter: 'missed' });
  expect(list()).toHaveLength(2);
  await again({ filter: 'all' });
  await user.click(screen.getByRole('button', { name: 'More filters' }));
  await user.selectOptions(screen.getByLabelText('Direction'), 'Outbound');
  await calm();
  expect(list().filter((row) => !/Outbound|sent/.test(row))).toEqual([]);
  await user.click(screen.getByLabelText('Has voicemail'));
  await calm();
  expect(list()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'No further filters' }));
  await calm();
  expect(list().length).toBeGreaterThan(2);
  const day = screen.getByLabelText('Until');
  await user.type(day, '2026-11-18');
  day.dispatchEvent(new Event('change'));
  await calm();
  const last = host.queries.filter((query) => query.query === 'history').at(-1);
  expect(last?.filter.until).toBe(new Date(2026, 10, 19).getTime());
});

test('empty says what comes, nothing found leads back, no answer says why', async () => {
  const { again } = await show(view());
  expect(screen.getByText(/Nothing yet/)).toBeTruthy();
  await again({ view: history });
  expect(list().length, 'what happens meanwhile comes by itself').toBeGreaterThan(0);
  cleanup();
  const { user, setFilter } = await show(history);
  await user.type(screen.getByRole('searchbox'), 'zzz');
  await calm();
  await user.click(screen.getByRole('button', { name: 'Show everything' }));
  expect(setFilter).toHaveBeenCalledWith('all');
  await calm();
  expect(list().length).toBeGreaterThan(0);
  cleanup();
  await show(history, 'all', { noHistory: 'the disk is full' });
  expect(screen.getByRole('alert').textContent).toContain('the disk is full');
});

test('by keyboard all the way: down, to the ends, into the details and back', async () => {
  const { user, act } = await show(history, 'all', { older: 5000 });
  await user.keyboard('/');
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  await user.keyboard('{ArrowDown}');
  const box = screen.getByRole('listbox');
  expect(document.activeElement).toBe(box);
  const selected = () => screen.getByRole('option', { selected: true });
  expect(box.getAttribute('aria-activedescendant')).toBe(selected().id);
  await user.keyboard('{ArrowDown}');
  expect(selected().textContent).toContain('Katherine Johnson');
  await user.keyboard('{PageDown}{PageUp}{Enter}');
  await calm();
  const details = screen.getByRole('region', { name: 'Katherine Johnson' });
  expect(details.contains(document.activeElement)).toBe(true);
  await user.click(within(details).getByRole('button', { name: 'Call' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'dial', account: 'ringcentral', number: '+442079460958', callNow: true });
  await user.keyboard('{Escape}');
  await calm();
  expect(document.activeElement).toBe(screen.getByRole('listbox'));
  await user.keyboard('{End}');
  await calm();
  expect(list().length).toBeGreaterThan(5);
  expect(selected().textContent, 'the oldest of all').toContain('+1 650-555-4999');
  await user.keyboard('{Home}');
  await calm();
  expect(selected().textContent).toContain('Grace Hopper');
});

test('what is new is marked as seen by itself, and a message by being opened', async () => {
  const { user, act } = await show(history);
  await user.click(screen.getAllByRole('option').find((row) => row.textContent.includes('Katherine')) as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'Mark as seen' }));
  await user.click(screen.getAllByRole('option').find((row) => row.textContent.includes('parcel')) as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'Mark as seen' }));
  await user.click(screen.getByRole('button', { name: 'Open in widget' }));
  expect(act.mock.calls.map(([intent]) => intent)).toEqual([
    { intent: 'markSeen', call: 80 },
    { intent: 'markSeen', account: 'ringcentral', message: 'm1' },
    { intent: 'open', item: { item: 'message', account: 'ringcentral', message: 'm1' } },
  ]);
});

test('what the agent notes is kept, shown and found', async () => {
  const { user, host } = await show(history);
  await user.click(screen.getAllByRole('option')[1] as HTMLElement);
  await user.type(await screen.findByLabelText('Note'), 'Wants the blue one');
  await user.type(screen.getByLabelText('Disposition'), 'refund');
  await user.click(screen.getByRole('button', { name: 'Keep note' }));
  await calm();
  expect(host.intents.at(-1)).toMatchObject({ intent: 'noteEntry', said: { note: 'Wants the blue one', disposition: 'refund' } });
  expect(screen.getByText('Kept.')).toBeTruthy();
  expect(list()[1]).toMatch(/refund · .*Wants the blue one/);
  await user.type(screen.getByRole('searchbox'), 'blue');
  await calm();
  expect(list()).toHaveLength(1);
});

test('everything with one person, over all kinds', async () => {
  const call = past({ number: '+12025550188', numberShown: '+1 202-555-0188', name: 'Grace Hopper' });
  const { user } = await show({ ...history, recent: [call, ...history.recent] });
  await user.click(screen.getAllByRole('option').find((row) => row.textContent.includes('parcel')) as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'All with this person' }));
  await calm();
  expect(screen.getByText('Everything with +12025550188')).toBeTruthy();
  expect(list()).toHaveLength(3);
  await user.click(screen.getByRole('button', { name: 'Show everybody again' }));
  await calm();
  expect(list().length).toBeGreaterThan(3);
});

test('what is filtered is exported, with progress and a way to end it', async () => {
  const { user, act, again } = await show(history, 'missed');
  await user.click(screen.getByRole('button', { name: 'CSV' }));
  expect(act.mock.calls[0]?.[0]).toMatchObject({ intent: 'exportHistory', format: 'csv', filter: { outcomes: ['missed'] } });
  await again({ view: { ...history, export: { export: 1, entries: 1500, state: { state: 'running' } } } });
  expect(screen.getByText('Exporting: 1,500 entries so far')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'cancelExport' });
  await again({ view: { ...history, export: { export: 1, entries: 2, state: { state: 'done', path: '/home/ada/Downloads/deskbell-history.csv' } } } });
  expect(screen.getByText('2 entries are in /home/ada/Downloads/deskbell-history.csv')).toBeTruthy();
});

test('what comes on top moves nothing that is chosen', async () => {
  const { user, again } = await show(history, 'all', { older: 500 });
  await user.click(screen.getAllByRole('option')[2] as HTMLElement);
  const name = () => screen.getByRole('option', { selected: true }).textContent;
  const before = name();
  await again({ view: { ...history, recent: [past({ id: 99, name: 'Just Now', since: history.now - 1000 }), ...history.recent] } });
  expect(name()).toBe(before);
  expect(list()[0]).toContain('Just Now');
});

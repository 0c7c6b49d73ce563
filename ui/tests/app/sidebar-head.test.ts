// The head of the sidebar: the status switch, its lines and the light, from views the core made; by keyboard, and said once.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import SidebarHead from '../../src/app/SidebarHead.svelte';
import { statusLines } from '../../src/status/status';
import { en } from '../../src/text/en';
import type { AppView } from '../../src/wire/AppView';
import type { Intent } from '../../src/wire/Intent';
import everythingWrong from '../../src/wire/views/reach-everything-wrong.json';
import confirmed from '../../src/wire/views/status-confirmed.json';
import drifted from '../../src/wire/views/status-drifted.json';
import gaveUp from '../../src/wire/views/status-gave-up.json';
import history from '../../src/wire/views/status-history.json';
import lunch from '../../src/wire/views/status-lunch.json';
import next from '../../src/wire/views/status-next.json';
import quietHours from '../../src/wire/views/status-quiet-hours.json';
import retrying from '../../src/wire/views/status-retrying.json';
import secondSession from '../../src/wire/views/status-second-session.json';
import unchosen from '../../src/wire/views/status-unchosen.json';
import wanted from '../../src/wire/views/status-wanted.json';
import wrapUp from '../../src/wire/views/status-wrap-up.json';
import { open } from '../window';

const act = vi.fn<(intent: Intent) => void>();
const send = vi.fn<(intent: Intent) => Promise<boolean>>();
beforeEach(() => {
  act.mockReset();
  send.mockReset().mockResolvedValue(true);
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

/** A view of the core, as the window gets it. */
const core = (exported: unknown) => exported as AppView;
const show = (exported: unknown, now = core(exported).now) => render(SidebarHead, { view: core(exported), phones: ['phone', 'ringcentral'], now, act, send });
const intents = () => act.mock.calls.map(([intent]) => intent);
const light = () => screen.getByRole('button', { name: /^Reachability/ });

test('a long name leaves the light room for what is said of it, and is whole for who hears or points', () => {
  const label = 'Shared reception line of the regional headquarters, second floor, north wing (Mo–Fr)';
  const summary = `${label}: the phone cannot connect, so calls do not ring here.`;
  const named = (name: string, text: string) => {
    cleanup();
    const view = SAMPLES['lightBad'] as AppView;
    const away = { presence: 'away' as const, at: view.now, by: 'window' as const };
    render(SidebarHead, { view: { ...view, status: { ...view.status, chosen: away }, accounts: view.accounts.map((row) => ({ ...row, config: { ...row.config, label: name } })), reach: { ...view.reach, summary: text } }, phones: ['ringcentral'], now: view.now, act, send });
    return light();
  };
  const long = named(label, summary);
  expect(long.getAttribute('title')).toBe(summary);
  expect(within(long).getByText('Shared reception line…: the phone cannot connect, so calls do not ring here.')).toBeTruthy();
  expect(screen.getByRole('button', { name: `Reachability, Broken: ${summary}` })).toBe(long);
  expect(named('Desk', 'Desk is signed out.').textContent.trim()).toBe('Desk is signed out.');
});

test('the switch shows what the agent effectively is, else what vendors confirmed', () => {
  show(lunch);
  expect(screen.getByRole('button', { name: /^Status: Away · Lunch · since .*\. Change$/ })).toBeTruthy();
  cleanup();
  show(wrapUp);
  expect(screen.getByRole('button', { name: 'Status: Wrap-up 0:18. Change' })).toBeTruthy();
  cleanup();
  show(unchosen);
  expect(screen.getByRole('button', { name: 'Status: Available. Change' })).toBeTruthy();
});

test('a status is chosen at once by keyboard, without the note of the one before', async () => {
  const user = userEvent.setup();
  show(lunch);
  await user.tab();
  await user.keyboard('{Enter}');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Away');
  expect(document.activeElement?.getAttribute('aria-checked')).toBe('true');
  expect(screen.queryByRole('group', { name: 'After this call' })).toBeNull();
  await user.keyboard('{ArrowDown}{Enter}');
  expect(intents()).toEqual([{ intent: 'setPresence', presence: 'doNotDisturb', afterCall: false }]);
  expect(screen.getByRole('button', { name: /^Status: Away · Lunch/ })).toBe(document.activeElement);
});

test('a note: suggested, typed and sent with Enter; the form stays where it was not taken', async () => {
  const user = userEvent.setup();
  show(confirmed);
  await user.tab();
  await user.keyboard('{Enter}w{Enter}');
  const note = screen.getByRole<HTMLInputElement>('textbox', { name: 'Note' });
  expect(document.activeElement).toBe(note);
  expect(note.maxLength).toBe(80);
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Status' }).value).toBe('away');
  expect(screen.queryByRole('checkbox')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Meeting' }));
  expect(note.value).toBe('Meeting');
  send.mockResolvedValueOnce(false);
  await user.keyboard(' room 4 {Enter}');
  expect(send).toHaveBeenLastCalledWith({ intent: 'setPresence', presence: 'away', note: 'Meeting room 4', afterCall: false });
  expect(screen.getByRole('textbox', { name: 'Note' })).toBe(note);
  await user.keyboard('{Enter}');
  expect(screen.queryByRole('textbox', { name: 'Note' })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Status/ }));
});

test('a form without a note sends none, and Escape leaves it', async () => {
  const user = userEvent.setup();
  show(lunch);
  await user.tab();
  await user.keyboard('{Enter}w{Enter}{Enter}');
  expect(send).toHaveBeenCalledExactlyOnceWith({ intent: 'setPresence', presence: 'away', afterCall: false });
  await user.keyboard('{Enter}w{Enter}{Escape}');
  expect(screen.queryByRole('form')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Status/ }));
});

test('a status ends after a length, at the end of the day or at a time of day, and the form says when', async () => {
  const user = userEvent.setup();
  show(confirmed);
  const begin = async () => {
    await user.click(screen.getByRole('button', { name: /^Status/ }));
    await user.click(screen.getByRole('menuitem', { name: 'With a note or an end…' }));
  };
  const sent = async (until: unknown) => {
    await user.click(screen.getByRole('button', { name: 'Set' }));
    expect(send).toHaveBeenLastCalledWith({ intent: 'setPresence', presence: 'away', afterCall: false, ...(until !== null && { until }) });
  };
  await begin();
  await user.click(screen.getByRole('button', { name: '15 min' }));
  expect(screen.getByText(/^Ends at/)).toBeTruthy();
  await sent({ end: 'in', seconds: 900 });
  await begin();
  await user.click(screen.getByRole('button', { name: 'Today' }));
  await sent({ end: 'at', minutes: 0 });
  await begin();
  await user.click(screen.getByRole('button', { name: 'At…' }));
  const hour = screen.getByRole('textbox', { name: 'Until: hour' });
  const minute = screen.getByRole('textbox', { name: 'Until: minute' });
  await user.clear(hour);
  const before = send.mock.calls.length;
  await user.click(screen.getByRole('button', { name: 'Set' }));
  expect(send).toHaveBeenCalledTimes(before);
  expect(hour.getAttribute('aria-invalid')).toBe('true');
  await user.type(hour, '2');
  await user.clear(minute);
  await user.type(minute, '45');
  const half = screen.queryByRole('combobox', { name: 'Until: AM or PM' });
  if (half) await user.selectOptions(half, 'pm');
  await sent({ end: 'at', minutes: (half ? 14 : 2) * 60 + 45 });
  // Pressed again it has no end; nothing comes after being available.
  await begin();
  await user.dblClick(screen.getByRole('button', { name: '1 h' }));
  await sent(null);
  await begin();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'available');
  expect(screen.queryByRole('group', { name: 'Ends' })).toBeNull();
});

test('on a call each status can be queued, and a note waits for the end of the call', async () => {
  const user = userEvent.setup();
  show(next);
  await user.click(screen.getByRole('button', { name: /^Status/ }));
  const later = within(screen.getByRole('group', { name: 'After this call' }));
  expect(later.getByRole('menuitemradio', { name: 'Away, after this call' }).getAttribute('aria-checked')).toBe('true');
  await user.click(later.getByRole('menuitemradio', { name: 'Offline, after this call' }));
  expect(intents()).toEqual([{ intent: 'setPresence', presence: 'offline', afterCall: true }]);
  await user.click(screen.getByRole('button', { name: /^Status/ }));
  await user.click(screen.getByRole('menuitem', { name: 'With a note or an end…' }));
  await user.click(screen.getByRole('checkbox', { name: 'After this call' }));
  await user.click(screen.getByRole('button', { name: 'Break' }));
  await user.click(screen.getByRole('button', { name: 'Set after the call' }));
  expect(send).toHaveBeenCalledExactlyOnceWith({ intent: 'setPresence', presence: 'away', note: 'Break', afterCall: true });
});

test('a ringing call alone has no end to wait for', async () => {
  const ringing = { ...core(confirmed), calls: [call()] };
  show(ringing);
  await userEvent.click(screen.getByRole('button', { name: /^Status/ }));
  expect(screen.queryByRole('group', { name: 'After this call' })).toBeNull();
});

test('away with a note takes two presses: the menu, the note', async () => {
  const user = userEvent.setup();
  show(confirmed);
  await user.click(screen.getByRole('button', { name: /^Status/ }));
  await user.click(within(screen.getByRole('group', { name: 'Away with a note' })).getByRole('menuitem', { name: 'Away · Break' }));
  expect(intents()).toEqual([{ intent: 'setPresence', presence: 'away', note: 'Break', afterCall: false }]);
});

test('each line of the menu says what it does', async () => {
  show(confirmed);
  await userEvent.click(screen.getByRole('button', { name: /^Status/ }));
  const said = screen.getAllByRole('menuitemradio').map((entry) => [entry.getAttribute('aria-label'), document.getElementById(entry.getAttribute('aria-describedby') ?? '')?.textContent]);
  expect(said).toEqual([
    ['Available', 'Calls and chats arrive'],
    ['Away', 'Chats paused, calls still ring'],
    ['Do not disturb', 'No calls, no chats'],
    ['Offline', 'Shown as gone: no calls, no chats'],
  ]);
});

test('a rule is ended where it is told, and calls are told to stay silent until then', async () => {
  const night = core(quietHours);
  show({ ...night, reach: { level: 'off', summary: 'Do not disturb: Night', checks: [] }, status: { ...night.status, accounts: [], rules: night.status.rules.map((rule) => ({ ...rule, name: 'Inventory' })) } });
  expect(screen.getByText(/^Inventory until \d{1,2}:\d\d.*, then Available$/)).toBeTruthy();
  expect(light().textContent).toMatch(/Calls stay silent until \d{1,2}:\d\d/);
  await userEvent.click(screen.getByRole('button', { name: 'End now: Do not disturb: Night' }));
  expect(intents()).toEqual([{ intent: 'setPresence', presence: 'available', afterCall: false }]);
});

test('a status that ends by itself says until when, what comes then, and ends at once by one press', async () => {
  const now = core(confirmed).now;
  const until = now + 30 * 60_000;
  const lunch = { presence: 'away', note: 'Lunch', at: now - 60_000, by: 'window' } as const;
  const view = core(confirmed);
  const chosen = { presence: 'doNotDisturb', note: 'Inventory', at: now - 1000, by: 'window', until } as const;
  show({ ...view, presence: 'doNotDisturb', status: { ...view.status, chosen, after: lunch, aim: 'doNotDisturb', rules: [] } });
  expect(screen.getByText(/^until \d{1,2}:\d\d.*, then Away · Lunch$/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'End now: Do not disturb · Inventory' }));
  expect(intents()).toEqual([{ intent: 'setPresence', presence: 'away', note: 'Lunch', afterCall: false }]);
});

test('available says in amber what keeps calls away', () => {
  show(SAMPLES['lightBad']);
  const status = screen.getByRole('button', { name: /^Status/ });
  expect(status.textContent).toContain('Available · phone not connected');
  expect(status.querySelector('.glyph.look')).toBeTruthy();
});

test('notes used before are suggested, newest first, each once', async () => {
  const past = core(history);
  const own = (note: string) => ({ at: past.now, kind: 'chosen' as const, by: { cause: 'agent' as const, from: 'tray' as const }, presence: 'away' as const, note });
  show({ ...past, status: { ...past.status, history: [own('Dentist'), own('Lunch'), own('Dentist'), ...past.status.history] } });
  await userEvent.click(screen.getByRole('button', { name: /^Status/ }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'With a note or an end…' }));
  expect(within(screen.getByRole('group', { name: 'Suggestions' })).getAllByRole('button').map((button) => button.textContent)).toEqual(['Lunch', 'Break', 'Meeting', 'Training', 'Dentist']);
});

test('rules speak: wrap-up counts down and ends with “Ready now”, the queued status can be dropped', async () => {
  const { rerender } = show(wrapUp);
  expect(screen.getByText('0:18')).toBeTruthy();
  await rerender({ now: core(wrapUp).now + 5000 });
  expect(screen.getByText('0:13')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /^\+1 min/ }));
  await userEvent.click(screen.getByRole('button', { name: /^Ready now/ }));
  cleanup();
  show(next);
  expect(screen.getByText('On a call · chats paused')).toBeTruthy();
  expect(screen.queryByText('Chats paused while on a call')).toBeNull();
  expect(screen.getByText('After this call: Away · Break')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Do not change it after this call' }));
  expect(intents()).toEqual([{ intent: 'extendWrapUp' }, { intent: 'setPresence', presence: 'available', afterCall: false }, { intent: 'dropNextPresence' }]);
});

test('a rule that ends in hours says when, not how long', () => {
  const line = statusLines(core(quietHours), core(quietHours).now, en, 'en-GB')[0];
  expect(line?.time).toMatch(/^until \d{1,2}:\d\d$/);
});

test('what stands in the light is not repeated below it', () => {
  show(drifted);
  expect(light().textContent).toContain('My phone says GONE; you chose Available.');
  expect(screen.getAllByText(/My phone says GONE/)).toHaveLength(1);
  expect(document.querySelectorAll('li p')).toHaveLength(0);
});

test('drift: set again or keep theirs', async () => {
  show(drifted);
  await userEvent.click(screen.getByRole('button', { name: 'Set again' }));
  await userEvent.click(screen.getByRole('button', { name: 'Keep theirs' }));
  cleanup();
  show(secondSession);
  expect(light().textContent).toContain('sign in there a second time');
  await userEvent.click(screen.getByRole('button', { name: 'Keep theirs' }));
  expect(intents()).toEqual([{ intent: 'pushStatus', account: 'phone' }, { intent: 'adoptStatus', account: 'phone' }, { intent: 'adoptStatus', account: 'hub' }]);
});

test('retrying counts down and can be tried now; a final refusal leads to the form', async () => {
  const { rerender } = show(retrying);
  expect(screen.getByText(/^Next try in 2\ss$/)).toBeTruthy();
  await rerender({ now: core(retrying).now + 60_000 });
  expect(screen.getByText('Trying now…')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Try now' }));
  cleanup();
  show(gaveUp);
  await userEvent.click(screen.getByRole('button', { name: 'Open settings' }));
  expect(intents()).toEqual([{ intent: 'pushStatus', account: 'hub' }, { intent: 'show', stage: { stage: 'editAccount', account: 'hub' } }]);
});

test('a page that is loaded again by itself says when, counting, and is not said anew each second', async () => {
  const broken = SAMPLES['crashed'] as AppView;
  const { rerender } = show(broken);
  expect(light().textContent.trim()).toBe('Calls do not reach you. Trying again in 14\u00a0s');
  await rerender({ now: broken.now + 2000 });
  expect(light().textContent).toContain('in 12\u00a0s');
  await rerender({ now: broken.now + 20_000 });
  expect(light().textContent).toContain('Trying now…');
  expect(light().getAttribute('aria-label')).toBe('Reachability, Broken: Calls do not reach you. Trying now…');
  expect(document.querySelector('[aria-live]')?.textContent).not.toContain('Trying');
});

test('one that gave up for now can be set again', async () => {
  show(SAMPLES['gaveUpAgain']);
  await userEvent.click(screen.getByRole('button', { name: 'Set again' }));
  expect(intents()).toEqual([{ intent: 'pushStatus', account: 'hub' }]);
});

test('what is on its way is a line only when it lasts', async () => {
  vi.useFakeTimers();
  const both = core(wanted);
  show({ ...both, reach: { ...both.reach, level: 'bad', summary: 'There is no network.' } });
  expect(screen.queryByText('My phone: setting Do not disturb…')).toBeNull();
  await vi.advanceTimersByTimeAsync(999);
  expect(screen.queryByText('My phone: setting Do not disturb…')).toBeNull();
  await vi.advanceTimersByTimeAsync(2);
  expect(screen.getByText('My phone: setting Do not disturb…')).toBeTruthy();
});

test('news is said once: not at the start, not again with every second, not while on its way', async () => {
  const { rerender, container } = show(confirmed);
  const said = () => container.querySelector('[aria-live="polite"]')?.textContent;
  expect(said()).toBe('');
  await rerender({ view: core(wanted) });
  expect(said()).toBe('');
  await rerender({ view: core(wrapUp) });
  expect(said()).toBe('Wrap-up after the call');
  await rerender({ now: core(wrapUp).now + 9000 });
  expect(said()).toBe('Wrap-up after the call');
  await rerender({ view: core(drifted) });
  expect(said()).toBe('My phone says GONE; you chose Available.');
});

test('the light says level and summary, has the remedy, and shows all of it on the stage', async () => {
  const user = userEvent.setup();
  show(everythingWrong);
  expect(light().getAttribute('aria-label')).toMatch(/^Reachability, Broken: My phone: the phone cannot connect/);
  await user.click(screen.getByRole('button', { name: 'Load again' }));
  await user.click(screen.getByRole('button', { name: '5 more troubles: show all' }));
  light().focus();
  await user.keyboard('{Enter}');
  const page = { intent: 'show', stage: { stage: 'reachability' } };
  expect(intents()).toEqual([core(everythingWrong).reach.checks[0]?.action?.intent, page, page]);
});

test('what is in the way stands on the stage with its remedies, then all that was checked', async () => {
  const { host, user } = await open({ ...core(everythingWrong), stage: { stage: 'reachability' } });
  expect(light().getAttribute('aria-current')).toBe('page');
  const wrong = core(everythingWrong).reach.checks.filter((check) => check.level !== 'good');
  const page = within(screen.getByRole('main'));
  for (const check of wrong) {
    const item = within(page.getByRole('group', { name: check.text }));
    if (check.fix !== null) expect(item.getByText(check.fix)).toBeTruthy();
    if (check.action) await user.click(item.getByRole('button', { name: check.action.label }));
  }
  expect(host.intents).toEqual(wrong.flatMap((check) => (check.action ? [check.action.intent] : [])));
  cleanup();
  await open({ ...core(confirmed), stage: { stage: 'reachability' } });
  expect(screen.getByText('Nothing is in the way.')).toBeTruthy();
  expect(screen.getByText(/^Kept up to date\. Last change at .*\d\d:\d\d/)).toBeTruthy();
  expect(within(screen.getByRole('main')).getAllByRole('heading').map((heading) => heading.textContent)).toEqual(['Reachability', 'In the way', 'All checks', 'This computer', 'My phone', 'Web chat']);
  for (const check of core(confirmed).reach.checks) expect(screen.getByText(check.text)).toBeTruthy();
});

test('drift can be answered where it is listed, too', async () => {
  const { host, user } = await open({ ...core(drifted), stage: { stage: 'reachability' } });
  await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Keep theirs' }));
  expect(host.intents).toEqual([{ intent: 'adoptStatus', account: 'phone' }]);
});

test('a button that leads to what is shown already is not there', async () => {
  await open({ ...core(everythingWrong), stage: { stage: 'settings' } });
  expect(screen.getAllByRole('button', { name: 'Load again' }).length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: 'Open settings' })).toBeNull();
});

test('there is no light and no status before there is an account', async () => {
  await open(SAMPLES['firstStart'] ?? view());
  expect(screen.queryByRole('button', { name: /^Reachability|^Status/ })).toBeNull();
});

test('the clock of the window runs while something counts down', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  await open(core(wrapUp));
  expect(screen.getByText('0:18')).toBeTruthy();
  await vi.advanceTimersByTimeAsync(3000);
  expect(screen.queryByText('0:18')).toBeNull();
  expect(screen.getByText(/^0:1[45]$/)).toBeTruthy();
});

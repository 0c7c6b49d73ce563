// Rules about the status, and schedules: sent whole, written by keyboard, said in words.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { fakeHost } from '../../src/host/fake';
import { SAMPLES } from '../../src/host/samples';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { daysInWords, heldSince, nextBegin, presets, scheduleInWords } from '../../src/status/schedules';
import { de } from '../../src/text/de';
import { en } from '../../src/text/en';
import { speak } from '../../src/text/speech.svelte';
import Settings from '../../src/settings/Settings.svelte';
import type { AppView } from '../../src/wire/AppView';
import type { Intent } from '../../src/wire/Intent';
import type { StatusRules } from '../../src/wire/StatusRules';

const act = vi.fn<(intent: Intent) => void>();
const send = vi.fn<(intent: Intent) => Promise<boolean>>();
beforeEach(() => {
  speak('english', ['en-GB']);
  act.mockReset();
  send.mockReset().mockResolvedValue(true);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  speak('english', ['en']);
});

const sample = (name: string) => SAMPLES[name] ?? view();
const settings = (shown: AppView) => render(Settings, { view: shown, vendors: CHAT_VENDORS, now: NOW, act, send, query: (asked: Query) => fakeHost(view()).query(asked) });
const set = sample('statusRules');
const RULES = set.preferences.rules;
const rulesSent = () => send.mock.calls.map(([intent]): StatusRules | null => (intent.intent === 'changeSetting' && intent.change.setting === 'rules' ? intent.change.value : null));

test('rules are sent whole and shown as set until told otherwise', async () => {
  const user = userEvent.setup();
  settings(set);
  const wrapUp = screen.getByRole<HTMLInputElement>('switch', { name: 'Wrap-up after a call' });
  await user.click(wrapUp);
  expect(wrapUp.checked).toBe(true);
  await user.click(screen.getByRole('switch', { name: 'Pause chats while on a call' }));
  await user.click(screen.getByRole('switch', { name: 'Away while the screen is locked' }));
  const seconds = screen.getByRole<HTMLInputElement>('spinbutton', { name: 'Length of the wrap-up in seconds' });
  await user.clear(seconds);
  await user.type(seconds, '99999{Tab}');
  const minutes = screen.getByRole('spinbutton', { name: 'Away after this many minutes' });
  await user.clear(minutes);
  await user.type(minutes, '15{Tab}');
  expect(rulesSent()).toEqual([{ wrapUp: false }, { pauseChatsOnCall: false }, { awayWhenLocked: false }, { wrapUpSeconds: 3600 }, { awayIdleMinutes: 15 }].map((over) => ({ ...RULES, ...over })));
  expect(seconds.value).toBe('30');
});

test('the rules say what they do, and that a choice by hand wins', () => {
  settings(set);
  const region = within(screen.getByRole('region', { name: 'Status rules' }));
  expect(region.getByText(/What you choose by hand always wins/)).toBeTruthy();
  for (const rule of region.getAllByRole('switch')) expect(document.getElementById(rule.getAttribute('aria-describedby') ?? '')?.textContent).toBeTruthy();
});

test('usual schedules are added with one press and not offered twice', async () => {
  const bare = { ...set, preferences: { ...set.preferences, rules: { ...RULES, schedules: [] } } };
  const { rerender } = settings(bare);
  await userEvent.click(screen.getByRole('button', { name: /Night Do not disturb 22:00–06:00/ }));
  const night = rulesSent()[0]?.schedules ?? [];
  expect(night).toEqual([{ name: 'Night', kind: 'quietHours', on: true, days: [true, true, true, true, true, false, false], from: 1320, to: 360 }]);
  await rerender({ view: { ...bare, preferences: { ...bare.preferences, rules: { ...RULES, schedules: night } } } });
  expect(screen.queryByRole('button', { name: /Night 22/ })).toBeNull();
  expect(screen.getByRole('button', { name: /Early shift/ })).toBeTruthy();
  expect(presets([], de.status).map((preset) => preset.name)).toEqual(['Frühschicht', 'Spätschicht', 'Nacht']);
});

test('a schedule is written by keyboard: what is missing is said, and what ends on the next day', async () => {
  const user = userEvent.setup();
  settings(set);
  screen.getByRole('button', { name: 'Add a schedule' }).focus();
  await user.keyboard('{Enter}{Enter}');
  const name = screen.getByRole('textbox', { name: 'Name' });
  expect(screen.getByText('Give it a name.')).toBeTruthy();
  expect(document.activeElement).toBe(name);
  await user.keyboard('Late, late');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) await user.click(screen.getByRole('button', { name: day, pressed: true }));
  await user.click(screen.getByRole('button', { name: 'Save schedule' }));
  expect(screen.getByText('Choose a day on which it begins.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Monday' }));
  await user.keyboard(' ');
  await user.click(screen.getByRole('radio', { name: /^Quiet hours/ }));
  await user.type(screen.getByRole('textbox', { name: 'To: hour' }), '830', { initialSelectionStart: 0, initialSelectionEnd: 2 });
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'To: minute' }));
  expect(screen.getByText('Ends at 08:30 on the next day.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save schedule' }));
  expect(rulesSent().at(-1)?.schedules.at(-1)).toEqual({ name: 'Late, late', kind: 'quietHours', on: true, days: [true, false, false, false, false, false, false], from: 540, to: 510 });
  expect(screen.queryByRole('form')).toBeNull();
});

test('schedules are switched, changed in place, and deleted with a way back', async () => {
  const user = userEvent.setup();
  const { rerender } = settings(set);
  const [early, night, team] = RULES.schedules;
  await user.click(screen.getByRole('switch', { name: 'Night' }));
  await user.click(screen.getByRole('button', { name: 'Edit Early shift' }));
  expect(screen.queryByRole('button', { name: 'Delete Night' })).toBeNull();
  await user.type(screen.getByRole('textbox', { name: 'Name' }), ' A');
  await user.click(screen.getByRole('button', { name: 'Save schedule' }));
  await user.click(screen.getByRole('button', { name: 'Delete Night' }));
  await rerender({ view: { ...set, preferences: { ...set.preferences, rules: { ...RULES, schedules: [early, team].filter((row) => row !== undefined) } } } });
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(rulesSent().map((rules) => rules?.schedules)).toEqual([[early, { ...night, on: false }, team], [{ ...early, name: 'Early shift A' }, night, team], [early, team], [early, night, team]]);
});

test('days and times of schedules in words', () => {
  const days = (...on: number[]) => [0, 1, 2, 3, 4, 5, 6].map((day) => on.includes(day)) as StatusRules['schedules'][number]['days'];
  const say = (...on: number[]) => daysInWords(days(...on), 'en-GB', en.status);
  expect([say(0, 1, 2, 3, 4), say(0, 2, 3, 5), say(5, 6), say(0, 1, 2, 3, 4, 5, 6), say()]).toEqual(['Mon–Fri', 'Mon, Wed, Thu, Sat', 'Sat, Sun', 'Every day', 'No day']);
  expect(scheduleInWords({ name: '', kind: 'quietHours', on: true, days: days(0), from: 1320, to: 360 }, 'de', de.status)).toBe('Ruhezeit · Mo · 22:00–06:00');
});

test('quiet hours switched on after a choice say why they do not hold, and when they begin', () => {
  const [, night] = RULES.schedules;
  const now = new Date(2026, 10, 30, 23, 0).getTime();
  const quiet = { ...night, days: set.preferences.rules.schedules[1]?.days, on: true } as StatusRules['schedules'][number];
  expect(heldSince(quiet, now)).toBe(new Date(2026, 10, 30, 22, 0).getTime());
  expect(heldSince(quiet, new Date(2026, 11, 1, 5, 59).getTime())).toBe(new Date(2026, 10, 30, 22, 0).getTime());
  expect(heldSince(quiet, new Date(2026, 11, 1, 6, 0).getTime())).toBeNull();
  expect(nextBegin(quiet, now)).toBe(new Date(2026, 11, 1, 22, 0).getTime());
  const chosen = { presence: 'available' as const, at: new Date(2026, 10, 30, 22, 40).getTime(), by: 'window' as const };
  const shown = { ...set, status: { ...set.status, chosen }, preferences: { ...set.preferences, rules: { ...RULES, schedules: [quiet] } } };
  render(Settings, { view: shown, vendors: CHAT_VENDORS, now, act, send, query: (asked: Query) => fakeHost(view()).query(asked) });
  expect(screen.getByText(/You chose Available at 22:40, after it began, so it does not hold now\. It begins next: 1 Dec, 22:00\./)).toBeTruthy();
});

test('a time is typed straight on, in the halves of the day where the user has them', async () => {
  speak('english', ['en-US']);
  const user = userEvent.setup();
  settings(set);
  await user.click(screen.getByRole('button', { name: 'Edit Early shift' }));
  const hour = screen.getByRole<HTMLInputElement>('textbox', { name: 'From: hour' });
  expect([hour.value, screen.getByRole<HTMLInputElement>('textbox', { name: 'To: hour' }).value]).toEqual(['6', '2']);
  await user.click(hour);
  await user.keyboard('715p');
  expect([hour.value, screen.getByRole<HTMLInputElement>('textbox', { name: 'From: minute' }).value, screen.getByRole<HTMLSelectElement>('combobox', { name: 'From: AM or PM' }).value]).toEqual(['7', '15', 'pm']);
  await user.keyboard('{ArrowUp}{ArrowUp}');
  await user.click(screen.getByRole('button', { name: 'Save schedule' }));
  expect(rulesSent().at(-1)?.schedules[0]?.from).toBe(19 * 60 + 17);
});

test('settings are searched: sections and parts that match stay, the rest goes', async () => {
  const user = userEvent.setup();
  settings(set);
  await user.type(screen.getByRole('searchbox', { name: 'Search settings' }), 'wrap-up');
  expect(screen.getByRole('switch', { name: 'Wrap-up after a call' })).toBeTruthy();
  expect(screen.queryByRole('switch', { name: 'Pause chats while on a call' })).toBeNull();
  expect(screen.queryByRole('region', { name: 'Canned replies' })).toBeNull();
  await user.clear(screen.getByRole('searchbox'));
  await user.type(screen.getByRole('searchbox'), 'nothing like this');
  expect(screen.getByText('No setting has “nothing like this”.')).toBeTruthy();
  await user.clear(screen.getByRole('searchbox'));
  expect(screen.getByRole('region', { name: 'Canned replies' })).toBeTruthy();
});

test('what is for administrators stands last', () => {
  settings(set);
  const regions = screen.getAllByRole('region').map((region) => region.getAttribute('aria-labelledby'));
  expect(regions.slice(-3)).toEqual(['settings-withheld', 'settings-diagnostics', 'settings-listener']);
  expect(within(screen.getByRole('group', { name: 'For administrators' })).getAllByRole('region')).toHaveLength(3);
});

// Rules about the status, and schedules: sent whole, written by keyboard, said in words.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { daysInWords, minutesOf, presets, scheduleInWords } from '../../src/status/schedules';
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
const settings = (shown: AppView) => render(Settings, { view: shown, vendors: CHAT_VENDORS, now: NOW, act, send });
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
  await userEvent.click(screen.getByRole('button', { name: /Night 22:00–06:00/ }));
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
  const to = screen.getByLabelText<HTMLInputElement>('To');
  await user.clear(to);
  await user.type(to, '08:30');
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
  expect([minutesOf('06:05'), minutesOf('')]).toEqual([365, null]);
});

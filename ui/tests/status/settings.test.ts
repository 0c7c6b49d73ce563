// What is set about the status: rules, schedules, news from vendors, the secret for them; and the history of it.
import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { daysInWords, minutesOf, presets, scheduleInWords } from '../../src/status/schedules';
import { de } from '../../src/text/de';
import { en } from '../../src/text/en';
import { speak } from '../../src/text/speech.svelte';
import AccountForm from '../../src/accounts/AccountForm.svelte';
import Activity from '../../src/activity/Activity.svelte';
import Settings from '../../src/settings/Settings.svelte';
import type { AccountConfig } from '../../src/wire/AccountConfig';
import type { AppView } from '../../src/wire/AppView';
import type { Intent } from '../../src/wire/Intent';
import type { StatusRules } from '../../src/wire/StatusRules';
import everythingWrong from '../../src/wire/views/reach-everything-wrong.json';
import history from '../../src/wire/views/status-history.json';

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

const core = (exported: unknown) => exported as AppView;
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

test('listener: the switch, port and address are sent whole; what cannot be is said and stays', async () => {
  const user = userEvent.setup();
  const shown = sample('newsTrouble');
  const { listener } = shown.preferences;
  settings(shown);
  await user.click(screen.getByRole('switch', { name: 'Take news about your status from vendors' }));
  const port = screen.getByRole<HTMLInputElement>('textbox', { name: 'Port' });
  await user.clear(port);
  await user.type(port, '80{Tab}');
  expect(screen.getByText('Choose a number from 1024 to 65535.')).toBeTruthy();
  await user.type(port, '80{Tab}');
  const address = screen.getByRole('textbox', { name: 'Public address' });
  await user.type(address, 'desk.example{Tab}');
  expect(screen.getByText('It must begin with https://')).toBeTruthy();
  await user.clear(address);
  await user.type(address, ' https://desk.example/a {Tab}');
  expect(send.mock.calls.map(([intent]) => intent.intent === 'changeSetting' && intent.change.value)).toEqual([{ ...listener, on: false }, { ...listener, port: 8080 }, { ...listener, publicAddress: 'https://desk.example/a' }]);
});

test('listener: how the listener stands and the key store’s trouble in the core’s words', () => {
  settings(core(everythingWrong));
  const region = screen.getByRole('region', { name: 'News from vendors' });
  expect(region.textContent).toContain('News from vendors cannot be taken: the port is taken.');
  expect(region.textContent).toContain('tokens are kept until Deskbell quits (no key store is running).');
  cleanup();
  settings(view());
  expect(screen.getByRole('region', { name: 'News from vendors' }).textContent).toContain('No account can be told about yet.');
});

test('listener: the address for each account is whole, copied, or selected where nothing can be copied', async () => {
  const user = userEvent.setup();
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  settings(sample('news'));
  expect(screen.getByText('https://desk.company.example/news/snapengage/hub/agent-status')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Copy the address for Web shop chat' }));
  expect(written).toHaveBeenCalledExactlyOnceWith('https://desk.company.example/news/snapengage/hub/agent-status');
  expect(await screen.findByText('Copied')).toBeTruthy();
  cleanup();
  written.mockRejectedValue(new Error('not allowed'));
  settings(sample('newsTrouble'));
  await user.click(screen.getByRole('button', { name: 'Copy the address for Web shop chat' }));
  expect(await screen.findByText(/Selected/)).toBeTruthy();
  expect(getSelection()?.toString()).toBe('http://127.0.0.1:47816/snapengage/hub/agent-status');
});

const SNAP = CHAT_VENDORS.find((form) => form.vendor === 'snapengage');
const START: AccountConfig = { id: 'hub', vendor: 'snapengage', label: 'Hub', enabled: true, options: {}, simulated: false };

test('form: a token for status news is made, copied once, and saved with the account', async () => {
  const user = userEvent.setup();
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  if (!SNAP) throw new Error('no form');
  const save = vi.fn<(config: AccountConfig) => void>();
  render(AccountForm, { vendor: SNAP, start: START, existing: true, query: () => Promise.resolve({ answer: 'checked', address: 'https://a', problems: [] }), save, cancel: vi.fn() });
  await user.click(screen.getByText('More options'));
  expect(screen.getAllByRole('button', { name: /^Generate/ })).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Generate: Authentication token for status news' }));
  const token = screen.getByLabelText<HTMLInputElement>('Authentication token for status news').value;
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(screen.getByText(token)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Copy the token once' }));
  expect(written).toHaveBeenCalledExactlyOnceWith(token);
  expect(await screen.findByText('Copied. It is saved with the account.')).toBeTruthy();
  expect(screen.queryByText(token)).toBeNull();
  const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' });
  await waitFor(() => expect(submit.disabled).toBe(false));
  await user.click(submit);
  expect(save.mock.calls[0]?.[0].options['statusHook']).toBe(token);
});

const lines = () => screen.getAllByRole('listitem').map((item) => [...item.querySelectorAll('p')].map((part) => part.textContent.replaceAll(/\s+/g, ' ').trim()));

test('history: what changed and by whom, in words, newest first', () => {
  const shown = core(history);
  render(Activity, { view: shown, now: shown.now, filter: 'status', act, setFilter: vi.fn() });
  expect(lines()).toEqual([
    ['Chats paused while on a call', 'Rule ended'],
    ['Away · On a call', 'Confirmed by Web chat · PAUSE'],
    ['Chats paused while on a call', 'Rule began'],
    ['Available', 'Confirmed by My phone · OPEN'],
    ['Offline', 'Changed at My phone from elsewhere · GONE'],
    ['Available', 'Confirmed by Web chat · ONLINE'],
    ['Available', 'Chosen by you, in this window'],
  ]);
});

test('history: every cause and problem has words; among everything only what the agent did or must know', async () => {
  const shown = sample('statusHistory');
  const { rerender } = render(Activity, { view: shown, now: NOW, filter: 'status', act, setFilter: vi.fn() });
  expect(lines()).toHaveLength(shown.status.history.length);
  expect(lines()).toContainEqual(['Do not disturb', 'Not taken by Web shop chat', 'The request was refused (404: no such agent)']);
  expect(lines()).toContainEqual(['Away', 'Not taken by an account that is gone', 'Its server failed (503)']);
  expect(lines()).toContainEqual(['Away', 'Changed at Web shop chat by a second session of yours · Paused']);
  expect(lines()).toContainEqual(['Away · Break', 'Chosen for after the call by you, in the tray']);
  await rerender({ filter: 'all' });
  expect(lines().flat().join()).not.toMatch(/Rule|Confirmed/);
  await rerender({ filter: 'calls' });
  expect(screen.queryAllByRole('listitem')).toEqual([]);
});

test('history: without any, one sentence says what will be here', () => {
  render(Activity, { view: sample('activity'), now: NOW, filter: 'status', act, setFilter: vi.fn() });
  expect(screen.getByText('Nothing yet. What you choose, and what vendors make of it, is listed here.')).toBeTruthy();
});

test('settings list every check, as the command line does, and have no axe violations while a schedule is written', async () => {
  const shown = { ...core(everythingWrong), stage: { stage: 'settings' as const } };
  settings(shown);
  const region = within(screen.getByRole('region', { name: 'Reachability' }));
  expect(region.getAllByRole('group').map((item) => item.getAttribute('aria-label')).sort()).toEqual(shown.reach.checks.map((check) => check.text).sort());
  await userEvent.click(region.getByRole('button', { name: 'Load again' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'reload', account: 'phone', confirmed: false });
  await userEvent.click(screen.getByRole('button', { name: 'Add a schedule' }));
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});

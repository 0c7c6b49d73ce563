// Permission prompts and the list of permissions: what each button asks for, and what it does not.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { prompt } from '../../src/host/permission-samples';
import { account, notice } from '../../src/host/rows';
import NoticeStack from '../../src/notices/NoticeStack.svelte';
import { CALM_MS, holdUntilSettled } from '../../src/controls/settled';
import Permissions from '../../src/permissions/Permissions.svelte';
import type { PermissionRow } from '../../src/wire/PermissionRow';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
const intents = () => act.mock.calls.map(([intent]) => intent);
beforeEach(() => {
  act.mockReset();
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const user = () => userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
const shown = (...rows: PermissionRow[]) => render(NoticeStack, { prompts: rows, notices: [], accounts: [account(), account({ config: { id: 'b', label: 'Second' } })], act });

test('a prompt names account, permission and reason, and has three answers', async () => {
  shown(prompt('microphone'));
  const group = screen.getByRole('group', { name: 'RingCentral wants to use the microphone' });
  expect(group.getAttribute('aria-describedby')).toBeTruthy();
  expect(within(group).getByText(/nobody hears you/)).toBeTruthy();
  vi.advanceTimersByTime(CALM_MS);
  const hand = user();
  for (const name of ['Allow', 'Not now', 'Never']) await hand.click(within(group).getByRole('button', { name }));
  expect(intents()).toEqual([
    { intent: 'answerAsk', ask: 1, allowed: true, remember: true },
    { intent: 'answerAsk', ask: 1, allowed: false, remember: false },
    { intent: 'answerAsk', ask: 1, allowed: false, remember: true },
  ]);
});

test('the keyboard reaches every answer, in the order of reading', async () => {
  shown(prompt('camera'));
  vi.advanceTimersByTime(CALM_MS);
  const hand = user();
  for (const name of ['Allow', 'Not now', 'Never']) {
    await hand.tab();
    expect(document.activeElement?.textContent).toBe(name);
  }
  await hand.keyboard('{Enter}');
  expect(intents()).toEqual([{ intent: 'answerAsk', ask: 1, allowed: false, remember: true }]);
});

test('a question that appears, alone or in another one’s place, takes no press before it was seen', async () => {
  const { rerender } = shown(prompt('microphone'), prompt('camera', { id: 2 }));
  const release = holdUntilSettled();
  await rerender({ prompts: [prompt('microphone')] });
  screen.getByRole('button', { name: 'Allow' }).click();
  expect(intents()).toEqual([]);
  await vi.advanceTimersByTimeAsync(CALM_MS);
  screen.getByRole('button', { name: 'Allow' }).click();
  expect(intents()).toEqual([{ intent: 'answerAsk', ask: 1, allowed: true, remember: true }]);
  release();
});

test('several questions: the newest whose page still waits, all on request, one again when one is left', async () => {
  const rows = [prompt('microphone'), prompt('camera', { id: 2, account: 'b' }), prompt('location', { id: 3, waits: false })];
  const { rerender } = shown(...rows);
  const names = () => screen.getAllByRole('group').map((group) => document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent);
  expect(names()).toEqual(['Second wants to use the camera']);
  const opener = screen.getByRole('button', { name: /3 questions/, expanded: false });
  await user().click(opener);
  expect(names()).toEqual(['Second wants to use the camera', 'RingCentral wants to use the microphone', 'RingCentral wants to know where you are']);
  expect(opener.getAttribute('aria-expanded')).toBe('true');
  await rerender({ prompts: rows.slice(0, 1) });
  expect(screen.queryByRole('button', { expanded: true })).toBeNull();
  await rerender({ prompts: rows });
  expect(names(), 'it opens by nobody’s hand').toHaveLength(1);
});

test('what comes while something else is shown is said, and marked if it is grave', async () => {
  const { rerender, container } = shown(prompt('microphone'));
  const said = () => container.querySelector('[aria-live]')?.textContent;
  expect(said()).toBe('');
  await rerender({ notices: [notice('noTray', 1)] });
  expect(said()).toBe('This desktop has no tray');
  expect(screen.queryByText('At least one is urgent')).toBeNull();
  await rerender({ notices: [notice('noTray', 1), notice('signedOut', 2)] });
  expect(said()).toBe('RingCentral was signed out');
  expect(screen.getByText('At least one is urgent')).toBeTruthy();
  expect(screen.getByRole('button', { name: /1 question, 2 notices/ })).toBeTruthy();
  expect(screen.queryByText(/do not arrive/)).toBeNull();
});

test('answering by keyboard leaves the keyboard where the next question is', async () => {
  const { rerender } = shown(prompt('microphone'), prompt('camera', { id: 2 }));
  vi.advanceTimersByTime(CALM_MS);
  screen.getByRole('button', { name: 'Allow' }).focus();
  await rerender({ prompts: [prompt('microphone')] });
  await vi.advanceTimersByTimeAsync(0);
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Questions and notices' }));
  await user().tab();
  expect(document.activeElement?.textContent).toBe('Allow');
});

test('what is special is said: a link’s target, a yes that ends, an answer that comes late', async () => {
  shown(prompt('screen'), { ...prompt('camera', { id: 2, waits: false }), right: { kind: 'otherProgram', scheme: 'zoommtg' }, detail: 'zoommtg: zoom.example' });
  await user().click(screen.getByRole('button', { name: /2 questions/ }));
  expect(screen.getByText(/until its page is loaded anew|holds until/)).toBeTruthy();
  expect(screen.getByText('zoommtg: zoom.example')).toBeTruthy();
  expect(screen.getByText(/refused this time/)).toBeTruthy();
});

test('what was said is listed by account and taken back one by one', async () => {
  const accounts = [account(), account({ config: { id: 'b', label: 'Second' } })];
  const row = { account: 'ringcentral', right: { kind: 'microphone' as const }, allowed: true, kept: true };
  render(Permissions, { grants: [row, { ...row, account: 'b', right: { kind: 'otherProgram', scheme: 'zoommtg' }, allowed: false, kept: false }], accounts, act });
  expect(screen.getByText('Allowed')).toBeTruthy();
  expect(screen.getByText('Forbidden, until its page is loaded anew')).toBeTruthy();
  await user().click(screen.getByRole('button', { name: 'Take back: Links that begin with zoommtg:, Second' }));
  expect(intents()).toEqual([{ intent: 'forgetGrant', account: 'b', right: { kind: 'otherProgram', scheme: 'zoommtg' } }]);
});

test('without anything said the list teaches when that changes', () => {
  render(Permissions, { grants: [], accounts: [account()], act });
  expect(screen.getByText(/A page asks when/)).toBeTruthy();
});

test('a forbidden microphone is allowed with one press', async () => {
  render(NoticeStack, { prompts: [], notices: [notice('microphoneForbidden', 1)], accounts: [account()], act });
  await user().click(screen.getByRole('button', { name: 'Allow the microphone' }));
  expect(intents()).toEqual([{ intent: 'setGrant', account: 'ringcentral', right: { kind: 'microphone' }, allowed: true }]);
});

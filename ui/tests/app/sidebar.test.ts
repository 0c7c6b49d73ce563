// Menus, notices, missed calls, dialling and accounts: what they ask for, and what they refuse to pretend.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { account, NOW, notice, past } from '../../src/host/rows';
import { status } from '../../src/host/status-rows';
import Accounts from '../../src/accounts/Accounts.svelte';
import DialField from '../../src/calls/DialField.svelte';
import NoticeStack from '../../src/notices/NoticeStack.svelte';
import StatusSwitch from '../../src/status/StatusSwitch.svelte';
import MissedAndUnread from '../../src/activity/MissedAndUnread.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('menus: Escape gives the focus back, letters find, Home and End jump', async () => {
  const user = userEvent.setup();
  render(StatusSwitch, { status: status(), presence: null, onCall: false, act, send: () => Promise.resolve(true) });
  const button = screen.getByRole('button');
  await user.click(button);
  await user.keyboard('{End}');
  expect(document.activeElement?.textContent.trim()).toBe('With a note…');
  await user.keyboard('d');
  expect(document.activeElement?.textContent.trim()).toBe('Do not disturb');
  await user.keyboard('{Home}{ArrowUp}');
  expect(document.activeElement?.textContent.trim()).toBe('With a note…');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button);
});

test('notices: the newest grave one first, all on request, each with fix and dismissal', async () => {
  const user = userEvent.setup();
  render(NoticeStack, { prompts: [], notices: [notice('noWebRtc', 4), notice('signedOut', 5), notice('flood', 6)], accounts: [account()], act });
  await user.click(screen.getByRole('button', { name: 'Dismiss: RingCentral was signed out' }));
  expect(screen.queryByText(/could be read/)).toBeNull();
  await user.click(screen.getByRole('button', { name: /^3 notices/ }));
  await user.click(screen.getByRole('button', { name: 'Use RingOut' }));
  expect(act.mock.calls.map(([intent]) => intent)).toEqual([{ intent: 'dismissNotice', notice: 5 }, { intent: 'useRingOut', account: 'ringcentral' }]);
  expect(screen.getByText(/could be read/)).toBeTruthy();
});

test('notices about an account that is gone offer no fix', () => {
  render(NoticeStack, { prompts: [], notices: [notice('signedOut', 1, { account: 'gone' })], accounts: [], act });
  expect(screen.queryByRole('button', { name: 'Sign in' })).toBeNull();
});

test('missed calls: show, call back, mark seen', async () => {
  const user = userEvent.setup();
  const open = vi.fn();
  const missed = [1, 2, 3, 4].map((id) => past({ id, end: 'missed', unseen: true, name: `Caller ${id}` }));
  render(MissedAndUnread, { missed, missedTotal: 9, unread: 2, now: NOW, ready: ['ringcentral'], act, open });
  await user.click(screen.getByRole('button', { name: 'Call Caller 2 back' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'dial', account: 'ringcentral', number: '+16505550123', callNow: true });
  await user.click(screen.getByRole('button', { name: /Missed call from Caller 1/ }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'markSeen', call: 1 });
  await user.click(screen.getByRole('button', { name: '6 more missed calls' }));
  await user.click(screen.getByRole('button', { name: '2 unread messages' }));
  expect(open.mock.calls.flat()).toEqual(['missed', 'missed', 'messages']);
});

test('nobody can be called back while no dialer is ready', () => {
  render(MissedAndUnread, { missed: [past({ end: 'missed', unseen: true })], missedTotal: 1, unread: 0, now: NOW, ready: [], act, open: vi.fn() });
  expect(screen.queryByRole('button', { name: /back/ })).toBeNull();
});

test('dialling asks once, through the chosen phone', async () => {
  const user = userEvent.setup();
  const phones = [account(), account({ config: { id: 'b', label: 'B' } }), account({ config: { id: 'c', label: 'C' }, dialerReady: false, signIn: 'signedOut' })];
  const { rerender } = render(DialField, { phones, outgoing: [], act });
  expect(screen.getByRole<HTMLOptionElement>('option', { name: 'C (Signed out)' }).disabled).toBe(true);
  await user.selectOptions(screen.getByRole('combobox'), 'B');
  await user.type(screen.getByRole('textbox'), '+49 30 901820{Enter}{Enter}');
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dial', account: 'b', number: '+49 30 901820', callNow: true });
  expect(screen.getByRole('status').textContent).toContain('Asking the phone');
  await rerender({ outgoing: [4] });
  expect(screen.getByRole('status').textContent.trim()).toBe('');
});

test('the number of a link waits in the field until somebody presses', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  const link = { id: 1, number: '+16505550123', extension: '12', text: '<img src=x onerror=alert(1)>' };
  const { rerender, container } = render(DialField, { phones: [account()], outgoing: [], act, link });
  const field = screen.getByRole<HTMLInputElement>('textbox');
  expect(field.value).toBe('+16505550123');
  expect(document.activeElement).not.toBe(field);
  expect(screen.getByText(/to type once the call is taken: 12/)).toBeTruthy();
  expect(container.querySelector('q')?.textContent).toBe(link.text);
  expect(container.querySelector('img')).toBeNull();
  await user.type(field, '{Enter}');
  await user.click(screen.getByRole('button', { name: 'Write a text message' }));
  expect(act, 'a key on its way to something else').not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(900);
  await user.click(screen.getByRole('button', { name: 'Write a text message' }));
  expect(act.mock.calls).toEqual([[{ intent: 'openSms', account: 'ringcentral', number: link.number, text: link.text }], [{ intent: 'dropLink' }]]);
  await rerender({ link: { ...link, id: 2, number: '101', text: null } });
  expect(field.value, 'a newer link').toBe('101');
  await vi.advanceTimersByTimeAsync(900);
  await user.type(field, '2');
  expect(screen.queryByText(/From a link/), 'it is the agent’s number now').toBeNull();
  await user.type(field, '{Enter}');
  expect(act).toHaveBeenNthCalledWith(3, { intent: 'dial', account: 'ringcentral', number: '1012', callNow: true });
  vi.useRealTimers();
});

test('the number of a link can be forgotten, and is seen without any phone', async () => {
  const user = userEvent.setup();
  render(DialField, { phones: [], outgoing: [], act, link: { id: 1, number: '101', extension: null, text: null } });
  expect(screen.getByText(/Add a phone/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Forget this number' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dropLink' });
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('');
});

test('a dialer that is not ready says why', () => {
  render(DialField, { phones: [account({ dialerReady: false, connection: 'disconnected' })], outgoing: [], act });
  const field = screen.getByRole<HTMLInputElement>('textbox');
  expect(field.disabled).toBe(true);
  expect(screen.getByText('Calling waits for RingCentral: Phone not registered').id).toBe(field.getAttribute('aria-describedby'));
});

const PAIR = [account(), account({ config: { id: 'b', label: 'B', enabled: false }, page: { kind: 'closed' } })];
const menuOf = async (user: ReturnType<typeof userEvent.setup>, label: string) => {
  await user.click(screen.getByRole('button', { name: `More for ${label}` }));
  return within(screen.getByRole('menu')).getAllByRole('menuitem').map((item) => item.textContent.trim());
};

test('account menus offer only what is possible', async () => {
  const user = userEvent.setup();
  render(Accounts, { accounts: PAIR, shown: null, chats: [], act });
  expect(await menuOf(user, 'RingCentral')).toEqual(['Reload', 'Rename', 'Edit…', 'Move down', 'Sign out', 'Switch off', 'Remove…']);
  await user.keyboard('{Escape}');
  expect(await menuOf(user, 'B')).toEqual(['Rename', 'Edit…', 'Move up', 'Switch on', 'Remove…']);
  await user.click(screen.getByRole('menuitem', { name: 'Move up' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'moveAccount', account: 'b', to: 0 });
});

test('rename in place: Enter saves, Escape and an empty name do not', async () => {
  const user = userEvent.setup();
  render(Accounts, { accounts: PAIR, shown: null, chats: [], act });
  for (const keys of ['{Escape}', '{Backspace}{Enter}', 'RingCentral{Enter}', 'Front desk{Enter}']) {
    await menuOf(user, 'RingCentral');
    await user.click(screen.getByRole('menuitem', { name: 'Rename' }));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'New name' }));
    await user.keyboard(keys);
  }
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'renameAccount', account: 'ringcentral', label: 'Front desk' });
});

test('removing asks first and says that the session data goes', async () => {
  const user = userEvent.setup();
  render(Accounts, { accounts: PAIR, shown: null, chats: [], act });
  await menuOf(user, 'B');
  await user.click(screen.getByRole('menuitem', { name: 'Remove…' }));
  expect(screen.getByRole('alertdialog').textContent).toContain('session data');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(act).not.toHaveBeenCalled();
  await menuOf(user, 'B');
  await user.click(screen.getByRole('menuitem', { name: 'Remove…' }));
  await user.click(screen.getByRole('button', { name: 'Remove and delete data' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'removeAccount', account: 'b' });
});

test('a right click opens the same menu', async () => {
  const user = userEvent.setup();
  render(Accounts, { accounts: PAIR, shown: 'b', chats: [], act });
  await user.pointer({ keys: '[MouseRight]', target: screen.getByTitle('B (Ctrl+2)') });
  expect(within(screen.getByRole('menu')).getByRole('menuitem', { name: 'Switch on' })).toBeTruthy();
  expect(screen.getByTitle('B (Ctrl+2)').getAttribute('aria-current')).toBe('page');
});

test('a sign-in in the browser: waited for, opened again, given up', async () => {
  const user = userEvent.setup();
  const row = account({ signIn: 'inProgress', waitsForBrowser: true, connection: 'unknown' });
  render(Accounts, { accounts: [row], shown: null, chats: [], act });
  expect(screen.getAllByText('Waiting for your web browser…').length).toBeGreaterThan(0);
  await user.click(screen.getByRole('button', { name: 'Open again' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'signIn', account: 'ringcentral' });
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'cancelSignIn', account: 'ringcentral' });
});

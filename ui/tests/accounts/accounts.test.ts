// The list of accounts: its menus, renaming, removing and a sign-in in the browser.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import { account } from '../../src/host/rows';
import Accounts from '../../src/accounts/Accounts.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

const PAIR = [account(), account({ config: { id: 'b', label: 'B', enabled: false }, page: { kind: 'closed' } })];
const menuOf = async (user: ReturnType<typeof userEvent.setup>, label: string) => {
  await user.click(screen.getByRole('button', { name: `More for ${label}` }));
  return within(screen.getByRole('menu')).getAllByRole('menuitem').map((item) => item.textContent.trim());
};

test('account menus offer only what is possible', async () => {
  const user = userEvent.setup();
  render(Accounts, { accounts: PAIR, shown: null, act });
  expect(await menuOf(user, 'RingCentral')).toEqual(['Reload', 'Rename', 'Edit…', 'Move down', 'Sign out', 'Switch off', 'Remove…']);
  await user.keyboard('{Escape}');
  expect(await menuOf(user, 'B')).toEqual(['Rename', 'Edit…', 'Move up', 'Switch on', 'Remove…']);
  await user.click(screen.getByRole('menuitem', { name: 'Move up' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'moveAccount', account: 'b', to: 0 });
});

test('rename in place: Enter saves, Escape and an empty name do not', async () => {
  const user = userEvent.setup();
  render(Accounts, { accounts: PAIR, shown: null, act });
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
  render(Accounts, { accounts: PAIR, shown: null, act });
  await menuOf(user, 'B');
  await user.click(screen.getByRole('menuitem', { name: 'Remove…' }));
  expect(screen.getByRole('alertdialog').textContent).toContain('session data');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(act).not.toHaveBeenCalled();
  await menuOf(user, 'B');
  await user.click(screen.getByRole('menuitem', { name: 'Remove…' }));
  await user.click(screen.getByRole('button', { name: 'Remove and delete data' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'removeAccount', account: 'b', forgetHistory: false });
  act.mockClear();
  await menuOf(user, 'B');
  await user.click(screen.getByRole('menuitem', { name: 'Remove…' }));
  await user.click(screen.getByRole('checkbox', { name: /forget its calls/ }));
  await user.click(screen.getByRole('button', { name: 'Remove and delete data' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'removeAccount', account: 'b', forgetHistory: true });
});

test('a right click opens the same menu', async () => {
  const user = userEvent.setup();
  render(Accounts, { accounts: PAIR, shown: 'b', act });
  await user.pointer({ keys: '[MouseRight]', target: screen.getByTitle('B (Ctrl+2)') });
  expect(within(screen.getByRole('menu')).getByRole('menuitem', { name: 'Switch on' })).toBeTruthy();
  expect(screen.getByTitle('B (Ctrl+2)').getAttribute('aria-current')).toBe('page');
});

test('a sign-in in the browser: waited for, opened again, given up', async () => {
  const user = userEvent.setup();
  const row = account({ signIn: 'inProgress', waitsForBrowser: true, connection: 'unknown' });
  render(Accounts, { accounts: [row], shown: null, act });
  expect(screen.getAllByText('Waiting for your web browser…').length).toBeGreaterThan(0);
  await user.click(screen.getByRole('button', { name: 'Open again' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'signIn', account: 'ringcentral' });
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'cancelSignIn', account: 'ringcentral' });
});

test('every vendor’s accounts have its mark from the registry', () => {
  const forms = [...VENDORS, ...CHAT_VENDORS];
  render(Accounts, { accounts: forms.map((form) => account({ config: { id: form.vendor, vendor: form.vendor, label: form.name } })), shown: null, vendors: forms, act });
  const marks = [...document.querySelectorAll<HTMLElement>('.mark')].map((mark) => [mark.textContent, mark.style.getPropertyValue('--vendor')]);
  expect(marks).toEqual(forms.map((form) => [form.mark.letters, form.mark.colour]));
});

test('in a rail an account is its mark, and is said whole', () => {
  render(Accounts, { accounts: PAIR, rail: true, shown: null, act });
  expect(screen.getAllByRole('button', { name: /^B, / })).toHaveLength(1);
  expect(screen.getByText('B').getAttribute('aria-hidden'), 'and not twice').toBe('true');
});

// The list of accounts: its menus, renaming, removing and a sign-in in the browser.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chatAccount } from '../../src/host/chat-rows';
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

test('a simulated chat has the icon of a chat', () => {
  const icon = (simulated: boolean) => {
    const { container } = render(Accounts, { accounts: [chatAccount({ config: { id: 'hub', vendor: 'snapengage', simulated } })], shown: null, chats: ['snapengage'], act });
    const drawn = container.querySelector('.tile')?.innerHTML;
    cleanup();
    return drawn;
  };
  expect(icon(true)).toBe(icon(false));
});

// First start and "Add account": phones, chat widgets and the simulated desk.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import Welcome from '../../src/accounts/Welcome.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('welcome: the simulated desk is added exactly as the shell expects it', async () => {
  render(Welcome, { vendors: VENDORS, accounts: [], act });
  expect(screen.queryByRole('button', { name: /chat widget/ })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: /simulated desk/ }));
  expect(act).toHaveBeenCalledWith({
    intent: 'addAccount',
    config: { id: 'simulated-desk', vendor: 'ringcentral', label: 'Simulated desk', enabled: true, simulated: true, options: { url: 'desk://localhost/ringcentral/index.html', parameters: 'signedIn=1' } },
  });
});

test('welcome: chat vendors are listed on request', async () => {
  render(Welcome, { vendors: [...VENDORS, ...CHAT_VENDORS], accounts: [], act });
  await userEvent.click(screen.getByRole('button', { name: /chat widget/ }));
  await userEvent.click(screen.getByRole('button', { name: 'RingCentral Engage' }));
  expect(act).toHaveBeenCalledWith({ intent: 'show', stage: { stage: 'addAccount', vendor: 'engage' } });
});

test('welcome: simulated chats are a small choice beside the phone', async () => {
  render(Welcome, { vendors: [...VENDORS, ...CHAT_VENDORS], accounts: [], act });
  await userEvent.click(within(screen.getByRole('group', { name: 'Or a simulated chat:' })).getByRole('button', { name: 'Simulated SnapEngage' }));
  expect(act).toHaveBeenCalledWith({
    intent: 'addAccount',
    config: { id: 'simulated-snapengage', vendor: 'snapengage', label: 'Simulated SnapEngage', enabled: true, simulated: true, options: CHAT_VENDORS.find((form) => form.vendor === 'snapengage')?.simulated ?? {} },
  });
  cleanup();
  render(Welcome, { vendors: CHAT_VENDORS, accounts: [], act });
  expect(screen.queryByRole('button', { name: /simulated desk/ })).toBeNull();
});

test('welcome: a double click opens the list of chat widgets and takes none of them', async () => {
  render(Welcome, { vendors: [...VENDORS, ...CHAT_VENDORS], accounts: [], act });
  const opener = screen.getByRole('button', { name: /Add a chat widget/ });
  await userEvent.dblClick(opener);
  expect(opener.getAttribute('aria-expanded')).toBe('true');
  expect(act).not.toHaveBeenCalled();
  await userEvent.click(opener);
  expect(opener.getAttribute('aria-expanded')).toBe('false');
});

// Status updates from vendors: the listener's settings, its addresses, and the secret for them.
import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeHost } from '../../src/host/fake';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { speak } from '../../src/text/speech.svelte';
import AccountForm from '../../src/accounts/AccountForm.svelte';
import Settings from '../../src/settings/Settings.svelte';
import type { AccountConfig } from '../../src/wire/AccountConfig';
import type { AppView } from '../../src/wire/AppView';
import type { Intent } from '../../src/wire/Intent';
import everythingWrong from '../../src/wire/views/reach-everything-wrong.json';

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
const settings = (shown: AppView) => render(Settings, { view: shown, vendors: CHAT_VENDORS, now: NOW, act, send, query: (asked: Query) => fakeHost(view()).query(asked) });
const SNAP = CHAT_VENDORS.find((form) => form.vendor === 'snapengage');
const START: AccountConfig = { id: 'hub', vendor: 'snapengage', label: 'Hub', enabled: true, options: {}, simulated: false };

test('listener: the switch, port and address are sent whole; what cannot be is said and stays', async () => {
  const user = userEvent.setup();
  const shown = sample('newsTrouble');
  const { listener } = shown.preferences;
  settings(shown);
  await user.click(screen.getByRole('switch', { name: 'Receive status updates from vendors' }));
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
  const region = screen.getByRole('region', { name: 'Status updates (advanced)' });
  expect(region.textContent).toContain('Status updates from vendors cannot be received: the port is taken.');
  expect(region.textContent).toContain('The key store does not do its part (no key store is running): tokens in it are missing, and new ones are kept until Deskbell quits.');
  cleanup();
  settings(view());
  expect(screen.getByRole('region', { name: 'Status updates (advanced)' }).textContent).toContain('No account has status updates yet.');
});

test('listener: the address for each account is whole, copied, or selected where nothing can be copied', async () => {
  const user = userEvent.setup();
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  settings(sample('news'));
  expect(screen.getByText('https://desk.company.example/news/snapengage/hub/agent-status')).toBeTruthy();
  expect(screen.getByText('https://desk.company.example/news/snapengage/hub/conversation-events')).toBeTruthy();
  expect(screen.getByText('https://desk.company.example/news/snapengage/hub/integration')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Copy the address for Web shop chat: Agent Status' }));
  expect(written).toHaveBeenCalledExactlyOnceWith('https://desk.company.example/news/snapengage/hub/agent-status');
  expect(await screen.findByText('Copied')).toBeTruthy();
  cleanup();
  written.mockRejectedValue(new Error('not allowed'));
  settings(sample('news'));
  await user.click(screen.getByRole('button', { name: 'Copy the address for Web shop chat: Agent Status' }));
  expect(await screen.findByText(/Selected/)).toBeTruthy();
  expect(getSelection()?.toString()).toBe('https://desk.company.example/news/snapengage/hub/agent-status');
  cleanup();
  settings(sample('newsTrouble'));
  expect(screen.queryByRole('button', { name: /Copy the address/ }), 'no vendor reaches this computer by that').toBeNull();
  expect(screen.getByText(/pass them on to http:\/\/127\.0\.0\.1:47816/)).toBeTruthy();
});

test('form: a token for webhooks is made, copied once, and saved with the account', async () => {
  const user = userEvent.setup();
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  if (!SNAP) throw new Error('no form');
  const save = vi.fn<(config: AccountConfig) => void>();
  render(AccountForm, { vendor: SNAP, start: START, existing: true, query: () => Promise.resolve({ answer: 'checked', address: 'https://a', problems: [] }), save, cancel: vi.fn() });
  await user.click(screen.getByText('More options'));
  expect(screen.getAllByRole('button', { name: /^Generate/ })).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Generate: Authentication token for webhooks' }));
  const token = screen.getByLabelText<HTMLInputElement>('Authentication token for webhooks').value;
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

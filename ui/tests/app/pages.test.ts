// The pages on the stage: welcome, account form, activity, settings, problem.
import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { account, NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import AccountForm from '../../src/accounts/AccountForm.svelte';
import Activity from '../../src/activity/Activity.svelte';
import { freshId } from '../../src/accounts/fresh-id';
import PageProblem from '../../src/accounts/PageProblem.svelte';
import Settings from '../../src/settings/Settings.svelte';
import Welcome from '../../src/accounts/Welcome.svelte';
import type { AccountConfig } from '../../src/wire/AccountConfig';
import type { FieldProblem } from '../../src/wire/FieldProblem';
import type { Intent } from '../../src/wire/Intent';
import type { Query } from '../../src/wire/Query';
import type { QueryAnswer } from '../../src/wire/QueryAnswer';

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
  await userEvent.click(screen.getByRole('button', { name: 'Engage Messaging' }));
  expect(act).toHaveBeenCalledWith({ intent: 'show', stage: { stage: 'addAccount', vendor: 'engage' } });
});

test('welcome: simulated chats are a small choice beside the phone', async () => {
  render(Welcome, { vendors: [...VENDORS, ...CHAT_VENDORS], accounts: [], act });
  await userEvent.click(within(screen.getByRole('group', { name: 'Or a simulated chat:' })).getByRole('button', { name: 'Simulated SnapEngage' }));
  expect(act).toHaveBeenCalledWith({
    intent: 'addAccount',
    config: { id: 'simulated-snapengage', vendor: 'snapengage', label: 'Simulated SnapEngage', enabled: true, simulated: true, options: { hosting: 'agentConsole', url: 'desk://localhost/snapengage/hub.html' } },
  });
  cleanup();
  render(Welcome, { vendors: CHAT_VENDORS, accounts: [], act });
  expect(screen.queryByRole('button', { name: /simulated desk/ })).toBeNull();
});

const [VENDOR] = VENDORS;
const START: AccountConfig = { id: 'ringcentral', vendor: 'ringcentral', label: 'RingCentral', enabled: true, options: {}, simulated: false };
const checked = (problems: FieldProblem[], address: string | null = null): QueryAnswer => ({ answer: 'checked', problems, address });

function form(ask: (query: Query) => Promise<QueryAnswer>, start = START) {
  if (!VENDOR) throw new Error('no vendor');
  const save = vi.fn<(config: AccountConfig) => void>();
  render(AccountForm, { vendor: VENDOR, start, existing: false, query: ask, save, cancel: vi.fn() });
  return save;
}

test('form: checks while typing, shows problem and address, saves only what is valid', async () => {
  const user = userEvent.setup();
  const ask = vi.fn((query: Query) => {
    const id = query.query === 'checkAccount' ? query.config.options['clientId'] : undefined;
    return Promise.resolve(id === 'good' ? checked([], 'https://example.org/?clientId=good') : checked([{ field: 'clientId', message: 'That is no client ID.' }]));
  });
  const save = form(ask);
  const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'Add account' });
  expect(await screen.findByText('Still needed: Client ID')).toBeTruthy();
  expect(screen.queryByText('That is no client ID.')).toBeNull();

  const field = screen.getByRole('textbox', { name: /Client ID/ });
  await user.type(field, 'bad');
  const problem = await screen.findByText('That is no client ID.');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field.getAttribute('aria-describedby')).toContain(problem.closest('p')?.id);
  expect(submit.disabled).toBe(true);

  const before = ask.mock.calls.length;
  await user.clear(field);
  await user.type(field, 'good');
  await waitFor(() => expect(submit.disabled).toBe(false));
  expect(ask.mock.calls.length - before).toBe(1);
  expect(screen.getByText('https://example.org/?clientId=good')).toBeTruthy();
  await user.click(submit);
  expect(save).toHaveBeenCalledExactlyOnceWith({ ...START, options: { clientId: 'good' } });
});

test('form: Check tries to reach the host with visible progress; a late answer to old text is dropped', async () => {
  const user = userEvent.setup();
  let finish: (answer: QueryAnswer) => void = () => undefined;
  const ask = (query: Query) => (query.query === 'checkAccount' && query.reach ? new Promise<QueryAnswer>((resolve) => (finish = resolve)) : Promise.resolve(checked([], 'https://a')));
  form(ask, { ...START, options: { clientId: 'x' } });
  await user.click(screen.getByRole('button', { name: 'Check' }));
  expect(screen.getByText(/Trying to reach it/)).toBeTruthy();
  await waitFor(() => finish(checked([], 'https://a')));
  expect(await screen.findByText('The address answers.')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Check' }));
  await user.type(screen.getByRole('textbox', { name: /Client ID/ }), 'y');
  finish(checked([{ field: 'url', message: 'Stale' }]));
  await waitFor(() => expect(screen.getByText('https://a')).toBeTruthy());
  expect(screen.queryByText('Stale')).toBeNull();
});

test('form: an address that does not answer is marked, gone to, and kept only when asked again', async () => {
  const user = userEvent.setup();
  const ask = (query: Query) => Promise.resolve(query.query === 'checkAccount' && query.reach ? checked([{ field: 'clientId', message: 'The host does not answer.' }]) : checked([], 'https://a'));
  const start = { ...START, options: { clientId: 'x' } };
  const save = form(ask, start);
  const submit = await screen.findByRole<HTMLButtonElement>('button', { name: 'Add account' });
  await waitFor(() => expect(submit.disabled).toBe(false));
  await user.click(submit);
  expect(await screen.findByText('The host does not answer.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Client ID/ }));
  expect(screen.getByRole('status').textContent).toContain('The address does not answer now.');
  expect(save).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Add anyway' }));
  expect(save).toHaveBeenCalledExactlyOnceWith(start);
});

test('form: every kind of field is there, rarer ones under More options; a switch that is on by default can be off', async () => {
  const user = userEvent.setup();
  const save = form(() => Promise.resolve(checked([], 'https://a')), { ...START, options: { clientId: 'x' } });
  await user.click(screen.getByText('More options'));
  expect(screen.getByLabelText<HTMLInputElement>('JWT').type).toBe('password');
  expect(screen.getByLabelText('Further parameters').tagName).toBe('TEXTAREA');
  await user.selectOptions(screen.getByLabelText('Calling mode'), 'RingOut: my own phone');
  const microphone = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Sign in through Deskbell' });
  expect(microphone.checked).toBe(true);
  await user.click(microphone);
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add account' }).disabled).toBe(false));
  await user.click(screen.getByRole('button', { name: 'Add account' }));
  expect(save.mock.calls[0]?.[0].options).toEqual({ clientId: 'x', callingMode: 'ringout', disableLoginPopup: '' });
});

test('new ids are valid and not taken', () => {
  expect(freshId('ringcentral', [])).toBe('ringcentral');
  expect(freshId('ringcentral', ['ringcentral', 'ringcentral-2'])).toBe('ringcentral-3');
  expect(freshId('Ünlikely Vendor!', [])).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
  expect(freshId('x'.repeat(80), []).length).toBeLessThanOrEqual(40);
});

const history = SAMPLES['activity'] ?? view();
const list = () => screen.queryAllByRole('listitem').map((item) => item.textContent);

test('activity: newest first, filters and search by name, text and digits', async () => {
  const user = userEvent.setup();
  const setFilter = vi.fn();
  const { rerender } = render(Activity, { view: history, now: NOW, filter: 'all', act, setFilter });
  expect(list()).toHaveLength(history.recent.length + history.messages.length + history.conversations.length);
  const search = screen.getByRole('searchbox');
  await user.type(search, 'parcel');
  expect(list()).toHaveLength(1);
  await user.clear(search);
  await user.type(search, '020 7946');
  expect(list()).toHaveLength(0);
  await user.clear(search);
  await user.type(search, '20 7946');
  expect(list()[0]).toContain('Katherine Johnson');
  await user.clear(search);
  await user.click(screen.getByRole('button', { name: 'Missed' }));
  expect(setFilter).toHaveBeenCalledWith('missed');
  await rerender({ filter: 'missed' });
  expect(list()).toHaveLength(2);
  expect(screen.getByRole('button', { name: 'Missed', pressed: true })).toBeTruthy();
});

test('activity: empty says what comes, nothing found leads back', async () => {
  const { rerender } = render(Activity, { view: view(), now: NOW, filter: 'all', act, setFilter: vi.fn() });
  expect(screen.getByText(/Nothing yet/)).toBeTruthy();
  await rerender({ view: history });
  await userEvent.type(screen.getByRole('searchbox'), 'zzz');
  await userEvent.click(screen.getByRole('button', { name: 'Show everything' }));
  expect(list().length).toBeGreaterThan(0);
});

test('settings: a switch shows what is set until the program says otherwise', async () => {
  const { rerender } = render(Settings, { view: view(), vendors: [], now: NOW, act, send: () => Promise.resolve(true) });
  const hide = screen.getByRole<HTMLInputElement>('switch', { name: 'Hide names, numbers and texts' });
  await userEvent.click(hide);
  expect(act).toHaveBeenCalledWith({ intent: 'changeSetting', change: { setting: 'hideContent', value: true } });
  expect(hide.checked).toBe(false);
  await rerender({ view: view({ preferences: { ...view().preferences, hideContent: true } }) });
  expect(hide.checked).toBe(true);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'Deutsch');
  expect(act).toHaveBeenLastCalledWith({ intent: 'changeSetting', change: { setting: 'language', value: 'german' } });
});

test('settings: every section is reached from the top, with its heading in the keyboard’s place', async () => {
  const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
  render(Settings, { view: view(), vendors: [], now: NOW, act, send: () => Promise.resolve(true) });
  const titles = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
  const links = within(screen.getByRole('navigation', { name: 'Sections of the settings' })).getAllByRole('button');
  expect(links.map((link) => link.textContent)).toEqual(titles);
  for (const link of links) {
    await userEvent.click(link);
    expect(document.activeElement?.tagName).toBe('H2');
    expect(document.activeElement?.textContent).toBe(link.textContent);
    expect(scrolled.mock.contexts.at(-1)).toBe(document.activeElement);
  }
  scrolled.mockRestore();
});

test('settings: reasons and abilities in words', () => {
  const shown = SAMPLES['settings'] ?? view();
  render(Settings, { view: shown, vendors: [], now: NOW, act, send: () => Promise.resolve(true) });
  expect(screen.getByText('Status is Do not disturb')).toBeTruthy();
  expect(screen.getAllByText('can carry calls (WebRTC)').length).toBe(shown.accounts.length);
});

test('problem: counts down, tries now, leads to the form', async () => {
  const row = (retry: number | undefined) => account({ page: { kind: 'broken', problem: { kind: 'loadFailed', reason: 'refused' }, tries: 3, retryAt: retry } });
  const { rerender } = render(PageProblem, { row: row(NOW + 9_400), now: NOW, act });
  const region = within(screen.getByRole('region', { name: 'The page could not be loaded' }));
  expect(region.getByText(/Next try in 10 seconds/)).toBeTruthy();
  await rerender({ now: NOW + 9_000 });
  expect(region.getByText(/Next try in 1 second/)).toBeTruthy();
  await rerender({ row: row(undefined) });
  expect(region.getByText(/nothing is reloaded without you/)).toBeTruthy();
  await userEvent.click(region.getByRole('button', { name: 'Try now' }));
  await userEvent.click(region.getByRole('button', { name: 'Edit account' }));
  expect(act.mock.calls.map(([intent]) => intent)).toEqual([{ intent: 'reload', account: 'ringcentral', confirmed: false }, { intent: 'show', stage: { stage: 'editAccount', account: 'ringcentral' } }]);
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

test('form: a browser phone is warned of where the engine carries no calls, and can be chosen all the same', async () => {
  const user = userEvent.setup();
  const good = () => Promise.resolve(checked([], 'https://example.org'));
  const mode = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Calling mode' });
  const warned = () => mode().getAttribute('aria-describedby')?.includes('-warning') === true && screen.queryByText(/cannot carry calls/) !== null;
  vi.stubGlobal('RTCPeerConnection', undefined);
  Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
  const save = form(good);
  expect(warned()).toBe(true);
  await user.selectOptions(mode(), 'ringout');
  expect(screen.queryByText(/cannot carry calls/)).toBeNull();
  await user.selectOptions(mode(), 'browser');
  expect(warned()).toBe(true);
  const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'Add account' });
  await waitFor(() => expect(submit.disabled).toBe(false));
  await user.click(submit);
  await waitFor(() => expect(save).toHaveBeenCalled());
  cleanup();
  vi.stubGlobal('RTCPeerConnection', vi.fn());
  form(good);
  expect(screen.queryByText(/cannot carry calls/)).toBeNull();
  cleanup();
  vi.unstubAllGlobals();
  form(good, { ...START, simulated: true });
  expect(screen.queryByText(/cannot carry calls/)).toBeNull();
});

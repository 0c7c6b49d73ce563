// The account form: checked while typing, saved when right, with every kind of field.
import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { VENDORS } from '../../src/host/vendors';
import AccountForm from '../../src/accounts/AccountForm.svelte';
import type { AccountConfig } from '../../src/wire/AccountConfig';
import type { FieldProblem } from '../../src/wire/FieldProblem';
import type { Query } from '../../src/wire/Query';
import type { QueryAnswer } from '../../src/wire/QueryAnswer';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const [PHONE] = VENDORS;
/** The phone's form with one field that must be filled. */
const VENDOR = PHONE && { ...PHONE, fields: PHONE.fields.map((field) => ({ ...field, required: field.key === 'clientId' })) };
const START: AccountConfig = { id: 'ringcentral', vendor: 'ringcentral', label: 'RingCentral', enabled: true, options: {}, simulated: false };
const checked = (problems: FieldProblem[], address: string | null = null): QueryAnswer => ({ answer: 'checked', problems, address });
function form(ask: (query: Query) => Promise<QueryAnswer>, start = START) {
  if (!VENDOR) throw new Error('no vendor');
  const save = vi.fn<(config: AccountConfig) => void>();
  render(AccountForm, { vendor: VENDOR, start, existing: false, query: ask, save, cancel: vi.fn() });
  return save;
}

test('form: checks while typing, shows problem and address, saves only what is valid', async () => {
  vi.stubGlobal('RTCPeerConnection', vi.fn());
  const user = userEvent.setup();
  const ask = vi.fn((query: Query) => {
    const id = query.query === 'checkAccount' ? query.config.options['clientId'] : undefined;
    return Promise.resolve(id === 'good' ? checked([], 'https://example.org/?clientId=good') : checked([{ field: 'clientId', message: 'That is no client ID.' }]));
  });
  const save = form(ask);
  const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'Add account' });
  const needed = await screen.findByRole('button', { name: 'Client ID' });
  await userEvent.click(needed);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /^Client ID/ })));
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
  vi.stubGlobal('RTCPeerConnection', vi.fn());
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
  expect(screen.getByLabelText<HTMLInputElement>('JWT credential').type).toBe('password');
  expect(screen.getByLabelText('More parameters').tagName).toBe('TEXTAREA');
  await user.selectOptions(screen.getByLabelText('Calling mode'), 'RingOut: ring my own phone first');
  const microphone = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Sign in through Deskbell' });
  expect(microphone.checked).toBe(true);
  await user.click(microphone);
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add account' }).disabled).toBe(false));
  await user.click(screen.getByRole('button', { name: 'Add account' }));
  expect(save.mock.calls[0]?.[0].options).toEqual({ clientId: 'x', callingMode: 'ringout', disableLoginPopup: '' });
});

test('form: a browser phone is warned of where the engine carries no calls, and can be chosen all the same', async () => {
  const user = userEvent.setup();
  const good = () => Promise.resolve(checked([], 'https://example.org'));
  const mode = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Calling mode' });
  const warned = () => mode().getAttribute('aria-describedby')?.includes('-warning') === true && screen.queryByText(/cannot carry calls/) !== null;
  vi.stubGlobal('RTCPeerConnection', undefined);
  Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
  const save = form(good);
  expect(mode().value).toBe('ringout');
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

test('form: what was typed outlives a look at something else, until it is given up', async () => {
  const user = userEvent.setup();
  const forms = new Map<string, { label: string; options: Record<string, string> }>();
  const open = () => {
    if (!VENDOR) throw new Error('no vendor');
    return render(AccountForm, { vendor: VENDOR, start: START, existing: false, forms, query: () => Promise.resolve(checked([{ field: 'clientId', message: 'The client ID is needed.' }])), save: vi.fn(), cancel: vi.fn() });
  };
  const first = open();
  await user.type(screen.getByRole('textbox', { name: /^Client ID/ }), 'half');
  first.unmount();
  const second = open();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Client ID/ }).value).toBe('half');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  second.unmount();
  open();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Client ID/ }).value).toBe('');
});

test('form: without WebRTC the browser phone is not preselected, and whom to ask for a client ID is ready to copy', async () => {
  form(() => Promise.resolve(checked([{ field: 'clientId', message: 'The client ID is needed.' }])));
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Calling mode' }).value).toBe('ringout');
  expect(await screen.findByText('No client ID?')).toBeTruthy();
  expect(screen.getByText(/Please register an app for me.*redirect\.html/s)).toBeTruthy();
});

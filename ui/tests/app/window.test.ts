// The window as a whole: snapshots, requests that fail, shortcuts, layout, questions.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { fakeHost } from '../../src/host/fake';
import { account, call, view } from '../../src/host/rows';
import Window from '../../src/app/Window.svelte';
import { open, sample, settle } from '../window';

afterEach(cleanup);

test('each newer view replaces the one before', async () => {
  const { host } = await open(view({ revision: 5 }));
  for (const [revision, name] of [[7, 'Newer'], [8, 'Newest']] as const) {
    host.push(view({ revision, calls: [call({ name })] }));
    await settle();
    expect(screen.getByText(name)).toBeTruthy();
  }
  expect(screen.queryByText('Newer')).toBeNull();
});

test('keeps focus and typed text across snapshots', async () => {
  const { host, user } = await open(view());
  const field = screen.getByRole('combobox', { name: 'Name or number to call' });
  await user.type(field, '0123');
  host.push(view({ revision: 2, calls: [call()] }));
  await settle();
  expect(document.activeElement).toBe(field);
  expect((field as HTMLInputElement).value).toBe('0123');
});

test('a ringing call is announced and never takes the focus', async () => {
  const { host, user, box } = await open(view());
  await user.click(screen.getByRole('combobox', { name: 'Name or number to call' }));
  const live = box.querySelector('[aria-live="assertive"]');
  expect(live?.textContent).toBe('');
  host.push(view({ revision: 2, calls: [call({ queue: 'Support' })] }));
  await settle();
  expect(live?.textContent).toBe('Incoming call from Ada Lovelace for Support');
  expect(screen.getByRole('alertdialog').contains(document.activeElement)).toBe(false);
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Name or number to call' }));
});

test('Ctrl+1…9 shows accounts; other keys and missing accounts do nothing', async () => {
  const { host, user } = await open(view({ accounts: [account(), account({ config: { id: 'b', label: 'B' } })] }));
  await user.keyboard('{Control>}2{/Control}{Control>}9{/Control}2{Control>}{Alt>}1{/Alt}{/Control}');
  expect(host.intents).toEqual([{ intent: 'show', stage: { stage: 'widget', account: 'b' } }]);
});

test('our stage page stands only where no widget shows', async () => {
  await open(sample('calm'));
  expect(screen.queryByRole('main')).toBeNull();
  cleanup();
  await open(sample('loading'));
  expect(screen.queryByRole('main')).toBeNull();
  for (const name of ['crashed', 'disabled', 'goneAccount', 'firstStart', 'activity']) {
    cleanup();
    await open(sample(name));
    expect(screen.getByRole('main'), name).toBeTruthy();
  }
});

test('a request that was not accepted says so until dismissed', async () => {
  const { host, user } = await open(view());
  host.refuse('the loop has stopped');
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  expect((await screen.findByRole('alert')).textContent).toContain('the loop has stopped');
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('says that the program does not answer, and asks again', async () => {
  const host = fakeHost(view());
  let fails = true;
  const flaky = { ...host, view: (after: number | null) => (fails ? Promise.reject(new Error('no engine')) : host.view(after)) };
  render(Window, { host: flaky });
  const again = await screen.findByRole('button', { name: 'Try again' });
  expect(screen.getByText('no engine')).toBeTruthy();
  fails = false;
  await userEvent.click(again);
  expect(await screen.findByRole('complementary')).toBeTruthy();
});

test('the question before quitting or reloading: no and yes are both said to the program, which takes the question away', async () => {
  const { host, user } = await open(sample('quitQuestion'));
  await user.click(screen.getByRole('button', { name: 'Stay' }));
  expect(host.intents).toEqual([{ intent: 'cancelQuestion' }]);
  host.push({ ...sample('talking'), revision: 2 });
  await settle();
  expect(screen.queryByRole('button', { name: 'Stay' })).toBeNull();
  cleanup();
  const second = await open(sample('reloadQuestion'));
  await second.user.click(screen.getByRole('button', { name: 'Reload and end the call' }));
  expect(second.host.intents).toEqual([{ intent: 'reload', account: 'ringcentral', confirmed: true }]);
});

test('German by preference, with the document saying so', async () => {
  await open(sample('german'));
  expect(screen.getByRole('heading', { name: 'Einstellungen' })).toBeTruthy();
  expect(document.documentElement.lang).toBe('de');
  cleanup();
  await open(sample('settings'));
  expect(document.documentElement.lang).toBe('en');
});

// One trouble, one line: whatever tells of it, the window says it once.
import { cleanup, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { account, notice, view } from '../../src/host/rows';
import { reach, wrong } from '../../src/host/status-rows';
import type { AppView } from '../../src/wire/AppView';
import { open, sample, settle } from '../window';

afterEach(cleanup);

const gone = (id: string, label: string) => account({ config: { id, label }, signIn: 'signedOut', connection: 'unknown', dialerReady: false });
const check = (id: string, label: string) => wrong('signIn', id, 'bad', `${label} is signed out: calls do not reach you.`, 'Sign in.', ['Sign in', { intent: 'signIn', account: id }]);

/** What is to be seen, without what only is heard. */
function seen(box: HTMLElement): string {
  const copy = box.cloneNode(true) as HTMLElement;
  for (const node of copy.querySelectorAll('.unseen')) node.remove();
  return copy.textContent;
}

test('a sign-out is seen once in the whole sidebar, with its remedy', async () => {
  const { host, user, box } = await open(sample('signedOut'));
  expect(seen(box).match(/signed out/gi), seen(box)).toHaveLength(1);
  expect(screen.queryByRole('region', { name: 'Questions and notices' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(host.intents).toEqual([{ intent: 'signIn', account: 'ringcentral' }]);
});

test('each account that has a trouble is told once: the first by the light, the others in their rows', async () => {
  const accounts = [gone('a', 'Sales'), gone('b', 'Service')];
  const { box } = await open(view({ accounts, stage: { stage: 'settings' }, reach: reach(accounts, [check('a', 'Sales'), check('b', 'Service')]), notices: [notice('signedOut', 1, { account: 'a' }), notice('signedOut', 2, { account: 'b' })] }));
  const sidebar = box.querySelector('aside') as HTMLElement;
  expect(seen(sidebar).match(/Sales signed out|Signed out/g)).toEqual(['Sales signed out', 'Signed out']);
  expect(screen.getByRole('button', { name: '1 more trouble: show all' })).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Service, Signed out/ }).textContent).toContain('Signed out');
});

test('what failed last is what is said, and its reason stands on the stage', async () => {
  const accounts = [gone('a', 'Sales')];
  const failed: AppView = view({ accounts, stage: { stage: 'reachability' }, reach: reach(accounts, [check('a', 'Sales')]), notices: [notice('signInFailed', 1, { account: 'a', detail: 'server_error' })] });
  await open(failed);
  expect(screen.getByRole('button', { name: /^Reachability, Broken:\s+Sign-in to Sales failed$/ })).toBeTruthy();
  expect(within(screen.getByRole('main')).getByText(/Reason: server_error\./)).toBeTruthy();
});

test('a notice that no check tells of stays in its place, and one comes back when its check is fine', async () => {
  const { host } = await open(view({ notices: [notice('flood', 1)] }));
  expect(screen.getByRole('region', { name: 'Questions and notices' }).textContent).toContain('more than could be read');
  host.push(view({ revision: 2, notices: [notice('signInCancelled', 2)] }));
  await settle();
  expect(screen.getByRole('region', { name: 'Questions and notices' }).textContent).toContain('was cancelled');
});

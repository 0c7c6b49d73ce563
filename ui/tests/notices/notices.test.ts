// Notices: the gravest first, each with its remedy and dismissal.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { account, notice } from '../../src/host/rows';
import NoticeStack from '../../src/notices/NoticeStack.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

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

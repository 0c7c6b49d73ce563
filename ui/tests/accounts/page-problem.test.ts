// In place of a page that does not show: what happened and when it is tried again; and ids of new accounts.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { account, NOW } from '../../src/host/rows';
import { freshId } from '../../src/accounts/fresh-id';
import PageProblem from '../../src/accounts/PageProblem.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('new ids are valid and not taken', () => {
  expect(freshId('ringcentral', [])).toBe('ringcentral');
  expect(freshId('ringcentral', ['ringcentral', 'ringcentral-2'])).toBe('ringcentral-3');
  expect(freshId('Ünlikely Vendor!', [])).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
  expect(freshId('x'.repeat(80), []).length).toBeLessThanOrEqual(40);
});

test('problem: counts down, tries now, leads to the form', async () => {
  const row = (retry: number | undefined) => account({ page: { kind: 'broken', problem: { kind: 'loadFailed', reason: 'refused' }, tries: 3, retryAt: retry } });
  const { rerender } = render(PageProblem, { row: row(NOW + 9_400), now: NOW, act });
  const region = within(screen.getByRole('region', { name: 'The page could not be loaded' }));
  expect(region.getByText(/Trying again in 10 s/)).toBeTruthy();
  await rerender({ now: NOW + 9_000 });
  expect(region.getByText(/Trying again in 1 s/)).toBeTruthy();
  await rerender({ row: row(undefined) });
  expect(region.getByText(/nothing is reloaded without you/)).toBeTruthy();
  await userEvent.click(region.getByRole('button', { name: 'Try now' }));
  await userEvent.click(region.getByRole('button', { name: 'Edit account' }));
  expect(act.mock.calls.map(([intent]) => intent)).toEqual([{ intent: 'reload', account: 'ringcentral', confirmed: false }, { intent: 'show', stage: { stage: 'editAccount', account: 'ringcentral' } }]);
});

// Every check in the settings, without axe violations.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { speak } from '../../src/text/speech.svelte';
import { fakeHost } from '../../src/host/fake';
import Settings from '../../src/settings/Settings.svelte';
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
const settings = (shown: AppView) => render(Settings, { view: shown, vendors: CHAT_VENDORS, now: NOW, act, send, query: (asked: Query) => fakeHost(view()).query(asked) });

test('settings list every check, as the command line does, and have no axe violations while a schedule is written', async () => {
  const shown = { ...core(everythingWrong), stage: { stage: 'settings' as const } };
  settings(shown);
  const region = within(screen.getByRole('region', { name: 'Reachability' }));
  expect(region.getAllByRole('group').map((item) => item.getAttribute('aria-label')).sort()).toEqual(shown.reach.checks.map((check) => check.text).sort());
  await userEvent.click(region.getByRole('button', { name: 'Load again' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'reload', account: 'phone', confirmed: false });
  await userEvent.click(screen.getByRole('button', { name: 'Add a schedule' }));
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});

// The menu: by keyboard, with the focus given back.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { status } from '../../src/host/status-rows';
import StatusSwitch from '../../src/status/StatusSwitch.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('menus: Escape gives the focus back, letters find, Home and End jump', async () => {
  const user = userEvent.setup();
  render(StatusSwitch, { status: status(), head: { icon: 'available', level: 'good', name: 'Available', left: null, detail: null, ways: [], rule: null }, presence: null, onCall: false, now: 0, act, send: () => Promise.resolve(true) });
  const button = screen.getByRole('button');
  await user.click(button);
  await user.keyboard('{End}');
  expect(document.activeElement?.textContent.trim()).toBe('With a note or an end…');
  await user.keyboard('d');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Do not disturb');
  await user.keyboard('{Home}{ArrowUp}');
  expect(document.activeElement?.textContent.trim()).toBe('With a note or an end…');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button);
});

// The settings: switches, sections, reasons and abilities in words.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { fakeHost } from '../../src/host/fake';
import Settings from '../../src/settings/Settings.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => act.mockReset());
afterEach(cleanup);

test('settings: a switch shows what is set until the program says otherwise', async () => {
  const { rerender } = render(Settings, { view: view(), vendors: [], now: NOW, act, send: () => Promise.resolve(true), query: (asked: Query) => fakeHost(view()).query(asked) });
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
  render(Settings, { view: view(), vendors: [], now: NOW, act, send: () => Promise.resolve(true), query: (asked: Query) => fakeHost(view()).query(asked) });
  const titles = screen.getAllByRole('heading').filter((heading) => heading.tabIndex === -1 && heading.hasAttribute('tabindex')).map((heading) => heading.textContent);
  const links = within(screen.getByRole('navigation', { name: 'Sections of the settings' })).getAllByRole('button');
  expect(links.map((link) => link.textContent)).toEqual(titles);
  for (const link of links) {
    await userEvent.click(link);
    expect(document.activeElement?.tagName).toMatch(/^H[23]$/);
    expect(document.activeElement?.textContent).toBe(link.textContent);
    expect(scrolled.mock.contexts.at(-1)).toBe(document.activeElement);
  }
  scrolled.mockRestore();
});

test('settings: reasons and abilities in words', () => {
  const shown = SAMPLES['settings'] ?? view();
  render(Settings, { view: shown, vendors: [], now: NOW, act, send: () => Promise.resolve(true), query: (asked: Query) => fakeHost(view()).query(asked) });
  expect(screen.getByText('Status is Do not disturb')).toBeTruthy();
  expect(screen.getAllByText('can carry calls (WebRTC)').length).toBe(shown.accounts.length);
});

// Downloads: the list in the sidebar, and where they go.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { download } from '../../src/host/rows';
import Downloads from '../../src/downloads/Downloads.svelte';
import DownloadSettings from '../../src/downloads/DownloadSettings.svelte';
import { bytes } from '../../src/text/format';
import { speak } from '../../src/text/speech.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
const nobody = () => null;
beforeEach(() => act.mockReset());
afterEach(() => {
  cleanup();
  speak('english', []);
});

test('what runs shows how far it is, in words too, and can be cancelled', async () => {
  render(Downloads, { rows: [download()], labelOf: () => 'Main line', act });
  const bar = screen.getByRole('progressbar', { name: 'Progress of Call with Ada Lovelace.mp3' });
  expect(bar).toHaveProperty('position', 1_450_000 / 3_900_000);
  expect(bar.getAttribute('aria-valuetext')).toBe('1.4 MB of 3.9 MB');
  expect(screen.getByText(/1\.4 MB of 3\.9 MB/).textContent).toContain('Main line');
  expect(screen.queryByRole('button', { name: /finished ones off/ })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel Call with Ada Lovelace.mp3' }));
  expect(act.mock.calls).toEqual([[{ intent: 'cancelDownload', download: 1 }]]);
});

test('one of unknown size has a bar without an end', () => {
  render(Downloads, { rows: [download({ total: null })], labelOf: nobody, act });
  expect(screen.getByRole('progressbar')).toHaveProperty('position', -1);
});

test('a finished one can be found and dismissed, and nothing opens it', async () => {
  render(Downloads, { rows: [download({ name: 'fax.pdf', received: 84_200, state: { kind: 'finished', folder: 'C:\\Users\\Ada\\Downloads' } })], labelOf: nobody, act });
  expect(screen.getByText('84.2 kB, in Downloads')).toBeTruthy();
  expect(screen.getByText('fax.pdf is downloaded')).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show fax.pdf in its folder' }));
  await userEvent.click(screen.getByRole('button', { name: 'Hide fax.pdf' }));
  await userEvent.click(screen.getByRole('button', { name: 'Clear finished ones' }));
  expect(act.mock.calls).toEqual([[{ intent: 'showDownload', download: 1 }], [{ intent: 'clearDownloads', download: 1 }], [{ intent: 'clearDownloads' }]]);
});

test('a failure says what happened and what to do, in the user’s language', () => {
  speak('german', []);
  render(Downloads, { rows: [download({ state: { kind: 'failed', problem: { problem: 'folder', folder: '/media/usb', reason: 'No such file' } } })], labelOf: nobody, act });
  expect(screen.getByText(/In \/media\/usb lässt sich nichts speichern.*anderen Ordner wählen/)).toBeTruthy();
});

test('a name is text and never markup', () => {
  render(Downloads, { rows: [download({ name: '<img src=x onerror=alert(1)>.pdf' })], labelOf: nobody, act });
  expect(screen.getByText('<img src=x onerror=alert(1)>.pdf')).toBeTruthy();
  expect(document.querySelector('img')).toBeNull();
});

test('of many three show, the rest on request', async () => {
  const rows = Array.from({ length: 20 }, (_, index) => download({ id: 20 - index }));
  render(Downloads, { rows, labelOf: nobody, act });
  expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(3);
  await userEvent.click(screen.getByRole('button', { name: 'Show 17 more downloads' }));
  expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(20);
});

test('settings: the folder is chosen, given back to the system, and asked for each time', async () => {
  const set = { folder: '/home/ada/Files', ask: false };
  render(DownloadSettings, { set, place: { folder: '/home/ada/Downloads', canAsk: true }, act });
  await userEvent.click(screen.getByRole('button', { name: 'Choose…' }));
  await userEvent.click(screen.getByRole('button', { name: /system’s folder/ }));
  await userEvent.click(screen.getByRole('switch', { name: /Ask each time/ }));
  const value = (value: typeof set) => [{ intent: 'changeSetting', change: { setting: 'downloads', value } }];
  expect(act.mock.calls).toEqual([[{ intent: 'chooseDownloadFolder' }], value({ ...set, folder: '' }), value({ ...set, ask: true })]);
  cleanup();
  render(DownloadSettings, { set: { folder: '', ask: false }, place: { folder: '/home/ada/Downloads', canAsk: false }, act });
  expect(screen.getByText('/home/ada/Downloads (as the system)')).toBeTruthy();
  expect(screen.queryByRole('switch')).toBeNull();
});

test('sizes read like sizes', () => {
  expect([0, 999, 1000, 1_450_000, 999_999, 4e9].map((size) => bytes(size, 'en'))).toEqual(['0 bytes', '999 bytes', '1 kB', '1.4 MB', '999.9 kB', '4 GB']);
});

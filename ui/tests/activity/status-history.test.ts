// Changes of the status in the activity: what changed, by whom, and why not.
import { cleanup, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { speak } from '../../src/text/speech.svelte';
import type { AppView } from '../../src/wire/AppView';
import history from '../../src/wire/views/status-history.json';
import { list, show } from './shown';

beforeEach(() => speak('english', ['en-GB']));
afterEach(() => {
  cleanup();
  speak('english', ['en']);
});

const sample = (name: string) => SAMPLES[name] ?? view();
/** Without their days and times. */
const lines = () => list().map((row) => row.replace(/( (Today|Yesterday|Tuesday.*|Wednesday.*))? ?\d\d:\d\d$/, ''));

test('history: what changed and by whom, in words, newest first', async () => {
  await show(history as unknown as AppView, 'status');
  expect(lines()).toEqual([
    'Chats paused while on a call Rule ended',
    'Away · On a call Confirmed by Web chat · PAUSE',
    'Chats paused while on a call Rule began',
    'Available Confirmed by My phone · OPEN',
    'Offline Changed at My phone from elsewhere · GONE',
    'Available Confirmed by Web chat · ONLINE',
    'Available Chosen by you, in this window',
  ]);
});

test('history: every cause and problem has words; among everything else it is not listed', async () => {
  const shown = sample('statusHistory');
  const { again } = await show(shown, 'status');
  expect(lines()).toHaveLength(shown.status.history.length);
  expect(lines()).toContainEqual('Do not disturb Not taken by Web shop chat · The request was refused (404: no such agent)');
  expect(lines()).toContainEqual('Away Not taken by an account that is gone · Its server failed (503)');
  expect(lines()).toContainEqual('Away Changed at Web shop chat by a second session of yours · Paused');
  expect(lines()).toContainEqual('Away · Break Chosen for after the call by you, in the tray');
  await again({ filter: 'all' });
  expect(lines()).toEqual([]);
});

test('history: without any, one sentence says what will be here', async () => {
  await show(sample('activity'), 'status');
  expect(screen.getByText('Nothing yet. What you choose, and what vendors make of it, is listed here.')).toBeTruthy();
});

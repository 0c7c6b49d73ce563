// Changes of the status in the activity: what changed, by whom, and why not.
import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { speak } from '../../src/text/speech.svelte';
import Activity from '../../src/activity/Activity.svelte';
import type { AppView } from '../../src/wire/AppView';
import type { Intent } from '../../src/wire/Intent';
import history from '../../src/wire/views/status-history.json';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => {
  speak('english', ['en-GB']);
  act.mockReset();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  speak('english', ['en']);
});

const core = (exported: unknown) => exported as AppView;
const sample = (name: string) => SAMPLES[name] ?? view();
const lines = () => screen.getAllByRole('listitem').map((item) => [...item.querySelectorAll('p')].map((part) => part.textContent.replaceAll(/\s+/g, ' ').trim()));

test('history: what changed and by whom, in words, newest first', () => {
  const shown = core(history);
  render(Activity, { view: shown, now: shown.now, filter: 'status', act, setFilter: vi.fn() });
  expect(lines()).toEqual([
    ['Chats paused while on a call', 'Rule ended'],
    ['Away · On a call', 'Confirmed by Web chat · PAUSE'],
    ['Chats paused while on a call', 'Rule began'],
    ['Available', 'Confirmed by My phone · OPEN'],
    ['Offline', 'Changed at My phone from elsewhere · GONE'],
    ['Available', 'Confirmed by Web chat · ONLINE'],
    ['Available', 'Chosen by you, in this window'],
  ]);
});

test('history: every cause and problem has words; among everything only what the agent did or must know', async () => {
  const shown = sample('statusHistory');
  const { rerender } = render(Activity, { view: shown, now: NOW, filter: 'status', act, setFilter: vi.fn() });
  expect(lines()).toHaveLength(shown.status.history.length);
  expect(lines()).toContainEqual(['Do not disturb', 'Not taken by Web shop chat', 'The request was refused (404: no such agent)']);
  expect(lines()).toContainEqual(['Away', 'Not taken by an account that is gone', 'Its server failed (503)']);
  expect(lines()).toContainEqual(['Away', 'Changed at Web shop chat by a second session of yours · Paused']);
  expect(lines()).toContainEqual(['Away · Break', 'Chosen for after the call by you, in the tray']);
  await rerender({ filter: 'all' });
  expect(lines().flat().join()).not.toMatch(/Rule|Confirmed/);
  await rerender({ filter: 'calls' });
  expect(screen.queryAllByRole('listitem')).toEqual([]);
});

test('history: without any, one sentence says what will be here', () => {
  render(Activity, { view: sample('activity'), now: NOW, filter: 'status', act, setFilter: vi.fn() });
  expect(screen.getByText('Nothing yet. What you choose, and what vendors make of it, is listed here.')).toBeTruthy();
});

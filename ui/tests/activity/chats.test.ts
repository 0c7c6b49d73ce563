// Chats in the activity.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { speak } from '../../src/text/speech.svelte';
import Activity from '../../src/activity/Activity.svelte';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
beforeEach(() => {
  act.mockReset();
});
afterEach(() => {
  cleanup();
  speak('english', ['en']);
});

test('activity lists chats and opens them', async () => {
  const shown = SAMPLES['activityChats'] ?? view();
  render(Activity, { view: shown, now: NOW, filter: 'chats', act, setFilter: vi.fn() });
  expect(screen.getAllByRole('listitem')).toHaveLength(shown.conversations.length);
  await userEvent.click(screen.getByRole('button', { name: 'Open the chat with Grace Hopper' }));
  expect(act).toHaveBeenCalledWith({ intent: 'show', stage: { stage: 'conversation', conversation: 1 } });
});

// Chats in the activity.
import { cleanup, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { list, show } from './shown';

afterEach(cleanup);

test('the activity lists chats and opens them', async () => {
  const shown = SAMPLES['activityChats'] ?? view();
  const { user, act } = await show(shown, 'chats');
  expect(list()).toHaveLength(shown.conversations.length);
  await user.click(screen.getAllByRole('option').find((row) => row.textContent.includes('Grace Hopper')) as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'Open chat' }));
  expect(act).toHaveBeenCalledWith({ intent: 'show', stage: { stage: 'conversation', conversation: 1 } });
});

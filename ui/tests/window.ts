// Opens the main window on a fake host, for tests.
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { fakeHost, type FakeHost } from '../src/host/fake';
import { SAMPLES } from '../src/host/samples';
import { CHAT_VENDORS, VENDORS } from '../src/host/vendors';
import Window from '../src/app/Window.svelte';
import type { AppView } from '../src/wire/AppView';

/** The sample called `name`. */
export function sample(name: string): AppView {
  const found = SAMPLES[name];
  if (!found) throw new Error(`no sample ${name}`);
  return found;
}

/** Lets everything that is under way without a timer come to rest. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await tick();
}

/** Shows `view` in a window; answers its host and a user, whose presses count at once unless `calm` says how long a control must have stood, in milliseconds. */
export async function open(view: AppView, vendors = [...VENDORS, ...CHAT_VENDORS], calm = 0): Promise<{ host: FakeHost; user: ReturnType<typeof userEvent.setup>; box: HTMLElement }> {
  const host = fakeHost(view, { vendors });
  const { container } = render(Window, { host, calm });
  await screen.findByRole('complementary');
  await settle();
  return { host, user: userEvent.setup(), box: container };
}

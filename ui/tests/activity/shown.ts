// The activity page on the history of a stand-in host, for tests.
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { vi } from 'vitest';
import Activity from '../../src/activity/Activity.svelte';
import type { ActivityFilter } from '../../src/activity/filters';
import type { Query } from '../../src/wire/Query';
import { fakeHost, type FakeHost } from '../../src/host/fake';
import type { AppView } from '../../src/wire/AppView';
import type { Intent } from '../../src/wire/Intent';

/** Longer than what is typed or told waits before it is asked about. */
const CALM_MS = 500;

/** Lets the page ask and the host answer. */
export async function rest(ms = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await tick();
}
export const calm = () => rest(CALM_MS);

/** Shows the page; `older` calls are kept beside what the view shows. */
export async function show(view: AppView, filter: ActivityFilter = 'all', options: { older?: number; noHistory?: string } = {}) {
  const host: FakeHost = fakeHost(view, options);
  const act = vi.fn<(intent: Intent) => void>((intent) => void host.dispatch(intent));
  const setFilter = vi.fn<(filter: ActivityFilter) => void>();
  const props = { view, now: view.now, filter, query: (query: Query) => host.query(query), act, send: (intent: Intent) => host.dispatch(intent).then(() => true), setFilter };
  const { rerender, container } = render(Activity, props);
  await rest();
  await rest();
  const again = async (over: Partial<typeof props>) => {
    if (over.view) host.push(over.view);
    await rerender({ ...props, ...over });
    await calm();
  };
  return { host, act, setFilter, again, container, user: userEvent.setup() };
}

/** What the rows of the list say. */
export const list = () =>
  screen
    .queryAllByRole('option')
    .filter((row) => row.closest('[role="listbox"]') !== null)
    .sort((a, b) => Number(a.ariaPosInSet ?? a.getAttribute('aria-posinset')) - Number(b.ariaPosInSet ?? b.getAttribute('aria-posinset')))
    .map((row) => row.textContent.replaceAll(/\s+/g, ' ').trim());

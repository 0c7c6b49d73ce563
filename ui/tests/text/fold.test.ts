// Searches pass over accents and case, everywhere the same.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { matching } from '../../src/calls/people';
import { choicesFor } from '../../src/chats/canned';
import { view } from '../../src/host/rows';
import Settings from '../../src/settings/Settings.svelte';
import { fold } from '../../src/text/fold';

afterEach(cleanup);

test('accents, case and ß fold; other letters stay', () => {
  expect(['MÜLLER', 'Mu\u0308ller', 'Straße', 'Žižek', 'Ågren', 'Ελλάς'].map(fold)).toEqual(['muller', 'muller', 'strasse', 'zizek', 'agren', 'ελλας']);
});

test('people, canned replies and the settings are found by the folded words', async () => {
  const user = userEvent.setup();
  const person = { name: 'Jörg Müller', number: '101', shown: '101', colleague: true };
  expect(matching([person], 'mull')).toEqual([person]);
  const choice = { shortcut: 'grüße', text: 'Viele Grüße', open: [] };
  expect(choicesFor([choice], 'GRUS')).toEqual([choice]);

  render(Settings, { view: view(), vendors: [], now: 0, act: vi.fn(), send: vi.fn(), query: vi.fn(() => Promise.reject(new Error('none'))) });
  await user.type(screen.getByRole('searchbox'), 'QUÏET höurs');
  expect(screen.getByRole('heading', { name: 'Status rules' })).toBeTruthy();
  expect(screen.queryByRole('heading', { name: 'Notifications' })).toBeNull();
});

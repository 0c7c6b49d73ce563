// The team in the sidebar: counted in one line, opened with each colleague's status, note and time.
import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Team from '../../src/status/Team.svelte';
import { counted, inOrder } from '../../src/status/team';
import { de } from '../../src/text/de';
import { en } from '../../src/text/en';
import type { ColleagueRow } from '../../src/wire/ColleagueRow';

const NOW = Date.UTC(2026, 0, 5, 12);
const row = (agent: string, presence: ColleagueRow['presence'], note: string | null = null): ColleagueRow => ({ account: 'hub', agent, presence, note, since: NOW - 60_000 });
const ROWS = [row('bo@desk.example', 'away', 'Lunch'), row('cy@desk.example', 'available'), row('di@desk.example', 'offline'), row('ed@desk.example', 'available')];

test('only what there is is counted', () => {
  expect(counted(ROWS, en)).toBe('2 available · 1 away · 1 offline');
  expect(counted(ROWS.slice(0, 2), de)).toBe('1 verfügbar · 1 abwesend');
});

test('who can take something over stands first, and the rest stays in its order', () => {
  expect(inOrder(ROWS).map(({ agent }) => agent[0])).toEqual(['c', 'e', 'b', 'd']);
});

test('each colleague is there with status and note, and the account only where there are several', () => {
  const { rerender } = render(Team, { rows: ROWS, labelOf: () => null, now: NOW });
  expect(screen.getByText('bo@desk.example').closest('li')?.textContent).toMatch(/Away · Lunch · [^·]+$/);
  void rerender({ rows: ROWS, labelOf: () => 'Shop', now: NOW });
  return expect.poll(() => screen.getByText('bo@desk.example').closest('li')?.textContent).toMatch(/ · Shop$/);
});

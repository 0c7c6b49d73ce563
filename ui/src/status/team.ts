// Colleagues: how many stand how, and in which order they are shown.
import type { Words } from '../text/en';
import type { ColleagueRow } from '../wire/ColleagueRow';
import type { Presence } from '../wire/Presence';

/** Who can take something over stands first, who is gone last. */
const ORDER: Presence[] = ['available', 'onContact', 'wrapUp', 'away', 'doNotDisturb', 'offline'];

const place = (row: ColleagueRow) => ORDER.indexOf(row.presence);

/** "2 available · 1 away": only what there is. */
export function counted(rows: readonly ColleagueRow[], words: Words): string {
  const of = (presence: Presence) => rows.filter((row) => row.presence === presence).length;
  return ORDER.filter((presence) => of(presence) > 0)
    .map((presence) => words.status.team.count(of(presence), words.status[presence]))
    .join(' · ');
}

/** Whoever is available first, else as the core gives them. */
export function inOrder(rows: readonly ColleagueRow[]): ColleagueRow[] {
  return [...rows].sort((a, b) => place(a) - place(b));
}

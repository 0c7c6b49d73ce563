// What the list of downloads says of one: its name, where it stands, and what becomes of a failure.
import { bytes } from '../text/format';
import type { words } from '../text/speech.svelte';
import type { DownloadProblem } from '../wire/DownloadProblem';
import type { DownloadRow } from '../wire/DownloadRow';

type Words = ReturnType<typeof words>['downloads'];

/** Its name as one would say it, before it has one as well. */
export function nameOf(row: DownloadRow, say: Words): string {
  return row.name === '' ? say.unnamed : row.name;
}

/** Nothing more will happen to it. */
export function isOver(row: DownloadRow): boolean {
  return row.state.kind === 'finished' || row.state.kind === 'failed' || row.state.kind === 'cancelled';
}

/** Where it stands, in words. */
export function stateInWords(row: DownloadRow, say: Words, locale: string): string {
  switch (row.state.kind) {
    case 'waiting':
      return say.waiting;
    case 'asking':
      return say.asking;
    case 'running':
      return row.total === null ? bytes(row.received, locale) : say.partly(bytes(row.received, locale), bytes(row.total, locale));
    case 'finished':
      return say.finished(bytes(row.received, locale), lastPart(row.state.folder));
    case 'failed':
      return why(row.state.problem, say);
    case 'cancelled':
      return say.cancelled;
  }
}

function why(problem: DownloadProblem, say: Words): string {
  switch (problem.problem) {
    case 'tooLarge':
      return say.problem.tooLarge;
    case 'noSpace':
      return say.problem.noSpace;
    case 'folder':
      return say.problem.folder(problem.folder, problem.reason);
    case 'refused':
      return say.problem.refused(problem.status);
    case 'broken':
      return say.problem.broken(problem.reason);
    case 'notSaved':
      return say.problem.notSaved(problem.reason);
  }
}

/** The folder's own name; the whole path stands in its title. */
function lastPart(path: string): string {
  return path.split(/[/\\]/).filter((part) => part !== '').at(-1) ?? path;
}

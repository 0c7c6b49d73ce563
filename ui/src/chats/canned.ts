// Canned replies while writing and while editing: the shortcut being typed, what it may mean, and what stands in braces.
import { fold } from '../text/fold';
import type { CannedChoice } from '../wire/CannedChoice';

/** What can stand in braces; the same names as the core's. */
export const PLACEHOLDERS = ['visitor.name', 'visitor.email', 'visitor.phone', 'agent.name', 'page', 'page.title', 'queue', 'account'] as const;
export const REPLIES_MAX = 100;
export const SHORTCUT_MAX = 40;
export const TEXT_MAX = 1000;

/** A shortcut that is being typed: where its slash stands and what follows it. */
export interface Typed {
  from: number;
  token: string;
}

/** The shortcut before the caret, begun with a slash at the start or after a blank. */
export function typedAt(text: string, caret: number): Typed | null {
  const found = /(?:^|\s)\/(\S*)$/.exec(text.slice(0, caret));
  const token = found?.[1];
  return token === undefined ? null : { from: caret - token.length - 1, token };
}

/** Choices for what was typed: shortcuts that begin so first, then those that have it anywhere. */
export function choicesFor(canned: readonly CannedChoice[], token: string): CannedChoice[] {
  const wanted = fold(token);
  const begins = canned.filter((choice) => fold(choice.shortcut).startsWith(wanted));
  const holds = canned.filter((choice) => !begins.includes(choice) && fold(`${choice.shortcut} ${choice.text}`).includes(wanted));
  return [...begins, ...holds];
}

/** A piece of a text: plain, or a name in braces. */
export interface Piece {
  text: string;
  /** The name in braces. */
  place: string | null;
}

/** Cuts a text at its names in braces; braces around anything else are text. */
export function pieces(text: string): Piece[] {
  return text
    .split(/(\{[\w.-]+\})/)
    .filter(Boolean)
    .map((part) => ({ text: part, place: /^\{[\w.-]+\}$/.test(part) ? part.slice(1, -1) : null }));
}

/** Names in braces that nothing is known for, each once. */
export function unknownPlaces(text: string): string[] {
  const known: readonly string[] = PLACEHOLDERS;
  const names = pieces(text).flatMap((piece) => (piece.place === null || known.includes(piece.place) ? [] : [piece.place]));
  return [...new Set(names)];
}

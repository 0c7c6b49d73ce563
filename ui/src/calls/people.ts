// Whom one may want to call: people known from calls and messages, and what was typed read as a number.
import { fold } from '../text/fold';
import type { CallRow } from '../wire/CallRow';
import type { MessageRow } from '../wire/MessageRow';

/** Somebody with a number. */
export interface Person {
  /** None where only the number is known. */
  name: string | null;
  number: string;
  /** The number, set for reading. */
  shown: string;
  /** An extension of the own company. */
  colleague: boolean;
}

/** Longest number the program takes. */
const NUMBER_MAX = 64;
/** Extensions have at most this many digits. */
const EXTENSION_MAX = 6;
const MOST = 200;

const bare = (text: string) => text.replace(/[\s().-]/g, '');

/** People of past calls and messages, the latest first, each number once. */
export function knownPeople(recent: readonly CallRow[], messages: readonly MessageRow[]): Person[] {
  const met = [
    ...recent.map((call) => ({ name: call.name, number: call.number, shown: call.numberShown, at: call.endedAt ?? call.since })),
    ...messages.map((message) => ({ name: message.from, number: message.number, shown: message.numberShown, at: message.at })),
  ].sort((a, b) => b.at - a.at);
  const people = new Map<string, Person>();
  for (const { name, number, shown } of met) {
    if (number === null || readNumber(number) === null) continue;
    const key = bare(number);
    const known = people.get(key);
    const told = name === number || name === shown ? null : name;
    if (!known) people.set(key, { name: told, number, shown: shown ?? number, colleague: new RegExp(`^\\d{1,${EXTENSION_MAX}}$`).test(key) });
    else known.name ??= told;
    if (people.size >= MOST) break;
  }
  return [...people.values()];
}

/** Those whose name has the words typed at the beginning of one of its own, or whose number has the digits typed; the order stays. */
export function matching(people: readonly Person[], typed: string): Person[] {
  const text = fold(typed.trim());
  if (text === '') return [...people];
  const digits = bare(text).replace(/^\+/, '');
  const inNumber = (person: Person) => /^\d+$/.test(digits) && bare(person.number).includes(digits);
  const inName = (person: Person) => text.split(/\s+/).every((word) => fold(person.name ?? '').split(/[\s,.()-]+/).some((part) => part.startsWith(word)));
  return people.filter((person) => inNumber(person) || inName(person));
}

/** How a person is written in a field once chosen: the number, which is what is dialled. */
export function written(person: Person): string {
  return person.shown.replaceAll('\u00a0', ' ');
}

const KEYPAD = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

/** What was typed as a number to dial: letters in a number are keypad keys (1 800 FLOWERS); none where it is no number. */
export function readNumber(typed: string): string | null {
  const text = typed.trim();
  // Letters count only behind digits; a word alone is a name.
  const letters = /^[+(]?\d[\d\s().-]*[a-z]/i.test(text);
  const keyed = letters ? text.replace(/[a-z]/gi, (letter) => String(KEYPAD.findIndex((keys) => keys.includes(letter.toLowerCase())) + 2)) : text;
  return keyed.length <= NUMBER_MAX && /^[\d*#+().\s-]+$/.test(keyed) && /[\d*#]/.test(keyed) ? keyed.replace(/\s+/g, ' ') : null;
}

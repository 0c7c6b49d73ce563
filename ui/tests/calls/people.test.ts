// Whom one may call: known people, found by name or digits, and what was typed read as a number.
import { expect, test } from 'vitest';
import { knownPeople, matching, readNumber } from '../../src/calls/people';
import { message, NOW, past } from '../../src/host/rows';

test('people are known once by their number, the latest first, with the name that was told', () => {
  const people = knownPeople(
    [past({ number: '103', name: null }), past({ number: '+1 650 555 0123', numberShown: '+1 650-555-0123', name: 'Ada Lovelace', endedAt: NOW - 9 }), past({ number: null })],
    [message({ number: '103', from: 'Radia Perlman', at: NOW }), message({ number: '+16505550123', numberShown: '+1 650-555-0123', from: '+1 650-555-0123', at: NOW - 1 })],
  );
  expect(people).toEqual([
    { name: 'Radia Perlman', number: '103', shown: '103', colleague: true },
    { name: 'Ada Lovelace', number: '+16505550123', shown: '+1 650-555-0123', colleague: false },
  ]);
  expect(matching(people, 'love').map((person) => person.name)).toEqual(['Ada Lovelace']);
  expect(matching(people, '650 555').map((person) => person.name)).toEqual(['Ada Lovelace']);
  expect(matching(people, 'ace')).toEqual([]);
  expect(matching(people, '')).toHaveLength(2);
});

test('digits, keypad letters behind digits and dialling signs are numbers; words are not', () => {
  expect(['101', ' +1 (650) 555-0100 ', '*97#', '1-800-FLOWERS'].map(readNumber)).toEqual(['101', '+1 (650) 555-0100', '*97#', '1-800-3569377']);
  for (const wrong of ['', 'abc', '+', 'javascript:1', '1\u0661', '1'.repeat(65), '10ä']) expect(readNumber(wrong), wrong).toBeNull();
});

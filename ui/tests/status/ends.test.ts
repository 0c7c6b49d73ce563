// The moment an end of a status means: a length counts from now, a time of day is the next one.
import { expect, test } from 'vitest';
import { DAY_END, endOf, nextHour } from '../../src/status/ends';

const at = (hour: number, minute: number, day = 1) => new Date(2026, 2, day, hour, minute).getTime();

test('a length counts from now, a time of day is today or tomorrow', () => {
  expect(endOf({ end: 'in', seconds: 900 }, at(12, 50))).toBe(at(13, 5));
  expect(endOf({ end: 'at', minutes: 13 * 60 }, at(12, 50))).toBe(at(13, 0));
  expect(endOf({ end: 'at', minutes: 12 * 60 }, at(12, 50))).toBe(at(12, 0, 2));
  expect(endOf({ end: 'at', minutes: 12 * 60 + 50 }, at(12, 50))).toBe(at(12, 50, 2));
  expect(endOf(DAY_END, at(12, 50))).toBe(at(0, 0, 2));
});

test('a time of day begins at a full hour at least half an hour away, also over midnight', () => {
  expect(nextHour(at(12, 10))).toBe(13 * 60);
  expect(nextHour(at(12, 40))).toBe(14 * 60);
  expect(nextHour(at(23, 10))).toBe(0);
});

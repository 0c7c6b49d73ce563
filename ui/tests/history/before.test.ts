// What was before with whoever rings, in one line.
import { expect, test, vi } from 'vitest';
import { before, callsBefore } from '../../src/history/before';
import { fakeHost } from '../../src/host/fake';
import { rowsOf } from '../../src/host/fake-history';
import { call, DAY, HOUR, MINUTE, NOW, past, view } from '../../src/host/rows';
import { de } from '../../src/text/de';
import { en } from '../../src/text/en';

const at = (since: number, over = {}) => past({ since, connectedAt: since + 8000, endedAt: since + 8000 + 3 * MINUTE, number: '+16505550123', ...over });
/** The samples' clock shows a Thursday. */
const EARLIER = [at(NOW - 2 * DAY), at(NOW - 2 * DAY - HOUR), at(NOW - 3 * DAY), at(NOW - 5 * DAY)];

test('how many calls this week with this one, and the last of them', () => {
  const rows = rowsOf(view({ recent: EARLIER }));
  expect(before(rows, NOW, en, 'en')).toBe('4th call this week; last: Tuesday, 3 min');
  expect(before(rows, NOW, de, 'de')).toBe('4. Anruf diese Woche; zuletzt: Dienstag, 3 Min.');
  expect(before(rows.map((row) => ({ ...row, disposition: 'refund' })), NOW, en, 'en')).toBe('4th call this week; last: refund, Tuesday, 3 min');
  expect(before(rowsOf(view({ recent: [at(NOW - 8 * DAY, { connectedAt: null, end: 'missed' })] })), NOW, en, 'en')).toBe('First call this week; last: Nov 11, missed');
  expect(before([], NOW, en, 'en')).toBeNull();
});

test('the call that rings is none of those before it, and no answer is no line', async () => {
  const rings = call({ since: NOW });
  const host = fakeHost(view({ calls: [rings], recent: EARLIER }));
  expect(await callsBefore('+16505550123', NOW, (query) => host.query(query))).toHaveLength(4);
  expect(await callsBefore('+16505550123', NOW, (query) => fakeHost(view(), { noHistory: 'gone' }).query(query))).toEqual([]);
  expect(await callsBefore('+16505550123', NOW, vi.fn(() => Promise.reject(new Error('no'))))).toEqual([]);
});

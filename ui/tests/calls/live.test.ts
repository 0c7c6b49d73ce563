// Places of calls: ringing, running and just ended; and what became of them, in words.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { call, NOW, past } from '../../src/host/rows';
import EndedCard from '../../src/calls/EndedCard.svelte';
import { ENDED_MS, endedCalls, ringingCalls, runningCalls } from '../../src/calls/live';
import type { CallRow } from '../../src/wire/CallRow';

afterEach(cleanup);
const ids = (calls: readonly CallRow[]) => calls.map((row) => row.id);

test('running calls keep their order whatever the program ranks first; what rings elsewhere rings last', () => {
  const first = call({ id: 1, state: 'held' });
  const second = call({ id: 2, state: 'connected' });
  expect(ids(runningCalls([second, first, call({ id: 5 })]))).toEqual([1, 2]);
  expect(ids(runningCalls([first, second]))).toEqual([1, 2]);
  expect(ids(ringingCalls([call({ id: 9 }), call({ id: 7, elsewhere: true }), call({ id: 8 }), second]))).toEqual([8, 9, 7]);
  expect(ids(runningCalls([call({ id: 3, direction: 'outbound' })])), 'what we dialled does not ring here').toEqual([3]);
});

test('a call that was talked on or dialled stays some seconds after its end; a missed one has its own list', () => {
  const over = (row: Partial<CallRow>) => endedCalls([past({ endedAt: NOW - 1000, ...row })], NOW).length;
  expect(over({})).toBe(1);
  expect(over({ endedAt: NOW - ENDED_MS })).toBe(0);
  expect(over({ connectedAt: null, end: 'missed' })).toBe(0);
  expect(over({ connectedAt: null, end: 'cancelled', direction: 'outbound' })).toBe(1);
  expect(over({ end: 'answeredElsewhere', elsewhere: true })).toBe(0);
});

test('endings speak', async () => {
  const act = vi.fn();
  const close = vi.fn();
  const say = (row: Partial<CallRow>) => {
    cleanup();
    render(EndedCard, { call: past({ connectedAt: NOW - 28_000, endedAt: NOW - 1000, ...row }), through: 'ringcentral', act, close });
    return screen.getByRole('status').textContent.replaceAll('\u00a0', ' ');
  };
  expect(say({ end: 'transferred', movedTo: '102' })).toBe('Transferred to 102 · 0:27');
  expect(screen.queryByRole('button', { name: /back/ }), 'the other one talks to 102 now').toBeNull();
  expect(say({ end: 'transferred' })).toBe('Transferred · 0:27');
  expect(say({ connectedAt: null, direction: 'outbound' })).toBe('Not answered');
  expect(say({})).toBe('Call ended · 0:27');
  await userEvent.click(screen.getByRole('button', { name: 'Call back: Ada Lovelace' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dial', account: 'ringcentral', number: '+16505550123', callNow: true });
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss: Ada Lovelace' }));
  expect(close).toHaveBeenCalledTimes(1);
});

// The window's clock: it goes on from the program's, whatever becomes of the computer's.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const invoke = vi.hoisted(() => vi.fn<(command: string, given: unknown) => Promise<{ now: number }>>());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));

const WALL = 1_700_000_000_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ now: WALL, toFake: ['Date', 'performance'] });
  invoke.mockReset();
});
afterEach(() => vi.useRealTimers());

async function started(now: number) {
  invoke.mockResolvedValue({ now });
  const { tauri } = await import('../src/host/tauri');
  await tauri.view(null);
  return tauri;
}

test('before any view it is the computer’s clock', async () => {
  const { tauri } = await import('../src/host/tauri');
  expect(tauri.now()).toBe(WALL);
});

test('it goes on from the view that came last', async () => {
  const tauri = await started(5 * MINUTE);
  vi.advanceTimersByTime(90 * SECOND);
  expect(tauri.now()).toBe(5 * MINUTE + 90 * SECOND);
  expect(invoke).toHaveBeenCalledTimes(1);
});

test.each([-10 * MINUTE, 120 * MINUTE])('a clock that is set by %d ms moves no timer, and the program is asked once', async (by) => {
  const tauri = await started(5 * MINUTE);
  vi.advanceTimersByTime(SECOND);
  vi.setSystemTime(WALL + SECOND + by);
  expect(tauri.now()).toBe(5 * MINUTE + SECOND);
  expect(tauri.now()).toBe(5 * MINUTE + SECOND);
  expect(invoke).toHaveBeenCalledTimes(2);
});

test('what the program answers counts from then on, and nothing is asked again', async () => {
  const tauri = await started(5 * MINUTE);
  vi.setSystemTime(WALL + 120 * MINUTE);
  invoke.mockResolvedValue({ now: 125 * MINUTE });
  tauri.now();
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(tauri.now()).toBe(125 * MINUTE);
  vi.advanceTimersByTime(SECOND);
  expect(tauri.now()).toBe(125 * MINUTE + SECOND);
  expect(invoke).toHaveBeenCalledTimes(2);
});

test('a program that does not answer is asked again', async () => {
  const tauri = await started(0);
  vi.setSystemTime(WALL - MINUTE);
  invoke.mockRejectedValueOnce(new Error('busy'));
  tauri.now();
  await vi.waitFor(() => {
    tauri.now();
    expect(invoke.mock.calls.length).toBeGreaterThanOrEqual(3);
  });
});

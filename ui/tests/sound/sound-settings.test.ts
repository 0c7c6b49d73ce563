// Microphone and speaker in the settings: what is used, what is missing, the level, and the test of a headset in words.
import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { view } from '../../src/host/rows';
import SoundSettings from '../../src/sound/SoundSettings.svelte';
import type { HeadsetTest } from '../../src/wire/HeadsetTest';
import type { Intent } from '../../src/wire/Intent';
import type { Query } from '../../src/wire/Query';
import type { QueryAnswer } from '../../src/wire/QueryAnswer';
import type { Surroundings } from '../../src/wire/Surroundings';

const act = vi.fn<(intent: Intent) => void>();
let headset: HeadsetTest = { kind: 'idle' };
const query = vi.fn<(query: Query) => Promise<QueryAnswer>>(() => Promise.resolve({ answer: 'soundLevels', levels: { microphoneDb: -31, speakerDb: -100, test: headset } }));
const outside = view().surroundings;
const show = (over: Partial<Surroundings> = {}, set = view().preferences.sound) => render(SoundSettings, { set, outside: { ...outside, ...over }, query, act });

beforeEach(() => {
  act.mockReset();
  query.mockClear();
  headset = { kind: 'idle' };
});
afterEach(cleanup);

test('a device is chosen by its lasting name, and shown as chosen only once it is', async () => {
  show();
  const microphone = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Microphone' });
  expect([...microphone.options].map((option) => option.label)).toEqual(['As the system: Jabra Evolve2', 'Jabra Evolve2', 'Built-in Audio']);
  await userEvent.selectOptions(microphone, 'Built-in Audio');
  expect(act).toHaveBeenCalledWith({ intent: 'changeSetting', change: { setting: 'sound', value: { microphone: { name: 'laptop', label: 'Built-in Audio' }, speaker: null, cleanMicrophone: true } } });
  expect(microphone.value).toBe('');
  await userEvent.click(screen.getByRole('switch', { name: 'Clean the sound of the microphone' }));
  expect(act).toHaveBeenLastCalledWith({ intent: 'changeSetting', change: { setting: 'sound', value: { microphone: null, speaker: null, cleanMicrophone: false } } });
});

test('a chosen device that is not there stays chosen, with what is used instead', () => {
  show({ microphone: 'laptop' }, { microphone: { name: 'dock', label: 'Dock' }, speaker: null, cleanMicrophone: true });
  const microphone = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Microphone', description: 'Dock is not there: Built-in Audio is used until it is back.' });
  expect(microphone.selectedOptions[0]?.label).toBe('Dock (not there)');
  expect(microphone.selectedOptions[0]?.disabled).toBe(true);
});

test('without a server, without devices and without a phone it says what to do', async () => {
  const { rerender } = show({ sound: { kind: 'absent', reason: 'refused' } });
  expect(screen.getByRole('status').textContent).toContain('no sound server (refused)');
  expect(screen.queryByRole('button')).toBeNull();
  await rerender({ outside: { ...outside, sound: { kind: 'present', devices: { microphones: [], speakers: [] } }, microphone: null, speaker: null } });
  expect(screen.getByText(/There is no microphone/)).toBeTruthy();
  expect(screen.getByText(/There is no speaker/)).toBeTruthy();
  await rerender({ outside: { ...outside, sound: null } });
  expect(screen.getByText('No phone account makes its calls through this computer.')).toBeTruthy();
  expect(screen.queryByRole('switch')).toBeNull();
});

test('the level is asked for while it is seen, and no longer', async () => {
  const { unmount } = show();
  await waitFor(() => expect(screen.getByRole<HTMLMeterElement>('meter', { name: 'Level' }).value).toBe(-31));
  await waitFor(() => expect(query.mock.calls.length).toBeGreaterThan(2));
  unmount();
  const asked = query.mock.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(query).toHaveBeenCalledTimes(asked);
});

test('a test says when to speak, when to listen and what was heard; an earlier one says nothing', async () => {
  headset = { kind: 'over', heardDb: -20 };
  show();
  const button = screen.getByRole('button', { name: 'Test my headset' });
  await waitFor(() => expect(query).toHaveBeenCalled());
  expect(screen.queryByText(/You were heard/)).toBeNull();
  headset = { kind: 'recording', leftMs: 2900 };
  await userEvent.click(button);
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'testHeadset' });
  expect(await screen.findByText('Speak now…')).toBeTruthy();
  expect(button.getAttribute('aria-disabled')).toBe('true');
  await userEvent.click(button);
  expect(act).toHaveBeenCalledTimes(1);
  headset = { kind: 'playing', leftMs: 2000 };
  expect(await screen.findByText('You should hear yourself now…')).toBeTruthy();
  headset = { kind: 'over', heardDb: -72 };
  expect(await screen.findByText(/Nothing was heard of you/)).toBeTruthy();
});

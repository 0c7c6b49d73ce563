// After a press on a notification the focus is where the next press belongs, once.
import { cleanup, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { chat } from '../../src/host/chat-rows';
import { prompt } from '../../src/host/permission-samples';
import { account, call, NOW, past, view } from '../../src/host/rows';
import type { AppView } from '../../src/wire/AppView';
import type { Item } from '../../src/wire/Item';
import { open, sample, settle } from '../window';

afterEach(cleanup);

const at = () => document.activeElement;
/** Opens on the calm view, with the focus in the dialer, and shows what a press led to. */
async function led(item: Item, over: Partial<AppView>): Promise<Awaited<ReturnType<typeof open>>> {
  const opened = await open(view());
  screen.getByRole('combobox', { name: 'Name or number to call' }).focus();
  opened.host.push(view({ ...over, revision: 2, focus: { item, number: 1 } }));
  await settle();
  return opened;
}

test('a call that rings, a missed call, a message, a question, the status', async () => {
  await led({ item: 'call', call: 7 }, { calls: [call({ id: 7 })] });
  expect(at()?.closest('[data-call="7"]')).toBeTruthy();
  cleanup();
  await led({ item: 'call', call: 80 }, { stage: { stage: 'activity' }, recent: [past({ id: 81 }), past({ id: 80, name: 'Ida', end: 'missed', unseen: true })] });
  await settle();
  await settle();
  expect(at()?.getAttribute('title')).toBe('Call Ida');
  cleanup();
  const accounts = [account(), account({ config: { id: 'b', label: 'B' } })];
  await led({ item: 'message', account: 'b', message: 'm' }, { accounts, stage: { stage: 'widget', account: 'b' } });
  expect(at()?.getAttribute('data-account')).toBe('b');
  cleanup();
  await led({ item: 'permission', account: 'ringcentral' }, { asks: [prompt('microphone')] });
  expect(at()).toBe(screen.getByRole('button', { name: 'Allow' }));
  cleanup();
  await led({ item: 'status', account: 'ringcentral' }, {});
  expect(at()).toBe(screen.getByRole('button', { name: /^Status/ }));
});

test('a chat has the box to write in, and a press is followed once', async () => {
  const opened: AppView = sample('conversation');
  const { host } = await open(view({ conversations: [chat()] }));
  const focus = { item: { item: 'conversation', conversation: 1 } as const, number: 3 };
  host.push({ ...opened, revision: 2, focus });
  await settle();
  const box = screen.getByRole('textbox', { name: /Reply to/ });
  expect(at()).toBe(box);
  screen.getByRole('button', { name: 'Settings' }).focus();
  host.push({ ...opened, revision: 3, now: NOW + 1000, focus });
  await settle();
  expect(at()).toBe(screen.getByRole('button', { name: 'Settings' }));
});

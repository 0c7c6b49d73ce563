// Whom a chat can be handed on to, and which labels it can get, is picked where it is known.
import { cleanup, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { knownTargets } from '../../src/chats/targets';
import { chat, chatAccount, panel } from '../../src/host/chat-rows';
import { view } from '../../src/host/rows';
import { open, sample, settle } from '../window';

afterEach(cleanup);

const OUTLET = chatAccount({ config: { id: 'outlet', label: 'Outlet', options: { widgetId: 'w-2', statusAgent: 'bea@shop.example' } } });
const HUB = chatAccount({ config: { options: { widgetId: 'w-1', statusAgent: 'ada@shop.example' } } });

test('widgets and agents of other accounts of the vendor, those used before first, never oneself', () => {
  const alien = chatAccount({ config: { id: 'x', vendor: 'engage', options: { widgetId: 'w-3' } } });
  const twin = chatAccount({ config: { id: 'twin', options: { statusAgent: 'ada@shop.example' } } });
  const used = [{ kind: 'agent', id: 'cleo@shop.example' }, { kind: 'agent', id: 'bea@shop.example' }] as const;
  expect(knownTargets('widget', 'hub', 'snapengage', [HUB, OUTLET, alien, twin], used)).toEqual([{ id: 'w-2', label: 'Outlet' }]);
  expect(knownTargets('agent', 'hub', 'snapengage', [HUB, OUTLET, alien, twin], used)).toEqual([{ id: 'cleo@shop.example', label: null }, { id: 'bea@shop.example', label: 'Outlet' }]);
});

test('a known widget is one press and Enter; who was typed once can be picked for the next chat', async () => {
  const first = view({ ...sample('conversation'), accounts: [HUB, OUTLET] });
  const { host, user } = await open(first);
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.click(within(screen.getByRole('group', { name: 'Known targets' })).getByRole('button', { name: 'Outlet' }));
  await user.keyboard('{Enter}');
  expect(host.intents.at(-1)).toEqual({ intent: 'chat', conversation: 1, request: { action: 'transfer', to: { kind: 'widget', id: 'w-2' } }, confirmed: false });
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Transfer to' }), 'agent');
  await user.type(screen.getByRole('textbox', { name: 'Transfer to' }), 'cleo@shop.example{Enter}');
  host.push({ ...first, revision: 2, stage: { stage: 'conversation', conversation: 5 }, conversations: [chat({ id: 5 })], conversation: panel({ id: 5 }) });
  await settle();
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Transfer to' }), 'agent');
  await user.click(screen.getByRole('button', { name: 'cleo@shop.example' }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Transfer to' }).value).toBe('cleo@shop.example');
});

test('a label of another chat is put on with one press', async () => {
  const opened = sample('conversation');
  const { host, user } = await open({ ...opened, conversations: [...opened.conversations, chat({ id: 7, labels: ['refund', 'order'] })] });
  await user.click(screen.getByRole('button', { name: 'Add label' }));
  const known = within(screen.getByRole('group', { name: 'Labels of other chats' }));
  expect(known.getAllByRole('button').map((button) => button.textContent)).toEqual(['refund']);
  await user.click(known.getByRole('button', { name: 'refund' }));
  expect(host.intents.at(-1)).toEqual({ intent: 'chat', conversation: 1, request: { action: 'addLabel', label: { name: 'refund' } }, confirmed: false });
});

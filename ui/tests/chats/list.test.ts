// Chats in Now: who, how long, what they may be asked; quick reply and close; nothing pretends, nothing takes the focus.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chat, chatAccount, offered } from '../../src/host/chat-rows';
import { account, NOW, view } from '../../src/host/rows';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import ChatList from '../../src/chats/ChatList.svelte';
import { chatsNow } from '../../src/chats/conversations';
import { de } from '../../src/text/de';
import { speak } from '../../src/text/speech.svelte';
import type { ConversationRow } from '../../src/wire/ConversationRow';
import type { Intent } from '../../src/wire/Intent';
import { open, settle } from '../window';

const act = vi.fn<(intent: Intent) => void>();
const send = vi.fn<(intent: Intent) => Promise<boolean>>();
const show = (rows: ConversationRow[], now = NOW) => render(ChatList, { rows, accounts: [account(), chatAccount()], vendors: [...VENDORS, ...CHAT_VENDORS], shown: null, now, drafts: new Map(), act, send });
const items = () => screen.getAllByRole('listitem').map((item) => item.textContent.replace(/\s+/g, ' ').trim());

beforeEach(() => {
  act.mockReset();
  send.mockReset().mockResolvedValue(true);
});
afterEach(() => {
  cleanup();
  speak('english', ['en']);
});

test('a row says who, through what, how long, the last line and what is unread', () => {
  show([chat({ unread: 120, queue: 'Support' })]);
  const text = items()[0];
  for (const part of ['Grace Hopper', 'SnapEngage · Web shop chat · for Support', 'Waiting for 0:25', 'The parcel is still at the depot.', '99+', '120 unread lines']) expect(text).toContain(part);
});

test('the order is the program’s; the rest is shown on request and folded again, the chat on the stage always', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => chat({ id: index, who: `Visitor ${index}` }));
  const { rerender } = show(rows);
  const names = () => screen.getAllByRole('listitem').map((item) => Number(/Visitor (\d+)/.exec(item.textContent)?.[1]));
  expect(names()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await userEvent.click(screen.getByRole('button', { name: 'Show 4 more chats' }));
  expect(names()).toHaveLength(12);
  await userEvent.click(screen.getByRole('button', { name: 'Show fewer' }));
  expect(names()).toHaveLength(8);
  await rerender({ shown: 10 });
  expect(names()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 10]);
  expect(screen.getByRole('button', { name: 'Show 3 more chats' })).toBeTruthy();
});

test('the chat on the stage is scrolled into sight once, not with every view', async () => {
  const into = vi.fn();
  Object.assign(Element.prototype, { scrollIntoView: into });
  const { rerender } = show([chat(), chat({ id: 2 })]);
  expect(into).not.toHaveBeenCalled();
  await rerender({ shown: 2 });
  expect(into).toHaveBeenCalledExactlyOnceWith({ block: 'nearest' });
  await rerender({ rows: [chat(), chat({ id: 2, unread: 1 })], now: NOW + 1000 });
  expect(into).toHaveBeenCalledOnce();
  Reflect.deleteProperty(Element.prototype, 'scrollIntoView');
});

test('the clock of the first reply is said in words, not by colour alone', async () => {
  const { rerender } = show([offered({ clock: 'green' })]);
  expect(screen.queryByText(/Reply soon|Reply overdue/)).toBeNull();
  await rerender({ rows: [offered({ clock: 'amber' })] });
  expect(screen.getByText('Reply soon')).toBeTruthy();
  await rerender({ rows: [offered({ clock: 'red' })], now: NOW + 60_000 });
  expect(screen.getByText('Reply overdue')).toBeTruthy();
  expect(screen.getByText('Waiting for 1:12')).toBeTruthy();
});

test('typing, queue place, transfer, doubts, textless lines and missed ones are words', () => {
  show([chat({ typing: true }), chat({ id: 2, status: 'queued', position: 3 }), chat({ id: 3, transfer: 'rejected', unsure: true }), chat({ id: 4, last: { author: 'agent', text: null, at: NOW } }), chat({ id: 5, status: 'closed', missed: true })]);
  for (const words of ['is typing…', 'In the queue, place 3', 'Transfer refused', /may be out of date/, 'You: New message: read it in SnapEngage', 'Missed']) expect(screen.getByText(words)).toBeTruthy();
});

test('only open chats and missed ones that nobody looked at belong to Now', () => {
  const rows = [offered(), chat(), chat({ id: 3, status: 'closed' }), chat({ id: 4, status: 'closed', missed: true, unread: 1 }), chat({ id: 5, status: 'closed', missed: true, unread: 0 })];
  expect(chatsNow(rows).map((row) => row.id)).toEqual([2, 1, 4]);
});

test('the menu offers only what the row offers', async () => {
  const user = userEvent.setup();
  const { rerender } = show([chat({ actions: [], unread: 0 })]);
  const menu = async () => {
    await user.click(screen.getByRole('button', { name: /More for the chat/ }));
    const names = within(screen.getByRole('menu')).getAllByRole('menuitem').map((item) => item.textContent.trim());
    await user.keyboard('{Escape}');
    return names;
  };
  expect(await menu()).toEqual(['Show SnapEngage · Web shop chat', 'Hide (stays open in the widget)']);
  await rerender({ rows: [chat({ actions: ['reply', 'close'], unread: 2 })] });
  expect(await menu()).toEqual(['Reply here…', 'Show SnapEngage · Web shop chat', 'Mark as seen', 'Hide (stays open in the widget)', 'End chat']);
});

test('quick reply by keyboard: refused it keeps the text, taken it goes and gives the focus back', async () => {
  const user = userEvent.setup();
  show([chat()]);
  await user.click(screen.getByRole('button', { name: /More for the chat/ }));
  await user.keyboard('{Enter}');
  const box = screen.getByRole<HTMLInputElement>('textbox', { name: 'Reply to Grace Hopper' });
  expect(document.activeElement).toBe(box);
  send.mockResolvedValueOnce(false);
  await user.keyboard('On my way{Enter}');
  expect(box.value).toBe('On my way');
  await user.keyboard('{Enter}');
  expect(send).toHaveBeenLastCalledWith({ intent: 'chat', conversation: 1, request: { action: 'reply', text: 'On my way' }, confirmed: false });
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(document.activeElement?.getAttribute('data-chat')).toBe('1');
});

test('ending a chat asks only where the visitor waits', async () => {
  const user = userEvent.setup();
  const { rerender } = show([chat({ waitingSince: null })]);
  const end = async () => {
    await user.click(screen.getByRole('button', { name: /More for the chat/ }));
    await user.click(screen.getByRole('menuitem', { name: 'End chat' }));
  };
  const wish = { intent: 'chat', conversation: 1, request: { action: 'close' }, confirmed: false };
  await end();
  expect(act).toHaveBeenLastCalledWith(wish);
  act.mockReset();
  await rerender({ rows: [chat()] });
  await end();
  expect(screen.getByRole('alertdialog').textContent).toContain('still waits for an answer');
  await user.click(screen.getByRole('button', { name: 'Keep it open' }));
  expect(act).not.toHaveBeenCalled();
  await end();
  await user.click(screen.getByRole('button', { name: 'End chat' }));
  expect(act).toHaveBeenCalledExactlyOnceWith(wish);
});

test('a new chat is announced politely and never takes the focus', async () => {
  const { host, user, box } = await open(view());
  await user.click(screen.getByRole('combobox', { name: 'Name or number to call' }));
  host.push(view({ revision: 2, accounts: [account(), chatAccount()], conversations: [offered()], waiting: 1, unread: 1 }));
  await settle();
  expect([...box.querySelectorAll('[aria-live="polite"]')].map((node) => node.textContent)).toContain(`A chat waits to be taken: Visitor ${offered().id}`);
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Name or number to call' }));
  expect(screen.queryByText(/unread message/)).toBeNull();
});

test('in German', () => {
  speak('german', ['de']);
  show([offered({ clock: 'red' })]);
  for (const words of [`Besucher ${offered().id}`, de.chats.clock.red, 'Wartet auf Annahme', 'Wartet 0:12']) expect(screen.getByText(words)).toBeTruthy();
});

// The header over a vendor's page with chats: who has waited longest, where to answer, hide and back.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import PageHeader from '../../src/app/PageHeader.svelte';
import { CHAT_VENDORS } from '../../src/host/vendors';
import type { AccountRow } from '../../src/wire/AccountRow';
import type { ConversationRow } from '../../src/wire/ConversationRow';
import type { Intent } from '../../src/wire/Intent';
import { sample } from '../window';

const act = vi.fn<(intent: Intent) => void>();
const back = vi.fn<() => void>();
beforeEach(() => {
  act.mockReset();
  back.mockReset();
});
afterEach(cleanup);

const { accounts, conversations, now } = sample('pageWithChat');
const [first, second] = conversations as [ConversationRow, ConversationRow];
const show = (chats = conversations) => render(PageHeader, { row: accounts.find((row) => row.config.id === 'shop') as AccountRow, chats, vendors: CHAT_VENDORS, now, act, back });

test('says who has waited longest, since when, in which account, how many more, and that the page takes the answer', () => {
  show([second, first]);
  const header = screen.getByRole('banner', { name: 'About the page of shop.example' });
  for (const words of [`Visitor ${first.id}`, 'Waiting for 0:41', 'shop.example', 'since ', '1 more chat', 'Answer in the page', 'F6']) expect(header.textContent).toContain(words);
  expect(screen.queryByRole('button', { name: 'Reply here' })).toBeNull();
});

test('hides the chat it shows, and leads back', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: 'Hide' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'dismiss', conversation: first.id });
  await userEvent.click(screen.getByRole('button', { name: 'Back' }));
  expect(back).toHaveBeenCalledOnce();
});

test('a chat that can be answered here is opened here', async () => {
  show([{ ...first, actions: ['reply'] }]);
  expect(screen.queryByText('Answer in the page')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Reply here' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'show', stage: { stage: 'conversation', conversation: first.id } });
});

test('without a chat it is the account and how it stands, in the same place', () => {
  show([]);
  const header = screen.getByRole('banner');
  expect(header.textContent).toContain('shop.example');
  expect(screen.getAllByRole('button')).toHaveLength(1);
});

// The form of a chat account: fields that depend on the kind of page, and widgets found on it.
import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, test, vi } from 'vitest';
import { widget } from '../../src/host/chat-rows';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { shownFields } from '../../src/accounts/fields';
import { speak } from '../../src/text/speech.svelte';
import AccountForm from '../../src/accounts/AccountForm.svelte';
import type { AccountConfig } from '../../src/wire/AccountConfig';
import type { Field } from '../../src/wire/Field';

afterEach(() => {
  cleanup();
  speak('english', ['en']);
});

const SNAP = CHAT_VENDORS.find((form) => form.vendor === 'snapengage') ?? CHAT_VENDORS[0];
const START: AccountConfig = { id: 'snapengage', vendor: 'snapengage', label: 'SnapEngage', enabled: true, options: {}, simulated: false };
function form(start = START, widgets: ReturnType<typeof widget>[] | null = null) {
  if (!SNAP) throw new Error('no form');
  const save = vi.fn<(config: AccountConfig) => void>();
  render(AccountForm, { vendor: SNAP, start, existing: widgets !== null, widgets, vendors: CHAT_VENDORS, query: () => Promise.resolve({ answer: 'checked', address: 'https://a', problems: [] }), save, cancel: vi.fn() });
  return save;
}

test('the kind of page comes first and decides what else is asked; hidden values are not kept', async () => {
  const user = userEvent.setup();
  const save = form();
  const kinds = screen.getAllByRole('radio');
  const name = screen.getByRole('textbox', { name: /^Name/ });
  expect((kinds[0]?.compareDocumentPosition(name) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Agent e-mail' })).toBeTruthy();
  expect(screen.queryByRole('textbox', { name: /Widget ID/ })).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'A page made by Deskbell, from the widget ID' }));
  await user.type(screen.getByRole('textbox', { name: /Widget ID/ }), 'w-1');
  await user.click(screen.getByRole('radio', { name: 'A page of ours that has the widget' }));
  expect(screen.queryByRole('textbox', { name: /Widget ID/ })).toBeNull();
  await user.type(screen.getByRole('textbox', { name: 'Address' }), 'https://shop.example/');
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add account' }).disabled).toBe(false));
  await user.click(screen.getByRole('button', { name: 'Add account' }));
  expect(save).toHaveBeenCalledExactlyOnceWith({ ...START, options: { hosting: 'companyPage', url: 'https://shop.example/' } });
});

test('conditions hold through a chain, and one on a hidden or unknown field does not', () => {
  const field = (key: string, when: Field['when'] = null, def: string | null = null): Field => ({ key, label: key, help: '', input: { input: 'text' }, required: false, default: def, advanced: false, when });
  const fields = [field('a', null, 'x'), field('b', { field: 'a', is: ['x'] }, 'y'), field('c', { field: 'b', is: ['y'] }), field('d', { field: 'nobody', is: [''] }), field('e', { field: 'e', is: [''] })];
  expect(shownFields(fields, {}).map((known) => known.key)).toEqual(['a', 'b', 'c']);
  expect(shownFields(fields, { a: 'z' }).map((known) => known.key)).toEqual(['a']);
});

test('widgets found on the page stand in the form, without axe violations', async () => {
  form(START, [widget(), widget({ vendor: 'onwebchat', availability: 'offline', version: '3.2', window: 'closed' })]);
  const found = within(screen.getByRole('region', { name: 'Chat widgets found on the page' }));
  expect(found.getAllByRole('listitem').map((item) => item.textContent.trim())).toEqual(['SnapEngageOnline for visitors', 'onWebChatOffline for visitors, window closed, version 3.2']);
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

// Forms about chats: fields that depend on the kind of page, German words of fields, found widgets, limits and canned replies.
import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { widget } from '../../src/host/chat-rows';
import { NOW, view } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { shownFields } from '../../src/accounts/fields';
import { speak } from '../../src/text/speech.svelte';
import AccountForm from '../../src/accounts/AccountForm.svelte';
import Activity from '../../src/activity/Activity.svelte';
import Settings from '../../src/settings/Settings.svelte';
import type { AccountConfig } from '../../src/wire/AccountConfig';
import type { CannedReply } from '../../src/wire/CannedReply';
import type { Field } from '../../src/wire/Field';
import type { Intent } from '../../src/wire/Intent';

const act = vi.fn<(intent: Intent) => void>();
const send = vi.fn<(intent: Intent) => Promise<boolean>>();
beforeEach(() => {
  act.mockReset();
  send.mockReset().mockResolvedValue(true);
});
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
  expect(screen.getByRole('combobox', { name: 'Region' })).toBeTruthy();
  expect(screen.queryByRole('textbox', { name: /Widget ID/ })).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'A minimal page that Deskbell makes' }));
  await user.type(screen.getByRole('textbox', { name: /Widget ID/ }), 'w-1');
  await user.click(screen.getByRole('radio', { name: 'A page of ours that carries the widget' }));
  expect(screen.queryByRole('textbox', { name: /Widget ID/ })).toBeNull();
  await user.type(screen.getByRole('textbox', { name: /Address of the page/ }), 'https://shop.example/');
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

const settings = (replies: CannedReply[] = []) => {
  const shown = view({ stage: { stage: 'settings' }, preferences: { ...view().preferences, cannedReplies: replies } });
  return render(Settings, { view: shown, vendors: [], now: NOW, act, send });
};

test('limits, name and switches ask for the change and show what is set', async () => {
  const user = userEvent.setup();
  settings();
  const amber = screen.getByRole<HTMLInputElement>('spinbutton', { name: /Amber after/ });
  await user.clear(amber);
  await user.type(amber, '45{Tab}');
  await user.clear(amber);
  await user.tab();
  await user.type(screen.getByRole('textbox', { name: 'Your name in canned replies' }), ' Ada {Tab}');
  await user.click(screen.getByRole('switch', { name: 'Ring for a new chat until it is taken' }));
  expect(act.mock.calls.map(([intent]) => (intent.intent === 'changeSetting' ? intent.change : intent))).toEqual([
    { setting: 'firstReplyAmber', value: 45 },
    { setting: 'agentName', value: 'Ada' },
    { setting: 'chatRings', value: false },
  ]);
  expect(amber.value).toBe('30');
  cleanup();
  render(Settings, { view: view({ preferences: { ...view().preferences, firstReplyRed: 10 } }), vendors: [], now: NOW, act, send });
  expect(screen.getByText(/Red comes before amber/)).toBeTruthy();
});

test('canned replies: by keyboard, checked, with names in braces explained', async () => {
  const user = userEvent.setup();
  const old = { shortcut: 'hi', text: 'Hi {visitor.name}' };
  settings([old]);
  await user.click(screen.getByRole('button', { name: 'Add canned reply' }));
  await user.keyboard('{Enter}');
  expect(screen.getByText('Give it a shortcut.')).toBeTruthy();
  await user.keyboard('/hi');
  expect(screen.getByText('There is a reply with this shortcut already.')).toBeTruthy();
  await user.keyboard(' there');
  expect(screen.getByText('A shortcut has no blanks.')).toBeTruthy();
  await user.clear(screen.getByRole('textbox', { name: 'Shortcut' }));
  await user.keyboard('bye{Tab}Bye {{foo} ');
  expect(screen.getByText(/Not a known placeholder, stays as it is: \{foo\}/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /Insert \{visitor.name\}/ }));
  await user.click(screen.getByRole('button', { name: 'Save reply' }));
  expect(send).toHaveBeenCalledExactlyOnceWith({ intent: 'changeSetting', change: { setting: 'cannedReplies', value: [old, { shortcut: 'bye', text: 'Bye {foo} {visitor.name}' }] } });
  expect(screen.queryByText('/bye')).toBeNull();
});

test('canned replies: changed in place across views, deleted with a way back', async () => {
  const user = userEvent.setup();
  const set = [{ shortcut: 'a', text: 'A' }, { shortcut: 'b', text: 'B' }];
  const { rerender } = settings(set);
  const next = (replies: CannedReply[]) => rerender({ view: view({ preferences: { ...view().preferences, cannedReplies: replies } }) });
  await user.click(screen.getByRole('button', { name: 'Edit /a' }));
  await next(set.map((reply) => ({ ...reply })));
  await user.type(screen.getByRole('textbox', { name: 'Text' }), 'A');
  await user.click(screen.getByRole('button', { name: 'Save reply' }));
  await user.click(screen.getByRole('button', { name: 'Delete /a' }));
  await next([{ shortcut: 'b', text: 'B' }]);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(send.mock.calls.map(([intent]) => intent.intent === 'changeSetting' && intent.change.value)).toEqual([[{ shortcut: 'a', text: 'AA' }, set[1]], [set[1]], set]);
});

test('canned replies: while one is written there is no button that would discard it', async () => {
  const user = userEvent.setup();
  settings([{ shortcut: 'hi', text: 'Hi' }]);
  const others = () => screen.queryAllByRole('button', { name: /Add canned reply|^Edit|^Delete/ });
  expect(others()).toHaveLength(3);
  await user.click(screen.getByRole('button', { name: 'Add canned reply' }));
  await user.keyboard('bye{Tab}Half a sen');
  expect(others()).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add canned reply' }));
  await user.click(screen.getByRole('button', { name: 'Edit /hi' }));
  expect(others()).toHaveLength(0);
});

test('activity lists chats and opens them', async () => {
  const shown = SAMPLES['activityChats'] ?? view();
  render(Activity, { view: shown, now: NOW, filter: 'chats', act, setFilter: vi.fn() });
  expect(screen.getAllByRole('listitem')).toHaveLength(shown.conversations.length);
  await userEvent.click(screen.getByRole('button', { name: 'Open the chat with Grace Hopper' }));
  expect(act).toHaveBeenCalledWith({ intent: 'show', stage: { stage: 'conversation', conversation: 1 } });
});

// What is set about chats: limits, ringing, the agent's name, canned replies.
import { cleanup, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOW, view } from '../../src/host/rows';
import { speak } from '../../src/text/speech.svelte';
import { fakeHost } from '../../src/host/fake';
import Settings from '../../src/settings/Settings.svelte';
import type { CannedReply } from '../../src/wire/CannedReply';
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

const settings = (replies: CannedReply[] = []) => {
  const shown = view({ stage: { stage: 'settings' }, preferences: { ...view().preferences, cannedReplies: replies } });
  return render(Settings, { view: shown, vendors: [], now: NOW, act, send, query: (asked: Query) => fakeHost(view()).query(asked) });
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
  render(Settings, { view: view({ preferences: { ...view().preferences, firstReplyRed: 10 } }), vendors: [], now: NOW, act, send, query: (asked: Query) => fakeHost(view()).query(asked) });
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

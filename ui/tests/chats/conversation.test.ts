// The conversation on the stage: plain text only, writing by keyboard, canned replies, and exactly the actions of the row.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CANNED, chat, chatAccount, line, panel } from '../../src/host/chat-rows';
import { account, NOW } from '../../src/host/rows';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import { choicesFor, pieces, typedAt, unknownPlaces } from '../../src/chats/canned';
import { speak } from '../../src/text/speech.svelte';
import Conversation from '../../src/chats/Conversation.svelte';
import type { ConversationPanel } from '../../src/wire/ConversationPanel';
import type { ConversationRow } from '../../src/wire/ConversationRow';
import type { Intent } from '../../src/wire/Intent';
import { open, sample, settle } from '../window';

const act = vi.fn<(intent: Intent) => void>();
const send = vi.fn<(intent: Intent) => Promise<boolean>>();
let drafts = new Map<number, string>();
const show = (row: Partial<ConversationRow> = {}, more: Partial<ConversationPanel> = {}) =>
  render(Conversation, { row: chat(row), panel: panel(more), accounts: [account(), chatAccount()], vendors: [...VENDORS, ...CHAT_VENDORS], now: NOW, limit: 30, drafts, targets: [], labels: ['vip', 'refund'], asVisitor: true, act, send });
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply to Grace Hopper' });
const asked = () => send.mock.calls.map(([intent]) => (intent.intent === 'chat' ? intent.request : intent));

beforeEach(() => {
  act.mockReset();
  send.mockReset().mockResolvedValue(true);
  drafts = new Map();
  speak('english', ['en']);
});
afterEach(cleanup);

test('what a visitor writes is text: no markup, no links; files show their address', () => {
  const { container } = show();
  expect(screen.getByText(/<b>did not come<\/b>/)).toBeTruthy();
  expect(container.querySelectorAll('b, a, img')).toHaveLength(0);
  expect(screen.getByText('https://files.example/receipt.pdf')).toBeTruthy();
});

test('notes are sentences, missing text says so, new lines are told politely', async () => {
  const { rerender } = show({}, { transcript: [line(1, { text: null }), line(2, { note: 'transferRequested', author: 'system', text: 'bob@x.example' }), line(3, { historic: true })], omitted: 2 });
  expect(screen.getByText(/New message: read it in SnapEngage/)).toBeTruthy();
  expect(screen.getByText(/Transfer asked for: bob@x.example/)).toBeTruthy();
  expect(screen.getByText('2 earlier lines were not kept')).toBeTruthy();
  const log = screen.getByRole('log');
  expect(log.getAttribute('aria-live')).toBe('polite');
  await rerender({ panel: panel({ transcript: [line(4, { text: 'Fresh' })] }) });
  expect(within(log).getByText('Fresh')).toBeTruthy();
});

test('Enter and Ctrl+Enter send, Shift+Enter starts a line; the text stays until it was taken', async () => {
  const user = userEvent.setup();
  show();
  await user.click(box());
  let taken: (yes: boolean) => void = () => undefined;
  send.mockImplementationOnce(() => new Promise((resolve) => (taken = resolve)));
  await user.keyboard('one{Shift>}{Enter}{/Shift}two{Enter}');
  expect(asked()).toEqual([{ action: 'reply', text: 'one\ntwo' }]);
  expect([box().value, box().readOnly]).toEqual(['one\ntwo', true]);
  taken(false);
  await vi.waitFor(() => expect(box().readOnly).toBe(false));
  expect(box().value).toBe('one\ntwo');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(asked()).toHaveLength(2);
  expect(box().value).toBe('');
  await user.keyboard('   {Enter}');
  expect(asked()).toHaveLength(2);
});

test('a reply on its way stands apart until the widget shows it; a failed one can be put back', async () => {
  const user = userEvent.setup();
  const { rerender } = show();
  await user.type(box(), 'On my way{Enter}');
  await rerender({ panel: panel({ sending: [{ command: 3, text: 'On my way', since: NOW }] }) });
  expect(within(screen.getByRole('list', { name: 'Replies on their way' })).getByText('On my way')).toBeTruthy();
  expect(within(screen.getByRole('log')).queryByText('On my way')).toBeNull();
  await rerender({ row: chat({ trouble: 'Not confirmed.' }), panel: panel() });
  await user.click(screen.getByRole('button', { name: 'Put the text back' }));
  expect(box().value).toBe('On my way');
  expect(document.activeElement).toBe(box());
});

test('canned replies: a slash finds them, arrows choose, Enter or Tab take; what is not known must be written first', async () => {
  const user = userEvent.setup();
  show();
  await user.type(box(), '/he');
  const options = screen.getAllByRole('option');
  expect(options.map((option) => option.getAttribute('aria-selected'))).toEqual(['true', 'false']);
  await user.keyboard('{ArrowDown}');
  expect(box().getAttribute('aria-activedescendant')).toBe(options[1]?.id);
  await user.keyboard('{ArrowUp}{Tab}');
  expect(box().value).toBe(CANNED[0]?.text);
  expect(document.activeElement).toBe(box());
  await user.clear(box());
  await user.type(box(), 'Hi /call{Enter}');
  expect(box().value).toBe('Hi May we call you on {visitor.phone}?');
  expect(screen.getByText(/Not known here: \{visitor.phone\}/)).toBeTruthy();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(send).not.toHaveBeenCalled();
  expect(box().value.slice(box().selectionStart, box().selectionEnd)).toBe('{visitor.phone}');
  await user.keyboard('103{Enter}');
  expect(asked()).toEqual([{ action: 'reply', text: 'Hi May we call you on 103?' }]);
});

test('Escape closes the list, the button opens it, a click takes; unresolved names are marked', async () => {
  const user = userEvent.setup();
  const { container } = show();
  await user.type(box(), '/h{Escape}');
  expect(screen.queryByRole('listbox')).toBeNull();
  await user.clear(box());
  await user.click(screen.getByRole('button', { name: 'Canned replies' }));
  expect(screen.getAllByRole('option')).toHaveLength(3);
  expect(container.querySelector('mark')?.textContent).toBe('{visitor.phone}');
  await user.click(screen.getAllByRole('option')[1] ?? box());
  expect(box().value).toBe(CANNED[1]?.text);
});

test('shortcuts and names in braces', () => {
  expect(typedAt('Hi /he', 6)).toEqual({ from: 3, token: 'he' });
  expect(typedAt('https://x', 9)).toBeNull();
  expect(typedAt('and/or', 6)).toBeNull();
  expect(choicesFor(CANNED, 'steps').map((choice) => choice.shortcut)).toEqual(['help']);
  expect(pieces('a {page} {not a name}').filter((piece) => piece.place)).toEqual([{ text: '{page}', place: 'page' }]);
  expect(unknownPlaces('{page} {foo} {foo}')).toEqual(['foo']);
});

test('only actions of the row exist', () => {
  show({ actions: [] }, { labels: [{ name: 'vip', unconfirmed: false }] });
  expect(screen.getAllByRole('button').map((button) => button.textContent.trim())).toEqual(['Show Web shop chat', 'Open']);
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.getByText(/Write in the widget’s own page/)).toBeTruthy();
  cleanup();
  show({ status: 'closed', closedBy: 'agent', actions: [] });
  expect(screen.getByText(/This chat is over/)).toBeTruthy();
});

test('transfer, reclaim, file, secure data, bans, populate and the widget’s own page', async () => {
  const user = userEvent.setup();
  show({ waitingSince: null, actions: ['transfer', 'reclaim', 'requestFile', 'requestSecureData', 'ban', 'populateText', 'close'] });
  await user.click(screen.getByRole('button', { name: 'Take back' }));
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.keyboard('w1{Enter}');
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Transfer to' }), screen.getByRole('option', { name: /^Agent/ }));
  await user.type(screen.getByRole('textbox', { name: 'Transfer to' }), 'bob@x.example{Enter}');
  for (const name of ['Ask for a file', 'Ask for credit card', 'Ban this browser…', 'Ban IP address…']) {
    await user.click(screen.getByRole('button', { name: 'More actions' }));
    await user.click(screen.getByRole('menuitem', { name }));
    if (name === 'Ban this browser…') await user.click(screen.getByRole('button', { name: 'Ban the browser' }));
  }
  await user.type(box(), 'Hello');
  await user.click(screen.getByRole('button', { name: 'Continue in SnapEngage' }));
  await user.click(screen.getByRole('button', { name: 'End chat' }));
  expect(asked()).toEqual([
    { action: 'reclaim' },
    { action: 'transfer', to: { kind: 'widget', id: 'w1' } },
    { action: 'transfer', to: { kind: 'agent', id: 'bob@x.example' } },
    { action: 'requestFile' },
    { action: 'requestSecureData', data: 'creditCard' },
    { action: 'ban', by: 'cookie' },
    { action: 'ban', by: 'address' },
    { action: 'populateText', text: 'Hello' },
    { action: 'close' },
  ]);
  await user.click(screen.getByRole('button', { name: 'Show Web shop chat' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'show', stage: { stage: 'widget', account: 'hub' } });
});

test('pending is busy and asked once; ending asks while the visitor waits', async () => {
  const user = userEvent.setup();
  const { rerender } = show();
  await user.click(screen.getByRole('button', { name: 'End chat' }));
  expect(send).not.toHaveBeenCalled();
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'End chat' }));
  expect(asked()).toEqual([{ action: 'close' }]);
  await rerender({ row: chat({ pending: { command: 2, action: 'close', since: NOW } }) });
  const button = screen.getByRole('button', { name: 'End chat' });
  expect(button.getAttribute('aria-busy')).toBe('true');
  expect(screen.getByText('End chat: not confirmed yet…')).toBeTruthy();
  await user.click(button);
  expect(asked()).toHaveLength(1);
});

test('labels: added and removed as asked, shown as told', async () => {
  const user = userEvent.setup();
  show();
  await user.click(screen.getByRole('button', { name: 'Remove label vip' }));
  await user.click(screen.getByRole('button', { name: 'Add label' }));
  await user.keyboard('urgent{Tab}today{Enter}');
  expect(asked()).toEqual([{ action: 'removeLabel', label: { name: 'vip' } }, { action: 'addLabel', label: { name: 'urgent', value: 'today', freeForm: true } }]);
  expect(screen.getByText('vip')).toBeTruthy();
  expect(screen.queryByText('urgent')).toBeNull();
});

test('values of one label stand side by side, each goes by itself, and a value may be from the company’s list', async () => {
  const user = userEvent.setup();
  const colour = (value: string) => ({ name: 'colour', value, freeForm: false, unconfirmed: false });
  show({ actions: ['addLabel', 'removeLabel'] }, { labels: [colour('red'), colour('blue')] });
  await user.click(screen.getByRole('button', { name: 'Remove label colour: blue' }));
  await user.click(screen.getByRole('button', { name: 'Add label' }));
  await user.keyboard('colour{Tab}green');
  await user.click(screen.getByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Add' }));
  expect(asked()).toEqual([
    { action: 'removeLabel', label: { name: 'colour', value: 'blue', freeForm: false } },
    { action: 'addLabel', label: { name: 'colour', value: 'green', freeForm: false } },
  ]);
});

test('a file is opened by the line it came with', async () => {
  const user = userEvent.setup();
  show();
  const file = screen.getByRole('button', { name: /^Open .*receipt/ });
  await user.click(file);
  expect(act).toHaveBeenCalledWith(expect.objectContaining({ intent: 'openChatFile' }));
});

test('automatic messages say in whose name; what is never confirmed is said', async () => {
  const user = userEvent.setup();
  show({ actions: ['addMessage'] }, { unconfirmed: ['addMessage'] });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Write as' }), 'Automatic message as visitor');
  await user.type(screen.getByRole('textbox', { name: 'Message to the agent, in the name of Grace Hopper' }), 'Hi{Enter}');
  expect(asked()).toEqual([{ action: 'addMessage', text: 'Hi', from: 'visitor' }]);
  expect(screen.getByText('The widget does not confirm this.')).toBeTruthy();
});

test('without a reply the visitor’s whisper comes first, and the box says who reads it', async () => {
  const user = userEvent.setup();
  show({ actions: ['whisper'] });
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Only for the visitor', 'Only for the agent']);
  await user.type(screen.getByRole('textbox', { name: 'Message that only Grace Hopper reads' }), 'Hi{Enter}');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Write as' }), 'Only for the agent');
  const agents = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message that only the agent reads' });
  expect(agents.placeholder).toBe('Message that only the agent reads');
  await user.type(agents, 'Psst{Enter}');
  expect(asked()).toEqual([{ action: 'whisper', text: 'Hi', to: 'visitor' }, { action: 'whisper', text: 'Psst', to: 'agent' }]);
});

test('what is never confirmed is said with the action it concerns, not on every chat', async () => {
  const user = userEvent.setup();
  show({}, { unconfirmed: ['addLabel', 'transfer', 'ban'] });
  const hints = () => screen.queryAllByText('The widget does not confirm this.').length;
  expect(hints()).toBe(0);
  await user.click(screen.getByRole('button', { name: 'Add label' }));
  expect(hints()).toBe(1);
  await user.click(screen.getByRole('button', { name: 'Transfer…' }));
  expect(hints()).toBe(2);
  await user.click(screen.getByRole('button', { name: 'More actions' }));
  expect(screen.getByRole('menuitem', { name: 'Ban this browser…' }).title).toBe('The widget does not confirm this.');
  expect(screen.getByRole('menuitem', { name: 'Ask for a file' }).title).toBe('');
});

test('details fold when the window shrinks and open when it grows again, and stay as the user put them otherwise', async () => {
  const width = vi.spyOn(Element.prototype, 'getBoundingClientRect');
  const wide = (px: number) => {
    width.mockReturnValue(DOMRect.fromRect({ width: px }));
    window.dispatchEvent(new Event('resize'));
    return settle();
  };
  const { container } = show();
  const details = container.querySelector('details');
  if (!details) throw new Error('no details');
  await wide(800);
  expect(details.open).toBe(true);
  await wide(500);
  expect(details.open).toBe(false);
  details.open = true;
  await wide(480);
  expect(details.open).toBe(true);
  await wide(800);
  expect(details.open).toBe(true);
  width.mockRestore();
});

test('the clock says in how many seconds a first reply is wanted', () => {
  show({ clock: 'green', replied: false });
  expect(screen.getByText('Reply within 30 s')).toBeTruthy();
});

test('labels are absent where there are none and none can be put on', () => {
  show({ actions: ['reply'] }, { labels: [] });
  expect(screen.queryByText(/No labels/)).toBeNull();
  cleanup();
  show({ actions: ['addLabel'] }, { labels: [] });
  expect(screen.getByText('No labels.')).toBeTruthy();
});

test('what is known of the visitor, and nothing else', () => {
  show();
  const terms = screen.getAllByRole('term').map((term) => term.textContent);
  expect(terms).toEqual(['Name', 'E-mail', 'Page', 'Came from', 'Place', 'Weather', 'Language', 'Agent', 'order']);
  expect(screen.getByText('12 °C, light rain')).toBeTruthy();
});

test('a draft outlives the page', async () => {
  const user = userEvent.setup();
  show();
  await user.type(box(), 'Half a sen');
  cleanup();
  show();
  expect(box().value).toBe('Half a sen');
});

test('a chat that comes to the stage has its box focused, from the list and from outside, and never takes it from a text field', async () => {
  const focus = vi.spyOn(window, 'focus').mockReturnValue();
  const arrived = { ...sample('conversation'), revision: 2, conversations: sample('chats').conversations };
  const first = await open(sample('chats'));
  await first.user.click(screen.getByText('Grace Hopper'));
  first.host.push(arrived);
  await settle();
  expect(document.activeElement).toBe(box());
  cleanup();
  const outside = await open(sample('chats'));
  expect(document.activeElement).toBe(document.body);
  outside.host.push(arrived);
  await settle();
  expect(document.activeElement).toBe(box());
  cleanup();
  const typing = await open(sample('chats'));
  const number = screen.getByRole('combobox', { name: 'Name or number to call' });
  await typing.user.click(number);
  typing.host.push(arrived);
  await settle();
  expect(document.activeElement).toBe(number);
  expect(focus).not.toHaveBeenCalled();
  focus.mockRestore();
});

test('a box that comes back while the chat is looked at does not take the focus', async () => {
  const { rerender } = show({ actions: ['close'] });
  screen.getByRole('button', { name: 'End chat' }).focus();
  await rerender({ row: chat() });
  expect(box()).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'End chat' }));
});

test('a ban by address is asked by the program and said yes to once more', async () => {
  const { host, user } = await open(sample('banQuestion'));
  await user.click(screen.getByRole('button', { name: 'Ban the address' }));
  expect(host.intents).toEqual([{ intent: 'chat', conversation: 1, request: { action: 'ban', by: 'address' }, confirmed: true }]);
});

test('in German', async () => {
  await open(sample('conversationGerman'));
  for (const name of ['Übergeben…', 'Chat beenden', 'Senden', 'Etikett anbringen']) expect(screen.getByRole('button', { name })).toBeTruthy();
  expect(screen.getByText(/Besucher sieht an: Delivery/)).toBeTruthy();
});

test('writing as the visitor is not offered unless it was asked for', () => {
  show({ actions: ['addMessage'] });
  expect(screen.getByRole('combobox', { name: 'Write as' })).toBeTruthy();
  cleanup();
  render(Conversation, { row: chat({ actions: ['reply', 'addMessage'] }), panel: panel(), accounts: [chatAccount()], vendors: CHAT_VENDORS, now: NOW, limit: 30, drafts, targets: [], labels: [], asVisitor: false, act, send });
  expect(within(screen.getByRole('combobox', { name: 'Write as' })).getAllByRole('option').map((option) => option.textContent)).toEqual(['Reply to the visitor', 'Automatic message as agent']);
});

test('a ban is asked about, and labels in use elsewhere can be chosen', async () => {
  const user = userEvent.setup();
  const { container } = show({ actions: ['ban', 'addLabel'] }, { labels: [{ name: 'vip', unconfirmed: false }] });
  await user.click(screen.getByRole('button', { name: 'More actions' }));
  await user.click(screen.getByRole('menuitem', { name: 'Ban this browser…' }));
  await user.click(screen.getByRole('button', { name: 'Do not ban' }));
  expect(asked()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Add label' }));
  expect([...container.querySelectorAll('datalist option')].map((option) => option.getAttribute('value'))).toEqual(['refund']);
});

test('a slash without canned replies says where to write some', async () => {
  const user = userEvent.setup();
  show({}, { canned: [] });
  await user.type(box(), '/');
  await user.click(screen.getByRole('button', { name: 'Write canned replies' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'show', stage: { stage: 'settings' } });
});

test('an offered chat is taken where it can be', async () => {
  show({ status: 'offered', actions: [] });
  await userEvent.click(screen.getByRole('button', { name: 'Take in SnapEngage' }));
  expect(act).toHaveBeenCalledExactlyOnceWith({ intent: 'show', stage: { stage: 'widget', account: 'hub' } });
});

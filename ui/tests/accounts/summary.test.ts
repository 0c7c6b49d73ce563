// How accounts stand in words: phones by the first thing in the way, pages with chats by their widgets.
import { expect, test } from 'vitest';
import { accountSummary } from '../../src/accounts/summary';
import { chatAccount, widget } from '../../src/host/chat-rows';
import { account } from '../../src/host/rows';
import { CHAT_VENDORS } from '../../src/host/vendors';
import { en } from '../../src/text/en';

test('an account stands by the first thing in its way', () => {
  const level = (row: Parameters<typeof account>[0]) => accountSummary(account(row), en).level;
  expect(level({ config: { enabled: false } })).toBe('off');
  expect(level({ signIn: 'signedOut' })).toBe('bad');
  expect(level({ cannotRingHere: true })).toBe('look');
  expect(level({ callingMode: 'ringOut', connection: 'disconnected' })).toBe('good');
  expect(level({ connection: 'inactiveHere' })).toBe('look');
  expect(level({ connection: 'unknown' })).toBe('good');
});

test('a chat account stands by its widgets', () => {
  const level = (widgets: Parameters<typeof widget>[0][]) => accountSummary(chatAccount({ widgets: widgets.map(widget) }), en, CHAT_VENDORS);
  expect(level([])).toEqual({ level: 'good', words: 'Open, no chat yet' });
  const shop = chatAccount({ hosting: 'companyPage', widgets: [] });
  expect(accountSummary(shop, en)).toEqual({ level: 'wait', words: 'No chat widget heard yet' });
  expect(level([{}])).toEqual({ level: 'good', words: 'Online: SnapEngage' });
  expect(level([{ availability: 'unknown' }]).words).toBe('Found: SnapEngage');
  expect(level([{ availability: 'offline' }])).toEqual({ level: 'off', words: 'Offline for visitors: SnapEngage' });
});

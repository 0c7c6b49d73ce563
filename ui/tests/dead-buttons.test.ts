// No dead buttons: whatever can be pressed in any sample asks for something, changes what is shown or leads there.
import { cleanup } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { SAMPLES } from '../src/host/samples';
import { open, sample, settle } from './window';

const RICH = ['firstStart', 'addAnother', 'ringing', 'talking', 'held', 'missed', 'notices', 'noWebRtc', 'activity', 'activityEmpty', 'settings', 'addAccount', 'editAccount', 'addUnknown', 'loadFailed', 'badConfig', 'disabled', 'quitQuestion', 'reloadQuestion', 'chats', 'chatsMany', 'conversation', 'conversationBare', 'chatSettings', 'addChat', 'editChat', 'activityChats', 'banQuestion', 'statusOnCall', 'statusQueued', 'wrapUp', 'drifted', 'retrying', 'gaveUp', 'statusRules', 'newsTrouble', 'statusHistory', 'crowded'];

/** A window may have fifty buttons, and each is pressed in a window of its own; in milliseconds. */
const PATIENCE = 180_000;

/** What is inert is covered (by a ringing call, by a question): a browser lets no press through to it. */
const buttons = (box: HTMLElement) => [...box.querySelectorAll<HTMLElement>('button:not(:disabled, [aria-disabled="true"]), summary, [role="switch"]')].filter((button) => !button.closest('[inert]'));

afterEach(cleanup);

test('the list names real samples', () => {
  for (const name of RICH) expect(SAMPLES).toHaveProperty(name);
});

test.each(RICH)('%s', async (name) => {
  const count = buttons((await open(sample(name))).box).length;
  cleanup();
  expect(count).toBeGreaterThan(0);
  for (let index = 0; index < count; index += 1) {
    const { host, box } = await open(sample(name));
    const button = buttons(box)[index];
    if (!button) throw new Error(`button ${index} is gone`);
    const state = () => box.innerHTML + String(host.intents.length + host.queries.length) + String(button.parentElement?.matches('details[open]')) + String(document.activeElement?.id);
    const before = state();
    // A filter that is on already may stay as it is.
    const settled = button.getAttribute('aria-pressed') === 'true' || button.hasAttribute('autofocus');
    button.click();
    await settle();
    const after = state();
    if (!settled) expect(after, `${name}: “${button.textContent.trim() || (button.getAttribute('aria-label') ?? '')}” does nothing`).not.toBe(before);
    cleanup();
  }
}, PATIENCE);

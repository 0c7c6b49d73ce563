// Held presses: what appeared, moved or changed its meaning a moment ago takes none; what stood still or was asked for does.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CALM_MS, holdUntilSettled, Settling } from '../../src/controls/settled';

let release: (() => void) | null = null;
const pressed = vi.fn<(name: string) => void>();

/** A button that is `top` pixels below the top and tells when it is pressed. */
function button(name: string, top = 0, home: Element = document.body): HTMLButtonElement {
  const node = document.createElement('button');
  node.textContent = name;
  node.onclick = () => pressed(name);
  place(node, top);
  home.append(node);
  return node;
}

function place(node: Element, top: number): void {
  node.getBoundingClientRect = () => new DOMRect(0, top, 100, 30);
}

const frame = () => vi.advanceTimersByTimeAsync(20);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'performance', 'setTimeout'] });
  pressed.mockReset();
});
afterEach(() => {
  release?.();
  release = null;
  document.body.replaceChildren();
  vi.useRealTimers();
});

test('what was there when the page opened can be pressed at once; what appears later only after a while', async () => {
  const first = button('first');
  release = holdUntilSettled();
  first.click();
  expect(pressed).toHaveBeenCalledExactlyOnceWith('first');
  const late = button('late', 40);
  await frame();
  await vi.advanceTimersByTimeAsync(CALM_MS - 100);
  late.click();
  expect(pressed).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(150);
  late.click();
  expect(pressed).toHaveBeenLastCalledWith('late');
});

test('a control that moves under the pointer takes no press, even in the same frame', async () => {
  const decline = button('decline', 100);
  button('other', 10);
  release = holdUntilSettled();
  place(decline, 10);
  decline.click();
  expect(pressed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(CALM_MS + 20);
  decline.click();
  expect(pressed).toHaveBeenCalledExactlyOnceWith('decline');
});

test('a control that stays and means something else waits, too', async () => {
  const tile = button('hold');
  tile.dataset.means = 'hold';
  release = holdUntilSettled();
  tile.dataset.means = 'resume';
  await frame();
  tile.click();
  expect(pressed).not.toHaveBeenCalled();
});

test('what was covered appears when the cover goes', async () => {
  const cover = document.createElement('div');
  document.body.append(cover);
  const under = button('under', 0, cover);
  button('beside', 60);
  release = holdUntilSettled();
  cover.setAttribute('inert', '');
  await frame();
  cover.removeAttribute('inert');
  under.click();
  expect(pressed).not.toHaveBeenCalled();
});

test('what the agent’s own press brought up is taken at once, but not by the second half of a double click', () => {
  button('menu');
  release = holdUntilSettled();
  const menu = document.createElement('div');
  menu.dataset.askedFor = '';
  document.body.append(menu);
  const entry = button('entry', 40, menu);
  entry.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }));
  expect(pressed).not.toHaveBeenCalled();
  entry.click();
  expect(pressed).toHaveBeenCalledExactlyOnceWith('entry');
  place(entry, 80);
  entry.click();
  expect(pressed, 'it moved since').toHaveBeenCalledTimes(1);
});

test('Enter in a field sends its form although the button moved; a click on that button waits', () => {
  const form = document.createElement('form');
  const field = document.createElement('input');
  form.append(field);
  const sent = vi.fn((event: Event) => event.preventDefault());
  form.onsubmit = sent;
  document.body.append(form);
  const send = button('send', 20, form);
  release = holdUntilSettled();
  place(send, 60);
  send.click();
  expect(sent).not.toHaveBeenCalled();
  field.focus();
  send.click();
  expect(sent).toHaveBeenCalledTimes(1);
});

test('scrolling is the agent’s own moving', () => {
  const row = button('row', 300);
  const settling = new Settling(document, CALM_MS);
  settling.look(0);
  place(row, 200);
  settling.look(1, true);
  expect(settling.takes(row, 2)).toBe(true);
  place(row, 100);
  settling.look(3);
  expect(settling.takes(row, 4)).toBe(false);
});

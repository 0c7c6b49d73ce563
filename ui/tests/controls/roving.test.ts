// Roving focus: a list is one Tab stop, arrows go through it, and what comes and goes keeps one.
import { afterEach, expect, test } from 'vitest';
import { userEvent } from '@testing-library/user-event';
import { roving } from '../../src/controls/roving';

afterEach(() => document.body.replaceChildren());

function list(): { list: HTMLElement; names: () => (string | null | undefined)[] } {
  document.body.innerHTML = `<button>before</button><ul>
    <li><button>a</button><button aria-haspopup="menu">a more</button></li>
    <li><button aria-current="page">b</button><form><input><button>send</button></form></li>
    <li><button>c</button><button>c more</button></li></ul><button>after</button>`;
  const found = document.querySelector('ul');
  if (!found) throw new Error('no list');
  roving(found);
  return { list: found, names: () => [...found.querySelectorAll<HTMLElement>('button')].filter((button) => button.tabIndex === 0).map((button) => button.textContent) };
}

test('one Tab stop, where the current row is; arrows, Home and End go through the list', async () => {
  const user = userEvent.setup();
  const { names } = list();
  const at = () => document.activeElement?.textContent;
  expect(names()).toEqual(['b', 'send']);
  await user.tab();
  await user.tab();
  expect(at()).toBe('b');
  await user.keyboard('{ArrowDown}');
  expect(at()).toBe('c');
  await user.keyboard('{ArrowRight}{ArrowUp}{ArrowUp}');
  expect(at(), 'the row keeps its column where it has one').toBe('a');
  await user.keyboard('{End}{ArrowDown}');
  expect(at()).toBe('c');
  await user.keyboard('{Home}{ArrowRight}');
  expect(at()).toBe('a more');
  expect(names()).toEqual(['a more', 'send']);
  await user.tab({ shift: true });
  expect(at()).toBe('before');
});

test('when the row with the stop goes, another has it', async () => {
  const { list: rows, names } = list();
  rows.children[1]?.remove();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(names()).toEqual(['a']);
});

// Every sample view, and every view the core exported, is drawn whole and without axe violations.
import { cleanup } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { SAMPLES } from '../src/host/samples';
import type { AppView } from '../src/wire/AppView';
import { open } from './window';

const exported = import.meta.glob<AppView>('../src/wire/views/*.json', { eager: true, import: 'default' });
const views: [string, AppView][] = [...Object.entries(SAMPLES), ...Object.entries(exported)];

afterEach(cleanup);

describe.each(views)('%s', (_name, view) => {
  test('has everything and no axe violations', async () => {
    const { box } = await open(view);
    expect(box.querySelectorAll('.call')).toHaveLength(view.calls.length);
    for (const row of view.accounts) expect(box.textContent).toContain(row.config.label);
    expect(box.textContent).not.toMatch(/undefined|\[object|NaN|Infinity/);
    // Contrast needs real layout: the page tests check it.
    const { violations } = await axe.run(box, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
});

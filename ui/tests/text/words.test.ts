// Words and formats: numbers, times, the language spoken, both languages complete.
import { expect, test } from 'vitest';
import { NOW } from '../../src/host/rows';
import { SAMPLES } from '../../src/host/samples';
import { de } from '../../src/text/de';
import { en, type Words } from '../../src/text/en';
import { brief, decimal, length, seconds, sentence, when } from '../../src/text/format';
import { locale, speak, words } from '../../src/text/speech.svelte';

test('lengths, seconds and times', () => {
  expect([0, 59_999, 60_000, 3_599_000, 3_600_000, -5].map(length)).toEqual(['0:00', '0:59', '1:00', '59:59', '1:00:00', '0:00']);
  expect(seconds(1, 'en')).toBe('1 second');
  expect(seconds(8_200, 'de')).toBe('9 Sekunden');
  expect(when(NOW - 30 * 86_400_000, NOW, 'de')).toMatch(/Okt/);
});

test('numbers that came as text are written as one writes them here', () => {
  expect(['12.5', '-3', '1013.25', 'mild', ''].map((raw) => decimal(raw, 'de'))).toEqual(['12,5', '-3', '1013,25', 'mild', '']);
  expect(decimal('12.5', 'en')).toBe('12.5');
});

test('in German the tray is the Infobereich', () => {
  expect(de.settings.closeToTray).toContain('Infobereich');
  expect(JSON.stringify(de)).not.toContain('Ablage');
});

test('labels in sentences are cut', () => {
  expect(brief('Front desk')).toBe('Front desk');
  expect(brief('x'.repeat(80)).length).toBe(32);
  const long = `$& ${'x'.repeat(80)}`;
  expect(sentence(`${long}: the page does not work.`, ['Front desk', long])).toBe(`$& ${'x'.repeat(18)}…: the page does not work.`);
  expect(sentence('Front desk is signed out.', ['Front', 'Front desk', ''])).toBe('Front desk is signed out.');
});

test('language by preference, else by the system; the region stays the user’s', () => {
  speak('system', ['de-AT', 'en']);
  expect([words(), locale()]).toEqual([de, 'de-AT']);
  speak('english', ['de-AT', 'en-GB']);
  expect([words(), locale()]).toEqual([en, 'en-GB']);
  speak('german', ['fr']);
  expect(locale()).toBe('de');
  speak('system', ['fr', 'it']);
  expect(words()).toBe(en);
});

test('every sentence is filled in, in both languages', () => {
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') expect(node.trim(), path).not.toBe('');
    else if (typeof node === 'function') {
      const said: unknown = (node as (...given: unknown[]) => unknown)('Ada', 'Bob');
      walk(said, `${path}()`);
    } else if (typeof node === 'object' && node !== null) for (const [key, value] of Object.entries(node)) walk(value, `${path}.${key}`);
  };
  const all: Words[] = [en, de];
  for (const language of all) walk(language, language.lang);
  expect(Object.keys(SAMPLES).length).toBeGreaterThan(30);
});

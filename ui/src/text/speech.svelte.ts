// Which language the windows speak, and the locale for numbers and times.
import type { Language } from '../wire/Language';
import { de } from './de';
import { en, type Words } from './en';

const LANGUAGES: Record<string, Words> = { en, de };

let spoken = $state.raw<{ words: Words; locale: string }>({ words: en, locale: 'en' });

/** The words to show now. */
export function words(): Words {
  return spoken.words;
}

/** The user's locale in the spoken language, for Intl. */
export function locale(): string {
  return spoken.locale;
}

/** Changes the language; `wanted` lists the system's locales, best first. */
export function speak(language: Language, wanted: readonly string[]): void {
  const base = (tag: string) => tag.split('-')[0] ?? tag;
  const chosen =
    language === 'english' ? 'en' : language === 'german' ? 'de' : (wanted.map(base).find((tag) => tag in LANGUAGES) ?? 'en');
  const region = wanted.find((tag) => base(tag) === chosen) ?? chosen;
  if (spoken.locale !== region) spoken = { words: LANGUAGES[chosen] ?? en, locale: region };
}

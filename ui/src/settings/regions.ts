// The regions whose numbering plans are known, by the names the reader knows them by.
import { REGIONS } from '../wire/regions';

/** Every region with its name in the language of `locale`, in that language's order. */
export function regions(locale: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const { compare } = new Intl.Collator([locale]);
  return REGIONS.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => compare(a.name, b.name));
}

// Text as it is compared when somebody searches: without accents and case, so that "muller" finds Müller and "strasse" Straße.

/** `text` for comparing, not for showing. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

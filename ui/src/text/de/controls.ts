// German words about the plain controls; the same keys as the English ones.
import type { controls as english } from '../en/controls';

export const controls: typeof english = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  dismiss: 'Ausblenden',
  time: { hour: (label) => `${label}: Stunde`, minute: (label) => `${label}: Minute`, half: (label) => `${label}: vor- oder nachmittags` },
  unknown: 'Unbekannt',

  copy: 'Kopieren',
  copied: 'Kopiert',
  selected: 'Ausgewählt: mit Strg+C kopieren',
  /** A letter pressed together with Ctrl and Shift. */
  withShift: (letter) => `Strg+Umschalt+${letter}`,
};

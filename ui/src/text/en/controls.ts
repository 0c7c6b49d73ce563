// English words about the plain controls.

export const controls = {
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  time: { hour: (label: string) => `${label}: hour`, minute: (label: string) => `${label}: minute`, half: (label: string) => `${label}: AM or PM` },
  unknown: 'Unknown',

  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected: copy it with Ctrl+C',
  /** A letter pressed together with Ctrl and Shift. */
  withShift: (letter: string) => `Ctrl+Shift+${letter}`,
};

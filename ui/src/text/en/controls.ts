// English words about the plain controls.

export const controls = {
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  unknown: 'Unknown',

  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected: copy it with Ctrl+C',
  /** A letter pressed together with Ctrl and Shift. */
  withShift: (letter: string) => `Ctrl+Shift+${letter}`,
};

// The one icon set: 16 × 16 grid, 1.5 px round strokes; `fill` parts are solid. Drawn for Deskbell.
const HANDSET = 'M3.3 2.5h1.9l1.1 2.7-1.4 1.2a8.3 8.3 0 0 0 4.1 4.1l1.2-1.4 2.7 1.1v1.9a1.3 1.3 0 0 1-1.4 1.3A10.6 10.6 0 0 1 2 3.9a1.3 1.3 0 0 1 1.3-1.4z';
const MIC = 'M8 1.8a2 2 0 0 0-2 2v3.9a2 2 0 0 0 4 0V3.8a2 2 0 0 0-2-2zM3.6 7.6a4.4 4.4 0 0 0 8.8 0M8 12v2.2';
const RING = 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z';

const HUNG_UP = 'M1.9 9.6c3.3-3.5 8.9-3.5 12.2 0 .4.4.4 1 0 1.4l-.9.9c-.4.3-.9.4-1.3.1l-1.6-1.2V9.1c-1.5-.4-3.1-.4-4.6 0v1.7L4.1 12c-.4.3-.9.2-1.3-.1l-.9-.9c-.4-.4-.4-1 0-1.4z';

interface Drawing {
  line?: string;
  fill?: string;
}

/** Every icon by name. */
export const ICONS = {
  phone: { line: HANDSET },
  phoneIn: { line: `${HANDSET}M14 2 9.8 6.2M9.8 3.2v3h3` },
  phoneOut: { line: `${HANDSET}M9.8 6.2 14 2M11 2h3v3` },
  phoneMissed: { line: `${HANDSET}M9 2.4l2.6 2.6L14.6 2M9 4.8V2.4h2.4` },
  phoneDeclined: { line: `${HANDSET}M10.4 2.2l3.4 3.4M13.8 2.2l-3.4 3.4` },
  hangUp: { line: HUNG_UP },
  voicemail: { line: 'M4.6 10.8a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM11.4 10.8a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM4.6 10.8h6.8' },
  pause: { line: 'M5.5 3.5v9M10.5 3.5v9' },
  play: { line: 'M5 3.2 12.6 8 5 12.8z' },
  mic: { line: MIC },
  micOff: { line: `${MIC}M2.2 2.2l11.6 11.6` },
  camera: { line: 'M2 4.5h8v7H2zM10 7l4-2.2v6.4L10 9z' },
  place: { line: 'M8 14.2S3.5 9.6 3.5 6.3a4.5 4.5 0 0 1 9 0c0 3.3-4.5 7.9-4.5 7.9zM8 7.9a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2z' },
  keyboard: { line: 'M1.8 4h12.4v8H1.8zM4.5 6.6v.1M7 6.6v.1M9.5 6.6v.1M12 6.6v.1M4.5 9.6h7' },
  keypad: { fill: [3.5, 8, 12.5].flatMap((y) => [3.5, 8, 12.5].map((x) => `M${x - 1.2} ${y}a1.2 1.2 0 1 0 2.4 0 1.2 1.2 0 1 0-2.4 0z`)).join('') },
  transfer: { line: 'M2.5 5h10.5M10.5 2.5 13 5l-2.5 2.5M13.5 11H3M5.5 8.5 3 11l2.5 2.5' },
  forward: { line: 'M9.5 3.5l4 4-4 4M13.5 7.5H6A3.5 3.5 0 0 0 2.5 11v1.5' },
  record: { line: RING, fill: 'M5.4 8a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0z' },
  stop: { line: RING, fill: 'M5.8 5.8h4.4v4.4H5.8z' },
  message: { line: 'M2.5 3.3h11v7.9H7.3L4.6 13.6v-2.4H2.5z' },
  reply: { line: 'M6.5 3.5 2.8 7.2l3.7 3.7M2.8 7.2h6.4a4 4 0 0 1 4 4v1.3' },
  send: { line: 'M2.5 3 13.8 8 2.5 13 4 8zM4 8h5' },
  label: { line: 'M2.5 2.5h5.3l5.9 5.9-5.3 5.3-5.9-5.9zM5.3 5.4v-.1' },
  file: { line: 'M4 2h5.5l3 3v9H4zM9.3 2v3.3h3.2' },
  folder: { line: 'M2 4h4.4l1.6 1.8h6v7.2H2z' },
  lock: { line: 'M3.5 7.2h9v6.3h-9zM5.3 7.2V5a2.7 2.7 0 0 1 5.4 0v2.2' },
  ban: { line: `${RING}M3.8 3.8l8.4 8.4` },
  canned: { line: 'M2.5 3.5h11v9h-11zM6.6 10.3l2.8-4.6' },
  fax: { line: 'M4.5 6V2.5h7V6M4.5 12.5h-2V6h11v6.5h-2M4.5 9.8h7v3.7h-7z' },
  note: { line: 'M3.5 2.5h9v11h-9zM6 6h4M6 9h4' },
  settings: { line: 'M2.2 5h5.6M11.4 5h2.4M2.2 11h2.4M8.2 11h5.6M9.6 6.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM6.4 12.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z' },
  activity: { line: `${RING}M8 4.8v3.4l2.2 1.4` },
  plus: { line: 'M8 3v10M3 8h10' },
  more: { fill: 'M2.3 8a1.2 1.2 0 1 0 2.4 0 1.2 1.2 0 1 0-2.4 0zM6.8 8a1.2 1.2 0 1 0 2.4 0 1.2 1.2 0 1 0-2.4 0zM11.3 8a1.2 1.2 0 1 0 2.4 0 1.2 1.2 0 1 0-2.4 0z' },
  close: { line: 'M4 4l8 8M12 4l-8 8' },
  copy: { line: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3' },
  check: { line: 'M3 8.4l3.3 3.3L13 4.6' },
  warn: { line: 'M8 2.4 14.2 13.2H1.8zM8 6.6v3.1M8 11.4v.1' },
  error: { line: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5zM8 5v3.6M8 10.9v.1' },
  info: { line: `${RING}M8 7.4v3.6M8 5v.1` },
  bell: { line: 'M8 2a4 4 0 0 0-4 4c0 3.4-1.5 4.4-1.5 5.4h11c0-1-1.5-2-1.5-5.4a4 4 0 0 0-4-4zM6.6 13.6a1.5 1.5 0 0 0 2.8 0' },
  search: { line: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4 14 14' },
  down: { line: 'M4 6.2l4 4 4-4' },
  next: { line: 'M6.2 4l4 4-4 4' },
  moveUp: { line: 'M8 13V3.5M4 7.2l4-4 4 4' },
  moveDown: { line: 'M8 3v9.5M4 8.8l4 4 4-4' },
  pencil: { line: 'M10.8 2.8l2.4 2.4L5.6 12.8l-3 .6.6-3zM9.2 4.4l2.4 2.4' },
  form: { line: 'M2.5 3.5h11v3h-11zM2.5 9.5h11v3h-11z' },
  trash: { line: 'M2.8 4.3h10.4M6.2 4.3V2.5h3.6v1.8M4.2 4.3l.6 9.2h6.4l.6-9.2M6.7 7v4M9.3 7v4' },
  reload: { line: 'M13.2 8A5.2 5.2 0 1 1 11.4 4l1.8 1.6M13.4 2.6v3.1h-3.1' },
  power: { line: 'M8 2v5.5M4.6 4.2a5 5 0 1 0 6.8 0' },
  enter: { line: 'M9 2.5h4.5v11H9M2.5 8H10M7 5l3 3-3 3' },
  leave: { line: 'M7 2.5H2.5v11H7M6 8h7.5M10.5 5l3 3-3 3' },
  device: { line: 'M2 3h8v6.5H2zM4 12.5h4M6 9.5v3M11.5 5.5h3v8h-3z' },
  people: { line: 'M6 8a2.3 2.3 0 1 0 0-4.6A2.3 2.3 0 0 0 6 8zM1.8 13a4.2 4.2 0 0 1 8.4 0M10.6 3.6a2.3 2.3 0 0 1 0 4.2M12 9.6a4.2 4.2 0 0 1 2.3 3.4' },
  wait: { line: 'M4.5 2h7M4.5 14h7M5.5 2v2.2L8 8l2.5-3.8V2M5.5 14v-2.2L8 8l2.5 3.8V14' },
  available: { fill: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm3.6 4.6-4 4.7a.9.9 0 0 1-1.3.1L4.4 9.1a.9.9 0 0 1 1.2-1.3l1.2 1.1 3.4-4a.9.9 0 1 1 1.4 1.2z' },
  away: { line: `${RING}M8 4.6V8H5.4` },
  doNotDisturb: { fill: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM5 7.1h6a.9.9 0 0 1 0 1.8H5a.9.9 0 0 1 0-1.8z' },
  offline: { line: RING },
  onContact: { line: HANDSET },
  wrapUp: { line: 'M10.8 2.8l2.4 2.4L5.6 12.8l-3 .6.6-3z' },
} satisfies Record<string, Drawing>;

/** Name of an icon. */
export type IconName = keyof typeof ICONS;

/** How an icon is drawn. */
export function drawing(name: IconName): Drawing {
  return ICONS[name];
}

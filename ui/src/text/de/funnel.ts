// German words about the engagement funnel; the same keys as the English ones.
import type { funnel as english } from '../en/funnel';
import { count } from '../count';

export const funnel: typeof english = {
  title: 'Verlauf der Besuche',
  lead: (days) => `Was aus den Besuchen der letzten ${days} Tage wurde. Ein Besuch zählt für den Tag, an dem er begann (UTC), und endet nach 24 Stunden ohne ein Zeichen.`,
  question: { offered: 'Angeboten', tried: 'Versucht', refused: 'Abgelehnt', received: 'Erhalten', failed: 'Gescheitert' },
  meaning: {
    offered: 'Besuche, in denen Hilfe im Chat angeboten wurde, während jemand da war',
    tried: 'Besuche, in denen der Besucher den Chat benutzt hat',
    refused: 'Besuche mit Angebot, in denen der Besucher den Chat nie benutzt hat',
    received: 'Besuche, in denen jemand geholfen hat',
    failed: 'Besuche, in denen der Besucher den Chat benutzt und niemand geholfen hat',
  },
  visits: 'Besuche',
  notKnown: 'nicht bekannt',
  atLeast: (n) => `mindestens ${n}`,
  running: (n) => `${count(n, 'Besuch ist', 'Besuche sind')} noch nicht zu Ende: abgelehnt und gescheitert zählen erst dann.`,
  notKnownWhy: 'Nicht bekannt: Dieses Widget hat dafür kein Ereignis.',
  atLeastWhy: 'Mindestens: Nicht alles dieser Art hat ein Ereignis.',
  none: 'Noch kein Besuch.',
  byDay: 'Zahlen nach Tagen',
  day: 'Tag',
  most: (n) => `Höchster Tag: ${n}`,
};

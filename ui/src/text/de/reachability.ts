// German words about the reachability light and its checks; the same keys as the English ones.
import type { reachability as english } from '../en/reachability';
import { count } from '../count';

const reaches = (on: 'phone' | 'chat', of: string | null) => (of === null ? (on === 'phone' ? 'Anrufe erreichen Sie nicht' : 'Chats erreichen Sie nicht') : `${on === 'phone' ? 'Anrufe' : 'Chats'} von ${of} erreichen Sie nicht`);

export const reachability: typeof english = {
  title: 'Erreichbarkeit',
  level: { good: 'In Ordnung', off: 'Wie gewählt', wait: 'Unterwegs', look: 'Bitte ansehen', bad: 'Gestört' },
  nothing: 'Nichts steht im Weg.',
  quiet: {
    doNotDisturb: (until) => (until ? `Anrufe bleiben still ${until}` : 'Anrufe bleiben still'),
    offline: (until) => (until ? `Gilt ${until} als nicht da: keine Anrufe` : 'Gilt als nicht da: keine Anrufe'),
    rings: 'Anrufe klingeln trotzdem, wie eingestellt',
    away: 'Anrufe klingeln, neue Chats warten',
    wrapUp: 'Anrufe für Sie klingeln, Warteschlangen und Chats warten',
  },
  means: {
    network: () => 'Weder Anrufe noch Chats erreichen Sie',
    page: reaches,
    signIn: reaches,
    callingMode: (_on, of) => (of === null ? 'Die Web-Engine dieses Systems führt keine Gespräche' : `${of}: Die Web-Engine dieses Systems führt keine Gespräche`),
    line: reaches,
    microphone: () => 'Anrufer würden Sie nicht hören',
    widget: reaches,
  },
  wrong: 'Im Weg',
  all: 'Alle Prüfungen',
  more: (n) => `${String(n)} weitere`,
  moreSpoken: (n) => `${count(n, 'weitere Störung', 'weitere Störungen')}: alle zeigen`,
  details: (summary) => `${summary}. Einzelheiten zeigen`,
  general: 'Dieser Computer',
  since: (time) => `Immer aktuell. Letzte Änderung um ${time}.`,
};

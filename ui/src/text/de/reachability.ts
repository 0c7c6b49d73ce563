// German words about the reachability light and its checks; the same keys as the English ones.
import type { reachability as english } from '../en/reachability';

export const reachability: typeof english = {
  title: 'Erreichbarkeit',
  level: { good: 'In Ordnung', off: 'Wie gewählt', wait: 'Unterwegs', look: 'Bitte ansehen', bad: 'Gestört' },
  nothing: 'Nichts steht im Weg.',
  quiet: {
    doNotDisturb: (until) => (until ? `Anrufe bleiben still ${until}` : 'Anrufe bleiben still'),
    offline: (until) => (until ? `Gilt ${until} als nicht da; Anrufe können klingeln` : 'Gilt als nicht da; Anrufe können klingeln'),
    rings: 'Anrufe klingeln trotzdem, wie eingestellt',
    away: 'Anrufe klingeln, neue Chats warten',
    wrapUp: 'Anrufe für Sie klingeln, Warteschlangen und Chats warten',
  },
  all: 'Alle Prüfungen',
  some: 'Nur was Ihren Blick braucht',
  general: 'Dieser Computer',
  since: (time) => `Immer aktuell. Letzte Änderung um ${time}.`,
};

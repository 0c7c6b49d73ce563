// German words about the window as a whole: head, foot, and what it asks before it acts; the same keys as the English ones.
import type { app as english } from '../en/app';

export const app: typeof english = {
  starting: 'Deskbell startet…',
  noView: 'Deskbell hat nicht geantwortet. Bis dahin ist nichts zu sehen.',
  notTaken: (reason) => `Das wurde nicht ausgeführt: ${reason}`,
  tryAgain: 'Erneut versuchen',
  sidebar: 'Anrufe, Chats und Konten',

  keys: {
    title: 'Tasten',
    show: 'Tasten',
    what: { answer: 'Annehmen', decline: 'Ablehnen', hold: 'Halten oder fortsetzen', mute: 'Stumm oder laut', hangUp: 'Auflegen', toCall: 'Zum Anruf', nextChat: 'Nächster wartender Chat' },
    others: [
      { key: 'F6', what: 'Zwischen dieser Seite und der des Anbieters' },
      { key: 'Strg+1…9', what: 'Ein Konto zeigen' },
      { key: '↑ ↓', what: 'Durch eine Liste' },
      { key: '← →', what: 'In einer Zeile der Liste' },
      { key: '/', what: 'Textbausteine, in einer Antwort' },
      { key: 'Enter', what: 'Antwort senden; mit Umschalt neue Zeile' },
      { key: 'Esc', what: 'Frage, Liste oder Formular verlassen' },
      { key: '?', what: 'Diese Liste' },
    ],
    page: 'Hat die Seite des Anbieters die Tastatur, drücken Sie zuerst F6; Strg+1…9 gilt auch dort.',
  },
  now: 'Anrufe',
  back: 'Zurück',

  foot: { label: 'Seiten', activity: 'Verlauf', settings: 'Einstellungen', add: 'Hinzufügen' },

  question: {
    quit: { title: 'Während eines Anrufs beenden?', text: 'Ein Anruf läuft. Beenden legt auf.', yes: 'Beenden und auflegen', no: 'Bleiben' },
    quitChat: { title: 'Während eines Chats beenden?', text: 'Ein Chat ist offen. Der Besucher bliebe allein.', yes: 'Trotzdem beenden', no: 'Bleiben' },
    reload: { title: (label) => `${label} während eines Anrufs neu laden?`, text: 'Ein Anruf läuft. Neu laden beendet ihn oder verliert ihn aus dem Blick.', yes: 'Neu laden und auflegen', no: 'Anruf behalten' },
  },
};

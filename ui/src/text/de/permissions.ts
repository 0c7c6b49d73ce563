// German words about what pages may do; the same keys as the English ones.
import type { permissions as english } from '../en/permissions';

export const permissions: typeof english = {
  prompt: {
    what: {
      microphone: (account) => `${account} möchte das Mikrofon benutzen`,
      camera: (account) => `${account} möchte die Kamera benutzen`,
      screen: (account) => `${account} möchte Ihren Bildschirm sehen`,
      notifications: (account) => `${account} möchte eigene Benachrichtigungen zeigen`,
      clipboard: (account) => `${account} möchte die Zwischenablage lesen`,
      location: (account) => `${account} möchte wissen, wo Sie sind`,
      otherProgram: (account) => `${account} möchte ein anderes Programm öffnen`,
    },
    why: {
      microphone: 'Um zu telefonieren: Ohne Mikrofon hört Sie niemand.',
      camera: 'Um Sie in Videoanrufen zu zeigen.',
      screen: 'Um Ihren Bildschirm zu teilen. Es sieht alles, was dort zu sehen ist.',
      notifications: 'Deskbell meldet Anrufe und Chats schon selbst.',
      clipboard: 'Um einzufügen. Es sieht alles, was Sie kopiert haben, auch Passwörter.',
      location: 'Selten nötig; manche Telefone geben ihn in Notfällen weiter.',
      otherProgram: 'Erlauben Sie das nur, wenn Sie selbst einen solchen Link gedrückt haben.',
    },
    links: (scheme) => `Links, die mit ${scheme}: beginnen`,
    untilReload: 'Ein Ja gilt, bis die Seite neu geladen wird.',
    late: 'Dieses Mal wurde es abgelehnt: Versuchen Sie es noch einmal, wenn Sie es erlaubt haben.',
    allow: 'Erlauben',
    notNow: 'Jetzt nicht',
    never: 'Nie',
  },
  list: {
    title: 'Berechtigungen',
    none: 'Noch wurde nichts erlaubt oder verboten. Eine Seite fragt, wenn sie etwas möchte.',
    later: 'Was Sie zurücknehmen, wird neu gefragt. Eine Seite, die aufnehmen darf, wird dafür neu geladen, nach einem laufenden Anruf.',
    allowed: 'Erlaubt',
    forbidden: 'Verboten',
    forNow: 'bis die Seite neu geladen wird',
    reset: 'Zurücknehmen',
    resetOf: (right, account) => `Zurücknehmen: ${right}, ${account}`,
    name: {
      microphone: 'Mikrofon',
      camera: 'Kamera',
      screen: 'Bildschirm',
      notifications: 'Eigene Benachrichtigungen',
      clipboard: 'Zwischenablage',
      location: 'Standort',
      otherProgram: 'Andere Programme',
    },
    program: (scheme) => `Links, die mit ${scheme}: beginnen`,
  },
};

// German words about downloads; the same keys as the English ones.
import type { downloads as english } from '../en/downloads';
import { count } from '../count';

export const downloads: typeof english = {
  title: 'Letzte Downloads',
  clear: 'Fertige ausblenden',
  more: (n) => `${count(n, 'weiteren Download', 'weitere Downloads')} zeigen`,
  fewer: 'Weniger zeigen',
  unnamed: 'Download',
  from: (host) => `Von ${host}`,
  waiting: 'Wartet auf Antwort…',
  asking: 'Speicherort wählen…',
  partly: (done, all) => `${done} von ${all}`,
  progress: (name) => `Fortschritt von ${name}`,
  finished: (size, folder) => `${size}, in ${folder}`,
  cancelled: 'Abgebrochen. Nichts davon wurde behalten.',
  cancel: (name) => `${name} abbrechen`,
  show: (name) => `${name} im Ordner zeigen`,
  remove: (name) => `${name} ausblenden`,
  over: { finished: (name) => `${name} ist heruntergeladen`, failed: (name) => `${name} wurde nicht heruntergeladen` },
  problem: {
    tooLarge: 'Größer als 4 GB und deshalb nicht gespeichert. Bitte auf anderem Weg besorgen.',
    noSpace: 'Der Datenträger würde voll, deshalb nicht gespeichert. Platz schaffen und noch einmal versuchen.',
    folder: (folder, reason) => `In ${folder} lässt sich nichts speichern (${reason}). In den Einstellungen einen anderen Ordner wählen.`,
    refused: (status) => `Der Server gab die Datei nicht heraus (${status}). Im Widget noch einmal öffnen.`,
    broken: (reason) => `Die Verbindung brach ab (${reason}). Noch einmal versuchen.`,
    notSaved: (reason) => `Sie ließ sich nicht speichern (${reason}). Noch einmal versuchen oder in den Einstellungen einen anderen Ordner wählen.`,
  },
  settings: {
    title: 'Downloads',
    folder: 'Ordner',
    system: (folder) => `${folder} (wie das System)`,
    choose: 'Wählen…',
    reset: 'Ordner des Systems verwenden',
    ask: 'Jedes Mal nach dem Speicherort fragen',
    askHelp: 'Sonst bleibt eine vorhandene Datei, wie sie ist, und die neue bekommt eine Nummer.',
  },
};

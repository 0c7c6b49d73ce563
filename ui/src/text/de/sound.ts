// German words about the sound of calls; the same keys as the English ones.
import type { sound as english } from '../en/sound';

export const sound: typeof english = {
  title: 'Ton der Anrufe',
  none: 'Kein Telefonkonto führt seine Anrufe über diesen Computer.',
  noServer: (reason) => `Es gibt keinen Soundserver (${reason}): Anrufe in diesem Fenster haben keinen Ton. Starten Sie PipeWire (pipewire-pulse) oder PulseAudio; er wird von selbst gefunden.`,
  microphone: 'Mikrofon',
  speaker: 'Lautsprecher',
  system: (label) => `Wie das System: ${label}`,
  systemUnknown: 'Wie das System',
  gone: (label) => `${label} (nicht da)`,
  instead: (chosen, used) => `${chosen} ist nicht da: Bis es wieder da ist, wird ${used} benutzt.`,
  noMicrophone: 'Es gibt kein Mikrofon: Anrufer würden Sie nicht hören. Schließen Sie ein Headset an.',
  noSpeaker: 'Es gibt keinen Lautsprecher: Sie würden Anrufer nicht hören. Schließen Sie ein Headset an.',
  clean: 'Den Ton des Mikrofons säubern',
  cleanHelp: 'Nimmt Echo und Rauschen heraus und gleicht die Lautstärke aus. Ausschalten, wenn Ihr Headset das selbst tut.',
  level: 'Pegel',
  test: 'Mein Headset testen',
  testHelp: 'Nimmt drei Sekunden auf, dann hören Sie sie. Nichts wird gesendet oder behalten.',
  recording: 'Sprechen Sie jetzt…',
  playing: 'Jetzt sollten Sie sich hören…',
  heard: (db) => `Sie waren zu hören (${String(db)} dB). Haben Sie sich nicht gehört, wählen Sie einen anderen Lautsprecher oder stellen Sie ihn lauter.`,
  notHeard: 'Von Ihnen war nichts zu hören: Wählen Sie ein anderes Mikrofon, oder sehen Sie nach, ob es ausgeschaltet ist.',
};

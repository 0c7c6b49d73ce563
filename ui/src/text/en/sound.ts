// English words about the sound of calls.

export const sound = {
  title: 'Sound of calls',
  none: 'No phone account makes its calls through this computer.',
  noServer: (reason: string) => `There is no sound server (${reason}): calls in this window have no sound. Start PipeWire (pipewire-pulse) or PulseAudio; it is found by itself.`,
  microphone: 'Microphone',
  speaker: 'Speaker',
  system: (label: string) => `As the system: ${label}`,
  systemUnknown: 'As the system',
  gone: (label: string) => `${label} (not there)`,
  instead: (chosen: string, used: string) => `${chosen} is not there: ${used} is used until it is back.`,
  noMicrophone: 'There is no microphone: callers would not hear you. Plug in a headset.',
  noSpeaker: 'There is no speaker: you would not hear callers. Plug in a headset.',
  clean: 'Clean the sound of the microphone',
  cleanHelp: 'Takes out echo and noise and evens the loudness. Switch it off if your headset does that itself.',
  level: 'Level',
  test: 'Test my headset',
  testHelp: 'Records three seconds, then you hear them. Nothing is sent or kept.',
  recording: 'Speak now…',
  playing: 'You should hear yourself now…',
  heard: (db: number) => `You were heard (${String(db)} dB). If you did not hear yourself, choose another speaker or turn it up.`,
  notHeard: 'Nothing was heard of you: choose another microphone, or look whether it is switched off.',
};

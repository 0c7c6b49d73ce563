//! Words about the sound of calls, in both languages.

/// One language.
#[derive(Debug)]
pub(crate) struct SoundWords {
    pub(crate) devices_ok: &'static str,
    pub(crate) chosen_gone: &'static str,
    pub(crate) chosen_gone_fix: &'static str,
    pub(crate) no_server: &'static str,
    pub(crate) no_server_fix: &'static str,
    pub(crate) no_microphone: &'static str,
    pub(crate) no_speaker: &'static str,
    pub(crate) no_device_fix: &'static str,
    pub(crate) next: &'static str,
    pub(crate) no_next: &'static str,
    pub(crate) last_call: &'static str,
    pub(crate) round_trip: &'static str,
    pub(crate) bad_device: &'static str,
}

pub(super) const ENGLISH: SoundWords = SoundWords {
    devices_ok: "Calls hear you through {} and sound at {}.",
    chosen_gone: "{} is not there: calls use {} until it is back.",
    chosen_gone_fix: "Plug it in, or choose another one in the settings.",
    no_server: "There is no sound server ({}): calls in this window have no sound.",
    no_server_fix: "Start PipeWire (pipewire-pulse) or PulseAudio; Deskbell finds it by itself.",
    no_microphone: "There is no microphone: callers would not hear you.",
    no_speaker: "There is no speaker: you would not hear callers.",
    no_device_fix: "Plug in a headset; it is used by itself.",
    next: "{} is gone. {} is used until it is back.",
    no_next: "{} is gone, and there is no other.",
    last_call: "The last call: {} % of the sound lost, {} ms made up, {} ms jitter{}.",
    round_trip: ", {} ms there and back",
    bad_device: "A sound device has a name of at most 512 bytes without control characters.",
};

pub(super) const GERMAN: SoundWords = SoundWords {
    devices_ok: "Anrufe hören Sie über {} und sind an {} zu hören.",
    chosen_gone: "{} ist nicht da: Anrufe benutzen {}, bis es wieder da ist.",
    chosen_gone_fix: "Schließen Sie es an, oder wählen Sie in den Einstellungen ein anderes.",
    no_server: "Es gibt keinen Soundserver ({}): Anrufe in diesem Fenster haben keinen Ton.",
    no_server_fix: "Starten Sie PipeWire (pipewire-pulse) oder PulseAudio; Deskbell findet ihn von selbst.",
    no_microphone: "Es gibt kein Mikrofon: Anrufer würden Sie nicht hören.",
    no_speaker: "Es gibt keinen Lautsprecher: Sie würden Anrufer nicht hören.",
    no_device_fix: "Schließen Sie ein Headset an; es wird von selbst benutzt.",
    next: "{} ist weg. Bis es wieder da ist, wird {} benutzt.",
    no_next: "{} ist weg, und es gibt kein anderes Gerät.",
    last_call: "Der letzte Anruf: {} % des Tons verloren, {} ms ersetzt, {} ms Schwankung{}.",
    round_trip: ", {} ms hin und zurück",
    bad_device: "Ein Tongerät hat einen Namen von höchstens 512 Bytes ohne Steuerzeichen.",
};

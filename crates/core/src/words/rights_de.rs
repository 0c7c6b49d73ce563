//! German words about rights of pages.

use super::rights::RightsWords;

pub(super) const WORDS: RightsWords = RightsWords {
    asks: "{} fragt Sie",
    no_ask: "Das fragt niemand mehr.",
    bad_scheme: "Das ist kein Name einer Art von Links: Er hat bis zu 32 Buchstaben, Ziffern und die Zeichen + - . und beginnt mit einem Buchstaben.",
    never_opened: "Links, die mit {}: beginnen, öffnen nie ein anderes Programm; es gibt nichts zu erlauben oder zu verbieten.",
    no_grant: "Über dieses Recht dieses Kontos wurde nichts gesagt.",
    too_many: "Dieses Konto hat so viele Rechte, wie gemerkt werden können. Nehmen Sie in den Einstellungen erst einige zurück.",
    allow: "Erlauben",
    microphone_forbidden: "{}: Die Seite darf das Mikrofon nicht benutzen: Anrufer würden Sie nicht hören.",
    microphone_forbidden_fix: "Sie haben es verboten. Erlauben Sie es, und beginnen Sie den Anruf neu.",
    microphone_blocked: "{}: Das System lässt Deskbell nicht an das Mikrofon: Anrufer würden Sie nicht hören.",
    microphone_busy: "{}: Das Mikrofon gibt keinen Ton: Anrufer würden Sie nicht hören.",
    microphone_busy_fix: "Schließen Sie andere Programme, die es benutzen, oder stecken Sie es neu ein; beginnen Sie dann den Anruf neu.",
    switch_unknown: "Prüfen Sie, ob das Mikrofon in den Ton- und Datenschutzeinstellungen des Systems ausgeschaltet ist, und beginnen Sie dann den Anruf neu.",
    switch_windows: "Öffnen Sie Einstellungen, Datenschutz und Sicherheit, Mikrofon, und schalten Sie den Mikrofonzugriff ein, auch für Desktop-Apps. Beginnen Sie dann den Anruf neu.",
    switch_macos: "Öffnen Sie Systemeinstellungen, Datenschutz & Sicherheit, Mikrofon, und schalten Sie Deskbell ein. Starten Sie es danach neu.",
    wants: "Es möchte {}. Klicken Sie, um zu antworten.",
    wants_program: "Es möchte ein anderes Programm öffnen ({}:). Klicken Sie, um zu antworten.",
    use_microphone: "das Mikrofon benutzen",
    use_camera: "die Kamera benutzen",
    see_screen: "Ihren Bildschirm sehen",
    show_notifications: "eigene Benachrichtigungen zeigen",
    read_clipboard: "die Zwischenablage lesen",
    know_location: "wissen, wo Sie sind",
};

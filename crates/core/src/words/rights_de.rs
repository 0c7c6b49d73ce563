//! German words about rights of pages.

use super::rights::RightsWords;
use crate::permissions::Right;
use crate::system::MicrophoneSwitch;

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
    switch,
    wants,
};

const fn switch(switch: MicrophoneSwitch) -> &'static str {
    match switch {
        MicrophoneSwitch::Unknown => {
            "Prüfen Sie, ob das Mikrofon in den Ton- und Datenschutzeinstellungen des Systems ausgeschaltet ist, und beginnen Sie dann den Anruf neu."
        }
        MicrophoneSwitch::Windows => {
            "Öffnen Sie Einstellungen, Datenschutz und Sicherheit, Mikrofon, und schalten Sie den Mikrofonzugriff ein, auch für Desktop-Apps. Beginnen Sie dann den Anruf neu."
        }
        MicrophoneSwitch::MacOs => {
            "Öffnen Sie Systemeinstellungen, Datenschutz & Sicherheit, Mikrofon, und schalten Sie Deskbell ein. Starten Sie es danach neu."
        }
    }
}

fn wants(right: &Right) -> String {
    let what = match right {
        Right::Microphone => "das Mikrofon benutzen",
        Right::Camera => "die Kamera benutzen",
        Right::Screen => "Ihren Bildschirm sehen",
        Right::Notifications => "eigene Benachrichtigungen zeigen",
        Right::Clipboard => "die Zwischenablage lesen",
        Right::Location => "wissen, wo Sie sind",
        Right::OtherProgram { scheme } => {
            return format!(
                "Es möchte ein anderes Programm öffnen ({scheme}:). Klicken Sie, um zu antworten."
            );
        }
    };
    format!("Es möchte {what}. Klicken Sie, um zu antworten.")
}

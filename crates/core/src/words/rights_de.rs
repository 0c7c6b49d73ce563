//! German words about rights of pages.

use super::rights::RightsWords;
use crate::Right;

pub(super) const WORDS: RightsWords = RightsWords {
    asks: "{} fragt Sie",
    no_ask: "Das fragt niemand mehr.",
    bad_scheme: "Das ist kein Name einer Art von Links: Er hat bis zu 40 Buchstaben, Ziffern und die Zeichen + - . und beginnt mit einem Buchstaben.",
    too_many: "Dieses Konto hat so viele Rechte, wie gemerkt werden können. Nehmen Sie in den Einstellungen erst einige zurück.",
    wants,
};

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

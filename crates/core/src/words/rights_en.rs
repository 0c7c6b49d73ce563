//! English words about rights of pages.

use super::rights::RightsWords;
use crate::Right;

pub(super) const WORDS: RightsWords = RightsWords {
    asks: "{} asks you",
    no_ask: "Nobody asks this any more.",
    bad_scheme: "This is no name of a kind of link: it has up to 40 letters, digits and the characters + - . and begins with a letter.",
    too_many: "This account has as many rights as can be kept. Take some back in the settings first.",
    wants,
};

fn wants(right: &Right) -> String {
    let what = match right {
        Right::Microphone => "use the microphone",
        Right::Camera => "use the camera",
        Right::Screen => "see your screen",
        Right::Notifications => "show notifications of its own",
        Right::Clipboard => "read the clipboard",
        Right::Location => "know where you are",
        Right::OtherProgram { scheme } => {
            return format!("It wants to open another program ({scheme}:). Click to answer.");
        }
    };
    format!("It wants to {what}. Click to answer.")
}

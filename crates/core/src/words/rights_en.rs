//! English words about rights of pages.

use super::rights::RightsWords;
use crate::permissions::Right;
use crate::system::MicrophoneSwitch;

pub(super) const WORDS: RightsWords = RightsWords {
    asks: "{} asks you",
    no_ask: "Nobody asks this any more.",
    bad_scheme: "This is no name of a kind of link: it has up to 32 letters, digits and the characters + - . and begins with a letter.",
    never_opened: "Links that begin with {}: never open another program, so there is nothing to allow or forbid.",
    no_grant: "Nothing was said about this right of this account.",
    too_many: "This account has as many rights as can be kept. Take some back in the settings first.",
    allow: "Allow it",
    microphone_forbidden: "{}: its page may not use the microphone: callers would not hear you.",
    microphone_forbidden_fix: "You forbade it. Allow it, and start the call again.",
    microphone_blocked: "{}: the system does not let Deskbell use the microphone: callers would not hear you.",
    microphone_busy: "{}: the microphone gives no sound: callers would not hear you.",
    microphone_busy_fix: "Close other programs that use it, or plug it in again; then start the call again.",
    switch,
    wants,
};

const fn switch(switch: MicrophoneSwitch) -> &'static str {
    match switch {
        MicrophoneSwitch::Unknown => {
            "Check that the microphone is not switched off in the system's sound and privacy settings, then start the call again."
        }
        MicrophoneSwitch::Windows => {
            "Open Settings, Privacy & security, Microphone, and switch on microphone access, also for desktop apps. Then start the call again."
        }
        MicrophoneSwitch::MacOs => {
            "Open System Settings, Privacy & Security, Microphone, and switch Deskbell on. Then start it again."
        }
    }
}

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

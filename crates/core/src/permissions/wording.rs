//! Permissions in the user's language.

use super::facts::Right;
use crate::base::text::fill;
use crate::system::MicrophoneSwitch;
use crate::words::RightsWords;

/// What a page wants, as a sentence.
pub(crate) fn wants(words: &RightsWords, right: &Right) -> String {
    let what = match right {
        Right::Microphone => words.use_microphone,
        Right::Camera => words.use_camera,
        Right::Screen => words.see_screen,
        Right::Notifications => words.show_notifications,
        Right::Clipboard => words.read_clipboard,
        Right::Location => words.know_location,
        Right::OtherProgram { scheme } => return fill(words.wants_program, &[scheme]),
    };
    fill(words.wants, &[what])
}

/// Where the system has its switch for microphones, and what to do there.
pub(crate) const fn microphone_switch(
    words: &RightsWords,
    switch: MicrophoneSwitch,
) -> &'static str {
    match switch {
        MicrophoneSwitch::Unknown => words.switch_unknown,
        MicrophoneSwitch::Windows => words.switch_windows,
        MicrophoneSwitch::MacOs => words.switch_macos,
    }
}

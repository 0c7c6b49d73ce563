//! Permissions in the user's language.

use super::facts::Permission;
use crate::base::text::fill;
use crate::system::MicrophoneSwitch;
use crate::words::RightsWords;

/// What a page wants, as a sentence.
pub(crate) fn wants(words: &RightsWords, right: &Permission) -> String {
    let what = match right {
        Permission::Microphone => words.use_microphone,
        Permission::Camera => words.use_camera,
        Permission::Screen => words.see_screen,
        Permission::Notifications => words.show_notifications,
        Permission::Clipboard => words.read_clipboard,
        Permission::Location => words.know_location,
        Permission::OtherProgram { scheme } => return fill(words.wants_program, &[scheme]),
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

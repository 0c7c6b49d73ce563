//! English words about rights of pages.

use super::rights::RightsWords;

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
    switch_unknown: "Check that the microphone is not switched off in the system's sound and privacy settings, then start the call again.",
    switch_windows: "Open Settings, Privacy & security, Microphone, and switch on microphone access, also for desktop apps. Then start the call again.",
    switch_macos: "Open System Settings, Privacy & Security, Microphone, and switch Deskbell on. Then start it again.",
    wants: "It wants to {}. Click to answer.",
    wants_program: "It wants to open another program ({}:). Click to answer.",
    use_microphone: "use the microphone",
    use_camera: "use the camera",
    see_screen: "see your screen",
    show_notifications: "show notifications of its own",
    read_clipboard: "read the clipboard",
    know_location: "know where you are",
};

//! Words about rights of pages.

/// One language's words about rights. A missing field does not compile.
#[derive(Debug)]
pub(crate) struct RightsWords {
    pub(crate) asks: &'static str,
    pub(crate) no_ask: &'static str,
    pub(crate) bad_scheme: &'static str,
    /// With the scheme.
    pub(crate) never_opened: &'static str,
    pub(crate) no_grant: &'static str,
    pub(crate) too_many: &'static str,
    pub(crate) allow: &'static str,
    pub(crate) microphone_forbidden: &'static str,
    pub(crate) microphone_forbidden_fix: &'static str,
    pub(crate) microphone_blocked: &'static str,
    pub(crate) microphone_busy: &'static str,
    pub(crate) microphone_busy_fix: &'static str,
    /// Where the system has its switch for microphones, if it is not known which system.
    pub(crate) switch_unknown: &'static str,
    pub(crate) switch_windows: &'static str,
    pub(crate) switch_macos: &'static str,
    /// With what a page wants.
    pub(crate) wants: &'static str,
    /// With the scheme.
    pub(crate) wants_program: &'static str,
    pub(crate) use_microphone: &'static str,
    pub(crate) use_camera: &'static str,
    pub(crate) see_screen: &'static str,
    pub(crate) show_notifications: &'static str,
    pub(crate) read_clipboard: &'static str,
    pub(crate) know_location: &'static str,
}

//! Words about rights of pages.

use crate::permissions::Right;
use crate::system::MicrophoneSwitch;

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
    /// Where the system has its switch for microphones.
    pub(crate) switch: fn(MicrophoneSwitch) -> &'static str,
    /// What a page wants.
    pub(crate) wants: fn(&Right) -> String,
}

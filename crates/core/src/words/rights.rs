//! Words about rights of pages.

use crate::Right;

/// One language's words about rights. A missing field does not compile.
#[derive(Debug)]
pub(crate) struct RightsWords {
    pub(crate) asks: &'static str,
    pub(crate) no_ask: &'static str,
    pub(crate) bad_scheme: &'static str,
    pub(crate) too_many: &'static str,
    /// What a page wants.
    pub(crate) wants: fn(&Right) -> String,
}

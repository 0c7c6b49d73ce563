//! What the status reads of the rest of the world.

use super::facts::ListenerPreferences;
use super::rules::StatusRules;
use crate::accounts::state::Accounts;
use crate::base::WallClock;
use crate::calls::state::Calls;
use crate::pages::state::Pages;
use crate::sign_in::state::SignIns;
use crate::system::state::System;
use crate::words::Words;

/// What the status reads of the rest of the world.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'w> {
    pub(crate) accounts: &'w Accounts,
    pub(crate) pages: &'w Pages,
    pub(crate) sign_ins: &'w SignIns,
    pub(crate) calls: &'w Calls,
    pub(crate) system: &'w System,
    pub(crate) clock: WallClock,
    pub(crate) rules: &'w StatusRules,
    pub(crate) listener: &'w ListenerPreferences,
    pub(crate) words: &'static Words,
}

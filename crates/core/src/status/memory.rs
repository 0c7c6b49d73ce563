//! What of the status outlives the program: the choice, and how far each vendor had followed it.

use super::presence::Presence;
use super::watch::Watched;
use crate::accounts::AccountId;
use crate::base::{Source, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest note in characters.
pub const NOTE_MAX: usize = 80;

/// Kept in the settings file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StatusMemory {
    /// What the agent chose last; none until they do.
    pub chosen: Option<ChosenStatus>,
    /// What is chosen again when that ends, where it has an end; none means *available*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<ChosenStatus>,
    /// How far each account's vendor had followed.
    pub accounts: BTreeMap<AccountId, PersistedStatus>,
    /// How the schedules stood when it was chosen.
    pub watched: Watched,
}

/// A status somebody chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ChosenStatus {
    /// Which.
    pub presence: Presence,
    /// In the agent's own words ("Lunch").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub note: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Through what.
    pub by: Source,
    /// When it ends by itself, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub until: Option<Timestamp>,
}

impl ChosenStatus {
    /// The same with its times as `by` makes them.
    pub(crate) fn map_times(&mut self, by: impl Fn(Timestamp) -> Timestamp) {
        self.at = by(self.at);
        self.until = self.until.map(by);
    }
}

/// What was last known of one account's status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PersistedStatus {
    /// The vendor's own word for what it last confirmed or told.
    pub word: Option<String>,
    /// The note it had.
    pub note: Option<String>,
    /// When it told.
    pub at: Timestamp,
    /// Whether something was still to be done.
    pub standing: PersistedSync,
}

/// What was still to be done for an account when the program ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PersistedSync {
    /// Nothing.
    #[default]
    #[serde(rename = "settled")]
    InSync,
    /// The status was not confirmed yet.
    #[serde(rename = "owed")]
    Pending,
    /// It had been changed elsewhere, and the agent had not decided.
    Drifted,
}

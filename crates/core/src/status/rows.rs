//! What windows show of the status.

use super::dialect::Channel;
use super::memory::ChosenStatus;
use super::presence::Presence;
use super::problem::PushProblem;
use super::rules::Rule;
use crate::accounts::AccountId;
use crate::base::{Source, Timestamp, WallClock};
use serde::{Deserialize, Serialize};

/// The one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct StatusView {
    /// What the agent chose; none until they do, and then nothing is ever set at a vendor.
    pub chosen: Option<ChosenStatus>,
    /// What is chosen again when that ends, where it has an end; none means *available*.
    pub after: Option<ChosenStatus>,
    /// What is wanted now: the choice, or what a rule makes of it.
    pub aim: Option<Presence>,
    /// Rules that hold now, the strongest first; the window says why.
    pub rules: Vec<ActiveRule>,
    /// What will be chosen at the end of this call.
    pub next: Option<ChosenStatus>,
    /// How each vendor stands to it, in the user's order; accounts without a status are missing.
    pub accounts: Vec<AccountStatus>,
    /// What changed and who did it, newest first; only while the stage that shows it is open.
    pub history: Vec<StatusChange>,
}

/// How a colleague stands, as a vendor's service told it last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ColleagueRow {
    /// Through which account it was heard.
    pub account: AccountId,
    /// What the vendor calls the colleague (an e-mail address, for instance).
    pub agent: String,
    /// In our words.
    pub presence: Presence,
    /// The note beside it.
    pub note: Option<String>,
    /// Since when, by the vendor's word if it tells, else since we heard.
    pub since: Timestamp,
}

/// A rule that holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ActiveRule {
    /// Which.
    pub rule: Rule,
    /// In words: "Chats paused while on a call".
    pub text: String,
    /// What the user calls the schedule it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub name: Option<String>,
    /// When it ends, where that is known.
    pub until: Option<Timestamp>,
}

/// How one account's vendor stands to the status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AccountStatus {
    /// Whose.
    pub account: AccountId,
    /// What reaches the agent through it.
    pub channel: Channel,
    /// What is wanted there; none if nothing is chosen, or this status is left alone there.
    pub aim: Option<Presence>,
    /// What the vendor last confirmed or told, in our words.
    pub told: Option<Presence>,
    /// The same in the vendor's words, in the user's language as far as they are known.
    pub told_label: Option<String>,
    /// The note the vendor has.
    pub told_note: Option<String>,
    /// When it told.
    pub told_at: Option<Timestamp>,
    /// Where that leaves us.
    pub standing: SyncState,
    /// One sentence, only while something differs: what, why, and what comes next.
    pub text: Option<String>,
}

/// Where an account stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SyncState {
    /// Its status cannot be set yet: the account has no agent and token for the vendor's API.
    Unlinked,
    /// Nothing is wanted there.
    Idle,
    /// The vendor has confirmed what is wanted.
    Confirmed,
    /// On its way.
    Sending,
    /// Set as soon as the account can take it: signed out, page away, no network.
    Waiting,
    /// Failed for now.
    Retrying {
        /// Next try.
        at: Timestamp,
        /// Tries so far.
        tries: u32,
        /// Why.
        problem: PushProblem,
    },
    /// Failed; nothing more happens before the agent presses the button or changes something.
    GaveUp {
        /// Why.
        problem: PushProblem,
    },
    /// Changed elsewhere; the agent decides.
    Drifted {
        /// It looks like a second session of the same agent.
        second_session: bool,
    },
}

/// One line of the status history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct StatusChange {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub kind: StatusChangeKind,
    /// Who or what caused it.
    pub by: StatusCause,
    /// At which account; none means for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub account: Option<AccountId>,
    /// The status it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub presence: Option<Presence>,
    /// The same in the vendor's words, where a vendor told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub label: Option<String>,
    /// Its note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub note: Option<String>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub problem: Option<PushProblem>,
}

impl StatusChange {
    /// The line as it is written and read.
    pub(crate) fn by_wall_clock(self, clock: WallClock) -> Self {
        Self { at: clock.shows(self.at), ..self }
    }
}

/// What happened to the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum StatusChangeKind {
    /// Chosen.
    Chosen,
    /// To be chosen at the end of the call.
    Queued,
    /// It was to be chosen at the end of the call, and will not be: taken back, another took its place, or the program
    /// ended before.
    Dropped,
    /// A rule began to hold.
    RuleBegan,
    /// A rule no longer holds.
    RuleEnded,
    /// A vendor confirmed it.
    Confirmed,
    /// A vendor told of another one than was wanted.
    Drifted,
    /// A vendor did not take it, and it is not tried again.
    GaveUp,
}

/// Who or what changed the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum StatusCause {
    /// The agent.
    Agent {
        /// Through what.
        from: Source,
    },
    /// A rule.
    Rule {
        /// Which.
        rule: Rule,
    },
    /// The end of the status before it.
    End,
    /// Somebody or something at the vendor.
    Elsewhere,
    /// A second session of the same agent, as it seems.
    SecondSession,
}

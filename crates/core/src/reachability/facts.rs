//! Whether the agent can be reached, check by check.

use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::intent::Intent;
use serde::{Deserialize, Serialize};

/// The reachability light.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Reach {
    /// The worst of all checks.
    pub level: ReachLevel,
    /// In a few words: what is wrong first, or what holds.
    pub summary: String,
    /// Everything that was checked, the worst first.
    pub checks: Vec<Check>,
}

/// Colour of the light, never shown without words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ReachLevel {
    /// Fine (green).
    Good,
    /// Not reachable because the agent chose so, or not to be known (no colour).
    Off,
    /// On its way: starting, connecting, signing in.
    Wait,
    /// Look here (amber).
    Look,
    /// Calls or chats cannot reach the agent (red).
    Bad,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Check {
    /// What; a stable word for programs.
    pub id: CheckId,
    /// Of which account.
    pub account: Option<AccountId>,
    /// How it stands.
    pub level: ReachLevel,
    /// One sentence: what is.
    pub text: String,
    /// One sentence: what to do; none where nothing is to be done.
    pub fix: Option<String>,
    /// The button that does it, where Deskbell can.
    pub action: Option<FixAction>,
    /// When it is tried again by itself, where that is known.
    pub next_try: Option<Timestamp>,
}

/// A button that mends something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FixAction {
    /// Its label.
    pub label: String,
    /// What it does.
    pub intent: Intent,
}

/// What can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CheckId {
    /// There is an account in use.
    Accounts,
    /// The machine has a network.
    Network,
    /// The account's page.
    Page,
    /// Signed in.
    SignIn,
    /// The way of calling works on this system.
    CallingMode,
    /// The phone line.
    Line,
    /// The dialer.
    Dialer,
    /// A microphone is there.
    Microphone,
    /// Sound server and devices for calls that Deskbell carries.
    Sound,
    /// How the last call that Deskbell carried sounded.
    LastCall,
    /// A chat widget was found on the page.
    Widget,
    /// The vendor has confirmed the status.
    Status,
    /// The system's notification service.
    Notifications,
    /// The system's own do-not-disturb.
    SystemDoNotDisturb,
    /// The tray.
    Tray,
    /// The system's key store.
    KeyStore,
    /// The file of what happened.
    History,
    /// The listener for news from vendors.
    Listener,
    /// The feed of the company's relay.
    Feed,
}

/// One check, before it is known whose.
pub(crate) fn check(id: CheckId, level: ReachLevel, text: String) -> Check {
    Check { id, account: None, level, text, fix: None, action: None, next_try: None }
}

impl Check {
    /// The same with what to do.
    pub(crate) fn fixed_by(self, fix: &str) -> Self {
        Self { fix: Some(fix.to_owned()), ..self }
    }

    /// The same with a button.
    pub(crate) fn with(self, label: &str, intent: Intent) -> Self {
        Self { action: Some(FixAction { label: label.to_owned(), intent }), ..self }
    }

    /// The same, tried again then.
    pub(crate) fn again_at(self, next_try: Option<Timestamp>) -> Self {
        Self { next_try, ..self }
    }

    /// The same, of an account.
    pub(crate) fn of(self, account: &AccountId) -> Self {
        Self { account: Some(account.clone()), ..self }
    }
}

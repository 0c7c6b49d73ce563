//! The user's rules about the status, and which of them hold.

use super::dialect::Channel;
use super::presence::Presence;
use super::schedule::Schedule;
use crate::base::Timestamp;
use serde::{Deserialize, Serialize};

/// The user's rules. A rule only ever takes an agent from *available*; what they choose by hand wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct StatusRules {
    /// No new chats while on a call.
    pub pause_chats_on_call: bool,
    /// Time after a call before the next contact.
    pub wrap_up: bool,
    /// How long, in seconds.
    pub wrap_up_seconds: u32,
    /// Away without keyboard or mouse, back with them.
    pub away_when_idle: bool,
    /// For how long, in minutes.
    pub away_idle_minutes: u32,
    /// Away while the session is locked.
    pub away_when_locked: bool,
    /// Quiet hours and shifts.
    pub schedules: Vec<Schedule>,
}

impl Default for StatusRules {
    fn default() -> Self {
        Self {
            pause_chats_on_call: true,
            wrap_up: false,
            wrap_up_seconds: 30,
            away_when_idle: false,
            away_idle_minutes: 10,
            away_when_locked: true,
            schedules: Vec::new(),
        }
    }
}

/// Shortest and longest wrap-up in seconds.
pub const WRAP_UP_SECONDS: std::ops::RangeInclusive<u32> = 1..=60 * 60;

/// Shortest and longest idle time in minutes.
pub const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 1..=8 * 60;

/// Most schedules.
pub const SCHEDULES_MAX: usize = 20;

/// One rule, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Rule {
    /// Outside of every shift.
    OffShift,
    /// Quiet hours.
    QuietHours,
    /// The session is locked.
    Locked,
    /// No input for long.
    Idle,
    /// On a call: no new chats.
    OnCall,
    /// After a call.
    WrapUp,
}

impl Rule {
    /// What it concerns: one channel, or the agent as a whole.
    pub(super) const fn channel(self) -> Option<Channel> {
        match self {
            Self::OffShift | Self::QuietHours | Self::Locked | Self::Idle | Self::WrapUp => None,
            Self::OnCall => Some(Channel::Chat),
        }
    }

    /// The status it asks for.
    pub(super) const fn presence(self) -> Presence {
        match self {
            Self::OffShift => Presence::Offline,
            Self::QuietHours => Presence::DoNotDisturb,
            Self::Locked | Self::Idle => Presence::Away,
            Self::OnCall => Presence::OnContact,
            Self::WrapUp => Presence::WrapUp,
        }
    }
}

/// A rule whose condition is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) rule: Rule,
    /// What is chosen by hand after that wins over the rule.
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
    /// What the user calls the schedule.
    pub(super) name: Option<String>,
}

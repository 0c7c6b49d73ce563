//! Presence: the agent's availability in our words.

use crate::words::Words;
use serde::{Deserialize, Serialize};

/// Agent availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Presence {
    /// Takes calls and chats.
    Available,
    /// On a call or chat.
    OnContact,
    /// After-contact work.
    WrapUp,
    /// Not at the desk.
    Away,
    /// Must not be disturbed.
    DoNotDisturb,
    /// Off duty.
    Offline,
}

impl Presence {
    /// What we call it.
    pub(crate) const fn name(self, words: &Words) -> &'static str {
        let words = &words.presences;
        match self {
            Self::Available => words.available,
            Self::OnContact => words.on_contact,
            Self::WrapUp => words.wrap_up,
            Self::Away => words.away,
            Self::DoNotDisturb => words.do_not_disturb,
            Self::Offline => words.offline,
        }
    }
}

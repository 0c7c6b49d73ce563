//! Presence: the agent's availability in our words.

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

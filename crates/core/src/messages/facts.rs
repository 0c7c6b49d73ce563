//! Messages that are not live chats: SMS, pager, voicemail and fax.

use crate::base::{Direction, Party, Private, Timestamp};
use serde::{Deserialize, Serialize};

/// What sort of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum MessageKind {
    /// SMS or MMS.
    Sms,
    /// Between extensions of one company.
    Pager,
    /// Voicemail.
    Voicemail,
    /// Fax.
    Fax,
    /// Anything else the vendor calls a message.
    Other,
}

/// One message record as the vendor holds it now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageObservation {
    /// The vendor's id, always as text (64-bit numbers lose digits in JSON).
    pub id: String,
    /// Sort.
    pub kind: MessageKind,
    /// Who sent it.
    pub direction: Option<Direction>,
    /// The other side.
    pub party: Party,
    /// Text of an SMS or pager message, or the voicemail's transcript.
    pub text: Option<Private<String>>,
    /// The conversation it belongs to.
    pub conversation: Option<String>,
    /// Not read yet.
    pub unread: bool,
    /// The vendor says it has just arrived (as against "was updated").
    pub arrived: bool,
    /// Deleted or purged at the vendor.
    pub gone: bool,
    /// Created, by the vendor's clock.
    pub created_at: Option<Timestamp>,
    /// Length of a voicemail in seconds.
    pub seconds: Option<u32>,
    /// Pages of a fax.
    pub pages: Option<u32>,
    /// How many pictures or files it carries.
    pub attachments: u32,
}

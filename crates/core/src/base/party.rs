//! The other side of a call or a message, and who began it.

use super::private::Private;
use serde::{Deserialize, Serialize};

/// Who started the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Direction {
    /// Somebody called us.
    Inbound,
    /// We called.
    Outbound,
}

/// The other side. Both values are a customer's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Phone number or extension as the vendor wrote it.
    pub number: Option<Private<String>>,
    /// Display name.
    pub name: Option<Private<String>>,
}

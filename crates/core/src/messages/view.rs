//! Messages as the windows show them.

use super::book::{Message, Messages};
use super::facts::MessageKind;
use crate::accounts::{AccountId, NumberFormats};
use crate::base::number::parted;
use crate::base::{Direction, Private, Timestamp};
use serde::{Deserialize, Serialize};

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct MessageRow {
    /// Whose.
    pub account: AccountId,
    /// The vendor's id.
    pub id: String,
    /// Sort.
    pub kind: MessageKind,
    /// Inbound or outbound.
    pub direction: Direction,
    /// Name or number of the other side.
    pub from: Option<String>,
    /// Its number, as it is dialled.
    pub number: Option<String>,
    /// The number set for reading.
    pub number_shown: Option<String>,
    /// Text as far as known.
    pub text: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Unread.
    pub unread: bool,
    /// Length of a voicemail in seconds.
    pub seconds: Option<u32>,
    /// Pages of a fax.
    pub pages: Option<u32>,
}

/// Most messages in one snapshot.
const MESSAGES_SHOWN: usize = 100;

impl Messages {
    /// The newest messages of all accounts.
    pub(crate) fn view(&self, formats: &NumberFormats) -> Vec<MessageRow> {
        let mut all: Vec<(&AccountId, &String, &Message)> = self
            .books
            .iter()
            .flat_map(|(account, book)| book.messages.iter().map(move |(id, m)| (account, id, m)))
            .collect();
        all.sort_by_key(|(account, id, message)| std::cmp::Reverse((message.at, *id, *account)));
        all.into_iter()
            .take(MESSAGES_SHOWN)
            .map(|(account, id, message)| {
                let reveal =
                    |text: &Option<Private<String>>| text.as_ref().map(|t| t.reveal().clone());
                let format = formats.of(Some(account));
                MessageRow {
                    account: account.clone(),
                    id: id.clone(),
                    kind: message.kind,
                    direction: message.direction,
                    from: reveal(&message.name).or_else(|| reveal(&message.number)),
                    number: reveal(&message.number).map(|number| parted(&number).0),
                    number_shown: reveal(&message.number).map(|number| format.show(&number)),
                    text: reveal(&message.text),
                    at: message.at,
                    unread: message.waits(),
                    seconds: message.seconds,
                    pages: message.pages,
                }
            })
            .collect()
    }
}

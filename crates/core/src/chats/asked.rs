//! Requests of the user to chat widgets: on their way, or waiting for the widget's window.

use super::facts::ConversationId;
use super::limits::WINDOW_TIMEOUT;
use super::request::ChatRequest;
use crate::accounts::{AccountId, VendorId};
use crate::base::{RequestId, Timestamp};

/// What is remembered of a chat request on its way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChatAsked {
    /// Which widget was asked.
    pub(crate) vendor: VendorId,
    pub(crate) request: ChatRequest,
    /// The widget shows when it is done.
    pub(crate) confirmed: bool,
    /// It has shown it.
    pub(crate) seen: bool,
}

/// A request that waits for a window.
#[derive(Clone, Debug)]
pub(crate) struct Deferred {
    pub(super) account: AccountId,
    pub(super) conversation: Option<ConversationId>,
    pub(super) asked: ChatAsked,
    pub(super) since: Timestamp,
    pub(super) request: Option<RequestId>,
}

impl Deferred {
    pub(super) fn until(&self) -> Timestamp {
        self.since + WINDOW_TIMEOUT
    }
}

//! Vendor commands: what we ask a widget to do. An adapter encodes them in its dialect.

use crate::base::Private;
use crate::calls::{CallAction, CallKey};
use crate::chats::{ChatRequest, ConversationKey};
use serde::{Deserialize, Serialize};

/// One request to a widget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum VendorCommand {
    /// Act on a call.
    Call {
        /// All keys known of it; the adapter picks the one its vendor wants.
        keys: Vec<CallKey>,
        /// What to do.
        action: CallAction,
        /// Number for forward and transfer, digits for keypad.
        argument: Option<Private<String>>,
    },
    /// Fill the dialer, and dial if `call_now`.
    Dial {
        /// Number.
        number: Private<String>,
        /// Dial at once.
        call_now: bool,
    },
    /// Open the SMS composer.
    OpenSms {
        /// To whom.
        number: Private<String>,
        /// Text to start with.
        text: Option<Private<String>>,
    },
    /// Ask something of a chat widget.
    Chat {
        /// Of which conversation; none means the widget's current one, or the widget as a whole.
        conversation: Option<ConversationKey>,
        /// What the vendor calls our agent, once told.
        agent: Option<Private<String>>,
        /// What.
        request: ChatRequest,
    },
    /// Set availability.
    SetPresence {
        /// In the vendor's words, from its [`crate::status::StatusDialect`].
        word: String,
    },
    /// Open one of the widget's own pages.
    Navigate {
        /// The vendor's path.
        path: String,
    },
    /// Begin sign-in.
    SignIn,
    /// Sign out.
    SignOut,
    /// Hand over the redirect address that carries the sign-in code.
    FinishSignIn {
        /// The whole redirect address.
        callback: Private<String>,
    },
    /// Make calls by RingOut from now on.
    UseRingOut,
    /// List the phone legs that exist (after a reload).
    ListLegs,
    /// Drive the simulated desk.
    Simulate {
        /// The desk's action.
        action: String,
        /// Its arguments.
        arguments: serde_json::Map<String, serde_json::Value>,
    },
}

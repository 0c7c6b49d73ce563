//! onWebChat: what its callbacks and its state tell into our facts, our requests into its settings.
//!
//! `tap.js` listens in the page, `messages` reads what it reports, `encode` goes the other way, `form` knows the
//! account. What is known of the interface, with sources, is in `docs/vendors/onwebchat.md`.

mod encode;
mod form;
mod messages;

use crate::{Address, Parsed, Vendor, chat_account, tapped};
use deskbell_core::{FieldProblem, VendorCommand, VendorForm};
use std::collections::BTreeMap;

/// The adapter.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnWebChat;

impl Vendor for OnWebChat {
    fn id(&self) -> &'static str {
        messages::DIALECT.vendor
    }
    fn form(&self) -> VendorForm {
        form::form()
    }
    fn address(&self, options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
        chat_account::address(&form::form(), &form::OWN_PAGE, options)
    }
    /// Visitors do not sign in.
    fn is_sign_in(&self, _: &BTreeMap<String, String>, _: &url::Url) -> bool {
        false
    }
    fn tap(&self) -> Option<&'static str> {
        Some(include_str!("tap.js"))
    }
    fn parse(&self, payload: &str) -> Parsed {
        tapped::parse(&messages::DIALECT, payload)
    }
    fn encode(&self, command: &VendorCommand) -> Option<Vec<serde_json::Value>> {
        encode::encode(command)
    }
}

/// Every type the tap reports.
#[must_use]
pub const fn message_types() -> &'static [&'static str] {
    messages::DIALECT.names
}

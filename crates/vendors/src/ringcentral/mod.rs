//! RingCentral Embeddable: its page's messages into our facts, our commands into its messages.
//!
//! `messages` reads what the page posts, `encode` goes the other way; `form` and `address` know the account, `statuses`
//! its statuses, `sign_in` where signing in leads. What is known of the dialect, with sources, is in `docs/vendors/ringcentral.md`.

mod address;
mod encode;
mod form;
mod messages;
mod sign_in;
mod statuses;

use crate::{Address, Parsed, Vendor, reading};
use deskbell_core::{FieldProblem, StatusDialect, VendorCommand, VendorForm};
use std::collections::BTreeMap;

pub use form::simulated_desk;

/// The adapter.
#[derive(Clone, Copy, Debug, Default)]
pub struct RingCentral;

impl Vendor for RingCentral {
    fn id(&self) -> &'static str {
        form::ID
    }
    fn form(&self) -> VendorForm {
        form::form()
    }
    fn address(&self, options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
        address::address(options)
    }
    fn is_sign_in(&self, options: &BTreeMap<String, String>, target: &url::Url) -> bool {
        address::address(options).is_ok_and(|page| sign_in::is_sign_in(options, &page, target))
    }
    /// Recordings, voicemail, fax and MMS ask their server to answer with an attachment.
    fn is_download(&self, target: &url::Url) -> bool {
        target.query_pairs().any(|(name, value)| {
            name == "contentDisposition" && value.eq_ignore_ascii_case("attachment")
        })
    }
    fn is_platform(&self, options: &BTreeMap<String, String>, url: &url::Url) -> bool {
        self.is_sign_in(options, &sign_in::authorise_at(url))
    }
    fn login_domains(&self) -> &'static [&'static str] {
        &sign_in::PLATFORM
    }
    fn statuses(&self) -> Option<StatusDialect> {
        Some(statuses::dialect())
    }
    fn message_types(&self) -> Vec<&'static str> {
        messages::NAMES.to_vec()
    }
    fn parse(&self, payload: &str) -> Parsed {
        reading::parse(payload, messages::read)
    }
    fn encode(&self, command: &VendorCommand) -> Option<Vec<serde_json::Value>> {
        encode::encode(command)
    }
}

/// Every message type we or the vendor's own script post into the page, and so may hear back.
#[must_use]
pub const fn command_types() -> &'static [&'static str] {
    messages::COMMANDS
}

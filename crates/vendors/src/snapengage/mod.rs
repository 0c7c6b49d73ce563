//! SnapEngage: the Agent Hub's events for an agent link, and the widget's JavaScript API on a web page.
//!
//! `messages` reads the Hub and what `tap.js` reports of the JavaScript API, `encode` goes the other way; `abilities` says
//! what each takes; `form`, `hosting` and `address` know the account, `statuses` the agent's statuses.
//! What is known of the dialect is in `docs/vendors/snapengage.md`.

mod abilities;
mod address;
mod encode;
mod form;
mod hosting;
mod messages;
mod statuses;

use crate::{Address, Parsed, Vendor, reading};
use deskbell_core::{FieldProblem, StatusDialect, VendorCommand, VendorForm};
use std::collections::BTreeMap;

/// The adapter.
#[derive(Clone, Copy, Debug, Default)]
pub struct SnapEngage;

impl Vendor for SnapEngage {
    fn id(&self) -> &'static str {
        form::ID
    }
    fn form(&self) -> VendorForm {
        form::form()
    }
    fn address(&self, options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
        address::address(options)
    }
    fn is_sign_in(&self, _: &BTreeMap<String, String>, _: &url::Url) -> bool {
        // The Hub signs in on its own page; no document names a window for it.
        false
    }
    fn statuses(&self) -> Option<StatusDialect> {
        Some(statuses::dialect())
    }
    fn tap(&self) -> Option<&'static str> {
        Some(include_str!("tap.js"))
    }
    fn message_types(&self) -> Vec<&'static str> {
        [messages::HUB_EVENTS, messages::PAGE_EVENTS].concat()
    }
    fn parse(&self, payload: &str) -> Parsed {
        reading::parse(payload, messages::read)
    }
    fn encode(&self, command: &VendorCommand) -> Option<Vec<serde_json::Value>> {
        encode::encode(command)
    }
}

/// Every event of the Hub this adapter knows.
#[must_use]
pub const fn hub_events() -> &'static [&'static str] {
    messages::HUB_EVENTS
}

/// Every type `tap.js` reports of the JavaScript API.
#[must_use]
pub const fn page_events() -> &'static [&'static str] {
    messages::PAGE_EVENTS
}

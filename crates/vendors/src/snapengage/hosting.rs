//! What an account's page is: the Hub, or a page with the widget.

use crate::form::typed;
use deskbell_core::{HOSTING_OPTION, Hosting};
use std::collections::BTreeMap;

/// The ways of hosting, the default first.
pub(super) const HOSTINGS: [(Hosting, &str); 3] = [
    (Hosting::AgentConsole, "Agent Hub (answer chats)"),
    (Hosting::CompanyPage, "A page of ours that has the widget"),
    (Hosting::OwnPage, "A page made by Deskbell, from the widget ID"),
];

/// What the page of `options` is; none if they name something else.
pub(super) fn hosting(options: &BTreeMap<String, String>) -> Option<Hosting> {
    let [(first, _), ..] = HOSTINGS;
    let Some(said) = typed(options, HOSTING_OPTION) else { return Some(first) };
    HOSTINGS.iter().map(|(hosting, _)| *hosting).find(|hosting| hosting.as_option() == said)
}

//! Vendor adapters: one trait, one registry, one folder per vendor. Adapters never see each other.

use deskbell_core::{FieldProblem, Problem, VendorCommand, VendorForm, WidgetFact};
use std::collections::BTreeMap;

/// What one message meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// Facts in the order they were said.
    pub facts: Vec<WidgetFact>,
    /// What gave no fact, and why.
    pub problems: Vec<Problem>,
}

/// Where an account's page lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What the page is loaded from.
    pub url: url::Url,
    /// Origins (`scheme://host[:port]`) whose messages are the account's own.
    pub origins: Vec<String>,
    /// A redirect address which carries a sign-in answer starts with this.
    pub redirect: Option<String>,
}

/// A vendor's dialect. Stateless: everything is an argument.
pub trait Vendor: Sync {
    /// Short name, also of its fixtures and docs page.
    fn id(&self) -> &'static str;
    /// What the account form asks for.
    fn form(&self) -> VendorForm;
    /// Checks `options` and builds the address; the only function that does.
    ///
    /// # Errors
    /// Every field that is wrong, with a sentence for the user.
    fn address(&self, options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>>;
    /// Reads one message (the `postMessage` payload as JSON text). Never fails, never panics.
    fn parse(&self, payload: &str) -> Parsed;
    /// Writes a command as messages to post into the page, in order; none if the vendor cannot do it.
    fn encode(&self, command: &VendorCommand) -> Option<Vec<serde_json::Value>>;
}

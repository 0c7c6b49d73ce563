//! Chat widgets with a tap: the adapter all of them share, and the frame of what a tap reports as JSON text.
//!
//! A tap's types begin with the name of the vendor's JavaScript interface (`chatq:`). A page of a company posts
//! messages of its own; their types do not begin so, and they say nothing.

use crate::chat_account::{self, OwnPage};
use crate::encode::{can, simulate};
use crate::reading::{self, Reading, kind_of, not_json, nothing_but, unknown};
use crate::{Address, Parsed, Vendor};
use deskbell_core::{ChatAbility, ChatRequest, FieldProblem, Problem, VendorCommand, VendorForm};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// A widget on a company's page, or on a page of ours, that its tap reports and that knows one conversation at a time.
/// What differs from vendor to vendor are these fields; the rest is the same.
pub struct TappedWidget {
    /// What is read.
    pub(crate) dialect: Dialect,
    /// What the account form asks for.
    pub(crate) form: fn() -> VendorForm,
    /// Our page with the vendor's snippet.
    pub(crate) own_page: OwnPage,
    /// What listens to the widget's JavaScript interface.
    pub(crate) tap: &'static str,
    /// What the widget can be asked.
    pub(crate) abilities: &'static [ChatAbility],
    /// Writes a request that is among `abilities`; none if its values make no sense to the widget.
    pub(crate) write: fn(&ChatRequest) -> Option<Value>,
}

impl fmt::Debug for TappedWidget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TappedWidget").field(&self.dialect.vendor).finish()
    }
}

impl Vendor for TappedWidget {
    fn id(&self) -> &'static str {
        self.dialect.vendor
    }
    fn form(&self) -> VendorForm {
        (self.form)()
    }
    fn address(&self, options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
        chat_account::address(&self.form(), &self.own_page, options)
    }
    /// Visitors do not sign in.
    fn is_sign_in(&self, _: &BTreeMap<String, String>, _: &url::Url) -> bool {
        false
    }
    fn tap(&self) -> Option<&'static str> {
        Some(self.tap)
    }
    fn message_types(&self) -> Vec<&'static str> {
        self.dialect.names.to_vec()
    }
    fn parse(&self, payload: &str) -> Parsed {
        reading::parse(payload, |text| read(&self.dialect, text))
    }
    fn encode(&self, command: &VendorCommand) -> Option<Vec<Value>> {
        encode(self.abilities, self.write, command)
    }
}

/// One vendor's dialect.
pub(crate) struct Dialect {
    /// The adapter's id.
    pub(crate) vendor: &'static str,
    /// What every type of its tap begins with.
    pub(crate) prefix: &'static str,
    /// Every type of its tap.
    pub(crate) names: &'static [&'static str],
    /// Reads a message of such a type. It fails only if the text is not JSON.
    pub(crate) read: fn(&'static str, &str, &mut Reading) -> Result<(), serde_json::Error>,
}

/// An error only if the text is not JSON.
fn read(dialect: &Dialect, payload: &str) -> Result<Parsed, Problem> {
    let Some(kind) = kind_of(payload)? else { return Ok(nothing_but(Problem::NotAMessage)) };
    if !kind.starts_with(dialect.prefix) {
        return Ok(Parsed::default());
    }
    let Some(name) = dialect.names.iter().find(|name| ***name == *kind) else {
        return Ok(nothing_but(unknown(&kind)));
    };
    let mut reading = Reading::of(dialect.vendor);
    (dialect.read)(name, payload, &mut reading).map_err(|_| not_json(name))?;
    Ok(reading.done(name))
}

/// The messages for `command` to a widget that knows no conversations: `write` writes what is among its `abilities`.
fn encode(
    abilities: &[ChatAbility],
    write: fn(&ChatRequest) -> Option<Value>,
    command: &VendorCommand,
) -> Option<Vec<Value>> {
    match command {
        VendorCommand::Chat { request, .. } if can(abilities, request) => {
            Some(vec![write(request)?])
        }
        VendorCommand::Simulate { action, arguments } => Some(vec![simulate(action, arguments)]),
        VendorCommand::Chat { .. }
        | VendorCommand::Call { .. }
        | VendorCommand::Dial { .. }
        | VendorCommand::OpenSms { .. }
        | VendorCommand::SetPresence { .. }
        | VendorCommand::Navigate { .. }
        | VendorCommand::SignIn
        | VendorCommand::SignOut
        | VendorCommand::FinishSignIn { .. }
        | VendorCommand::UseRingOut
        | VendorCommand::ListLegs => None,
    }
}

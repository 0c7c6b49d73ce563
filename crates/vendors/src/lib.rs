//! Vendor adapters: one trait, one registry, one folder per vendor. Adapters never see each other.
#![forbid(unsafe_code)]
#![forbid(clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod chat_account;
mod encode;
pub mod engage;
mod form;
mod iso8601;
mod navigation;
pub mod onwebchat;
mod page_url;
mod reading;
pub mod ringcentral;
mod secrets;
pub mod smartagent;
pub mod snapengage;
mod status_form;
mod surrogates;
mod tapped;
mod wire;
mod wire_kinds;

use deskbell_core::{
    FieldProblem, Problem, StatusDialect, VendorCommand, VendorForm, VendorId, WidgetFact,
};
pub use navigation::{
    ExternalLink, FILTERED_ZONES, NavigationDecision, NavigationPolicy, NetworkZone, rules,
};
pub use secrets::is_secret;
use std::collections::BTreeMap;
use std::fmt;
pub use tapped::TappedWidget;

/// Every adapter, in the order users see them.
pub const VENDORS: &[&dyn Vendor] = &[
    &ringcentral::RingCentral,
    &engage::WIDGET,
    &snapengage::SnapEngage,
    &smartagent::WIDGET,
    &onwebchat::WIDGET,
];

/// The adapter with this id.
#[must_use]
pub fn vendor(id: &str) -> Option<&'static dyn Vendor> {
    VENDORS.iter().copied().find(|vendor| vendor.id() == id)
}

/// How the statuses of every vendor work that has some.
#[must_use]
pub fn dialects() -> BTreeMap<VendorId, StatusDialect> {
    let one = |vendor: &&dyn Vendor| Some((VendorId(vendor.id().to_owned()), vendor.statuses()?));
    VENDORS.iter().filter_map(one).collect()
}

/// What one message meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// Facts in the order they were said.
    pub facts: Vec<WidgetFact>,
    /// What gave no fact, and why.
    pub problems: Vec<Problem>,
}

/// Where an account's page lives.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// What the page is loaded from. May carry a secret: show [`Address::shown`] instead.
    pub url: url::Url,
    /// Origins (`scheme://host[:port]`) whose messages are the account's own.
    pub origins: Vec<String>,
    /// Origin of the frame in which the widget lives, where the page is a company's and the widget speaks by messages: only that
    /// frame's are the account's own then. None where the page is the widget, or a tap hears it.
    pub widget: Option<String>,
    /// A redirect address which carries a sign-in answer starts with this.
    pub redirect: Option<String>,
    /// Where a person signs in.
    pub sign_in: SignInWay,
    /// Names of the URL's parameters whose values are secrets.
    pub secrets: Vec<&'static str>,
}

/// Where a person signs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInWay {
    /// In a window of ours, or the page's own.
    #[default]
    Window,
    /// In the system's browser; the answer comes to [`Address::redirect`] on this machine.
    Browser,
}

impl Address {
    /// The same with `port` in its redirect address, for a page that must name the one it is answered at.
    #[must_use]
    pub fn answered_at(&self, port: u16) -> Self {
        let Some(typed) = &self.redirect else { return self.clone() };
        let Ok(mut redirect) = url::Url::parse(typed) else { return self.clone() };
        // Fails only for addresses without a host.
        let _ = redirect.set_port(Some(port));
        let mut address = self.clone();
        let query = self.url.query().unwrap_or_default().split('&').map(|pair| {
            match pair.split_once('=') {
                Some((name, value)) if value == page_url::escaped(typed) => {
                    format!("{name}={}", page_url::escaped(redirect.as_str()))
                }
                _ => pair.to_owned(),
            }
        });
        address.url.set_query(Some(&query.collect::<Vec<_>>().join("&")));
        address.redirect = Some(redirect.into());
        address
    }

    /// The URL as text for people, logs and windows: the values of secrets are dots.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut shown = self.url.clone();
        shown.set_query(None);
        let Some(query) = self.url.query() else { return shown.into() };
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.secrets.contains(&name) => format!("{name}=•••"),
            _ => pair.to_owned(),
        });
        format!("{shown}?{}", pairs.collect::<Vec<_>>().join("&"))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("url", &self.shown())
            .field("origins", &self.origins)
            .field("widget", &self.widget)
            .field("redirect", &self.redirect)
            .field("sign_in", &self.sign_in)
            .finish_non_exhaustive()
    }
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
    /// Whether `target`, for which the page of `options` wants a window, belongs to signing in. Every
    /// other link opens in the system's browser.
    fn is_sign_in(&self, options: &BTreeMap<String, String>, target: &url::Url) -> bool;
    /// Whether `target`, for which a page wants a window, is a file to be saved, whatever the link says of itself.
    fn is_download(&self, _target: &url::Url) -> bool {
        false
    }
    /// Whether the host of `url` is one that sends people to sign in at the page of `options`: secrets may go there.
    fn is_platform(&self, options: &BTreeMap<String, String>, url: &url::Url) -> bool {
        self.is_sign_in(options, url)
    }
    /// Domains of the vendor's own sign-in pages: a list of sign-in hosts never needs to name them.
    fn login_domains(&self) -> &'static [&'static str] {
        &[]
    }
    /// How the vendor's statuses work; none if the agent's status can be neither set nor told.
    fn statuses(&self) -> Option<StatusDialect> {
        None
    }
    /// What listens to the widget's own JavaScript interface, where its page posts no messages: an expression
    /// of `src-tauri/src/pages/script/tap.d.ts`'s type `Tap`, started at document start in every page of a chat account.
    fn tap(&self) -> Option<&'static str> {
        None
    }
    /// Every type of message it knows, from the vendor's page and from its tap.
    fn message_types(&self) -> Vec<&'static str>;
    /// Reads one message: what the page posted, or what the tap reported, as JSON text. Never fails, never
    /// panics.
    fn parse(&self, payload: &str) -> Parsed;
    /// Writes a command as messages in order: for the tap where there is one, else to post into the page; none
    /// if the vendor cannot do it.
    fn encode(&self, command: &VendorCommand) -> Option<Vec<serde_json::Value>>;
}

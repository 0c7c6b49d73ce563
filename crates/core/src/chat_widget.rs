//! Chat widgets on a page: how the page is hosted, which widgets it carries, and how they stand.

use crate::{AccountConfig, ChatAbility, ChatAction, FunnelAnswers, VendorId};
use serde::{Deserialize, Serialize};

/// The option of an account that says what its page is ([`Hosting`]).
pub const HOSTING_OPTION: &str = "hosting";

/// What the page of an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Hosting {
    /// The vendor's own page: the widget is the page.
    VendorPage,
    /// A page of the company's that carries the widget.
    CompanyPage,
    /// The vendor's console for agents.
    AgentConsole,
    /// A small page of ours that loads the vendor's snippet.
    OwnPage,
}

impl Hosting {
    /// As it stands in an account's options.
    #[must_use]
    pub const fn as_option(self) -> &'static str {
        match self {
            Self::VendorPage => "vendorPage",
            Self::CompanyPage => "companyPage",
            Self::AgentConsole => "agentConsole",
            Self::OwnPage => "ownPage",
        }
    }
}

impl AccountConfig {
    /// What its page is; where the options say nothing, the vendor's own.
    #[must_use]
    pub fn hosting(&self) -> Hosting {
        let said = self.options.get(HOSTING_OPTION).map(String::as_str);
        [Hosting::CompanyPage, Hosting::AgentConsole, Hosting::OwnPage]
            .into_iter()
            .find(|hosting| said == Some(hosting.as_option()))
            .unwrap_or(Hosting::VendorPage)
    }
}

/// Whether somebody is there for visitors, as the widget says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Availability {
    /// The widget has not said.
    #[default]
    Unknown,
    /// Visitors can chat.
    Online,
    /// Visitors can at most leave a message.
    Offline,
}

/// How the widget's window on its page stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum WidgetWindow {
    /// The widget has not said.
    #[default]
    Unknown,
    /// Open.
    Open,
    /// Minimised.
    Minimised,
    /// Not there.
    Closed,
}

/// One chat widget on the page of an account, as the windows show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ChatWidgetRow {
    /// Whose.
    pub vendor: VendorId,
    /// Its version, if told.
    pub version: Option<String>,
    /// Whether somebody is there for visitors.
    pub availability: Availability,
    /// Its window.
    pub window: WidgetWindow,
    /// What can be asked of it now. Absent means impossible, never merely unknown.
    pub actions: Vec<ChatAction>,
}

/// A widget found on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecognisedWidget {
    /// Whose: the adapter's own id.
    pub vendor: VendorId,
    /// Its version, if it tells one.
    pub version: Option<String>,
    /// Everything it can be asked for, as detected in the page.
    pub abilities: Vec<ChatAbility>,
    /// Which questions about a visit its events answer.
    #[serde(default)]
    pub funnel: FunnelAnswers,
    /// It does not reliably tell that a conversation is over: silence must do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub endless: bool,
}

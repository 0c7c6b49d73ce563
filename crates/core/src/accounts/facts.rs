//! Accounts: one sign-in at one vendor, as the user configured it and as it stands now.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Our own stable name of an account: lower-case letters, digits and `-`, at most 40 characters.
/// It names the data directory and the webview label, so it never changes after creation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, type = "string"))]
pub struct AccountId(String);

/// Longest account id in characters.
pub const ACCOUNT_ID_MAX: usize = 40;

impl AccountId {
    /// Accepts `id` if it can name a directory and a webview label on every system.
    ///
    /// # Errors
    /// A sentence for the user that says what is wrong with the id.
    pub fn new(id: impl Into<String>) -> Result<Self, String> {
        let id = id.into();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty()
            || id.len() > ACCOUNT_ID_MAX
            || !id.chars().all(plain)
            || id.starts_with('-')
        {
            return Err(format!(
                "an account id is 1 to {ACCOUNT_ID_MAX} lower-case letters, digits or '-', not {id:?}"
            ));
        }
        Ok(Self(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccountId {
    type Error = String;

    fn try_from(id: String) -> Result<Self, String> {
        Self::new(id)
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A vendor's short name as its adapter gives it; the core never looks inside.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VendorId(pub String);

/// What the user configured: kept in the settings file. `Debug` names the options without their
/// values: some are secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AccountConfig {
    /// Our stable id.
    pub id: AccountId,
    /// Which adapter speaks for it.
    pub vendor: VendorId,
    /// What the user calls it.
    pub label: String,
    /// A disabled account has no page and hears nothing, but keeps its data.
    pub enabled: bool,
    /// The vendor's own settings by name (for example `url`, `clientId`), checked by the adapter.
    pub options: BTreeMap<String, String>,
    /// Opens our simulated desk instead of the vendor.
    pub simulated: bool,
}

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

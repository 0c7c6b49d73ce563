//! What an adapter says about its vendor's statuses: their words, and how one is set.

use super::presence::Presence;
use crate::accounts::AccountConfig;
use crate::words::Locale;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Options that begin so are about the status, and nothing to the page.
pub const STATUS_OPTIONS: &str = "status";

/// Option of an account: how the vendor's API names our agent (usually an e-mail address).
pub const STATUS_AGENT_OPTION: &str = "statusAgent";

/// Option of an account, a secret: opens the vendor's API.
pub const STATUS_TOKEN_OPTION: &str = "statusToken";

/// Option of an account: where the vendor's API is.
pub const STATUS_ADDRESS_OPTION: &str = "statusAddress";

/// Option of an account, a secret: what the vendor shows when it tells us of a change.
pub const STATUS_HOOK_OPTION: &str = "statusHook";

/// Option of an account: where the company's relay is, if what the vendor tells comes through it.
pub const STATUS_RELAY_OPTION: &str = "statusRelay";

/// Option of an account, a secret: what this desk shows to the company's relay.
pub const STATUS_RELAY_TOKEN_OPTION: &str = "statusRelayToken";

/// Value of a mapping option: this status is not set at this vendor.
pub const LEAVE_ALONE: &str = "leave";

/// Option of an account that maps one of our statuses to the vendor's word.
#[must_use]
pub const fn mapping_option(presence: Presence) -> &'static str {
    match presence {
        Presence::Available => "statusAvailable",
        Presence::OnContact => "statusOnContact",
        Presence::WrapUp => "statusWrapUp",
        Presence::Away => "statusAway",
        Presence::DoNotDisturb => "statusDoNotDisturb",
        Presence::Offline => "statusOffline",
    }
}

/// How one vendor's statuses work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusDialect {
    /// What reaches the agent through it.
    pub channel: Channel,
    /// How a status is set.
    pub route: StatusRoute,
    /// Takes a note ("Lunch") beside the status.
    pub notes: bool,
    /// Every status the vendor knows.
    pub words: Vec<StatusWord>,
    /// What is set where the user chose no mapping; a status that is missing is left alone.
    pub mapping: BTreeMap<Presence, String>,
}

/// What reaches the agent through an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Channel {
    /// Calls.
    Phone,
    /// Chats.
    Chat,
}

/// How a status is set at a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusRoute {
    /// By a command to the widget, which then tells the new status.
    Widget,
    /// By a call of the vendor's HTTP API; what it accepted counts as told.
    Service,
}

/// One status of a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusWord {
    /// In the vendor's own words, as it is sent and told.
    pub word: String,
    /// What it means.
    pub presence: Presence,
    /// For people.
    pub label: StatusLabel,
    /// The vendor lets it be set.
    pub settable: bool,
    /// The vendor sets it by itself when the agent signs in a second time.
    pub second_session: bool,
}

/// A vendor's status for people, in each language that we speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusLabel {
    /// English.
    pub english: String,
    /// German.
    pub german: String,
}

impl StatusLabel {
    /// In this language.
    pub(crate) fn of(&self, locale: Locale) -> &str {
        match locale {
            Locale::English => &self.english,
            Locale::German => &self.german,
        }
    }
}

impl StatusDialect {
    /// What the vendor calls this.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<&StatusWord> {
        self.words.iter().find(|known| known.word == word)
    }

    /// The word that `config` sets for `presence`; none if it is left alone.
    #[must_use]
    pub fn mapped(&self, config: &AccountConfig, presence: Presence) -> Option<&StatusWord> {
        let chosen = config.options.get(mapping_option(presence)).map(String::as_str);
        if chosen == Some(LEAVE_ALONE) {
            return None;
        }
        // A word the vendor no longer has must not silence the mapping.
        let settable = |word: &str| self.word(word).filter(|known| known.settable);
        chosen.and_then(settable).or_else(|| settable(self.mapping.get(&presence)?))
    }

    /// Whether the vendor, telling `told`, shows the agent as `presence`.
    #[must_use]
    pub fn satisfies(&self, config: &AccountConfig, told: &str, presence: Presence) -> bool {
        let Some(mapped) = self.mapped(config, presence) else { return true };
        let means = self.word(told).map(|word| word.presence);
        // Available to some calls only is not what *available* asks for, nor gone to some only what *offline* does; of
        // the others, one is as good as another unless the user mapped the status to something else.
        let strict = matches!(presence, Presence::Available | Presence::Offline);
        let as_good = !strict && mapped.presence == presence;
        mapped.word == told || (as_good && means == Some(presence)) || {
            // What cannot be set is no worse than what is set in its place.
            let told = self.word(told);
            told.is_some_and(|word| !word.settable && word.presence == presence)
        }
    }
}

impl AccountConfig {
    /// Its status is to be set by the vendor's API: an agent is given.
    #[must_use]
    pub fn has_status_service(&self) -> bool {
        self.option(STATUS_AGENT_OPTION).is_some()
    }

    /// What an option says, without blanks around it; none if that is nothing.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }
}

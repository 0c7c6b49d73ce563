//! A recording: where the program began and everything it was told since, which is all that its state depends on. Played
//! again it does the same. Written for others it has stand-ins for everything private.

use crate::accounts::{AccountId, VendorId};
use crate::base::disguise::disguised;
use crate::base::{Private, Timestamp};
use crate::effect::Effect;
use crate::event::Event;
use crate::intent::Intent;
use crate::settings::Settings;
use crate::state::State;
use crate::status::{StatusChange, StatusDialect};
use crate::update::{start, update};
use crate::window::Opening;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

/// Version of the file.
pub const INCIDENT_FORMAT: u32 = 1;

/// Everything that happened since a start of the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Incident {
    /// [`INCIDENT_FORMAT`].
    pub format: u32,
    /// Version of the program that wrote it.
    pub written_by: IncidentVersion,
    /// The start.
    pub start: IncidentStart,
    /// What was told since, in order.
    pub moments: Vec<Moment>,
    /// The oldest moments are missing: there was no room for more. Played again it begins in the middle then.
    pub cut_off: bool,
}

/// Numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentVersion(pub u32, pub u32, pub u32);

/// What a start depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IncidentStart {
    /// When, by our clock.
    pub at: Timestamp,
    /// As they were read.
    pub settings: Settings,
    /// What was wrong with their file.
    pub problem: Option<Private<String>>,
    /// The language was German where the settings leave it to the system.
    pub german: bool,
    /// Minutes that local time was ahead of UTC.
    pub utc_offset: i32,
    /// The newest changes of the status, oldest first.
    pub history: Vec<StatusChange>,
    /// It began in the tray.
    pub hidden: bool,
}

/// One event, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// When it was handled, by our clock.
    pub at: Timestamp,
    /// What was told.
    pub event: Event,
    /// Names of what was to be done about it, in order.
    pub effects: Vec<EffectName>,
}

/// Names an effect, by the word it has in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EffectName(pub String);

impl EffectName {
    /// Of an effect.
    #[must_use]
    pub fn of(effect: &Effect) -> Self {
        let mut name = FirstWord(String::new());
        // It stops at the end of the word: an effect may hold all settings.
        let _ = write!(name, "{effect:?}");
        let mut letters = name.0.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        Self(first.into_iter().chain(letters).collect())
    }
}

/// Takes the letters of the first word, and no more.
struct FirstWord(String);

impl fmt::Write for FirstWord {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric());
        self.0.push_str(text.get(..end.unwrap_or(text.len())).unwrap_or_default());
        if end.is_none() { Ok(()) } else { Err(fmt::Error) }
    }
}

/// A moment at which something else came of an event than was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which moment, from 0.
    pub moment: usize,
    /// As recorded.
    pub recorded: Vec<EffectName>,
    /// As played.
    pub played: Vec<Effect>,
}

impl IncidentStart {
    /// Starts as it was started, with the vendors' statuses as they are today.
    #[must_use]
    pub fn play(&self, dialects: BTreeMap<VendorId, StatusDialect>) -> (State, Vec<Effect>) {
        let locale = if self.german { "de" } else { "en" };
        let mut state = State::new(self.settings.clone(), locale, self.at)
            .speaking(dialects)
            .in_zone(self.utc_offset)
            .remembering(self.history.clone());
        let opening = if self.hidden { Opening::Hidden } else { Opening::Shown };
        let problem = self.problem.as_ref().map(Private::reveal);
        let first = start(&mut state, problem, opening, self.at);
        (state, first)
    }
}

impl Incident {
    /// Plays all of it; gives the state at its end and where something else came of it than was recorded.
    #[must_use]
    pub fn play(&self, dialects: BTreeMap<VendorId, StatusDialect>) -> (State, Vec<Difference>) {
        let (mut state, _) = self.start.play(dialects);
        let mut differences = Vec::new();
        for (number, moment) in self.moments.iter().enumerate() {
            let played = update(&mut state, moment.event.clone(), moment.at);
            if !played.iter().map(EffectName::of).eq(moment.effects.iter().cloned()) {
                let recorded = moment.effects.clone();
                differences.push(Difference { moment: number, recorded, played });
            }
        }
        (state, differences)
    }

    /// For somebody else to read: secrets are blanked by `blank`, and for every name, number, address and text there is a
    /// stand-in, the same for the same. None if it cannot be written, or not read again.
    #[must_use]
    pub fn written_for_others(
        &self,
        blank: impl Fn(&mut serde_json::Value),
    ) -> Option<serde_json::Value> {
        let write = || {
            let mut value = serde_json::to_value(self).ok()?;
            blank(&mut value);
            Some(value)
        };
        let accounts = self.accounts();
        let written = disguised(accounts.iter().map(AccountId::as_str), write)?;
        // What cannot be played is of no use to anybody. An account called like a word of ours breaks it: that word says
        // nothing, then.
        let is_good = |written: &serde_json::Value| Self::deserialize(written).is_ok();
        Some(written).filter(is_good).or_else(|| disguised([], write).filter(is_good))
    }

    /// Every account there was.
    fn accounts(&self) -> BTreeSet<AccountId> {
        let added = self.moments.iter().filter_map(|moment| {
            let Event::Intent { intent: Intent::AddAccount { config }, .. } = &moment.event else {
                return None;
            };
            Some(&config.id)
        });
        self.start.settings.accounts.iter().map(|config| &config.id).chain(added).cloned().collect()
    }
}

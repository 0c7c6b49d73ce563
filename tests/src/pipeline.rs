//! The pure pipeline with recording executors and a manual clock: a widget's message in, effects and view out.

use anyhow::{Context, Result};
use deskbell_core::{
    AccountConfig, AccountId, AppView, Effect, EngineAbilities, Event, Intent, PageFact, Settings,
    Source, State, Timestamp, VendorId, next_deadline, start, update, view,
};
use deskbell_vendors::{Vendor, vendor};
use std::collections::BTreeMap;
use std::time::Duration;

/// When every story begins: 1 January 2026, 09:00 UTC.
pub const MORNING: Timestamp = Timestamp(1_767_258_000_000);
/// What a page with a complete engine can do.
pub const WHOLE_ENGINE: EngineAbilities =
    EngineAbilities { web_rtc: true, media_devices: true, set_sink_id: true, credentials: true };

/// A desk without windows, network or time of its own.
pub struct Desk {
    /// The state, as the engine would own it.
    pub state: State,
    /// Its first account.
    pub account: AccountId,
    accounts: Vec<(AccountId, &'static dyn Vendor)>,
    now: Timestamp,
}

impl Desk {
    /// A desk whose account of this vendor has just said hello.
    ///
    /// # Errors
    /// If there is no such vendor.
    pub fn new(vendor: &str) -> Result<Self> {
        Self::with(&[vendor])
    }

    /// A desk with an account of each of these vendors, all of which have just said hello.
    ///
    /// # Errors
    /// If there is no such vendor.
    pub fn with(vendors: &[&str]) -> Result<Self> {
        let mut accounts = Vec::new();
        for (place, id) in vendors.iter().enumerate() {
            let vendor = vendor(id).with_context(|| format!("no vendor {id}"))?;
            let name = if place == 0 { "desk".to_owned() } else { format!("desk-{place}") };
            accounts.push((AccountId::new(&name).map_err(anyhow::Error::msg)?, vendor));
        }
        let config = |(id, vendor): &(AccountId, &'static dyn Vendor)| AccountConfig {
            id: id.clone(),
            vendor: VendorId(vendor.id().to_owned()),
            label: "Desk".to_owned(),
            enabled: true,
            options: BTreeMap::new(),
            simulated: true,
        };
        let settings =
            Settings { accounts: accounts.iter().map(config).collect(), ..Settings::default() };
        let mut state = State::new(settings, "en", MORNING);
        start(&mut state, None::<String>, false, MORNING);
        let (account, _) = accounts.first().context("a desk has an account")?;
        let mut desk = Self { state, account: account.clone(), accounts, now: MORNING };
        for (account, _) in desk.accounts.clone() {
            let fact = PageFact::Started { abilities: WHOLE_ENGINE };
            desk.happen(Event::Page { account, fact });
        }
        Ok(desk)
    }

    /// The widget posts `message`; gives what must be done.
    pub fn receive(&mut self, message: &str) -> Vec<Effect> {
        self.hear_at(0, message)
    }

    /// The widget of the account at this place posts `message`; where there is none, nothing happens.
    pub fn hear_at(&mut self, place: usize, message: &str) -> Vec<Effect> {
        let Some((account, vendor)) = self.accounts.get(place).cloned() else { return Vec::new() };
        let parsed = vendor.parse(message);
        let mut effects = Vec::new();
        for fact in parsed.facts {
            effects.extend(self.happen(Event::Widget { account: account.clone(), fact }));
        }
        for problem in parsed.problems {
            let account = account.clone();
            effects.extend(self.happen(Event::Unparsed { account, problem, count: 1 }));
        }
        effects
    }

    /// The user wishes something through the main window.
    pub fn request(&mut self, intent: Intent) -> Vec<Effect> {
        self.happen(Event::Intent { intent, from: Source::Window, request: None })
    }

    /// Anything else happens.
    pub fn happen(&mut self, event: Event) -> Vec<Effect> {
        update(&mut self.state, event, self.now)
    }

    /// Time passes; deadlines on the way are kept when they are due, as the engine does.
    pub fn pass(&mut self, time: Duration) -> Vec<Effect> {
        let end = self.now + time;
        let mut effects = Vec::new();
        while let Some(due) = next_deadline(&self.state).filter(|due| *due <= end) {
            self.now = self.now.max(due);
            effects.extend(self.happen(Event::Tick));
        }
        self.now = end;
        effects
    }

    /// What the windows show now.
    #[must_use]
    pub fn view(&self) -> AppView {
        view(&self.state, self.now)
    }
}

//! The pure pipeline with recording executors and a manual clock: a widget's message in, effects and view out.

use anyhow::{Context, Result};
use deskbell_core::{
    AccountConfig, AccountId, AppView, Effect, EngineAbilities, Event, Intent, PageNews, Settings,
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

/// A desk with one account, without windows, network or time of its own.
pub struct Desk {
    /// The state, as the engine would own it.
    pub state: State,
    /// Its only account.
    pub account: AccountId,
    now: Timestamp,
    vendor: &'static dyn Vendor,
}

impl Desk {
    /// A desk whose account of this vendor has just said hello.
    ///
    /// # Errors
    /// If there is no such vendor.
    pub fn new(vendor_id: &str) -> Result<Self> {
        let vendor = vendor(vendor_id).with_context(|| format!("no vendor {vendor_id}"))?;
        let account = AccountId::new("desk").map_err(anyhow::Error::msg)?;
        let config = AccountConfig {
            id: account.clone(),
            vendor: VendorId(vendor_id.to_owned()),
            label: "Desk".to_owned(),
            enabled: true,
            options: BTreeMap::new(),
            simulated: true,
        };
        let settings = Settings { accounts: vec![config], ..Settings::default() };
        let mut state = State::new(settings, "en", MORNING);
        start(&mut state, None::<String>, false, MORNING);
        let mut desk = Self { state, account: account.clone(), now: MORNING, vendor };
        let news = PageNews::Started { abilities: WHOLE_ENGINE };
        desk.happen(Event::Page { account, news });
        Ok(desk)
    }

    /// The widget posts `message`; gives what must be done.
    pub fn hear(&mut self, message: &str) -> Vec<Effect> {
        let parsed = self.vendor.parse(message);
        let mut effects = Vec::new();
        for fact in parsed.facts {
            effects.extend(self.happen(Event::Widget { account: self.account.clone(), fact }));
        }
        for problem in parsed.problems {
            let account = self.account.clone();
            effects.extend(self.happen(Event::Unparsed { account, problem, count: 1 }));
        }
        effects
    }

    /// The user wishes something through the main window.
    pub fn wish(&mut self, intent: Intent) -> Vec<Effect> {
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

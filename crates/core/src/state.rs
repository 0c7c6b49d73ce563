//! State: everything true now, with one owner, and what the agent was told of it.

use crate::accounts::{NumberFormats, VendorId};
use crate::attention::state::Memory;
use crate::base::Timestamp;
use crate::change::Touched;
use crate::history::pending::Pending;
use crate::settings::Settings;
use crate::status::{StatusChange, StatusDialect};
use crate::world::World;
use std::collections::BTreeMap;

/// Everything true now. Only [`crate::update`] changes it, only [`crate::view`] shows it.
#[derive(Clone, Debug)]
pub struct State {
    pub(crate) world: World,
    pub(crate) attention: Memory,
    pub(crate) revision: u32,
    /// What the changes of this update touched.
    pub(crate) touched: Touched,
    /// What happened and is to be handed over at the end of this update.
    pub(crate) history: Pending,
    /// Something that is kept in the settings file changed in this update.
    pub(crate) unsaved: bool,
}

impl State {
    /// The state at program start, before anything was heard. `locale` is the system's name of the
    /// user's language and region (`de`, `en_GB.UTF-8`), meant where the settings name none.
    #[must_use]
    pub fn new(settings: Settings, locale: &str, now: Timestamp) -> Self {
        let world = World::new(settings, locale, now);
        let mut state = Self {
            world,
            attention: Memory::default(),
            revision: 0,
            touched: Touched::ALL,
            history: Pending::default(),
            unsaved: false,
        };
        for config in state.world.accounts.all() {
            state.attention.account_added(config.id.clone());
        }
        let World { permissions, accounts, .. } = &mut state.world;
        permissions.restore(accounts);
        let World { window, accounts, .. } = &mut state.world;
        window.open(accounts);
        state
    }

    /// The same, knowing how the vendors' statuses work.
    #[must_use]
    pub fn speaking(mut self, dialects: BTreeMap<VendorId, StatusDialect>) -> Self {
        self.world.status.learn(dialects);
        self
    }

    /// The same, knowing where local time is: minutes to add to UTC.
    #[must_use]
    pub const fn in_zone(mut self, offset: i32) -> Self {
        self.world.system.utc_offset = offset;
        self
    }

    /// The same, knowing the newest lines of the status history, oldest first.
    #[must_use]
    pub fn remembering(mut self, history: Vec<StatusChange>) -> Self {
        self.world.status.remember(history);
        self
    }

    /// The settings as they are now.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.world.settings()
    }

    /// How numbers are shown.
    #[must_use]
    pub fn number_formats(&self) -> NumberFormats {
        self.world.number_formats()
    }

    /// What changed about the status, newest first, by the wall clock.
    pub fn status_history(&self) -> impl Iterator<Item = StatusChange> {
        let clock = self.world.clock;
        self.world
            .status
            .history()
            .iter()
            .rev()
            .map(move |change| change.clone().by_wall_clock(clock))
    }

    /// What the wall clock showed, or will show, at a moment of ours.
    #[must_use]
    pub const fn wall_time(&self, moment: Timestamp) -> Timestamp {
        self.world.clock.shows(moment)
    }

    /// Grows whenever something visible changed: the shell shows a new view only then.
    #[must_use]
    pub const fn revision(&self) -> u32 {
        self.revision
    }
}

//! The world: every domain's state side by side, without what the agent was told of it.

use crate::accounts::state::Accounts;
use crate::accounts::{AccountId, NumberFormats};
use crate::base::changes::Changes;
use crate::base::number::NumberFormat;
use crate::base::{Answer, Timestamp, WallClock};
use crate::calls::line::Line;
use crate::calls::state::{Calls, Circumstances as AroundCalls};
use crate::change::Change;
use crate::chats::state::Chats;
use crate::commands::state::{Circumstances as AroundCommands, Outbox};
use crate::downloads::state::Downloads;
use crate::funnel::state::Funnel;
use crate::links::pending::Links;
use crate::messages::book::Messages;
use crate::pages::state::{Page, Pages};
use crate::permissions::state::{PagePermissions, Permissions};
use crate::settings::{self, Language, Preferences, SETTINGS_VERSION, SettingChange, Settings};
use crate::sign_in::act::Circumstances as AroundSignIns;
use crate::sign_in::state::{AccountSignIn, SignIns};
use crate::sound::state::Sound;
use crate::status::Presence;
use crate::status::circumstances::Circumstances;
use crate::status::state::Status;
use crate::system::state::System;
use crate::window::state::{Persisted, Window};
use crate::words::{Locale, Words, words};
use deskbell_numbers::Region;

/// Every domain's state side by side.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) locale: Locale,
    /// The region of the system's locale.
    pub(crate) home: Option<Region>,
    /// What people and vendors go by; every time in here is our own.
    pub(crate) clock: WallClock,
    pub(crate) preferences: Preferences,
    pub(crate) setting_changes: Changes<settings::change::Change>,
    pub(crate) system: System,
    pub(crate) accounts: Accounts,
    pub(crate) pages: Pages,
    pub(crate) sign_in: SignIns,
    pub(crate) permissions: Permissions,
    pub(crate) downloads: Downloads,
    pub(crate) sound: Sound,
    pub(crate) chats: Chats,
    pub(crate) messages: Messages,
    pub(crate) links: Links,
    pub(crate) calls: Calls,
    pub(crate) funnel: Funnel,
    pub(crate) status: Status,
    pub(crate) window: Window,
    pub(crate) commands: Outbox,
}

/// One account's part of each domain.
#[derive(Clone, Copy)]
pub(crate) struct Account<'w> {
    pub(crate) page: &'w Page,
    pub(crate) sign_in: &'w AccountSignIn,
    pub(crate) line: &'w Line,
    pub(crate) permissions: &'w PagePermissions,
}

impl World {
    /// The world at program start, before anything was told.
    pub(crate) fn new(settings: Settings, locale: &str, now: Timestamp) -> Self {
        let limits = settings.preferences.reply_limits();
        let accounts = Accounts::new(settings.accounts);
        let status = Status::restore(settings.status, &accounts);
        let mut world = Self {
            locale: Locale::from_name(locale),
            home: Region::from_locale(locale),
            clock: WallClock::default(),
            preferences: settings.preferences,
            setting_changes: Changes::default(),
            system: System::default(),
            accounts,
            pages: Pages::default(),
            sign_in: SignIns::default(),
            permissions: Permissions::new(settings.grants),
            downloads: Downloads::default(),
            sound: Sound::default(),
            chats: Chats::new(limits),
            messages: Messages::default(),
            links: Links::default(),
            calls: Calls::default(),
            funnel: Funnel::default(),
            status,
            window: Window::restore(Persisted {
                last_shown: settings.last_shown,
                place: settings.window,
                told_no_tray: settings.told_no_tray,
            }),
            commands: Outbox::default(),
        };
        let (accounts, clock) = (&world.accounts, world.clock);
        world.funnel = Funnel::restore(settings.funnel, accounts, clock, now);
        let ids: Vec<AccountId> = world.accounts.all().iter().map(|c| c.id.clone()).collect();
        for id in ids {
            world.add_account(id, now);
        }
        world
    }

    /// What is kept in the settings file, as it is now.
    pub(crate) fn settings(&self) -> Settings {
        let Persisted { last_shown, place, told_no_tray } = self.window.persisted();
        Settings {
            version: SETTINGS_VERSION,
            accounts: self.accounts.all().to_vec(),
            preferences: self.preferences.clone(),
            last_shown,
            window: place,
            told_no_tray,
            funnel: self.funnel.counters().to_vec(),
            status: self.status.memory().clone(),
            grants: self.permissions.grants().to_vec(),
        }
    }

    /// The same as it goes into the file, where another run reads it by the wall clock.
    pub(crate) fn settings_to_keep(&self) -> Settings {
        let mut settings = self.settings();
        let status = &mut settings.status;
        let chosen = status.chosen.iter_mut().chain(&mut status.after);
        chosen.for_each(|chosen| chosen.map_times(|at| self.clock.shows(at)));
        status.watched.by_wall_clock(self.clock);
        status.accounts.values_mut().for_each(|kept| kept.at = self.clock.shows(kept.at));
        settings
    }

    /// Our words in the user's language.
    pub(crate) fn words(&self) -> &'static Words {
        words(self.spoken())
    }

    /// The user's language, or the nearest we have to the system's.
    pub(crate) const fn spoken(&self) -> Locale {
        match self.preferences.language {
            Language::System => self.locale,
            Language::English => Locale::English,
            Language::German => Locale::German,
        }
    }

    /// How numbers of an account are shown: read in the region that the user chose, or that the account is at home in, or that
    /// the system's locale names.
    pub(crate) fn number_format(&self, account: Option<&AccountId>) -> NumberFormat {
        let told = || account.and_then(|account| self.calls.line(account)?.home);
        let chosen = Region::from_code(&self.preferences.home_region);
        let home = chosen.or_else(told).or(self.home);
        NumberFormat { home, extension_word: self.words().extension }
    }

    /// The same for every account.
    pub(crate) fn number_formats(&self) -> NumberFormats {
        let homes = self.accounts.all().iter().filter_map(|config| {
            Some((config.id.clone(), self.number_format(Some(&config.id)).home?))
        });
        NumberFormats { general: self.number_format(None), homes: homes.collect() }
    }

    /// The account exists.
    pub(crate) fn known(&self, account: &AccountId) -> Result<(), Answer> {
        self.accounts.known(account, self.words())
    }

    /// The user changes one setting.
    pub(crate) fn change_setting(&mut self, change: SettingChange) -> Result<(), Answer> {
        let words = self.words();
        settings::act::change(&mut self.preferences, change, words, &mut self.setting_changes)
    }

    /// The status, and what it reads of the rest.
    pub(crate) fn status_around(&self) -> (&Status, Circumstances<'_>) {
        let around = Circumstances {
            accounts: &self.accounts,
            pages: &self.pages,
            sign_ins: &self.sign_in,
            calls: &self.calls,
            system: &self.system,
            clock: self.clock,
            rules: &self.preferences.rules,
            listener: &self.preferences.listener,
            words: self.words(),
        };
        (&self.status, around)
    }

    /// The same, to change the status.
    pub(crate) fn status_mut(&mut self) -> (&mut Status, Circumstances<'_>) {
        let words = self.words();
        let Self { accounts, pages, sign_in, calls, system, clock, preferences, status, .. } = self;
        let around = Circumstances {
            accounts,
            pages,
            sign_ins: sign_in,
            calls,
            system,
            clock: *clock,
            rules: &preferences.rules,
            listener: &preferences.listener,
            words,
        };
        (status, around)
    }

    /// The confirmed status of the agent as a whole.
    pub(crate) fn confirmed_status(&self) -> Option<Presence> {
        let (status, around) = self.status_around();
        status.confirmed(around)
    }

    /// Gives a new account its place in every domain.
    pub(crate) fn add_account(&mut self, id: AccountId, now: Timestamp) {
        self.pages.account_added(id.clone(), now);
        self.sign_in.account_added(id.clone());
        self.permissions.account_added(id.clone());
        self.calls.account_added(id.clone());
        self.status.account_added(&id);
        self.messages.account_added(id.clone());
        self.chats.account_added(id);
    }

    /// Takes an account out of every domain.
    pub(crate) fn remove_account(&mut self, id: &AccountId) {
        let words = self.words();
        self.pages.account_removed(id);
        self.sign_in.account_removed(id);
        self.permissions.account_removed(id);
        self.downloads.account_removed(id);
        self.sound.account_removed(id);
        self.messages.account_removed(id);
        self.calls.account_removed(id);
        self.status.account_removed(id);
        self.chats.account_removed(id, words);
    }

    /// What the domains did since the last time, the lowest floor first.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        let mut all = Vec::new();
        self.system.changes.take_into(&mut all, Change::System);
        self.accounts.changes.take_into(&mut all, Change::Accounts);
        self.pages.changes.take_into(&mut all, Change::Pages);
        self.sign_in.changes.take_into(&mut all, Change::SignIn);
        self.permissions.changes.take_into(&mut all, Change::Permissions);
        self.downloads.changes.take_into(&mut all, Change::Downloads);
        self.sound.changes.take_into(&mut all, Change::Sound);
        self.chats.changes.take_into(&mut all, Change::Chats);
        self.messages.changes.take_into(&mut all, Change::Messages);
        self.links.changes.take_into(&mut all, Change::Links);
        self.calls.changes.take_into(&mut all, Change::Calls);
        self.funnel.changes.take_into(&mut all, Change::Funnel);
        self.status.changes.take_into(&mut all, Change::Status);
        self.window.changes.take_into(&mut all, Change::Window);
        self.setting_changes.take_into(&mut all, Change::Settings);
        self.commands.changes.take_into(&mut all, Change::Commands);
        all
    }

    /// One account's part of each domain.
    pub(crate) fn account(&self, id: &AccountId) -> Option<Account<'_>> {
        Some(Account {
            page: self.pages.get(id)?,
            sign_in: self.sign_in.get(id)?,
            line: self.calls.line(id)?,
            permissions: self.permissions.get(id)?,
        })
    }

    /// No call can ring in this account's widget on this engine.
    pub(crate) fn cannot_ring_here(&self, account: &AccountId) -> bool {
        self.calls.cannot_ring_here(&self.accounts, &self.pages, account)
    }

    /// Calls, and what else counts when something is asked of them.
    pub(crate) fn calls_mut(&mut self) -> (&mut Calls, AroundCalls<'_>) {
        let words = self.words();
        let Self { calls, accounts, pages, sign_in, .. } = self;
        (calls, AroundCalls { accounts, pages, sign_in, words })
    }

    /// Sign-ins, and what else counts when something is asked of one.
    pub(crate) fn sign_ins_mut(&mut self) -> (&mut SignIns, AroundSignIns<'_>) {
        let words = self.words();
        let Self { sign_in, accounts, pages, .. } = self;
        (sign_in, AroundSignIns { accounts, pages, words })
    }

    /// The outbox, and what else counts when a widget is asked for something.
    pub(crate) fn commands_mut(&mut self) -> (&mut Outbox, AroundCommands<'_>) {
        let words = self.words();
        let Self { commands, accounts, pages, sign_in: sign_ins, calls, chats, .. } = self;
        (commands, AroundCommands { accounts, pages, sign_ins, calls, chats, words })
    }
}

//! Funnels: signs of widgets find their counter, counts are saved, old ones go, and the view shows them. Visits go on over
//! starts of the program, so their times are the wall clock's; only saving waits by our own.

use super::change::Change;
use super::facts::{FunnelRow, FunnelSign};
use super::state::Funnel;
use super::visits::{FunnelCounter, Took};
use crate::accounts::state::Accounts;
use crate::accounts::{AccountId, VendorId};
use crate::base::text::{NAME_MAX, cap};
use crate::base::{Timestamp, WallClock};
use crate::chats::{ChatObservation, ConversationFact, ConversationKey, FunnelAnswers, VisitScope};
use fnv::FnvHasher;
use std::hash::Hasher as _;
use std::time::Duration;

/// Most widgets of which visits are counted.
const COUNTERS_MAX: usize = 16;

/// Most visits kept open over all widgets.
const VISITS_MAX: usize = 300;

/// What changed is saved together after this long.
const SAVE_PAUSE: Duration = Duration::from_secs(5);

impl Funnel {
    /// What a settings file held: a file edited by hand keeps the limits too, and no account of old.
    pub(crate) fn restore(
        mut counters: Vec<FunnelCounter>,
        accounts: &Accounts,
        clock: WallClock,
        now: Timestamp,
    ) -> Self {
        counters.retain(|counter| accounts.config(&counter.account).is_some());
        counters.truncate(COUNTERS_MAX);
        let mut funnel = Self { counters, ..Self::default() };
        funnel.make_room(clock.shows(now));
        funnel
    }

    /// A widget was recognised and told which questions its events answer.
    pub(crate) fn answers(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        answers: FunnelAnswers,
        now: Timestamp,
    ) {
        let changed = match self.find(account, vendor) {
            Some(counter) => std::mem::replace(&mut counter.answers, answers) != answers,
            None if answers.is_silent() => false,
            None => self.add(account, vendor).is_some_and(|counter| {
                counter.answers = answers;
                true
            }),
        };
        if changed {
            self.write_down(Took::Counts, now);
        }
    }

    /// Takes in one moment of a visit.
    pub(crate) fn receive(
        &mut self,
        account: &AccountId,
        sign: &FunnelSign,
        clock: WallClock,
        now: Timestamp,
    ) {
        let shown = clock.shows(now);
        let is_new = self.find(account, &sign.vendor).is_none();
        let counter =
            if is_new { self.add(account, &sign.vendor) } else { self.find(account, &sign.vendor) };
        let Some(counter) = counter else { return };
        let key = fingerprint(counter, sign.conversation.as_ref());
        let took = counter.receive(key, sign.moment, sign.at.unwrap_or(shown), shown);
        if took == Took::Counts {
            self.make_room(shown);
        }
        self.write_down(took, now);
    }

    /// What is told of a conversation keeps its visit going.
    pub(crate) fn go_on(
        &mut self,
        account: &AccountId,
        observation: &ChatObservation,
        clock: WallClock,
        now: Timestamp,
    ) {
        // What is known of a visitor is asked for again and again; history is no sign of life.
        if observation.historic || matches!(observation.fact, ConversationFact::VisitorSeen { .. })
        {
            return;
        }
        let shown = clock.shows(now);
        let Some(counter) = self.find(account, &observation.vendor) else { return };
        let key = fingerprint(counter, observation.conversation.as_ref());
        let took = counter.go_on(key, shown);
        self.write_down(took, now);
    }

    /// An account is gone, and its counts with it.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.counters.retain(|counter| counter.account != *account);
    }

    /// When a visit is over, or what changed must be saved.
    pub(crate) fn deadline(&self, clock: WallClock) -> Option<Timestamp> {
        let over = self.counters.iter().filter_map(FunnelCounter::deadline);
        over.map(|at| clock.moment(at)).chain(self.save_at).min()
    }

    /// Counts visits that are over, and saves.
    pub(crate) fn pass_time(&mut self, clock: WallClock, now: Timestamp) {
        if self.deadline(clock).is_none_or(|deadline| deadline > now) {
            return;
        }
        let shown = clock.shows(now);
        for counter in &mut self.counters {
            counter.settle(shown);
        }
        self.save();
    }

    /// The program ends: what waits to be saved is saved at once.
    pub(crate) fn save_what_waits(&mut self) {
        if self.save_at.is_some() {
            self.save();
        }
    }

    fn save(&mut self) {
        self.save_at = None;
        self.changes.push(Change::Save);
    }

    /// The funnels as the windows show them.
    pub(crate) fn view(
        &self,
        accounts: &Accounts,
        clock: WallClock,
        now: Timestamp,
    ) -> Vec<FunnelRow> {
        let order =
            |account: &AccountId| accounts.all().iter().position(|config| config.id == *account);
        let mut counters: Vec<&FunnelCounter> = self.counters.iter().collect();
        counters.sort_by_key(|counter| (order(&counter.account), &counter.vendor));
        counters
            .into_iter()
            .map(|counter| FunnelRow {
                account: counter.account.clone(),
                vendor: counter.vendor.clone(),
                known: counter.answers.all(),
                days: counter.days(clock.shows(now)),
            })
            .collect()
    }

    fn find(&mut self, account: &AccountId, vendor: &VendorId) -> Option<&mut FunnelCounter> {
        self.counters.iter_mut().find(|it| it.account == *account && it.vendor == *vendor)
    }

    /// A further counter, while there is room.
    fn add(&mut self, account: &AccountId, vendor: &VendorId) -> Option<&mut FunnelCounter> {
        if self.counters.len() >= COUNTERS_MAX || vendor.0.len() > NAME_MAX {
            return None;
        }
        let vendor = VendorId(cap(&vendor.0, NAME_MAX));
        self.counters.push(FunnelCounter::new(account.clone(), vendor));
        self.counters.last_mut()
    }

    fn make_room(&mut self, shown: Timestamp) {
        let open: usize = self.counters.iter().map(|counter| counter.visits.len()).sum();
        for _ in VISITS_MAX..open {
            let quietest = self.counters.iter_mut().filter(|it| it.quietest().is_some());
            if let Some(counter) = quietest.min_by_key(|counter| counter.quietest()) {
                counter.give_up_one(shown);
            }
        }
    }

    /// Plans to save. Not at once: a flood of conversations must not become a flood of files.
    fn write_down(&mut self, took: Took, now: Timestamp) {
        if took == Took::Counts {
            self.changes.push(Change::Counted);
        }
        if took != Took::Nothing {
            self.save_at = self.save_at.or(Some(now + SAVE_PAUSE));
        }
    }
}

/// Tells conversations apart without keeping the vendor's name of them (FNV-1a: the file must read it again).
fn fingerprint(counter: &FunnelCounter, conversation: Option<&ConversationKey>) -> Option<u64> {
    let key = conversation.filter(|_| counter.answers.visits == VisitScope::Conversation)?;
    let mut hash = FnvHasher::default();
    hash.write(key.0.as_bytes());
    Some(hash.finish())
}

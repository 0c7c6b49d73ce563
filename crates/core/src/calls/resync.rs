//! Calls as a whole account tells them: none left, the list of legs, a page that went with its legs.

use super::call::LIVE_CALLS;
use super::change::Change;
use super::end::review;
use super::facts::{CallId, CallKey, CallObservation, CallSource, Connection};
use super::limits::{LEGS_TIMEOUT, SIGN_OUT_GRACE};
use super::line::{Line, Resync};
use super::observe::start_grace;
use super::rows::Group;
use super::state::Calls;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::pages::HELLO_LOST;
use crate::pages::state::Pages;
use crate::sign_in::state::SignIns;

impl Calls {
    /// The account has no call on any device: what is live ends after a grace.
    pub(crate) fn no_calls(&mut self, account: &AccountId, now: Timestamp) {
        for id in self.of_account(account, Group::Live) {
            if self.rows.get(id).is_some_and(|call| call.grace.is_none()) {
                self.rows.change(id, |call| start_grace(call, CallSource::Presence, now));
                self.changes.push(Change::Updated);
            }
        }
    }

    /// Nobody is signed in any more, so that nobody tells of the calls; none of them is over by that. They are unless
    /// somebody is signed in again in time, or a leg speaks; then the widget is asked for its legs.
    pub(crate) fn signed_out(&mut self, account: &AccountId, now: Timestamp) {
        for id in self.of_account(account, Group::Live) {
            if self.rows.get(id).is_none_or(|call| call.grace.is_some()) {
                continue;
            }
            self.rows.change(id, |call| {
                let by = if call.leg_live() { CallSource::Leg } else { CallSource::Presence };
                start_grace(call, by, now);
                if let Some(grace) = &mut call.grace {
                    grace.until = now + SIGN_OUT_GRACE;
                    grace.signed_out = true;
                }
            });
            self.changes.push(Change::Updated);
        }
        if let Some(line) = self.lines.get_mut(account) {
            line.dialer_ready = false;
            line.resync = Resync::Needed;
        }
    }

    /// Somebody is signed in: nothing is in doubt for want of that.
    pub(crate) fn signed_in(&mut self, account: &AccountId) {
        for id in self.of_account(account, Group::Live) {
            self.rows.change(id, |call| call.grace.take_if(|grace| grace.signed_out));
        }
    }

    /// The widget listed all its legs: those it has go on, those it has not are over after a grace.
    pub(crate) fn legs_listed(
        &mut self,
        account: &AccountId,
        legs: Vec<CallObservation>,
        now: Timestamp,
    ) {
        let names: Vec<CallKey> = legs.iter().flat_map(|leg| leg.keys.iter().cloned()).collect();
        let listed: Vec<CallId> = legs
            .into_iter()
            .take(LIVE_CALLS)
            .filter_map(|mut leg| {
                leg.source = CallSource::Leg;
                self.observe(account, leg, now)
            })
            .collect();
        if let Some(line) = self.lines.get_mut(account) {
            line.resync_until = None;
        }
        for id in &listed {
            self.rows.change(*id, |call| {
                call.legs.retain(|name, _| names.contains(name));
                call.choose_leg();
                review(call, now);
            });
        }
        self.miss(account, &listed, now);
        // The widget answered for all its legs: there is nothing left to doubt.
        for id in self.of_account(account, Group::Live) {
            self.rows.change(id, |call| {
                let of_leg = call.grace.as_mut().filter(|grace| grace.by == CallSource::Leg);
                if let Some(grace) = of_leg {
                    grace.until = now;
                }
            });
        }
        self.pass_time_of_rows(now);
    }

    /// Starts the grace of all legs of `account` but the `listed` ones.
    fn miss(&mut self, account: &AccountId, listed: &[CallId], now: Timestamp) {
        let missing = self.of_account(account, Group::Leg).into_iter();
        for id in missing.filter(|id| !listed.contains(id)) {
            let doubted = self.rows.change(id, |call| {
                start_grace(call, CallSource::Leg, now);
                call.grace.as_mut().is_some_and(|grace| {
                    let is_new = grace.by != CallSource::Leg || !grace.checked;
                    grace.by = CallSource::Leg;
                    grace.lost = call.leg_lost;
                    grace.checked = true;
                    is_new
                })
            });
            if doubted == Some(true) {
                self.changes.push(Change::Updated);
            }
        }
    }

    /// The page with the legs is gone; the next one may still list them.
    pub(crate) fn document_gone(&mut self, account: &AccountId) {
        for id in self.of_account(account, Group::Leg) {
            let known = self.rows.change(id, |call| std::mem::replace(&mut call.leg_lost, true));
            if known == Some(false) {
                self.changes.push(Change::Updated);
            }
        }
        if let Some(line) = self.lines.get_mut(account) {
            line.resync = Resync::Needed;
            line.resync_until = None;
        }
    }

    /// A new document started: its line tells itself anew.
    pub(crate) fn document_started(&mut self, account: &AccountId) {
        self.document_gone(account);
        if let Some(line) = self.lines.get_mut(account) {
            line.connection = Connection::Unknown;
            line.dialer_ready = false;
        }
    }

    /// The page does not work: its dialer takes nothing.
    pub(crate) fn page_broke(&mut self, account: &AccountId) {
        if let Some(line) = self.lines.get_mut(account) {
            line.dialer_ready = false;
        }
    }

    /// The web process died and its sound with it: nothing can list these legs again in time.
    pub(crate) fn page_crashed(&mut self, account: &AccountId, now: Timestamp) {
        self.document_gone(account);
        self.miss(account, &[], now);
    }

    /// Asks for the list of legs when it is due: after a page start, or when a leg is in doubt.
    pub(crate) fn resync(&mut self, pages: &Pages, sign_in: &SignIns, now: Timestamp) {
        for (id, line) in &mut self.lines {
            if !pages.is_alive(id) || !sign_in.is_signed_in(id) {
                continue;
            }
            let told = matches!(
                line.connection,
                Connection::Connected | Connection::Failed | Connection::InactiveHere
            );
            let lost = || {
                let mut legs = self.rows.group(Group::Leg);
                legs.any(|call| call.account == *id && call.leg_lost)
            };
            let due = match line.resync {
                Resync::Needed if told => Some((Resync::Done, LEGS_TIMEOUT)),
                Resync::Needed if lost() => Some((Resync::AskedEarly, HELLO_LOST)),
                Resync::AskedEarly if told => Some((Resync::Done, LEGS_TIMEOUT)),
                Resync::Needed | Resync::AskedEarly | Resync::Done => None,
            };
            if let Some((next, patience)) = due {
                line.resync = next;
                line.resync_until = Some(now + patience);
            }
            let doubtful = self.rows.group(Group::Doubtful).filter(|call| call.account == *id);
            let doubtful: Vec<CallId> = doubtful.map(|call| call.id).collect();
            for call in &doubtful {
                self.rows.change(*call, |call| {
                    call.grace.iter_mut().for_each(|grace| grace.checked = true);
                });
            }
            if !doubtful.is_empty() || due.is_some() {
                self.changes.push(Change::ListLegs { account: id.clone() });
            }
        }
    }

    /// Nobody listed the legs in time: those the reload hid are over after a grace.
    pub(super) fn pass_time_of_lists(&mut self, now: Timestamp) {
        let overdue = |line: &Line| line.resync_until.is_some_and(|until| now >= until);
        let lines = self.lines.iter().filter(|(_, line)| overdue(line));
        let overdue: Vec<AccountId> = lines.map(|(id, _)| id.clone()).collect();
        for account in overdue {
            if let Some(line) = self.lines.get_mut(&account) {
                line.resync_until = None;
            }
            let legs = self.rows.group(Group::Leg);
            let here = legs.filter(|call| call.account == account && !call.leg_lost);
            let present: Vec<CallId> = here.map(|call| call.id).collect();
            self.miss(&account, &present, now);
        }
    }
}

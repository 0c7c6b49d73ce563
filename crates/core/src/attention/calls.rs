//! Notifications about calls: one that rings, and one that was missed.

use super::change::Change;
use super::facts::{NoticeKind, Notification, NotificationButton, Urgency, WithheldReason};
use super::keys::Key;
use super::notifications::evaluate;
use super::policy::{Attention, Occasion};
use super::state::{CallAttention, Memory};
use crate::base::text::fill;
use crate::base::{Direction, Private, Timestamp};
use crate::calls::call::Call;
use crate::calls::change::Change as Calls;
use crate::calls::names::name;
use crate::calls::rows::Group;
use crate::calls::{CallAction, CallId, CallingMode, Connection, EndReason};
use crate::intent::Intent;
use crate::system::state::Service;
use crate::window::Item;
use crate::words::Words;
use crate::world::World;
use std::collections::BTreeSet;

/// Callers named where several calls were missed.
const CALLERS_NAMED: usize = 3;

/// Name or number of the other side, for reading.
pub(crate) fn caller(world: &World, call: &Call) -> String {
    let number = |(number, _): &(Private<String>, _)| {
        world.number_format(Some(&call.account)).show(number.reveal())
    };
    let name = call.name.as_ref().map(|(name, _)| name.reveal().clone());
    name.or_else(|| call.number.as_ref().map(number))
        .unwrap_or_else(|| world.words().unknown_caller.to_owned())
}

/// What is said about a call below its title.
fn about(world: &World, call: &Call) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(_), Some((number, _))) = (&call.name, &call.number) {
        lines.push(world.number_format(Some(&call.account)).show(number.reveal()));
    }
    if let Some((queue, _)) = &call.queue {
        lines.push(fill(world.words().queue, &[queue.reveal()]));
    }
    lines
}

/// The notification of a call that rings.
fn ringing(world: &World, call: &Call) -> Notification {
    let words = world.words();
    let hidden = world.preferences.hide_content;
    let possible = call.actions();
    let buttons = match world.system.service {
        Service::Present(abilities) if abilities.actions => {
            [CallAction::Answer, CallAction::Decline]
                .into_iter()
                .filter(|action| possible.contains(action))
                .map(|action| button(words, call, action))
                .collect()
        }
        Service::Present(_) | Service::Unknown | Service::Absent => Vec::new(),
    };
    let mut lines = if hidden { Vec::new() } else { about(world, call) };
    lines.extend(world.accounts.distinguishing_label(&call.account));
    // In a browser phone whose line is up the leg follows within moments.
    let leg_comes = world.calls.line(&call.account).is_some_and(|line| {
        line.calling_mode == Some(CallingMode::Browser) && line.connection == Connection::Connected
    });
    if call.leg.state.is_none() && !leg_comes {
        lines.push(words.answer_on_phone.to_owned());
    }
    let title = if hidden {
        words.incoming_call.to_owned()
    } else {
        fill(words.incoming_from, &[&caller(world, call)])
    };
    Notification {
        key: Key::Call(call.id).to_string(),
        title: Private::new(title),
        body: Private::new(lines.join("\n")),
        urgency: Urgency::Critical,
        buttons,
        reply: None,
        click: Intent::Open { item: Item::Call { call: call.id } },
        sticky: true,
        category: "call.incoming".to_owned(),
    }
}

fn button(words: &Words, call: &Call, action: CallAction) -> NotificationButton {
    let id = if action == CallAction::Answer { "answer" } else { "decline" };
    NotificationButton {
        action: id.to_owned(),
        label: name(&words.actions, action).to_owned(),
        intent: Intent::Call { call: Some(call.id), action, argument: None },
    }
}

impl Memory {
    /// Follows what calls did.
    pub(super) fn follow_calls(&mut self, world: &World, change: &Calls, now: Timestamp) {
        match change {
            Calls::Merged { from, into } => self.calls_merged(*from, *into),
            Calls::Lost { account } => {
                self.notice(Some(account), NoticeKind::CallLost, None, now);
            }
            Calls::TooMany { account } => {
                let why = Some(world.words().too_many_calls.to_owned());
                self.notice(Some(account), NoticeKind::CallLost, why, now);
            }
            Calls::DialExpired { account } => {
                self.notice(Some(account), NoticeKind::DialExpired, None, now);
            }
            Calls::Updated
            | Calls::Ask { .. }
            | Calls::Dial { .. }
            | Calls::ListLegs { .. }
            | Calls::Answered { .. } => {}
        }
    }

    /// What was told of the one was told of the other: they are one call.
    fn calls_merged(&mut self, from: CallId, into: CallId) {
        let Some(gone) = self.calls.remove(&from) else { return };
        self.withdraw(&Key::Call(from));
        let kept = self.calls.entry(into).or_default();
        kept.attention_requested |= gone.attention_requested;
        kept.missed_notified |= gone.missed_notified;
        kept.withheld = kept.withheld.or(gone.withheld);
    }

    /// Missed calls that were told of and that the agent has not looked at, oldest first.
    fn missed_and_notified<'w>(&self, world: &'w World) -> Vec<&'w Call> {
        let told = |call: &Call| {
            self.calls
                .get(&call.id)
                .is_some_and(|told| told.missed_notified && told.withheld.is_none())
        };
        world.calls.group(Group::Unseen).filter(|call| told(call)).collect()
    }

    /// The call was missed before the program began, and told then.
    pub(crate) fn missed_before(&mut self, call: CallId) {
        let told = self.calls.entry(call).or_default();
        told.missed_notified = true;
        told.withheld = Some(WithheldReason::NotNew);
    }

    /// Brings the one notification of all missed calls in line with them: one call in its own words, several with a
    /// count. One that the user closed comes back with the next missed call, not before.
    fn review_missed(&mut self, world: &World, before: usize) {
        let waiting = self.missed_and_notified(world);
        let known = self.shown.keys().find(|key| matches!(key, Key::Missed(_))).cloned();
        let Some(first) = waiting.first() else {
            if let Some(key) = known {
                self.withdraw(&key);
            }
            return;
        };
        if known.is_none() && waiting.len() <= before {
            return;
        }
        let key = known.unwrap_or(Key::Missed(first.id));
        let notification = missed(world, &key, &waiting);
        self.show(key, notification);
    }

    fn review_call(&mut self, world: &World, call: &Call, now: Timestamp) {
        let mut told = self.calls.remove(&call.id).unwrap_or_default();
        if call.rings() {
            let decision = evaluate(world, &call.account, Occasion::Ringing);
            self.record_call(&mut told, "call", decision.withheld, now);
            if decision.attention == Attention::Ring && !told.attention_requested {
                told.attention_requested = true;
                if !world.window.is_focused() {
                    self.changes.push(Change::Attract);
                }
            }
            if decision.notifies() {
                self.show(Key::Call(call.id), ringing(world, call));
            } else {
                self.withdraw(&Key::Call(call.id));
            }
        } else {
            self.withdraw(&Key::Call(call.id));
            let taken = call.elsewhere() && call.is_live() && call.direction == Direction::Inbound;
            if taken && !told.attention_requested {
                let decision = evaluate(world, &call.account, Occasion::TakenElsewhere);
                self.record_call(&mut told, "call", decision.withheld, now);
            }
        }
        if call.went_unanswered() && !told.missed_notified {
            let decision = evaluate(world, &call.account, Occasion::Missed);
            told.missed_notified = true;
            told.withheld = None;
            self.record_call(&mut told, "missed call", decision.withheld, now);
        } else if !call.went_unanswered() {
            // It may be found out late that the call was not missed after all.
            told.missed_notified = false;
        }
        self.calls.insert(call.id, told);
    }

    /// Records a reason once per call, not once per message about it.
    fn record_call(
        &mut self,
        told: &mut CallAttention,
        what: &str,
        reason: Option<WithheldReason>,
        now: Timestamp,
    ) {
        if let Some(reason) = reason
            && told.withheld != Some(reason)
        {
            told.withheld = Some(reason);
            self.withhold(what, reason, None, now);
        }
    }
}

/// What the one notification of several missed calls says.
fn missed_several(world: &World, calls: &[&Call]) -> (String, Vec<String>) {
    let words = world.words();
    let mut callers: Vec<String> = Vec::new();
    for call in calls.iter().rev().filter(|_| !world.preferences.hide_content) {
        let caller = caller(world, call);
        if callers.len() < CALLERS_NAMED && !callers.contains(&caller) {
            callers.push(caller);
        }
    }
    (fill(words.missed_calls, &[&calls.len().to_string()]), callers)
}

/// What the notification of one missed call says.
fn missed_one(world: &World, call: &Call) -> (String, Vec<String>) {
    let words = world.words();
    let hidden = world.preferences.hide_content;
    let mut lines = if hidden { Vec::new() } else { about(world, call) };
    if call.judged == Some(EndReason::Voicemail) {
        lines.push(words.went_to_voicemail.to_owned());
    }
    lines.extend(world.accounts.distinguishing_label(&call.account));
    let title = if hidden {
        words.missed_call.to_owned()
    } else {
        fill(words.missed_from, &[&caller(world, call)])
    };
    (title, lines)
}

/// The notification of calls that were missed.
fn missed(world: &World, key: &Key, calls: &[&Call]) -> Notification {
    let ((title, lines), item) = match calls {
        [call] => (missed_one(world, call), Item::Call { call: call.id }),
        several => (missed_several(world, several), Item::MissedCalls),
    };
    Notification {
        key: key.to_string(),
        title: Private::new(title),
        body: Private::new(lines.join("\n")),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Open { item },
        sticky: true,
        category: "call.unanswered".to_owned(),
    }
}

/// Brings the notifications about calls in line with the calls.
pub(crate) fn review(world: &World, memory: &mut Memory, now: Timestamp) {
    let before = memory.missed_and_notified(world).len();
    // What stands against telling may have passed of calls that ring, or were taken elsewhere, without any word about them.
    let waiting = [Group::Ringing, Group::TakenElsewhere].into_iter();
    let waiting = waiting.flat_map(|group| world.calls.group(group)).map(|call| call.id);
    let concerned: BTreeSet<CallId> =
        world.calls.touched().iter().copied().chain(waiting).collect();
    for id in concerned {
        let Some(call) = world.calls.get(id) else {
            memory.calls.remove(&id);
            memory.withdraw(&Key::Call(id));
            continue;
        };
        // Most rows are history nobody needs to hear of.
        let concerns = call.went_unanswered() || call.rings() || call.elsewhere();
        if concerns || memory.calls.contains_key(&id) {
            memory.review_call(world, call, now);
        }
    }
    memory.review_missed(world, before);
}

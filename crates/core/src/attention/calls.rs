//! Notifications about calls: one that rings, and one that was missed.

use super::change::Change;
use super::facts::{NoticeKind, Notification, NotificationButton, Urgency, WithheldReason};
use super::keys::{call_key, missed_key};
use super::notifications::evaluate;
use super::policy::{Attention, Occasion};
use super::state::Memory;
use crate::base::number::shown_number;
use crate::base::text::fill;
use crate::base::{Direction, Private, Timestamp};
use crate::calls::call::Call;
use crate::calls::change::Change as Calls;
use crate::calls::{CallAction, CallId, CallingMode, Connection, EndReason};
use crate::intent::Intent;
use crate::system::state::Service;
use crate::window::Stage;
use crate::words::Words;
use crate::world::World;

/// What was told about one call.
#[derive(Clone, Debug, Default)]
pub(super) struct CallAttention {
    /// The window was asked to draw attention.
    drew_attention: bool,
    /// A missed-call notification was decided on.
    told_missed: bool,
    withheld: Option<WithheldReason>,
}

/// Name or number of the other side, for reading.
pub(crate) fn caller(words: &Words, call: &Call) -> String {
    let number = call.number.as_ref().map(|(number, _)| shown_number(number.reveal()));
    let name = call.name.as_ref().map(|(name, _)| name.reveal().clone());
    name.or(number).unwrap_or_else(|| words.unknown_caller.to_owned())
}

/// What is said about a call below its title.
fn about(words: &Words, call: &Call) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(_), Some((number, _))) = (&call.name, &call.number) {
        lines.push(shown_number(number.reveal()));
    }
    if let Some((queue, _)) = &call.queue {
        lines.push(fill(words.queue, &[queue.reveal()]));
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
    let mut lines = if hidden { Vec::new() } else { about(words, call) };
    lines.extend(world.accounts.distinguishing_label(&call.account));
    // In a browser phone whose line is up the leg follows within moments.
    let leg_comes = world.calls.lines.get(&call.account).is_some_and(|line| {
        line.calling_mode == Some(CallingMode::Browser) && line.connection == Connection::Connected
    });
    if call.leg.state.is_none() && !leg_comes {
        lines.push(words.answer_on_phone.to_owned());
    }
    let title = if hidden {
        words.incoming_call.to_owned()
    } else {
        fill(words.incoming_from, &[&caller(words, call)])
    };
    Notification {
        key: call_key(call.id),
        title: Private::new(title),
        body: Private::new(lines.join("\n")),
        urgency: Urgency::Critical,
        buttons,
        reply: None,
        click: Intent::Show { stage: Stage::Widget { account: call.account.clone() } },
        sticky: true,
        category: "call.incoming".to_owned(),
    }
}

fn button(words: &Words, call: &Call, action: CallAction) -> NotificationButton {
    let name = if action == CallAction::Answer { "answer" } else { "decline" };
    NotificationButton {
        action: name.to_owned(),
        label: (words.action)(action).to_owned(),
        intent: Intent::Call { call: Some(call.id), action, argument: None },
    }
}

/// The notification of a call that was missed.
fn missed(world: &World, call: &Call) -> Notification {
    let words = world.words();
    let hidden = world.preferences.hide_content;
    let mut lines = if hidden { Vec::new() } else { about(words, call) };
    if call.judged == Some(EndReason::Voicemail) {
        lines.push(words.went_to_voicemail.to_owned());
    }
    lines.extend(world.accounts.distinguishing_label(&call.account));
    let title = if hidden {
        words.missed_call.to_owned()
    } else {
        fill(words.missed_from, &[&caller(words, call)])
    };
    Notification {
        key: missed_key(call.id),
        title: Private::new(title),
        body: Private::new(lines.join("\n")),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Show { stage: Stage::Activity },
        sticky: true,
        category: "call.unanswered".to_owned(),
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
        self.withdraw(&call_key(from));
        let shown = self.shown.contains_key(&missed_key(from));
        self.withdraw(&missed_key(from));
        let kept = self.calls.entry(into).or_default();
        kept.drew_attention |= gone.drew_attention;
        // What was on screen about the one is shown about the other.
        kept.told_missed |= gone.told_missed && !shown;
        kept.withheld = kept.withheld.or(gone.withheld);
    }

    fn review_call(&mut self, world: &World, call: &Call, now: Timestamp) {
        let mut told = self.calls.remove(&call.id).unwrap_or_default();
        if call.rings() {
            let verdict = evaluate(world, &call.account, Occasion::Ringing);
            self.record(&mut told, "call", verdict.withheld, now);
            if verdict.attention == Attention::Ring && !told.drew_attention {
                told.drew_attention = true;
                if !world.window.focused {
                    self.changes.push(Change::Attract);
                }
            }
            if verdict.notifies() {
                self.show(ringing(world, call));
            } else {
                self.withdraw(&call_key(call.id));
            }
        } else {
            self.withdraw(&call_key(call.id));
            let taken = call.elsewhere() && call.is_live() && call.direction == Direction::Inbound;
            if taken && !told.drew_attention {
                let verdict = evaluate(world, &call.account, Occasion::TakenElsewhere);
                self.record(&mut told, "call", verdict.withheld, now);
            }
        }
        if call.went_unanswered() && !told.told_missed {
            let verdict = evaluate(world, &call.account, Occasion::Missed);
            told.told_missed = true;
            told.withheld = None;
            self.record(&mut told, "missed call", verdict.withheld, now);
            if call.unseen() && verdict.notifies() {
                self.show(missed(world, call));
            }
        } else if told.told_missed && !call.went_unanswered() {
            // It was found out late that the call was not missed after all.
            told.told_missed = false;
            self.withdraw(&missed_key(call.id));
        } else if told.told_missed && !call.unseen() {
            self.withdraw(&missed_key(call.id));
        }
        self.calls.insert(call.id, told);
    }

    /// Records a reason once per call, not once per message about it.
    fn record(
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

/// Brings the notifications about calls in line with the calls.
pub(crate) fn review(world: &World, memory: &mut Memory, now: Timestamp) {
    let known = memory.calls.keys().copied();
    let gone: Vec<CallId> = known.filter(|id| world.calls.get(*id).is_none()).collect();
    for id in gone {
        memory.calls.remove(&id);
        memory.withdraw(&call_key(id));
        memory.withdraw(&missed_key(id));
    }
    for call in &world.calls.rows {
        // Most rows are history nobody needs to hear of.
        let concerns = call.went_unanswered() || call.rings() || call.elsewhere();
        if concerns || memory.calls.contains_key(&call.id) {
            memory.review_call(world, call, now);
        }
    }
}

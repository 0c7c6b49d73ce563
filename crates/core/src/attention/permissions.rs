//! What is told about permissions: open questions, one notification per account, so that a page in the background is
//! heard; and who stands in the way of a microphone.

use super::facts::{NoticeKind, Notification, Urgency, WithheldReason};
use super::keys::Key;
use super::notifications::evaluate;
use super::policy::Occasion;
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::intent::Intent;
use crate::permissions::change::Change;
use crate::permissions::wording::{microphone_switch, wants};
use crate::permissions::{ASKING_PERIOD, MicrophoneProblem, Permission};
use crate::window::Item;
use crate::world::World;

/// Everything a notice may say about a microphone.
const MICROPHONE: [NoticeKind; 4] = [
    NoticeKind::MicrophoneForbidden,
    NoticeKind::MicrophoneBlocked,
    NoticeKind::NoMicrophone,
    NoticeKind::MicrophoneBusy,
];

impl Memory {
    /// Follows what happened to permissions.
    pub(super) fn follow_permissions(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Updated
            | Change::Remembered
            | Change::Answered { .. }
            | Change::Stale { .. } => {}
            Change::CommandKind { account, right } => self.asked(world, account, right, now),
            Change::TooMany { right, .. } => {
                self.withhold(&right.name(), WithheldReason::TooMany, None, now);
            }
            Change::Settled { account } => self.withdraw(&Key::Permissions(account.clone())),
            Change::NoMicrophone { account, problem } => {
                self.no_microphone(world, account, *problem, now);
            }
            Change::MicrophoneSolved { account } => {
                for kind in MICROPHONE {
                    self.clear_notice(Some(account), kind);
                }
            }
        }
    }

    /// A question came up; none again just because the page asks again.
    fn asked(&mut self, world: &World, account: &AccountId, right: &Permission, now: Timestamp) {
        let decision = evaluate(world, account, Occasion::RightWanted);
        let Some(a) = self.by_account.get_mut(account) else { return };
        let lately = a.ask_told_at.is_some_and(|at| now.since(at) < ASKING_PERIOD);
        let too_many = (lately && decision.notifies()).then_some(WithheldReason::TooMany);
        if let Some(reason) = decision.withheld.or(too_many) {
            return self.withhold("question", reason, None, now);
        }
        a.ask_told_at = Some(now);
        let words = &world.words().rights;
        let key = Key::Permissions(account.clone());
        let notification = Notification {
            key: key.to_string(),
            title: Private::new(fill(words.asks, &[&world.accounts.label(account)])),
            body: Private::new(wants(words, right)),
            urgency: Urgency::Normal,
            buttons: Vec::new(),
            reply: None,
            click: Intent::Open { item: Item::Permission { account: account.clone() } },
            sticky: true,
            category: "device".to_owned(),
        };
        self.show(key, notification);
    }

    fn no_microphone(
        &mut self,
        world: &World,
        account: &AccountId,
        problem: MicrophoneProblem,
        now: Timestamp,
    ) {
        let said = world.permissions.said(account, &Permission::Microphone);
        let switch =
            || microphone_switch(&world.words().rights, world.system.microphone_switch).to_owned();
        let (kind, detail) = match (problem, said) {
            (MicrophoneProblem::NotAllowed, Some(false)) => (NoticeKind::MicrophoneForbidden, None),
            (MicrophoneProblem::NotAllowed, Some(true)) => {
                (NoticeKind::MicrophoneBlocked, Some(switch()))
            }
            // Nobody has said no: the question is open, or was never answered and comes again.
            (MicrophoneProblem::NotAllowed, None) => return,
            (MicrophoneProblem::NoDevice, _) => (NoticeKind::NoMicrophone, None),
            (MicrophoneProblem::NotReadable, _) => (NoticeKind::MicrophoneBusy, None),
        };
        for other in MICROPHONE.into_iter().filter(|other| *other != kind) {
            self.clear_notice(Some(account), other);
        }
        self.notice(Some(account), kind, detail, now);
    }
}

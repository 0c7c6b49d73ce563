//! What is told about sign-ins: a sign-out nobody asked for, and a sign-in that came to nothing.

use super::facts::{NoticeKind, Notification, Urgency, WithheldReason};
use super::keys::Key;
use super::notifications::{do_not_disturb, evaluate};
use super::policy::Occasion;
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::intent::Intent;
use crate::pages::navigation::certificate_reason;
use crate::sign_in::change::{Change, SignInFailure, SignOutCause};
use crate::sign_in::{IN_BROWSER, SIGN_OUTS_MANY, SignInStop};
use crate::world::World;

/// How a sign-in can come to nothing; told until the next one begins.
const OUTCOMES: [NoticeKind; 10] = [
    NoticeKind::SignInCancelled,
    NoticeKind::SignInFailed,
    NoticeKind::SignInTimedOut,
    NoticeKind::SignInUnfinished,
    NoticeKind::StrangeSignIn,
    NoticeKind::StrangeAnswer,
    NoticeKind::NoBrowser,
    NoticeKind::PortTaken,
    NoticeKind::SignInUnsafe,
    NoticeKind::CertificateWanted,
];

impl Memory {
    /// Follows what sign-ins did.
    pub(super) fn follow_sign_in(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Updated
            | Change::AskToSignIn { .. }
            | Change::AskToSignOut { .. }
            | Change::WindowWanted { .. }
            | Change::WindowClosed { .. } => {}
            Change::Began { account } => self.forget_outcomes(account),
            Change::SignedIn { account } => {
                // One that says it keeps happening is not taken back by the next sign-in.
                if !world.sign_in.keeps_lapsing(account) {
                    self.withdraw(&Key::SignedOut(account.clone()));
                }
                self.clear_notice(Some(account), NoticeKind::SignedOut);
                self.forget_outcomes(account);
            }
            Change::SignedOut { cause: SignOutCause::Expected, .. } => {}
            Change::SignedOut { account, cause: SignOutCause::Unexpected } => {
                self.notice(Some(account), NoticeKind::SignedOut, None, now);
                // Told at once, and once that it keeps happening: a wall of notifications says no more.
                if [1, SIGN_OUTS_MANY].contains(&world.sign_in.lapses(account)) {
                    self.tell_sign_out(world, account, now);
                }
            }
            Change::Steady { account } => self.withdraw(&Key::SignedOut(account.clone())),
            Change::Failed { account, failure } => {
                let (kind, detail) = outcome(world, account, failure);
                self.notice(Some(account), kind, detail, now);
            }
        }
    }

    /// Whoever tries again knows what came of the last time.
    fn forget_outcomes(&mut self, account: &AccountId) {
        for kind in OUTCOMES {
            self.clear_notice(Some(account), kind);
        }
    }

    fn tell_sign_out(&mut self, world: &World, account: &AccountId, now: Timestamp) {
        let decision = evaluate(world, account, Occasion::SignedOut);
        if let Some(reason) = decision.withheld {
            self.withhold("signed out", reason, None, now);
        }
        if let Some(a) = self.by_account.get_mut(account) {
            a.owes_sign_out = decision.withheld == Some(WithheldReason::DoNotDisturb);
        }
        if !decision.notifies() {
            return;
        }
        let words = world.words();
        let label = world.accounts.label(account);
        let title = if world.sign_in.keeps_lapsing(account) {
            words.keeps_signing_out
        } else {
            words.signed_out
        };
        let key = Key::SignedOut(account.clone());
        let notification = Notification {
            key: key.to_string(),
            title: Private::from(title),
            body: Private::new(fill(words.signed_out_body, &[&label])),
            urgency: Urgency::Normal,
            buttons: Vec::new(),
            reply: None,
            click: Intent::SignIn { account: account.clone() },
            sticky: true,
            category: "device.error".to_owned(),
        };
        self.show(key, notification);
    }

    /// Tells of sign-outs that were withheld in do-not-disturb, now that it is over: whoever wants to be reached again
    /// must know where nothing arrives. Not if the agent has seen to it, or put the notice away.
    pub(super) fn review_sign_outs(&mut self, world: &World, now: Timestamp) {
        let owed = self.by_account.iter().filter(|(_, a)| a.owes_sign_out);
        let owed: Vec<AccountId> = owed.map(|(id, _)| id.clone()).collect();
        for account in owed {
            let stands = self.notices.iter().any(|notice| {
                notice.kind == NoticeKind::SignedOut && notice.account.as_ref() == Some(&account)
            });
            if stands && do_not_disturb(world, &account) {
                continue;
            }
            if let Some(a) = self.by_account.get_mut(&account) {
                a.owes_sign_out = false;
            }
            if stands {
                self.tell_sign_out(world, &account, now);
            }
        }
    }
}

/// What a sign-in came to, as a notice says it.
fn outcome(
    world: &World,
    account: &AccountId,
    failure: &SignInFailure,
) -> (NoticeKind, Option<String>) {
    match failure {
        SignInFailure::Cancelled => {
            // The browser is named as the other way only where it is one.
            let config = world.accounts.config(account);
            let other_way = config.is_some_and(|c| !c.simulated && !c.signs_in_by_browser());
            (NoticeKind::SignInCancelled, other_way.then(|| IN_BROWSER.to_owned()))
        }
        SignInFailure::Refused { error } => (NoticeKind::SignInFailed, Some(error.clone())),
        SignInFailure::TimedOut => (NoticeKind::SignInTimedOut, None),
        SignInFailure::Unfinished => (NoticeKind::SignInUnfinished, None),
        SignInFailure::Stopped { why } => match why {
            SignInStop::StrangeAddress { host } => (NoticeKind::StrangeSignIn, Some(host.clone())),
            SignInStop::StrangeAnswer => (NoticeKind::StrangeAnswer, None),
            SignInStop::NoBrowser => (NoticeKind::NoBrowser, None),
            SignInStop::NoPort { port } => (NoticeKind::PortTaken, Some(port.to_string())),
        },
        SignInFailure::NotProved { host, flaw } => {
            let reason = certificate_reason(&world.words().guard, host, *flaw);
            (NoticeKind::SignInUnsafe, Some(reason))
        }
    }
}

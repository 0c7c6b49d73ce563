//! What is told about accounts: a sign-out nobody asked for, a password that is wanted, a phone that cannot ring.

use super::facts::{NoticeKind, Notification, Urgency, WithheldReason};
use super::keys::{password_key, signed_out_key};
use super::notices;
use super::notifications::{do_not_disturb, show, weigh};
use super::policy::Occasion;
use crate::accounts::AccountId;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::effect::Effect;
use crate::intent::Intent;
use crate::state::State;
use crate::window::Stage;

/// What the signed-out notification does when pressed.
pub(crate) fn wish(account: &AccountId) -> Intent {
    Intent::SignIn { account: account.clone() }
}

/// Tells of sign-outs that were withheld in do-not-disturb, now that it is over: whoever wants to be reached again must
/// know where nothing arrives. Not if the agent has seen to it, or put the notice away.
pub(crate) fn review_sign_outs(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let owed = state.attention.by_account.iter().filter(|(_, a)| a.owes_sign_out);
    let owed: Vec<AccountId> = owed.map(|(id, _)| id.clone()).collect();
    for account in owed {
        let stands = state.attention.notices.iter().any(|notice| {
            notice.kind == NoticeKind::SignedOut && notice.account.as_ref() == Some(&account)
        });
        if stands && do_not_disturb(&state.world, &account) {
            continue;
        }
        if let Some(a) = state.attention.by_account.get_mut(&account) {
            a.owes_sign_out = false;
        }
        if stands {
            signed_out(state, &account, now, out);
        }
    }
}

/// Tells of a sign-out nobody asked for.
pub(crate) fn signed_out(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let verdict = weigh(state, account, Occasion::SignedOut);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "signed out", reason, now);
    }
    if let Some(a) = state.attention.by_account.get_mut(account) {
        a.owes_sign_out = verdict.withheld == Some(WithheldReason::DoNotDisturb);
    }
    if !verdict.notifies() {
        return;
    }
    let words = state.world.words();
    let label = state.world.accounts.label(account);
    let notification = Notification {
        key: signed_out_key(account),
        title: Private::from(words.signed_out),
        body: Private::new(fill(words.signed_out_body, &[&label])),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: wish(account),
        sticky: true,
        category: "device.error".to_owned(),
    };
    show(state, notification, out);
}

/// Tells that a page waits for a password: until then nothing of it reaches the agent.
pub(crate) fn password_wanted(
    state: &mut State,
    account: &AccountId,
    asks: String,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let verdict = weigh(state, account, Occasion::SignedOut);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "password wanted", reason, now);
    }
    if !verdict.notifies() {
        return;
    }
    let label = state.world.accounts.label(account);
    let stage = Stage::Widget { account: account.clone() };
    let notification = Notification {
        key: password_key(account),
        title: Private::new(format!("{label}: {}", state.world.words().guard.password)),
        body: Private::new(asks),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Show { stage },
        sticky: true,
        category: "device.error".to_owned(),
    };
    show(state, notification, out);
}

/// Says once that an account cannot ring in this engine; the notice carries the way out.
pub(crate) fn tell_no_web_rtc(state: &mut State, now: Timestamp) {
    let ids: Vec<AccountId> = state.attention.by_account.keys().cloned().collect();
    for account in ids {
        let dead = state.world.cannot_ring_here(&account);
        let Some(a) = state.attention.by_account.get_mut(&account) else { continue };
        if a.told_no_web_rtc == dead {
            continue;
        }
        a.told_no_web_rtc = dead;
        if dead {
            notices::add(state, Some(&account), NoticeKind::NoWebRtc, None, now);
        } else {
            notices::clear(state, Some(&account), NoticeKind::NoWebRtc);
        }
    }
}

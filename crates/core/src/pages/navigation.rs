//! Pages that lead on to a foreign place, or cannot prove whose they are.

use super::facts::{CertificateFlaw, PageProblem};
use super::lifecycle;
use crate::accounts::AccountId;
use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap, fill};
use crate::effect::Effect;
use crate::sign_in;
use crate::state::State;
use crate::words::GuardWords;

/// The account's own address leads on to a place that is not the account's: there is no page.
pub(crate) fn led_away(
    state: &mut State,
    account: &AccountId,
    host: &str,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let reason = fill(state.world.words().guard.leads_away, &[&cap(host, NAME_MAX)]);
    lifecycle::broke(state, account, PageProblem::LoadFailed { reason }, now, out);
}

/// The server of the page could not prove who it is.
pub(crate) fn unsafe_page(
    state: &mut State,
    account: &AccountId,
    host: &str,
    flaw: CertificateFlaw,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let reason = unsafe_words(&state.world.words().guard, host, flaw);
    lifecycle::broke(state, account, PageProblem::Certificate { reason }, now, out);
}

/// The same in a sign-in window, which closes.
pub(crate) fn unsafe_sign_in(
    state: &mut State,
    account: &AccountId,
    host: &str,
    flaw: CertificateFlaw,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let reason = unsafe_words(&state.world.words().guard, host, flaw);
    sign_in::flow::broke_off(state, account, NoticeKind::SignInUnsafe, Some(&reason), now, out);
}

fn unsafe_words(words: &GuardWords, host: &str, flaw: CertificateFlaw) -> String {
    let flaw = match flaw {
        CertificateFlaw::UnknownIssuer => words.unknown_issuer,
        CertificateFlaw::WrongHost => words.wrong_host,
        CertificateFlaw::NotYetValid => words.not_yet_valid,
        CertificateFlaw::Expired => words.expired,
        CertificateFlaw::Revoked => words.revoked,
        CertificateFlaw::Weak => words.weak,
        CertificateFlaw::Other => words.not_valid,
    };
    fill(flaw, &[&cap(host, NAME_MAX)])
}

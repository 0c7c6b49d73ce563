//! What becomes of links that left a page, and of servers that ask or cannot prove who they are.

use crate::text::{NAME_MAX, cap, fill};
use crate::words::GuardWords;
use crate::{
    AccountId, CertificateFlaw, Effect, LinkRefusal, NoticeKind, PageProblem, PageState,
    PasswordFor, State, Timestamp, banners, notices, pages, sign_in,
};
use std::time::Duration;

/// How long a notice stays that only says where a link went: the browser in front says it too.
const OPENED_SHOWN: Duration = Duration::from_secs(20);

/// Says `kind` of `host`, or of what stands for it: where a link went, or who wants a certificate of ours, of which
/// we have none to show.
pub(crate) fn told(
    state: &mut State,
    account: &AccountId,
    kind: NoticeKind,
    host: &str,
    now: Timestamp,
) {
    notices::add(state, Some(account), kind, Some(cap(host, NAME_MAX)), now);
}

/// A link, a page or a frame was not followed.
pub(crate) fn refused(
    state: &mut State,
    account: &AccountId,
    target: &str,
    why: LinkRefusal,
    now: Timestamp,
) {
    let words = &state.words().guard;
    let detail = fill(refusal(words, why), &[&cap(target, NAME_MAX)]);
    notices::add(state, Some(account), NoticeKind::NotFollowed, Some(detail), now);
}

/// A server or a proxy asks for a name and a password; the question stands in the page until somebody
/// answers, so it must be found.
pub(crate) fn password_wanted(
    state: &mut State,
    account: &AccountId,
    host: &str,
    from: PasswordFor,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(a) = state.accounts.get_mut(account) else { return };
    if a.page == PageState::Closed {
        return;
    }
    a.password_wanted = true;
    let words = &state.words().guard;
    let asks = match from {
        PasswordFor::Server => words.server_asks,
        PasswordFor::Proxy => words.proxy_asks,
    };
    let detail = fill(asks, &[&cap(host, NAME_MAX)]);
    notices::add(state, Some(account), NoticeKind::PasswordWanted, Some(detail.clone()), now);
    banners::password_wanted(state, account, detail, now, out);
}

/// The question was answered, or its page has gone.
pub(crate) fn password_settled(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    if let Some(a) = state.accounts.get_mut(account) {
        a.password_wanted = false;
    }
    notices::clear(state, Some(account), NoticeKind::PasswordWanted);
    banners::withdraw(state, &banners::password_key(account), out);
}

/// The account's own address leads on to a place that is not the account's: there is no page.
pub(crate) fn led_away(
    state: &mut State,
    account: &AccountId,
    host: &str,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let reason = fill(state.words().guard.leads_away, &[&cap(host, NAME_MAX)]);
    pages::broke(state, account, PageProblem::LoadFailed { reason }, now, out);
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
    let reason = unsafe_words(&state.words().guard, host, flaw);
    pages::broke(state, account, PageProblem::Certificate { reason }, now, out);
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
    let reason = unsafe_words(&state.words().guard, host, flaw);
    sign_in::broke_off(state, account, NoticeKind::SignInUnsafe, Some(&reason), now, out);
}

/// When a notice about a link has been seen long enough.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    let opened = state.notices.iter().filter(|notice| notice.kind == NoticeKind::LinkOpened);
    opened.map(|notice| notice.at + OPENED_SHOWN).min()
}

/// Takes such notices away.
pub(crate) fn pass_time(state: &mut State, now: Timestamp) {
    if deadline(state).is_some_and(|deadline| deadline <= now) {
        let over = |at: Timestamp| at + OPENED_SHOWN <= now;
        state.notices.retain(|it| it.kind != NoticeKind::LinkOpened || !over(it.at));
        state.dirty = true;
    }
}

const fn refusal(words: &GuardWords, why: LinkRefusal) -> &'static str {
    match why {
        LinkRefusal::OwnMachine => words.own_machine,
        LinkRefusal::LocalNetwork => words.local_network,
        LinkRefusal::NoHost => words.no_host,
        LinkRefusal::NotEncrypted => words.not_encrypted,
        LinkRefusal::NotALoginHost => words.not_a_login_host,
        LinkRefusal::Scheme => words.scheme,
        LinkRefusal::UserName => words.user_name,
        LinkRefusal::TooLong => words.too_long,
        LinkRefusal::Flood => words.flood,
    }
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

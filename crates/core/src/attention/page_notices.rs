//! What is said about links that left a page and servers that ask for something.

use super::facts::NoticeKind;
use super::notices;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap, fill};
use crate::pages::LinkRefusal;
use crate::state::State;
use crate::words::GuardWords;
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
    let words = &state.world.words().guard;
    let detail = fill(refusal(words, why), &[&cap(target, NAME_MAX)]);
    notices::add(state, Some(account), NoticeKind::NotFollowed, Some(detail), now);
}

/// When a notice about a link has been seen long enough.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    let opened =
        state.attention.notices.iter().filter(|notice| notice.kind == NoticeKind::LinkOpened);
    opened.map(|notice| notice.at + OPENED_SHOWN).min()
}

/// Takes such notices away.
pub(crate) fn pass_time(state: &mut State, now: Timestamp) {
    if deadline(state).is_some_and(|deadline| deadline <= now) {
        let over = |at: Timestamp| at + OPENED_SHOWN <= now;
        state.attention.notices.retain(|it| it.kind != NoticeKind::LinkOpened || !over(it.at));
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

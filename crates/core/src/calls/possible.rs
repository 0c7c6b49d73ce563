//! What can be asked of a call now, and why not.

use super::call::Call;
use super::facts::{CallAction, CallState};
use super::names::name;
use crate::base::text::fill;
use crate::pages::state::Pages;
use crate::words::Words;

/// What can be asked of the call now. A page that may come back is handed only what ends the call: done late, that is still
/// what was wished, while a late *answer* or *unmute* opens a microphone that nobody expects to be open.
pub(crate) fn possible(pages: &Pages, call: &Call) -> Vec<CallAction> {
    let Some(page) = pages.get(&call.account) else { return Vec::new() };
    let mut actions = call.actions();
    if !page.alive() {
        let ends = |action: &CallAction| matches!(action, CallAction::HangUp | CallAction::Decline);
        actions.retain(|action| page.may_come_back() && ends(action));
    }
    actions
}

/// Why the action cannot be asked of this call now, in words.
pub(super) fn impossible(
    words: &Words,
    pages: &Pages,
    call: &Call,
    action: CallAction,
) -> Option<String> {
    let actions = possible(pages, call);
    if actions.contains(&action) {
        return None;
    }
    let page_works = pages.is_alive(&call.account);
    Some(if call.state() == CallState::Ended {
        words.call_over.to_owned()
    } else if call.elsewhere() {
        words.call_elsewhere.to_owned()
    } else if !page_works && !actions.is_empty() {
        words.page_hung.to_owned()
    } else if !page_works || call.leg_lost {
        words.page_away.to_owned()
    } else if !call.leg_live() || !call.controllable {
        words.call_not_here.to_owned()
    } else {
        fill(words.wrong_moment, &[name(&words.actions, action)])
    })
}

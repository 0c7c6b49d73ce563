//! Facts a widget told, led to where they belong; and the count of what could not be read.

use crate::chat_signs::{self, Answered};
use crate::status_follower::Told;
use crate::text::{NAME_MAX, cap};
use crate::{
    AccountId, Effect, NoticeKind, PageState, Problem, State, Timestamp, WidgetFact, call_observe,
    call_sync, chat_widgets, commands, conversation_observe, funnels, messages, notices, pages,
    sign_in, statuses,
};

/// Most details kept of one account.
const DETAILS_MAX: usize = 50;
/// Most different names of unreadable messages counted apart.
const NAMES_MAX: usize = 200;

/// Takes in one fact.
pub(crate) fn hear(
    state: &mut State,
    account: &AccountId,
    fact: WidgetFact,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    pages::heard(state, account, now);
    let Some(a) = state.accounts.get_mut(account) else { return };
    // A page on its way out has nothing more to say.
    if a.page == PageState::Closed {
        return;
    }
    a.heard = a.heard.saturating_add(1);
    match fact {
        WidgetFact::SignedIn { line } => sign_in::signed_in(state, account, line, out),
        WidgetFact::SignedOut => sign_in::signed_out(state, account, now, out),
        WidgetFact::SignInRequested { address } => {
            sign_in::requested(state, account, address, now, out);
        }
        WidgetFact::ConnectionChanged { connection } => {
            state.dirty |= a.connection != connection;
            a.connection = connection;
        }
        WidgetFact::DialerReady { ready } => {
            state.dirty |= a.dialer_ready != ready;
            a.dialer_ready = ready;
        }
        WidgetFact::CallingModeChanged { mode } => {
            state.dirty |= a.calling_mode != Some(mode);
            a.calling_mode = Some(mode);
        }
        WidgetFact::PresenceChanged { presence, word, user_status, dnd_status } => {
            let told = presence.map(|presence| Told::by_widget(presence, word, now));
            statuses::told_by_widget(state, account, told);
            detail(state, account, "userStatus", user_status.as_deref());
            detail(state, account, "dndStatus", dnd_status.as_deref());
        }
        WidgetFact::NoCalls => call_sync::no_calls(state, account, now),
        WidgetFact::Call { observation } => {
            call_observe::observe(state, account, observation, now);
        }
        WidgetFact::LegsListed { legs } => call_sync::legs_listed(state, account, legs, now),
        WidgetFact::Message { observation } => {
            messages::observe(state, account, observation, now, out);
        }
        WidgetFact::WidgetRecognised { widget } => {
            funnels::answers(state, account, &widget.vendor, widget.funnel, now);
            chat_widgets::recognised(state, account, widget);
        }
        WidgetFact::AvailabilityChanged { vendor, availability } => {
            chat_widgets::available(state, account, &vendor, availability);
        }
        WidgetFact::WindowChanged { vendor, window } => {
            chat_widgets::window(state, account, &vendor, window);
        }
        WidgetFact::Chat { observation } => {
            funnels::go_on(state, account, &observation, now);
            conversation_observe::observe(state, account, observation, now);
        }
        WidgetFact::Funnel { sign } => funnels::hear(state, account, &sign, now),
        WidgetFact::ChatAnswered { vendor, conversation, action, refused } => {
            let answer = Answered { vendor, conversation, action, refused };
            chat_signs::answered(state, account, answer, now, out);
        }
        WidgetFact::CommandRefused { keys, reason } => {
            commands::refused(state, account, &keys, reason, now, out);
        }
        WidgetFact::Detail { name, value } => detail(state, account, &name, Some(&value)),
        WidgetFact::Heard => {}
    }
}

/// Keeps a detail under its name; none takes it away.
fn detail(state: &mut State, account: &AccountId, name: &str, value: Option<&str>) {
    let Some(a) = state.accounts.get_mut(account) else { return };
    let Some(value) = value else {
        state.dirty |= a.details.remove(name).is_some();
        return;
    };
    let (name, value) = (cap(name, NAME_MAX), cap(value, NAME_MAX));
    if a.details.get(&name) == Some(&value) {
        return;
    }
    if a.details.len() < DETAILS_MAX || a.details.contains_key(&name) {
        a.details.insert(name, value);
        state.dirty = true;
    }
}

/// Counts messages that gave no fact; lost ones are told to the agent.
pub(crate) fn unparsed(
    state: &mut State,
    account: &AccountId,
    problem: &Problem,
    count: u32,
    now: Timestamp,
) {
    let Some(a) = state.accounts.get_mut(account) else { return };
    let name = match problem {
        Problem::UnknownType { name } => cap(name, NAME_MAX),
        Problem::Malformed { name, reason } => cap(&format!("{name}: {reason}"), NAME_MAX),
        Problem::WrongOrigin => "wrong origin".to_owned(),
        Problem::TooLarge => "too large".to_owned(),
        Problem::Dropped => "dropped".to_owned(),
        Problem::NotAMessage => "not a message".to_owned(),
    };
    let known = a.unparsed.len() < NAMES_MAX || a.unparsed.contains_key(&name);
    let slot = a.unparsed.entry(if known { name } else { "other".to_owned() }).or_insert(0);
    *slot = slot.saturating_add(count);
    state.dirty = true;
    if *problem == Problem::Dropped {
        a.dropped = a.dropped.saturating_add(count);
        let total = a.dropped.to_string();
        notices::add(state, Some(account), NoticeKind::Flood, Some(total), now);
    }
}

//! Requests that need the widget's window: they wait for it to open, with a time-out that says so.

use super::confirm::ChatAsked;
use super::facts::ConversationId;
use super::limits::WINDOW_PATIENCE;
use super::widget_facts::WidgetWindow;
use super::widgets;
use crate::accounts::AccountId;
use crate::attention::NoticeKind;
use crate::base::answer::{answer, failed};
use crate::base::{ErrorCode, RequestId, Timestamp};
use crate::commands::outbox::hand_over;
use crate::effect::Effect;
use crate::state::State;
use crate::{attention, commands};

/// Most requests that wait; the oldest gives way.
const HELD_MAX: usize = 50;

/// A request that waits for a window.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) account: AccountId,
    pub(crate) conversation: Option<ConversationId>,
    pub(crate) asked: ChatAsked,
    pub(crate) since: Timestamp,
    request: Option<RequestId>,
}

impl Held {
    fn until(&self) -> Timestamp {
        self.since + WINDOW_PATIENCE
    }
}

/// Lets a request wait.
pub(crate) fn hold(
    state: &mut State,
    account: &AccountId,
    conversation: Option<ConversationId>,
    asked: ChatAsked,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    if state.world.chats.deferred.len() >= HELD_MAX {
        let oldest = state.world.chats.deferred.remove(0);
        tell(state, &oldest, out);
    }
    let account = account.clone();
    state.world.chats.deferred.push(Held { account, conversation, asked, since: now, request });
    state.dirty = true;
}

/// Hands over what waited for a window that is open now.
pub(crate) fn when_open(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let open = |held: &Held| is_open(state, &held.account, &held.asked);
    let (ready, waiting): (Vec<Held>, Vec<Held>) =
        state.world.chats.deferred.clone().into_iter().partition(open);
    if ready.is_empty() {
        return;
    }
    state.world.chats.deferred = waiting;
    for held in ready {
        let Held { account, conversation, asked, request, .. } = held;
        let order = commands::chats::order(state, &account, conversation, asked, request);
        hand_over(state, order, now, out);
    }
}

/// The widget's window is open, and its page works.
pub(crate) fn is_open(state: &State, account: &AccountId, asked: &ChatAsked) -> bool {
    state.world.account(account).is_some_and(|a| a.page.alive())
        && widgets::widget(state, account, &asked.vendor)
            .is_some_and(|widget| widget.window == WidgetWindow::Open)
}

/// What waited too long is given up, in words.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    if state.world.chats.deferred.iter().all(|held| now < held.until()) {
        return;
    }
    let late = |held: &Held| now >= held.until();
    let (late, waiting): (Vec<Held>, Vec<Held>) =
        state.world.chats.deferred.drain(..).partition(late);
    state.world.chats.deferred = waiting;
    state.dirty = true;
    for held in late {
        let what = (state.world.words().chat.action)(held.asked.request.action()).to_owned();
        attention::notices::add(state, Some(&held.account), NoticeKind::NoAnswer, Some(what), now);
        let trouble = state.world.words().chat.window_expired.to_owned();
        if let Some(row) = held.conversation.and_then(|id| state.world.chats.get_mut(id)) {
            row.trouble = Some(trouble);
        }
        tell(state, &held, out);
    }
}

/// The account went, and with it what waited for its window.
pub(crate) fn give_up(state: &mut State, account: Option<&AccountId>, out: &mut Vec<Effect>) {
    let gone = |held: &Held| account.is_none_or(|account| held.account == *account);
    let (gone, waiting): (Vec<Held>, Vec<Held>) =
        state.world.chats.deferred.drain(..).partition(gone);
    state.world.chats.deferred = waiting;
    for held in gone {
        tell(state, &held, out);
    }
}

fn tell(state: &State, held: &Held, out: &mut Vec<Effect>) {
    let why = state.world.words().chat.window_expired.to_owned();
    answer(held.request, failed(ErrorCode::NoAnswer, why), out);
}

/// When the first of them has waited too long.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    state.world.chats.deferred.iter().map(Held::until).min()
}

//! What the user asks of a conversation or a chat widget: found, checked, handed over, never shown as done here.

use super::action::{ChatAbility, ChatAction};
use super::check::check;
use super::confirm::ChatAsked;
use super::conversation::Conversation;
use super::deferred::{hold, is_open};
use super::facts::ConversationId;
use super::possible::{actions, impossible};
use super::request::{BanBy, ChatRequest};
use super::{canned, lifecycle, placeholders, widgets};
use crate::accounts::{AccountId, VendorId};
use crate::base::answer::failed;
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, RequestId, Source, Timestamp, same_name};
use crate::commands;
use crate::commands::outbox::hand_over;
use crate::commands::state::Asked;
use crate::effect::Effect;
use crate::state::State;
use crate::window::Question;

/// Whom a request is meant for, as far as said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meant {
    pub(crate) conversation: Option<ConversationId>,
    pub(crate) account: Option<AccountId>,
    pub(crate) vendor: Option<VendorId>,
    /// The user has said yes to what concerns others too.
    pub(crate) confirmed: bool,
}

/// Who asks, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking {
    pub(crate) from: Source,
    pub(crate) request: Option<RequestId>,
    pub(crate) now: Timestamp,
}

/// Acts on a conversation or a widget, or says why not.
pub(crate) fn act(
    state: &mut State,
    meant: Meant,
    request: ChatRequest,
    asking: Asking,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    check(state, &request)?;
    let action = request.action();
    let row = match find(state, &meant, action) {
        Ok(row) => Some(row),
        Err(_) if !action.concerns_conversation() => None,
        // A message may be added to an open chat before there is a conversation.
        Err(Answer::Failed { code, .. })
            if code == ErrorCode::NoChat
                && action.concerns_widget()
                && meant.conversation.is_none() =>
        {
            None
        }
        Err(why) => return Err(why),
    };
    let target = match row.and_then(|id| state.world.chats.get(id)) {
        Some(row) => Target::of_row(state, row, action)?,
        None => Target::of_widget(state, &meant, action)?,
    };
    if let (ChatRequest::Ban { by: BanBy::Address }, false, Some(conversation)) =
        (&request, meant.confirmed, target.conversation)
    {
        let why = state.world.words().chat.confirm_ban;
        let question = Question::BanAddress { conversation };
        return Err(state.world.window.ask(question, why, asking.from));
    }
    if matches!(request, ChatRequest::Ban { .. }) {
        state.world.window.drop_question();
    }
    hand(state, target, request, asking, out);
    Ok(())
}

/// Sends a canned reply, if everything in it can be filled in.
pub(crate) fn reply_canned(
    state: &mut State,
    conversation: Option<ConversationId>,
    shortcut: &str,
    asking: Asking,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let words = state.world.words();
    let replies = &state.world.preferences.canned_replies;
    // Sets from before may have two that differ in capitals only.
    let exact = replies.iter().find(|reply| reply.shortcut == shortcut);
    let alike = || replies.iter().find(|reply| same_name(&reply.shortcut, shortcut));
    let Some(reply) = exact.or_else(alike) else {
        return Err(failed(ErrorCode::BadInput, fill(words.chat.unknown_shortcut, &[shortcut])));
    };
    let meant = Meant { conversation, ..Meant::default() };
    let id = find(state, &meant, ChatAction::Reply)?;
    let Some(row) = state.world.chats.get(id) else {
        return Err(failed(ErrorCode::NoChat, words.chat.unknown.to_owned()));
    };
    let filled = canned::fill_in(&reply.text, |name| placeholders::value(state, row, name));
    if !filled.open.is_empty() {
        let names: Vec<String> = filled.open.iter().map(|name| format!("{{{name}}}")).collect();
        return Err(failed(
            ErrorCode::BadInput,
            fill(words.chat.open_places, &[&names.join(", ")]),
        ));
    }
    let request = ChatRequest::Reply { text: crate::base::Private::new(filled.text) };
    act(state, Meant { conversation: Some(id), ..meant }, request, asking, out)
}

/// Where a request goes and how.
struct Target {
    account: AccountId,
    vendor: VendorId,
    conversation: Option<ConversationId>,
    ability: ChatAbility,
}

impl Target {
    fn of_row(state: &State, row: &Conversation, action: ChatAction) -> Result<Self, Answer> {
        let ability = widgets::widget(state, &row.account, &row.vendor)
            .and_then(|widget| widget.ability(action));
        match ability {
            Some(ability) if actions(state, row).contains(&action) => Ok(Self {
                account: row.account.clone(),
                vendor: row.vendor.clone(),
                conversation: Some(row.id),
                ability,
            }),
            _ => Err(failed(ErrorCode::NotPossible, impossible(state, row, action))),
        }
    }

    /// The widget meant: the named one, or the only one that can.
    fn of_widget(state: &State, meant: &Meant, action: ChatAction) -> Result<Self, Answer> {
        let words = state.world.words();
        if let Some(account) = &meant.account {
            state.world.known(account)?;
        }
        let mut able = Vec::new();
        for (account, of_account) in &state.world.chats.widgets {
            let page_alive = state.world.pages.is_alive(account);
            for (vendor, widget) in of_account {
                let named = meant.account.as_ref().is_none_or(|named| named == account)
                    && meant.vendor.as_ref().is_none_or(|named| named == vendor);
                if let Some(ability) = widget.ability(action)
                    && named
                    && widgets::actions(page_alive, widget).contains(&action)
                {
                    able.push(Self {
                        account: account.clone(),
                        vendor: vendor.clone(),
                        conversation: None,
                        ability,
                    });
                }
            }
        }
        match (able.pop(), able.is_empty()) {
            (Some(one), true) => Ok(one),
            (Some(_), false) => {
                Err(failed(ErrorCode::Ambiguous, words.chat.several_widgets.to_owned()))
            }
            (None, _) => {
                let name = (words.chat.action)(action);
                Err(failed(ErrorCode::NotPossible, fill(words.chat.no_widget, &[name])))
            }
        }
    }
}

/// Hands a request over, or lets it wait for the widget's window.
fn hand(
    state: &mut State,
    target: Target,
    request: ChatRequest,
    asking: Asking,
    out: &mut Vec<Effect>,
) {
    let Asking { request: waits, now, .. } = asking;
    let Target { account, vendor, conversation, ability } = target;
    let action = request.action();
    let asked = conversation.map_or(Asked::Widget(action), |id| Asked::Chat(id, action));
    let asked_chat = ChatAsked { vendor, request, confirmed: ability.confirmed, seen: false };
    // A second press while the first is on its way is the same wish.
    let same = state.world.commands.waiting.values_mut().find(|command| {
        command.account == account
            && command.asked == asked
            && command.chat.as_ref().is_some_and(|chat| *chat == asked_chat)
    });
    if let Some(same) = same {
        same.requests.extend(waits);
        return;
    }
    if let Some(id) = conversation {
        if let Some(row) = state.world.chats.get_mut(id) {
            row.trouble = None;
        }
        lifecycle::see(state, id);
    }
    if ability.needs_window && !is_open(state, &account, &asked_chat) {
        hold(state, &account, conversation, asked_chat, waits, now, out);
        return;
    }
    let order = commands::chats::order(state, &account, conversation, asked_chat, waits);
    hand_over(state, order, now, out);
}

/// The conversation meant: the named one, or the one it can only be.
fn find(state: &State, meant: &Meant, action: ChatAction) -> Result<ConversationId, Answer> {
    let words = state.world.words();
    if let Some(id) = meant.conversation {
        let known = state.world.chats.get(id).map(|row| row.id);
        return known.ok_or_else(|| failed(ErrorCode::NoChat, words.chat.unknown.to_owned()));
    }
    if !action.concerns_conversation() {
        return Err(failed(ErrorCode::NoChat, words.chat.none.to_owned()));
    }
    let named = |row: &&Conversation| {
        meant.account.as_ref().is_none_or(|account| row.account == *account)
            && meant.vendor.as_ref().is_none_or(|vendor| row.vendor == *vendor)
    };
    let open: Vec<&Conversation> =
        state.world.chats.rows.iter().filter(|row| row.is_open()).filter(named).collect();
    let able: Vec<&Conversation> =
        open.iter().copied().filter(|row| actions(state, row).contains(&action)).collect();
    match (open.as_slice(), able.as_slice()) {
        ([], _) => Err(failed(ErrorCode::NoChat, words.chat.none.to_owned())),
        ([one], _) | (_, [one]) => Ok(one.id),
        _ => Err(failed(ErrorCode::Ambiguous, words.chat.ambiguous.to_owned())),
    }
}

//! Signs of chat requests: what a widget must show before one counts as done.

use crate::command_signs::Sign;
use crate::commands::Command;
use crate::conversation::Conversation;
use crate::{
    AccountId, Author, ChatAction, ChatNote, ChatRequest, ClosedBy, ConversationFact,
    ConversationId, ConversationKey, Effect, Private, State, Timestamp, TransferStep, VendorId,
    WidgetWindow, chat_widgets, commands,
};

/// Texts from this length on may stand inside a longer one (a signature, a link made of an address).
const TELLING_LENGTH: usize = 20;

/// What is remembered of a chat request on its way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChatAsked {
    /// Which widget was asked.
    pub(crate) vendor: VendorId,
    pub(crate) request: ChatRequest,
    /// The widget shows when it is done.
    pub(crate) confirmed: bool,
    /// It has shown it.
    pub(crate) seen: bool,
}

/// Looks for the sign of a request to a conversation, or to a widget.
pub(crate) fn sign(state: &State, command: &Command, asked: &ChatAsked) -> Sign {
    if asked.seen || (!asked.confirmed && command.posted) {
        return Sign::Seen;
    }
    let Some(id) = command.conversation() else {
        let widget = chat_widgets::widget(state, &command.account, &asked.vendor);
        let window = |it: WidgetWindow| widget.is_some_and(|widget| widget.window == it);
        let open = matches!(asked.request, ChatRequest::SetWindow { window: it } if window(it));
        return if open { Sign::Seen } else { Sign::Waiting };
    };
    let Some(row) = state.conversation(id) else { return Sign::Gone };
    match standing(row, &asked.request) {
        true => Sign::Seen,
        false if row.is_open() => Sign::Waiting,
        false => Sign::Gone,
    }
}

/// What was asked can be seen in how the conversation stands, whoever did it.
fn standing(row: &Conversation, request: &ChatRequest) -> bool {
    if let ChatRequest::AddLabel { label } = request {
        return row.labels.contains(label);
    }
    if let ChatRequest::RemoveLabel { label } = request {
        return !row.labels.iter().any(|known| known.name == label.name);
    }
    let handed_on = row.closed_by == Some(ClosedBy::Transferred);
    match request.action() == ChatAction::Close {
        true => !row.is_open(),
        false => request.action() == ChatAction::Transfer && handed_on,
    }
}

/// A fact came: the oldest request it is the sign of is done.
pub(crate) fn watch(state: &mut State, id: ConversationId, fact: &ConversationFact) {
    let waiting = state.commands.values_mut().find_map(|command| {
        let mine = command.conversation() == Some(id);
        command.chat.as_mut().filter(|asked| mine && !asked.seen && shows(fact, &asked.request))
    });
    if let Some(asked) = waiting {
        asked.seen = true;
        state.dirty = true;
    }
}

/// The fact is the sign that this was done.
fn shows(fact: &ConversationFact, request: &ChatRequest) -> bool {
    let note = |it: ChatNote| matches!(fact, ConversationFact::Noted { note, .. } if *note == it);
    let step =
        |it: TransferStep| matches!(fact, ConversationFact::Transfer { step, .. } if *step == it);
    let line = |by: Option<Author>, text: &Private<String>| {
        let ConversationFact::Message { message } = fact else { return false };
        by.is_none_or(|by| by == message.author) && same_words(text, message.text.as_ref())
    };
    match request {
        ChatRequest::Reply { text } => line(Some(Author::Agent), text),
        ChatRequest::AddMessage { text, .. } | ChatRequest::Whisper { text, .. } => {
            line(None, text)
        }
        ChatRequest::RequestFile => note(ChatNote::FileRequested),
        ChatRequest::RequestSecureData { .. } => note(ChatNote::SecureDataRequested),
        ChatRequest::Ban { .. } => note(ChatNote::Banned),
        ChatRequest::Transfer { .. } => {
            step(TransferStep::Requested) || step(TransferStep::Accepted)
        }
        ChatRequest::Reclaim => step(TransferStep::Reclaimed) || note(ChatNote::Reclaimed),
        // Seen in how the conversation or its widget stands, or told by the widget alone.
        ChatRequest::Close
        | ChatRequest::AddLabel { .. }
        | ChatRequest::RemoveLabel { .. }
        | ChatRequest::PopulateText { .. }
        | ChatRequest::StartChat { .. }
        | ChatRequest::OpenChat
        | ChatRequest::Invite { .. }
        | ChatRequest::PageChange
        | ChatRequest::SetVisitor { .. }
        | ChatRequest::SetLanguage { .. }
        | ChatRequest::SwitchWidget { .. }
        | ChatRequest::AllowSound { .. }
        | ChatRequest::AllowInvitations { .. }
        | ChatRequest::RestartInvitations { .. }
        | ChatRequest::DelayInvitations { .. }
        | ChatRequest::ExpireInvitations { .. }
        | ChatRequest::ShowButton { .. }
        | ChatRequest::SetWindow { .. }
        | ChatRequest::ReadState
        | ChatRequest::ForgetVisitor => false,
    }
}

/// The widget shows the words we sent, however it sets them. No text told is no text to compare.
pub(crate) fn same_words(asked: &Private<String>, shown: Option<&Private<String>>) -> bool {
    let Some(shown) = shown else { return true };
    let (asked, shown) = (fold(asked), fold(shown));
    asked == shown || (asked.len() >= TELLING_LENGTH && shown.contains(&asked))
}

/// Letters and digits in lower case, without markup.
fn fold(text: &Private<String>) -> String {
    let mut in_tag = false;
    let plain = text.reveal().chars().filter(|c| {
        in_tag = (in_tag || *c == '<') && *c != '>';
        !in_tag && c.is_alphanumeric()
    });
    plain.flat_map(char::to_lowercase).collect()
}

/// What a widget answered to a request.
pub(crate) struct Answered {
    pub(crate) vendor: VendorId,
    pub(crate) conversation: Option<ConversationKey>,
    pub(crate) action: ChatAction,
    /// Why it was not done; none means it was.
    pub(crate) refused: Option<String>,
}

/// The widget itself answers: the oldest such request is done, or refused.
pub(crate) fn answered(
    state: &mut State,
    account: &AccountId,
    answer: Answered,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let key = answer.conversation.as_ref();
    let meant = |id: ConversationId| {
        let row = state.conversation(id);
        key.is_none() || row.is_some_and(|row| row.key.as_ref() == key)
    };
    let found = state.commands.iter().find(|(_, command)| {
        let of_widget = command.account == *account
            && command.chat.as_ref().is_some_and(|chat| chat.vendor == answer.vendor && !chat.seen);
        let asked = match &command.chat {
            Some(chat) if chat.request.action() == answer.action => command.conversation(),
            Some(_) | None => return false,
        };
        of_widget && asked.is_none_or(meant)
    });
    let Some(id) = found.map(|(id, _)| *id) else { return };
    if let Some(reason) = answer.refused {
        commands::fail(state, id, commands::Failure::Refused(reason), now, out);
        return;
    }
    if let Some(chat) = state.commands.get_mut(&id).and_then(|command| command.chat.as_mut()) {
        chat.seen = true;
        state.dirty = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_however_they_are_set() {
        let long = "Please have a look at https://shop.example/returns";
        for (asked, shown, same) in [
            ("Hello, Ada!", Some("hello ada"), true),
            ("ok", Some("Look here"), false),
            ("ok", None, true),
            (":-)", Some("😀"), true),
            (long, Some("Please have a look at <a>https://shop.example/returns</a> Bo"), true),
            (long, Some("Please have a look"), false),
        ] {
            let shown = shown.map(Private::from);
            assert_eq!(same_words(&asked.into(), shown.as_ref()), same, "{asked} {shown:?}");
        }
    }
}

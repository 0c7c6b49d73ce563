//! Signs of chat requests: what a widget must show before one counts as done.

use super::action::ChatAction;
use super::asked::ChatAsked;
use super::change::Change;
use super::conversation::Conversation;
use super::facts::{Author, ChatNote, ClosedBy, ConversationFact, ConversationId, TransferStep};
use super::request::ChatRequest;
use super::same_words::same_words;
use super::state::Chats;
use super::widget_facts::WidgetWindow;
use crate::accounts::AccountId;
use crate::base::Private;
use crate::base::answer::Sign;

impl Chats {
    /// Looks for the sign of a request to a conversation, or to a widget of the account.
    pub(crate) fn sign(
        &self,
        account: &AccountId,
        conversation: Option<ConversationId>,
        asked: &ChatAsked,
    ) -> Sign {
        if asked.seen {
            return Sign::Seen;
        }
        let Some(id) = conversation else {
            let widget = self.widget(account, &asked.vendor);
            let window = |it: WidgetWindow| widget.is_some_and(|widget| widget.window == it);
            let open = matches!(asked.request, ChatRequest::SetWindow { window: it } if window(it));
            return if open { Sign::Seen } else { Sign::Waiting };
        };
        let Some(row) = self.get(id) else { return Sign::Gone };
        match standing(row, &asked.request) {
            true => Sign::Seen,
            false if row.is_open() => Sign::Waiting,
            false => Sign::Gone,
        }
    }

    /// What went wrong with the last request to a conversation, in words; none if it was done.
    pub(crate) fn set_trouble(&mut self, id: ConversationId, trouble: Option<String>) {
        let before = self.rows.change(id, |row| {
            let before = row.trouble.take();
            let is_other = before != trouble;
            row.trouble = trouble;
            is_other
        });
        if before == Some(true) {
            self.changes.push(Change::Updated);
        }
    }
}

/// What was asked can be seen in how the conversation stands, whoever did it.
fn standing(row: &Conversation, request: &ChatRequest) -> bool {
    if let ChatRequest::AddLabel { label } = request {
        return row.labels.iter().any(|it| it.name == label.name && it.value == label.value);
    }
    if let ChatRequest::RemoveLabel { label } = request {
        return !row.labels.iter().any(|known| known.is_same(label));
    }
    let handed_on = row.closed_by == Some(ClosedBy::Transferred);
    match request.action() == ChatAction::Close {
        true => !row.is_open(),
        false => request.action() == ChatAction::Transfer && handed_on,
    }
}

/// The fact is the sign that this was done.
pub(crate) fn shows(fact: &ConversationFact, request: &ChatRequest) -> bool {
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

//! What the notification of a conversation says, and its buttons.

use super::chats::key;
use super::facts::{Notification, NotificationButton, NotificationReply, Urgency};
use crate::base::Private;
use crate::base::text::{cap, fill};
use crate::chats;
use crate::chats::conversation::{Conversation, Phase};
use crate::chats::visitor::known_as;
use crate::chats::{Author, ChatAction, ChatNote, ChatRequest};
use crate::intent::Intent;
use crate::state::State;
use crate::system::NotificationAbilities;
use crate::system::state::Service;
use crate::window::Stage;

/// Longest line shown in a notification, in characters.
const LINE_MAX: usize = 240;

/// Same, or what one calls somebody unknown.
pub(crate) fn who(state: &State, row: &Conversation) -> String {
    // Two that read the same would be one to some notification services: the number tells them apart.
    let number = || fill(state.world.words().chat.unknown_visitor, &[&row.id.0.to_string()]);
    known_as(row).unwrap_or_else(number)
}

/// The notification of a conversation as it stands.
pub(crate) fn notification(state: &State, row: &Conversation) -> Notification {
    let phase = row.phase().unwrap_or(Phase::Lines);
    let (buttons, reply) = buttons(state, row);
    Notification {
        key: key(row.id),
        title: Private::new(title(state, row, phase)),
        body: Private::new(body(state, row, phase)),
        urgency: Urgency::Normal,
        buttons,
        reply,
        click: Intent::Show { stage: Stage::Conversation { conversation: row.id } },
        sticky: matches!(phase, Phase::Ring | Phase::Missed),
        category: "im.received".to_owned(),
    }
}

pub(crate) fn title(state: &State, row: &Conversation, phase: Phase) -> String {
    let words = state.world.words();
    let hidden = state.world.preferences.hide_content;
    let (plain, named) = match phase {
        Phase::Ring => (words.chat.new, words.chat.new_from),
        Phase::Queue => (words.chat.queued, words.chat.queued_from),
        Phase::Missed => (words.chat.missed, words.chat.missed_from),
        Phase::Lines if is_offline(row) => (words.chat.left, words.chat.left_from),
        Phase::Lines if row.unread > 1 => {
            let count = row.unread.to_string();
            return match hidden {
                true => fill(words.chat.hidden_lines, &[&row.id.0.to_string(), &count]),
                false => fill(words.chat.lines_from, &[&who(state, row), &count]),
            };
        }
        Phase::Lines => (words.chat.hidden_line, words.message_from),
    };
    match hidden {
        true => fill(plain, &[&row.id.0.to_string()]),
        false => fill(named, &[&who(state, row)]),
    }
}

/// The visitor left a message while nobody was there.
fn is_offline(row: &Conversation) -> bool {
    row.transcript.lines.back().is_some_and(|line| line.note == Some(ChatNote::OfflineMessage))
}

fn body(state: &State, row: &Conversation, phase: Phase) -> String {
    let words = state.world.words();
    let mut lines = Vec::new();
    if !state.world.preferences.hide_content {
        lines.extend(last_words(row).map(|text| cap(&text, LINE_MAX)));
        if phase == Phase::Ring && row.unread > 1 {
            lines.push(fill(words.new_messages, &[&row.unread.to_string()]));
        }
        let page = &row.visitor.page;
        if phase != Phase::Lines
            && let Some(page) = page.title.as_ref().or(page.url.as_ref())
        {
            lines.push(fill(words.chat.page, &[&cap(page.reveal(), LINE_MAX)]));
        }
        if phase != Phase::Lines
            && let Some(queue) = &row.queue
        {
            lines.push(fill(words.queue, &[queue.reveal()]));
        }
    }
    lines.extend(state.world.accounts.distinguishing_label(&row.account));
    lines.join("\n")
}

/// What the visitor wrote last, or left, or asks for.
fn last_words(row: &Conversation) -> Option<String> {
    let of_visitor = row.transcript.lines.iter().rev().find(|line| match line.note {
        None => line.author == Author::Visitor,
        Some(note) => matches!(note, ChatNote::OfflineMessage | ChatNote::CallRequested),
    })?;
    let file = || of_visitor.file.as_ref().and_then(|file| file.name.as_ref());
    of_visitor.text.as_ref().or_else(file).map(|text| text.reveal().clone())
}

/// Reply, open, end: as far as the widget can and the service shows.
fn buttons(
    state: &State,
    row: &Conversation,
) -> (Vec<NotificationButton>, Option<NotificationReply>) {
    let Service::Present(NotificationAbilities { actions: true, inline_reply, .. }) =
        state.world.system.service
    else {
        return (Vec::new(), None);
    };
    let words = &state.world.words().chat;
    let possible = chats::possible::actions(state, row);
    let can_reply = possible.contains(&ChatAction::Reply);
    let button = |action: &str, label: &str, intent| NotificationButton {
        action: action.to_owned(),
        label: label.to_owned(),
        intent,
    };
    let mut buttons = Vec::new();
    let reply = (can_reply && inline_reply)
        .then(|| NotificationReply { label: words.reply.to_owned(), conversation: row.id });
    if can_reply && reply.is_none() {
        // The field to type into is in our window.
        let stage = Stage::Conversation { conversation: row.id };
        buttons.push(button("reply", words.reply, Intent::Show { stage }));
    }
    let stage = Stage::Widget { account: row.account.clone() };
    buttons.push(button("open", words.open, Intent::Show { stage }));
    if possible.contains(&ChatAction::Close) {
        let intent = Intent::Chat {
            conversation: Some(row.id),
            account: None,
            vendor: None,
            request: ChatRequest::Close,
            confirmed: false,
        };
        buttons.push(button("close", words.end, intent));
    }
    (buttons, reply)
}

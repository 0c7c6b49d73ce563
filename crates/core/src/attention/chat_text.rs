//! What the notification of a conversation says, and its buttons.

use super::facts::{Notification, NotificationButton, NotificationReply, Urgency};
use super::keys::Key;
use crate::base::Private;
use crate::base::text::{cap, fill};
use crate::chats::conversation::{Conversation, Phase};
use crate::chats::visitor::known_as;
use crate::chats::{ChatAction, ChatRequest};
use crate::intent::Intent;
use crate::system::NotificationAbilities;
use crate::system::state::Service;
use crate::window::Item;
use crate::world::World;

/// Longest line shown in a notification, in characters.
const LINE_MAX: usize = 240;

/// Same, or what one calls somebody unknown.
pub(super) fn who(world: &World, row: &Conversation) -> String {
    // Two that read the same would be one to some notification services: the number tells them apart.
    let number = || fill(world.words().chat.unknown_visitor, &[&row.id.0.to_string()]);
    known_as(row, world.number_format(None)).unwrap_or_else(number)
}

/// The notification of a conversation as it stands.
pub(super) fn notification(world: &World, row: &Conversation) -> Notification {
    let phase = row.phase().unwrap_or(Phase::Lines);
    let (buttons, reply) = buttons(world, row);
    Notification {
        key: Key::Chat(row.id).to_string(),
        title: Private::new(title(world, row, phase)),
        body: Private::new(body(world, row, phase)),
        urgency: Urgency::Normal,
        buttons,
        reply,
        click: Intent::Open { item: Item::Conversation { conversation: row.id } },
        sticky: matches!(phase, Phase::Ring | Phase::Missed),
        category: "im.received".to_owned(),
    }
}

/// Visitors named in the notification of many conversations.
const NAMED: usize = 3;

/// The one notification of many conversations: how many, and who some of them are.
pub(super) fn of_many(world: &World, rows: &[&Conversation]) -> Notification {
    let named = rows.iter().rev().take(NAMED).map(|row| who(world, row));
    let body = match world.preferences.hide_content {
        true => String::new(),
        false => named.collect::<Vec<_>>().join(", "),
    };
    Notification {
        key: Key::Chats.to_string(),
        title: Private::new(fill(world.words().chat.many, &[&rows.len().to_string()])),
        body: Private::new(body),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::ShowWindow,
        sticky: true,
        category: "im.received".to_owned(),
    }
}

fn title(world: &World, row: &Conversation, phase: Phase) -> String {
    let words = world.words();
    let hidden = world.preferences.hide_content;
    let (plain, named) = match phase {
        Phase::Ring => (words.chat.new, words.chat.new_from),
        Phase::Queue => (words.chat.queued, words.chat.queued_from),
        Phase::Missed => (words.chat.missed, words.chat.missed_from),
        Phase::Lines if row.left_message() => (words.chat.left, words.chat.left_from),
        Phase::Lines if row.unread > 1 => {
            let count = row.unread.to_string();
            return match hidden {
                true => fill(words.chat.hidden_lines, &[&row.id.0.to_string(), &count]),
                false => fill(words.chat.lines_from, &[&who(world, row), &count]),
            };
        }
        Phase::Lines => (words.chat.hidden_line, words.message_from),
    };
    match hidden {
        true => fill(plain, &[&row.id.0.to_string()]),
        false => fill(named, &[&who(world, row)]),
    }
}

fn body(world: &World, row: &Conversation, phase: Phase) -> String {
    let words = world.words();
    let mut lines = Vec::new();
    if !world.preferences.hide_content {
        lines.extend(row.last_words().map(|text| cap(text, LINE_MAX)));
        if phase == Phase::Ring && row.unread > 1 {
            lines.push(fill(words.new_messages, &[&row.unread.to_string()]));
        }
        if phase != Phase::Lines
            && let Some(page) = row.page()
        {
            lines.push(fill(words.chat.page, &[&cap(page, LINE_MAX)]));
        }
        if phase != Phase::Lines
            && let Some(queue) = &row.queue
        {
            lines.push(fill(words.queue, &[queue.reveal()]));
        }
    }
    lines.extend(world.accounts.distinguishing_label(&row.account));
    lines.join("\n")
}

/// Reply, open, end: as far as the widget can and the service shows.
fn buttons(
    world: &World,
    row: &Conversation,
) -> (Vec<NotificationButton>, Option<NotificationReply>) {
    let Service::Present(NotificationAbilities { actions: true, inline_reply, .. }) =
        world.system.service
    else {
        return (Vec::new(), None);
    };
    let words = &world.words().chat;
    let possible = world.chats.actions(&world.pages, row);
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
        let item = Item::Conversation { conversation: row.id };
        buttons.push(button("reply", words.reply, Intent::Open { item }));
    }
    let item = Item::Account { account: row.account.clone() };
    buttons.push(button("open", words.open, Intent::Open { item }));
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

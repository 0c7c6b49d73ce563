//! Message banners: one for each message that arrives, and one with a count for a burst of them.

use super::facts::{Notification, Urgency};
use super::keys::{message_key, messages_key};
use super::notifications::{show, withdraw};
use super::policy::Occasion;
use super::{notices, notifications};
use crate::accounts;
use crate::accounts::AccountId;
use crate::base::text::{fill, length, pretty_number};
use crate::base::{Private, Timestamp};
use crate::effect::Effect;
use crate::intent::Intent;
use crate::messages::MessageKind;
use crate::messages::book::Message;
use crate::state::State;
use crate::window::Stage;
use std::time::Duration;

/// More unread banners of one account than this, in quick succession, become one with a count.
const BURST: usize = 3;

/// What quick succession means.
const BURST_WITHIN: Duration = Duration::from_secs(10);

/// A message has just arrived: its banner, or the one of its burst, or the reason why not.
pub(crate) fn arrive(
    state: &mut State,
    account: &AccountId,
    id: &str,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let verdict = notifications::weigh(state, account, Occasion::Message);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "message", reason, now);
    }
    let Some(book) = state.world.messages.books.get_mut(account) else { return };
    if let Some(message) = book.messages.get_mut(id) {
        message.told = true;
    }
    if !verdict.notifies() {
        return;
    }
    let recent = book.banners.iter().filter(|(at, _)| now.since(*at) < BURST_WITHIN).count();
    let goes_on = !book.burst.is_empty() && now.since(book.burst_at) < BURST_WITHIN;
    if !goes_on && recent < BURST {
        book.banners.push((now, id.to_owned()));
        if let Some(notification) = banner(state, account, id) {
            show(state, notification, out);
        }
        return;
    }
    let is_old = |at: &Timestamp| now.since(*at) >= BURST_WITHIN;
    let (old, fresh): (Vec<_>, Vec<_>) =
        std::mem::take(&mut book.banners).into_iter().partition(|(at, _)| is_old(at));
    book.banners = old;
    let mut behind: Vec<String> = fresh.into_iter().map(|(_, id)| id).collect();
    behind.push(id.to_owned());
    book.burst.extend(behind.iter().cloned());
    book.burst_at = now;
    for id in behind {
        withdraw(state, &message_key(account, &id), out);
    }
    show_burst(state, account, out);
}

/// Brings the banners of an account in line with what is still unread.
pub(crate) fn review(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let Some(book) = state.world.messages.books.get_mut(account) else { return };
    let messages = &book.messages;
    let waits = |id: &String| messages.get(id).is_some_and(Message::waits);
    let (_, done): (Vec<_>, Vec<_>) =
        book.banners.iter().map(|(_, id)| id.clone()).partition(waits);
    let burst = book.burst.len();
    book.burst.retain(waits);
    let shrunk = book.burst.len() < burst;
    book.banners.retain(|(_, id)| !done.contains(id));
    for id in done {
        withdraw(state, &message_key(account, &id), out);
    }
    if shrunk {
        show_burst(state, account, out);
    }
}

/// The notification service took a banner away: its message is no longer on screen.
pub(crate) fn banner_closed(state: &mut State, key: &str) {
    for (account, book) in &mut state.world.messages.books {
        book.banners.retain(|(_, id)| message_key(account, id) != key);
        if messages_key(account) == key {
            book.burst.clear();
        }
    }
}

fn notification(account: &AccountId, key: String, title: String, body: String) -> Notification {
    Notification {
        key,
        title: Private::new(title),
        body: Private::new(body),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Show { stage: Stage::Widget { account: account.clone() } },
        sticky: false,
        category: "im.received".to_owned(),
    }
}

fn show_burst(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let count = state.world.messages.books.get(account).map_or(0, |book| book.burst.len());
    let key = messages_key(account);
    if count == 0 {
        withdraw(state, &key, out);
        return;
    }
    let words = state.world.words();
    let title = match count {
        1 => words.new_message.to_owned(),
        many => fill(words.new_messages, &[&many.to_string()]),
    };
    let body = accounts::state::label(state, account).unwrap_or_default();
    show(state, notification(account, key, title, body), out);
}

fn banner(state: &State, account: &AccountId, id: &str) -> Option<Notification> {
    let message = state.world.messages.books.get(account)?.messages.get(id)?;
    let words = state.world.words();
    let key = message_key(account, id);
    let label = accounts::state::label(state, account);
    if state.world.preferences.hide_content {
        let title = words.new_message.to_owned();
        return Some(notification(account, key, title, label.unwrap_or_default()));
    }
    let number = message.number.as_ref().map(|number| pretty_number(number.reveal()));
    let name = message.name.as_ref().map(|name| name.reveal().clone());
    let from = name.or(number).unwrap_or_else(|| words.unknown_caller.to_owned());
    let mut lines = Vec::new();
    let title = match message.kind {
        MessageKind::Sms | MessageKind::Pager | MessageKind::Other => {
            fill(words.message_from, &[&from])
        }
        MessageKind::Voicemail => {
            lines.push(from);
            message.seconds.map_or_else(
                || words.new_voicemail.to_owned(),
                |seconds| fill(words.new_voicemail_long, &[&length(seconds)]),
            )
        }
        MessageKind::Fax => {
            lines.push(from);
            match message.pages {
                None | Some(0) => words.new_fax.to_owned(),
                Some(1) => words.new_fax_page.to_owned(),
                Some(pages) => fill(words.new_fax_pages, &[&pages.to_string()]),
            }
        }
    };
    lines.extend(message.text.as_ref().map(|text| text.reveal().clone()));
    if message.attachments > 0 && message.text.is_none() && message.kind == MessageKind::Sms {
        lines.push(fill(words.attachments, &[&message.attachments.to_string()]));
    }
    lines.extend(label);
    Some(notification(account, key, title, lines.join("\n")))
}

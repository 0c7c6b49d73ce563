//! Message banners: one for each message that arrives, and one with a count for a burst of them.

use super::facts::{Notification, Urgency};
use super::keys::Key;
use super::policy::Occasion;
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::text::{fill, length};
use crate::base::{Private, Timestamp};
use crate::intent::Intent;
use crate::messages::MessageKind;
use crate::messages::book::Message;
use crate::messages::change::Change;
use crate::window::Item;
use crate::world::World;
use std::time::Duration;

/// More unread banners of one account than this, in quick succession, become one with a count.
const BURST: usize = 3;

/// However slowly they came, no more than this many stand beside each other.
const STANDING: usize = 5;

/// What quick succession means.
const BURST_WITHIN: Duration = Duration::from_secs(10);

impl Memory {
    /// Follows what messages did.
    pub(super) fn follow_messages(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Updated { account } => self.review_messages(world, account),
            Change::Arrived { account, id } => self.message_arrived(world, account, id, now),
            Change::FoundUnread { account } => {
                self.allows(world, account, Occasion::OldMessage, "message", now);
            }
        }
    }

    /// One has just arrived: its notification, or the one of its burst, or the reason why not.
    fn message_arrived(&mut self, world: &World, account: &AccountId, id: &str, now: Timestamp) {
        if !self.allows(world, account, Occasion::Message, "message", now) {
            return;
        }
        let Some(told) = self.by_account.get_mut(account).map(|a| &mut a.messages) else { return };
        let is_recent = |at: Timestamp| now.since(at) < BURST_WITHIN;
        let recent = told.own.iter().filter(|(at, _)| is_recent(*at)).count();
        let goes_on = !told.burst.is_empty() && is_recent(told.burst_at);
        let crowded = told.own.len() >= STANDING;
        if !goes_on && recent < BURST && !crowded {
            told.own.push((now, id.to_owned()));
            let key = Key::Message(account.clone(), id.to_owned());
            if let Some(notification) = of_message(world, account, &key, id) {
                self.show(key, notification);
            }
            return;
        }
        let (fresh, old): (Vec<_>, Vec<_>) = std::mem::take(&mut told.own)
            .into_iter()
            .partition(|(at, _)| crowded || is_recent(*at));
        told.own = old;
        let mut behind: Vec<String> = fresh.into_iter().map(|(_, id)| id).collect();
        behind.push(id.to_owned());
        told.burst.extend(behind.iter().cloned());
        told.burst_at = now;
        for id in behind {
            self.withdraw(&Key::Message(account.clone(), id));
        }
        self.show_burst(world, account);
    }

    /// Brings the notifications of an account in line with what is still unread.
    fn review_messages(&mut self, world: &World, account: &AccountId) {
        let Some(told) = self.by_account.get_mut(account).map(|a| &mut a.messages) else { return };
        let waits = |id: &str| world.messages.get(account, id).is_some_and(Message::waits);
        let (own, done): (Vec<_>, Vec<_>) =
            std::mem::take(&mut told.own).into_iter().partition(|(_, id)| waits(id));
        told.own = own;
        let burst = told.burst.len();
        told.burst.retain(|id| waits(id));
        let shrunk = told.burst.len() < burst;
        for (_, id) in done {
            self.withdraw(&Key::Message(account.clone(), id));
        }
        if shrunk {
            self.show_burst(world, account);
        }
    }

    /// The account is gone: nothing about its messages stays on screen.
    pub(super) fn forget_messages(&mut self, account: &AccountId) {
        let Some(told) = self.by_account.get_mut(account).map(|a| &mut a.messages) else { return };
        for (_, id) in std::mem::take(told).own {
            self.withdraw(&Key::Message(account.clone(), id));
        }
        self.withdraw(&Key::Messages(account.clone()));
    }

    fn show_burst(&mut self, world: &World, account: &AccountId) {
        let count = self.by_account.get(account).map_or(0, |a| a.messages.burst.len());
        let key = Key::Messages(account.clone());
        if count == 0 {
            return self.withdraw(&key);
        }
        let words = world.words();
        let title = match count {
            1 => words.new_message.to_owned(),
            many => fill(words.new_messages, &[&many.to_string()]),
        };
        let body = world.accounts.distinguishing_label(account).unwrap_or_default();
        let item = Item::Unread { account: Some(account.clone()) };
        let notification = notification(item, &key, title, body);
        self.show(key, notification);
    }

    /// The notification of a message went away: it is no longer on screen.
    pub(super) fn message_closed(&mut self, account: &AccountId, id: &str) {
        if let Some(a) = self.by_account.get_mut(account) {
            a.messages.own.retain(|(_, own)| own != id);
        }
    }

    /// The one with a count went away.
    pub(super) fn messages_closed(&mut self, account: &AccountId) {
        if let Some(a) = self.by_account.get_mut(account) {
            a.messages.burst.clear();
        }
    }
}

fn notification(item: Item, key: &Key, title: String, body: String) -> Notification {
    Notification {
        key: key.to_string(),
        title: Private::new(title),
        body: Private::new(body),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Open { item },
        sticky: false,
        category: "im.received".to_owned(),
    }
}

fn of_message(world: &World, account: &AccountId, key: &Key, id: &str) -> Option<Notification> {
    let message = world.messages.get(account, id)?;
    let words = world.words();
    let label = world.accounts.distinguishing_label(account);
    let item = Item::Message { account: account.clone(), message: id.to_owned() };
    if world.preferences.hide_content {
        let title = words.new_message.to_owned();
        return Some(notification(item, key, title, label.unwrap_or_default()));
    }
    let format = world.number_format(Some(account));
    let number = message.number.as_ref().map(|number| format.show(number.reveal()));
    let name = message.name.as_ref().map(|name| name.reveal().clone());
    let from = name.or(number).unwrap_or_else(|| words.unknown_sender.to_owned());
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
    Some(notification(item, key, title, lines.join("\n")))
}

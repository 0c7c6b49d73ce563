//! A message as it is kept, and one that comes back from there.

use super::book::{Message, Messages};
use super::change::Change;
use super::facts::MessageKind;
use crate::accounts::AccountId;
use crate::base::number::same_number;
use crate::base::{Direction, Private, WallClock};
use crate::history::{Entry, EntryKind};
use serde::{Deserialize, Serialize};

/// What else is known of it.
#[derive(Serialize, Deserialize)]
struct Detail {
    kind: MessageKind,
    seconds: Option<u32>,
    pages: Option<u32>,
    attachments: u32,
}

impl Message {
    /// As it is kept.
    pub(crate) fn entry(&self, account: &AccountId, id: &str, clock: WallClock) -> Entry {
        let Self { kind, seconds, pages, attachments, .. } = *self;
        let detail = serde_json::to_value(Detail { kind, seconds, pages, attachments });
        Entry {
            account: Some(account.clone()),
            direction: Some(self.direction),
            outcome: serde_json::to_value(kind).ok().and_then(|it| it.as_str().map(str::to_owned)),
            number: self.number.clone(),
            name: self.name.clone(),
            text: self.text.clone(),
            unread: self.waits(),
            // Its vendor holds it for unread still: it must be known again as seen.
            open: self.unread && self.seen,
            detail: detail.ok().map(Private::new),
            ..Entry::new(EntryKind::Message, id, clock.shows(self.at))
        }
    }
}

impl Messages {
    /// Takes back a message that waits; its arrival was told before.
    pub(crate) fn restore(
        &mut self,
        entry: &Entry,
        clock: WallClock,
    ) -> Option<(AccountId, String)> {
        let account = entry.account.clone()?;
        let id = entry.keys.first()?.clone();
        let book = self.books.get_mut(&account)?;
        if book.messages.contains_key(&id) {
            return None;
        }
        let detail: Detail =
            serde_json::from_value(entry.detail.as_ref()?.reveal().clone()).ok()?;
        let message = Message {
            kind: detail.kind,
            direction: entry.direction.unwrap_or(Direction::Inbound),
            number: entry.number.clone(),
            name: entry.name.clone(),
            text: entry.text.clone(),
            at: clock.moment(entry.at),
            unread: entry.unread || entry.open,
            seen: entry.open,
            arrived: true,
            seconds: detail.seconds,
            pages: detail.pages,
            attachments: detail.attachments,
        };
        book.put(id.clone(), message);
        self.changes.push(Change::Updated { account: account.clone() });
        Some((account, id))
    }
}

impl Messages {
    /// Forgets the messages of a person.
    pub(crate) fn forget_person(&mut self, who: &str) {
        for (account, book) in &mut self.books {
            let theirs = |number: &Private<String>| same_number(number.reveal(), who);
            let of_them = book.messages.iter();
            let of_them =
                of_them.filter(|(_, message)| message.number.as_ref().is_some_and(theirs));
            let ids: Vec<String> = of_them.map(|(id, _)| id.clone()).collect();
            for id in &ids {
                book.remove(id);
            }
            if !ids.is_empty() {
                self.changes.push(Change::Updated { account: account.clone() });
            }
        }
    }
}

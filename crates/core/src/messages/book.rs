//! Messages: what is known of SMS, voicemail and fax, and how many of them wait.

use super::change::Change;
use super::facts::{MessageKind, MessageObservation};
use super::limits::MESSAGE_NEW;
use crate::accounts::AccountId;
use crate::base::changes::Changes;
use crate::base::number;
use crate::base::text::{NAME_MAX, TEXT_MAX, cap, cap_private};
use crate::base::{Direction, Private, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Most messages kept of one account.
pub(crate) const MESSAGES_MAX: usize = 500;

/// The messages of all accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Messages {
    pub(super) books: BTreeMap<AccountId, MessageBook>,
    /// Those that are different since they were kept last.
    changed: BTreeSet<(AccountId, String)>,
    pub(crate) changes: Changes<Change>,
}

impl Messages {
    /// A new account: nothing is known of its messages.
    pub(crate) fn account_added(&mut self, account: AccountId) {
        self.books.insert(account, MessageBook::default());
    }

    /// How many of one account count as unread.
    pub(crate) fn unread(&self, account: &AccountId) -> u32 {
        self.books.get(account).map_or(0, MessageBook::unread)
    }
}

/// The messages of one account, by the vendor's id.
#[derive(Clone, Debug, Default)]
pub(super) struct MessageBook {
    pub(super) messages: BTreeMap<String, Message>,
    unread: u32,
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    pub(crate) kind: MessageKind,
    pub(crate) direction: Direction,
    pub(crate) number: Option<Private<String>>,
    pub(crate) name: Option<Private<String>>,
    pub(crate) text: Option<Private<String>>,
    pub(crate) at: Timestamp,
    pub(crate) unread: bool,
    /// Seen in our window, whatever the vendor says.
    pub(crate) seen: bool,
    /// Its arrival was said.
    pub(super) arrived: bool,
    pub(crate) seconds: Option<u32>,
    pub(crate) pages: Option<u32>,
    pub(crate) attachments: u32,
}

impl Message {
    /// Counts as unread.
    pub(crate) fn waits(&self) -> bool {
        self.unread && !self.seen && self.direction == Direction::Inbound
    }
}

impl MessageBook {
    /// How many count as unread.
    pub(crate) const fn unread(&self) -> u32 {
        self.unread
    }

    /// Adds a message, or puts it in the place of the one with its id.
    pub(super) fn put(&mut self, id: String, message: Message) {
        self.unread += u32::from(message.waits());
        let before = self.messages.insert(id, message);
        self.unread -= u32::from(before.is_some_and(|before| before.waits()));
    }

    /// Takes a message out; none if there is none.
    pub(super) fn remove(&mut self, id: &str) -> Option<Message> {
        let message = self.messages.remove(id)?;
        self.unread -= u32::from(message.waits());
        Some(message)
    }

    /// One was seen, or was not seen after all.
    fn set_seen(&mut self, id: &str, seen: bool) {
        if let Some(message) = self.messages.get_mut(id) {
            self.unread -= u32::from(message.waits());
            message.seen = seen;
            self.unread += u32::from(message.waits());
        }
    }
}

impl Messages {
    /// The ids of those that are different since the last time, some of which may be gone.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<(AccountId, String)> {
        std::mem::take(&mut self.changed)
    }

    /// Takes in what a widget said about a message. Saying it twice changes nothing.
    pub(crate) fn observe(
        &mut self,
        account: &AccountId,
        seen: MessageObservation,
        now: Timestamp,
    ) {
        let Some(book) = self.books.get_mut(account) else { return };
        let id = cap(&seen.id, NAME_MAX);
        let updated = Change::Updated { account: account.clone() };
        if seen.gone {
            if book.remove(&id).is_some() {
                self.changes.push(updated);
            }
            return;
        }
        let known = book.messages.get(&id);
        let first = known.is_none();
        // What is in a message says more about its age than the name under which it comes.
        let is_old = seen.created_at.is_some_and(|at| now.since(at) > MESSAGE_NEW);
        let said_to_arrive = seen.arrived && !is_old;
        let mut message = merge(known, seen, now);
        let waits = message.waits();
        let arrives = waits && said_to_arrive && !message.arrived;
        let is_different = known != Some(&message);
        if !is_different && !arrives {
            return;
        }
        message.arrived |= arrives;
        book.put(id.clone(), message);
        while book.messages.len() > MESSAGES_MAX {
            let oldest = book.messages.iter().min_by_key(|(_, message)| message.at);
            let Some(oldest) = oldest.map(|(id, _)| id.clone()) else { break };
            book.remove(&oldest);
        }
        if is_different {
            self.changed.insert((account.clone(), id.clone()));
        }
        self.changes.push(updated);
        if arrives {
            self.changes.push(Change::Arrived { account: account.clone(), id });
        } else if waits && first && is_old {
            self.changes.push(Change::FoundUnread { account: account.clone() });
        }
    }

    /// Those of an account that `of` means were seen. Gives the ids of those that were unread.
    pub(crate) fn mark_seen(
        &mut self,
        account: &AccountId,
        of: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let Some(book) = self.books.get_mut(account).filter(|book| book.unread > 0) else {
            return Vec::new();
        };
        let waiting = book.messages.iter().filter(|(id, message)| message.waits() && of(id));
        let seen: Vec<String> = waiting.map(|(id, _)| id.clone()).collect();
        for id in &seen {
            book.set_seen(id, true);
            self.changed.insert((account.clone(), id.clone()));
        }
        if !seen.is_empty() {
            self.changes.push(Change::Updated { account: account.clone() });
        }
        seen
    }

    /// One was not seen after all; if its vendor has not marked it as read since, it counts as unread again.
    pub(crate) fn mark_unseen(&mut self, account: &AccountId, id: &str) {
        let Some(book) = self.books.get_mut(account) else { return };
        if book.messages.contains_key(id) {
            book.set_seen(id, false);
            self.changed.insert((account.clone(), id.to_owned()));
            self.changes.push(Change::Updated { account: account.clone() });
        }
    }

    /// The account is gone with its messages.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.books.remove(account);
    }

    /// One message.
    pub(crate) fn get(&self, account: &AccountId, id: &str) -> Option<&Message> {
        self.books.get(account)?.messages.get(id)
    }
}

/// What is known after an observation: it fills and replaces, but never un-sees.
fn merge(known: Option<&Message>, seen: MessageObservation, now: Timestamp) -> Message {
    let short = |text: Option<Private<String>>, max| text.and_then(|text| cap_private(text, max));
    let party = number::plain(seen.party);
    let new = Message {
        kind: seen.kind,
        direction: seen.direction.or(known.map(|k| k.direction)).unwrap_or(Direction::Inbound),
        number: short(party.number, NAME_MAX),
        name: short(party.name, NAME_MAX),
        text: short(seen.text, TEXT_MAX),
        // The vendor's clock may be ahead of ours.
        at: known.map_or_else(|| seen.created_at.unwrap_or(now).min(now), |k| k.at),
        unread: seen.unread,
        seen: known.is_some_and(|k| k.seen),
        arrived: known.is_some_and(|k| k.arrived),
        seconds: seen.seconds,
        pages: seen.pages,
        attachments: seen.attachments,
    };
    let Some(known) = known else { return new };
    Message {
        number: new.number.or_else(|| known.number.clone()),
        name: new.name.or_else(|| known.name.clone()),
        text: new.text.or_else(|| known.text.clone()),
        seconds: new.seconds.or(known.seconds),
        pages: new.pages.or(known.pages),
        ..new
    }
}

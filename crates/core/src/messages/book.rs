//! Messages: what is known of SMS, voicemail and fax, and how many of them wait.

use super::facts::{MessageKind, MessageObservation};
use crate::accounts::AccountId;
use crate::attention;
use crate::attention::Occasion;
use crate::base::text::{NAME_MAX, TEXT_MAX, cap, cap_private};
use crate::base::{Direction, Private, Timestamp};
use crate::effect::Effect;
use crate::state::State;
use std::collections::BTreeMap;

/// Most messages kept of one account.
pub(crate) const MESSAGES_MAX: usize = 500;

/// The messages of all accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Messages {
    pub(crate) books: BTreeMap<AccountId, MessageBook>,
}

impl Messages {
    /// How many of one account count as unread.
    pub(crate) fn unread(&self, account: &AccountId) -> u32 {
        self.books.get(account).map_or(0, MessageBook::unread)
    }
}

/// The messages of one account, by the vendor's id.
#[derive(Clone, Debug, Default)]
pub(crate) struct MessageBook {
    pub(crate) messages: BTreeMap<String, Message>,
    unread: u32,
    /// Messages with a banner of their own on screen, oldest first.
    pub(crate) banners: Vec<(Timestamp, String)>,
    /// Messages behind the one banner with a count, and the newest one's time.
    pub(crate) burst: Vec<String>,
    pub(crate) burst_at: Timestamp,
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
    /// Its arrival was decided on.
    pub(crate) told: bool,
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

    fn count(&mut self) {
        let waiting = self.messages.values().filter(|message| message.waits()).count();
        self.unread = u32::try_from(waiting).unwrap_or(u32::MAX);
    }
}

/// Takes in what a widget said about a message. Saying it twice changes nothing.
pub(crate) fn observe(
    state: &mut State,
    account: &AccountId,
    seen: MessageObservation,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let started_at = state.world.started_at;
    let Some(book) = state.world.messages.books.get_mut(account) else { return };
    let id = cap(&seen.id, NAME_MAX);
    if seen.gone {
        if book.messages.remove(&id).is_some() {
            book.count();
            state.dirty = true;
            attention::messages::review(state, account, out);
        }
        return;
    }
    let known = book.messages.get(&id);
    let (arrived, created_at) = (seen.arrived, seen.created_at);
    let message = merge(known, seen, now);
    if known == Some(&message) && (!arrived || message.told) {
        return;
    }
    let first = known.is_none();
    let waits = message.waits();
    let told = message.told;
    book.messages.insert(id.clone(), message);
    while book.messages.len() > MESSAGES_MAX {
        let oldest = book.messages.iter().min_by_key(|(_, message)| message.at);
        let Some(oldest) = oldest.map(|(id, _)| id.clone()) else { break };
        book.messages.remove(&oldest);
    }
    book.count();
    state.dirty = true;
    attention::messages::review(state, account, out);
    if waits && arrived && !told {
        attention::messages::arrive(state, account, &id, now, out);
    } else if waits && first && created_at.is_some_and(|at| at < started_at) {
        let verdict = attention::notifications::weigh(state, account, Occasion::OldMessage);
        if let Some(reason) = verdict.withheld {
            attention::notices::withhold(state, "message", reason, now);
        }
    }
}

/// What is known after an observation: it fills and replaces, but never un-sees.
fn merge(known: Option<&Message>, seen: MessageObservation, now: Timestamp) -> Message {
    let short = |text: Option<Private<String>>, max| text.and_then(|text| cap_private(text, max));
    let new = Message {
        kind: seen.kind,
        direction: seen.direction.or(known.map(|k| k.direction)).unwrap_or(Direction::Inbound),
        number: short(seen.party.number, NAME_MAX),
        name: short(seen.party.name, NAME_MAX),
        text: short(seen.text, TEXT_MAX),
        // The vendor's clock may be ahead of ours.
        at: known.map_or_else(|| seen.created_at.unwrap_or(now).min(now), |k| k.at),
        unread: seen.unread,
        seen: known.is_some_and(|k| k.seen),
        told: known.is_some_and(|k| k.told),
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

/// Everything of an account was looked at.
pub(crate) fn see_all(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let Some(book) = state.world.messages.books.get_mut(account) else { return };
    if book.unread == 0 {
        return;
    }
    for message in book.messages.values_mut() {
        message.seen |= message.waits();
    }
    book.count();
    state.dirty = true;
    attention::messages::review(state, account, out);
}

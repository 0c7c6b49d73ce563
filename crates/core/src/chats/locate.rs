//! Which conversation a fact is about, where the vendor names it and where it does not; and making room.

use super::change::Change;
use super::conversation::Conversation;
use super::facts::{Author, ConversationFact, ConversationId, ConversationKey};
use super::limits::{LATE_LINE, OPEN_CONVERSATIONS};
use super::state::Chats;
use super::status;
use super::transcript::When;
use crate::accounts::{AccountId, VendorId};
use crate::base::Timestamp;
use std::time::Duration;

/// For this long after the end, what our side still says without naming a conversation belongs to it.
const AFTERWORDS: Duration = Duration::from_secs(60);

impl Chats {
    /// Finds the row a fact is about, or opens one; none if the fact opens none.
    pub(super) fn locate(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        key: Option<&ConversationKey>,
        fact: &ConversationFact,
        when: When,
        on_stage: Option<ConversationId>,
    ) -> Option<ConversationId> {
        let found = match key {
            Some(key) => self.by_key(account, vendor, key),
            None => self.unnamed(account, vendor, fact, when),
        };
        match found {
            Found::Row(id) => Some(id),
            Found::None if opens(fact, key.is_some()) => {
                Some(self.open(account, vendor, key.cloned(), when.now, on_stage))
            }
            Found::None | Found::Nowhere => None,
        }
    }

    /// Finds the row that a vendor's service speaks of, by its name alone: the page's own visitor is none of it. It opens
    /// one only for what waits for somebody or is this agent's.
    pub(super) fn locate_reported(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        key: Option<&ConversationKey>,
        fact: &ConversationFact,
        when: When,
        on_stage: Option<ConversationId>,
    ) -> Option<ConversationId> {
        let key = key?;
        let named = |row: &&Conversation| row.key.as_ref() == Some(key);
        let known = self.of_widget(account, vendor).rev().find(named).map(|row| row.id);
        known.or_else(|| {
            let opens = comes(fact) && !when.historic;
            opens.then(|| self.open(account, vendor, Some(key.clone()), when.now, on_stage))
        })
    }

    fn of_widget(
        &self,
        account: &AccountId,
        vendor: &VendorId,
    ) -> impl DoubleEndedIterator<Item = &Conversation> {
        self.rows.all().filter(move |row| row.account == *account && row.vendor == *vendor)
    }

    fn by_key(&mut self, account: &AccountId, vendor: &VendorId, key: &ConversationKey) -> Found {
        let of_widget = |row: &&Conversation| row.account == *account && row.vendor == *vendor;
        if let Some(row) = self.rows.with_key(key).rev().find(of_widget) {
            return Found::Row(row.id);
        }
        // The current conversation was heard of before its name.
        let nameless = self.rows.open().filter(|row| row.key.is_none());
        let Some(id) = nameless.rev().find(of_widget).map(|row| row.id) else { return Found::None };
        self.rows.change(id, |row| row.key = Some(key.clone()));
        Found::Row(id)
    }

    fn unnamed(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        fact: &ConversationFact,
        when: When,
    ) -> Found {
        if let ConversationFact::OfflineMessage { text } = fact {
            let again = |row: &&Conversation| row.transcript.holds_offline(text.as_ref(), when);
            let known = self.of_widget(account, vendor).rev().find(again);
            return known.map_or(Found::None, |row| Found::Row(row.id));
        }
        let open = self.rows.open().filter(|row| row.account == *account && row.vendor == *vendor);
        let open: Vec<(ConversationId, bool)> = open.map(|row| (row.id, row.stale)).collect();
        match open.as_slice() {
            // A conversation that goes on after a reload does not start again: this is another one.
            [(id, true)] if starts(fact) && !when.historic => {
                self.rows.change(*id, |row| status::give_up(row, when.now));
                self.changed(*id, when.now);
                Found::None
            }
            [(id, _)] => Found::Row(*id),
            [] => self.after_all(account, vendor, fact, when),
            // The widget names its conversations and did not say which.
            _ => Found::Nowhere,
        }
    }

    /// Every conversation of the widget is over: is this about the last one, or another one?
    fn after_all(
        &self,
        account: &AccountId,
        vendor: &VendorId,
        fact: &ConversationFact,
        when: When,
    ) -> Found {
        let last = self.of_widget(account, vendor).rev().find(|row| row.key.is_none());
        last.map_or(Found::None, |last| after(last, fact, when))
    }

    /// Opens a row. Where there are too many, the one silent for longest gives way.
    fn open(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        key: Option<ConversationKey>,
        now: Timestamp,
        on_stage: Option<ConversationId>,
    ) -> ConversationId {
        if self.rows.count_open() >= OPEN_CONVERSATIONS {
            let others = self.rows.open().filter(|row| on_stage != Some(row.id));
            let silent = others.min_by_key(|row| (row.heard_at, row.id)).map(|row| row.id);
            if let Some(id) = silent {
                self.remove(|row| row.id == id);
                self.changes.push(Change::GaveWay { account: account.clone() });
            }
        }
        let id = ConversationId(self.next);
        self.next = self.next.wrapping_add(1);
        let mut row = Conversation::open(id, account.clone(), vendor.clone(), key, now);
        if let Some(widget) = self.widget(account, vendor) {
            row.no_end_signal = widget.no_end_signal;
            if row.key.is_none() {
                row.visitor.clone_from(&widget.visitor);
            }
        }
        self.rows.insert(row);
        id
    }
}

/// What looking for a row came to.
enum Found {
    Row(ConversationId),
    /// There is none yet.
    None,
    /// There are some, and none is meant.
    Nowhere,
}

/// Whether the fact is about the last conversation, which is over.
fn after(last: &Conversation, fact: &ConversationFact, when: When) -> Found {
    let ended = last.ended();
    let at = when.at.map(|at| at.min(when.now));
    let before = at.zip(last.status_at).is_some_and(|(at, ended)| at <= ended);
    let since = when.now.since(ended);
    let belongs = match fact {
        ConversationFact::Message { message } => match message.author {
            Author::Visitor => before || (at.is_none() && since <= LATE_LINE),
            Author::Agent | Author::Bot => before || since <= AFTERWORDS,
            Author::System => true,
        },
        ConversationFact::Queued { .. }
        | ConversationFact::Offered { .. }
        | ConversationFact::Active { .. }
        | ConversationFact::CallRequested { .. } => before,
        ConversationFact::OfflineMessage { .. } => false,
        ConversationFact::Closed { .. }
        | ConversationFact::Transfer { .. }
        | ConversationFact::LabelAdded { .. }
        | ConversationFact::LabelRemoved { .. }
        | ConversationFact::Rated { .. }
        | ConversationFact::Noted { .. } => true,
        ConversationFact::VisitorTyping { .. }
        | ConversationFact::VisitorSeen { .. }
        | ConversationFact::PageViewed { .. } => return Found::Nowhere,
    };
    if belongs { Found::Row(last.id) } else { Found::None }
}

/// The fact tells that a conversation comes.
const fn starts(fact: &ConversationFact) -> bool {
    matches!(fact, ConversationFact::Queued { .. } | ConversationFact::Offered { .. })
}

/// The fact tells that somebody waits, or that an agent has them: it opens a row by itself, and is more than a line.
const fn comes(fact: &ConversationFact) -> bool {
    !matches!(fact, ConversationFact::Message { .. }) && opens(fact, false)
}

/// Whether a fact about a conversation nobody heard of opens a row. A name proves that it exists.
const fn opens(fact: &ConversationFact, named: bool) -> bool {
    match fact {
        ConversationFact::Message { message } => match message.author {
            Author::Visitor | Author::Agent => true,
            Author::Bot | Author::System => named,
        },
        ConversationFact::Queued { .. }
        | ConversationFact::Offered { .. }
        | ConversationFact::Active { .. }
        | ConversationFact::OfflineMessage { .. }
        | ConversationFact::CallRequested { .. } => true,
        ConversationFact::Closed { .. }
        | ConversationFact::VisitorTyping { .. }
        | ConversationFact::VisitorSeen { .. }
        | ConversationFact::PageViewed { .. }
        | ConversationFact::Transfer { .. }
        | ConversationFact::LabelAdded { .. }
        | ConversationFact::Noted { .. } => named,
        ConversationFact::LabelRemoved { .. } | ConversationFact::Rated { .. } => false,
    }
}

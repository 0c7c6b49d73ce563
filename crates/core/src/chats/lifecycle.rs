//! Conversations as a whole: read, left behind by their page, forgotten, and what time does to them.

use super::change::Change;
use super::conversation::{Conversation, ReplyLimits};
use super::facts::{ChatNote, ConversationId};
use super::limits::RECENT_CONVERSATIONS;
use super::state::{Chats, earlier};
use super::status;
use super::transcript::When;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::words::Words;

/// What was unread of a conversation before it was marked as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WasUnread {
    conversation: ConversationId,
    lines: u32,
    missed: bool,
    looked_at: bool,
    /// Which round of waiting it was about.
    round: u32,
}

impl Chats {
    /// The agent looks at a conversation. Gives what was unread of it, if anything was.
    pub(crate) fn mark_read(&mut self, id: ConversationId, now: Timestamp) -> Option<WasUnread> {
        let read = self.rows.change(id, mark_read)??;
        self.changed(id, now);
        Some(read)
    }

    /// The agent marks every conversation of an account as read, or of all.
    pub(crate) fn mark_all_read(
        &mut self,
        account: Option<&AccountId>,
        now: Timestamp,
    ) -> Vec<WasUnread> {
        let meant = self.rows.all().filter(|row| account.is_none_or(|a| row.account == *a));
        let meant: Vec<ConversationId> = meant.map(|row| row.id).collect();
        meant.into_iter().filter_map(|id| self.mark_read(id, now)).collect()
    }

    /// A mark as read is undone. What came since stays unread too.
    pub(crate) fn mark_unread(&mut self, was: WasUnread, now: Timestamp) {
        self.rows.change(was.conversation, |row| {
            row.unread = row.unread.saturating_add(was.lines);
            row.missed |= was.missed && !row.is_open();
            if row.round() == was.round {
                row.looked_at = was.looked_at;
            }
        });
        self.changed(was.conversation, now);
    }

    /// The agent takes a conversation off the list: closed for us, or gone if it was over.
    pub(crate) fn dismiss(&mut self, id: ConversationId, now: Timestamp) {
        match self.get(id).map(Conversation::is_open) {
            Some(true) => {
                self.rows.change(id, |row| {
                    status::give_up(row, now);
                    mark_read(row);
                });
                self.changed(id, now);
            }
            Some(false) => self.remove(|row| row.id == id),
            None => {}
        }
    }

    /// A new document said hello: what the old one told of its widgets no longer holds.
    pub(crate) fn document_started(&mut self, account: &AccountId, now: Timestamp) {
        self.document_gone(account, now);
        self.page_closed(account);
    }

    /// The page is closed: there are no widgets on it any more.
    pub(crate) fn page_closed(&mut self, account: &AccountId) {
        if let Some(widgets) = self.widgets.get_mut(account).filter(|it| !it.is_empty()) {
            widgets.clear();
            self.changes.push(Change::WidgetChanged { account: account.clone() });
        }
    }

    /// The document of an account's page is gone: what happens meanwhile is not known.
    pub(crate) fn document_gone(&mut self, account: &AccountId, now: Timestamp) {
        let when = When { at: None, historic: false, now };
        let of_page = self.rows.open().filter(|row| row.account == *account);
        for id in of_page.map(|row| row.id).collect::<Vec<_>>() {
            self.rows.change(id, |row| {
                row.typing = None;
                row.stale = true;
                row.stale_since.get_or_insert(now);
                row.transcript.note(ChatNote::PageReloaded, None, when);
            });
            self.changed(id, now);
        }
    }

    /// The account is switched off: its conversations go.
    pub(crate) fn account_disabled(&mut self, account: &AccountId, words: &Words) {
        self.remove(|row| row.account == *account);
        self.give_up_deferred(account, words);
    }

    /// The account is gone with its conversations and widgets.
    pub(crate) fn account_removed(&mut self, account: &AccountId, words: &Words) {
        self.account_disabled(account, words);
        self.widgets.remove(account);
    }

    /// Lets time pass: typing ends, clocks turn, what nobody mentions is over.
    pub(crate) fn pass_time(&mut self, words: &Words, now: Timestamp) {
        self.expire_deferred(words, now);
        if self.due.is_some_and(|due| now >= due) {
            self.review_times(now);
        }
    }

    /// When the clock of the first reply turns, as the user set it now.
    pub(crate) fn use_limits(&mut self, limits: ReplyLimits, now: Timestamp) {
        if self.limits != limits {
            self.limits = limits;
            self.review_times(now);
        }
    }

    fn review_times(&mut self, now: Timestamp) {
        let limits = self.limits;
        let Self { rows, changes, due, .. } = self;
        *due = None;
        rows.change_each(|row| {
            let clock = row.clock_at(limits, now);
            let turned = std::mem::replace(&mut row.clock, clock) != clock;
            let passed = |row: &Conversation| row.deadline(limits).is_some_and(|due| now >= due);
            let late = passed(row);
            if late {
                row.typing.take_if(|typing| now >= typing.until);
                if row.is_open() && passed(row) {
                    status::give_up(row, now);
                }
            }
            if turned || late {
                changes.push(Change::Changed { conversation: row.id });
            }
            *due = earlier(*due, row.deadline(limits));
        });
    }

    /// When something must be done about a conversation although nobody speaks.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        earlier(self.due, self.deferred_until())
    }

    /// Keeps the conversations that ended last, and the one on the stage.
    pub(crate) fn drop_old(&mut self, on_stage: Option<ConversationId>) {
        let over = |row: &&Conversation| !row.is_open() && on_stage != Some(row.id);
        if self.rows.count() - self.rows.count_open() <= RECENT_CONVERSATIONS {
            return;
        }
        let surplus = self.rows.all().filter(over).count().saturating_sub(RECENT_CONVERSATIONS);
        let mut ended: Vec<(Timestamp, ConversationId)> =
            self.rows.all().filter(over).map(|row| (row.ended(), row.id)).collect();
        ended.sort_unstable();
        let old: Vec<ConversationId> = ended.into_iter().take(surplus).map(|(_, id)| id).collect();
        self.remove(|row| old.contains(&row.id));
    }
}

/// Nothing of it is unread any more, and it does not ring. It waits as it did: who has only been looked at has got no
/// answer. Gives what was unread, if that is a change.
fn mark_read(row: &mut Conversation) -> Option<WasUnread> {
    if row.unread() == 0 && row.phase().is_none() {
        return None;
    }
    let was = WasUnread {
        conversation: row.id,
        lines: row.unread,
        missed: row.missed,
        looked_at: row.looked_at,
        round: row.round(),
    };
    row.unread = 0;
    row.missed = false;
    row.looked_at = true;
    Some(was)
}

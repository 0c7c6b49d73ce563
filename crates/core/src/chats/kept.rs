//! A conversation and its lines as they are kept, and as they come back from there.

use super::change::Change;
use super::conversation::Conversation;
use super::facts::{
    Author, ChatFile, ChatNote, ClosedBy, ConversationId, ConversationKey, ConversationStatus,
    Label, Visitor,
};
use super::state::Chats;
use super::transcript::Line;
use crate::base::number::same_number;
use crate::base::{Private, Timestamp, WallClock};
use crate::history::{Entry, EntryKind};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// What of a conversation is kept, without its lines: its fingerprint costs no copy.
pub(crate) struct Kept<'c>(pub(crate) &'c Conversation);

impl Hash for Kept<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let row = self.0;
        (&row.key, row.status, row.since, row.replied_at, row.ended_at, row.missed).hash(state);
        let visitor = &row.visitor;
        (&visitor.name, &visitor.email, &visitor.phone, &row.queue, row.unread()).hash(state);
        (row.is_new, row.looked_at, row.status_at, row.closed_by).hash(state);
        row.labels.iter().for_each(|label| label.name.hash(state));
    }
}

/// What else is known of a conversation.
#[derive(Serialize, Deserialize)]
struct Detail {
    status: ConversationStatus,
    key: Option<ConversationKey>,
    closed_by: Option<ClosedBy>,
    queue: Option<Private<String>>,
    agent: Option<Private<String>>,
    visitor: Visitor,
    labels: Vec<Label>,
    called: bool,
    taken: bool,
    replied: bool,
    unread: u32,
    // What files of earlier versions do not say:
    #[serde(default)]
    missed: bool,
    #[serde(default)]
    is_new: bool,
    #[serde(default)]
    looked_at: bool,
    #[serde(default)]
    status_at: Option<Timestamp>,
}

/// What else is known of a line.
#[derive(Serialize, Deserialize)]
struct LineDetail {
    number: u32,
    author: Author,
    note: Option<ChatNote>,
    file: Option<ChatFile>,
    timed: bool,
    told_at: Option<Timestamp>,
    heard_at: Timestamp,
    historic: bool,
    unconfirmed: bool,
    id: Option<String>,
}

impl Conversation {
    /// Its key where it is kept: the vendor's, or since when the widget's nameless one goes on.
    fn kept_key(&self) -> String {
        match &self.key {
            Some(key) => format!("{}:key:{}", self.vendor.0, key.0),
            None => self.nameless_key(),
        }
    }

    fn nameless_key(&self) -> String {
        format!("{}:since:{}", self.vendor.0, self.since.0)
    }

    /// As it is kept.
    pub(crate) fn entry(&self, named_late: NamedLate, clock: WallClock) -> Entry {
        let detail = Detail {
            status: self.status,
            key: self.key.clone(),
            closed_by: self.closed_by,
            queue: self.queue.clone(),
            agent: self.agent.clone(),
            visitor: self.visitor.clone(),
            labels: self.labels.clone(),
            called: self.called,
            taken: self.taken,
            replied: self.replied,
            unread: self.unread,
            missed: self.missed,
            is_new: self.is_new,
            looked_at: self.looked_at,
            status_at: self.status_at.map(|at| clock.shows(at)),
        };
        let closed = self.closed_by.and_then(|by| serde_json::to_value(by).ok());
        let closed = closed.and_then(|by| by.as_str().map(str::to_owned));
        let mut keys = vec![self.kept_key()];
        if named_late == NamedLate::Yes {
            keys.push(self.nameless_key());
        }
        Entry {
            account: Some(self.account.clone()),
            vendor: Some(self.vendor.clone()),
            keys,
            answered_at: self.replied_at.filter(|_| self.replied).map(|at| clock.shows(at)),
            ended_at: self.ended_at.map(|at| clock.shows(at)),
            outcome: if self.missed { Some("missed".to_owned()) } else { closed },
            number: self.visitor.phone.clone(),
            address: self.visitor.email.clone(),
            name: self.visitor.name.clone(),
            unread: self.unread() > 0,
            open: self.is_open(),
            detail: serde_json::to_value(detail).ok().map(Private::new),
            ..Entry::new(EntryKind::Conversation, "", clock.shows(self.since))
        }
    }

    /// Its lines that were written or changed since its lines had changed so often.
    pub(crate) fn lines_since(&self, changes: u32) -> impl Iterator<Item = &Line> {
        self.transcript.lines.iter().filter(move |line| line.changed > changes)
    }

    /// How often its lines changed.
    pub(crate) const fn line_changes(&self) -> u32 {
        self.transcript.changes
    }

    /// A line of it as it is kept.
    pub(crate) fn line_entry(&self, line: &Line, clock: WallClock) -> Entry {
        let id = line.id.as_ref().map(|id| format!("id:{id}"));
        let told =
            || line.told_at.map(|at| format!("at:{}:{:?}:{:x}", at.0, line.author, words(line)));
        // History that names neither is told again word for word.
        let again = || line.historic.then(|| format!("same:{:?}:{:x}", line.author, words(line)));
        let here = format!("here:{}:{}", self.since.0, line.number);
        let keys = match id.or_else(told).or_else(again) {
            Some(key) => vec![key, here],
            None => vec![here],
        };
        let detail = LineDetail {
            number: line.number,
            author: line.author,
            note: line.note,
            file: line.file.clone(),
            timed: line.timed,
            told_at: line.told_at,
            heard_at: line.heard_at,
            historic: line.historic,
            unconfirmed: line.unconfirmed,
            id: line.id.clone(),
        };
        let word = match line.note {
            Some(note) => serde_json::to_value(note),
            None => serde_json::to_value(line.author),
        };
        Entry {
            account: Some(self.account.clone()),
            vendor: Some(self.vendor.clone()),
            keys,
            within: Some(self.kept_key()),
            outcome: word.ok().and_then(|it| it.as_str().map(str::to_owned)),
            name: line.name.clone(),
            text: line.text.clone(),
            detail: serde_json::to_value(detail).ok().map(Private::new),
            ..Entry::new(EntryKind::Line, "", clock.shows(line.at))
        }
    }
}

/// Whether a conversation was kept before its vendor named it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamedLate {
    /// It has a key from that time, too.
    Yes,
    /// It has its name's alone.
    No,
}

fn words(line: &Line) -> u64 {
    let mut hasher = fnv::FnvHasher::default();
    (line.note, &line.text).hash(&mut hasher);
    line.file.as_ref().map(|file| (&file.name, &file.url)).hash(&mut hasher);
    hasher.finish()
}

impl Chats {
    /// Takes back a conversation that was open, or over with something unread. What is told again of it makes no noise.
    pub(crate) fn restore(
        &mut self,
        entry: &Entry,
        clock: WallClock,
        now: Timestamp,
    ) -> Option<ConversationId> {
        let account = entry.account.clone()?;
        let vendor = entry.vendor.clone()?;
        let detail: Detail =
            serde_json::from_value(entry.detail.as_ref()?.reveal().clone()).ok()?;
        let same = |row: &Conversation| {
            row.account == account && row.vendor == vendor && row.key == detail.key
        };
        let closed = detail.status == ConversationStatus::Closed;
        if (closed && !entry.unread) || self.rows.all().any(same) {
            return None;
        }
        let id = ConversationId(self.next);
        self.next = self.next.wrapping_add(1);
        let mut row = Conversation::open(id, account, vendor, detail.key, now);
        row.status = detail.status;
        row.assumed = !closed;
        row.status_at = detail.status_at.map(|at| clock.moment(at));
        row.closed_by = detail.closed_by;
        row.ended_at = entry.ended_at.map(|at| clock.moment(at));
        row.since = clock.moment(entry.at);
        row.queue = detail.queue;
        row.agent = detail.agent;
        row.visitor = detail.visitor;
        row.labels = detail.labels;
        row.called = detail.called;
        row.taken = detail.taken;
        row.replied = detail.replied;
        row.replied_at = entry.answered_at.map(|at| clock.moment(at));
        row.unread = detail.unread;
        // Until this was kept of its own, only one that was missed was unread without an unread line.
        row.missed = closed && (detail.missed || detail.unread == 0);
        row.is_new = detail.is_new;
        // Who was answered, or has it, was looked at.
        row.looked_at = detail.looked_at || row.status == ConversationStatus::Active;
        // Its page begins anew: whether what is open still stands so is not known until it is told.
        row.stale = !closed;
        row.stale_since = (!closed).then_some(now);
        self.rows.insert(row);
        self.changed(id, now);
        Some(id)
    }

    /// Takes back a line of a conversation that was.
    pub(crate) fn restore_line(
        &mut self,
        id: ConversationId,
        entry: &Entry,
        clock: WallClock,
    ) -> Option<()> {
        let detail: LineDetail =
            serde_json::from_value(entry.detail.as_ref()?.reveal().clone()).ok()?;
        let line = Line {
            changed: 0,
            number: detail.number,
            author: detail.author,
            name: entry.name.clone(),
            note: detail.note,
            text: entry.text.clone(),
            file: detail.file,
            at: clock.moment(entry.at),
            timed: detail.timed,
            told_at: detail.told_at,
            heard_at: detail.heard_at,
            historic: detail.historic,
            unconfirmed: detail.unconfirmed,
            id: detail.id,
        };
        self.rows.change(id, |row| row.transcript.put_back(line))?;
        self.changes.push(Change::Changed { conversation: id });
        Some(())
    }
}

impl Chats {
    /// Forgets the conversations with a person that are over.
    pub(crate) fn forget_person(&mut self, who: &str) {
        let theirs = |row: &Conversation| {
            let phone = row.visitor.phone.as_ref().is_some_and(|it| same_number(it.reveal(), who));
            let is_address =
                |it: &Private<String>| it.reveal().trim().eq_ignore_ascii_case(who.trim());
            phone || row.visitor.email.as_ref().is_some_and(is_address)
        };
        self.remove(|row| !row.is_open() && theirs(row));
    }
}

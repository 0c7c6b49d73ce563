//! The transcript of one conversation: its lines in order, each once, and not without end.

use super::facts::{Author, ChatFile, ChatMessage, ChatNote};
use super::limits::{
    CHAT_TIMEOUT, CONVERSATION_SILENT, DUPLICATE_WINDOW, TRANSCRIPT_BYTES, TRANSCRIPT_LINES,
};
use super::same_words::same_words;
use crate::base::text::{NAME_MAX, TEXT_MAX, URL_MAX, cap, cap_private};
use crate::base::{Private, Timestamp};
use std::collections::VecDeque;
use std::time::Duration;

/// Most ids remembered to know a message again: more than lines, so that a dropped one stays known.
const IDS_MAX: usize = 2 * TRANSCRIPT_LINES;

/// Two sources of one vendor time the same line this far apart at most.
const SAME_WORDS_APART: Duration = Duration::from_secs(30);

/// Longest address of a file that is kept, in bytes: signed ones carry a whole permit.
const FILE_URL_MAX: usize = 8000;

/// Lines in the order they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Transcript {
    pub(super) lines: VecDeque<Line>,
    /// Earlier lines that were not kept.
    pub(super) omitted: u32,
    /// Grows with every change.
    pub(super) changes: u32,
    next: u32,
    bytes: usize,
    ids: VecDeque<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(super) number: u32,
    /// [`Transcript::changes`] when it was written or changed last.
    pub(super) changed: u32,
    pub(super) author: Author,
    pub(super) name: Option<Private<String>>,
    pub(super) note: Option<ChatNote>,
    pub(super) text: Option<Private<String>>,
    pub(super) file: Option<ChatFile>,
    /// By the vendor's clock if told, else by ours.
    pub(super) at: Timestamp,
    /// The vendor told the time.
    pub(super) timed: bool,
    /// As it told it: by that a line told again is known.
    pub(super) told_at: Option<Timestamp>,
    /// When it reached us.
    pub(super) heard_at: Timestamp,
    pub(super) historic: bool,
    /// Handed to a widget that has not shown it.
    pub(super) unconfirmed: bool,
    pub(super) id: Option<String>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is a new line.
    New,
    /// It stood here already.
    Known,
    /// It was handed over before, and now the widget shows it.
    Confirmed,
}

/// When a line was written and told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct When {
    /// By the vendor's clock, if told.
    pub(crate) at: Option<Timestamp>,
    pub(crate) historic: bool,
    pub(crate) now: Timestamp,
}

impl When {
    /// It happened so long ago that nobody waits for an answer at this moment, whenever it is told. A vendor's clock may be
    /// minutes off, so that only what is long past counts.
    pub(crate) fn is_long_ago(self) -> bool {
        self.at.is_some_and(|at| self.now.since(at) > CONVERSATION_SILENT)
    }
}

impl Transcript {
    /// Somebody wrote something, as far as told.
    pub(crate) fn has_messages(&self) -> bool {
        self.lines.iter().any(|line| line.note.is_none() && !line.unconfirmed)
    }

    /// Adds words of the agent that went to a widget which may never show them.
    pub(crate) fn hand_over(&mut self, text: &Private<String>, when: When) {
        self.insert(Line {
            number: 0,
            changed: 0,
            author: Author::Agent,
            name: None,
            note: None,
            text: cap_private(text.clone(), TEXT_MAX),
            file: None,
            at: when.now,
            timed: false,
            told_at: None,
            heard_at: when.now,
            historic: false,
            unconfirmed: true,
            id: None,
        });
    }

    /// The oldest line handed over with these words.
    fn handed_over(
        &mut self,
        author: Author,
        text: Option<&Private<String>>,
        file: &Option<ChatFile>,
        when: When,
    ) -> Option<&mut Line> {
        let fits = |line: &Line| match (author, text) {
            (Author::Visitor, _) => false,
            // No text told is no text to compare: then it must come soon, from the agent.
            (_, None) => {
                author == Author::Agent
                    && file.is_none()
                    && when.now.since(line.heard_at) <= CHAT_TIMEOUT
            }
            (_, Some(_)) => line.text.as_ref().is_some_and(|asked| same_words(asked, text)),
        };
        self.lines.iter_mut().find(|line| line.unconfirmed && fits(line))
    }

    /// Takes in a message.
    pub(crate) fn write(&mut self, message: ChatMessage, when: When) -> Written {
        let id = message.id.as_deref().filter(|id| !id.is_empty()).map(|id| cap(id, NAME_MAX));
        let name = message.name.and_then(|name| cap_private(name, NAME_MAX));
        let text = message.text.and_then(|text| cap_private(text, TEXT_MAX));
        let file = message.file.map(cut_file);
        if let Some(known) = self.find(id.as_deref(), message.author, text.as_ref(), &file, when) {
            if let Some(line) = known.and_then(|index| self.lines.get_mut(index)) {
                let old = size(line);
                let before = (line.text.is_some(), line.name.is_some(), line.file.is_some());
                line.text = line.text.take().or(text);
                line.name = line.name.take().or(name);
                line.file = line.file.take().or(file);
                self.bytes += size(line) - old;
                let after = (line.text.is_some(), line.name.is_some(), line.file.is_some());
                let is_named = line.id.is_none() && id.is_some();
                if before != after || is_named {
                    self.changes = self.changes.saturating_add(1);
                    line.changed = self.changes;
                }
                if is_named {
                    line.id.clone_from(&id);
                    self.remember(id);
                }
            }
            return Written::Known;
        }
        self.remember(id.clone());
        let changes = self.changes.saturating_add(1);
        if let Some(line) = self.handed_over(message.author, text.as_ref(), &file, when) {
            line.unconfirmed = false;
            line.name = line.name.take().or(name);
            line.timed = when.at.is_some();
            line.told_at = when.at;
            line.at = when.at.map_or(line.at, |at| at.min(when.now));
            line.heard_at = when.now;
            line.id = id;
            line.changed = changes;
            self.changes = changes;
            return Written::Confirmed;
        }
        self.insert(Line {
            number: 0,
            changed: 0,
            author: message.author,
            name,
            note: None,
            text,
            file,
            at: when.at.map_or(when.now, |at| at.min(when.now)),
            timed: when.at.is_some(),
            told_at: when.at,
            heard_at: when.now,
            historic: when.historic,
            unconfirmed: false,
            id,
        });
        Written::New
    }

    /// The message left while nobody was there stands here already.
    pub(crate) fn holds_offline(&self, text: Option<&Private<String>>, when: When) -> bool {
        let text = text.and_then(|text| cap_private(text.clone(), TEXT_MAX));
        let at = when.at.map(|at| at.min(when.now));
        self.lines.iter().any(|line| {
            let close = when.now.since(line.heard_at) <= DUPLICATE_WINDOW;
            line.note == Some(ChatNote::OfflineMessage)
                && line.text == text
                && (close || when.historic || (line.timed && at == Some(line.at)))
        })
    }

    /// Adds a line nobody wrote. Told twice it stands once; a newer one of the same kind takes the
    /// place of one that nothing followed, where only the last matters.
    pub(crate) fn note(&mut self, note: ChatNote, detail: Option<Private<String>>, when: When) {
        let text = detail.and_then(|text| cap_private(text, URL_MAX));
        self.note_text(note, text, when);
    }

    /// Same, with the visitor's own words.
    pub(crate) fn note_text(&mut self, note: ChatNote, text: Option<Private<String>>, when: When) {
        let at = when.at.map_or(when.now, |at| at.min(when.now));
        let same = |line: &Line| line.note == Some(note) && line.text == text;
        let again = |line: &Line| {
            let close = when.now.since(line.heard_at) <= DUPLICATE_WINDOW;
            same(line) && (close || (when.at.is_some() && line.timed && line.at == at))
        };
        if self.lines.iter().rev().any(again) {
            return;
        }
        let passing = matches!(note, ChatNote::PageViewed | ChatNote::PageReloaded);
        if passing && self.lines.back().is_some_and(|line| line.note == Some(note)) {
            self.drop_last();
        }
        self.insert(Line {
            number: 0,
            changed: 0,
            author: Author::System,
            name: None,
            note: Some(note),
            text,
            file: None,
            at,
            timed: when.at.is_some(),
            told_at: when.at,
            heard_at: when.now,
            historic: when.historic,
            unconfirmed: false,
            id: None,
        });
    }

    /// Whether the message is known, and its line if that is still kept. The same id is the same
    /// message and another id another one; without ids it is who, what and when, as its vendor says.
    #[expect(clippy::option_option, reason = "known without a line is its own answer")]
    fn find(
        &self,
        id: Option<&str>,
        author: Author,
        text: Option<&Private<String>>,
        file: &Option<ChatFile>,
        when: When,
    ) -> Option<Option<usize>> {
        if let Some(id) = id
            && self.ids.iter().any(|known| known == id)
        {
            return Some(self.lines.iter().position(|line| line.id.as_deref() == Some(id)));
        }
        // One source names it and the other does not. What is told long after goes by when it was written.
        let told_twice = |line: &Line| {
            let written = when.at.filter(|_| when.historic && line.timed);
            let close =
                |at: Timestamp| at.since(line.at).max(line.at.since(at)) <= SAME_WORDS_APART;
            text.is_some()
                && id.is_some() != line.id.is_some()
                && (when.now.since(line.heard_at) <= DUPLICATE_WINDOW || written.is_some_and(close))
        };
        let near = |line: &Line| match when.at {
            Some(at) if line.timed => line.told_at == Some(at) || told_twice(line),
            // What is told as it happens is told once. Only history tells again what had no time.
            _ => (when.historic && (text.is_some() || file.is_some())) || told_twice(line),
        };
        let same = |line: &Line| {
            line.note.is_none()
                && !line.unconfirmed
                && line.author == author
                && (id.is_none() || line.id.is_none())
                && line.text.as_ref() == text
                && line.file == *file
                && near(line)
        };
        self.lines.iter().rposition(same).map(Some)
    }

    fn remember(&mut self, id: Option<String>) {
        self.ids.extend(id);
        while self.ids.len() > IDS_MAX {
            self.ids.pop_front();
        }
    }

    /// Puts a line where its time says, and drops the oldest beyond the limits.
    fn insert(&mut self, mut line: Line) {
        self.changes = self.changes.saturating_add(1);
        line.changed = self.changes;
        line.number = self.next;
        self.next = self.next.wrapping_add(1);
        self.bytes += size(&line);
        let later = self.lines.iter().rev().take_while(|known| known.at > line.at).count();
        self.lines.insert(self.lines.len() - later, line);
        while self.lines.len() > TRANSCRIPT_LINES || self.bytes > TRANSCRIPT_BYTES {
            let Some(dropped) = self.lines.pop_front() else { break };
            self.bytes = self.bytes.saturating_sub(size(&dropped));
            self.omitted = self.omitted.saturating_add(1);
        }
    }

    /// Puts a line back that was here before the program began, under its number.
    pub(super) fn put_back(&mut self, line: Line) {
        let number = line.number;
        self.remember(line.id.clone());
        self.insert(line);
        if let Some(line) =
            self.lines.iter_mut().find(|line| line.number == self.next.wrapping_sub(1))
        {
            line.number = number;
        }
        self.next = number.saturating_add(1).max(self.next);
    }

    fn drop_last(&mut self) {
        if let Some(last) = self.lines.pop_back() {
            self.bytes = self.bytes.saturating_sub(size(&last));
        }
    }
}

/// Bytes of what a line holds: what is bounded is memory.
fn size(line: &Line) -> usize {
    let url = line.file.as_ref().and_then(|file| file.url.as_ref());
    [line.text.as_ref(), url].into_iter().flatten().map(|text| text.reveal().len()).sum()
}

/// Cuts a file's details; an address that is no web address is not kept.
fn cut_file(file: ChatFile) -> ChatFile {
    let web = |url: &Private<String>| {
        let url = url.reveal();
        url.len() <= FILE_URL_MAX && (url.starts_with("https://") || url.starts_with("http://"))
    };
    ChatFile {
        name: file.name.and_then(|name| cap_private(name, NAME_MAX)),
        url: file.url.filter(web),
        mime: file.mime.map(|mime| cap(&mime, NAME_MAX)),
    }
}

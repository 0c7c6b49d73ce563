//! How a conversation changes: one observation applied to its row.

use super::change::Change;
use super::conversation::{Conversation, Phase, Typing};
use super::facts::{
    Author, ChatMessage, ChatNote, ChatObservation, ClosedBy, ConversationFact, ConversationId,
    ConversationKey, ConversationStatus, Label, Rating, TransferStep,
};
use super::limits::TYPING_SHOWN;
use super::state::Chats;
use super::status::{agent_wrote, close, come, visitor_wrote};
use super::transcript::{When, Written};
use super::visitor::{Recency, fill, merge, view_page};
use crate::accounts::AccountId;
use crate::base::text::{NAME_MAX, TEXT_MAX, cap, cap_private};
use crate::base::{Private, Timestamp};

/// Most labels kept of one conversation.
pub(crate) const LABELS_MAX: usize = 30;

/// What an observation must be seen beside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    /// The conversation that the window shows.
    pub(crate) on_stage: Option<ConversationId>,
    /// Whether requests wait for a sign.
    pub(crate) requests: Requests,
    pub(crate) teller: Teller,
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Teller {
    /// The widget on the account's page: what it shows is this agent's.
    Widget,
    /// The vendor's service: it tells of the whole company's conversations, each by its name.
    Service,
}

/// Whether requests to chat widgets wait for a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requests {
    Wait,
    None,
}

impl Chats {
    /// Takes in what a widget said about a conversation. Saying it twice changes nothing.
    pub(crate) fn observe(
        &mut self,
        account: &AccountId,
        seen: ChatObservation,
        around: Surroundings,
        now: Timestamp,
    ) {
        let ChatObservation { vendor, conversation, at, historic, agent, fact } = seen;
        let when = When { at, historic, now };
        let agent = agent.and_then(|agent| cap_private(agent, NAME_MAX));
        if around.teller == Teller::Widget {
            self.knows_agent(account, &vendor, agent);
        }
        let key = conversation.filter(|key| !key.0.is_empty());
        let key = key.map(|key| ConversationKey(cap(&key.0, NAME_MAX)));
        if key.is_none() && around.teller == Teller::Widget {
            self.remember_visitor(account, &vendor, &fact);
        }
        let next = self.next;
        let id = match around.teller {
            Teller::Widget => {
                self.locate(account, &vendor, key.as_ref(), &fact, when, around.on_stage)
            }
            Teller::Service => {
                self.locate_reported(account, &vendor, key.as_ref(), &fact, when, around.on_stage)
            }
        };
        let Some(id) = id else {
            if around.teller == Teller::Widget && matches!(fact, ConversationFact::Message { .. }) {
                // Somebody's words, and nobody knows in which conversation: not lost from the count.
                self.changes.push(Change::Misplaced { account: account.clone() });
            }
            return;
        };
        if !historic && around.requests == Requests::Wait && may_be_sign(&fact) {
            self.changes.push(Change::Reported { conversation: id, fact: fact.clone() });
        }
        let is_new_row = self.next != next;
        let is_message = matches!(fact, ConversationFact::Message { .. });
        let taken_in = self.rows.change(id, |row| take_in(row, fact, when));
        let Some(TakenIn { is_different, is_line, arrived }) = taken_in else { return };
        if is_new_row || is_different {
            self.changed(id, now);
        }
        if is_message && !historic && !is_line {
            self.changes.push(Change::Repeated { account: account.clone() });
        }
        if arrived {
            self.changes.push(Change::LineArrived { conversation: id });
        }
    }
}

/// What an observation came to.
struct TakenIn {
    /// The conversation is different.
    is_different: bool,
    /// So are its lines.
    is_line: bool,
    /// A line came that the agent should know of.
    arrived: bool,
}

/// Applies a fact, and says what is different.
fn take_in(row: &mut Conversation, fact: ConversationFact, when: When) -> TakenIn {
    let before = without_lines(row);
    let changes = row.transcript.changes;
    let line = apply(row, fact, when);
    if !when.historic {
        row.heard_at = when.now;
        row.stale = false;
        row.stale_since = None;
    }
    let is_line = row.transcript.changes != changes;
    TakenIn {
        is_different: is_line || !is_same_but_lines(row, &before),
        is_line,
        arrived: line && row.phase() == Some(Phase::Lines) && !when.is_long_ago(),
    }
}

/// Requests wait for what is said and done in a conversation, and for nothing else.
const fn may_be_sign(fact: &ConversationFact) -> bool {
    match fact {
        ConversationFact::Message { .. }
        | ConversationFact::Noted { .. }
        | ConversationFact::Transfer { .. } => true,
        ConversationFact::Queued { .. }
        | ConversationFact::Offered { .. }
        | ConversationFact::Active { .. }
        | ConversationFact::Closed { .. }
        | ConversationFact::OfflineMessage { .. }
        | ConversationFact::CallRequested { .. }
        | ConversationFact::VisitorTyping { .. }
        | ConversationFact::VisitorSeen { .. }
        | ConversationFact::PageViewed { .. }
        | ConversationFact::LabelAdded { .. }
        | ConversationFact::LabelRemoved { .. }
        | ConversationFact::Rated { .. } => false,
    }
}

/// Everything but the transcript, to see whether it changed.
fn without_lines(row: &mut Conversation) -> Conversation {
    let lines = std::mem::take(&mut row.transcript);
    let bare = row.clone();
    row.transcript = lines;
    bare
}

/// Whether nothing changed but the transcript, and when it was heard of.
fn is_same_but_lines(row: &mut Conversation, before: &Conversation) -> bool {
    let lines = std::mem::take(&mut row.transcript);
    let heard_at = std::mem::replace(&mut row.heard_at, before.heard_at);
    let is_same = *row == *before;
    row.transcript = lines;
    row.heard_at = heard_at;
    is_same
}

/// Applies a fact. True if a line came that is new to the agent.
fn apply(row: &mut Conversation, fact: ConversationFact, when: When) -> bool {
    let told = if when.historic { Recency::Before } else { Recency::Now };
    match fact {
        ConversationFact::Queued { queue, position } => {
            fill(&mut row.queue, queue, NAME_MAX, told);
            come(row, ConversationStatus::Queued, when);
            if row.status == ConversationStatus::Queued && !when.historic {
                row.position = position.or(row.position);
            }
        }
        ConversationFact::Offered { queue } => {
            fill(&mut row.queue, queue, NAME_MAX, told);
            come(row, ConversationStatus::Offered, when);
        }
        ConversationFact::Active { agent } => {
            fill(&mut row.agent, agent, NAME_MAX, told);
            come(row, ConversationStatus::Active, when);
        }
        ConversationFact::Closed { by, reason } => close(row, by, reason.as_deref(), when),
        ConversationFact::Message { message } => return wrote(row, message, when),
        ConversationFact::OfflineMessage { text } => return left(row, text, when),
        ConversationFact::CallRequested { phone } => {
            fill(&mut row.visitor.phone, phone.clone(), NAME_MAX, told);
            let before = row.transcript.changes;
            row.transcript.note(ChatNote::CallRequested, phone, when);
            if row.transcript.changes != before {
                come(row, ConversationStatus::Offered, when);
                return visitor_wrote(row, when);
            }
        }
        ConversationFact::VisitorTyping { preview } => {
            if row.is_open() && !when.historic {
                let until = when.now + TYPING_SHOWN;
                let preview = preview.and_then(|text| cap_private(text, TEXT_MAX));
                row.typing = Some(Typing { until, preview });
            }
        }
        ConversationFact::VisitorSeen { visitor } => merge(&mut row.visitor, *visitor, told),
        ConversationFact::PageViewed { page } => {
            let url = page.url.clone();
            let before = row.visitor.page.url.clone();
            view_page(&mut row.visitor.page, page, told);
            if row.visitor.page.url != before {
                row.transcript.note(ChatNote::PageViewed, url, when);
            }
        }
        ConversationFact::Transfer { step, to } => transfer(row, step, to, when),
        ConversationFact::LabelAdded { label } => add_label(row, label, when),
        ConversationFact::LabelRemoved { label } => {
            let label = cut_label(label);
            let before = row.labels.len();
            row.handed_labels.retain(|handed| !handed.is_same(&label));
            row.labels.retain(|known| !known.is_same(&label));
            if row.labels.len() != before {
                row.transcript.note(ChatNote::LabelRemoved, Some(in_words(&label)), when);
            }
        }
        ConversationFact::Rated { rating } => {
            let cut = Rating {
                value: rating.value,
                scale: rating.scale.map(|scale| cap(&scale, NAME_MAX)),
                comment: rating.comment.and_then(|text| cap_private(text, TEXT_MAX)),
            };
            if row.rating.as_ref() != Some(&cut) {
                row.transcript.note(ChatNote::Rated, cut.comment.clone(), when);
                row.rating = Some(cut);
            }
        }
        ConversationFact::Noted { note, detail } => row.transcript.note(note, detail, when),
    }
    false
}

/// Somebody wrote.
fn wrote(row: &mut Conversation, message: ChatMessage, when: When) -> bool {
    let author = message.author;
    let name = message.name.clone();
    let written = row.transcript.write(message, when);
    if written == Written::Confirmed {
        // What it meant was done when it was handed over; the visitor may have written since.
        row.replied_at = row.replied_at.max(when.at.map(|at| at.min(when.now)));
    }
    if written != Written::New {
        return false;
    }
    match author {
        Author::Visitor => {
            fill(&mut row.visitor.name, name, NAME_MAX, Recency::Before);
            visitor_wrote(row, when)
        }
        Author::Agent => {
            let told = if when.historic { Recency::Before } else { Recency::Now };
            fill(&mut row.agent, name, NAME_MAX, told);
            agent_wrote(row, when);
            false
        }
        Author::Bot | Author::System => false,
    }
}

/// The visitor left a message and went: over, and to be read.
fn left(row: &mut Conversation, text: Option<Private<String>>, when: When) -> bool {
    let text = text.and_then(|text| cap_private(text, TEXT_MAX));
    if row.transcript.holds_offline(text.as_ref(), when) {
        return false;
    }
    row.transcript.note_text(ChatNote::OfflineMessage, text, when);
    if row.is_open() && row.assumed {
        row.status = ConversationStatus::Closed;
        row.assumed = false;
        row.closed_by = Some(ClosedBy::Visitor);
        row.ended_at = Some(when.now);
        row.status_at = when.at.map(|at| at.min(when.now));
    }
    let is_new = !when.historic;
    row.unread = row.unread.saturating_add(u32::from(is_new));
    is_new
}

fn transfer(row: &mut Conversation, step: TransferStep, to: Option<Private<String>>, when: When) {
    let note = match step {
        TransferStep::Requested => ChatNote::TransferRequested,
        TransferStep::Accepted => ChatNote::TransferAccepted,
        TransferStep::Rejected => ChatNote::TransferRejected,
        TransferStep::Reclaimed => ChatNote::Reclaimed,
    };
    row.transcript.note(note, to, when);
    if when.historic || !row.is_open() {
        return;
    }
    row.transfer = Some(step);
    if step == TransferStep::Accepted {
        close(row, ClosedBy::Transferred, None, when);
    }
}

fn add_label(row: &mut Conversation, label: Label, when: When) {
    let label = cut_label(label);
    if label.name.trim().is_empty() {
        return;
    }
    let room = row.labels.len() < LABELS_MAX;
    let handed = row.handed_labels.len();
    row.handed_labels.retain(|handed| !handed.is_same(&label));
    let confirms = row.handed_labels.len() != handed;
    let told = in_words(&label);
    match row.labels.iter_mut().find(|known| known.is_same(&label)) {
        Some(known) if *known == label && !confirms => return,
        Some(known) => *known = label,
        None if room => row.labels.push(label),
        None => return,
    }
    row.transcript.note(ChatNote::LabelAdded, Some(told), when);
}

/// As much of a label as is kept.
fn cut_label(label: Label) -> Label {
    Label {
        name: cap(&label.name, NAME_MAX),
        value: label.value.and_then(|value| cap_private(value, NAME_MAX)),
        free_form: label.free_form,
    }
}

/// A label as a line of the transcript says it: of several values of one name each has its own line.
fn in_words(label: &Label) -> Private<String> {
    let value = label.value.as_ref().map(|value| format!(": {}", value.reveal()));
    Private::new(format!("{}{}", label.name, value.unwrap_or_default()))
}

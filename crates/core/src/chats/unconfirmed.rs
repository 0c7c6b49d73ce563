//! What is remembered of a request whose widget never tells what came of it: marked as not confirmed.

use super::conversation::Conversation;
use super::facts::{ClosedBy, ConversationId, Label, TransferStep};
use super::observe::LABELS_MAX;
use super::request::{AddedFrom, ChatRequest, WhisperTo};
use super::state::Chats;
use super::status::{agent_wrote, close};
use super::transcript::When;
use crate::base::{Private, Timestamp};

impl Chats {
    /// The page took a request that nobody will ever confirm: this is the last that is heard of it.
    pub(crate) fn handed_over(
        &mut self,
        id: ConversationId,
        request: &ChatRequest,
        now: Timestamp,
    ) {
        let known = self.rows.change(id, |row| hand_over(row, request, now));
        if known.is_some() {
            self.changed(id, now);
        }
    }
}

/// Notes in a conversation what was handed over.
fn hand_over(row: &mut Conversation, request: &ChatRequest, now: Timestamp) {
    let when = When { at: None, historic: false, now };
    if let Some(text) = words_of_agent(request) {
        row.transcript.hand_over(text, when);
        if row.is_open() {
            agent_wrote(row, when);
        }
    }
    if let ChatRequest::AddLabel { label } = request {
        label_handed(row, label);
    } else if let ChatRequest::RemoveLabel { label } = request {
        row.labels.retain(|known| !known.is_same(label));
        row.handed_labels.retain(|known| !known.is_same(label));
    } else if let ChatRequest::Transfer { .. } = request {
        row.transfer = Some(TransferStep::Requested);
    } else if *request == ChatRequest::Reclaim {
        row.transfer = None;
    } else if *request == ChatRequest::Close {
        // Whoever writes on afterwards opens it again.
        close(row, ClosedBy::Agent, None, when);
    }
    row.heard_at = now;
}

/// The label shows, so that it can be taken off again.
fn label_handed(row: &mut Conversation, label: &Label) {
    let known = row.labels.iter().position(|known| known.is_same(label));
    if let Some(known) = known.and_then(|index| row.labels.get_mut(index)) {
        if known == label {
            return;
        }
        known.clone_from(label);
    } else if row.labels.len() < LABELS_MAX {
        row.labels.push(label.clone());
    } else {
        return;
    }
    row.handed_labels.retain(|known| !known.is_same(label));
    row.handed_labels.push(label.clone());
}

/// What the visitor gets to read as the agent's words.
fn words_of_agent(request: &ChatRequest) -> Option<&Private<String>> {
    let (ChatRequest::Reply { text }
    | ChatRequest::AddMessage { text, from: AddedFrom::Agent }
    | ChatRequest::Whisper { text, to: WhisperTo::Visitor }) = request
    else {
        return None;
    };
    Some(text)
}

//! How a conversation comes, is taken, ends and goes on, whatever order the facts arrive in.

use super::conversation::Conversation;
use super::facts::{Author, ChatNote, ClosedBy, ConversationStatus};
use super::limits::LATE_LINE;
use super::transcript::{Line, When};
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};

/// The conversation waits for any agent, waits for this one, or is taken.
pub(super) fn come(row: &mut Conversation, status: ConversationStatus, when: When) {
    if is_stale(row, status, when) || (!row.is_open() && is_late(row, when)) {
        return;
    }
    let again = !row.is_open();
    if again {
        reopen(row, when);
    }
    // A start that is told twice does not undo that it was taken.
    let known = !again && row.status == ConversationStatus::Active && (row.taken || row.replied);
    if known && status == ConversationStatus::Offered {
        return;
    }
    row.status_at = when.at.map(|at| at.min(when.now)).or(row.status_at);
    row.assumed = false;
    if status == ConversationStatus::Active {
        take(row);
        return;
    }
    let called = status == ConversationStatus::Offered;
    // In a queue it still waits for whoever it was offered to, unless an agent has had it.
    let goes_on = row.called && !again && row.status != ConversationStatus::Active;
    if row.status != status && !goes_on {
        row.begin_anew();
        // Back from an agent into the queue: whoever gets it next has not replied yet.
        row.replied &= row.status != ConversationStatus::Active;
    }
    row.status = status;
    row.taken = false;
    row.called = called || goes_on;
    if called {
        row.position = None;
    }
    row.is_new |= !when.historic && !when.is_long_ago();
    wait(row, when);
    if called && !row.replied {
        row.clock_from.get_or_insert(since(when));
    }
}

/// An agent has it: whatever was unread was read by whoever took it.
fn take(row: &mut Conversation) {
    if row.status == ConversationStatus::Active && row.taken {
        return;
    }
    is_with_agent(row);
    row.unread = 0;
    row.begin_anew();
    if !row.transcript.has_messages() {
        // This widget may never tell of a reply.
        row.clock_from = None;
        row.waits_since = None;
    }
}

fn is_with_agent(row: &mut Conversation) {
    row.status = ConversationStatus::Active;
    row.assumed = false;
    row.called = false;
    row.taken = true;
    row.position = None;
}

/// It is over.
pub(super) fn close(row: &mut Conversation, by: ClosedBy, reason: Option<&str>, when: When) {
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    if !row.is_open() {
        if row.closed_by == Some(ClosedBy::Unknown) {
            row.closed_by = Some(by);
        }
        row.closed_reason = row.closed_reason.take().or_else(|| reason.map(|r| cap(r, NAME_MAX)));
        return;
    }
    if is_stale(row, ConversationStatus::Closed, when) {
        return;
    }
    let lost = match by {
        ClosedBy::Visitor | ClosedBy::System | ClosedBy::Unknown => true,
        ClosedBy::Agent | ClosedBy::Transferred => false,
    };
    let unanswered = row.is_waiting() && !row.replied && !row.perhaps_answered();
    row.missed = lost && !when.historic && row.is_new && unanswered;
    row.status = ConversationStatus::Closed;
    row.assumed = false;
    row.status_at = when.at.map(|at| at.min(when.now)).or(row.status_at);
    row.ended_at = Some(since(when));
    row.closed_by = Some(by);
    row.closed_reason = reason.map(|reason| cap(reason, NAME_MAX));
    row.typing = None;
    row.waits_since = None;
    row.clock_from = None;
    row.position = None;
    row.stale = false;
    row.stale_since = None;
    if !lost {
        row.unread = 0;
    }
    row.transcript.note(ChatNote::Closed, None, when);
}

/// What is open is over because nobody can tell any more how it stands.
pub(super) fn give_up(row: &mut Conversation, now: Timestamp) {
    // What is only forgotten was not missed: nobody is left to call back.
    row.is_new = false;
    close(row, ClosedBy::Unknown, None, When { at: None, historic: false, now });
}

/// The visitor wrote something new. True if it is new to the agent.
pub(super) fn visitor_wrote(row: &mut Conversation, when: When) -> bool {
    row.typing = None;
    let mut is_new = !when.historic && !is_answered(row, when);
    if !row.is_open() {
        if is_past(row, when) {
            return false;
        }
        if is_late(row, when) || when.historic {
            row.unread = row.unread.saturating_add(u32::from(is_new));
            return is_new;
        }
        reopen(row, when);
        row.status = ConversationStatus::Offered;
        row.called = true;
        row.is_new = !when.is_long_ago();
        is_new = true;
    }
    if !is_answered(row, when) {
        wait(row, when);
        if !row.replied && !row.assumed {
            row.clock_from.get_or_insert(since(when));
        }
    }
    row.unread = row.unread.saturating_add(u32::from(is_new));
    is_new
}

/// A person on our side wrote something new: that is the reply, and whoever wrote it has read the rest.
pub(super) fn agent_wrote(row: &mut Conversation, when: When) {
    if !row.is_open() {
        if is_past(row, when) || is_late(row, when) || when.historic {
            return;
        }
        reopen(row, when);
    }
    let at = when.at.map(|at| at.min(when.now));
    let last = row.transcript.lines.iter().rev().find(|line| line.author == Author::Visitor);
    let overtaken = at.is_some_and(|at| last.is_some_and(|line| line.timed && line.at > at));
    row.replied = true;
    row.replied_at = row.replied_at.max(at);
    row.clock_from = None;
    if overtaken {
        // What was written after the reply is still unread.
        let after = |line: &&Line| line.author == Author::Visitor && Some(line.at) > at;
        let after = row.transcript.lines.iter().filter(after).count();
        row.unread = row.unread.min(u32::try_from(after).unwrap_or(u32::MAX));
        is_with_agent(row);
        return;
    }
    row.waits_since = None;
    take(row);
    row.unread = 0;
}

/// It goes on after it was over: everything about waiting begins anew.
fn reopen(row: &mut Conversation, when: When) {
    row.status = ConversationStatus::Active;
    row.closed_by = None;
    row.closed_reason = None;
    row.ended_at = None;
    row.missed = false;
    row.is_new = false;
    row.called = false;
    row.taken = false;
    row.replied = false;
    row.transfer = None;
    row.clock_from = None;
    row.begin_anew();
    row.transcript.note(ChatNote::Reopened, None, when);
}

fn wait(row: &mut Conversation, when: When) {
    row.waits_since.get_or_insert(since(when));
}

/// Since when somebody waits. What happens now is timed by our clock: a vendor's may be minutes off.
fn since(when: When) -> Timestamp {
    match when.at {
        Some(at) if when.historic || when.is_long_ago() => at.min(when.now),
        Some(_) | None => when.now,
    }
}

/// A newer word about the status is known already.
fn is_stale(row: &Conversation, status: ConversationStatus, when: When) -> bool {
    let at = when.at.map(|at| at.min(when.now));
    match (at, row.status_at) {
        (Some(new), Some(old)) => new < old || (new == old && status < row.status),
        // Told again without a time: what was told as it happened stands.
        (None, _) | (_, None) => when.historic && !row.assumed,
    }
}

/// It comes so soon after the end that it was on its way before.
fn is_late(row: &Conversation, when: When) -> bool {
    when.at.is_none() && row.ended_at.is_some_and(|ended| when.now.since(ended) <= LATE_LINE)
}

/// It happened before the end, by the vendor's clock.
fn is_past(row: &Conversation, when: When) -> bool {
    when.at.zip(row.status_at).is_some_and(|(at, ended)| at <= ended)
}

/// An agent wrote after that, by the vendor's clock.
fn is_answered(row: &Conversation, when: When) -> bool {
    when.at.zip(row.replied_at).is_some_and(|(at, replied)| at < replied)
}

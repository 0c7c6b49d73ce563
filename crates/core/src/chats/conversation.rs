//! Conversations: what is remembered of one, and what follows from it.

use super::action::{ChatAbility, ChatAction};
use super::facts::{
    Author, ChatNote, ClosedBy, ConversationId, ConversationKey, ConversationStatus, Label, Rating,
    TransferStep, Visitor,
};
use super::limits::{CONVERSATION_FORGOTTEN, CONVERSATION_SILENT};
use super::rows::ReplyClock;
use super::transcript::Transcript;
use crate::accounts::{AccountId, VendorId};
use crate::base::{Private, Timestamp};
use std::time::Duration;

/// One conversation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conversation {
    pub(crate) id: ConversationId,
    pub(crate) account: AccountId,
    pub(crate) vendor: VendorId,
    /// None where the vendor names none: then it is the widget's current one.
    pub(crate) key: Option<ConversationKey>,
    pub(super) status: ConversationStatus,
    /// Nobody told the status: it was found running.
    pub(super) assumed: bool,
    /// When the status was told last, by the vendor's clock.
    pub(super) status_at: Option<Timestamp>,
    pub(super) closed_by: Option<ClosedBy>,
    pub(super) closed_reason: Option<String>,
    pub(super) since: Timestamp,
    pub(super) heard_at: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
    pub(crate) queue: Option<Private<String>>,
    pub(super) position: Option<u32>,
    /// Name of the agent who has it.
    pub(super) agent: Option<Private<String>>,
    pub(super) visitor: Visitor,
    pub(super) labels: Vec<Label>,
    /// Those that were handed to a widget which has not shown them.
    pub(super) handed_labels: Vec<Label>,
    pub(super) rating: Option<Rating>,
    pub(super) transfer: Option<TransferStep>,
    pub(super) transcript: Transcript,
    pub(super) typing: Option<Typing>,
    /// It came, or came again, while we listened.
    pub(super) is_new: bool,
    /// It was offered and not taken since: in a queue, too, it waits for this agent.
    pub(super) called: bool,
    /// The agent took it: told, or by a reply.
    pub(super) taken: bool,
    /// An agent has replied since it came.
    pub(super) replied: bool,
    /// When an agent wrote last, by the vendor's clock.
    pub(super) replied_at: Option<Timestamp>,
    /// Over without a reply, and not looked at since.
    pub(super) missed: bool,
    /// The visitor waits for an answer since then.
    pub(super) waits_since: Option<Timestamp>,
    /// The clock of the first reply runs since then, and what it showed last.
    pub(super) clock_from: Option<Timestamp>,
    pub(super) clock: ReplyClock,
    /// Lines not seen.
    pub(crate) unread: u32,
    /// The page was loaded anew since the conversation was last heard of.
    pub(super) stale: bool,
    /// The first time that happened.
    pub(super) stale_since: Option<Timestamp>,
    /// Its widget never tells that a conversation is over.
    pub(super) no_end_signal: bool,
    pub(super) trouble: Option<String>,
    /// The agent looked at it since it came: it rings no more.
    pub(super) looked_at: bool,
    /// How often everything about waiting began anew: what was told before is over.
    pub(super) round: u32,
}

/// The visitor types.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typing {
    pub(super) until: Timestamp,
    pub(super) preview: Option<Private<String>>,
}

/// What a notification would be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It waits for this agent.
    Ring,
    /// It waits for any agent.
    Queue,
    /// There are lines not seen.
    Lines,
    /// It is over without a reply.
    Missed,
}

impl Conversation {
    /// One of which nothing is known but that it exists.
    pub(crate) fn open(
        id: ConversationId,
        account: AccountId,
        vendor: VendorId,
        key: Option<ConversationKey>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            account,
            vendor,
            key,
            status: ConversationStatus::Active,
            assumed: true,
            status_at: None,
            closed_by: None,
            closed_reason: None,
            since: now,
            heard_at: now,
            ended_at: None,
            queue: None,
            position: None,
            agent: None,
            visitor: Visitor::default(),
            labels: Vec::new(),
            handed_labels: Vec::new(),
            rating: None,
            transfer: None,
            transcript: Transcript::default(),
            typing: None,
            is_new: false,
            called: false,
            taken: false,
            replied: false,
            replied_at: None,
            missed: false,
            waits_since: None,
            clock_from: None,
            clock: ReplyClock::Green,
            unread: 0,
            stale: false,
            stale_since: None,
            no_end_signal: false,
            trouble: None,
            looked_at: false,
            round: 0,
        }
    }

    /// Everything about waiting begins anew, and with it what is told.
    pub(super) fn begin_anew(&mut self) {
        self.looked_at = false;
        self.round = self.round.wrapping_add(1);
    }

    /// How often everything about waiting began anew.
    pub(crate) const fn round(&self) -> u32 {
        self.round
    }

    /// When it ended, or was last heard of.
    pub(super) fn ended(&self) -> Timestamp {
        self.ended_at.unwrap_or(self.heard_at)
    }

    /// What the visitor wrote last, or left, or asks for.
    pub(crate) fn last_words(&self) -> Option<&String> {
        let of_visitor = self.transcript.lines.iter().rev().find(|line| match line.note {
            None => line.author == Author::Visitor,
            Some(note) => matches!(note, ChatNote::OfflineMessage | ChatNote::CallRequested),
        })?;
        let file = || of_visitor.file.as_ref().and_then(|file| file.name.as_ref());
        of_visitor.text.as_ref().or_else(file).map(Private::reveal)
    }

    /// The visitor left a message while nobody was there.
    pub(crate) fn left_message(&self) -> bool {
        self.transcript.lines.back().is_some_and(|it| it.note == Some(ChatNote::OfflineMessage))
    }

    /// The page the visitor looks at: its title, or its address.
    pub(crate) fn page(&self) -> Option<&String> {
        let page = &self.visitor.page;
        page.title.as_ref().or(page.url.as_ref()).map(Private::reveal)
    }

    /// Since when it waits, or is there.
    pub(crate) fn waits_from(&self) -> Timestamp {
        self.waits_since.unwrap_or(self.since)
    }

    /// Not over.
    pub(crate) fn is_open(&self) -> bool {
        self.status != ConversationStatus::Closed
    }

    /// It waits to be taken, whether or not anybody was told or looked at it.
    pub(crate) fn is_waiting(&self) -> bool {
        let open = matches!(self.status, ConversationStatus::Queued | ConversationStatus::Offered);
        open && self.called
    }

    /// The agent may have seen to it without a sign: they looked at it, and its widget tells no messages.
    pub(super) fn perhaps_answered(&self) -> bool {
        self.looked_at && !self.transcript.has_messages()
    }

    /// Lines that count as unread: a conversation that waits or was missed is one even without a line.
    pub(crate) fn unread(&self) -> u32 {
        let calls = (self.is_waiting() && self.is_new && !self.looked_at) || self.missed;
        self.unread.max(u32::from(calls))
    }

    /// What a notification would be about now.
    pub(crate) fn phase(&self) -> Option<Phase> {
        match self.status {
            ConversationStatus::Closed if self.missed => Some(Phase::Missed),
            ConversationStatus::Queued | ConversationStatus::Offered
                if self.is_new && !self.looked_at =>
            {
                Some(if self.called { Phase::Ring } else { Phase::Queue })
            }
            ConversationStatus::Queued
            | ConversationStatus::Offered
            | ConversationStatus::Active
            | ConversationStatus::Closed => (self.unread > 0).then_some(Phase::Lines),
        }
    }

    /// The clock of the first reply as it should show at `now`.
    pub(crate) fn clock_at(&self, limits: ReplyLimits, now: Timestamp) -> ReplyClock {
        let waited = self.clock_from.map_or(Duration::ZERO, |from| now.since(from));
        if waited >= limits.red {
            ReplyClock::Red
        } else if waited >= limits.amber {
            ReplyClock::Amber
        } else {
            ReplyClock::Green
        }
    }

    /// What can be asked of it now, of what its widget is able to, if its page works.
    pub(crate) fn actions(&self, abilities: &[ChatAbility]) -> Vec<ChatAction> {
        if !self.is_open() {
            return Vec::new();
        }
        let asked = self.transfer == Some(TransferStep::Requested);
        let reclaims = abilities.iter().any(|it| it.action == ChatAction::Reclaim);
        let possible = |action: &ChatAction| {
            action.concerns_conversation()
                && (*action != ChatAction::Reclaim || asked)
                && (*action != ChatAction::Transfer || !asked || !reclaims)
                && (*action != ChatAction::RemoveLabel || !self.labels.is_empty())
        };
        abilities.iter().map(|ability| ability.action).filter(possible).collect()
    }

    /// When something must be done about it although nobody speaks.
    pub(crate) fn deadline(&self, limits: ReplyLimits) -> Option<Timestamp> {
        let typing = self.typing.as_ref().map(|typing| typing.until);
        if !self.is_open() {
            return typing;
        }
        let turns = self.clock_from.and_then(|from| match self.clock {
            ReplyClock::Green => Some(from + limits.amber),
            ReplyClock::Amber => Some(from + limits.red),
            ReplyClock::Red => None,
        });
        let quiet_from = self.stale_since.max(Some(self.heard_at));
        let silent = quiet_from.filter(|_| self.stale || self.no_end_signal);
        let silent = silent.map(|from| from + CONVERSATION_SILENT);
        let forgotten = silent.or(Some(self.heard_at + CONVERSATION_FORGOTTEN));
        [typing, turns, forgotten].into_iter().flatten().min()
    }
}

/// When the clock of the first reply turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReplyLimits {
    pub(crate) amber: Duration,
    pub(crate) red: Duration,
}

impl ReplyLimits {
    /// After so many seconds; red never before amber.
    pub(crate) fn after(amber: u32, red: u32) -> Self {
        let amber = Duration::from_secs(amber.into());
        let red = Duration::from_secs(red.into());
        Self { amber, red: red.max(amber) }
    }
}

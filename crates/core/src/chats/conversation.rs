//! Conversations: what is remembered of one, and what follows from it.

use super::action::{ChatAbility, ChatAction};
use super::facts::{
    ClosedBy, ConversationId, ConversationKey, ConversationStatus, Label, Rating, TransferStep,
    Visitor,
};
use super::limits::{CONVERSATION_FORGOTTEN, CONVERSATION_SILENT};
use super::rows::ReplyClock;
use super::transcript::Transcript;
use crate::accounts::{AccountId, VendorId};
use crate::attention::WithheldReason;
use crate::base::{Private, Timestamp};
use crate::settings::Preferences;
use std::time::Duration;

/// One conversation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conversation {
    pub(crate) id: ConversationId,
    pub(crate) account: AccountId,
    pub(crate) vendor: VendorId,
    /// None where the vendor names none: then it is the widget's current one.
    pub(crate) key: Option<ConversationKey>,
    pub(crate) status: ConversationStatus,
    /// Nobody told the status: it was found running.
    pub(crate) assumed: bool,
    /// When the status was told last, by the vendor's clock.
    pub(crate) status_at: Option<Timestamp>,
    pub(crate) closed_by: Option<ClosedBy>,
    pub(crate) closed_reason: Option<String>,
    pub(crate) since: Timestamp,
    pub(crate) heard_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) queue: Option<Private<String>>,
    pub(crate) position: Option<u32>,
    /// Name of the agent who has it.
    pub(crate) agent: Option<Private<String>>,
    pub(crate) visitor: Visitor,
    pub(crate) labels: Vec<Label>,
    /// Names of those that were handed to a widget which has not shown them.
    pub(crate) handed_labels: Vec<String>,
    pub(crate) rating: Option<Rating>,
    pub(crate) transfer: Option<TransferStep>,
    pub(crate) transcript: Transcript,
    pub(crate) typing: Option<Typing>,
    /// It came, or came again, while we listened.
    pub(crate) news: bool,
    /// It was offered and not taken since: in a queue, too, it waits for this agent.
    pub(crate) called: bool,
    /// The agent took it: told, or by a reply.
    pub(crate) taken: bool,
    /// An agent has replied since it came.
    pub(crate) replied: bool,
    /// When an agent wrote last, by the vendor's clock.
    pub(crate) replied_at: Option<Timestamp>,
    /// Over without a reply, and not looked at since.
    pub(crate) missed: bool,
    /// The visitor waits for an answer since then.
    pub(crate) waits_since: Option<Timestamp>,
    /// The clock of the first reply runs since then, and what it showed last.
    pub(crate) clock_from: Option<Timestamp>,
    pub(crate) clock: ReplyClock,
    /// Lines not seen.
    pub(crate) unread: u32,
    /// The page was loaded anew since the conversation was last heard of.
    pub(crate) unsure: bool,
    /// The first time that happened.
    pub(crate) unsure_since: Option<Timestamp>,
    /// Its widget never tells that a conversation is over.
    pub(crate) endless: bool,
    pub(crate) trouble: Option<String>,
    pub(crate) banner: Banner,
}

/// The visitor types.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typing {
    pub(crate) until: Timestamp,
    pub(crate) preview: Option<Private<String>>,
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

/// How far telling the agent has got.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Banner {
    pub(crate) phase: Option<Phase>,
    /// The policy's answer for this phase, where it is asked once.
    pub(crate) granted: Option<bool>,
    /// The agent looked at the conversation: it rings no more.
    pub(crate) hushed: bool,
    /// The notification of this phase went away from the screen.
    pub(crate) dismissed: bool,
    /// Lines the policy granted a banner since the agent last looked.
    pub(crate) lines: u32,
    /// When the notification last changed.
    pub(crate) shown_at: Option<Timestamp>,
    /// A change waits until then.
    pub(crate) due: Option<Timestamp>,
    pub(crate) drew_attention: bool,
    pub(crate) withheld: Option<WithheldReason>,
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
            news: false,
            called: false,
            taken: false,
            replied: false,
            replied_at: None,
            missed: false,
            waits_since: None,
            clock_from: None,
            clock: ReplyClock::Green,
            unread: 0,
            unsure: false,
            unsure_since: None,
            endless: false,
            trouble: None,
            banner: Banner::default(),
        }
    }

    /// Not over.
    pub(crate) fn is_open(&self) -> bool {
        self.status != ConversationStatus::Closed
    }

    /// It waits to be taken, whether or not anybody was told.
    /// Where the widget tells no messages, having looked at it is all there is to know of taking it.
    pub(crate) fn is_waiting(&self) -> bool {
        let open = matches!(self.status, ConversationStatus::Queued | ConversationStatus::Offered);
        open && self.called && (!self.banner.hushed || self.transcript.has_messages())
    }

    /// Lines that count as unread: a conversation that waits or was missed is one even without a line.
    pub(crate) fn unread(&self) -> u32 {
        let calls = (self.is_waiting() && self.news && !self.banner.hushed) || self.missed;
        self.unread.max(u32::from(calls))
    }

    /// What a notification would be about now.
    pub(crate) fn phase(&self) -> Option<Phase> {
        match self.status {
            ConversationStatus::Closed if self.missed => Some(Phase::Missed),
            ConversationStatus::Queued | ConversationStatus::Offered
                if self.news && !self.banner.hushed =>
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
    pub(crate) fn clock_at(&self, limits: Limits, now: Timestamp) -> ReplyClock {
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
    pub(crate) fn deadline(&self, limits: Limits) -> Option<Timestamp> {
        let typing = self.typing.as_ref().map(|typing| typing.until);
        if !self.is_open() {
            return [typing, self.banner.due].into_iter().flatten().min();
        }
        let turns = self.clock_from.and_then(|from| match self.clock {
            ReplyClock::Green => Some(from + limits.amber),
            ReplyClock::Amber => Some(from + limits.red),
            ReplyClock::Red => None,
        });
        let quiet_from = self.unsure_since.max(Some(self.heard_at));
        let silent = quiet_from.filter(|_| self.unsure || self.endless);
        let silent = silent.map(|from| from + CONVERSATION_SILENT);
        let forgotten = silent.or(Some(self.heard_at + CONVERSATION_FORGOTTEN));
        [typing, self.banner.due, turns, forgotten].into_iter().flatten().min()
    }
}

/// When the clock of the first reply turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) amber: Duration,
    pub(crate) red: Duration,
}

impl Limits {
    /// As the user set them; red never before amber.
    pub(crate) fn of(preferences: &Preferences) -> Self {
        let amber = Duration::from_secs(preferences.first_reply_amber.into());
        let red = Duration::from_secs(preferences.first_reply_red.into());
        Self { amber, red: red.max(amber) }
    }
}

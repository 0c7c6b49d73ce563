//! THE POLICY: who is told what, how loudly, when not, and why not. Nothing else interrupts a person.

use super::facts::WithheldReason;

/// How loudly we interrupt, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attention {
    /// Not at all.
    Silent,
    /// A count somewhere.
    Badge,
    /// A notification in passing.
    Banner,
    /// A notification that stays, and the window asks for attention.
    Ring,
}

/// What happened that may be worth an interruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// A call rings for the agent.
    Ringing,
    /// A call is taken on another device and never rang here.
    TakenElsewhere,
    /// A call was missed.
    Missed,
    /// A message arrived.
    Message,
    /// A message is unread that arrived before we listened.
    OldMessage,
    /// Signed out without having asked for it.
    SignedOut,
    /// A vendor does not show the status that was chosen.
    StatusTrouble,
    /// A conversation waits for this agent.
    NewChat,
    /// A conversation waits for any agent.
    QueuedChat,
    /// A visitor wrote in a conversation that does not ring.
    ChatLine,
    /// A conversation ended without a reply.
    MissedChat,
    /// A page wants a right.
    RightWanted,
    /// A download is whole.
    Download,
}

/// Everything the decision may rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Circumstances {
    /// What happened.
    pub occasion: Occasion,
    /// The confirmed status is do-not-disturb.
    pub do_not_disturb: bool,
    /// The user wants calls and new conversations to ring even then.
    pub ring_in_do_not_disturb: bool,
    /// The user wants banners for this kind.
    pub switched_on: bool,
    /// The window has the keyboard and shows this account, this conversation, or what is asked in any case.
    pub in_front: bool,
    /// There is a notification service, as far as known.
    pub service: bool,
}

/// The decision, with its reason where it is less than the occasion deserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decision {
    /// How loudly.
    pub attention: Attention,
    /// What was not done, why.
    pub withheld: Option<WithheldReason>,
}

/// Decides.
#[must_use]
pub const fn decide(now: Circumstances) -> Decision {
    match now.occasion {
        Occasion::TakenElsewhere => less(Attention::Silent, WithheldReason::Elsewhere),
        Occasion::OldMessage => less(Attention::Badge, WithheldReason::NotNew),
        Occasion::Ringing => match (now.do_not_disturb && !now.ring_in_do_not_disturb, now.service)
        {
            (true, _) => less(Attention::Silent, WithheldReason::DoNotDisturb),
            // The window still asks for attention; only the notification is missing.
            (false, false) => less(Attention::Ring, WithheldReason::NoService),
            (false, true) => Decision { attention: Attention::Ring, withheld: None },
        },
        Occasion::NewChat => {
            if !now.switched_on {
                less(Attention::Badge, WithheldReason::SwitchedOff)
            } else if now.do_not_disturb && !now.ring_in_do_not_disturb {
                less(Attention::Badge, WithheldReason::DoNotDisturb)
            } else if !now.service {
                less(Attention::Ring, WithheldReason::NoService)
            } else {
                Decision { attention: Attention::Ring, withheld: None }
            }
        }
        Occasion::Missed
        | Occasion::Message
        | Occasion::SignedOut
        | Occasion::StatusTrouble
        | Occasion::QueuedChat
        | Occasion::ChatLine
        | Occasion::MissedChat
        | Occasion::RightWanted
        | Occasion::Download => {
            let message = matches!(
                now.occasion,
                Occasion::Message
                    | Occasion::QueuedChat
                    | Occasion::ChatLine
                    | Occasion::StatusTrouble
                    | Occasion::RightWanted
                    | Occasion::Download
            );
            if !now.switched_on {
                less(Attention::Badge, WithheldReason::SwitchedOff)
            } else if now.do_not_disturb {
                less(Attention::Badge, WithheldReason::DoNotDisturb)
            } else if message && now.in_front {
                less(Attention::Badge, WithheldReason::InFront)
            } else if !now.service {
                less(Attention::Badge, WithheldReason::NoService)
            } else {
                Decision { attention: Attention::Banner, withheld: None }
            }
        }
    }
}

const fn less(attention: Attention, reason: WithheldReason) -> Decision {
    Decision { attention, withheld: Some(reason) }
}

impl Decision {
    /// A notification is to be shown.
    #[must_use]
    pub fn notifies(self) -> bool {
        self.attention >= Attention::Banner && self.withheld.is_none()
    }
}

#[cfg(test)]
mod tests;

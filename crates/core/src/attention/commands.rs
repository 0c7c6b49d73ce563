//! What is told about commands: one that did not happen, as far as known.

use super::facts::NoticeKind;
use super::state::Memory;
use crate::base::Timestamp;
use crate::commands::change::Change;
use crate::commands::kind::Failure;
use crate::commands::names::name;
use crate::world::World;

impl Memory {
    /// Follows what happened to commands.
    pub(super) fn follow_commands(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Failed { account, kind, failure, .. } => {
                let about = match failure {
                    Failure::NoReaction | Failure::NotPosted(_) => NoticeKind::NoAnswer,
                    Failure::Refused(_) => NoticeKind::Refused,
                    Failure::Gone => return,
                };
                let what = name(world.words(), *kind).to_owned();
                self.notice(Some(account), about, Some(what), now);
            }
            Change::Refused { account, reason } => {
                self.notice(Some(account), NoticeKind::Refused, Some(reason.clone()), now);
            }
            Change::AllKnown { account } => {
                self.clear_notice(Some(account), NoticeKind::NoAnswer);
            }
            Change::Updated
            | Change::Posted { .. }
            | Change::TakenUnconfirmed { .. }
            | Change::Confirmed { .. }
            | Change::Answered { .. } => {}
        }
    }
}

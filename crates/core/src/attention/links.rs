//! What the agent is told of links of other programs.

use super::facts::NoticeKind;
use super::state::Memory;
use crate::base::Timestamp;
use crate::links::change::Change;

impl Memory {
    /// Nobody who pressed a link reads an answer: the window says why it was not followed.
    pub(super) fn follow_links(&mut self, change: &Change, now: Timestamp) {
        match change {
            Change::Opened => self.clear_notice(None, NoticeKind::LinkRefused),
            Change::Refused { why } | Change::TooMany { why } => {
                self.notice(None, NoticeKind::LinkRefused, Some(why.clone()), now);
            }
            Change::Updated | Change::SignInReturned { .. } => {}
        }
    }
}

//! Answers to who waits for a status: confirmed everywhere, or where it is not and why.

use super::change::Change;
use super::circumstances::Circumstances;
use super::follower::{Follows, Push};
use super::push;
use super::state::{Status, Waiter};
use crate::accounts::AccountId;
use crate::base::answer::{Reply, failed};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, RequestId, Timestamp};
use crate::chats::CHAT_TIMEOUT;

impl Status {
    /// Lets `request` wait; without one nobody does.
    pub(super) fn wait(
        &mut self,
        request: Option<RequestId>,
        account: Option<AccountId>,
        now: Timestamp,
    ) -> Reply {
        if let Some(request) = request {
            let until = now + CHAT_TIMEOUT;
            self.waiting.push(Waiter { request, account, replaced: false, until });
        }
        Reply::Later
    }

    /// Another choice has been made: who waits for the last one waits in vain.
    pub(super) fn replace_waiters(&mut self) {
        for waiter in &mut self.waiting {
            waiter.replaced = true;
        }
    }

    /// Answers everybody whose answer is there.
    pub(super) fn answer_waiters(&mut self, around: Circumstances<'_>, now: Timestamp) {
        for waiter in std::mem::take(&mut self.waiting) {
            match self.outcome(around, &waiter, now) {
                Some(answer) => {
                    self.changes.push(Change::Answered { request: waiter.request, answer });
                }
                None => self.waiting.push(waiter),
            }
        }
    }

    fn outcome(
        &self,
        around: Circumstances<'_>,
        waiter: &Waiter,
        now: Timestamp,
    ) -> Option<Answer> {
        let words = around.words;
        if waiter.replaced {
            return Some(failed(ErrorCode::NotPossible, words.replaced.to_owned()));
        }
        let mut troubles = Vec::new();
        for config in around.accounts.all() {
            let meant = waiter.account.as_ref().is_none_or(|account| *account == config.id);
            let (Some(dialect), Some(follower), true) =
                (self.linked(config), self.followers.get(&config.id), meant)
            else {
                continue;
            };
            let underway = match &follower.follows {
                Follows::InSync if follower.desired.is_none() => continue,
                Follows::InSync if follower.reported.is_some() => {
                    if push::is_heard(around, config, dialect) {
                        continue;
                    }
                    false
                }
                Follows::InSync => false,
                Follows::Pending(Push::Sent(_)) => true,
                Follows::Pending(Push::Due) => push::is_ready(around, config, dialect),
                Follows::Unconfirmed { .. }
                | Follows::Drifted
                | Follows::Pending(Push::Retry { .. } | Push::GaveUp { .. }) => false,
            };
            if underway && now < waiter.until {
                return None;
            }
            troubles.extend(self.text(around, config, dialect));
        }
        let name = self.chosen().map_or("", |chosen| chosen.presence.name(words));
        if troubles.is_empty() {
            return Some(Answer::Done { message: fill(words.status_set, &[name]) });
        }
        let message = format!("{} {}", fill(words.status.chosen, &[name]), troubles.join(" "));
        Some(failed(ErrorCode::NotConfirmed, message))
    }
}

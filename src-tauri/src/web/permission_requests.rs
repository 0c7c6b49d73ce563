//! Asks: what a page stands still for until the agent has said yes or no.

use crate::engine::Mailbox;
use deskbell_core::{AccountId, AskId, Event, PageNews, Right};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What carries an answer out; never called twice.
type Waiting = Box<dyn FnOnce(bool) + Send>;

/// Everything that waits. Whatever is put here is answered, unless it is dropped before.
pub struct Asks {
    mailbox: Mailbox,
    next: AtomicU32,
    waiting: Mutex<HashMap<AskId, (AccountId, Waiting)>>,
}

impl Asks {
    /// Nothing waits; questions go to the core through `mailbox`.
    #[must_use]
    pub fn new(mailbox: Mailbox) -> Self {
        Self { mailbox, next: AtomicU32::new(1), waiting: Mutex::default() }
    }

    /// The page of `account` wants `right`; `carry_out` hears whether it may, soon or much later and on a
    /// thread that must not be held up. `detail` is a scheme and host, never a whole address.
    pub fn want(
        &self,
        account: &AccountId,
        right: Right,
        detail: Option<String>,
        carry_out: impl FnOnce(bool) + Send + 'static,
    ) -> AskId {
        let ask = self.next();
        self.lock().insert(ask, (account.clone(), Box::new(carry_out)));
        self.tell(account, PageNews::RightWanted { ask, right, detail });
        ask
    }

    /// The page of `account` wanted `right` and was told no, because its engine takes no later answer. What
    /// was said about it before is found in the view.
    pub fn missed(&self, account: &AccountId, right: Right) {
        let ask = self.next();
        self.tell(account, PageNews::RightMissed { ask, right });
    }

    /// What waited as `ask` has gone; nothing of it is kept.
    pub fn drop_wish(&self, ask: AskId) {
        let gone = self.lock().remove(&ask);
        if let Some((account, _)) = gone {
            self.tell(&account, PageNews::RightUnwanted { ask });
        }
    }

    /// The core's answer. Of another account's wish it says nothing.
    pub fn answer(&self, account: &AccountId, ask: AskId, allowed: bool) {
        let mut waiting = self.lock();
        if waiting.get(&ask).is_none_or(|(whose, _)| whose != account) {
            return;
        }
        let known = waiting.remove(&ask);
        drop(waiting);
        if let Some((_, carry_out)) = known {
            carry_out(allowed);
        }
    }

    fn next(&self) -> AskId {
        AskId(self.next.fetch_add(1, Ordering::Relaxed))
    }

    fn tell(&self, account: &AccountId, news: PageNews) {
        self.mailbox.send(Event::Page { account: account.clone(), news });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AskId, (AccountId, Waiting)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use deskbell_core::{Settings, State, Timestamp};
    use std::sync::mpsc::channel;

    #[test]
    fn each_wish_is_answered_once_for_its_own_account_and_a_dropped_one_never() {
        let (_engine, mailbox) = Engine::new(State::new(Settings::default(), "en", Timestamp(1)));
        let asks = Asks::new(mailbox);
        let (phone, other) = (AccountId::new("phone").unwrap(), AccountId::new("other").unwrap());
        let (tell, heard) = channel();
        let want = |name: &'static str| {
            let tell = tell.clone();
            asks.want(&phone, Right::Microphone, None, move |allowed| {
                tell.send((name, allowed)).unwrap();
            })
        };
        let (first, second) = (want("first"), want("second"));
        assert_ne!(first, second);
        asks.answer(&other, first, true);
        assert!(heard.try_recv().is_err(), "another account's answer");
        asks.drop_wish(second);
        asks.answer(&phone, second, true);
        asks.answer(&phone, first, false);
        asks.answer(&phone, first, true);
        assert_eq!(heard.try_iter().collect::<Vec<_>>(), [("first", false)]);
        assert!(asks.lock().is_empty());
    }
}

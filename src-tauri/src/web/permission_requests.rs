//! Permission requests: what a page waits for until the agent has said yes or no.

use crate::engine::EngineHandle;
use deskbell_core::{AccountId, Event, PageFact, Permission, PermissionId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes the answer; never called twice.
type Waiting = Box<dyn FnOnce(bool) + Send>;

/// Everything that waits. Whatever is put here is answered, unless it is withdrawn before.
pub struct PermissionRequests {
    engine: EngineHandle,
    next: AtomicU32,
    waiting: Mutex<HashMap<PermissionId, (AccountId, Waiting)>>,
}

impl PermissionRequests {
    /// Nothing waits; requests go to the core through `engine`.
    #[must_use]
    pub fn new(engine: EngineHandle) -> Self {
        Self { engine, next: AtomicU32::new(1), waiting: Mutex::default() }
    }

    /// The page of `account` wants `right`; `answered` is told whether it may, soon or much later and on a
    /// thread that must not be held up. `detail` is a scheme and host, never a whole address.
    pub fn want(
        &self,
        account: &AccountId,
        right: Permission,
        detail: Option<String>,
        answered: impl FnOnce(bool) + Send + 'static,
    ) -> PermissionId {
        let ask = self.next();
        self.lock().insert(ask, (account.clone(), Box::new(answered)));
        self.tell(account, PageFact::RightWanted { ask, right, detail });
        ask
    }

    /// The page of `account` wanted `right` and was told no, because its engine takes no later answer. What
    /// was said about it before is found in the view.
    pub fn missed(&self, account: &AccountId, right: Permission) {
        let ask = self.next();
        self.tell(account, PageFact::RightMissed { ask, right });
    }

    /// What waited as `ask` has gone; nothing of it is kept.
    #[allow(dead_code, reason = "an engine that wants its answer at once keeps nothing waiting")]
    pub fn withdraw(&self, ask: PermissionId) {
        let gone = self.lock().remove(&ask);
        if let Some((account, _)) = gone {
            self.tell(&account, PageFact::RightUnwanted { ask });
        }
    }

    /// The core's answer. Of another account's request it says nothing.
    pub fn answer(&self, account: &AccountId, ask: PermissionId, allowed: bool) {
        let mut waiting = self.lock();
        if waiting.get(&ask).is_none_or(|(whose, _)| whose != account) {
            return;
        }
        let known = waiting.remove(&ask);
        drop(waiting);
        if let Some((_, answered)) = known {
            answered(allowed);
        }
    }

    fn next(&self) -> PermissionId {
        PermissionId(self.next.fetch_add(1, Ordering::Relaxed))
    }

    fn tell(&self, account: &AccountId, fact: PageFact) {
        self.engine.send(Event::Page { account: account.clone(), fact });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PermissionId, (AccountId, Waiting)>> {
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
    fn each_request_is_answered_once_for_its_own_account_and_a_withdrawn_one_never() {
        let (_event_loop, engine) = Engine::new(
            State::new(Settings::default(), "en", Timestamp(1)),
            crate::history::Keeper::without(),
        );
        let requests = PermissionRequests::new(engine);
        let (phone, other) = (AccountId::new("phone").unwrap(), AccountId::new("other").unwrap());
        let (tell, answers) = channel();
        let want = |name: &'static str| {
            let tell = tell.clone();
            requests.want(&phone, Permission::Microphone, None, move |allowed| {
                tell.send((name, allowed)).unwrap();
            })
        };
        let (first, second) = (want("first"), want("second"));
        assert_ne!(first, second);
        requests.answer(&other, first, true);
        assert!(answers.try_recv().is_err(), "another account's answer");
        requests.withdraw(second);
        requests.answer(&phone, second, true);
        requests.answer(&phone, first, false);
        requests.answer(&phone, first, true);
        assert_eq!(answers.try_iter().collect::<Vec<_>>(), [("first", false)]);
        assert!(requests.lock().is_empty());
    }
}

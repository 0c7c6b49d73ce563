//! What was delivered before: SnapEngage repeats a delivery until it is answered, and an answer can be lost.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// SHA-256 of an account and a body, or of an account and what the body is about.
pub(crate) type Digest = [u8; 32];
/// True once it is kept, false once it cannot be, none until then.
pub(crate) type Outcome = watch::Receiver<Option<bool>>;

/// What is to be done with a delivery.
pub(crate) enum Claim {
    /// Nothing: it is kept already.
    Known,
    /// Wait: the same delivery is being kept.
    Pending(Outcome),
    /// Keep it, tell the others here, and say so with [`Seen::settle`].
    Ours(watch::Sender<Option<bool>>),
}

/// One delivery.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    /// Of account and body.
    pub(crate) delivery: Digest,
    /// Of account and agent, or account and conversation.
    pub(crate) subject: Digest,
    /// A body that names its time is about one change only; one without may mean a later one.
    pub(crate) timed: bool,
}

/// Remembers the last accepted deliveries, and those on their way.
#[derive(Debug)]
pub(crate) struct Seen {
    inner: Mutex<Inner>,
    most: usize,
}

#[derive(Debug, Default)]
struct Inner {
    /// Oldest first.
    order: VecDeque<Identity>,
    known: HashSet<Digest>,
    /// Per subject: the last delivery, if it has no time. Each is in `order`, so there are never more.
    untimed: HashMap<Digest, Digest>,
    pending: HashMap<Digest, Outcome>,
}

impl Seen {
    pub(crate) fn new(most: usize) -> Self {
        Self { inner: Mutex::default(), most }
    }

    pub(crate) fn claim(&self, delivery: &Digest) -> Claim {
        let mut inner = self.lock();
        if inner.known.contains(delivery) {
            return Claim::Known;
        }
        if let Some(outcome) = inner.pending.get(delivery) {
            return Claim::Pending(outcome.clone());
        }
        let (tell, outcome) = watch::channel(None);
        inner.pending.insert(*delivery, outcome);
        Claim::Ours(tell)
    }

    /// What came of a claimed delivery.
    pub(crate) fn settle(&self, identity: Identity, kept: bool) {
        let mut guard = self.lock();
        let inner = &mut *guard;
        inner.pending.remove(&identity.delivery);
        if !kept {
            return;
        }
        // Something new about it: the same words without a time would now be news as well.
        if let Some(before) = inner.untimed.remove(&identity.subject) {
            inner.known.remove(&before);
        }
        if !identity.timed {
            inner.untimed.insert(identity.subject, identity.delivery);
        }
        inner.known.insert(identity.delivery);
        inner.order.push_back(identity);
        if inner.order.len() > self.most
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.known.remove(&oldest.delivery);
            if inner.untimed.get(&oldest.subject) == Some(&oldest.delivery) {
                inner.untimed.remove(&oldest.subject);
            }
        }
    }

    /// Nothing in here can be left half done, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Identity, Seen};

    fn identity(delivery: u8, subject: u8, timed: bool) -> Identity {
        Identity { delivery: [delivery; 32], subject: [subject; 32], timed }
    }

    fn is_known(seen: &Seen, delivery: u8) -> bool {
        matches!(seen.claim(&[delivery; 32]), Claim::Known)
    }

    fn accept(seen: &Seen, identity: Identity) {
        assert!(matches!(seen.claim(&identity.delivery), Claim::Ours(_)));
        seen.settle(identity, true);
    }

    #[test]
    fn a_repetition_is_known_and_a_failure_is_not() {
        let seen = Seen::new(10);
        accept(&seen, identity(1, 1, true));
        assert!(is_known(&seen, 1));
        assert!(matches!(seen.claim(&[2; 32]), Claim::Ours(_)));
        assert!(matches!(seen.claim(&[2; 32]), Claim::Pending(_)), "twice at once");
        seen.settle(identity(2, 1, true), false);
        assert!(matches!(seen.claim(&[2; 32]), Claim::Ours(_)), "it must be tried again");
    }

    #[test]
    fn only_the_last_ones_are_remembered() {
        let seen = Seen::new(3);
        (1..=4).for_each(|n| accept(&seen, identity(n, n, n % 2 == 0)));
        assert!(is_known(&seen, 4) && is_known(&seen, 3) && is_known(&seen, 2));
        assert!(!is_known(&seen, 1));
        let inner = seen.lock();
        assert_eq!((inner.order.len(), inner.known.len(), inner.untimed.len()), (3, 3, 1));
    }

    #[test]
    fn without_a_time_only_an_immediate_repetition_is_one() {
        let seen = Seen::new(10);
        let (pause, online, others) =
            (identity(1, 7, false), identity(2, 7, false), identity(3, 8, false));
        accept(&seen, pause);
        accept(&seen, others);
        assert!(is_known(&seen, 1), "another agent's change says nothing about this one");
        accept(&seen, online);
        accept(&seen, pause);
        assert!(is_known(&seen, 1) && is_known(&seen, 3));
        accept(&seen, identity(4, 7, true));
        accept(&seen, pause);
    }
}

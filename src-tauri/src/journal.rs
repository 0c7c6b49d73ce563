//! The journal: what was told and what came of it, for programs that follow it, for those that were away, and for a bug report.

use deskbell_core::{
    Effect, EffectName, Event, INCIDENT_FORMAT, Incident, IncidentStart, IncidentVersion, Moment,
    Timestamp,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// Entries a slow follower may lag behind before it loses some.
const LAG_MAX: usize = 4096;
/// Entries that are kept for those that were away.
const KEPT_MAX: usize = 2048;
/// Moments that are kept for a bug report: those of a busy day.
const MOMENTS_MAX: usize = 50_000;

/// One event with what followed from it.
#[derive(Debug)]
pub struct JournalEntry {
    /// Counts from 1 since the program began.
    pub seq: u64,
    /// When it was handled, by the wall clock.
    pub at: Timestamp,
    /// The event, which a recording shares.
    pub event: Arc<Event>,
    /// Its effects.
    pub effects: Vec<Effect>,
}

/// The journal of this run. Any thread may ask.
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

struct Inner {
    live: broadcast::Sender<Arc<JournalEntry>>,
    past: Mutex<Past>,
}

/// What a recording holds of an entry: its effects by name, for they may hold all settings.
struct Recorded {
    at: Timestamp,
    event: Arc<Event>,
    effects: Vec<EffectName>,
}

#[derive(Default)]
struct Past {
    kept: VecDeque<Arc<JournalEntry>>,
    start: Option<IncidentStart>,
    moments: VecDeque<Recorded>,
    cut_off: bool,
}

/// What a follower gets.
pub struct Following {
    /// Entries before those that asked for are not kept any more: so many.
    pub lost: u64,
    /// What was asked for and happened already.
    pub past: Vec<Arc<JournalEntry>>,
    /// What happens from now on.
    pub live: broadcast::Receiver<Arc<JournalEntry>>,
}

impl Journal {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        let (live, _) = broadcast::channel(LAG_MAX);
        Self(Arc::new(Inner { live, past: Mutex::default() }))
    }

    /// Says how the program began: without it there is no bug report.
    pub fn began(&self, start: IncidentStart) {
        self.past().start = Some(start);
    }

    /// Adds an entry; `moment` is its time by our own clock.
    pub fn add(&self, entry: JournalEntry, moment: Timestamp) {
        let entry = Arc::new(entry);
        let mut past = self.past();
        if past.start.is_some() {
            if past.moments.len() >= MOMENTS_MAX {
                past.moments.pop_front();
                past.cut_off = true;
            }
            let effects = entry.effects.iter().map(EffectName::of).collect();
            past.moments.push_back(Recorded {
                at: moment,
                event: Arc::clone(&entry.event),
                effects,
            });
        }
        if past.kept.len() >= KEPT_MAX {
            past.kept.pop_front();
        }
        past.kept.push_back(Arc::clone(&entry));
        // Nobody may follow. Under the lock, so that who begins to follow hears everything once.
        let _ = self.0.live.send(entry);
    }

    /// What happened after the entry with this number, and what happens from now on. A number that was not reached yet is of
    /// an earlier run: then all of this run is new.
    #[must_use]
    pub fn follow(&self, after: Option<u64>) -> Following {
        let past = self.past();
        let live = self.0.live.subscribe();
        let Some(after) = after else { return Following { lost: 0, past: Vec::new(), live } };
        let newest = past.kept.back().map_or(0, |entry| entry.seq);
        let after = if after > newest { 0 } else { after };
        let kept: Vec<_> = past.kept.iter().filter(|entry| entry.seq > after).cloned().collect();
        let lost = kept.first().map_or(0, |first| first.seq.saturating_sub(after + 1));
        Following { lost, past: kept, live }
    }

    /// Everything since the program began, for a bug report; none where nobody said how it began.
    #[must_use]
    pub fn incident(&self) -> Option<Incident> {
        let past = self.past();
        let number = |text: &str| text.parse().unwrap_or_default();
        Some(Incident {
            format: INCIDENT_FORMAT,
            written_by: IncidentVersion(
                number(env!("CARGO_PKG_VERSION_MAJOR")),
                number(env!("CARGO_PKG_VERSION_MINOR")),
                number(env!("CARGO_PKG_VERSION_PATCH")),
            ),
            start: past.start.clone()?,
            moments: past
                .moments
                .iter()
                .map(|it| Moment {
                    at: it.at,
                    event: Event::clone(&it.event),
                    effects: it.effects.clone(),
                })
                .collect(),
            cut_off: past.cut_off,
        })
    }

    fn past(&self) -> MutexGuard<'_, Past> {
        self.0.past.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u64) -> JournalEntry {
        JournalEntry { seq, at: Timestamp(seq), event: Arc::new(Event::Tick), effects: Vec::new() }
    }

    #[test]
    fn who_was_away_gets_what_was_missed_and_hears_what_was_lost() {
        let journal = Journal::new();
        let total = KEPT_MAX as u64 + 10;
        (1..=total).for_each(|seq| journal.add(entry(seq), Timestamp(seq)));
        let numbers = |following: &Following| {
            let seqs: Vec<u64> = following.past.iter().map(|entry| entry.seq).collect();
            (following.lost, seqs.first().copied(), seqs.len())
        };
        assert_eq!(numbers(&journal.follow(None)), (0, None, 0));
        assert_eq!(numbers(&journal.follow(Some(total))), (0, None, 0));
        assert_eq!(numbers(&journal.follow(Some(total - 3))), (0, Some(total - 2), 3));
        assert_eq!(numbers(&journal.follow(Some(4))), (6, Some(11), KEPT_MAX));
        assert_eq!(numbers(&journal.follow(Some(total + 500))), (10, Some(11), KEPT_MAX));
        let mut following = journal.follow(Some(total));
        journal.add(entry(total + 1), Timestamp(0));
        assert_eq!(following.live.try_recv().unwrap().seq, total + 1);
        assert_eq!(journal.incident(), None, "nobody said how it began");
    }
}

//! What both sides of the last calls wrote, for a bug report.

use deskbell_core::{CallDescription, DescribedBy};
use deskbell_voice::sdp::Scrubber;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Descriptions kept: some calls, with a hold or two.
const KEPT: usize = 16;

/// The newest descriptions of all pages.
#[derive(Default)]
pub(super) struct Exchanges(Mutex<VecDeque<Kept>>);

struct Kept {
    /// The connection's number.
    number: u32,
    by: DescribedBy,
    kind: &'static str,
    sdp: String,
}

impl Exchanges {
    /// Keeps a description that was set.
    pub(super) fn keep(&self, number: u32, by: DescribedBy, kind: &'static str, sdp: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT {
            all.pop_front();
        }
        all.push_back(Kept { number, by, kind, sdp: sdp.to_owned() });
    }

    /// The descriptions of the newest connection of which both sides are known, else of the newest, scrubbed.
    pub(super) fn last(&self) -> Vec<CallDescription> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let says = |number: u32, by: DescribedBy| {
            all.iter().any(|kept| kept.number == number && kept.by == by)
        };
        let both = |kept: &&Kept| {
            says(kept.number, DescribedBy::Us) && says(kept.number, DescribedBy::Them)
        };
        let newest = all.iter().rev().find(both).or(all.back());
        let Some(number) = newest.map(|kept| kept.number) else { return Vec::new() };
        let mut scrubber = Scrubber::default();
        let of_it = all.iter().filter(|kept| kept.number == number);
        of_it
            .map(|kept| CallDescription {
                by: kept.by,
                kind: kept.kind.to_owned(),
                sdp: scrubber.scrub(&kept.sdp),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_call_with_two_sides_is_told_and_only_the_newest_texts_are_kept() {
        let exchanges = Exchanges::default();
        assert_eq!(exchanges.last(), []);
        let keep = |number, by, kind| exchanges.keep(number, by, kind, "c=IN IP4 203.0.113.9");
        keep(1, DescribedBy::Us, "offer");
        assert_eq!(exchanges.last().len(), 1);
        keep(1, DescribedBy::Them, "answer");
        keep(2, DescribedBy::Us, "offer");
        let last = exchanges.last();
        assert_eq!(
            last.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(),
            ["offer", "answer"]
        );
        assert!(last.iter().all(|one| one.sdp == "c=IN IP4 198.51.100.1\r\n"), "{last:?}");
        (0..40).for_each(|_| keep(3, DescribedBy::Us, "offer"));
        assert_eq!(exchanges.last().len(), KEPT);
    }
}

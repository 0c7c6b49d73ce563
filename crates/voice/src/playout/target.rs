//! How long to wait for packets: as long as nearly all of them need, which the last few thousand arrivals tell.

use super::samples;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Never less: a packet, and a device that takes two frames at once.
const LEAST: Duration = Duration::from_millis(40);
/// Never more: from here on people talk over each other.
const MOST: Duration = Duration::from_millis(200);
/// Width of a bucket of the histogram.
const BUCKET: Duration = Duration::from_millis(10);
const BUCKETS: usize = 30;
/// The share of packets that shall be in time.
const IN_TIME: f32 = 0.97;
/// What is left of an arrival's weight after the next.
const MEMORY: f32 = 0.998;
/// Arrivals among which the fastest is sought; longer would take drift for delay.
const WINDOW: usize = 150;
/// After such a pause the sender's clock may have been set anew.
const LONGEST_SILENCE: Duration = Duration::from_secs(1);
/// A packet this far from the others belongs to another timeline.
const FARTHEST: Duration = Duration::from_secs(2);

/// Whether the sender's time goes on as before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timeline {
    Same,
    Broken,
}

#[derive(Default)]
pub(super) struct DelayTarget {
    /// Time of arrivals is counted from the first.
    origin: Option<Instant>,
    last: Option<Instant>,
    /// Transit of the last packets in samples: arrival less sender's time. Only differences mean something.
    transits: VecDeque<i64>,
    /// Share of packets by how much later than the fastest they came.
    histogram: Vec<f32>,
}

impl DelayTarget {
    /// Notes a packet of sender's time `time` (samples) that came at `now`.
    pub(super) fn arrived(&mut self, now: Instant, time: i64) -> Timeline {
        let origin = *self.origin.get_or_insert(now);
        let transit = samples(now.saturating_duration_since(origin)) - time;
        let silence = self.last.map_or(Duration::ZERO, |last| now.saturating_duration_since(last));
        self.last = Some(now);
        let fastest = self.fastest();
        let is_far = fastest
            .is_some_and(|fastest| transit.abs_diff(fastest) > samples(FARTHEST).unsigned_abs());
        let is_new = silence > LONGEST_SILENCE;
        if is_far || is_new {
            self.transits.clear();
        }
        self.transits.push_back(transit);
        if self.transits.len() > WINDOW {
            self.transits.pop_front();
        }
        let later = transit - self.fastest().unwrap_or(transit);
        self.note(later);
        if is_far { Timeline::Broken } else { Timeline::Same }
    }

    fn note(&mut self, later: i64) {
        self.histogram.resize(BUCKETS, 0.0);
        let bucket = (later / samples(BUCKET)) as usize;
        for (place, share) in self.histogram.iter_mut().enumerate() {
            let is_here = if place == bucket.min(BUCKETS - 1) { 1.0 } else { 0.0 };
            *share = *share * MEMORY + is_here * (1.0 - MEMORY);
        }
    }

    fn fastest(&self) -> Option<i64> {
        self.transits.iter().min().copied()
    }

    /// How much later than it could have been sender's time `time` is played if that happens at `now`, in samples.
    pub(super) fn lateness(&self, now: Instant, time: i64) -> Option<i64> {
        let since = samples(now.saturating_duration_since(self.origin?));
        Some(since - time - self.fastest()?)
    }

    /// The delay at which nearly all packets are in time.
    pub(super) fn delay(&self) -> Duration {
        let total: f32 = self.histogram.iter().sum();
        let mut seen = 0.0;
        let buckets = self.histogram.iter().take_while(|share| {
            let is_needed = seen < total * IN_TIME;
            seen += **share;
            is_needed
        });
        // A packet has to be here when its first sample is played, and half a frame is lost by rounding.
        let needed = BUCKET * buckets.count() as u32 + BUCKET;
        needed.clamp(LEAST, MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::{DelayTarget, LEAST, MOST, Timeline};
    use crate::frame::FRAME_TIME;
    use crate::testing::start;
    use std::time::Duration;

    /// The target after 2,000 packets, each late by what `late` says in milliseconds.
    fn after(late: impl Fn(u64) -> u64) -> Duration {
        let start = start();
        let mut target = DelayTarget::default();
        for packet in 0..2000_u32 {
            let now = start + FRAME_TIME * packet + Duration::from_millis(late(u64::from(packet)));
            assert_eq!(target.arrived(now, i64::from(packet) * 960), Timeline::Same);
        }
        target.delay()
    }

    #[test]
    fn the_target_follows_the_jitter_within_its_limits() {
        assert_eq!(after(|_| 0), LEAST);
        let some = after(|packet| packet * 7919 % 61);
        assert!((70..=90).contains(&some.as_millis()), "{some:?}");
        assert_eq!(after(|packet| packet * 7919 % 400), MOST);
        // One packet in a hundred is not worth waiting for.
        assert_eq!(after(|packet| if packet % 100 == 0 { 150 } else { 0 }), LEAST);
    }

    #[test]
    fn a_clock_set_anew_is_noticed() {
        let start = start();
        let mut target = DelayTarget::default();
        assert_eq!(target.arrived(start, 0), Timeline::Same);
        assert_eq!(target.arrived(start + FRAME_TIME, 960 + 48_000 * 60), Timeline::Broken);
        assert_eq!(target.arrived(start + FRAME_TIME * 2, 1920 + 48_000 * 60), Timeline::Same);
    }
}

//! A network between two ends: it delays, jitters, loses, doubles and reorders as it is told, always the same for a seed.

use std::time::{Duration, Instant};

/// How bad it is, one way. Reordering comes of jitter above the distance of packets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weather {
    /// Share lost, in percent.
    pub(super) loss: u32,
    pub(super) delay: Duration,
    /// Up to so much more, evenly distributed.
    pub(super) jitter: Duration,
    /// Share that comes twice, in percent.
    pub(super) doubled: u32,
}

/// One direction.
pub(super) struct Link {
    pub(super) weather: Weather,
    random: Random,
    under_way: Vec<(Instant, u64, Vec<u8>)>,
    count: u64,
    pub(super) lost: u64,
}

/// Numbers that look random (PCG).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

impl Link {
    pub(super) fn new(seed: u64) -> Self {
        let random = Random::new(seed);
        Self { weather: Weather::default(), random, under_way: Vec::new(), count: 0, lost: 0 }
    }

    pub(super) fn send(&mut self, bytes: Vec<u8>, now: Instant) {
        // OpenSSL repeats lost flights by the wall's clock, which a simulation leaves behind; so none is lost here.
        let is_handshake = bytes.first().is_some_and(|first| (20..64).contains(first));
        if !is_handshake && self.random.below(100) < u64::from(self.weather.loss) {
            self.lost += 1;
            return;
        }
        let copies = if self.random.below(100) < u64::from(self.weather.doubled) { 2 } else { 1 };
        for _ in 0..copies {
            let jitter =
                Duration::from_micros(self.random.below(self.weather.jitter.as_micros() as u64));
            self.count += 1;
            self.under_way.push((now + self.weather.delay + jitter, self.count, bytes.clone()));
        }
    }

    /// What arrives by `now`, in the order of arrival.
    pub(super) fn arrivals(&mut self, now: Instant) -> Vec<Vec<u8>> {
        self.under_way.sort_by_key(|(due, count, _)| (*due, *count));
        let arrived = self.under_way.partition_point(|(due, ..)| *due <= now);
        self.under_way.drain(..arrived).map(|(.., bytes)| bytes).collect()
    }
}

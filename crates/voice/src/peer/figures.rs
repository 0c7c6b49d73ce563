//! What is measured of a call: once a second for its quality, and at any time for `getStats`.

use super::receiving::{ReceivedCounts, Receiving};
use super::sending::Sending;
use super::states::{ConnectionState, PeerEvent, States};
use crate::frame::SAMPLE_RATE;
use crate::playout::PlayoutCounts;
use crate::quality::{Measured, Quality};
use crate::sdp::CandidateKind;
use crate::stats::{CandidateRecord, StatsRecord, linear};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use str0m::stats::{CandidatePairStats, MediaEgressStats};

/// How often quality is judged.
const INTERVAL: Duration = Duration::from_secs(1);
/// Over how many intervals at most, and at least: one frame made up at the beginning is no bad call.
const INTERVALS: usize = 5;
const FEWEST_INTERVALS: usize = 2;
/// No packet for so long is told.
const NOTHING_HEARD: Duration = Duration::from_secs(3);

/// What the other side reported last.
#[derive(Clone, Copy, Default)]
struct Reported {
    lost: u64,
    jitter: f64,
    fraction: f32,
    round_trip: Option<Duration>,
}

/// The figures of one peer.
#[derive(Default)]
pub(super) struct Figures {
    /// The pair in use, and how the other side's address was found.
    pair: Option<(CandidatePairStats, CandidateKind)>,
    reported: Option<Reported>,
    /// Counts at the last looks, the oldest first.
    looks: VecDeque<(ReceivedCounts, PlayoutCounts)>,
    looked: Option<Instant>,
    heard: Option<Instant>,
    told_nothing: bool,
    /// The way was lost, and nothing has come by another since.
    is_cut: bool,
    quality: Quality,
}

impl Figures {
    pub(super) fn quality(&self) -> Quality {
        self.quality
    }

    pub(super) fn pair(&mut self, pair: CandidatePairStats, kind: CandidateKind) {
        self.pair = Some((pair, kind));
    }

    /// `clock`: of our codec, in hertz.
    pub(super) fn reports(&mut self, reports: &MediaEgressStats, clock: u32) {
        if let Some(remote) = &reports.remote {
            self.reported = Some(Reported {
                lost: remote.packets_lost,
                jitter: f64::from(remote.jitter) / f64::from(clock),
                fraction: reports.loss.unwrap_or(0.0),
                round_trip: reports.rtt,
            });
        }
    }

    /// A packet came.
    pub(super) fn heard(&mut self, now: Instant) {
        self.heard = Some(now);
        self.is_cut = false;
    }

    /// The way to the other side was lost, or its end here was replaced.
    pub(super) fn cut(&mut self) {
        self.is_cut = true;
    }

    /// Judges once a second; what there is to tell.
    pub(super) fn look(
        &mut self,
        receiving: &Receiving,
        is_up: bool,
        now: Instant,
    ) -> Vec<PeerEvent> {
        let mut news = Vec::new();
        let is_due = self.looked.is_none_or(|last| now.saturating_duration_since(last) >= INTERVAL);
        if !is_up || !is_due {
            return news;
        }
        self.looked = Some(now);
        // Silence counts from when somebody may be heard.
        let expected = receiving.may_receive();
        if !expected || self.heard.is_none() {
            self.heard = Some(now);
        }
        let silent =
            self.heard.map_or(Duration::ZERO, |heard| now.saturating_duration_since(heard));
        let is_nothing = expected && silent >= NOTHING_HEARD;
        if is_nothing != self.told_nothing {
            self.told_nothing = is_nothing;
            news.push(if is_nothing { PeerEvent::NothingHeard } else { PeerEvent::HeardAgain });
        }

        self.looks.push_back((receiving.counts(), receiving.playout()));
        if self.looks.len() > INTERVALS + 1 {
            self.looks.pop_front();
        }
        if self.looks.len() <= FEWEST_INTERVALS {
            return news;
        }
        let quality = Quality::of(self.ours(receiving), self.theirs());
        if quality != self.quality {
            self.quality = quality;
            news.push(PeerEvent::Quality(quality));
        }
        news
    }

    /// What we heard in the last intervals.
    fn ours(&self, receiving: &Receiving) -> Measured {
        let (Some((before, played_before)), Some((after, played_after))) =
            (self.looks.front(), self.looks.back())
        else {
            return Measured::default();
        };
        let share = |part: u64, whole: u64| part as f32 / whole.max(1) as f32;
        let lost = after.lost.saturating_sub(before.lost);
        let received = after.packets - before.packets;
        let emitted = played_after.emitted - played_before.emitted;
        let waited = (played_after.delay - played_before.delay) / emitted.max(1) as f64;
        let waited = if emitted > 0 { Duration::from_secs_f64(waited) } else { receiving.target() };
        Measured {
            loss: share(lost, lost + received),
            concealed: Some(share(
                played_after.concealed - played_before.concealed,
                played_after.played - played_before.played,
            )),
            jitter: Duration::from_secs_f64(after.jitter / f64::from(SAMPLE_RATE)),
            delay: self.round_trip().map(|round_trip| round_trip / 2 + waited),
        }
    }

    /// What they heard, as they report it.
    fn theirs(&self) -> Measured {
        let Some(reported) = self.reported else { return Measured::default() };
        Measured {
            loss: reported.fraction,
            concealed: None,
            jitter: Duration::from_secs_f64(reported.jitter.clamp(0.0, 10.0)),
            delay: self.round_trip().map(|round_trip| round_trip / 2),
        }
    }

    fn round_trip(&self) -> Option<Duration> {
        let checked = self.pair.as_ref().and_then(|(pair, _)| pair.current_round_trip_time);
        checked.or(self.reported.and_then(|reported| reported.round_trip))
    }

    /// Every record there is something to say in.
    pub(super) fn records(
        &self,
        ssrc: u32,
        sending: &Sending,
        receiving: &Receiving,
        states: &States,
    ) -> Vec<StatsRecord> {
        let name = str::to_owned;
        let mut records = Vec::new();
        if let Some((codec, payload)) = receiving.codec() {
            let (counts, playout) = (receiving.counts(), receiving.playout());
            // Phones do nothing at `disconnected`, but restart ICE for one that has received nothing.
            let is_lost = self.is_cut && self.told_nothing;
            records.push(StatsRecord::codec("codec-in", codec, payload));
            records.push(StatsRecord::InboundRtp {
                id: name("inbound"),
                kind: "audio",
                ssrc: receiving.ssrc().unwrap_or(0),
                codec_id: name("codec-in"),
                packets_received: if is_lost { 0 } else { counts.packets },
                bytes_received: counts.bytes,
                packets_lost: counts.lost,
                packets_discarded: playout.discarded,
                jitter: counts.jitter / f64::from(SAMPLE_RATE),
                jitter_buffer_delay: playout.delay,
                jitter_buffer_target_delay: receiving.target().as_secs_f64()
                    * playout.emitted as f64,
                jitter_buffer_emitted_count: playout.emitted,
                total_samples_received: playout.played,
                concealed_samples: playout.concealed,
                concealment_events: playout.concealments,
                fec_packets_received: playout.recovered,
                inserted_samples_for_deceleration: playout.inserted,
                removed_samples_for_acceleration: playout.removed,
                audio_level: linear(receiving.level()),
            });
        }
        if let Some((codec, payload)) = sending.codec() {
            records.push(StatsRecord::codec("codec-out", codec, payload));
            records.push(StatsRecord::OutboundRtp {
                id: name("outbound"),
                kind: "audio",
                ssrc,
                codec_id: name("codec-out"),
                media_source_id: name("microphone"),
                packets_sent: sending.packets,
                bytes_sent: sending.bytes,
            });
        }
        if let Some(reported) = self.reported {
            records.push(StatsRecord::RemoteInboundRtp {
                id: name("reported"),
                kind: "audio",
                ssrc,
                local_id: name("outbound"),
                packets_lost: reported.lost,
                jitter: reported.jitter,
                fraction_lost: f64::from(reported.fraction),
                round_trip_time: reported.round_trip.map(|time| time.as_secs_f64()),
            });
        }
        if let Some((pair, kind)) = &self.pair {
            let candidate = |id: &str, address: SocketAddr, kind: CandidateKind| CandidateRecord {
                id: name(id),
                address: address.ip().to_string(),
                port: address.port(),
                protocol: "udp",
                candidate_type: kind.name(),
            };
            // We send from our sockets themselves, whatever others see of them.
            let local = candidate("local", pair.local.addr, CandidateKind::Host);
            records.push(StatsRecord::LocalCandidate(local));
            records.push(StatsRecord::RemoteCandidate(candidate(
                "remote",
                pair.remote.addr,
                *kind,
            )));
            records.push(StatsRecord::CandidatePair {
                id: name("pair"),
                local_candidate_id: name("local"),
                remote_candidate_id: name("remote"),
                state: "succeeded",
                nominated: true,
                current_round_trip_time: pair
                    .current_round_trip_time
                    .map(|time| time.as_secs_f64()),
                total_round_trip_time: pair.total_round_trip_time.as_secs_f64(),
                responses_received: pair.responses_received,
            });
        }
        let (energy, duration) = sending.meter().total();
        records.push(StatsRecord::MediaSource {
            id: name("microphone"),
            kind: "audio",
            audio_level: linear(sending.meter().level()),
            total_audio_energy: energy,
            total_samples_duration: duration.as_secs_f64(),
        });
        records.push(StatsRecord::Transport {
            id: name("transport"),
            ice_state: states.ice.name(),
            dtls_state: match states.connection {
                ConnectionState::New => "new",
                ConnectionState::Connecting => "connecting",
                ConnectionState::Connected | ConnectionState::Disconnected => "connected",
                ConnectionState::Failed => "failed",
                ConnectionState::Closed => "closed",
            },
            selected_candidate_pair_id: self.pair.as_ref().map(|_| name("pair")),
        });
        records
    }
}

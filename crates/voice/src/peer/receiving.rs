//! What we hear: packets of the agreed kinds to the jitter buffer or the digits, and what is counted on the way.

use super::exchange::IncomingRtp;
use crate::codec::{Codec, CodecError};
use crate::digits::{Digit, DigitReceiver};
use crate::frame::{Frame, SAMPLE_RATE, SILENCE, loudness};
use crate::negotiation::{Agreement, codec_of, event_rate};
use crate::playout::{Arrival, Payload, Playout, PlayoutCounts};
use crate::sdp::Format;
use std::time::{Duration, Instant};

/// A source silent for so long gives way to another one.
const SILENT: Duration = Duration::from_millis(100);
/// So far ahead a sequence number is another stream.
const LARGEST_JUMP: u64 = 3000;

/// The incoming stream.
pub(super) struct Receiving {
    formats: Vec<Format>,
    playout: Option<Playout>,
    may_receive: bool,
    digits: DigitReceiver,
    source: Option<Source>,
    counts: ReceivedCounts,
    /// Loudness of the last frame played, in dB below full scale.
    level: f32,
}

/// The source that is played.
struct Source {
    ssrc: u32,
    last: Instant,
    first: u64,
    highest: u64,
    received: u64,
    /// Transit of the last packet, in samples (RFC 3550, section 6.4.1).
    transit: Option<f64>,
    start: Instant,
}

/// What came since the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ReceivedCounts {
    pub(super) packets: u64,
    pub(super) bytes: u64,
    /// Of earlier sources and the present one.
    pub(super) lost: u64,
    /// Mean deviation of transit, in samples at 48 kHz.
    pub(super) jitter: f64,
}

impl Receiving {
    pub(super) fn new() -> Self {
        Self {
            formats: Vec::new(),
            playout: None,
            may_receive: false,
            digits: DigitReceiver::default(),
            source: None,
            counts: ReceivedCounts::default(),
            level: crate::frame::QUIETEST,
        }
    }

    /// Goes on as agreed.
    pub(super) fn agree(&mut self, agreement: &Agreement) -> Result<(), CodecError> {
        self.formats.clone_from(&agreement.incoming);
        self.may_receive = agreement.may_receive;
        match &mut self.playout {
            // What is left in the buffer must neither come out later nor count as missing.
            Some(playout) if !self.may_receive => playout.restart(playout.codec())?,
            Some(_) => {}
            None => self.playout = Some(Playout::new(agreement.codec.0)?),
        }
        Ok(())
    }

    pub(super) fn codec(&self) -> Option<(Codec, u8)> {
        let codec = self.playout.as_ref()?.codec();
        let format = self.formats.iter().find(|format| codec_of(&format.kind) == Some(codec))?;
        Some((codec, format.payload))
    }

    /// Counts of the stream; what is missing of the present source counts as lost.
    pub(super) fn counts(&self) -> ReceivedCounts {
        let missing = self.source.as_ref().map_or(0, Source::missing);
        ReceivedCounts { lost: self.counts.lost + missing, ..self.counts }
    }

    pub(super) fn playout(&self) -> PlayoutCounts {
        self.playout.as_ref().map(Playout::counts).unwrap_or_default()
    }

    pub(super) fn target(&self) -> Duration {
        self.playout.as_ref().map(Playout::target).unwrap_or_default()
    }

    pub(super) fn may_receive(&self) -> bool {
        self.may_receive
    }

    pub(super) fn ssrc(&self) -> Option<u32> {
        self.source.as_ref().map(|source| source.ssrc)
    }

    pub(super) fn level(&self) -> f32 {
        self.level
    }

    /// Takes a packet; the digit that begins with it, if one does.
    pub(super) fn packet(&mut self, packet: &IncomingRtp, now: Instant) -> Option<Digit> {
        if !self.may_receive {
            return None;
        }
        let kind = self.formats.iter().find(|format| format.payload == packet.payload_type);
        let kind = &kind?.kind;
        let (codec, rate) = (codec_of(kind), event_rate(kind));
        if !self.follow(packet, now) {
            return None;
        }
        self.counts.packets += 1;
        self.counts.bytes += packet.payload.len() as u64;
        let playout = self.playout.as_mut()?;
        if let Some(codec) = codec {
            if playout.codec() != codec {
                // An encoder that cannot be made leaves the old one, which discards what it cannot read.
                playout.restart(codec).ok()?;
            }
            if let Some(source) = &mut self.source {
                let time = f64::from(packet.timestamp) * f64::from(codec.samples_per_tick());
                source.jitter(now, time, &mut self.counts.jitter);
            }
        }
        let payload =
            if codec.is_some() { Payload::Voice(&packet.payload) } else { Payload::Other };
        let (sequence, timestamp) = (packet.sequence, packet.timestamp);
        playout.insert(&Arrival { sequence, timestamp, payload }, now);
        rate.and_then(|_| self.digits.hear(packet.timestamp, &packet.payload))
    }

    /// Whether the packet belongs to the source that is played; another one is taken up once that is silent.
    fn follow(&mut self, packet: &IncomingRtp, now: Instant) -> bool {
        if let Some(source) = &mut self.source {
            if source.ssrc == packet.ssrc {
                source.last = now;
                source.note(packet.sequence, &mut self.counts.lost);
                return true;
            }
            if now.saturating_duration_since(source.last) < SILENT {
                return false;
            }
            self.counts.lost += source.missing();
        }
        if self.source.is_some()
            && let Some(playout) = &mut self.playout
        {
            let codec = playout.codec();
            let _ = playout.restart(codec);
        }
        self.digits = DigitReceiver::default();
        self.source = Some(Source {
            ssrc: packet.ssrc,
            last: now,
            first: packet.sequence,
            highest: packet.sequence,
            received: 1,
            transit: None,
            start: now,
        });
        true
    }

    /// The next 20 ms for the speaker.
    pub(super) fn play(&mut self, now: Instant) -> Frame {
        let frame = match &mut self.playout {
            Some(playout) if self.may_receive => playout.next(now),
            _ => SILENCE,
        };
        self.level = loudness(&frame);
        frame
    }
}

impl Source {
    fn note(&mut self, sequence: u64, lost: &mut u64) {
        if sequence > self.highest + LARGEST_JUMP {
            *lost += self.missing();
            (self.first, self.received) = (sequence, 0);
        }
        self.highest = self.highest.max(sequence);
        self.received += 1;
    }

    fn missing(&self) -> u64 {
        (self.highest - self.first + 1).saturating_sub(self.received)
    }

    fn jitter(&mut self, now: Instant, time: f64, jitter: &mut f64) {
        let arrived =
            now.saturating_duration_since(self.start).as_secs_f64() * f64::from(SAMPLE_RATE);
        let transit = arrived - time;
        let change = self.transit.map_or(0.0, |last| (transit - last).abs());
        // A clock that wraps or is set anew is no jitter.
        if change < f64::from(SAMPLE_RATE) * 2.0 {
            *jitter += (change - *jitter) / 16.0;
        }
        self.transit = Some(transit);
    }
}

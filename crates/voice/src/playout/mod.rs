//! From packets as the network brings them to frames as the speaker wants them: the jitter buffer, its delay and its gaps.

mod buffer;
mod stretch;
mod target;

use crate::codec::{Codec, CodecError, Decoder};
use crate::frame::{FRAME_SAMPLES, Frame, SAMPLE_RATE, SILENCE};
use buffer::{Buffer, Next};
use std::time::{Duration, Instant};
use stretch::Change;
use target::DelayTarget;

/// One packet of the voice or of something beside it, in the order of sending.
pub(crate) struct Arrival<'a> {
    /// Sequence number without wrap.
    pub(crate) sequence: u64,
    /// RTP timestamp as it came.
    pub(crate) timestamp: u32,
    pub(crate) payload: Payload<'a>,
}

/// What a packet carries.
#[derive(Clone, Copy)]
pub(crate) enum Payload<'a> {
    Voice(&'a [u8]),
    /// Digits and the like: they use up sequence numbers and are no loss.
    Other,
}

/// What became of the sound since the beginning, in samples at 48 kHz unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlayoutCounts {
    /// Played altogether while the other side was sending.
    pub played: u64,
    /// Made up by concealment.
    pub concealed: u64,
    /// Gaps concealed, however long each.
    pub concealments: u64,
    /// Lost packets that came back from the copy in the next (packets).
    pub recovered: u64,
    /// Packets that came too late or twice (packets).
    pub discarded: u64,
    /// Left out to lower the delay.
    pub removed: u64,
    /// Repeated to raise the delay.
    pub inserted: u64,
    /// How long samples waited here, summed over all samples of packets (seconds × samples).
    pub delay: f64,
    /// Samples in that sum.
    pub emitted: u64,
}

/// Concealed for so long without a packet, the sender is taken to have stopped.
const LONGEST_CONCEALMENT: Duration = Duration::from_millis(200);
/// More lost in a row than this is jumped over.
const LONGEST_LOSS: u64 = 25;
/// Deviation from the target that is left alone.
const TOLERANCE: Duration = Duration::from_millis(15);
/// Deviation above which whole packets are left out.
const FAR_TOO_LATE: Duration = Duration::from_millis(300);
/// Deviation above which a change may be audible.
const TOO_LATE: Duration = Duration::from_millis(100);
/// Packets between two changes of length.
const REST: u32 = 3;
/// A longer pause of the sender is jumped over, not waited for.
const LONGEST_PAUSE: i64 = SAMPLE_RATE as i64;

/// Jitter buffer and decoder of one incoming stream.
pub(crate) struct Playout {
    codec: Codec,
    decoder: Decoder,
    buffer: Buffer,
    target: DelayTarget,
    /// Decoded and not yet played.
    ready: Vec<i16>,
    /// Sender's time of the sample after `ready`, in samples.
    cursor: i64,
    state: State,
    rest: u32,
    /// Samples of the last packet: what a lost one is taken to have had.
    packet_samples: usize,
    counts: PlayoutCounts,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing to play, or not enough yet.
    Waiting,
    Playing,
    /// Making up for so many samples.
    Concealing(usize),
    /// The sender sends something else, digits for instance; so many samples were filled.
    Beside(usize),
}

impl Playout {
    pub(crate) fn new(codec: Codec) -> Result<Self, CodecError> {
        Ok(Self {
            codec,
            decoder: Decoder::new(codec)?,
            buffer: Buffer::default(),
            target: DelayTarget::default(),
            ready: Vec::new(),
            cursor: 0,
            state: State::Waiting,
            rest: 0,
            packet_samples: FRAME_SAMPLES,
            counts: PlayoutCounts::default(),
        })
    }

    /// Forgets the stream and keeps the counts: another source goes on, or another codec.
    pub(crate) fn restart(&mut self, codec: Codec) -> Result<(), CodecError> {
        let counts = self.counts;
        *self = Self { counts, ..Self::new(codec)? };
        Ok(())
    }

    pub(crate) fn codec(&self) -> Codec {
        self.codec
    }

    pub(crate) fn counts(&self) -> PlayoutCounts {
        self.counts
    }

    /// The delay aimed at.
    pub(crate) fn target(&self) -> Duration {
        self.target.delay()
    }

    /// Takes a packet that came at `now`.
    pub(crate) fn insert(&mut self, arrival: &Arrival<'_>, now: Instant) {
        let voice = match arrival.payload {
            Payload::Voice(payload) => {
                if self.decoder.samples(payload).is_none() {
                    self.counts.discarded += 1;
                    return;
                }
                let step = self.codec.samples_per_tick();
                let time = self.buffer.sender_time(arrival.timestamp, step);
                if self.target.arrived(now, time) == target::Timeline::Broken {
                    self.buffer.clear();
                    self.state = State::Waiting;
                }
                Some((time, payload))
            }
            Payload::Other => None,
        };
        if !self.buffer.insert(arrival.sequence, voice, now) {
            self.counts.discarded += 1;
        }
    }

    /// The next 20 ms for the speaker, asked for at `now`.
    pub(crate) fn next(&mut self, now: Instant) -> Frame {
        // Each round appends something or begins to play; the bound is for what nobody thought of.
        for _ in 0..64 {
            if self.ready.len() >= FRAME_SAMPLES {
                break;
            }
            self.produce(now);
        }
        let mut frame = SILENCE;
        let count = self.ready.len().min(FRAME_SAMPLES);
        for (to, from) in frame.iter_mut().zip(self.ready.drain(..count)) {
            *to = from;
        }
        if self.state != State::Waiting {
            self.counts.played += FRAME_SAMPLES as u64;
        }
        frame
    }

    /// How late the next sample is played after the earliest moment it could have been.
    fn delay(&self, now: Instant, cursor: i64) -> Option<i64> {
        self.target.lateness(now, cursor - self.ready.len() as i64)
    }

    fn produce(&mut self, now: Instant) {
        if self.state == State::Waiting && !self.begin(now) {
            self.ready.resize(FRAME_SAMPLES, 0);
            return;
        }
        let target = samples(self.target.delay());
        let delay = self.delay(now, self.cursor).unwrap_or(target);
        if delay > target + samples(FAR_TOO_LATE) && self.skip(delay - target) {
            return;
        }
        match self.buffer.next(self.cursor) {
            Next::Empty => self.wait_for_more(),
            Next::Pause(pause) if pause <= LONGEST_PAUSE => {
                let count = pause.min(FRAME_SAMPLES as i64) as usize;
                self.decoder.conceal(count, &mut self.ready);
                self.cursor += count as i64;
            }
            Next::Missing { count } if count <= LONGEST_LOSS && delay < target => {
                // It may only be late, and the delay is to grow anyway.
                self.conceal(FRAME_SAMPLES);
            }
            Next::Missing { count } if count <= LONGEST_LOSS => self.make_up_for_lost(),
            Next::Missing { .. } => self.buffer.jump(),
            Next::Other => {
                self.buffer.pass();
                self.state = State::Beside(0);
            }
            Next::Voice | Next::Pause(_) => self.play(now, delay - target),
        }
    }

    /// Whether what waits is enough to begin with.
    fn begin(&mut self, now: Instant) -> bool {
        let Some(first) = self.buffer.first_time() else { return false };
        self.ready.clear();
        let delay = self.target.lateness(now, first).unwrap_or(i64::MAX);
        if delay < samples(self.target.delay()) {
            return false;
        }
        self.buffer.jump();
        self.cursor = first;
        self.state = State::Playing;
        true
    }

    /// Nothing is here: continue the sound while packets may only be late, then stop.
    fn wait_for_more(&mut self) {
        match self.state {
            State::Concealing(made_up) | State::Beside(made_up)
                if made_up as i64 >= samples(LONGEST_CONCEALMENT) =>
            {
                self.state = State::Waiting;
                self.ready.resize(FRAME_SAMPLES, 0);
            }
            // Nothing is missing, and the sender's time goes on.
            State::Beside(filled) => {
                self.state = State::Beside(filled + FRAME_SAMPLES);
                self.cursor += FRAME_SAMPLES as i64;
                self.decoder.conceal(FRAME_SAMPLES, &mut self.ready);
            }
            State::Concealing(_) | State::Waiting | State::Playing => self.conceal(FRAME_SAMPLES),
        }
    }

    fn conceal(&mut self, count: usize) {
        let made_up = match self.state {
            State::Concealing(made_up) => made_up,
            State::Waiting | State::Playing | State::Beside(_) => {
                self.counts.concealments += 1;
                0
            }
        };
        self.state = State::Concealing(made_up + count);
        self.counts.concealed += count as u64;
        self.decoder.conceal(count, &mut self.ready);
    }

    /// The next packet is lost; the one after it may bring its content.
    fn make_up_for_lost(&mut self) {
        let count = self.packet_samples;
        let copy = self.buffer.after_missing().filter(|next| self.decoder.can_recover(next));
        match copy {
            Some(next) => {
                self.decoder.recover(next, count, &mut self.ready);
                self.counts.recovered += 1;
                self.state = State::Playing;
            }
            None => self.conceal(count),
        }
        self.cursor += count as i64;
        self.buffer.pass();
    }

    /// Plays the next packet; `deviation` (samples) from the wanted delay is worked off where it is not heard.
    fn play(&mut self, now: Instant, deviation: i64) {
        let Some(packet) = self.buffer.take() else { return };
        let before = self.ready.len();
        self.decoder.decode(&packet.payload, &mut self.ready);
        let decoded = self.ready.len() - before;
        self.packet_samples = decoded.max(1);
        self.cursor = packet.time + decoded as i64;
        self.state = State::Playing;
        let waited = now.saturating_duration_since(packet.arrived).as_secs_f64();
        self.counts.delay += waited * decoded as f64;
        self.counts.emitted += decoded as u64;
        if self.rest > 0 {
            self.rest -= 1;
            return;
        }
        let change = match deviation {
            late if late > samples(TOO_LATE) => Change::ShortenAnyway,
            late if late > samples(TOLERANCE) => Change::Shorten,
            early if early < -samples(TOLERANCE) => Change::Lengthen,
            _ => return,
        };
        let changed = stretch::apply(&mut self.ready, before, change);
        if changed != 0 {
            self.rest = REST;
        }
        match change {
            Change::Lengthen => self.counts.inserted += changed as u64,
            Change::Shorten | Change::ShortenAnyway => self.counts.removed += changed as u64,
        }
    }

    /// Leaves out packets worth up to `surplus` samples; whether any was.
    fn skip(&mut self, surplus: i64) -> bool {
        let mut skipped = 0;
        while skipped < surplus && self.buffer.waiting() > 1 {
            match self.buffer.take() {
                Some(packet) => {
                    let count = self.decoder.samples(&packet.payload).unwrap_or(0) as i64;
                    skipped += count;
                    self.cursor = packet.time + count;
                }
                None => self.buffer.jump(),
            }
        }
        self.counts.removed += skipped.unsigned_abs();
        skipped > 0
    }
}

fn samples(time: Duration) -> i64 {
    (time.as_micros() as i64) * i64::from(SAMPLE_RATE) / 1_000_000
}

#[cfg(test)]
mod tests;

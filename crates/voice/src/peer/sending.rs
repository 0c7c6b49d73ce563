//! What we say: frames of the microphone to packets, digits in their place, and the RTP clock under both.

use super::exchange::OutgoingRtp;
use crate::codec::{Codec, CodecError, Encoder};
use crate::digits::{Digit, DigitError, DigitSender, DigitTiming};
use crate::frame::{FRAME_SAMPLES, FRAME_TIME, Frame, SAMPLE_RATE, SILENCE};
use crate::level::{Microphone, MicrophoneEvent, MicrophoneMeter};
use crate::negotiation::Agreement;
use std::time::Instant;

/// A device that was late by this many frames has lost what lay between.
const LATE_FRAMES: u32 = 3;
/// Redundancy is worth its bits from here on, and not worth more above (percent of loss).
const LEAST_LOSS: f32 = 5.0;
const MOST_LOSS: f32 = 30.0;

/// What one frame of the microphone led to.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) packet: Option<OutgoingRtp>,
    /// A digit began with it.
    pub(super) digit: Option<Digit>,
    pub(super) news: Option<MicrophoneEvent>,
}

/// The outgoing stream.
pub(super) struct Sending {
    /// Codec, payload number and encoder; `None` before the first agreement.
    voice: Option<(Codec, u8, Encoder)>,
    events: Option<(u8, u32)>,
    may_send: bool,
    microphone: Microphone,
    meter: MicrophoneMeter,
    digits: DigitSender,
    sequence: u64,
    /// Samples at 48 kHz since the beginning.
    time: u64,
    /// Where the RTP clock begins.
    base: u32,
    last: Option<Instant>,
    /// The next voice packet follows a pause.
    marker: bool,
    pub(super) packets: u64,
    pub(super) bytes: u64,
}

impl Sending {
    /// `random` is where clock and sequence begin (RFC 3550, section 5.1).
    pub(super) fn new(random: u64) -> Self {
        Self {
            voice: None,
            events: None,
            may_send: false,
            microphone: Microphone::Live,
            meter: MicrophoneMeter::default(),
            digits: DigitSender::default(),
            // With room before the first wrap, which some receivers count wrongly.
            sequence: random & 0x7fff,
            time: 0,
            base: (random >> 32) as u32,
            last: None,
            marker: true,
            packets: 0,
            bytes: 0,
        }
    }

    /// Goes on as agreed.
    pub(super) fn agree(&mut self, agreement: &Agreement) -> Result<(), CodecError> {
        let (codec, payload) = agreement.codec;
        match &mut self.voice {
            Some((known, number, _)) if *known == codec => *number = payload,
            voice => *voice = Some((codec, payload, Encoder::new(codec)?)),
        }
        self.events = agreement.events;
        self.may_send = agreement.may_send;
        Ok(())
    }

    pub(super) fn codec(&self) -> Option<(Codec, u8)> {
        self.voice.as_ref().map(|(codec, payload, _)| (*codec, *payload))
    }

    pub(super) fn meter(&self) -> &MicrophoneMeter {
        &self.meter
    }

    pub(super) fn set_microphone(&mut self, microphone: Microphone) {
        self.microphone = microphone;
    }

    /// Tells what share of our packets is lost on the way, 0 to 1.
    pub(super) fn lost(&mut self, share: f32) {
        if let Some((_, _, encoder)) = &mut self.voice {
            encoder.expect_loss((share * 100.0).clamp(LEAST_LOSS, MOST_LOSS) as u8);
        }
    }

    pub(super) fn add_digits(&mut self, keys: &str, timing: DigitTiming) -> Result<(), DigitError> {
        if self.events.is_none() {
            return Err(DigitError::NotAgreed);
        }
        // As `insertDTMF` has it: a new text replaces what has not been sent.
        self.digits.clear();
        self.digits.add(keys, timing)
    }

    pub(super) fn can_send_digits(&self) -> bool {
        self.events.is_some() && self.may_send
    }

    pub(super) fn waiting_digits(&self) -> String {
        self.digits.waiting()
    }

    /// Takes 20 ms of the microphone, heard up to `now`; `frame` is what is sent of it.
    pub(super) fn frame(&mut self, heard: &Frame, frame: &Frame, now: Instant) -> Sent {
        let news = self.meter.hear(heard, self.microphone);
        self.advance(now);
        let Some((codec, payload_type, encoder)) = &mut self.voice else {
            return Sent { news, ..Sent::default() };
        };
        if !self.may_send {
            self.marker = true;
            return Sent { news, ..Sent::default() };
        }
        let ticks = |rate: u32| {
            self.base.wrapping_add((self.time * u64::from(rate) / u64::from(SAMPLE_RATE)) as u32)
        };
        let (event, digit) = match self.events {
            Some((number, rate)) => {
                let (packet, digit) = self.digits.next(ticks(rate), rate);
                (packet.map(|packet| (number, packet)), digit)
            }
            None => (None, None),
        };
        let packet = match event {
            Some((number, event)) => {
                self.marker = true;
                Some((number, event.timestamp, event.marker, event.payload.to_vec()))
            }
            None => {
                let frame = if self.microphone == Microphone::Live { frame } else { &SILENCE };
                let marker = std::mem::take(&mut self.marker);
                let encoded = encoder.encode(frame);
                encoded.map(|payload| (*payload_type, ticks(codec.clock_rate()), marker, payload))
            }
        };
        let packet = packet.map(|(payload_type, timestamp, marker, payload)| {
            self.sequence += 1;
            self.packets += 1;
            self.bytes += payload.len() as u64;
            OutgoingRtp { payload_type, sequence: self.sequence, timestamp, marker, payload }
        });
        Sent { packet, digit, news }
    }

    /// Moves the clock on: by a frame, or by what has passed if the device had a gap.
    fn advance(&mut self, now: Instant) {
        let since = self.last.map(|last| now.saturating_duration_since(last)).unwrap_or(FRAME_TIME);
        self.last = Some(now);
        let frames = if since > FRAME_TIME * LATE_FRAMES {
            self.marker = true;
            (since.as_millis() / FRAME_TIME.as_millis()) as u64
        } else {
            1
        };
        self.time += frames * FRAME_SAMPLES as u64;
    }
}

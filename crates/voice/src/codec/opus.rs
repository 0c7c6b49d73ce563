//! Opus by the system's libopus. The only unsafe code of this crate: seven functions of a C library.
// A C library is reached through unsafe calls and in no other way; each says why it is sound.
#![allow(unsafe_code)]

use super::CodecError;
use crate::frame::Frame;
use opusic_sys as sys;
use std::ffi::{CStr, c_int};
use std::ptr::{self, NonNull};

const RATE: i32 = 48_000;
const MONO: c_int = 1;
/// Longest packet libopus makes for 20 ms, and the longest frame RFC 6716 allows.
const LONGEST_PACKET: usize = 1275;
/// 120 ms, the longest packet there is.
const LONGEST_SAMPLES: usize = 5760;
/// Longest payload taken from the network: six frames of the largest size with their lengths.
const LONGEST_PAYLOAD: usize = 7662;
const BITS_PER_SECOND: c_int = 32_000;
/// A good compromise: half of the default's load, and no difference to hear on speech at this rate.
const COMPLEXITY: c_int = 5;
/// Loss assumed before the other side has reported any, in percent.
const LOSS_AT_FIRST: c_int = 10;

/// An encoder for one direction of one call.
pub(crate) struct OpusEncoder(NonNull<sys::OpusEncoder>);

// SAFETY: libopus keeps all state of an encoder in its own allocation and ties none of it to a thread.
unsafe impl Send for OpusEncoder {}

impl OpusEncoder {
    pub(crate) fn new() -> Result<Self, CodecError> {
        let mut error = 0;
        // SAFETY: `error` outlives the call, which writes one int to it.
        let raw = unsafe {
            sys::opus_encoder_create(RATE, MONO, sys::OPUS_APPLICATION_VOIP, &raw mut error)
        };
        let encoder = Self(NonNull::new(raw).ok_or_else(|| refused(error))?);
        encoder.set(sys::OPUS_SET_BITRATE_REQUEST, BITS_PER_SECOND)?;
        encoder.set(sys::OPUS_SET_COMPLEXITY_REQUEST, COMPLEXITY)?;
        encoder.set(sys::OPUS_SET_INBAND_FEC_REQUEST, 1)?;
        encoder.set(sys::OPUS_SET_PACKET_LOSS_PERC_REQUEST, LOSS_AT_FIRST)?;
        Ok(encoder)
    }

    /// Sets one of the encoder's integers.
    fn set(&self, request: c_int, value: c_int) -> Result<(), CodecError> {
        // SAFETY: the pointer is that of a living encoder; every request used here takes one int.
        match unsafe { sys::opus_encoder_ctl(self.0.as_ptr(), request, value) } {
            0 => Ok(()),
            error => Err(refused(error)),
        }
    }

    pub(crate) fn expect_loss(&mut self, percent: u8) {
        // A refusal leaves the last value, which is as good a guess.
        let _ = self.set(sys::OPUS_SET_PACKET_LOSS_PERC_REQUEST, c_int::from(percent.min(100)));
    }

    pub(crate) fn encode(&mut self, frame: &Frame) -> Option<Vec<u8>> {
        let mut packet = vec![0; LONGEST_PACKET];
        let (samples, room) = (frame.len() as c_int, LONGEST_PACKET as i32);
        // SAFETY: `frame` holds `samples` samples of one channel, `packet` has `room` bytes, and both outlive the call.
        let length = unsafe {
            sys::opus_encode(self.0.as_ptr(), frame.as_ptr(), samples, packet.as_mut_ptr(), room)
        };
        packet.truncate(usize::try_from(length).ok().filter(|length| *length > 0)?);
        Some(packet)
    }
}

impl Drop for OpusEncoder {
    fn drop(&mut self) {
        // SAFETY: made by `opus_encoder_create`, destroyed once, never used again.
        unsafe { sys::opus_encoder_destroy(self.0.as_ptr()) }
    }
}

/// A decoder for one direction of one call.
pub(crate) struct OpusDecoder(NonNull<sys::OpusDecoder>);

// SAFETY: as for the encoder.
unsafe impl Send for OpusDecoder {}

/// Which part of a packet to decode.
#[derive(Clone, Copy)]
enum Part {
    Itself,
    CopyOfThePrevious,
}

impl OpusDecoder {
    pub(crate) fn new() -> Result<Self, CodecError> {
        let mut error = 0;
        // SAFETY: `error` outlives the call, which writes one int to it.
        let raw = unsafe { sys::opus_decoder_create(RATE, MONO, &raw mut error) };
        NonNull::new(raw).map(Self).ok_or_else(|| refused(error))
    }

    /// Whether `payload` was decoded and its samples appended.
    pub(crate) fn decode(&mut self, payload: &[u8], out: &mut Vec<i16>) -> bool {
        self.run(Some(payload), LONGEST_SAMPLES, Part::Itself, out)
    }

    /// Whether the packet before `next` was decoded from the copy in it.
    pub(crate) fn recover(&mut self, next: &[u8], samples: usize, out: &mut Vec<i16>) -> bool {
        self.run(Some(next), samples, Part::CopyOfThePrevious, out)
    }

    /// Lets libopus continue what was heard; silence if it will not.
    pub(crate) fn conceal(&mut self, samples: usize, out: &mut Vec<i16>) {
        if !self.run(None, samples, Part::Itself, out) {
            out.resize(out.len() + samples, 0);
        }
    }

    fn run(
        &mut self,
        payload: Option<&[u8]>,
        samples: usize,
        part: Part,
        out: &mut Vec<i16>,
    ) -> bool {
        let samples = samples.min(LONGEST_SAMPLES);
        let (data, length) = match payload {
            Some([]) => return false,
            Some(payload) if payload.len() > LONGEST_PAYLOAD => return false,
            Some(payload) => (payload.as_ptr(), payload.len() as i32),
            None => (ptr::null(), 0),
        };
        let copy = match part {
            Part::Itself => 0,
            Part::CopyOfThePrevious => 1,
        };
        let before = out.len();
        out.resize(before + samples, 0);
        let room = out.get_mut(before..).unwrap_or_default();
        // SAFETY: `data` is null with length 0 or points at `length` bytes; `room` has `samples` samples of one channel;
        // libopus checks the packet's own structure and returns an error for what does not fit.
        let decoded = unsafe {
            let (state, pcm) = (self.0.as_ptr(), room.as_mut_ptr());
            sys::opus_decode(state, data, length, pcm, samples as c_int, copy)
        };
        let decoded = usize::try_from(decoded).unwrap_or(0);
        out.truncate(before + decoded.min(samples));
        decoded > 0
    }
}

impl Drop for OpusDecoder {
    fn drop(&mut self) {
        // SAFETY: made by `opus_decoder_create`, destroyed once, never used again.
        unsafe { sys::opus_decoder_destroy(self.0.as_ptr()) }
    }
}

fn refused(error: c_int) -> CodecError {
    // SAFETY: for any number libopus returns a static string that ends in a null.
    let words = unsafe { CStr::from_ptr(sys::opus_strerror(error)) };
    CodecError(words.to_string_lossy().into_owned())
}

/// Samples in a packet by its first two bytes (RFC 6716, section 3.1), at 48 kHz.
pub(crate) fn samples(packet: &[u8]) -> Option<usize> {
    let &toc = packet.first()?;
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => usize::from(packet.get(1)? & 0x3f),
    };
    let samples = frames * frame_samples(toc);
    (1..=LONGEST_SAMPLES).contains(&samples).then_some(samples)
}

/// Samples in each frame of a packet that begins with `toc`.
fn frame_samples(toc: u8) -> usize {
    let size = usize::from((toc >> 3) & 3);
    match toc >> 3 {
        0..=11 => [480, 960, 1920, 2880][size],
        12..=15 => [480, 960][size & 1],
        _ => [120, 240, 480, 960][size],
    }
}

/// Whether a mono packet carries a copy of the one before: the bit after the voice activity bits of SILK
/// (RFC 6716, section 4.2.3), which is written plainly at the head of the first frame.
pub(crate) fn has_redundancy(packet: &[u8]) -> bool {
    let Some(&toc) = packet.first() else { return false };
    let is_silk = toc >> 3 < 16;
    let is_stereo = toc & 4 != 0;
    let head = match toc & 3 {
        0 | 1 => packet.get(1),
        // Where frames have lengths of their own, the first one's stand before it.
        2 if packet.get(1).is_some_and(|&length| length >= 252) => packet.get(3),
        2 => packet.get(2),
        _ => None,
    };
    let Some(&head) = head.filter(|_| is_silk && !is_stereo) else { return false };
    let voice_bits = (frame_samples(toc) / 960).max(1);
    head >> (7 - voice_bits) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::{OpusDecoder, OpusEncoder, has_redundancy, samples};
    use crate::frame::{FRAME_SAMPLES, Frame, loudness};
    use crate::testing::Voice;

    fn voice(seconds: usize) -> Vec<Frame> {
        let mut voice = Voice::default();
        (0..seconds * 50).map(|_| voice.frame()).collect()
    }

    #[test]
    fn what_is_encoded_can_be_decoded_and_lasts_as_long() {
        let mut encoder = OpusEncoder::new().unwrap();
        let mut decoder = OpusDecoder::new().unwrap();
        let mut out = Vec::new();
        let voice = voice(2);
        for frame in &voice {
            let packet = encoder.encode(frame).unwrap();
            assert_eq!(samples(&packet), Some(FRAME_SAMPLES));
            assert!(decoder.decode(&packet, &mut out));
        }
        assert_eq!(out.len(), voice.len() * FRAME_SAMPLES);
        let (sent, heard) = (loudness(&voice.concat()), loudness(&out));
        assert!((sent - heard).abs() < 2.0, "{sent} dB became {heard} dB");
    }

    #[test]
    fn a_lost_packet_comes_back_from_the_copy_in_the_next() {
        let mut encoder = OpusEncoder::new().unwrap();
        encoder.expect_loss(20);
        let packets: Vec<_> = voice(2).iter().map(|frame| encoder.encode(frame).unwrap()).collect();
        let redundant = packets.iter().filter(|packet| has_redundancy(packet)).count();
        assert!(redundant > packets.len() / 2, "{redundant} of {} carry a copy", packets.len());

        // What the recovered frame sounds like, beside a decoder that lost nothing and one that only continues.
        let (mut whole, mut recovering, mut guessing) = (Vec::new(), Vec::new(), Vec::new());
        let mut decoders = [(); 3].map(|()| OpusDecoder::new().unwrap());
        for (place, packet) in packets.iter().enumerate() {
            let is_lost = place % 10 == 5 && has_redundancy(&packets[place + 1]);
            decoders[0].decode(packet, &mut whole);
            if is_lost {
                assert!(decoders[1].recover(&packets[place + 1], FRAME_SAMPLES, &mut recovering));
                decoders[2].conceal(FRAME_SAMPLES, &mut guessing);
            } else {
                decoders[1].decode(packet, &mut recovering);
                decoders[2].decode(packet, &mut guessing);
            }
        }
        let error = |heard: &[i16]| -> f64 {
            whole
                .iter()
                .zip(heard)
                .map(|(a, b)| f64::from(i32::from(*a) - i32::from(*b)).powi(2))
                .sum()
        };
        assert_eq!(recovering.len(), whole.len());
        assert!(error(&recovering) < 0.7 * error(&guessing));
    }

    #[test]
    fn no_bytes_make_the_decoder_panic_or_write_more_than_it_may() {
        let mut decoder = OpusDecoder::new().unwrap();
        let mut state = 0x1234_5678_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        for _ in 0..20_000 {
            let length = usize::from(next()) % 90;
            let packet: Vec<u8> = (0..length).map(|_| next()).collect();
            let mut out = vec![7];
            let said = samples(&packet);
            let decoded = decoder.decode(&packet, &mut out);
            assert!(out.len() <= 1 + 5760);
            if let (true, Some(said)) = (decoded, said) {
                assert_eq!(out.len(), 1 + said, "{packet:02x?}");
            }
            let _ = has_redundancy(&packet);
            decoder.recover(&packet, FRAME_SAMPLES, &mut out);
        }
    }
}

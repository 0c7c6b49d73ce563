//! Codecs: frames of 48 kHz to payloads and back, whichever codec a call has agreed on.

mod conceal;
mod g711;
mod opus;
mod pair;
mod resample;

pub(crate) use g711::Law;
pub use pair::CodecPair;

use crate::frame::{FRAME_SAMPLES, Frame};
use g711::{G711Decoder, G711Encoder};
use opus::{OpusDecoder, OpusEncoder};

/// The system's libopus refused; its own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the Opus library refused: {0}")]
pub struct CodecError(pub(crate) String);

/// A codec we can send and play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// Opus at 48 kHz.
    Opus,
    /// G.711 µ-law.
    Pcmu,
    /// G.711 A-law.
    Pcma,
}

impl Codec {
    /// RTP clock rate in hertz.
    #[must_use]
    pub fn clock_rate(self) -> u32 {
        match self {
            Self::Opus => 48_000,
            Self::Pcmu | Self::Pcma => 8_000,
        }
    }

    /// Samples at 48 kHz per tick of the RTP clock.
    pub(crate) fn samples_per_tick(self) -> u32 {
        crate::frame::SAMPLE_RATE / self.clock_rate()
    }

    /// As `getStats` names it.
    #[must_use]
    pub fn mime_type(self) -> &'static str {
        match self {
            Self::Opus => "audio/opus",
            Self::Pcmu => "audio/PCMU",
            Self::Pcma => "audio/PCMA",
        }
    }
}

/// Turns frames into payloads.
pub(crate) enum Encoder {
    Opus(OpusEncoder),
    G711(Box<G711Encoder>),
}

impl Encoder {
    pub(crate) fn new(codec: Codec) -> Result<Self, CodecError> {
        Ok(match codec {
            Codec::Opus => Self::Opus(OpusEncoder::new()?),
            Codec::Pcmu => Self::G711(Box::new(G711Encoder::new(Law::Mu))),
            Codec::Pcma => Self::G711(Box::new(G711Encoder::new(Law::A))),
        })
    }

    /// One payload per frame; `None` if the library refused this one, which is then lost like a packet.
    pub(crate) fn encode(&mut self, frame: &Frame) -> Option<Vec<u8>> {
        match self {
            Self::Opus(encoder) => encoder.encode(frame),
            Self::G711(encoder) => Some(encoder.encode(frame)),
        }
    }

    /// Tells how much of what we send is lost on the way, in percent, so that redundancy costs what it must.
    pub(crate) fn expect_loss(&mut self, percent: u8) {
        match self {
            Self::Opus(encoder) => encoder.expect_loss(percent),
            Self::G711(_) => {}
        }
    }
}

/// Turns payloads into samples, and nothing into something that sounds like it.
pub(crate) enum Decoder {
    Opus(OpusDecoder),
    G711(Box<G711Decoder>),
}

impl Decoder {
    pub(crate) fn new(codec: Codec) -> Result<Self, CodecError> {
        Ok(match codec {
            Codec::Opus => Self::Opus(OpusDecoder::new()?),
            Codec::Pcmu => Self::G711(Box::new(G711Decoder::new(Law::Mu))),
            Codec::Pcma => Self::G711(Box::new(G711Decoder::new(Law::A))),
        })
    }

    /// How many samples `payload` holds; `None` if it is not one of this codec.
    pub(crate) fn samples(&self, payload: &[u8]) -> Option<usize> {
        match self {
            Self::Opus(_) => opus::samples(payload),
            Self::G711(_) => g711::samples(payload),
        }
    }

    /// Appends the samples of `payload` to `out`; a payload that cannot be decoded is concealed.
    pub(crate) fn decode(&mut self, payload: &[u8], out: &mut Vec<i16>) {
        match self {
            Self::Opus(decoder) => {
                if !decoder.decode(payload, out) {
                    decoder.conceal(FRAME_SAMPLES, out);
                }
            }
            Self::G711(decoder) => decoder.decode(payload, out),
        }
    }

    /// Whether `next`, the packet after a lost one, carries a copy of what was lost.
    pub(crate) fn can_recover(&self, next: &[u8]) -> bool {
        match self {
            Self::Opus(_) => opus::has_redundancy(next),
            Self::G711(_) => false,
        }
    }

    /// Appends `samples` of the packet before `next`, which was lost, from the copy in `next`.
    pub(crate) fn recover(&mut self, next: &[u8], samples: usize, out: &mut Vec<i16>) {
        match self {
            Self::Opus(decoder) => {
                if !decoder.recover(next, samples, out) {
                    decoder.conceal(samples, out);
                }
            }
            Self::G711(decoder) => decoder.conceal(samples, out),
        }
    }

    /// Appends `samples` in place of what never came.
    pub(crate) fn conceal(&mut self, samples: usize, out: &mut Vec<i16>) {
        match self {
            Self::Opus(decoder) => decoder.conceal(samples, out),
            Self::G711(decoder) => decoder.conceal(samples, out),
        }
    }
}

//! Both directions of a codec, for whoever stands at the other end of a call without an engine of its own.

use super::{Codec, CodecError, Decoder, Encoder};
use crate::frame::Frame;

/// Frames to payloads and back.
pub struct CodecPair {
    encoder: Encoder,
    decoder: Decoder,
}

impl CodecPair {
    /// A pair at its beginning.
    ///
    /// # Errors
    /// The system's libopus refused.
    pub fn new(codec: Codec) -> Result<Self, CodecError> {
        Ok(Self { encoder: Encoder::new(codec)?, decoder: Decoder::new(codec)? })
    }

    /// One payload per frame; `None` if the library refused this one.
    pub fn encode(&mut self, frame: &Frame) -> Option<Vec<u8>> {
        self.encoder.encode(frame)
    }

    /// Appends the samples of `payload` to `out`.
    pub fn decode(&mut self, payload: &[u8], out: &mut Vec<i16>) {
        self.decoder.decode(payload, out);
    }

    /// Appends `samples` in place of what never came to `out`.
    pub fn conceal(&mut self, samples: usize, out: &mut Vec<i16>) {
        self.decoder.conceal(samples, out);
    }
}

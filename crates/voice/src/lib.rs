//! The media engine of one browser call, from session descriptions to sound.
//!
//! Pure: datagrams, frames and the time are arguments, and nothing here opens a socket or a device.
//! Elsewhere than on Linux the pages' own engine has WebRTC and this crate is empty.
#![cfg(target_os = "linux")]

#[cfg(test)]
mod calls;
mod clean;
mod codec;
mod digits;
mod frame;
mod identity;
mod level;
mod negotiation;
mod peer;
mod pitch;
mod playout;
mod quality;
pub mod sdp;
mod stats;
mod stun;
#[cfg(test)]
mod testing;

pub use clean::Cleaner;
pub use codec::{Codec, CodecError, CodecPair};
pub use digits::{Digit, DigitError, DigitTiming, MOST_DIGITS};
pub use frame::{FRAME_SAMPLES, FRAME_TIME, Frame, SAMPLE_RATE, SILENCE, loudness};
pub use level::{Microphone, MicrophoneEvent};
pub use negotiation::{DescriptionKind, NegotiationError, Restart, SignalingState};
pub use peer::{
    CandidatePolicy, ConnectionState, Datagram, IceState, LocalAddress, Peer, PeerError, PeerEvent,
    TransportError, Verdict,
};
pub use playout::PlayoutCounts;
pub use quality::{Ear, Grade, Measured, Quality, Reason};
pub use stats::{CandidateRecord, StatsRecord};
pub use stun::PublicAddressQuery;

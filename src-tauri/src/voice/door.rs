//! What a page may ask of the voice, and what the voice must know of the page's account.

use deskbell_core::PeerSound;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

/// Longest session description taken, in bytes.
pub(super) const SDP_MAX: usize = 64 * 1024;
/// Longest of any other text.
pub(super) const TEXT_MAX: usize = 1024;
/// Most STUN servers looked at.
pub(super) const STUN_MAX: usize = 4;

/// What the voice may do for the page of one account.
pub struct VoiceAccess {
    /// Whether the account may reach an address: asked of everything the other side of a call names.
    pub may_reach: Box<dyn Fn(IpAddr) -> bool + Send + Sync>,
    /// Asks for the microphone; dropped before it has resolved, nobody is to be asked any more.
    pub microphone: Box<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>,
    /// Told how a peer connection sounds, under a number that no other has.
    pub sounds: Box<dyn Fn(u32, PeerSound) + Send + Sync>,
}

/// A refusal, as the page throws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VoiceError {
    /// Name of the `DOMException`.
    pub name: &'static str,
    /// What was wrong.
    pub message: String,
}

impl VoiceError {
    /// A refusal called `name`.
    pub fn new(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }

    /// To whoever is no phone's page.
    pub fn not_allowed() -> Self {
        Self::new("NotAllowedError", "this page has no voice here")
    }
}

/// One thing a page asks. `peer` is the number the page gave its peer connection.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Ask {
    /// The devices there are.
    Devices,
    /// `getUserMedia`; `exact` names the only microphone that will do.
    Microphone { exact: Option<String> },
    /// A new peer connection; `stun` are its servers, as `stun:` addresses.
    Open { peer: u32, stun: Vec<String> },
    /// `createOffer`.
    Offer { peer: u32, restarts: bool },
    /// `createAnswer`.
    Answer { peer: u32 },
    /// `setLocalDescription`.
    Local { peer: u32, kind: Kind, sdp: String },
    /// `setRemoteDescription`.
    Remote { peer: u32, kind: Kind, sdp: String },
    /// `addIceCandidate`.
    Candidate { peer: u32, line: String },
    /// What is sent and how loud what comes is heard. Of two that overtake each other the one with the higher `turn` counts.
    Sound { peer: u32, turn: u32, source: Source, microphone: Sent, volume: f32 },
    /// `insertDTMF`; times in milliseconds.
    Digits { peer: u32, keys: String, held: u32, gap: u32 },
    /// `getStats`.
    Stats { peer: u32 },
    /// `close`.
    Close { peer: u32 },
    /// What has happened since the last time; waits a while for it.
    Wait,
}

/// `type` of a session description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Kind {
    Offer,
    Answer,
    Rollback,
}

/// Where a peer's sound comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Source {
    /// The agent.
    Microphone,
    /// What another peer of the same page hears.
    Peer(u32),
    /// Nothing.
    Nothing,
}

/// What of the source is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Sent {
    /// All of it.
    Live,
    /// Nothing: the track is disabled.
    Muted,
    /// Nothing: the widget says that the call is on hold.
    Held,
}

/// What a page is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "told", rename_all = "camelCase")]
pub(super) enum News {
    /// `iceConnectionState` changed.
    Ice { peer: u32, state: &'static str },
    /// `connectionState` changed.
    Connection { peer: u32, state: &'static str },
    /// A digit begins to sound; `waiting` is `toneBuffer`.
    Digit { peer: u32, digit: char, waiting: String },
    /// Other devices, or other names of them.
    Devices,
}

impl Ask {
    /// Whether its texts are of a length that is worth reading.
    pub(super) fn fits(&self) -> bool {
        match self {
            Self::Local { sdp, .. } | Self::Remote { sdp, .. } => sdp.len() <= SDP_MAX,
            Self::Candidate { line: text, .. }
            | Self::Digits { keys: text, .. }
            | Self::Microphone { exact: Some(text) } => text.len() <= TEXT_MAX,
            Self::Open { stun, .. } => stun.iter().all(|server| server.len() <= TEXT_MAX),
            Self::Devices
            | Self::Microphone { exact: None }
            | Self::Offer { .. }
            | Self::Answer { .. }
            | Self::Sound { .. }
            | Self::Stats { .. }
            | Self::Close { .. }
            | Self::Wait => true,
        }
    }
}

//! Where a peer can be reached, and whom it may talk to.

use crate::sdp::{Candidate, CandidateKind};
use std::net::SocketAddr;

/// Whether an address may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Allowed,
    /// Neither tried nor listened to.
    Refused,
}

/// Decides about every address of the other side: those it names and those its packets come from.
pub type CandidatePolicy = Box<dyn Fn(SocketAddr) -> Verdict + Send>;

/// One of our sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalAddress {
    /// What it is bound to.
    pub socket: SocketAddr,
    /// What a STUN server sees of it, if that is known and different.
    pub public: Option<SocketAddr>,
}

impl LocalAddress {
    /// Its candidates with their base; `place` is its place among our sockets, the first being preferred.
    fn candidates(&self, place: usize) -> impl Iterator<Item = (Candidate, SocketAddr)> {
        let base = self.socket;
        let preference = 65_535_u32.saturating_sub(place as u32);
        let candidate = move |address, kind: CandidateKind, kind_preference: u32| {
            let foundation = format!("{}{place}", kind.name());
            let priority = kind_preference << 24 | preference << 8 | 255;
            (Candidate { foundation, priority, address, kind }, base)
        };
        let public = self.public.filter(|public| *public != base);
        std::iter::once(candidate(base, CandidateKind::Host, 126))
            .chain(public.map(|public| candidate(public, CandidateKind::ServerReflexive, 100)))
    }
}

/// The candidates of all our sockets, each with its base.
pub(super) fn candidates(local: &[LocalAddress]) -> impl Iterator<Item = (Candidate, SocketAddr)> {
    local.iter().enumerate().flat_map(|(place, address)| address.candidates(place))
}

/// A datagram to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datagram {
    /// From which of our sockets.
    pub source: SocketAddr,
    /// Where to.
    pub destination: SocketAddr,
    /// What.
    pub bytes: Vec<u8>,
}

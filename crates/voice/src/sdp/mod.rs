//! Session descriptions (RFC 8866) of one audio call over ICE and DTLS-SRTP: what is read from the other side and written by us.

mod candidate;
mod fingerprint;
mod read;
mod scrub;
#[cfg(test)]
mod tests;
mod write;

pub use candidate::{Candidate, CandidateKind};
pub use fingerprint::{Fingerprint, HashFunction};
pub use read::{LONGEST_TEXT, SdpError};
pub use scrub::Scrubber;

use std::net::{IpAddr, SocketAddr};

/// Most candidates kept of one description.
pub const MOST_CANDIDATES: usize = 20;

/// One description, offer or answer: the first audio section with what the session level says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// `o=`: the session's id and its version, which a new description raises.
    pub origin: Origin,
    /// Every media section in order. Ours is [`Self::audio`]; an answer has to name the others too, as refused.
    pub sections: Vec<Section>,
    /// The audio section.
    pub audio: Audio,
}

/// `o=` without what nobody needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Session id.
    pub session: u64,
    /// Raised by one with each new description.
    pub version: u64,
}

/// One media section as far as an answer must repeat it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// The audio section this description is about.
    Audio,
    /// Another one, which is refused (port 0).
    Refused {
        /// `video`, `application`, a second `audio`.
        kind: String,
        /// Transport profile, repeated as it was.
        profile: String,
        /// The first format, repeated as it was.
        format: String,
        /// Its name in the group.
        mid: Option<String>,
    },
}

/// Everything about the audio section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audio {
    /// Port of the `m=` line; 0 refuses the section.
    pub port: u16,
    /// Address of the `c=` line, if it is one.
    pub address: Option<IpAddr>,
    /// Transport profile.
    pub profile: Profile,
    /// What may be sent here, best first.
    pub formats: Vec<Format>,
    /// Who sends.
    pub direction: Direction,
    /// ICE user fragment and password.
    pub ice: IceCredentials,
    /// Whether the writer only answers connectivity checks (`a=ice-lite`).
    pub ice_lite: bool,
    /// Hashes of the writer's certificate; one at least.
    pub fingerprints: Vec<Fingerprint>,
    /// Which side begins the DTLS handshake.
    pub setup: Option<Setup>,
    /// The section's name.
    pub mid: Option<String>,
    /// Whether a BUNDLE group names the section.
    pub bundle: bool,
    /// Whether RTCP comes on the same port.
    pub rtcp_mux: bool,
    /// Addresses to try, component 1 over UDP only.
    pub candidates: Vec<Candidate>,
    /// Whether no more candidates follow.
    pub end_of_candidates: bool,
    /// Synchronisation sources announced.
    pub ssrcs: Vec<u32>,
}

impl Audio {
    /// Where to send if no candidate is named: `c=` and the port, unless they only hold the place.
    #[must_use]
    pub fn default_address(&self) -> Option<SocketAddr> {
        let address = self.address.filter(|address| !address.is_unspecified())?;
        (self.port != 0 && self.port != 9).then(|| SocketAddr::new(address, self.port))
    }
}

/// RTP over DTLS under its several names; which one is only repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// `UDP/TLS/RTP/SAVPF`, what browsers write.
    UdpTlsSavpf,
    /// `UDP/TLS/RTP/SAVP`.
    UdpTlsSavp,
    /// `RTP/SAVPF`, from before RFC 5764 was followed.
    Savpf,
    /// `RTP/SAVP`.
    Savp,
}

impl Profile {
    /// All of them with their names.
    pub(crate) const NAMES: [(Self, &'static str); 4] = [
        (Self::UdpTlsSavpf, "UDP/TLS/RTP/SAVPF"),
        (Self::UdpTlsSavp, "UDP/TLS/RTP/SAVP"),
        (Self::Savpf, "RTP/SAVPF"),
        (Self::Savp, "RTP/SAVP"),
    ];
}

/// One payload number and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// RTP payload type, 0 to 127.
    pub payload: u8,
    /// What it is.
    pub kind: FormatKind,
}

/// What a payload number stands for, as far as we can tell or use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatKind {
    /// Opus as RFC 7587 has it: 48 kHz, two channels announced.
    Opus,
    /// G.711 µ-law at 8 kHz.
    Pcmu,
    /// G.711 A-law at 8 kHz.
    Pcma,
    /// Digits (RFC 4733) at this clock rate in hertz.
    TelephoneEvent(u32),
    /// Anything else, by its `rtpmap`.
    Other(String),
}

/// Who sends, from the writer's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Both.
    SendRecv,
    /// Only the writer.
    SendOnly,
    /// Only the reader.
    RecvOnly,
    /// Nobody.
    Inactive,
}

impl Direction {
    /// All of them with their names.
    pub(crate) const NAMES: [(Self, &'static str); 4] = [
        (Self::SendRecv, "sendrecv"),
        (Self::SendOnly, "sendonly"),
        (Self::RecvOnly, "recvonly"),
        (Self::Inactive, "inactive"),
    ];

    /// Whether the writer sends.
    #[must_use]
    pub fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    /// Whether the writer listens.
    #[must_use]
    pub fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }

    /// The same from the other side.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::SendOnly => Self::RecvOnly,
            Self::RecvOnly => Self::SendOnly,
            same @ (Self::SendRecv | Self::Inactive) => same,
        }
    }
}

/// Who begins the DTLS handshake (RFC 5763).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// The answerer chooses.
    ActPass,
    /// The writer begins.
    Active,
    /// The writer waits.
    Passive,
}

impl Setup {
    /// All of them with their names.
    pub(crate) const NAMES: [(Self, &'static str); 3] =
        [(Self::ActPass, "actpass"), (Self::Active, "active"), (Self::Passive, "passive")];
}

/// ICE user fragment and password (RFC 8839).
#[derive(Clone, PartialEq, Eq)]
pub struct IceCredentials {
    /// User fragment, 4 to 256 characters.
    pub ufrag: String,
    /// Password, 22 to 256 characters.
    pub password: String,
}

/// The password stays out of logs.
impl std::fmt::Debug for IceCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IceCredentials({})", self.ufrag)
    }
}

//! One ICE candidate (RFC 8839): an address at which the other side may be reached.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// An address to try, over UDP and for component 1 (RTP, with RTCP on the same port).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Groups candidates of one origin; 1 to 32 characters.
    pub foundation: String,
    /// Higher is tried first. Media servers send values above 2^31, so nothing may be concluded from it.
    pub priority: u32,
    /// The address.
    pub address: SocketAddr,
    /// How the writer found it.
    pub kind: CandidateKind,
}

/// How a candidate was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateKind {
    /// An address of the machine itself.
    Host,
    /// What a STUN server saw.
    ServerReflexive,
    /// What the other side saw.
    PeerReflexive,
    /// Of a TURN server.
    Relayed,
}

impl CandidateKind {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Host, "host"),
        (Self::ServerReflexive, "srflx"),
        (Self::PeerReflexive, "prflx"),
        (Self::Relayed, "relay"),
    ];

    /// The word of `typ`, which is also that of `getStats`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::ServerReflexive => "srflx",
            Self::PeerReflexive => "prflx",
            Self::Relayed => "relay",
        }
    }
}

impl Candidate {
    /// Reads `candidate:…`, with or without `a=` before it. `None` is what cannot be used here: TCP, the second
    /// component, a host name (mDNS), an address no datagram can be sent to, or no candidate at all.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        let line = line.strip_prefix("a=").unwrap_or(line);
        let mut words = line.strip_prefix("candidate:")?.split_ascii_whitespace();
        let foundation = words.next()?;
        let component = words.next()?;
        let transport = words.next()?;
        let priority: u32 = words.next()?.parse().ok()?;
        let address: IpAddr = words.next()?.parse().ok()?;
        let port: u16 = words.next()?.parse().ok()?;
        if words.next()? != "typ" {
            return None;
        }
        let kind = words.next()?;
        let kind = CandidateKind::NAMES.iter().find(|(_, name)| *name == kind)?.0;
        let usable = component == "1"
            && transport.eq_ignore_ascii_case("udp")
            && (1..=32).contains(&foundation.len())
            && foundation.bytes().all(|byte| byte.is_ascii_graphic())
            && port != 0
            && !address.is_unspecified()
            && !address.is_multicast();
        usable.then(|| Self {
            foundation: foundation.to_owned(),
            priority,
            address: SocketAddr::new(address, port),
            kind,
        })
    }
}

/// As `a=` lines and `icecandidate` events have it. Related addresses are written as unknown: the true one tells the
/// other side about our network and serves nobody.
impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { foundation, priority, address, kind } = self;
        let (ip, port, kind_name) = (address.ip(), address.port(), kind.name());
        write!(f, "candidate:{foundation} 1 udp {priority} {ip} {port} typ {kind_name}")?;
        match (kind, ip) {
            (CandidateKind::Host, _) => Ok(()),
            (_, IpAddr::V4(_)) => f.write_str(" raddr 0.0.0.0 rport 0"),
            (_, IpAddr::V6(_)) => f.write_str(" raddr :: rport 0"),
        }
    }
}

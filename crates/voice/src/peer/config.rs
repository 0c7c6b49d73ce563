//! What str0m is told: how it is configured for a call, and our types as its own.

use super::dtls::GuardedDtls;
use crate::identity::Identity;
use crate::negotiation::Agreement;
use crate::sdp::{Candidate, CandidateKind, FormatKind, IceCredentials};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use str0m::config::CryptoProvider;
use str0m::format::{Codec, FormatParams};
use str0m::media::Frequency;
use str0m::net::Protocol;
use str0m::{Candidate as IceCandidate, IceCreds, RtcConfig};

/// How often str0m counts.
const COUNTED_EVERY: Duration = Duration::from_secs(1);

static CRYPTO: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| {
    Arc::new(CryptoProvider { dtls_provider: &GuardedDtls, ..str0m_openssl::default_provider() })
});

/// Everything of str0m's configuration that is not as it comes.
pub(super) fn config(identity: &Identity, agreement: &Agreement) -> RtcConfig {
    let mut config = RtcConfig::new()
        .clear_codecs()
        .clear_extension_map()
        .set_rtp_mode(true)
        .set_crypto_provider(CRYPTO.clone())
        .set_dtls_cert(identity.certificate().clone())
        // Verified at `Event::Connected`, with the hash function the other side chose.
        .set_fingerprint_verification(false)
        .set_local_ice_credentials(credentials(identity.ice()))
        .set_stats_interval(Some(COUNTED_EVERY))
        .set_rtcp_report_interval_audio(COUNTED_EVERY);
    // Any number may come to mean something in a later offer; str0m only takes the clock rate from here.
    let numbers = (0..64).chain(96..128_u8);
    for number in numbers {
        let kind = agreement.incoming.iter().find(|format| format.payload == number);
        let kind = kind.map(|format| &format.kind);
        let is_ours = |payload: u8| payload == number;
        let rate = match kind {
            Some(FormatKind::Pcmu | FormatKind::Pcma | FormatKind::TelephoneEvent(8_000)) => 8_000,
            None if agreement
                .events
                .is_some_and(|(payload, rate)| is_ours(payload) && rate == 8_000) =>
            {
                8_000
            }
            None if is_ours(0)
                || is_ours(8)
                || (is_ours(agreement.codec.1) && agreement.codec.0.clock_rate() == 8_000) =>
            {
                8_000
            }
            Some(FormatKind::Opus | FormatKind::TelephoneEvent(_) | FormatKind::Other(_))
            | None => 48_000,
        };
        let rate = Frequency::new(rate).unwrap_or(Frequency::FORTY_EIGHT_KHZ);
        let params = FormatParams::default();
        config.codec_config().add_config(number.into(), None, Codec::Opus, rate, None, params);
    }
    config
}

/// The source of a datagram that looks like RTP and not like RTCP (RFC 5761, RFC 7983).
pub(super) fn rtp_source(bytes: &[u8]) -> Option<u32> {
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    let is_rtp = (128..192).contains(&first) && !(64..96).contains(&(second & 0x7f));
    let source = bytes.get(8..12).filter(|_| is_rtp)?;
    source.try_into().ok().map(u32::from_be_bytes)
}

pub(super) fn to_local(candidate: (Candidate, SocketAddr)) -> Option<IceCandidate> {
    let (Candidate { address, kind, .. }, base) = candidate;
    match kind {
        CandidateKind::Host => IceCandidate::host(address, "udp").ok(),
        _ => IceCandidate::server_reflexive(address, base, "udp").ok(),
    }
}

/// `generation` makes candidates of one restart differ from those of another.
pub(super) fn to_remote(candidate: &Candidate, generation: u16) -> IceCandidate {
    use str0m::CandidateKind as Kind;
    let kind = match candidate.kind {
        CandidateKind::Host => Kind::Host,
        CandidateKind::ServerReflexive => Kind::ServerReflexive,
        CandidateKind::PeerReflexive => Kind::PeerReflexive,
        CandidateKind::Relayed => Kind::Relayed,
    };
    let foundation = candidate.foundation.clone();
    let priority = candidate.priority.max(1);
    // Where the other side found it is of no use to anybody; str0m compares it, though.
    let found_at = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), generation);
    IceCandidate::from_parts(
        foundation,
        1,
        Protocol::Udp,
        priority,
        candidate.address,
        kind,
        Some(found_at),
        None,
        None,
    )
}

pub(super) fn to_kind(kind: str0m::CandidateKind) -> CandidateKind {
    use str0m::CandidateKind as Kind;
    match kind {
        Kind::Host => CandidateKind::Host,
        Kind::PeerReflexive => CandidateKind::PeerReflexive,
        Kind::ServerReflexive => CandidateKind::ServerReflexive,
        Kind::Relayed => CandidateKind::Relayed,
    }
}

pub(super) fn credentials(ice: &IceCredentials) -> IceCreds {
    IceCreds { ufrag: ice.ufrag.clone(), pass: ice.password.clone() }
}

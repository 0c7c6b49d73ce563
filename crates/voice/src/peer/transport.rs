//! One way to the other side: ICE, DTLS and SRTP by str0m, from its first check to its end. A restart makes another one.

use super::dtls::{GuardedDtls, take_certificate};
use super::sources::Sources;
use super::{CandidatePolicy, Datagram, LocalAddress, Verdict};
use crate::identity::Identity;
use crate::negotiation::{Agreement, DtlsRole, Offerer, RemoteEnd};
use crate::sdp::{Candidate, CandidateKind, Fingerprint, FormatKind};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use str0m::config::CryptoProvider;
use str0m::crypto::Fingerprint as Sha256Fingerprint;
use str0m::format::{Codec, FormatParams};
use str0m::media::{Frequency, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpWrite, Ssrc};
use str0m::stats::{CandidatePairStats, MediaEgressStats};
use str0m::{
    Candidate as IceCandidate, Event, IceConnectionState, IceCreds, Input, Output, Rtc, RtcConfig,
};

/// Why a transport came to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The certificate shown is not the one promised in the description.
    #[error(
        "the other side's certificate is not the one its description promises: somebody may be listening in between"
    )]
    WrongCertificate,
    /// No address of the other side may be tried.
    #[error("none of the {0} addresses the other side names may be used by this account")]
    NoAddress(usize),
    /// No connection for [`PATIENCE`].
    #[error("no connection to the other side within 30 seconds: is UDP blocked by a firewall?")]
    NoConnection,
    /// It stopped answering for [`PATIENCE`].
    #[error("the other side has not answered for 30 seconds")]
    Lost,
    /// The handshake failed, or str0m did.
    #[error("the secure connection failed: {0}")]
    Failed(String),
}

/// What a transport has to tell.
pub(super) enum TransportEvent {
    Ice(IceConnectionState),
    /// Secured and verified.
    Up,
    /// The other side closed it.
    Closed,
    Rtp(IncomingRtp),
    Pair(CandidatePairStats),
    Reports(MediaEgressStats),
}

/// A packet after decryption.
pub(super) struct IncomingRtp {
    pub(super) ssrc: u32,
    pub(super) payload_type: u8,
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) payload: Arc<[u8]>,
}

/// A packet to be encrypted and sent.
pub(super) struct OutgoingRtp {
    pub(super) payload_type: u8,
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) marker: bool,
    pub(super) payload: Vec<u8>,
}

/// How long a missing connection is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Largest datagram taken.
const LARGEST_DATAGRAM: usize = 2000;
/// Most datagrams kept for a caller that does not fetch them.
const MOST_WAITING: usize = 256;
/// How often str0m counts.
const COUNTED_EVERY: Duration = Duration::from_secs(1);

static CRYPTO: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| {
    Arc::new(CryptoProvider { dtls_provider: &GuardedDtls, ..str0m_openssl::default_provider() })
});

/// The one section there is.
fn mid() -> Mid {
    "0".into()
}

pub(super) struct Transport {
    rtc: Rtc,
    ssrc: Ssrc,
    promised: Vec<Fingerprint>,
    shown: Option<Vec<u8>>,
    sources: Sources,
    remote: Vec<SocketAddr>,
    ice: IceConnectionState,
    /// Secured and verified.
    is_up: bool,
    /// Since when there is no connection.
    missing_since: Option<Instant>,
    was_connected: bool,
    deadline: Instant,
    pub(super) datagrams: VecDeque<Datagram>,
    pub(super) error: Option<TransportError>,
}

impl Transport {
    pub(super) fn new(
        identity: &Identity,
        agreement: &Agreement,
        local: &[LocalAddress],
        policy: &CandidatePolicy,
        now: Instant,
    ) -> Result<Self, TransportError> {
        let mut rtc = config(identity, agreement).build(now);
        for candidate in local.iter().flat_map(LocalAddress::candidates).filter_map(to_local) {
            rtc.add_local_candidate(candidate);
        }
        let remote = &agreement.remote;
        let mut api = rtc.direct_api();
        api.set_ice_controlling(agreement.offerer == Offerer::Us || remote.is_lite);
        let creds = &remote.ice;
        api.set_remote_ice_credentials(IceCreds {
            ufrag: creds.ufrag.clone(),
            pass: creds.password.clone(),
        });
        // Never compared (see `config`), but str0m wants to have been told one.
        api.set_remote_fingerprint(Sha256Fingerprint {
            hash_func: String::new(),
            bytes: Vec::new(),
        });
        api.declare_media(mid(), MediaKind::Audio);
        let ssrc: Ssrc = identity.ssrc().into();
        api.declare_stream_tx(ssrc, None, mid(), None).set_unpaced(true);
        api.start_dtls(agreement.role == DtlsRole::Client).map_err(|error| failed(&error))?;
        let mut transport = Self {
            rtc,
            ssrc,
            promised: remote.fingerprints.clone(),
            shown: None,
            sources: Sources::default(),
            remote: Vec::new(),
            ice: IceConnectionState::New,
            is_up: false,
            missing_since: Some(now),
            was_connected: false,
            deadline: now,
            datagrams: VecDeque::new(),
            error: None,
        };
        for ssrc in &remote.ssrcs {
            transport.expect(*ssrc);
        }
        transport.add_remote(remote, policy);
        let named = remote.candidates.len().max(usize::from(remote.default_address.is_some()));
        if transport.remote.is_empty() && named > 0 {
            return Err(TransportError::NoAddress(named));
        }
        Ok(transport)
    }

    /// Tries further addresses of the other side, those that the policy allows.
    pub(super) fn add_remote(&mut self, remote: &RemoteEnd, policy: &CandidatePolicy) {
        for candidate in &remote.candidates {
            self.add_candidate(candidate, policy);
        }
        if remote.candidates.is_empty()
            && let Some(address) = remote.default_address
        {
            let (foundation, priority) = ("default".to_owned(), 1);
            let kind = CandidateKind::Host;
            self.add_candidate(&Candidate { foundation, priority, address, kind }, policy);
        }
    }

    /// Tries one further address.
    pub(super) fn add_candidate(&mut self, candidate: &Candidate, policy: &CandidatePolicy) {
        let address = candidate.address;
        let is_new = !self.remote.contains(&address);
        let has_room = self.remote.len() < crate::sdp::MOST_CANDIDATES;
        if is_new && has_room && policy(address) == Verdict::Allowed {
            self.remote.push(address);
            self.rtc.add_remote_candidate(to_remote(candidate));
        }
    }

    pub(super) fn deadline(&self) -> Instant {
        let patience = self.missing_since.map_or(self.deadline, |since| since + PATIENCE);
        self.deadline.min(patience)
    }

    pub(super) fn is_up(&self) -> bool {
        self.is_up
    }

    pub(super) fn ice(&self) -> IceConnectionState {
        self.ice
    }

    /// Addresses of the other side that are tried.
    pub(super) fn remote(&self) -> &[SocketAddr] {
        &self.remote
    }

    /// Takes a datagram that came from `source` to our `destination`.
    pub(super) fn receive(
        &mut self,
        source: SocketAddr,
        destination: SocketAddr,
        bytes: &[u8],
        now: Instant,
        events: &mut Vec<TransportEvent>,
    ) {
        if bytes.len() > LARGEST_DATAGRAM {
            return;
        }
        let Ok(contents) = bytes.try_into() else { return };
        let receive = Receive { proto: Protocol::Udp, source, destination, contents };
        let input = Input::Receive(now, receive);
        // Only what ICE vouches for gets any further.
        if !self.rtc.accepts(&input) {
            return;
        }
        // Nobody need announce sources (RFC 8834), but str0m wants to know them before their first packet.
        if let Some(ssrc) = rtp_source(bytes).filter(|_| self.is_up) {
            self.expect(ssrc);
        }
        self.input(input, now, events);
    }

    pub(super) fn time(&mut self, now: Instant, events: &mut Vec<TransportEvent>) {
        if self.missing_since.is_some_and(|since| now >= since + PATIENCE) {
            let error = if self.was_connected {
                TransportError::Lost
            } else {
                TransportError::NoConnection
            };
            self.fail(error);
            return;
        }
        self.input(Input::Timeout(now), now, events);
    }

    pub(super) fn send(
        &mut self,
        packet: OutgoingRtp,
        now: Instant,
        events: &mut Vec<TransportEvent>,
    ) {
        if !self.is_up || self.error.is_some() {
            return;
        }
        let OutgoingRtp { payload_type, sequence, timestamp, marker, payload } = packet;
        let write = RtpWrite::new(payload_type.into(), sequence.into(), timestamp, now, payload);
        if let Some(stream) = self.rtc.direct_api().stream_tx(&self.ssrc) {
            stream.write_rtp(write.marker(marker));
        }
        self.input(Input::Timeout(now), now, events);
    }

    /// Says goodbye; what is to be sent is in `datagrams` afterwards.
    pub(super) fn close(&mut self, now: Instant) {
        if self.error.is_none() && self.rtc.close().is_ok() {
            self.drain(now, &mut Vec::new());
        }
        self.rtc.disconnect();
    }

    fn input(&mut self, input: Input<'_>, now: Instant, events: &mut Vec<TransportEvent>) {
        if self.error.is_some() {
            return;
        }
        match self.rtc.handle_input(input) {
            Ok(()) => self.drain(now, events),
            Err(error) => self.fail(failed(&error)),
        }
    }

    fn fail(&mut self, error: TransportError) {
        // After an error the DTLS back end must not be asked again.
        self.rtc.disconnect();
        self.is_up = false;
        self.error.get_or_insert(error);
    }

    /// Fetches all that str0m has.
    fn drain(&mut self, now: Instant, events: &mut Vec<TransportEvent>) {
        loop {
            let output = self.rtc.poll_output();
            self.shown = take_certificate().or(self.shown.take());
            match output {
                Ok(Output::Timeout(deadline)) => {
                    self.deadline = deadline;
                    return;
                }
                Ok(Output::Transmit(transmit)) => {
                    if self.datagrams.len() >= MOST_WAITING {
                        self.datagrams.pop_front();
                    }
                    self.datagrams.push_back(Datagram {
                        source: transmit.source,
                        destination: transmit.destination,
                        bytes: transmit.contents.to_vec(),
                    });
                }
                Ok(Output::Event(event)) => self.event(event, now, events),
                Err(error) => {
                    self.fail(failed(&error));
                    return;
                }
            }
            if self.error.is_some() {
                return;
            }
        }
    }

    fn event(&mut self, event: Event, now: Instant, events: &mut Vec<TransportEvent>) {
        match event {
            Event::IceConnectionStateChange(state) => {
                self.ice = state;
                let is_connected =
                    matches!(state, IceConnectionState::Connected | IceConnectionState::Completed);
                self.was_connected |= is_connected;
                self.missing_since = if is_connected && self.is_up {
                    None
                } else {
                    self.missing_since.or(Some(now))
                };
                events.push(TransportEvent::Ice(state));
            }
            Event::Connected => {
                let shown = self.shown.take().unwrap_or_default();
                if Fingerprint::matches_any(&self.promised, &shown) {
                    self.is_up = true;
                    self.missing_since = None;
                    events.push(TransportEvent::Up);
                } else {
                    self.fail(TransportError::WrongCertificate);
                }
            }
            Event::RtpPacket(packet) if self.is_up => {
                let ssrc = *packet.header.ssrc;
                self.sources.proven(ssrc);
                events.push(TransportEvent::Rtp(IncomingRtp {
                    ssrc,
                    payload_type: *packet.header.payload_type,
                    sequence: *packet.seq_no,
                    timestamp: packet.header.timestamp,
                    payload: packet.payload,
                }));
            }
            Event::PeerStats(stats) => {
                events.extend(stats.selected_candidate_pair.map(TransportEvent::Pair));
            }
            Event::MediaEgressStats(stats) => events.push(TransportEvent::Reports(stats)),
            Event::Closed => events.push(TransportEvent::Closed),
            _ => {}
        }
    }

    fn expect(&mut self, ssrc: u32) {
        let (is_new, forgotten) = self.sources.expect(ssrc);
        let mut api = self.rtc.direct_api();
        if let Some(forgotten) = forgotten {
            api.remove_stream_rx(forgotten.into());
        }
        if is_new {
            // Nobody has agreed on repetitions; without this str0m asks for them, and they come too late to be of use.
            api.expect_stream_rx(ssrc.into(), None, mid(), None).suppress_nack(true);
        }
    }
}

/// Everything of str0m's configuration that is not as it comes.
fn config(identity: &Identity, agreement: &Agreement) -> RtcConfig {
    let ice = identity.ice();
    let mut config = RtcConfig::new()
        .clear_codecs()
        .clear_extension_map()
        .set_rtp_mode(true)
        .set_crypto_provider(CRYPTO.clone())
        .set_dtls_cert(identity.certificate().clone())
        // Verified at `Event::Connected`, with the hash function the other side chose.
        .set_fingerprint_verification(false)
        .set_local_ice_credentials(IceCreds {
            ufrag: ice.ufrag.clone(),
            pass: ice.password.clone(),
        })
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
fn rtp_source(bytes: &[u8]) -> Option<u32> {
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    let is_rtp = (128..192).contains(&first) && !(64..96).contains(&(second & 0x7f));
    let source = bytes.get(8..12).filter(|_| is_rtp)?;
    source.try_into().ok().map(u32::from_be_bytes)
}

fn to_local(candidate: (Candidate, SocketAddr)) -> Option<IceCandidate> {
    let (Candidate { address, kind, .. }, base) = candidate;
    match kind {
        CandidateKind::Host => IceCandidate::host(address, "udp").ok(),
        _ => IceCandidate::server_reflexive(address, base, "udp").ok(),
    }
}

fn to_remote(candidate: &Candidate) -> IceCandidate {
    use str0m::CandidateKind as Kind;
    let kind = match candidate.kind {
        CandidateKind::Host => Kind::Host,
        CandidateKind::ServerReflexive => Kind::ServerReflexive,
        CandidateKind::PeerReflexive => Kind::PeerReflexive,
        CandidateKind::Relayed => Kind::Relayed,
    };
    let foundation = candidate.foundation.clone();
    let priority = candidate.priority.max(1);
    IceCandidate::from_parts(
        foundation,
        1,
        Protocol::Udp,
        priority,
        candidate.address,
        kind,
        None,
        None,
        None,
    )
}

fn failed(error: &str0m::RtcError) -> TransportError {
    TransportError::Failed(error.to_string())
}

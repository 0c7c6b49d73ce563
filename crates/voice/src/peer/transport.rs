//! The way to the other side: ICE, DTLS and SRTP by str0m, from the first check to the end, through restarts of ICE.

use super::addresses::candidates;
use super::config::{config, credentials, rtp_source, to_kind, to_local, to_remote};
use super::dtls::take_certificate;
use super::exchange::{IncomingRtp, OutgoingRtp, TransportError, TransportEvent};
use super::sources::Sources;
use super::{CandidatePolicy, Datagram, LocalAddress, Verdict};
use crate::identity::Identity;
use crate::negotiation::{Agreement, DtlsRole, Offerer, RemoteEnd};
use crate::sdp::{Candidate, CandidateKind, Fingerprint, MOST_CANDIDATES};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use str0m::crypto::Fingerprint as Sha256Fingerprint;
use str0m::media::{MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpWrite, Ssrc};
use str0m::{Candidate as IceCandidate, Event, IceConnectionState, Input, Output, Rtc};

/// How long a missing connection is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Restarts of one transport: one every six seconds for more than an hour.
const MOST_RESTARTS: u16 = 1000;
/// Largest datagram taken.
const LARGEST_DATAGRAM: usize = 2000;
/// Most datagrams kept for a caller that does not fetch them.
const MOST_WAITING: usize = 256;
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
    /// Addresses of the other side that are tried, as str0m has them.
    remote: Vec<IceCandidate>,
    /// Counts restarts. It is written into candidates: str0m would take one it has dropped for the same come again.
    generation: u16,
    /// Our candidates, as str0m has them.
    local: Vec<IceCandidate>,
    /// Where datagrams that ICE vouches for came from besides.
    others: Vec<SocketAddr>,
    /// As str0m has it.
    ice: IceConnectionState,
    /// Secured and verified.
    is_up: bool,
    /// Since when there is no connection.
    missing_since: Option<Instant>,
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
        let remote = &agreement.remote;
        let mut api = rtc.direct_api();
        api.set_ice_controlling(agreement.offerer == Offerer::Us || remote.is_lite);
        api.set_remote_ice_credentials(credentials(&remote.ice));
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
            generation: 0,
            local: Vec::new(),
            others: Vec::new(),
            ice: IceConnectionState::New,
            is_up: false,
            missing_since: Some(now),
            deadline: now,
            datagrams: VecDeque::new(),
            error: None,
        };
        transport.set_local(local);
        transport.add_remote(remote, policy);
        let named = remote.candidates.len().max(usize::from(remote.default_address.is_some()));
        if transport.remote.is_empty() && named > 0 {
            return Err(TransportError::NoAddress(named));
        }
        Ok(transport)
    }

    /// Looks for a way anew, with the credentials and addresses both sides have now. What is secured stays so, and packets
    /// go the old way until there is another.
    pub(super) fn restart(
        &mut self,
        identity: &Identity,
        agreement: &Agreement,
        local: &[LocalAddress],
        policy: &CandidatePolicy,
        now: Instant,
    ) {
        for candidate in self.remote.drain(..) {
            self.rtc.direct_api().invalidate_candidate(&candidate);
        }
        self.others.clear();
        if self.generation >= MOST_RESTARTS {
            self.fail(TransportError::TooManyRestarts);
            return;
        }
        self.generation += 1;
        self.set_local(local);
        let mut api = self.rtc.direct_api();
        api.set_local_ice_credentials(credentials(identity.ice()));
        api.set_remote_ice_credentials(credentials(&agreement.remote.ice));
        self.add_remote(&agreement.remote, policy);
        if self.rtc.is_alive() {
            self.error = None;
            self.missing_since = Some(now);
        }
    }

    /// Uses our sockets as they are now.
    pub(super) fn set_local(&mut self, local: &[LocalAddress]) {
        if !self.rtc.is_alive() {
            return;
        }
        let wanted: Vec<IceCandidate> = candidates(local).filter_map(to_local).collect();
        for gone in self.local.iter().filter(|candidate| !wanted.contains(candidate)) {
            self.rtc.direct_api().invalidate_candidate(gone);
        }
        for new in wanted.iter().filter(|candidate| !self.local.contains(candidate)) {
            self.rtc.add_local_candidate(new.clone());
        }
        self.local = wanted;
    }

    /// Takes what else the other side names: sources, and addresses that the policy allows.
    pub(super) fn add_remote(&mut self, remote: &RemoteEnd, policy: &CandidatePolicy) {
        for ssrc in &remote.ssrcs {
            self.expect(*ssrc);
        }
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
        let is_new = !self.remote.iter().any(|known| known.addr() == address);
        let has_room = self.remote.len() < MOST_CANDIDATES;
        if is_new && has_room && policy(address) == Verdict::Allowed {
            let candidate = to_remote(candidate, self.generation);
            self.remote.push(candidate.clone());
            self.rtc.add_remote_candidate(candidate);
        }
    }

    pub(super) fn deadline(&self) -> Instant {
        let patience = self.missing_since.map_or(self.deadline, |since| since + PATIENCE);
        self.deadline.min(patience)
    }

    pub(super) fn ice(&self) -> IceConnectionState {
        self.ice
    }

    /// Whether it may still come to something.
    pub(super) fn is_alive(&self) -> bool {
        self.rtc.is_alive()
    }

    pub(super) fn is_up(&self) -> bool {
        self.is_up
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
        if !self.rtc.accepts(&input) || !self.knows(source) {
            return;
        }
        // Nobody need announce sources (RFC 8834), but str0m wants to know them before their first packet.
        if let Some(ssrc) = rtp_source(bytes).filter(|_| self.is_up) {
            self.expect(ssrc);
        }
        self.input(input, now, events);
    }

    /// How an address of the other side was found.
    fn kind_of(&self, address: SocketAddr) -> CandidateKind {
        let named = self.remote.iter().find(|candidate| candidate.addr() == address);
        named.map_or(CandidateKind::PeerReflexive, |candidate| to_kind(candidate.kind()))
    }

    /// Whether `source` is an address tried, or one of a few that turned up.
    fn knows(&mut self, source: SocketAddr) -> bool {
        let is_tried = self.remote.iter().any(|candidate| candidate.addr() == source);
        if is_tried || self.others.contains(&source) {
            return true;
        }
        let has_room = self.others.len() < MOST_CANDIDATES;
        if has_room {
            self.others.push(source);
        }
        has_room
    }

    pub(super) fn time(&mut self, now: Instant, events: &mut Vec<TransportEvent>) {
        if self.missing_since.take_if(|since| now >= *since + PATIENCE).is_some() {
            // A restart may still find a way.
            let was_up = self.is_up;
            self.error.get_or_insert(if was_up {
                TransportError::Lost
            } else {
                TransportError::NoConnection
            });
        }
        self.input(Input::Timeout(now), now, events);
    }

    pub(super) fn send(
        &mut self,
        packet: OutgoingRtp,
        now: Instant,
        events: &mut Vec<TransportEvent>,
    ) {
        if !self.is_up {
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
        if self.rtc.is_alive() && self.rtc.close().is_ok() {
            self.drain(now, &mut Vec::new());
        }
        self.rtc.disconnect();
    }

    fn input(&mut self, input: Input<'_>, now: Instant, events: &mut Vec<TransportEvent>) {
        if !self.rtc.is_alive() {
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
            if !self.rtc.is_alive() {
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
                if is_connected && self.is_up {
                    self.missing_since = None;
                    self.error = None;
                } else if self.error.is_none() {
                    self.missing_since.get_or_insert(now);
                }
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
                events.extend(stats.selected_candidate_pair.map(|pair| {
                    let kind = self.kind_of(pair.remote.addr);
                    TransportEvent::Pair(pair, kind)
                }));
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

fn failed(error: &str0m::RtcError) -> TransportError {
    TransportError::Failed(error.to_string())
}

//! One peer connection: descriptions, datagrams, frames and the time go in; datagrams, frames and events come out.
//!
//! The caller owns sockets, devices and the clock. After every call it sends what [`Peer::poll_datagram`] has, looks at
//! [`Peer::poll_event`] until there is none, and comes back at [`Peer::deadline`] with [`Peer::handle_time`].

mod addresses;
mod config;
mod dtls;
mod error;
mod exchange;
mod figures;
mod receiving;
mod sending;
mod sound;
mod sources;
mod states;
mod transport;

pub use addresses::{CandidatePolicy, Datagram, LocalAddress, Verdict};
pub use error::PeerError;
pub use exchange::TransportError;
pub use states::{ConnectionState, IceState, PeerEvent};

use crate::identity::random_number;
use crate::negotiation::{
    Agreement, DescriptionKind, Negotiation, NegotiationError, Restart, SignalingState,
    TransportChange,
};
use crate::sdp::{Candidate, MOST_CANDIDATES};
use addresses::candidates;
use exchange::TransportEvent;
use figures::Figures;
use receiving::Receiving;
use sending::Sending;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Instant;
use str0m::IceConnectionState;
use transport::Transport;

/// Most events kept for a caller that does not look.
const MOST_EVENTS: usize = 256;

/// A peer connection with one audio stream in each direction.
pub struct Peer {
    negotiation: Negotiation,
    policy: CandidatePolicy,
    local: Vec<LocalAddress>,
    transport: Option<Transport>,
    /// The other side's candidates for what is not agreed on yet.
    early: Vec<Candidate>,
    /// Of transports that are gone.
    leftover: VecDeque<Datagram>,
    sending: Sending,
    receiving: Receiving,
    figures: Figures,
    states: states::States,
    events: VecDeque<PeerEvent>,
}

impl Peer {
    /// A peer that can be reached at `local` and talks to nobody whom `policy` refuses.
    ///
    /// # Errors
    /// The system's OpenSSL gives no random numbers.
    pub fn new(local: Vec<LocalAddress>, policy: CandidatePolicy) -> Result<Self, PeerError> {
        Ok(Self {
            negotiation: Negotiation::new(random_number()?),
            policy,
            local,
            transport: None,
            early: Vec::new(),
            leftover: VecDeque::new(),
            sending: Sending::new(random_number()?),
            receiving: Receiving::new(),
            figures: Figures::default(),
            states: states::States::default(),
            events: VecDeque::new(),
        })
    }

    /// Where the exchange of descriptions stands.
    #[must_use]
    pub fn signaling_state(&self) -> SignalingState {
        self.negotiation.state()
    }

    /// State of the ICE connection.
    #[must_use]
    pub fn ice_state(&self) -> IceState {
        self.states.ice
    }

    /// State of the whole connection.
    #[must_use]
    pub fn connection_state(&self) -> ConnectionState {
        self.states.connection
    }

    /// The network has changed: these are our sockets now. A connection that runs tries its way from those that are new at
    /// once, which ICE lets it without a word to the other side; the next offer with [`Restart::Ice`] names them.
    pub fn set_local_addresses(&mut self, local: Vec<LocalAddress>, now: Instant) {
        self.local = local;
        self.figures.cut();
        if let Some(transport) = &mut self.transport {
            transport.set_local(&self.local);
        }
        self.handle_time(now);
    }

    /// An offer for [`Self::set_local_description`], which takes it edited too.
    ///
    /// # Errors
    /// See [`NegotiationError`].
    pub fn create_offer(&mut self, restart: Restart) -> Result<String, PeerError> {
        Ok(self.negotiation.create_offer(restart, self.default_address())?)
    }

    /// The answer to the offer that is pending.
    ///
    /// # Errors
    /// See [`NegotiationError`].
    pub fn create_answer(&mut self) -> Result<String, PeerError> {
        Ok(self.negotiation.create_answer(self.default_address())?)
    }

    /// Takes one of our descriptions into use: who sends is read from the text.
    ///
    /// # Errors
    /// The text is not ours, or out of turn; or the connection cannot be begun.
    pub fn set_local_description(
        &mut self,
        kind: DescriptionKind,
        text: &str,
        now: Instant,
    ) -> Result<(), PeerError> {
        let candidates: Vec<Candidate> =
            candidates(&self.local).map(|(candidate, _)| candidate).collect();
        let agreement = self.negotiation.set_local(kind, text, &candidates)?;
        let ufrag = self.negotiation.ice().map(|ice| ice.ufrag.clone());
        if kind != DescriptionKind::Rollback && self.states.gathered_for != ufrag {
            self.states.gathered_for = ufrag;
            candidates.into_iter().for_each(|candidate| self.tell(PeerEvent::Candidate(candidate)));
            self.tell(PeerEvent::GatheringComplete);
        }
        self.apply(agreement, now)
    }

    /// Takes the other side's description into use.
    ///
    /// # Errors
    /// It cannot be read, is out of turn, has nothing in common with us; or the connection cannot be begun.
    pub fn set_remote_description(
        &mut self,
        kind: DescriptionKind,
        text: &str,
        now: Instant,
    ) -> Result<(), PeerError> {
        let agreement = self.negotiation.set_remote(kind, text)?;
        if agreement.is_none() {
            // They were for an offer that counts no longer.
            self.early.clear();
        }
        if kind != DescriptionKind::Rollback && !self.states.has_track {
            self.states.has_track = true;
            self.tell(PeerEvent::Track);
        }
        self.apply(agreement, now)
    }

    /// Our description with its candidates: the pending one, else the current one.
    #[must_use]
    pub fn local_description(&self) -> Option<(DescriptionKind, &str)> {
        self.negotiation.local_description()
    }

    /// Takes a candidate that came after the description, also before it is answered; one that cannot be used is ignored.
    pub fn add_remote_candidate(&mut self, line: &str, now: Instant) {
        let Some(candidate) = Candidate::read(line) else { return };
        match &mut self.transport {
            Some(transport) if self.negotiation.state() != SignalingState::HaveRemoteOffer => {
                transport.add_candidate(&candidate, &self.policy);
                self.handle_time(now);
            }
            _ if self.early.len() < MOST_CANDIDATES => self.early.push(candidate),
            _ => {}
        }
    }

    /// Takes a datagram that came from `source` to our socket `destination`.
    pub fn handle_datagram(
        &mut self,
        source: SocketAddr,
        destination: SocketAddr,
        bytes: &[u8],
        now: Instant,
    ) {
        if (self.policy)(source) == Verdict::Refused {
            return;
        }
        let mut events = Vec::new();
        if let Some(transport) = &mut self.transport {
            transport.receive(source, destination, bytes, now, &mut events);
        }
        self.happened(events, now);
    }

    /// Lets time pass; to be called at [`Self::deadline`], and harmless at any time.
    pub fn handle_time(&mut self, now: Instant) {
        let mut events = Vec::new();
        if let Some(transport) = &mut self.transport {
            transport.time(now, &mut events);
        }
        self.happened(events, now);
    }

    /// When to call [`Self::handle_time`] at the latest.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.transport.as_ref().filter(|transport| transport.is_alive()).map(Transport::deadline)
    }

    /// The next datagram to send.
    pub fn poll_datagram(&mut self) -> Option<Datagram> {
        let waiting = self.leftover.pop_front();
        waiting.or_else(|| self.transport.as_mut()?.datagrams.pop_front())
    }

    /// The next thing to tell.
    pub fn poll_event(&mut self) -> Option<PeerEvent> {
        self.events.pop_front()
    }

    /// Ends it: the goodbyes are the last datagrams. A second call does nothing.
    pub fn close(&mut self, now: Instant) {
        self.negotiation.close();
        self.leftover.extend(farewell(self.transport.take(), now));
        self.states.close();
    }

    /// Another certificate, for tests of what others show.
    #[cfg(test)]
    pub(crate) fn set_certificate_for_tests(&mut self, certificate: str0m::config::DtlsCert) {
        self.negotiation.set_certificate_for_tests(certificate);
    }

    /// Our certificate, for tests that promise it under another hash.
    #[cfg(test)]
    pub(crate) fn certificate_for_tests(&mut self) -> Vec<u8> {
        self.negotiation.certificate_for_tests()
    }

    fn default_address(&self) -> Option<SocketAddr> {
        self.local.first().map(|address| address.public.unwrap_or(address.socket))
    }

    /// Does what was agreed.
    fn apply(&mut self, agreement: Option<Agreement>, now: Instant) -> Result<(), PeerError> {
        let Some(agreement) = agreement else { return Ok(()) };
        self.sending.agree(&agreement)?;
        self.receiving.agree(&agreement)?;
        let identity = self.negotiation.identity().ok_or(NegotiationError::NoIdentity)?;
        match (&mut self.transport, agreement.transport) {
            (Some(transport), TransportChange::Keep) => {
                transport.add_remote(&agreement.remote, &self.policy);
            }
            (Some(transport), TransportChange::RestartIce) if transport.is_alive() => {
                transport.restart(identity, &agreement, &self.local, &self.policy, now);
                self.states.restarted(&mut self.events);
                self.handle_time(now);
                // A pair that the other side found outlives the restart, and then str0m tells of no change.
                if let Some(transport) = &self.transport {
                    self.states.ice(transport.ice(), transport.is_up(), &mut self.events);
                }
            }
            _ => {
                self.leftover.extend(farewell(self.transport.take(), now));
                let made = Transport::new(identity, &agreement, &self.local, &self.policy, now);
                match made {
                    Ok(transport) => self.transport = Some(transport),
                    Err(error) => {
                        self.states.failed(&mut self.events);
                        self.tell(PeerEvent::Failed(error.clone()));
                        return Err(error.into());
                    }
                }
                self.states.begun(&mut self.events);
            }
        }
        for candidate in self.early.drain(..) {
            if let Some(transport) = &mut self.transport {
                transport.add_candidate(&candidate, &self.policy);
            }
        }
        self.handle_time(now);
        Ok(())
    }

    fn happened(&mut self, events: Vec<TransportEvent>, now: Instant) {
        for event in events {
            match event {
                TransportEvent::Ice(state) => {
                    if state == IceConnectionState::Disconnected {
                        self.figures.cut();
                    }
                    let is_up = self.transport.as_ref().is_some_and(Transport::is_up);
                    self.states.ice(state, is_up, &mut self.events);
                }
                TransportEvent::Up => self.states.up(&mut self.events),
                TransportEvent::Closed => self.states.ended(&mut self.events),
                TransportEvent::Rtp(packet) => {
                    self.figures.heard(now);
                    if let Some(digit) = self.receiving.packet(&packet, now) {
                        self.tell(PeerEvent::DigitHeard(digit));
                    }
                }
                TransportEvent::Pair(pair, kind) => self.figures.pair(pair, kind),
                TransportEvent::Reports(reports) => {
                    if let Some(lost) = reports.loss {
                        self.sending.lost(lost);
                    }
                    let clock =
                        self.sending.codec().map_or(48_000, |(codec, _)| codec.clock_rate());
                    self.figures.reports(&reports, clock);
                }
            }
        }
        if let Some(error) = self.transport.as_mut().and_then(|transport| transport.error.clone())
            && self.states.failed(&mut self.events)
        {
            self.tell(PeerEvent::Failed(error));
        }
        let is_up = self.transport.as_ref().is_some_and(Transport::is_up);
        let news = self.figures.look(&self.receiving, is_up, now);
        news.into_iter().for_each(|news| self.tell(news));
    }

    fn tell(&mut self, event: PeerEvent) {
        if self.events.len() < MOST_EVENTS {
            self.events.push_back(event);
        }
    }
}

/// Ends a transport; the last it has to send.
fn farewell(transport: Option<Transport>, now: Instant) -> VecDeque<Datagram> {
    transport.map_or_else(VecDeque::new, |mut transport| {
        transport.close(now);
        transport.datagrams
    })
}

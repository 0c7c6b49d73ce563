//! Offers and answers of one peer (JSEP, RFC 9429), as far as softphones in pages use them: who may say what when, and what
//! both sides have agreed on in the end.

mod agreement;
mod error;
mod text;

pub(crate) use agreement::{
    Agreement, DtlsRole, Offerer, RemoteEnd, TransportChange, codec_of, event_rate,
};
pub use error::NegotiationError;

use crate::identity::{Identity, random_credentials};
use crate::sdp::{
    Audio, Candidate, Description, Direction, Format, FormatKind, IceCredentials, Origin, Profile,
    Section, Setup,
};
use agreement::{Common, no_codec, our_formats, voice};
use std::net::SocketAddr;
use text::with_candidates;

/// What a description is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DescriptionKind {
    /// A proposal.
    Offer,
    /// The reply that settles it.
    Answer,
    /// The proposal is taken back; the text means nothing.
    Rollback,
}

/// Where the exchange stands, by the names of `signalingState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignalingState {
    /// Nothing is proposed.
    #[default]
    Stable,
    /// We have proposed.
    HaveLocalOffer,
    /// The other side has proposed.
    HaveRemoteOffer,
    /// Over.
    Closed,
}

/// Whether an offer begins the transport anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restart {
    /// Keep what there is.
    No,
    /// New ICE credentials, taken into use at the answer. The certificate stays, as in browsers, so that what is secured
    /// need not be secured again (RFC 8842).
    Ice,
}

/// A description with the text it came as.
#[derive(Clone, Debug)]
struct Local {
    description: Description,
    text: String,
    kind: DescriptionKind,
}

/// The exchange of one peer.
pub(crate) struct Negotiation {
    state: SignalingState,
    session: u64,
    version: u64,
    /// Ours for as long as this peer lives, but for the ICE credentials.
    identity: Option<Identity>,
    /// Those that are proposed and not agreed on yet.
    next_ice: Option<IceCredentials>,
    current: Option<(Local, Description)>,
    pending_local: Option<Local>,
    pending_remote: Option<Description>,
    role: Option<DtlsRole>,
}

impl Negotiation {
    /// `session` names the session in `o=`.
    pub(crate) fn new(session: u64) -> Self {
        Self {
            state: SignalingState::Stable,
            // Some readers take it as signed.
            session: session >> 2,
            version: 0,
            identity: None,
            next_ice: None,
            current: None,
            pending_local: None,
            pending_remote: None,
            role: None,
        }
    }

    pub(crate) fn state(&self) -> SignalingState {
        self.state
    }

    pub(crate) fn close(&mut self) {
        self.state = SignalingState::Closed;
    }

    /// Ours, once there is a description.
    pub(crate) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// The credentials new descriptions carry.
    pub(crate) fn ice(&self) -> Option<&IceCredentials> {
        self.next_ice.as_ref().or(self.identity.as_ref().map(Identity::ice))
    }

    /// What `localDescription` is: the pending one, else the current one.
    pub(crate) fn local_description(&self) -> Option<(DescriptionKind, &str)> {
        let local = self.pending_local.as_ref().or(self.current.as_ref().map(|(local, _)| local));
        local.map(|local| (local.kind, local.text.as_str()))
    }

    /// An offer with `address` as the default; candidates are added when it is set.
    pub(crate) fn create_offer(
        &mut self,
        restart: Restart,
        address: Option<SocketAddr>,
    ) -> Result<String, NegotiationError> {
        self.open("createOffer")?;
        self.be_somebody()?;
        // Before anything is agreed on there is nothing to restart, and a second offer does not restart once more.
        if restart == Restart::Ice && self.current.is_some() && self.next_ice.is_none() {
            self.next_ice = Some(random_credentials()?);
        }
        let before = self.current.as_ref().map(|(local, _)| &local.description);
        let audio = Audio {
            profile: before.map_or(Profile::UdpTlsSavpf, |before| before.audio.profile),
            formats: before.map_or_else(our_formats, |before| before.audio.formats.clone()),
            mid: before
                .and_then(|before| before.audio.mid.clone())
                .or_else(|| Some("0".to_owned())),
            bundle: true,
            ..self.our_audio(address, Direction::SendRecv, Setup::ActPass)?
        };
        let sections =
            before.map_or_else(|| vec![Section::Audio], |before| before.sections.clone());
        Ok(self.write(sections, audio))
    }

    /// The answer to the offer that is pending.
    pub(crate) fn create_answer(
        &mut self,
        address: Option<SocketAddr>,
    ) -> Result<String, NegotiationError> {
        self.open("createAnswer")?;
        let Some(offer) = self.pending_remote.clone() else {
            return Err(NegotiationError::State {
                step: "createAnswer",
                because: "there is no offer to answer",
            });
        };
        let is_kept = self.is_same_association(&offer.audio);
        let setup = match (self.role.filter(|_| is_kept), offer.audio.setup) {
            (Some(DtlsRole::Client), _) => Setup::Active,
            (Some(DtlsRole::Server), _) | (None, Some(Setup::Active)) => Setup::Passive,
            (None, _) => Setup::Active,
        };
        let is_ours = |format: &&Format| !matches!(format.kind, FormatKind::Other(_));
        let audio = Audio {
            profile: offer.audio.profile,
            formats: offer.audio.formats.iter().filter(is_ours).cloned().collect(),
            mid: offer.audio.mid.clone(),
            bundle: offer.audio.bundle,
            rtcp_mux: offer.audio.rtcp_mux,
            ..self.our_audio(address, offer.audio.direction.reversed(), setup)?
        };
        Ok(self.write(offer.sections, audio))
    }

    /// What every description of ours says.
    fn our_audio(
        &self,
        address: Option<SocketAddr>,
        direction: Direction,
        setup: Setup,
    ) -> Result<Audio, NegotiationError> {
        let identity = self.identity().ok_or(NegotiationError::NoIdentity)?;
        let ice = self.ice().ok_or(NegotiationError::NoIdentity)?;
        Ok(Audio {
            port: address.map_or(9, |address| address.port()),
            address: address.map(|address| address.ip()),
            profile: Profile::UdpTlsSavpf,
            formats: Vec::new(),
            direction,
            ice: ice.clone(),
            ice_lite: false,
            fingerprints: vec![identity.fingerprint().clone()],
            setup: Some(setup),
            mid: None,
            bundle: false,
            rtcp_mux: true,
            candidates: Vec::new(),
            end_of_candidates: false,
            ssrcs: vec![identity.ssrc()],
        })
    }

    fn write(&mut self, sections: Vec<Section>, audio: Audio) -> String {
        self.version += 1;
        let origin = Origin { session: self.session, version: self.version };
        Description { origin, sections, audio }.to_string()
    }

    /// Takes our own description back from the page, which may have edited it: direction and formats count as they are in
    /// the text. `candidates` are written into it. An answer settles the exchange.
    pub(crate) fn set_local(
        &mut self,
        kind: DescriptionKind,
        text: &str,
        candidates: &[Candidate],
    ) -> Result<Option<Agreement>, NegotiationError> {
        self.open("setLocalDescription")?;
        let because = match (kind, self.state) {
            (DescriptionKind::Rollback, SignalingState::HaveLocalOffer) => {
                self.roll_back();
                return Ok(None);
            }
            (DescriptionKind::Rollback, _) => "nothing of ours is pending",
            (DescriptionKind::Offer, SignalingState::HaveRemoteOffer) => {
                "the other side's offer has to be answered first"
            }
            (DescriptionKind::Answer, SignalingState::Stable | SignalingState::HaveLocalOffer) => {
                "there is no offer to answer"
            }
            _ => "",
        };
        if !because.is_empty() {
            return Err(NegotiationError::State { step: "setLocalDescription", because });
        }
        let description = Description::read(text)?;
        let (ice, fingerprints) = (&description.audio.ice, &description.audio.fingerprints);
        let is_ours = self.identity.as_ref().is_some_and(|identity| {
            let is_known = ice == identity.ice() || Some(ice) == self.next_ice.as_ref();
            is_known && fingerprints.contains(identity.fingerprint())
        });
        if !is_ours {
            return Err(NegotiationError::NotOurs);
        }
        let local = Local { description, text: with_candidates(text, candidates), kind };
        if kind == DescriptionKind::Offer {
            self.pending_local = Some(local);
            self.state = SignalingState::HaveLocalOffer;
            return Ok(None);
        }
        let remote = self.pending_remote.clone().ok_or(NegotiationError::NotOurs)?;
        self.settle(local, remote, Offerer::Them).map(Some)
    }

    /// Takes the other side's description. An answer settles the exchange.
    pub(crate) fn set_remote(
        &mut self,
        kind: DescriptionKind,
        text: &str,
    ) -> Result<Option<Agreement>, NegotiationError> {
        self.open("setRemoteDescription")?;
        match (kind, self.state) {
            (DescriptionKind::Rollback, SignalingState::HaveRemoteOffer) => {
                self.roll_back();
                Ok(None)
            }
            (DescriptionKind::Rollback, _) => Err(NegotiationError::State {
                step: "setRemoteDescription",
                because: "nothing of the other side's is pending",
            }),
            (DescriptionKind::Answer, SignalingState::HaveLocalOffer) => {
                let remote = Description::read(text)?;
                let local = self.pending_local.clone().ok_or(NegotiationError::NotOurs)?;
                self.settle(local, remote, Offerer::Us).map(Some)
            }
            (DescriptionKind::Answer, _) => Err(NegotiationError::State {
                step: "setRemoteDescription",
                because: "we have made no offer that an answer could be to",
            }),
            (DescriptionKind::Offer, _) => {
                let remote = Description::read(text)?;
                if remote.audio.port == 0 {
                    return Err(NegotiationError::Refused);
                }
                voice(&remote.audio.formats, |_| true).ok_or_else(|| no_codec(&remote.audio))?;
                // Both have offered: ours gives way, as browsers have it.
                self.roll_back();
                self.prepare_answer(&remote.audio)?;
                self.pending_remote = Some(remote);
                self.state = SignalingState::HaveRemoteOffer;
                Ok(None)
            }
        }
    }

    /// Sees to what the answer will carry: other credentials exactly if the offer has others (RFC 8839).
    fn prepare_answer(&mut self, offer: &Audio) -> Result<(), NegotiationError> {
        self.be_somebody()?;
        if self.current.as_ref().is_some_and(|(_, before)| before.audio.ice != offer.ice) {
            self.next_ice = Some(random_credentials()?);
        }
        Ok(())
    }

    fn be_somebody(&mut self) -> Result<(), NegotiationError> {
        if self.identity.is_none() {
            self.identity = Some(Identity::new()?);
        }
        Ok(())
    }

    /// Whether a description belongs to the DTLS association there is.
    fn is_same_association(&self, theirs: &Audio) -> bool {
        let before = self.current.as_ref().map(|(_, before)| &before.audio);
        before.is_some_and(|before| before.fingerprints == theirs.fingerprints)
    }

    fn settle(
        &mut self,
        local: Local,
        remote: Description,
        offerer: Offerer,
    ) -> Result<Agreement, NegotiationError> {
        let (ours, theirs) = (&local.description.audio, &remote.audio);
        let common = Common::of(ours, theirs, offerer)?;
        let uses_next = self.next_ice.as_ref() == Some(&ours.ice);
        let is_same_way =
            self.current.as_ref().is_some_and(|(_, before)| before.audio.ice == theirs.ice);
        let transport = match (self.is_same_association(theirs), uses_next, is_same_way) {
            (false, ..) => TransportChange::New,
            (true, false, true) => TransportChange::Keep,
            (true, ..) => TransportChange::RestartIce,
        };
        let role = match (self.role, transport, offerer) {
            (Some(role), TransportChange::Keep | TransportChange::RestartIce, _) => role,
            (_, _, Offerer::Us) if theirs.setup == Some(Setup::Active) => DtlsRole::Server,
            (_, _, Offerer::Them) if ours.setup == Some(Setup::Passive) => DtlsRole::Server,
            _ => DtlsRole::Client,
        };
        let agreement = common.agreement(ours, theirs, offerer, role, transport);
        if let (true, Some(identity)) = (uses_next, &mut self.identity) {
            identity.set_ice(ours.ice.clone());
            self.next_ice = None;
        }
        self.role = Some(role);
        self.current = Some((local, remote));
        self.pending_local = None;
        self.pending_remote = None;
        self.state = SignalingState::Stable;
        Ok(agreement)
    }

    fn roll_back(&mut self) {
        self.pending_local = None;
        self.pending_remote = None;
        self.next_ice = None;
        self.state = SignalingState::Stable;
    }

    #[cfg(test)]
    pub(crate) fn set_certificate_for_tests(&mut self, certificate: str0m::config::DtlsCert) {
        self.be_somebody().unwrap();
        self.identity.as_mut().unwrap().set_certificate_for_tests(certificate);
    }

    #[cfg(test)]
    pub(crate) fn certificate_for_tests(&mut self) -> Vec<u8> {
        self.be_somebody().unwrap();
        self.identity.as_ref().unwrap().certificate().certificate.clone()
    }

    fn open(&self, step: &'static str) -> Result<(), NegotiationError> {
        match self.state {
            SignalingState::Closed => {
                Err(NegotiationError::State { step, because: "the peer connection is closed" })
            }
            SignalingState::Stable
            | SignalingState::HaveLocalOffer
            | SignalingState::HaveRemoteOffer => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;

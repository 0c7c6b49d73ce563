//! The states a page asks for, and what a peer tells when something changes.

use super::TransportError;
use crate::digits::Digit;
use crate::level::MicrophoneEvent;
use crate::quality::Quality;
use crate::sdp::Candidate;
use std::collections::VecDeque;
use str0m::IceConnectionState;

/// `iceConnectionState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IceState {
    /// Nothing was agreed on.
    #[default]
    New,
    /// Addresses are being tried.
    Checking,
    /// One answers.
    Connected,
    /// The best one is chosen.
    Completed,
    /// It does not answer any more; that may pass.
    Disconnected,
    /// It is given up.
    Failed,
    /// The peer is closed.
    Closed,
}

impl IceState {
    /// The word of the standard.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Checking => "checking",
            Self::Connected => "connected",
            Self::Completed => "completed",
            Self::Disconnected => "disconnected",
            Self::Failed => "failed",
            Self::Closed => "closed",
        }
    }
}

/// `connectionState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnectionState {
    /// Nothing was agreed on.
    #[default]
    New,
    /// Under way.
    Connecting,
    /// Secured and verified.
    Connected,
    /// Interrupted; that may pass.
    Disconnected,
    /// Given up.
    Failed,
    /// Closed by us or by the other side.
    Closed,
}

impl ConnectionState {
    /// The word of the standard.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
            Self::Failed => "failed",
            Self::Closed => "closed",
        }
    }
}

/// What a peer tells.
#[derive(Clone, Debug, PartialEq)]
pub enum PeerEvent {
    /// The other side has a track, once.
    Track,
    /// One of our candidates, after a description of ours was set.
    Candidate(Candidate),
    /// There are no more.
    GatheringComplete,
    /// The ICE state changed.
    Ice(IceState),
    /// The connection's state changed.
    Connection(ConnectionState),
    /// It failed, and why. The state says so too.
    Failed(TransportError),
    /// A digit goes out; those not yet begun.
    DigitSent {
        /// The one that begins.
        digit: Digit,
        /// `toneBuffer`.
        waiting: String,
    },
    /// The other side pressed a key.
    DigitHeard(Digit),
    /// About our microphone.
    Microphone(MicrophoneEvent),
    /// Nothing has come for three seconds although it should.
    NothingHeard,
    /// Something comes again.
    HeardAgain,
    /// The grade or its reason changed.
    Quality(Quality),
}

/// The states of one peer.
#[derive(Default)]
pub(super) struct States {
    pub(super) ice: IceState,
    pub(super) connection: ConnectionState,
    pub(super) has_track: bool,
    /// The user fragment whose candidates were told.
    pub(super) gathered_for: Option<String>,
}

impl States {
    /// A transport begins.
    pub(super) fn begun(&mut self, events: &mut VecDeque<PeerEvent>) {
        self.set_ice(IceState::Checking, events);
        self.set_connection(ConnectionState::Connecting, events);
    }

    /// Another way is sought; what is secured stays so.
    pub(super) fn restarted(&mut self, events: &mut VecDeque<PeerEvent>) {
        self.set_ice(IceState::Checking, events);
        if self.connection == ConnectionState::Failed {
            self.set_connection(ConnectionState::Disconnected, events);
        }
    }

    /// `is_up`: what is secured is still there.
    pub(super) fn ice(
        &mut self,
        state: IceConnectionState,
        is_up: bool,
        events: &mut VecDeque<PeerEvent>,
    ) {
        let state = match state {
            IceConnectionState::New => IceState::New,
            IceConnectionState::Checking => IceState::Checking,
            IceConnectionState::Connected => IceState::Connected,
            IceConnectionState::Completed => IceState::Completed,
            IceConnectionState::Disconnected => IceState::Disconnected,
        };
        let connection = match state {
            IceState::Disconnected if self.connection == ConnectionState::Connected => {
                ConnectionState::Disconnected
            }
            IceState::Connected | IceState::Completed if is_up => ConnectionState::Connected,
            _ => self.connection,
        };
        self.set_ice(state, events);
        self.set_connection(connection, events);
    }

    pub(super) fn up(&mut self, events: &mut VecDeque<PeerEvent>) {
        self.set_connection(ConnectionState::Connected, events);
    }

    /// The other side said goodbye.
    pub(super) fn ended(&mut self, events: &mut VecDeque<PeerEvent>) {
        self.set_connection(ConnectionState::Closed, events);
    }

    /// The transport failed; whether that is new.
    pub(super) fn failed(&mut self, events: &mut VecDeque<PeerEvent>) -> bool {
        let is_new = self.connection != ConnectionState::Failed;
        self.set_ice(IceState::Failed, events);
        self.set_connection(ConnectionState::Failed, events);
        is_new
    }

    /// We close, of which nobody is told (W3C WebRTC, `close`).
    pub(super) fn close(&mut self) {
        self.ice = IceState::Closed;
        self.connection = ConnectionState::Closed;
    }

    fn set_ice(&mut self, state: IceState, events: &mut VecDeque<PeerEvent>) {
        if self.ice != state {
            self.ice = state;
            events.push_back(PeerEvent::Ice(state));
        }
    }

    fn set_connection(&mut self, state: ConnectionState, events: &mut VecDeque<PeerEvent>) {
        if self.connection != state {
            self.connection = state;
            events.push_back(PeerEvent::Connection(state));
        }
    }
}

//! What an offer and its answer come to: which codec, which digits, who sends, and what becomes of the transport.

use super::NegotiationError;
use crate::codec::Codec;
use crate::sdp::{Audio, Candidate, Fingerprint, Format, FormatKind, IceCredentials};
use std::net::SocketAddr;

/// Who made the offer of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offerer {
    Us,
    Them,
}

/// Who begins the DTLS handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DtlsRole {
    Client,
    Server,
}

/// What both sides have settled.
#[derive(Clone, Debug)]
pub(crate) struct Agreement {
    pub(crate) offerer: Offerer,
    pub(crate) role: DtlsRole,
    /// What becomes of the transport so far.
    pub(crate) transport: TransportChange,
    pub(crate) remote: RemoteEnd,
    /// What we send with, under the other side's number.
    pub(crate) codec: (Codec, u8),
    /// Digits: payload number and clock rate.
    pub(crate) events: Option<(u8, u32)>,
    /// What may come, under our numbers.
    pub(crate) incoming: Vec<Format>,
    pub(crate) may_send: bool,
    pub(crate) may_receive: bool,
}

/// What an agreement means for the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransportChange {
    /// It goes on, with further addresses perhaps.
    Keep,
    /// It goes on by whatever way its new credentials find.
    RestartIce,
    /// There is none yet, or the other side shows another certificate: everything begins anew.
    New,
}

/// The other side's end of a transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemoteEnd {
    pub(crate) ice: IceCredentials,
    pub(crate) is_lite: bool,
    pub(crate) fingerprints: Vec<Fingerprint>,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) default_address: Option<SocketAddr>,
    pub(crate) ssrcs: Vec<u32>,
}

/// What both sides can play.
pub(super) struct Common {
    codec: (Codec, u8),
    events: Option<(u8, u32)>,
}

impl Common {
    /// Finds it. The answer decides, whoever wrote it; numbers are those of whoever receives.
    pub(super) fn of(
        ours: &Audio,
        theirs: &Audio,
        offerer: Offerer,
    ) -> Result<Self, NegotiationError> {
        if theirs.port == 0 {
            return Err(NegotiationError::Refused);
        }
        let answer = if offerer == Offerer::Us { theirs } else { ours };
        let in_ours =
            |codec| ours.formats.iter().any(|format| codec_of(&format.kind) == Some(codec));
        let (codec, _) = voice(&answer.formats, in_ours).ok_or_else(|| no_codec(theirs))?;
        let codec =
            voice(&theirs.formats, |known| known == codec).ok_or_else(|| no_codec(theirs))?;
        let rates = ours.formats.iter().filter_map(|format| event_rate(&format.kind));
        let rates: Vec<u32> = rates.collect();
        let events = theirs
            .formats
            .iter()
            .filter_map(|format| event_rate(&format.kind).map(|rate| (format.payload, rate)))
            .filter(|(_, rate)| rates.contains(rate))
            .min_by_key(|(_, rate)| *rate != codec.0.clock_rate());
        Ok(Self { codec, events })
    }

    pub(super) fn agreement(
        self,
        ours: &Audio,
        theirs: &Audio,
        offerer: Offerer,
        role: DtlsRole,
        transport: TransportChange,
    ) -> Agreement {
        Agreement {
            offerer,
            role,
            transport,
            remote: RemoteEnd {
                ice: theirs.ice.clone(),
                is_lite: theirs.ice_lite,
                fingerprints: theirs.fingerprints.clone(),
                candidates: theirs.candidates.clone(),
                default_address: theirs.default_address(),
                ssrcs: theirs.ssrcs.clone(),
            },
            codec: self.codec,
            events: self.events,
            incoming: ours.formats.clone(),
            may_send: ours.direction.sends() && theirs.direction.receives(),
            may_receive: ours.direction.receives() && theirs.direction.sends(),
        }
    }
}

/// What we offer. The numbers are those of Chromium, which everybody has met.
pub(super) fn our_formats() -> Vec<Format> {
    [
        (111, FormatKind::Opus),
        (0, FormatKind::Pcmu),
        (8, FormatKind::Pcma),
        (110, FormatKind::TelephoneEvent(48_000)),
        (126, FormatKind::TelephoneEvent(8_000)),
    ]
    .map(|(payload, kind)| Format { payload, kind })
    .to_vec()
}

/// The codec a format stands for.
pub(crate) fn codec_of(kind: &FormatKind) -> Option<Codec> {
    match kind {
        FormatKind::Opus => Some(Codec::Opus),
        FormatKind::Pcmu => Some(Codec::Pcmu),
        FormatKind::Pcma => Some(Codec::Pcma),
        FormatKind::TelephoneEvent(_) | FormatKind::Other(_) => None,
    }
}

/// The clock rate of digits, if that is what the format is.
pub(crate) fn event_rate(kind: &FormatKind) -> Option<u32> {
    match kind {
        FormatKind::TelephoneEvent(rate) => Some(*rate),
        FormatKind::Opus | FormatKind::Pcmu | FormatKind::Pcma | FormatKind::Other(_) => None,
    }
}

/// The first voice codec among `formats` that is wanted, with its number.
pub(super) fn voice(formats: &[Format], is_wanted: impl Fn(Codec) -> bool) -> Option<(Codec, u8)> {
    let named = formats.iter().filter_map(|format| Some((codec_of(&format.kind)?, format.payload)));
    named.into_iter().find(|(codec, _)| is_wanted(*codec))
}

pub(super) fn no_codec(theirs: &Audio) -> NegotiationError {
    let names: Vec<String> = theirs
        .formats
        .iter()
        .take(12)
        .map(|format| match &format.kind {
            FormatKind::Other(map) if map.is_empty() => format.payload.to_string(),
            FormatKind::Other(map) => map.clone(),
            kind => format!("{kind:?}"),
        })
        .collect();
    NegotiationError::NoCodec(names.join(", "))
}

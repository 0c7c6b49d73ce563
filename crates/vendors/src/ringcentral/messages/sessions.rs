//! Calls as the platform's Call Control tells them (`rc-telephony-session-notify`): every party, any device.

use super::calls::{direction, is_conference_session, key, other_side, session_key};
use super::records::{SessionParty, TelephonySession};
use super::words::PartyCode;
use crate::reading::Reading;
use crate::wire::Field;
use deskbell_core::{
    CallObservation, CallSource, Direction, EndReason, ObservedState, Recording, WidgetFact,
};

pub(super) fn session(session: &Field<TelephonySession<'_>>, out: &mut Reading) {
    let session = match session {
        Field::Given(session) => session,
        Field::Absent => return out.fault("telephonySession is missing"),
        Field::Wrong => return,
    };
    let mut keys = Vec::with_capacity(2);
    keys.extend(session.id.filled().map(|id| key("telephony:", id)));
    keys.extend(session_key(&session.session));
    if keys.is_empty() {
        return out.fault("telephonySession has no id");
    }
    let parties = session.parties.items();
    // A session without a party of ours, or one we only listen in to, is not our call.
    let Some(own) = own_party(session, parties).filter(|own| !is_supervising(own)) else {
        return out.fact(WidgetFact::Ignored);
    };
    let mut it = CallObservation::new(CallSource::Session, keys);
    let spoken = own.direction.get().map(|word| direction(*word));
    // The other side by the direction as written …
    it.party = match spoken {
        Some(Direction::Inbound) => other_side(&own.from, [None, None]),
        Some(Direction::Outbound) => other_side(&own.to, [None, None]),
        None => deskbell_core::Party::default(),
    };
    // … but who starts a RingOut calls out, though his own phone rings first and older platforms therefore
    // write "Inbound" (the widget corrects it where it can).
    it.direction = if is_ring_out_starter(own) { Some(Direction::Outbound) } else { spoken };
    it.state = state(own, parties, it.direction);
    it.end = end(own, parties, it.direction);
    // Of the session as a whole: a party that joined later was rung later, which no message tells.
    it.began_at = session.created.stamp();
    it.muted = own.muted.flag();
    it.recording = own.recordings.get().map(|recordings| {
        if recordings.items.iter().any(|recording| recording.active.is_set()) {
            Recording::On
        } else {
            Recording::Off
        }
    });
    it.conference = own.conference_role.filled().is_some()
        || is_conference_session(&session.session)
        || session.origin.get().and_then(|origin| origin.kind.filled()) == Some("Conference");
    out.fact(WidgetFact::Call { observation: it });
}

/// Our party: of those with our extension the last that is still there, else the last not disconnected,
/// else the last. Captures without extension ids have one party, which is ours.
fn own_party<'p, 'de>(
    session: &TelephonySession<'de>,
    parties: &'p [SessionParty<'de>],
) -> Option<&'p SessionParty<'de>> {
    let ours = |party: &&SessionParty<'_>| is_own(session.extension.filled(), party);
    let mut own = parties.iter().filter(ours).rev();
    let last = own.clone().next();
    own.clone()
        .find(|party| !matches!(code(party), Some(PartyCode::Disconnected | PartyCode::Gone)))
        .or_else(|| own.find(|party| code(party) != Some(PartyCode::Disconnected)))
        .or(last)
        .or_else(|| match parties {
            [only] if only.extension.filled().is_none() => Some(only),
            _ => None,
        })
}

/// Extension ids are numbers in captures and strings in samples; [`crate::wire_kinds::Text`] makes them one.
fn is_own(extension: Option<&str>, party: &SessionParty<'_>) -> bool {
    extension.is_some() && party.extension.filled() == extension
}

fn code(party: &SessionParty<'_>) -> Option<PartyCode> {
    party.status.get().and_then(|status| status.code.get().copied())
}

fn reason<'p>(party: &'p SessionParty<'_>) -> Option<&'p str> {
    party.status.get().and_then(|status| status.reason.filled())
}

fn is_supervising(party: &SessionParty<'_>) -> bool {
    code(party) == Some(PartyCode::Gone) && reason(party) == Some("Supervising")
}

fn is_ring_out_starter(party: &SessionParty<'_>) -> bool {
    party.ring_out_role.filled() == Some("Initiator")
}

fn state(
    own: &SessionParty<'_>,
    parties: &[SessionParty<'_>],
    direction: Option<Direction>,
) -> Option<ObservedState> {
    Some(match code(own)? {
        // Inbound `Setup` lasts a moment and may still turn into voicemail: ringing is `Proceeding`.
        PartyCode::Setup if direction == Some(Direction::Outbound) => ObservedState::Dialing,
        PartyCode::Setup | PartyCode::Tds => return None,
        PartyCode::Proceeding if direction == Some(Direction::Outbound) => ObservedState::Dialing,
        PartyCode::Proceeding => ObservedState::Alerting,
        // Our phone was picked up, theirs not yet.
        PartyCode::Answered if is_ring_out_starter(own) && target_waits(parties) => {
            ObservedState::Dialing
        }
        PartyCode::Answered => ObservedState::Connected,
        PartyCode::Hold => ObservedState::Held,
        PartyCode::Parked => ObservedState::Queued,
        PartyCode::Disconnected
        | PartyCode::Gone
        | PartyCode::Voicemail
        | PartyCode::FaxReceive => ObservedState::Ended,
        // The caller speaks to voicemail while we listen and may still take the call.
        PartyCode::Screening => ObservedState::PerhapsEnded,
    })
}

fn target_waits(parties: &[SessionParty<'_>]) -> bool {
    parties.iter().any(|party| {
        party.ring_out_role.filled() == Some("Target")
            && matches!(code(party), Some(PartyCode::Setup | PartyCode::Proceeding))
    })
}

/// Why our party is over, as the platform's reasons (an open set) and the other parties tell it.
fn end(
    own: &SessionParty<'_>,
    parties: &[SessionParty<'_>],
    direction: Option<Direction>,
) -> Option<EndReason> {
    match code(own)? {
        PartyCode::Voicemail | PartyCode::Screening => return Some(EndReason::Voicemail),
        // A machine of ours took it.
        PartyCode::FaxReceive => return Some(EndReason::AnsweredElsewhere),
        PartyCode::Disconnected | PartyCode::Gone => {}
        _ => return None,
    }
    let inbound = direction == Some(Direction::Inbound);
    match reason(own) {
        Some(
            "BlindTransfer"
            | "RccTransfer"
            | "AttendedTransfer"
            | "DtmfTransfer"
            | "CallerInputRedirect"
            | "CallRedirected"
            | "CallFlip"
            | "CallSwitch"
            | "CallPark"
            | "ParkLocation"
            | "TakeOver"
            | "Conference",
        ) => Some(EndReason::Transferred),
        Some("AgentAnswered" | "Pickup") => Some(EndReason::AnsweredElsewhere),
        Some("Voicemail" | "VoiceMail") => Some(EndReason::Voicemail),
        Some("CallReplied") => Some(EndReason::Declined),
        Some(
            "InternalError"
            | "InvalidNumber"
            | "InternationalDisabled"
            | "DestinationBlocked"
            | "NotEnoughFunds"
            | "NoSuchUser",
        ) => Some(EndReason::Failed),
        // It was talked on; the core knows whether here.
        Some("CallFinished" | "CallDropped") => None,
        _ if inbound && was_taken_by_another(own, parties) => Some(EndReason::AnsweredElsewhere),
        Some("Rejected") if inbound => Some(EndReason::Declined),
        Some("Cancelled" | "NoAnswer" | "Timeout" | "TargetBusy" | "Rejected") => {
            Some(if inbound { EndReason::Missed } else { EndReason::Cancelled })
        }
        _ if inbound && own.missed.is_set() => Some(EndReason::Missed),
        _ => None,
    }
}

/// Another extension of the account is on the same inbound call: a queue or forwarding rang us all.
fn was_taken_by_another(own: &SessionParty<'_>, parties: &[SessionParty<'_>]) -> bool {
    parties.iter().any(|party| {
        party.extension.filled().is_some()
            && party.extension.filled() != own.extension.filled()
            && party.direction.get() == own.direction.get()
            && matches!(code(party), Some(PartyCode::Answered | PartyCode::Hold))
    })
}

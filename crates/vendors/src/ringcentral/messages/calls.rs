//! Calls as the widget's own phone (`rc-call-*`) and the account's presence (`rc-active-call`,
//! `rc-ringout-call`) tell them.

use super::kinds::ControlCallError;
use super::records::{ActiveCall, Endpoint, WebphoneCall};
use super::words::{DirectionWord, LegStatus, RecordStatus, TelephonyStatus, Termination};
use crate::reading::Reading;
use crate::wire::Field;
use crate::wire_kinds::{List, Text};
use deskbell_core::{
    CallKey, CallObservation, CallSource, Direction, EndReason, ObservedState, Party, Private,
    Recording, WidgetFact,
};

/// What a message about a phone leg says by its type alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LegMessage {
    Ring,
    Init,
    Start,
    Hold,
    Resume,
    End,
    /// Nothing about the state: mute, and the voicemail drop of 3.x.
    Property,
    /// One of a list: the state is in the record.
    Listed,
}

/// Session id of a conference in presence records: shared by all of them, so it names none (issue #319).
const CONFERENCE_SESSION: &str = "0";

/// Called number of a conference.
const CONFERENCE_NUMBER: &str = "conference";

pub(super) const fn direction(word: DirectionWord) -> Direction {
    match word {
        DirectionWord::Inbound => Direction::Inbound,
        DirectionWord::Outbound => Direction::Outbound,
    }
}

/// One of the vendor's ids of a call, with what it names before it.
pub(super) fn key(kind: &str, id: &str) -> CallKey {
    CallKey([kind, id].concat())
}

/// The key of a numeric session id, unless it is the conference's.
pub(super) fn session_key(id: &Field<Text<'_>>) -> Option<CallKey> {
    id.filled().filter(|id| *id != CONFERENCE_SESSION).map(|id| key("session:", id))
}

pub(super) fn is_conference_session(id: &Field<Text<'_>>) -> bool {
    id.filled() == Some(CONFERENCE_SESSION)
}

/// The other side, with the best name known.
pub(super) fn other_side(end: &Field<Endpoint<'_>>, names: [Option<&str>; 2]) -> Party {
    let name = names.into_iter().flatten().next().or_else(|| end.name());
    Party { number: end.number().map(Private::from), name: name.map(Private::from) }
}

/// One `rc-call-*` message.
pub(super) fn leg(call: &Field<WebphoneCall<'_>>, message: LegMessage, out: &mut Reading) {
    match call {
        Field::Given(call) => match observe_leg(call, message) {
            Some(observation) => out.fact(WidgetFact::Call { observation }),
            None => out.fault("call has no id"),
        },
        Field::Absent => out.fault("call is missing"),
        Field::Wrong => {}
    }
}

/// The widget's complete list of legs. One leg that cannot be read makes it incomplete: then the others
/// are told one by one, because a complete list ends every call it does not name.
pub(super) fn legs(calls: &Field<List<WebphoneCall<'_>>>, out: &mut Reading) {
    let Field::Given(list) = calls else {
        if matches!(calls, Field::Absent) {
            out.fault("calls is missing");
        }
        return;
    };
    let legs: Vec<_> =
        list.items.iter().filter_map(|call| observe_leg(call, LegMessage::Listed)).collect();
    if legs.len() < list.items.len() {
        out.fault("calls[] has no id");
    }
    if legs.len() == list.items.len() && !list.lost {
        out.fact(WidgetFact::LegsListed { legs });
    } else {
        out.facts.extend(legs.into_iter().map(|observation| WidgetFact::Call { observation }));
    }
}

fn observe_leg(call: &WebphoneCall<'_>, message: LegMessage) -> Option<CallObservation> {
    let mut keys = Vec::with_capacity(2);
    keys.extend(call.id.filled().map(|id| key("sip:", id)));
    // The facts' trap: `partyData.sessionId` is the telephony session, not the numeric session.
    let telephony = call.party.get().and_then(|party| party.session.filled());
    keys.extend(telephony.map(|id| key("telephony:", id)));
    if keys.is_empty() {
        return None;
    }
    let mut it = CallObservation::new(CallSource::Leg, keys);
    it.direction = call.direction.get().map(|word| direction(*word)).or(match message {
        LegMessage::Ring => Some(Direction::Inbound),
        LegMessage::Init => Some(Direction::Outbound),
        _ => None,
    });
    it.state = leg_state(call, message, it.direction);
    it.end =
        (it.state == Some(ObservedState::Ended)).then(|| leg_end(call, it.direction)).flatten();
    let contact = call.contact.get().and_then(|contact| contact.name.filled());
    it.party = match it.direction {
        Some(Direction::Inbound) => other_side(&call.from, [contact, call.from_name.filled()]),
        Some(Direction::Outbound) => other_side(&call.to, [contact, call.to_name.filled()]),
        None => Party::default(),
    };
    it.conference = call.to.number() == Some(CONFERENCE_NUMBER);
    it.queue = queue(call.queue.filled());
    it.began_at = call.created.stamp();
    it.connected_at = call.start.stamp();
    it.untaken = it.state == Some(ObservedState::Ended) && was_sent_on(call);
    it.muted = call.on_mute.flag();
    it.recording = call.recording.get().map(|status| match status {
        RecordStatus::Idle => Recording::Off,
        RecordStatus::Pending => Recording::Pending,
        RecordStatus::Recording => Recording::On,
        RecordStatus::NoAccess => Recording::NotAllowed,
    });
    it.controllable = Some(call.id.filled().is_some());
    Some(it)
}

/// The widget appends ` - ` to a queue's name for its own display.
fn queue(name: Option<&str>) -> Option<Private<String>> {
    let name = name?.trim_end().trim_end_matches('-').trim();
    (!name.is_empty()).then(|| Private::from(name))
}

/// The message's type decides; only where it is silent does the record's own status speak. (The widget
/// itself overrides `callStatus` on hold and `isOnMute` on mute, so the record may lag behind its message.)
fn leg_state(
    call: &WebphoneCall<'_>,
    message: LegMessage,
    direction: Option<Direction>,
) -> Option<ObservedState> {
    match message {
        LegMessage::Ring => Some(ObservedState::Alerting),
        LegMessage::Init => Some(ObservedState::Dialing),
        LegMessage::Start | LegMessage::Resume => Some(ObservedState::Connected),
        LegMessage::Hold => Some(ObservedState::Held),
        LegMessage::End => Some(ObservedState::Ended),
        LegMessage::Property => None,
        LegMessage::Listed => match call.status.get()? {
            LegStatus::Setup | LegStatus::Connecting => Some(match direction {
                Some(Direction::Outbound) => ObservedState::Dialing,
                Some(Direction::Inbound) | None => ObservedState::Alerting,
            }),
            LegStatus::OnHold => Some(ObservedState::Held),
            LegStatus::Connected | LegStatus::OnMute if call.on_hold.is_set() => {
                Some(ObservedState::Held)
            }
            LegStatus::Connected | LegStatus::OnMute => Some(ObservedState::Connected),
            LegStatus::Replaced | LegStatus::Finished => Some(ObservedState::Ended),
        },
    }
}

/// The call was answered by nobody here. To send it on the widget takes it for a moment, and tells a start.
fn was_sent_on(call: &WebphoneCall<'_>) -> bool {
    call.to_voicemail.is_set() || call.forwarded.is_set() || call.replied.is_set()
}

/// Why a leg ended, only where the record is certain. `startTime` exists once the SIP call was accepted:
/// for an inbound call that was us; an outbound one may still have been ringing (facts §1.2).
fn leg_end(call: &WebphoneCall<'_>, direction: Option<Direction>) -> Option<EndReason> {
    if call.to_voicemail.is_set() {
        Some(EndReason::Voicemail)
    } else if call.forwarded.is_set() || call.on_transfer.is_set() {
        Some(EndReason::Transferred)
    } else if call.replied.is_set() {
        // "Reply with message": the caller hears a text instead of us.
        Some(EndReason::Declined)
    } else if direction == Some(Direction::Inbound) && call.start.stamp().is_some() {
        Some(EndReason::Answered)
    } else {
        None
    }
}

/// One `rc-active-call-notify` or `rc-ringout-call-notify`: a call of the account on any device.
///
/// In RingOut, `CallConnected` may mean that only our own phone was picked up; presence cannot tell, the
/// telephony session can (see `sessions`). `startTime` is when it began to ring, so it says nothing about
/// talking.
pub(super) fn presence(call: &Field<ActiveCall<'_>>, out: &mut Reading) {
    let call = match call {
        Field::Given(call) => call,
        Field::Absent => return out.fault("call is missing"),
        Field::Wrong => return,
    };
    let mut keys = Vec::with_capacity(2);
    keys.extend(session_key(&call.session));
    keys.extend(call.telephony_session.filled().map(|id| key("telephony:", id)));
    if keys.is_empty() {
        // A conference of an old version: its party is the only name left (gap E5).
        keys.extend(call.party.filled().map(|id| key("party:", id)));
    }
    if keys.is_empty() {
        return out.fault("call has no id");
    }
    let mut it = CallObservation::new(CallSource::Presence, keys);
    it.direction = call.direction.get().map(|word| direction(*word));
    it.state = call.status.get().map(|status| match (status, it.direction) {
        (TelephonyStatus::Ringing, Some(Direction::Outbound)) => ObservedState::Dialing,
        (TelephonyStatus::Ringing, Some(Direction::Inbound) | None) => ObservedState::Alerting,
        (TelephonyStatus::CallConnected, _) => ObservedState::Connected,
        (TelephonyStatus::OnHold, _) => ObservedState::Held,
        (TelephonyStatus::ParkedCall, _) => ObservedState::Queued,
        // Several devices ringing give a passing NoCall for the same call; only `final` is final.
        (TelephonyStatus::NoCall, _) => match call.termination.get() {
            Some(Termination::Final) => ObservedState::Ended,
            Some(Termination::Intermediate) | None => ObservedState::PerhapsEnded,
        },
    });
    it.party = match it.direction {
        Some(Direction::Inbound) => other_side(&call.from, [call.from_name.filled(), None]),
        Some(Direction::Outbound) => other_side(&call.to, [call.to_name.filled(), None]),
        None => Party::default(),
    };
    it.began_at = call.start.stamp();
    it.conference =
        is_conference_session(&call.session) || call.to.number() == Some(CONFERENCE_NUMBER);
    out.fact(WidgetFact::Call { observation: it });
}

/// `rc-control-call-error`, the only refusal ever reported. Its `message` may quote anything, so only the
/// error's name is kept.
pub(super) fn refused(error: &ControlCallError<'_>, out: &mut Reading) {
    let mut keys = Vec::new();
    keys.extend(error.call.filled().map(|id| key("sip:", id)));
    keys.extend(error.session.filled().map(|id| key("telephony:", id)));
    let reason =
        error.error.filled().and_then(super::details::word).unwrap_or("unknown").to_owned();
    out.fact(WidgetFact::CommandRefused { keys, reason });
}

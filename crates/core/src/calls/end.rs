//! Why a call is over: one pure judgement over everything remembered, whatever order it came in.

use super::call::Call;
use super::facts::{CallAction, CallSource, CallState, CallingMode, EndReason};
use super::limits::END_REASON_DELAY;
use crate::base::{Direction, Timestamp};

/// Brings the parts of a row that follow from its state up to date. Called after every change.
pub(crate) fn review(call: &mut Call, now: Timestamp) {
    let state = call.state();
    call.held_since = (state == CallState::Held).then(|| call.held_since.unwrap_or(now));
    if call.direction == Direction::Outbound && call.would_only_seem_taken(CallSource::Leg) {
        // The session that tells so may come after the leg's start.
        call.talked_here = false;
        call.connected_at = None;
    }
    if state != CallState::Ended {
        call.ended_at = None;
        call.judged = None;
        if matches!(state, CallState::Connected | CallState::Held) {
            call.talked_here |= call.leg.talks();
            call.connected_at = call.connected_at.or(Some(now));
        }
        return;
    }
    let ended_at = *call.ended_at.get_or_insert_with(|| call.grace.map_or(now, |g| g.since));
    call.grace = None;
    let plain = call.talked_here || call.asked.is_some();
    // Once told, the reason is still corrected by what comes late.
    if plain || call.judged.is_some() || now >= ended_at + END_REASON_DELAY {
        call.judged = Some(judge(call));
    }
}

/// How a call will have ended by this action; none if the action does not end it for us.
pub(crate) const fn parting(action: CallAction) -> Option<EndReason> {
    match action {
        CallAction::Voicemail => Some(EndReason::Voicemail),
        CallAction::Decline => Some(EndReason::Declined),
        CallAction::Forward | CallAction::Transfer => Some(EndReason::Transferred),
        CallAction::Answer
        | CallAction::Hold
        | CallAction::Resume
        | CallAction::Mute
        | CallAction::Unmute
        | CallAction::Keypad
        | CallAction::Record
        | CallAction::StopRecording
        | CallAction::HangUp => None,
    }
}

/// The end reason as far as known.
pub(crate) fn judge(call: &Call) -> EndReason {
    let said = |reason| call.hints.contains(&reason);
    if let Some(reason) = call.asked.and_then(parting) {
        return reason;
    }
    if call.talked_here {
        let moved = said(EndReason::Transferred);
        return if moved { EndReason::Transferred } else { EndReason::Answered };
    }
    let talked = call.talked_somewhere || said(EndReason::Answered);
    let had_leg = call.leg.state.is_some();
    match call.direction {
        Direction::Outbound if said(EndReason::Transferred) => EndReason::Transferred,
        Direction::Outbound if talked && (!had_leg || call.leg_started) => EndReason::Answered,
        Direction::Outbound if said(EndReason::Failed) => EndReason::Failed,
        Direction::Outbound => EndReason::Cancelled,
        Direction::Inbound if said(EndReason::Voicemail) => EndReason::Voicemail,
        Direction::Inbound if said(EndReason::Declined) => EndReason::Declined,
        Direction::Inbound if said(EndReason::AnsweredElsewhere) => EndReason::AnsweredElsewhere,
        Direction::Inbound if talked => match call.mode {
            // The agent's own phone is where such calls are answered.
            Some(CallingMode::RingOut | CallingMode::OtherApp) if !had_leg => EndReason::Answered,
            Some(CallingMode::RingOut | CallingMode::OtherApp | CallingMode::Browser) | None => {
                EndReason::AnsweredElsewhere
            }
        },
        Direction::Inbound if said(EndReason::Transferred) => EndReason::Transferred,
        Direction::Inbound if said(EndReason::Failed) => EndReason::Failed,
        Direction::Inbound => EndReason::Missed,
    }
}

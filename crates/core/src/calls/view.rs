//! Calls as the windows show them.

use super::call::{Call, Detail};
use super::facts::{CallAction, CallId, CallState, EndReason, Recording};
use super::possible;
use crate::accounts::AccountId;
use crate::base::number::{NumberFormat, parted};
use crate::base::{CommandId, Direction, Timestamp};
use crate::pages::state::Pages;
use crate::sound::CallSound;
use serde::{Deserialize, Serialize};

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CallRow {
    /// Our number of it.
    pub id: CallId,
    /// Whose.
    pub account: AccountId,
    /// Inbound or outbound.
    pub direction: Direction,
    /// Where it stands.
    pub state: CallState,
    /// Why it is over; none while that is being found out.
    pub end: Option<EndReason>,
    /// The other side's number, as it is dialled.
    pub number: Option<String>,
    /// Its extension, to be typed once the call is taken.
    pub extension: Option<String>,
    /// Both, set for reading.
    pub number_shown: Option<String>,
    /// The other side's name.
    pub name: Option<String>,
    /// The queue it came through.
    pub queue: Option<String>,
    /// First heard of.
    pub since: Timestamp,
    /// Talking since.
    pub connected_at: Option<Timestamp>,
    /// On hold since.
    pub held_since: Option<Timestamp>,
    /// Over since.
    pub ended_at: Option<Timestamp>,
    /// Whom the agent forwarded or transferred it to, set for reading.
    pub moved_to: Option<String>,
    /// Microphone off.
    pub muted: bool,
    /// Recording.
    pub recording: Recording,
    /// Is on another device: it can be seen here, not controlled.
    pub elsewhere: bool,
    /// Several people.
    pub conference: bool,
    /// How it sounds, where Deskbell carries it; none before and after it can be heard.
    pub sound: Option<CallSound>,
    /// What can be asked of it now. Absent means impossible, never merely unknown.
    pub actions: Vec<CallAction>,
    /// What was asked and is not confirmed yet.
    pub pending: Option<PendingAction>,
    /// What was asked last and did not happen, in words.
    pub trouble: Option<String>,
    /// A missed call the agent has not looked at.
    pub unseen: bool,
}

/// A command without confirmation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PendingAction {
    /// Which command.
    pub command: CommandId,
    /// What.
    pub action: CallAction,
    /// Since.
    pub since: Timestamp,
}

/// The ringing call first, then the one being talked on.
pub(crate) fn rank(call: &Call) -> u8 {
    match call.state() {
        CallState::Alerting => u8::from(!call.rings()),
        CallState::Connected => 2,
        CallState::Dialing => 3,
        CallState::Held => 4,
        CallState::Queued => 5,
        CallState::Failed | CallState::Ended => 6,
    }
}

fn shown(detail: &Detail) -> Option<String> {
    detail.as_ref().map(|(text, _)| text.reveal().clone())
}

/// `sound`: of what the account's phone carries, which is this call if it is connected.
pub(crate) fn call_row(
    pages: &Pages,
    call: &Call,
    format: NumberFormat,
    pending: Option<PendingAction>,
    sound: Option<CallSound>,
) -> CallRow {
    let told = shown(&call.number);
    let (number, extension) = told.as_deref().map(parted).unzip();
    CallRow {
        id: call.id,
        account: call.account.clone(),
        direction: call.direction,
        state: call.state(),
        end: call.judged,
        number,
        extension: extension.flatten(),
        number_shown: told.map(|told| format.show(&told)),
        name: shown(&call.name),
        queue: shown(&call.queue),
        since: call.since,
        connected_at: call.connected_at,
        held_since: call.held_since,
        ended_at: call.ended_at,
        moved_to: call.moved_to.as_ref().map(|to| format.show(to.reveal())),
        muted: call.muted,
        recording: call.recording,
        elsewhere: call.elsewhere() || call.judged == Some(EndReason::AnsweredElsewhere),
        conference: call.conference,
        sound: sound.filter(|_| call.leg_live() && call.state() == CallState::Connected),
        actions: possible::possible(pages, call),
        pending,
        trouble: call.trouble.clone(),
        unseen: call.unseen(),
    }
}

//! Calls: the words for one leg on our side, and what an adapter may observe about it.

use crate::accounts::AccountId;
use crate::base::{Direction, Party, Private, Timestamp};
use serde::{Deserialize, Serialize};

/// Our own number of a call, unique while the app runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CallId(pub u32);

/// One name a vendor uses for a call, prefixed with its kind (`sip:`, `telephony:`, `session:`).
/// Observations that share any key describe the same call.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallKey(pub String);

/// Where a call stands (local connection states of CSTA).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CallState {
    /// We called and wait.
    Dialing,
    /// It rings here.
    Alerting,
    /// Both sides can talk.
    Connected,
    /// On hold.
    Held,
    /// Waits in a queue or is parked.
    Queued,
    /// Could not be set up.
    Failed,
    /// Over.
    Ended,
}

/// Why a call is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum EndReason {
    /// It was answered here and then ended.
    Answered,
    /// Inbound, never connected here, not declined.
    Missed,
    /// We declined it.
    Declined,
    /// Outbound, ended before the other side answered.
    Cancelled,
    /// Handed on.
    Transferred,
    /// Another device or person took it.
    AnsweredElsewhere,
    /// It went to voicemail.
    Voicemail,
    /// The network or the vendor failed.
    Failed,
}

/// Whether the widget records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Recording {
    /// Not recording.
    #[default]
    Off,
    /// Asked for, not confirmed.
    Pending,
    /// Recording.
    On,
    /// The account may not record.
    NotAllowed,
}

/// Who saw it: a later variant is nearer to the sound and is believed over an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CallSource {
    /// The account's presence: any device, coarse, lags, may take its word back.
    Presence,
    /// The platform's call session: every party, on any device.
    Session,
    /// The widget's own phone leg: the call is on this machine.
    Leg,
}

/// A state as one source saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ObservedState {
    /// We called and wait.
    Dialing,
    /// Rings.
    Alerting,
    /// Talking.
    Connected,
    /// On hold.
    Held,
    /// Queued or parked.
    Queued,
    /// Over for this source.
    Ended,
    /// "No call", but this source is known to take that back: wait a grace time.
    PerhapsEnded,
}

/// What an adapter read in one message about one call. Absent means "not said".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallObservation {
    /// Every key the message carried.
    pub keys: Vec<CallKey>,
    /// Who saw it.
    pub source: CallSource,
    /// Inbound or outbound.
    pub direction: Option<Direction>,
    /// The state.
    pub state: Option<ObservedState>,
    /// Why it ended, when the message says so.
    pub end: Option<EndReason>,
    /// The other side.
    pub party: Party,
    /// The queue it came through.
    pub queue: Option<Private<String>>,
    /// When it began to ring or was placed, by the vendor's clock: what arrives is not what happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<Timestamp>,
    /// When talking began, by the vendor's clock.
    pub connected_at: Option<Timestamp>,
    /// Our microphone is off.
    pub muted: Option<bool>,
    /// Recording.
    pub recording: Option<Recording>,
    /// The widget takes commands for this leg by message.
    pub controllable: Option<bool>,
    /// Nobody spoke on this leg: it was handed on, sent to voicemail or answered by a text while it rang. A widget may take
    /// such a leg for a moment, muted, to do that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untaken: bool,
    /// The call is a conference.
    pub conference: bool,
}

impl CallObservation {
    /// An observation that says nothing yet.
    #[must_use]
    pub const fn new(source: CallSource, keys: Vec<CallKey>) -> Self {
        Self {
            keys,
            source,
            direction: None,
            state: None,
            end: None,
            party: Party { number: None, name: None },
            queue: None,
            began_at: None,
            connected_at: None,
            muted: None,
            recording: None,
            controllable: None,
            untaken: false,
            conference: false,
        }
    }
}

/// What can be asked of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CallAction {
    /// Take it.
    Answer,
    /// Refuse it.
    Decline,
    /// Let voicemail take it.
    Voicemail,
    /// Send the ringing call to another number.
    Forward,
    /// Put on hold.
    Hold,
    /// Take off hold.
    Resume,
    /// Microphone off.
    Mute,
    /// Microphone on.
    Unmute,
    /// Send keypad tones.
    Keypad,
    /// Hand on to another number.
    Transfer,
    /// Start recording.
    Record,
    /// Stop recording.
    StopRecording,
    /// End it.
    HangUp,
}

/// Which account a call belongs to, with one of its keys: how the outside names a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallAddress {
    /// The account.
    pub account: AccountId,
    /// All keys known of the call.
    pub keys: Vec<CallKey>,
}

/// The phone line of a widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Connection {
    /// The page has not said.
    #[default]
    Unknown,
    /// On the way.
    Connecting,
    /// Registered: calls can ring here.
    Connected,
    /// Not registered.
    Disconnected,
    /// The vendor gave up.
    Failed,
    /// Another tab or window of the same account has the line.
    InactiveHere,
}

/// How a phone widget makes calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CallingMode {
    /// The widget is the phone; needs WebRTC.
    Browser,
    /// The vendor rings the agent's own phone first.
    RingOut,
    /// The vendor's other desktop app makes the call.
    OtherApp,
}

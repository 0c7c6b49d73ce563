//! Call rows: what is remembered of one call, and what follows from it. Nothing here changes a row.

use super::facts::{
    CallAction, CallId, CallKey, CallSource, CallState, CallingMode, EndReason, ObservedState,
    Recording,
};
use super::limits::{CALL_FORGOTTEN, END_REASON_DELAY, RING_FORGOTTEN};
use crate::accounts::AccountId;
use crate::base::{Direction, Private, Timestamp};
use std::collections::BTreeMap;

/// Most rows that are not over at one time.
pub(crate) const LIVE_CALLS: usize = 200;

/// One call. Its state is not stored: it follows from what each source said last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    pub(crate) id: CallId,
    pub(crate) account: AccountId,
    pub(crate) direction: Direction,
    pub(crate) direction_by: Option<CallSource>,
    pub(crate) keys: Vec<CallKey>,
    /// What the widget's own phone shows: the leg that lives, of those below.
    pub(crate) leg: LastSeen,
    /// Every leg by its name: one session may ring on several, and a leg may get another name when it is taken.
    pub(crate) legs: BTreeMap<CallKey, LastSeen>,
    pub(crate) session: LastSeen,
    pub(crate) presence: LastSeen,
    pub(crate) number: Detail,
    pub(crate) name: Detail,
    pub(crate) queue: Detail,
    pub(crate) since: Timestamp,
    pub(crate) heard_at: Timestamp,
    pub(crate) connected_at: Option<Timestamp>,
    pub(crate) held_since: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) muted: bool,
    pub(crate) recording: Recording,
    pub(crate) controllable: bool,
    pub(crate) conference: bool,
    /// The page that had the leg is gone; it may still be listed by the next one.
    pub(crate) leg_lost: bool,
    /// The widget's own leg was connected once.
    pub(crate) talked_here: bool,
    /// The leg told a start once; between colleagues it does so while the other side still rings.
    pub(crate) leg_started: bool,
    /// Another source saw it connected once.
    pub(crate) talked_somewhere: bool,
    pub(crate) hints: Vec<EndReason>,
    /// The account's way of making calls when the call was last heard of.
    pub(crate) mode: Option<CallingMode>,
    /// A parting command of ours that was not refused.
    pub(crate) asked: Option<CallAction>,
    /// Whom a forward or transfer of ours was for.
    pub(crate) moved_to: Option<Private<String>>,
    pub(crate) grace: Option<Grace>,
    /// Ended by us after a grace or by forgetting; a source at least this near may reopen it.
    pub(crate) closed: Option<CallSource>,
    /// The end reason, once found out.
    pub(crate) judged: Option<EndReason>,
    pub(crate) seen: bool,
    pub(crate) trouble: Option<String>,
}

/// What one source last said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LastSeen {
    pub(crate) state: Option<ObservedState>,
    pub(crate) muted: Option<bool>,
    pub(crate) recording: Option<Recording>,
}

/// A detail with the source who told it; a farther one may only fill what is empty.
pub(crate) type Detail = Option<(Private<String>, CallSource)>;

/// The call will be taken for over unless it is seen again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grace {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
    /// Who must speak to cancel it: this source or a nearer one.
    pub(crate) by: CallSource,
    /// The leg disappeared: the agent is told.
    pub(crate) lost: bool,
    /// Nobody is signed in to tell of the call; it is over unless somebody is again.
    pub(crate) signed_out: bool,
    /// The widget was asked whether it still has the leg.
    pub(crate) checked: bool,
}

impl CallKey {
    /// The key names one phone leg (`sip:`); other kinds are shared by all legs of a call.
    pub(crate) fn names_leg(&self) -> bool {
        self.0.starts_with("sip:")
    }
}

impl LastSeen {
    /// Said something, and not that it is over.
    pub(crate) fn live(&self) -> bool {
        self.state.is_some_and(|state| state != ObservedState::Ended)
    }

    pub(crate) fn ended(&self) -> bool {
        self.state == Some(ObservedState::Ended)
    }

    pub(crate) fn talks(&self) -> bool {
        matches!(
            self.state,
            Some(ObservedState::Connected | ObservedState::Held | ObservedState::Queued)
        )
    }
}

const fn as_call_state(state: ObservedState) -> CallState {
    match state {
        ObservedState::Dialing => CallState::Dialing,
        ObservedState::Alerting => CallState::Alerting,
        ObservedState::Connected => CallState::Connected,
        ObservedState::Held => CallState::Held,
        ObservedState::Queued => CallState::Queued,
        ObservedState::Ended | ObservedState::PerhapsEnded => CallState::Ended,
    }
}

impl Call {
    /// A row of which nothing is known but that it exists.
    pub(crate) fn open(id: CallId, account: AccountId, now: Timestamp) -> Self {
        Self {
            id,
            account,
            direction: Direction::Inbound,
            direction_by: None,
            keys: Vec::new(),
            leg: LastSeen::default(),
            legs: BTreeMap::new(),
            session: LastSeen::default(),
            presence: LastSeen::default(),
            number: None,
            name: None,
            queue: None,
            since: now,
            heard_at: now,
            connected_at: None,
            held_since: None,
            ended_at: None,
            muted: false,
            recording: Recording::Off,
            controllable: false,
            conference: false,
            leg_lost: false,
            talked_here: false,
            leg_started: false,
            talked_somewhere: false,
            hints: Vec::new(),
            mode: None,
            asked: None,
            moved_to: None,
            grace: None,
            closed: None,
            judged: None,
            seen: false,
            trouble: None,
        }
    }

    pub(crate) const fn last_seen(&self, source: CallSource) -> &LastSeen {
        match source {
            CallSource::Leg => &self.leg,
            CallSource::Session => &self.session,
            CallSource::Presence => &self.presence,
        }
    }

    pub(crate) const fn last_seen_mut(&mut self, source: CallSource) -> &mut LastSeen {
        match source {
            CallSource::Leg => &mut self.leg,
            CallSource::Session => &mut self.session,
            CallSource::Presence => &mut self.presence,
        }
    }

    /// Where the call stands: the nearest source is believed, except that a call which our leg lost
    /// unanswered goes on elsewhere while another source sees people talking.
    pub(crate) fn state(&self) -> CallState {
        if self.closed.is_some() {
            return CallState::Ended;
        }
        let [leg, session, presence] = [&self.leg, &self.session, &self.presence];
        if leg.ended() {
            let taken = self.direction == Direction::Inbound
                && !self.talked_here
                && self.asked.is_none()
                && !session.ended();
            let other = [session, presence].into_iter().find(|other| taken && other.talks());
            return other.and_then(|other| other.state).map_or(CallState::Ended, as_call_state);
        }
        if leg.talks() && self.only_seems_taken() {
            return match self.direction {
                Direction::Inbound => CallState::Alerting,
                Direction::Outbound => CallState::Dialing,
            };
        }
        let told = leg.state.or(session.state).or(presence.state);
        told.map_or(CallState::Ended, as_call_state)
    }

    /// The nearest of the legs is the phone's: one that talks, else one that lives. Commands go to it, so its name stands
    /// before the others'.
    pub(crate) fn choose_leg(&mut self) {
        if self.legs.values().any(LastSeen::talks) {
            // Whoever took the call took it from the others.
            self.legs.retain(|_, leg| leg.talks());
        }
        let rank = |leg: &LastSeen| (leg.talks(), leg.live());
        let Some((name, leg)) = self.legs.iter().max_by_key(|(_, leg)| rank(leg)) else { return };
        self.leg = *leg;
        if let Some(place) = self.keys.iter().position(|key| key == name) {
            let name = self.keys.remove(place);
            self.keys.insert(0, name);
        }
    }

    /// Our phone took the call only to send it on, or is taken for it while the colleague called is still rung.
    fn only_seems_taken(&self) -> bool {
        let sent_on = matches!(
            self.asked,
            Some(CallAction::Forward | CallAction::Voicemail | CallAction::Decline)
        );
        match self.direction {
            Direction::Inbound => sent_on && !self.talked_here,
            Direction::Outbound => self.session.state == Some(ObservedState::Dialing),
        }
    }

    /// A start that this source tells is none for us.
    pub(crate) fn would_only_seem_taken(&self, source: CallSource) -> bool {
        source == CallSource::Leg && self.only_seems_taken()
    }

    /// Not over.
    pub(crate) fn is_live(&self) -> bool {
        self.state() != CallState::Ended
    }

    /// The widget's own phone has the call: a reload would cut it.
    pub(crate) fn leg_live(&self) -> bool {
        self.closed.is_none() && self.leg.live()
    }

    /// It rings for the agent, on whatever device.
    pub(crate) fn rings(&self) -> bool {
        self.direction == Direction::Inbound && self.state() == CallState::Alerting
    }

    /// On another device: can be seen here, not controlled.
    pub(crate) fn elsewhere(&self) -> bool {
        self.talked_somewhere && !self.talked_here && !self.leg_live()
    }

    /// What can be asked of the call now, if its page works.
    pub(crate) fn actions(&self) -> Vec<CallAction> {
        if !self.leg_live() || !self.controllable || self.leg_lost {
            return Vec::new();
        }
        match (self.state(), self.direction) {
            (CallState::Alerting, Direction::Inbound) => vec![
                CallAction::Answer,
                CallAction::Decline,
                CallAction::Voicemail,
                CallAction::Forward,
            ],
            (CallState::Dialing | CallState::Alerting, _) => vec![CallAction::HangUp],
            (CallState::Connected, _) => {
                let mute = if self.muted { CallAction::Unmute } else { CallAction::Mute };
                let mut actions =
                    vec![CallAction::Hold, mute, CallAction::Keypad, CallAction::Transfer];
                match self.recording {
                    Recording::Off => actions.push(CallAction::Record),
                    Recording::On => actions.push(CallAction::StopRecording),
                    Recording::Pending | Recording::NotAllowed => {}
                }
                actions.push(CallAction::HangUp);
                actions
            }
            (CallState::Held, _) => {
                let mut actions = vec![CallAction::Resume, CallAction::Transfer];
                if self.recording == Recording::On {
                    actions.push(CallAction::StopRecording);
                }
                actions.push(CallAction::HangUp);
                actions
            }
            (CallState::Queued | CallState::Failed | CallState::Ended, _) => Vec::new(),
        }
    }

    /// A missed call the agent has not looked at.
    pub(crate) fn unseen(&self) -> bool {
        !self.seen && self.went_unanswered()
    }

    /// Known to have been lost without the agent's doing.
    pub(crate) fn went_unanswered(&self) -> bool {
        self.direction == Direction::Inbound
            && self.asked.is_none()
            && matches!(
                self.judged,
                Some(EndReason::Missed | EndReason::Voicemail | EndReason::Failed)
            )
    }

    /// When something must be decided about the call although nobody speaks.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        if let Some(ended_at) = self.ended_at {
            return self.judged.is_none().then(|| ended_at + END_REASON_DELAY);
        }
        let patience =
            if self.state() == CallState::Alerting { RING_FORGOTTEN } else { CALL_FORGOTTEN };
        let forgotten = self.heard_at + patience;
        Some(self.grace.map_or(forgotten, |grace| grace.until.min(forgotten)))
    }
}

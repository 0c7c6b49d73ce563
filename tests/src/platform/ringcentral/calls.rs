//! Calls: how one of them goes from ringing to its end, and in whose words it is told.

use super::clock::{fresh_id, iso, now};
use super::presence;
use super::socket::Topic;
use super::state::State;
use super::{ACCOUNT_ID, CallRef, DIRECT_NUMBER, EXTENSION_ID, EXTENSION_NUMBER, NAME};
use serde_json::{Value, json};
use std::time::SystemTime;

/// `status.code` of a party (reference *Extension Telephony Sessions Event*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Setup,
    Proceeding,
    Answered,
    Hold,
    Disconnected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Inbound,
    Outbound,
}

/// The user's part in one call.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) ids: CallRef,
    pub(super) direction: Direction,
    pub(super) phase: Phase,
    pub(super) muted: bool,
    /// The other side.
    number: String,
    name: Option<String>,
    started: SystemTime,
    answered: Option<SystemTime>,
    sequence: u64,
}

#[derive(Debug)]
pub(super) struct Calls {
    /// Where identities begin: a widget remembers those of an earlier stand-in.
    first_id: u64,
    all: Vec<Call>,
    /// Those that are over, oldest first.
    log: Vec<Value>,
}

impl Calls {
    pub(super) fn new() -> Self {
        Self { first_id: fresh_id(), all: Vec::new(), log: Vec::new() }
    }

    pub(super) fn live(&self) -> impl Iterator<Item = &Call> {
        self.all.iter().filter(|call| call.phase != Phase::Disconnected)
    }

    /// By the identity of its telephony session.
    pub(super) fn find(&self, session: &str) -> Option<&Call> {
        self.all.iter().find(|call| call.ids.telephony_session_id == session)
    }

    pub(super) fn log(&self) -> &[Value] {
        &self.log
    }
}

impl Call {
    /// In the list `activeCalls` of a presence.
    pub(super) fn in_presence(&self) -> Value {
        let (from, to) = self.ends();
        let (status, end) = match self.phase {
            Phase::Setup | Phase::Proceeding => ("Ringing", Value::Null),
            Phase::Answered => ("CallConnected", Value::Null),
            Phase::Hold => ("OnHold", Value::Null),
            Phase::Disconnected => ("NoCall", "final".into()),
        };
        let mut call = json!({
            "id": self.ids.session_id, "direction": self.direction(), "from": from["phoneNumber"],
            "to": to["phoneNumber"], "fromName": from["name"], "toName": to["name"],
            "telephonyStatus": status, "sessionId": self.ids.session_id,
            "telephonySessionId": self.ids.telephony_session_id, "partyId": self.ids.party_id,
            "startTime": iso(self.started),
            "sipData": { "toTag": "t", "fromTag": "f", "remoteUri": "sip:remote", "localUri": "sip:local" },
        });
        if !end.is_null() {
            call["terminationType"] = end;
        }
        call
    }

    /// As the call control API gives it.
    pub(super) fn session(&self) -> Value {
        json!({
            "id": self.ids.telephony_session_id, "creationTime": iso(self.started),
            "origin": { "type": "Call" }, "parties": [self.party()],
        })
    }

    pub(super) fn party(&self) -> Value {
        let (from, to) = self.ends();
        let mut status = json!({ "code": format!("{:?}", self.phase) });
        if self.phase == Phase::Disconnected && self.was_missed() {
            status["reason"] = "NoAnswer".into();
        }
        json!({
            "id": self.ids.party_id, "direction": self.direction(), "from": from, "to": to,
            "status": status, "accountId": ACCOUNT_ID.to_string(),
            "extensionId": EXTENSION_ID.to_string(), "muted": self.muted, "standAlone": false,
            "missedCall": self.phase == Phase::Disconnected && self.was_missed(),
        })
    }

    pub(super) fn was_missed(&self) -> bool {
        self.direction == Direction::Inbound && self.answered.is_none()
    }

    fn direction(&self) -> String {
        format!("{:?}", self.direction)
    }

    fn ends(&self) -> (Value, Value) {
        let own = json!({
            "phoneNumber": DIRECT_NUMBER, "name": NAME, "extensionId": EXTENSION_ID.to_string(),
            "extensionNumber": EXTENSION_NUMBER,
        });
        let other = json!({ "phoneNumber": self.number, "name": self.name });
        match self.direction {
            Direction::Inbound => (other, own),
            Direction::Outbound => (own, other),
        }
    }

    fn in_log(&self) -> Value {
        let (from, to) = self.ends();
        let result = match (self.direction, self.answered) {
            (Direction::Inbound, Some(_)) => "Accepted",
            (Direction::Inbound, None) => "Missed",
            (Direction::Outbound, Some(_)) => "Call connected",
            (Direction::Outbound, None) => "Hang Up",
        };
        let talked = self.answered.and_then(|at| at.elapsed().ok()).unwrap_or_default();
        json!({
            "id": format!("log-{}", self.ids.session_id), "sessionId": self.ids.session_id,
            "telephonySessionId": self.ids.telephony_session_id, "startTime": iso(self.started),
            "lastModifiedTime": now(), "duration": talked.as_secs(), "type": "Voice",
            "direction": self.direction(), "action": "Phone Call", "result": result,
            "from": from, "to": to,
        })
    }
}

/// A call begins: it is set up and rings.
pub(super) fn begin(
    state: &mut State,
    direction: Direction,
    number: &str,
    name: Option<&str>,
) -> CallRef {
    let id = state.calls.first_id + u64::try_from(state.calls.all.len()).unwrap_or_default();
    let party = if direction == Direction::Inbound { 2 } else { 1 };
    let ids = CallRef {
        session_id: id.to_string(),
        telephony_session_id: format!("s-{id}"),
        party_id: format!("p-{id}-{party}"),
    };
    state.calls.all.push(Call {
        ids: ids.clone(),
        direction,
        phase: Phase::Setup,
        muted: false,
        number: number.to_owned(),
        name: name.map(str::to_owned),
        started: SystemTime::now(),
        answered: None,
        sequence: 0,
    });
    tell(state, &ids.telephony_session_id);
    move_to(state, &ids.telephony_session_id, Phase::Proceeding);
    ids
}

/// A call goes on: everybody is told, and its end is logged. Gives nothing if there is no such call any longer.
pub(super) fn move_to(state: &mut State, session: &str, phase: Phase) -> Option<Call> {
    let call = live(state, session)?;
    if phase == Phase::Answered && call.answered.is_none() {
        call.answered = Some(SystemTime::now());
    }
    call.phase = phase;
    let call = call.clone();
    let ended = (phase == Phase::Disconnected).then_some(&call);
    if ended.is_some() {
        state.calls.log.push(call.in_log());
    }
    presence::tell(state, ended);
    tell(state, session);
    Some(call)
}

/// A call is gone from the user's presence, and nobody is told how it ended.
pub(super) fn vanish(state: &mut State, session: &str) -> Option<()> {
    live(state, session)?.phase = Phase::Disconnected;
    presence::tell(state, None);
    Some(())
}

pub(super) fn mute(state: &mut State, session: &str, muted: bool) -> Option<Call> {
    live(state, session)?.muted = muted;
    tell(state, session);
    state.calls.find(session).cloned()
}

fn live<'a>(state: &'a mut State, session: &str) -> Option<&'a mut Call> {
    let mut all = state.calls.all.iter_mut();
    all.find(|call| call.ids.telephony_session_id == session && call.phase != Phase::Disconnected)
}

fn tell(state: &mut State, session: &str) {
    let mut all = state.calls.all.iter_mut();
    let Some(call) = all.find(|call| call.ids.telephony_session_id == session) else { return };
    call.sequence += 1;
    let body = json!({
        "sequence": call.sequence, "sessionId": call.ids.session_id,
        "telephonySessionId": session, "serverId": "stand-in", "eventTime": now(),
        "accountId": ACCOUNT_ID.to_string(), "extensionId": EXTENSION_ID.to_string(),
        "origin": { "type": "Call" }, "parties": [call.party()],
    });
    state.sockets.tell(Topic::Telephony, &body);
}

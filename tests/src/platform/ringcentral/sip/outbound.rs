//! Calls of the phone: whether they may be made, and how the callee's end behaves.

use super::super::CallRef;
use super::super::calls::{Direction, begin};
use super::dialog::{ALLOW, CONTACT, Dialog, Origin, SDP};
use super::digest::{challenge, is_right};
use super::facts::{Authorisation, Callee, PhoneCall, PhoneCallState, SIP_DOMAIN};
use super::message::{Message, uri, user};
use super::registrar::OWN;
use super::server::{Later, Server, response};
use std::sync::Arc;
use std::time::Duration;

/// Until the callee's end is reached.
const REACHED: Duration = Duration::from_millis(50);
/// What the numbers of our own requests begin after.
const FIRST: u32 = 500;

impl Server {
    /// A new call of the phone.
    pub(super) fn invited(&mut self, connection: u64, message: &Message) {
        let tag = self.fresh();
        if self.registered != Some(connection) {
            return self.reply(connection, message, (403, "Forbidden"), &tag);
        }
        if self.book().behaviour.authorisation == Authorisation::PerCall && !self.may_call(message)
        {
            let nonce = self.fresh();
            let asked = challenge(SIP_DOMAIN, &nonce);
            self.nonces.insert(message.call_id().to_owned(), nonce);
            let refusal = response(message, (407, "Proxy Authentication Required"), &tag);
            return self.send(connection, refusal.with("Proxy-Authenticate", asked));
        }
        self.reply(connection, message, (100, "Trying"), "");
        let callee = self.book().behaviour.callee.clone();
        if let Callee::Refuses(status, words) = &callee {
            return self.reply(connection, message, (*status, words.as_str()), &tag);
        }
        let answered = self.summon().and_then(|far| Ok((far.answer(&message.body)?, far)));
        let Ok((answer, far)) = answered else {
            return self.reply(connection, message, (488, "Not Acceptable Here"), &tag);
        };
        let call = self.call_of(message);
        let id = message.call_id().to_owned();
        self.book().calls.push(PhoneCall {
            id: id.clone(),
            call: call.clone(),
            state: PhoneCallState::Trying,
            end: None,
            transferred: None,
            far: Arc::clone(&far),
        });
        let header = |name: &str| message.header(name).unwrap_or_default();
        self.dialogs.insert(
            id.clone(),
            Dialog {
                id: id.clone(),
                connection,
                origin: Origin::Phone,
                local: format!("{};tag={tag}", header("To")),
                remote: header("From").to_owned(),
                target: uri(header("Contact")).to_owned(),
                number: FIRST,
                invite: message.clone(),
                call,
                far,
                answer,
            },
        );
        let is_taken_over = message.header("Replaces").is_some();
        match callee {
            _ if is_taken_over => self.callee_answers(&id),
            Callee::AnswersAtOnce => self.callee_answers(&id),
            Callee::Answers(after) => {
                self.after(REACHED, Later::Progress(id.clone(), 180));
                self.after(REACHED + after, Later::Answer(id));
            }
            Callee::AnswersAfterEarlyMedia(after) => {
                self.after(REACHED, Later::Progress(id.clone(), 183));
                self.after(REACHED + after, Later::Answer(id));
            }
            Callee::NeverAnswers | Callee::Refuses(..) => {
                self.after(REACHED, Later::Progress(id, 180))
            }
        }
    }

    /// The callee's end rings or sends early media.
    pub(super) fn progress(&mut self, call: &str, status: u16) {
        let Some(dialog) = self.dialogs.get(call) else { return };
        let words = if status == 183 { "Session Progress" } else { "Ringing" };
        let mut told = own_response(dialog, (status, words));
        if status == 183 {
            told = told.carrying(SDP, &dialog.answer);
        }
        self.send(dialog.connection, told);
        self.move_call(call, PhoneCallState::Ringing);
    }

    /// The callee answers.
    pub(super) fn callee_answers(&mut self, call: &str) {
        let Some(dialog) = self.dialogs.get(call) else { return };
        let told = own_response(dialog, (200, "OK")).with("Allow", ALLOW);
        self.send(dialog.connection, told.carrying(SDP, &dialog.answer));
        self.move_call(call, PhoneCallState::Up);
    }

    /// The phone gives up before anybody answers.
    pub(super) fn cancelled(&mut self, connection: u64, message: &Message) {
        let call = message.call_id().to_owned();
        let Some(dialog) = self.dialogs.get(&call) else {
            let tag = self.fresh();
            return self.reply(connection, message, (481, "Call/Transaction Does Not Exist"), &tag);
        };
        self.reply(connection, message, (200, "OK"), "");
        self.send(connection, own_response(dialog, (487, "Request Terminated")));
        self.end(&call, "CANCEL of the phone");
    }

    fn may_call(&self, message: &Message) -> bool {
        let nonce = self.nonces.get(message.call_id());
        let answer = message.header("Proxy-Authorization");
        answer.zip(nonce).is_some_and(|(answer, nonce)| is_right(answer, OWN, "INVITE", nonce))
    }

    /// A new call for the platform's other doors, or the one that is taken over from another phone.
    fn call_of(&self, message: &Message) -> CallRef {
        let mut state = self.shared.state();
        let replaced = message.header("Replaces").and_then(|value| value.split(';').next());
        let mut live = state.calls.live();
        if let Some(known) = live.find(|call| Some(call.ids.session_id.as_str()) == replaced) {
            return known.ids.clone();
        }
        drop(live);
        begin(&mut state, Direction::Outbound, user(message.target()), None)
    }
}

/// A response to the INVITE of a call of the phone's, with the names its other doors have for it.
fn own_response(dialog: &Dialog, status: (u16, &str)) -> Message {
    let tag = dialog.local.rsplit_once(";tag=").map_or("", |(_, tag)| tag);
    let ids = format!(
        "party-id={};session-id={}",
        dialog.call.party_id, dialog.call.telephony_session_id
    );
    response(&dialog.invite, status, tag).with("Contact", CONTACT).with("p-rc-api-ids", ids)
}

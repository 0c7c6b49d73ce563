//! A call as SIP has it: who and where both ends are, and what is sent in it.

use super::super::CallRef;
use super::super::calls::{Phase, move_to};
use super::facts::{PhoneCall, PhoneCallState};
use super::message::{Message, uri};
use super::server::{Server, response};
use crate::far_party::FarParty;
use anyhow::{Context as _, Result};
use std::sync::Arc;

/// Where we are reached. Nobody connects there: everything goes over the phone's own connection.
pub(super) const CONTACT: &str = "<sip:stand-in@127.0.0.1;transport=ws>";
/// What our end understands.
pub(super) const ALLOW: &str =
    "INVITE, ACK, BYE, CANCEL, UPDATE, INFO, REFER, MESSAGE, NOTIFY, OPTIONS";
/// Content type of a session description.
pub(super) const SDP: &str = "application/sdp";

/// Who called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Phone,
    Platform,
}

pub(super) struct Dialog {
    pub(super) id: String,
    pub(super) connection: u64,
    pub(super) origin: Origin,
    /// `From` of our requests.
    pub(super) local: String,
    /// `To` of our requests.
    pub(super) remote: String,
    /// Whom our requests are for.
    pub(super) target: String,
    /// The number of our last request.
    pub(super) number: u32,
    /// The INVITE that began it.
    pub(super) invite: Message,
    pub(super) call: CallRef,
    pub(super) far: Arc<dyn FarParty>,
    /// What was answered to the phone's offer, until it is sent.
    pub(super) answer: String,
}

/// What a response is waited for with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pending {
    /// To the INVITE of a call to the phone.
    Call,
    /// To a later INVITE that has our offer.
    Change,
    /// To a later INVITE that asks for an offer.
    ChangeWithoutOffer,
    /// To anything else.
    Other,
}

impl Dialog {
    /// One of our requests, ready to be sent.
    pub(super) fn message(&self, method: &str, number: u32, branch: &str) -> Message {
        Message::new(format!("{method} {} SIP/2.0", self.target))
            .with("Via", format!("{};branch=z9hG4bK{branch};rport", self.via()))
            .with("Max-Forwards", "70")
            .with("From", &self.local)
            .with("To", &self.remote)
            .with("Call-Id", &self.id)
            .with("CSeq", format!("{number} {method}"))
    }

    /// Transport and host, in the phone's own words for the former.
    fn via(&self) -> &'static str {
        if self.target.contains("transport=wss") {
            "SIP/2.0/WSS 127.0.0.1"
        } else {
            "SIP/2.0/WS 127.0.0.1"
        }
    }

    /// What a response tells of the other end.
    pub(super) fn learn(&mut self, response: &Message) {
        if let Some(contact) = response.header("Contact") {
            uri(contact).clone_into(&mut self.target);
        }
        if let Some(to) = response.header("To").filter(|to| to.contains(";tag=")) {
            to.clone_into(&mut self.remote);
        }
    }
}

impl Server {
    /// Sends a request in a call; gives its number.
    pub(super) fn request(
        &mut self,
        call: &str,
        method: &str,
        headers: &[(&str, String)],
        body: &str,
    ) -> Result<u32> {
        let branch = self.fresh();
        let dialog = self.dialog(call)?;
        dialog.number += 1;
        let number = dialog.number;
        let mut message = dialog.message(method, number, &branch).with("Contact", CONTACT);
        for (name, value) in headers {
            message = message.with(name, value);
        }
        body.clone_into(&mut message.body);
        let connection = dialog.connection;
        self.send(connection, message);
        self.pending.entry((call.to_owned(), number)).or_insert(Pending::Other);
        Ok(number)
    }

    /// Sends a request that is waited for.
    pub(super) fn request_and(
        &mut self,
        pending: Pending,
        call: &str,
        method: &str,
        headers: &[(&str, String)],
        body: &str,
    ) -> Result<()> {
        let next = self.dialog(call)?.number + 1;
        self.pending.insert((call.to_owned(), next), pending);
        self.request(call, method, headers, body).map(|_| ())
    }

    /// Acknowledges a 200 to an INVITE of ours.
    pub(super) fn acknowledge(&mut self, call: &str, number: u32, answer: Option<String>) {
        let branch = self.fresh();
        let Some(dialog) = self.dialogs.get(call) else { return };
        let ack = dialog.message("ACK", number, &branch);
        let ack = match answer {
            Some(answer) => ack.carrying(SDP, answer),
            None => ack,
        };
        self.send(dialog.connection, ack);
    }

    /// Answers a request within a call with a session description.
    pub(super) fn reply_with_sdp(
        &self,
        dialog: &Dialog,
        to: &Message,
        status: (u16, &str),
        sdp: &str,
    ) {
        let answer = response(to, status, "").with("Contact", CONTACT).carrying(SDP, sdp);
        self.send(dialog.connection, answer);
    }

    /// A call goes on, for the platform's other doors too.
    pub(super) fn move_call(&mut self, call: &str, state: PhoneCallState) -> Option<PhoneCall> {
        let dialog = self.dialogs.get(call)?;
        let phase = match state {
            PhoneCallState::Trying => Phase::Setup,
            PhoneCallState::Ringing => Phase::Proceeding,
            PhoneCallState::Up => Phase::Answered,
            PhoneCallState::Held => Phase::Hold,
            PhoneCallState::Ended => Phase::Disconnected,
        };
        move_to(&mut self.shared.state(), &dialog.call.telephony_session_id, phase);
        let mut book = self.book();
        let known = book.call_mut(call)?;
        known.state = state;
        Some(known.clone())
    }

    /// A call is over.
    pub(super) fn end(&mut self, call: &str, why: impl Into<String>) {
        self.book().end(call, why);
        self.move_call(call, PhoneCallState::Ended);
        if let Some(dialog) = self.dialogs.remove(call) {
            dialog.far.end();
        }
    }

    /// We end a call that is up.
    pub(super) fn hang_up(&mut self, call: &str, why: &'static str) -> Result<()> {
        self.request(call, "BYE", &[], "").context("it cannot be hung up")?;
        self.end(call, why);
        Ok(())
    }

    /// Who speaks at the other end of a new call.
    pub(super) fn summon(&self) -> Result<Arc<dyn FarParty>> {
        let summon = Arc::clone(&self.book().behaviour.summon);
        summon()
    }
}

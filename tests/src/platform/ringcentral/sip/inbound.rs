//! Calls to the phone: how they ring, how they stop ringing, and what the phone does with them.

use super::super::calls::{Direction, begin};
use super::dialog::{ALLOW, CONTACT, Dialog, Origin, Pending, SDP};
use super::facts::{
    Answering, Caller, Cancelled, OfferPlace, PhoneCall, PhoneCallState, SIP_AUTHORIZATION_ID,
    SIP_DOMAIN, SIP_USER,
};
use super::message::Message;
use super::rc_message::{Command, KIND};
use super::server::Server;
use anyhow::{Context as _, Result, ensure};
use std::sync::Arc;

/// What the numbers of our own requests begin after.
const FIRST: u32 = 100;

impl Server {
    /// Somebody calls the phone; gives the call's `Call-Id`.
    pub(super) fn call_phone(&mut self, caller: &Caller) -> Result<String> {
        let connection = self.registered.context("no phone is registered")?;
        let target = self.book().contact.clone().context("no phone is registered")?;
        let far = self.summon()?;
        let offer = match caller.offer {
            OfferPlace::Invite => far.offer()?,
            OfferPlace::Answer => String::new(),
        };
        let (number, name) = (&caller.number, &caller.name);
        let call = begin(&mut self.shared.state(), Direction::Inbound, number, Some(name.as_str()));
        let (id, branch, tag) = (self.fresh(), self.fresh(), self.fresh());
        let from = format!("\"{name}\" <sip:{number}@{SIP_DOMAIN}>");
        let mut dialog = Dialog {
            id: id.clone(),
            connection,
            origin: Origin::Platform,
            local: format!("{from};tag={tag}"),
            remote: format!("<sip:{SIP_USER}@{SIP_DOMAIN}>"),
            target,
            number: FIRST,
            invite: Message::default(),
            call: call.clone(),
            far: Arc::clone(&far),
            answer: String::new(),
        };
        let said = [
            ("SrvLvl", "-149699523"),
            ("Phn", number),
            ("Nm", name),
            ("ToPhn", SIP_USER),
            ("ToNm", super::super::NAME),
            ("RecUrl", ""),
        ];
        let session = &call.session_id;
        let about = Command::IncomingCall.write(session, SIP_AUTHORIZATION_ID, &said);
        let ids = format!("party-id={};session-id={}", call.party_id, call.telephony_session_id);
        let attributes = match &caller.queue {
            Some(queue) => format!(
                "callAttributes=queue-call,reject;callerIdName={name};displayInfo=queueName;displayInfoSub=callerIdName;queueName={queue}"
            ),
            None => format!("callAttributes=reject,send-vm;callerIdName={name}"),
        };
        let mut invite = dialog
            .message("INVITE", FIRST, &branch)
            .with("Contact", CONTACT)
            .with("User-Agent", "RC_SIPWRP_stand-in")
            .with("Call-Info", format!("<{session}@stand-in>;purpose=info"))
            .with("P-rc", about)
            .with("p-rc-api-ids", ids)
            .with("p-rc-api-call-info", attributes)
            .with("P-Asserted-Identity", from)
            .with("Allow", ALLOW);
        if caller.answering == Answering::ByItself {
            invite = invite
                .with("Alert-Info", "Auto Answer")
                .with("Call-Info", "<http://127.0.0.1/>;Answer-After=0");
        }
        if caller.offer == OfferPlace::Invite {
            invite = invite.carrying(SDP, offer);
        }
        dialog.invite = invite.clone();
        self.book().calls.push(PhoneCall {
            id: id.clone(),
            call,
            state: PhoneCallState::Trying,
            end: None,
            transferred: None,
            far,
        });
        self.dialogs.insert(id.clone(), dialog);
        self.pending.insert((id.clone(), FIRST), Pending::Call);
        self.send(connection, invite);
        Ok(id)
    }

    /// A call to the phone stops ringing.
    pub(super) fn stop_ringing(&mut self, call: &str, why: Cancelled) -> Result<()> {
        let rings = self.pending.get(&(call.to_owned(), FIRST)) == Some(&Pending::Call);
        ensure!(rings, "call {call} does not ring at the phone");
        let (status, reason) = match why {
            Cancelled::CallerLeft => ("1", "SIP;cause=487;text=\"Request Terminated\""),
            Cancelled::AnsweredElsewhere => {
                ("0", "SIP;cause=200;text=\"Call completed elsewhere\"")
            }
        };
        self.tell(
            call,
            Command::AlreadyProcessed,
            &[("Cln", "another"), ("Sts", status), ("CtrlCln", "1")],
        );
        self.cancel(call, reason)
    }

    /// What a message of the phone's about a call asks.
    pub(super) fn told(&mut self, connection: u64, message: &Message) {
        let tag = self.fresh();
        self.reply(connection, message, (200, "OK"), &tag);
        let Some((command, session)) = Command::read(&message.body) else { return };
        let mut dialogs = self.dialogs.values();
        let Some(call) = dialogs.find(|one| one.call.session_id == session) else { return };
        let call = call.id.clone();
        let why = match command {
            Command::Forward => "forwarded by the phone",
            Command::Voicemail => "to voicemail by the phone",
            Command::Reject => "rejected by the phone",
            Command::Reply => {
                self.tell(&call, Command::SessionClose, &[("Cln", SIP_AUTHORIZATION_ID)]);
                "answered in writing by the phone"
            }
            Command::StartReply
            | Command::ReceiveConfirm
            | Command::IncomingCall
            | Command::AlreadyProcessed
            | Command::SessionClose => return,
        };
        self.book().call_mut(&call).map(|call| call.end.get_or_insert_with(|| why.to_owned()));
        // It was answered meanwhile: then there is nothing to cancel.
        let _ = self.cancel(&call, "SIP;cause=200;text=\"Call completed elsewhere\"");
    }

    /// A response to one of our requests.
    pub(super) fn answered(&mut self, response: &Message) {
        let key = (response.call_id().to_owned(), response.cseq().0);
        let (Some(status), Some(pending)) = (response.status(), self.pending.get(&key).copied())
        else {
            return;
        };
        if status < 200 {
            if pending == Pending::Call && status != 100 {
                self.move_call(&key.0, PhoneCallState::Ringing);
            }
            return;
        }
        // A CANCEL has the number of what it cancels.
        if response.cseq().1 == "CANCEL" {
            return;
        }
        self.pending.remove(&key);
        match pending {
            Pending::Call if status < 300 => self.phone_answered(&key.0, response),
            Pending::Call => self.phone_refused(&key.0, status),
            Pending::Change | Pending::ChangeWithoutOffer if status < 300 => {
                self.change_accepted(&key.0, response, pending);
            }
            Pending::Change | Pending::ChangeWithoutOffer => {
                self.acknowledge_refusal(&key.0, key.1);
            }
            Pending::Other => {}
        }
    }

    /// A message about a call that rings at the phone.
    pub(super) fn tell(&mut self, call: &str, command: Command, body: &[(&str, &str)]) {
        let (id, branch, tag) = (self.fresh(), self.fresh(), self.fresh());
        let Some(dialog) = self.dialogs.get(call) else { return };
        let text = command.write(&dialog.call.session_id, SIP_AUTHORIZATION_ID, body);
        let message = Message::new(format!("MESSAGE {} SIP/2.0", dialog.target))
            .with("Via", format!("SIP/2.0/WS 127.0.0.1;branch=z9hG4bK{branch}"))
            .with("Max-Forwards", "70")
            .with("From", format!("<sip:stand-in@{SIP_DOMAIN}>;tag={tag}"))
            .with("To", format!("<sip:{SIP_USER}@{SIP_DOMAIN}>"))
            .with("Call-Id", id)
            .with("CSeq", "1 MESSAGE")
            .carrying(KIND, text);
        self.send(dialog.connection, message);
    }

    fn cancel(&self, call: &str, reason: &str) -> Result<()> {
        let dialog = self.dialogs.get(call).context("there is no such call any longer")?;
        let rings = self.pending.get(&(call.to_owned(), FIRST)) == Some(&Pending::Call);
        ensure!(rings, "it does not ring any longer");
        let invite = &dialog.invite;
        let header = |name: &str| invite.header(name).unwrap_or_default().to_owned();
        let cancel = Message::new(format!("CANCEL {} SIP/2.0", invite.target()))
            .with("Via", header("Via"))
            .with("Max-Forwards", "70")
            .with("From", header("From"))
            .with("To", header("To"))
            .with("Call-Id", call)
            .with("CSeq", format!("{FIRST} CANCEL"))
            .with("Reason", reason);
        self.send(dialog.connection, cancel);
        Ok(())
    }

    fn phone_answered(&mut self, call: &str, response: &Message) {
        let Some(dialog) = self.dialogs.get_mut(call) else { return };
        dialog.learn(response);
        let far = Arc::clone(&dialog.far);
        let is_delayed = dialog.invite.body.is_empty();
        let answer = match is_delayed {
            true => far.answer(&response.body).map(Some),
            false => far.accept(&response.body).map(|()| None),
        };
        match answer {
            Ok(answer) => {
                self.acknowledge(call, FIRST, answer);
                self.move_call(call, PhoneCallState::Up);
                self.tell(
                    call,
                    Command::AlreadyProcessed,
                    &[("Cln", SIP_AUTHORIZATION_ID), ("Sts", "0")],
                );
            }
            Err(error) => {
                self.acknowledge(call, FIRST, None);
                self.book().end(call, format!("the answer cannot be used: {error:#}"));
                // It is gone anyway.
                let _ = self.hang_up(call, "unusable answer");
            }
        }
    }

    fn phone_refused(&mut self, call: &str, status: u16) {
        self.acknowledge_refusal(call, FIRST);
        self.end(call, status.to_string());
    }

    /// The ACK of a refusal belongs to what was refused (RFC 3261, section 17.1.1.3).
    fn acknowledge_refusal(&mut self, call: &str, number: u32) {
        let branch = self.fresh();
        let Some(dialog) = self.dialogs.get(call) else { return };
        let mut ack = dialog.message("ACK", number, &branch);
        if let (FIRST, Some(via)) = (number, dialog.invite.header("Via")) {
            let own = ack.headers.iter_mut().find(|(name, _)| name == "Via");
            if let Some((_, value)) = own {
                via.clone_into(value);
            }
        }
        self.send(dialog.connection, ack);
    }
}

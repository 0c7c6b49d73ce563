//! What happens in a call that is up: holds and other changes from either side, commands, transfers, the end.

use super::dialog::{CONTACT, Pending, SDP};
use super::facts::{Change, PhoneCallState};
use super::message::{Message, uri};
use super::server::{Later, Server, response};
use crate::far_party::direction;
use anyhow::Result;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Content type of a command and of its result.
const COMMAND: &str = "application/json;charset=utf-8";
/// How soon what was asked for happens.
const SOON: Duration = Duration::from_millis(40);

impl Server {
    /// The phone wants something of the call to change: it holds, resumes, or has another address.
    pub(super) fn change_asked(&mut self, message: &Message) {
        let call = message.call_id().to_owned();
        let refusal = self.book().behaviour.change_refusal;
        let Some(dialog) = self.dialogs.get(&call) else { return };
        if let Some(status) = refusal {
            return self.reply(dialog.connection, message, (status, "Refused"), "");
        }
        match dialog.far.answer(&message.body) {
            Ok(answer) => {
                self.reply_with_sdp(dialog, message, (200, "OK"), &answer);
                let holds = matches!(direction(&message.body), "sendonly" | "inactive");
                self.move_call(
                    &call,
                    if holds { PhoneCallState::Held } else { PhoneCallState::Up },
                );
            }
            Err(_) => self.reply(dialog.connection, message, (488, "Not Acceptable Here"), ""),
        }
    }

    /// RingCentral's side changes something about a call.
    pub(super) fn change(&mut self, call: &str, change: Change) -> Result<()> {
        let far = Arc::clone(&self.dialog(call)?.far);
        let offer = match change {
            Change::Direction(direction) => far.offer_direction(direction)?,
            Change::NewAddress => far.offer_restart()?,
            Change::WithoutOffer => {
                return self.request_and(Pending::ChangeWithoutOffer, call, "INVITE", &[], "");
            }
        };
        let kind = [("Content-Type", SDP.to_owned())];
        self.request_and(Pending::Change, call, "INVITE", &kind, &offer)
    }

    /// The phone agreed to a change of ours.
    pub(super) fn change_accepted(&mut self, call: &str, response: &Message, pending: Pending) {
        let Some(dialog) = self.dialogs.get_mut(call) else { return };
        dialog.learn(response);
        let far = Arc::clone(&dialog.far);
        let number = response.cseq().0;
        let answer = match pending {
            Pending::ChangeWithoutOffer => far.answer(&response.body).map(Some),
            Pending::Call | Pending::Change | Pending::Other => {
                far.accept(&response.body).map(|()| None)
            }
        };
        match answer {
            Ok(answer) => self.acknowledge(call, number, answer),
            Err(error) => {
                self.acknowledge(call, number, None);
                self.book().end(call, format!("the changed answer cannot be used: {error:#}"));
                // It is gone anyway.
                let _ = self.hang_up(call, "unusable answer");
            }
        }
    }

    /// An ACK with a body has the answer to the offer in our 200; we make none there.
    pub(super) fn acknowledged(&self, message: &Message) {
        let Some(dialog) = self.dialogs.get(message.call_id()) else { return };
        if !message.body.is_empty() {
            // What it cannot use it does without: a test sees that nothing is heard.
            let _ = dialog.far.accept(&message.body);
        }
    }

    /// The phone hangs up.
    pub(super) fn bye(&mut self, connection: u64, message: &Message) {
        let call = message.call_id().to_owned();
        if !self.dialogs.contains_key(&call) {
            return self.reply(connection, message, (481, "Call/Transaction Does Not Exist"), "");
        }
        self.reply(connection, message, (200, "OK"), "");
        self.end(&call, "BYE of the phone");
    }

    /// A command such as `startcallrecord`: its result comes in a message of ours.
    pub(super) fn informed(&mut self, connection: u64, message: &Message) {
        let call = message.call_id().to_owned();
        if !self.dialogs.contains_key(&call) {
            return self.reply(connection, message, (481, "Call/Transaction Does Not Exist"), "");
        }
        self.reply(connection, message, (200, "OK"), "");
        let asked: Value = serde_json::from_str(&message.body).unwrap_or(Value::Null);
        let Some(command) = asked["request"]["command"].as_str() else { return };
        let (code, words) = self.book().behaviour.command_result.clone();
        let mut result = json!({ "code": code, "description": words });
        if command == "callpark" && code == 0 {
            result["park extension"] = "801".into();
        }
        let id = &asked["request"]["reqid"];
        let said = json!({ "response": { "reqid": id, "command": command, "result": result } });
        let headers = vec![("Content-Type", COMMAND.to_owned())];
        self.after(
            SOON,
            Later::Send { call: call.clone(), method: "INFO", headers, body: said.to_string() },
        );
        if code == 0 && command == "callpark" {
            self.after(SOON * 3, Later::HangUp(call, "parked"));
        }
    }

    /// A transfer: told how it goes, and the call ends if it succeeds; so does the one it is transferred to.
    pub(super) fn referred(&mut self, connection: u64, message: &Message) {
        let call = message.call_id().to_owned();
        let Some(to) = message.header("Refer-To").filter(|_| self.dialogs.contains_key(&call))
        else {
            return self.reply(connection, message, (481, "Call/Transaction Does Not Exist"), "");
        };
        self.send(connection, response(message, (202, "Accepted"), "").with("Contact", CONTACT));
        let (status, words) = self.book().behaviour.transfer.clone();
        let outcome = format!("{status} {words}");
        let states = [
            ("active;expires=60", "100 Trying"),
            ("terminated;reason=noresource", outcome.as_str()),
        ];
        for (place, (state, said)) in (1..).zip(states) {
            let headers = vec![
                ("Event", "refer".to_owned()),
                ("Subscription-State", state.to_owned()),
                ("Content-Type", "message/sipfrag;version=2.0".to_owned()),
            ];
            let body = format!("SIP/2.0 {said}\r\n");
            self.after(
                SOON * place,
                Later::Send { call: call.clone(), method: "NOTIFY", headers, body },
            );
        }
        if status >= 300 {
            return;
        }
        let replaced = uri(to).split("Replaces=").nth(1).and_then(|rest| rest.split('%').next());
        let replaced =
            replaced.filter(|other| self.dialogs.contains_key(*other)).map(str::to_owned);
        self.book().call_mut(&call).map(|call| call.transferred.replace(uri(to).to_owned()));
        self.after(SOON * 4, Later::HangUp(call, "transferred"));
        if let Some(other) = replaced {
            self.after(SOON * 4, Later::HangUp(other, "transferred"));
        }
    }
}

//! What a test makes happen to the user: calls, messages, another device of theirs.

use super::calls::{self, Direction, Phase};
use super::messages::{self, Way};
use super::{CallRef, Leg, Platform, PresenceStatus, RingOut, presence, ring_out};
use crate::platform::door::wait;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::time::Duration;

impl Platform {
    /// Waits until the widget is told of events whose path ends so, such as `/presence`.
    ///
    /// # Errors
    /// If it has not subscribed to them after `patience`.
    pub fn wait_for_subscription(&self, path_end: &str, patience: Duration) -> Result<()> {
        let path = |filter: &String| filter.split('?').next().unwrap_or_default().to_owned();
        let filters = || self.shared.state().sockets.filters();
        wait(patience, || filters().iter().map(path).find(|one| one.ends_with(path_end)))
            .with_context(|| format!("no subscription to …{path_end} in {:#?}", filters()))?;
        Ok(())
    }

    /// Breaks the connections on which events are told; the widget can take its sessions up again.
    pub fn disconnect(&self) {
        self.shared.state().sockets.disconnect();
    }

    /// Somebody calls the user.
    pub fn ring(&self, from: &str, name: Option<&str>) -> CallRef {
        calls::begin(&mut self.shared.state(), Direction::Inbound, from, name)
    }

    /// The user answers on another phone of theirs.
    ///
    /// # Errors
    /// If the call is over.
    pub fn answer_elsewhere(&self, call: &CallRef) -> Result<()> {
        self.move_to(call, Phase::Answered)
    }

    /// The user holds the call on another phone of theirs; [`Platform::answer_elsewhere`] resumes it.
    ///
    /// # Errors
    /// If the call is over.
    pub fn hold_elsewhere(&self, call: &CallRef) -> Result<()> {
        self.move_to(call, Phase::Hold)
    }

    /// Either side hangs up.
    ///
    /// # Errors
    /// If the call is over.
    pub fn hang_up(&self, call: &CallRef) -> Result<()> {
        self.move_to(call, Phase::Disconnected)
    }

    /// The caller gives up before anybody answers.
    ///
    /// # Errors
    /// If the call is over or does not ring for the user.
    pub fn miss(&self, call: &CallRef) -> Result<()> {
        let known = self.shared.state().calls.find(&call.telephony_session_id).cloned();
        let rings = known.is_some_and(|call| call.phase == Phase::Proceeding && call.was_missed());
        ensure!(rings, "{call:?} does not ring");
        self.hang_up(call)
    }

    /// The call is gone from the user's presence, and that is all: sometimes the platform says no more.
    ///
    /// # Errors
    /// If the call is over.
    pub fn vanish(&self, call: &CallRef) -> Result<()> {
        let gone = calls::vanish(&mut self.shared.state(), &call.telephony_session_id);
        gone.with_context(|| format!("{call:?} is over"))
    }

    /// Every RingOut the widget has asked for, oldest first.
    #[must_use]
    pub fn ring_outs(&self) -> Vec<RingOut> {
        self.shared.state().ring_outs.clone()
    }

    /// One leg of a RingOut becomes `Success`, or what it fails with, such as `Busy` or `NoAnswer` (reference *Get
    /// RingOut Call Status*).
    ///
    /// # Errors
    /// If there is no such RingOut, or its call is over.
    pub fn ring_out_leg(&self, id: &str, leg: Leg, status: &str) -> Result<()> {
        let moved = ring_out::leg(&mut self.shared.state(), id, leg, status);
        moved.with_context(|| format!("there is no RingOut {id} any longer"))
    }

    /// A text comes for the user; gives the message's identity.
    pub fn inbound_sms(&self, from: &str, text: &str) -> u64 {
        let state = &mut self.shared.state();
        identity(&messages::sms(state, &self.shared.origin, from, text, Way::In))
    }

    /// A voicemail of so many seconds comes for the user; gives the message's identity.
    pub fn voicemail(&self, from: &str, seconds: u32) -> u64 {
        identity(&messages::voicemail(&mut self.shared.state(), &self.shared.origin, from, seconds))
    }

    /// A message as it is now, as the reference *Get Message* gives it.
    #[must_use]
    pub fn message(&self, id: u64) -> Option<Value> {
        self.shared.state().messages.find(id).cloned()
    }

    /// Every text the user has sent, whom to and what, oldest first.
    #[must_use]
    pub fn texts_sent(&self) -> Vec<(String, String)> {
        let mut sent =
            self.shared.state().messages.list(|record| record["direction"] == "Outbound");
        sent.reverse();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        sent.iter().map(|one| (text(&one["to"][0]["phoneNumber"]), text(&one["subject"]))).collect()
    }

    /// The presence as it is set, by whomever.
    #[must_use]
    pub fn presence(&self) -> PresenceStatus {
        self.shared.state().presence.status.clone()
    }

    /// The presence as the widget put it last, if it ever did.
    #[must_use]
    pub fn presence_put(&self) -> Option<PresenceStatus> {
        self.shared.state().presence.put.clone()
    }

    /// The user sets their presence on another device.
    ///
    /// # Errors
    /// If there is no such status.
    pub fn change_presence(&self, user: &str, dnd: &str) -> Result<()> {
        presence::set(&mut self.shared.state(), Some(user), Some(dnd)).map_err(anyhow::Error::msg)
    }

    /// The account has this feature no longer, such as `WebPhone`: the widget learns of it when it signs in.
    pub fn withhold(&self, feature: &str) {
        self.shared.state().withheld.push(feature.to_owned());
    }

    fn move_to(&self, call: &CallRef, phase: Phase) -> Result<()> {
        let moved = calls::move_to(&mut self.shared.state(), &call.telephony_session_id, phase);
        moved.with_context(|| format!("{call:?} is over"))?;
        Ok(())
    }
}

fn identity(record: &Value) -> u64 {
    record["id"].as_u64().unwrap_or_default()
}

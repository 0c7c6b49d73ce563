//! The first call: it rings, is answered here, and ends.

use anyhow::{Context, Result, ensure};
use deskbell_core::{CallAction, CallState, Effect, EndReason, Intent};
use deskbell_journeys::pipeline::Desk;
use serde_json::{Value, json};
use std::time::Duration;

/// What the widget posts about one inbound call of its own phone.
fn call(kind: &str, more: &[(&str, Value)]) -> String {
    let mut call = json!({
        "id": "sip-1", "callId": "sip-1", "sessionId": "7001", "telephonySessionId": "s-1",
        "partyId": "p-1-1", "direction": "Inbound", "from": "+16505550100",
        "fromUserName": "Avery Stone", "to": "+16505550123", "fromNumber": "+16505550100",
    });
    for (name, value) in more {
        call[name] = value.clone();
    }
    json!({ "type": kind, "call": call }).to_string()
}

fn notifies(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Notify { .. }))
}

fn withdraws(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::WithdrawNotification { .. }))
}

#[test]
fn a_call_rings_is_answered_and_ends() -> Result<()> {
    let mut desk = Desk::new("ringcentral")?;
    let effects = desk.receive(&call("rc-call-ring-notify", &[]));
    ensure!(notifies(&effects), "nobody was told: {effects:#?}");
    let row = desk.view().calls.first().cloned().context("no call is shown")?;
    ensure!(row.state == CallState::Alerting && row.actions.contains(&CallAction::Answer));

    // Hearing it twice changes nothing.
    let again = desk.receive(&call("rc-call-ring-notify", &[]));
    ensure!(!notifies(&again) && desk.view().calls.len() == 1, "{again:#?}");

    let wish = Intent::Call { call: Some(row.id), action: CallAction::Answer, argument: None };
    let effects = desk.request(wish);
    ensure!(effects.iter().any(|effect| matches!(effect, Effect::Post { .. })), "{effects:#?}");
    let state = desk.view().calls.first().map(|row| row.state);
    ensure!(state == Some(CallState::Alerting), "shown as answered before the widget said so");

    let connected = [("startTime", json!(1_767_258_001_000_u64))];
    let effects = desk.receive(&call("rc-call-start-notify", &connected));
    ensure!(withdraws(&effects), "the notification stays: {effects:#?}");
    let state = desk.view().calls.first().map(|row| row.state);
    ensure!(state == Some(CallState::Connected), "{state:?}");

    desk.receive(&call("rc-call-end-notify", &connected));
    desk.pass(Duration::from_secs(5));
    let view = desk.view();
    ensure!(view.calls.is_empty(), "{:#?}", view.calls);
    let end = view.recent.first().and_then(|row| row.end);
    ensure!(end == Some(EndReason::Answered), "{end:?}");
    Ok(())
}

#[test]
fn a_widget_that_stays_silent_is_reported() -> Result<()> {
    let mut desk = Desk::new("ringcentral")?;
    desk.receive(&call("rc-call-ring-notify", &[]));
    let id = desk.view().calls.first().map(|row| row.id);
    desk.request(Intent::Call { call: id, action: CallAction::Answer, argument: None });
    desk.pass(Duration::from_secs(6));
    let row = desk.view().calls.first().cloned().context("the call is gone")?;
    ensure!(row.pending.is_none() && row.trouble.is_some(), "{row:#?}");
    Ok(())
}

#[test]
fn a_message_nobody_knows_is_counted() -> Result<()> {
    let mut desk = Desk::new("ringcentral")?;
    let effects = desk.receive(r#"{"type":"rc-from-the-future-notify","x":1}"#);
    ensure!(!notifies(&effects));
    let view = desk.view();
    let account = view.accounts.first().context("no account")?;
    ensure!(account.unparsed.iter().any(|one| one.name.contains("rc-from-the-future-notify")));
    Ok(())
}

//! Calls: what each event says of one from ringing to its end, and what an app can do with it.

use super::app::{App, Socket, USER};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::platform::ringcentral::{CallRef, Platform};
use serde_json::{Value, json};

const NUMBER: &str = "+12025550143";
const LOG: &str =
    "/restapi/v1.0/account/~/extension/~/call-log-sync?syncType=FSync&recordCount=250";

/// The part of the only session and the only call in presence, of the next event of each.
fn next(socket: &mut Socket) -> Result<(Value, Value, Value)> {
    let presence = socket.told("/presence")?;
    let mut session = socket.told("/telephony/sessions")?;
    Ok((presence["activeCalls"][0].clone(), session["parties"][0].take(), presence))
}

fn control(app: &App<'_>, call: &CallRef, method: &str, rest: &str, body: &Value) -> Result<u16> {
    let session = &call.telephony_session_id;
    let path = format!("/restapi/v1.0/account/~/telephony/sessions/{session}{rest}");
    Ok(app.ask(method, &path, body)?.0)
}

#[test]
fn a_call_rings_is_answered_held_and_ends() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    let call = platform.ring(NUMBER, Some("Grace Caller"));
    let setup = socket.told("/telephony/sessions")?;
    ensure!(setup["parties"][0]["status"]["code"] == "Setup" && setup["sequence"] == 1, "{setup}");
    ensure!(setup["telephonySessionId"] == call.telephony_session_id.as_str(), "{setup}");
    let (active, party, presence) = next(&mut socket)?;
    ensure!(presence["telephonyStatus"] == "Ringing" && presence["totalActiveCalls"] == 1);
    ensure!(presence["presenceStatus"] == "Available", "ringing is not busy: {presence}");
    ensure!(active["from"] == NUMBER && active["fromName"] == "Grace Caller", "{active}");
    ensure!(active["direction"] == "Inbound" && active["telephonyStatus"] == "Ringing");
    ensure!(active["sessionId"] == call.session_id.as_str(), "{active}");
    ensure!(party["status"]["code"] == "Proceeding" && party["id"] == call.party_id.as_str());
    ensure!(party["from"]["phoneNumber"] == NUMBER && party["missedCall"] == false, "{party}");

    platform.answer_elsewhere(&call)?;
    let (active, party, presence) = next(&mut socket)?;
    ensure!(active["telephonyStatus"] == "CallConnected", "{active}");
    ensure!(party["status"]["code"] == "Answered" && presence["presenceStatus"] == "Busy");
    ensure!(platform.miss(&call).is_err(), "it was answered");
    platform.hold_elsewhere(&call)?;
    let (active, party, _) = next(&mut socket)?;
    ensure!(active["telephonyStatus"] == "OnHold" && party["status"]["code"] == "Hold");

    platform.hang_up(&call)?;
    let (active, party, presence) = next(&mut socket)?;
    ensure!(active["telephonyStatus"] == "NoCall" && active["terminationType"] == "final");
    ensure!(presence["telephonyStatus"] == "NoCall" && presence["totalActiveCalls"] == 0);
    ensure!(party["status"]["code"] == "Disconnected" && party["missedCall"] == false, "{party}");
    ensure!(platform.hang_up(&call).is_err(), "it is over");
    let presence = app.get(&format!("{USER}/presence?detailedTelephonyState=true"))?;
    ensure!(presence["activeCalls"] == json!([]), "{presence}");
    let log = app.get(LOG)?;
    ensure!(log["records"][0]["result"] == "Accepted", "{log}");
    ensure!(log["records"][0]["sessionId"] == call.session_id.as_str(), "{log}");
    Ok(())
}

#[test]
fn a_missed_call_says_so_and_is_logged_once() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    let token = app.get(LOG)?["syncInfo"]["syncToken"].as_str().context("no token")?.to_owned();
    let call = platform.ring(NUMBER, None);
    socket.told("/telephony/sessions")?;
    next(&mut socket)?;
    platform.miss(&call)?;
    let (_, party, _) = next(&mut socket)?;
    ensure!(party["missedCall"] == true && party["status"]["code"] == "Disconnected", "{party}");
    let since =
        |token: &str| app.get(&format!("{USER}/call-log-sync?syncType=ISync&syncToken={token}"));
    let log = since(&token)?;
    ensure!(log["records"][0]["result"] == "Missed" && log["records"][1].is_null(), "{log}");
    let log = since(log["syncInfo"]["syncToken"].as_str().context("no token")?)?;
    ensure!(log["records"] == json!([]) && log["syncInfo"]["syncType"] == "ISync", "{log}");
    Ok(())
}

#[test]
fn a_call_may_vanish_without_a_word() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    let call = platform.ring(NUMBER, None);
    socket.told("/telephony/sessions")?;
    next(&mut socket)?;
    platform.vanish(&call)?;
    let (name, presence) = socket.event()?;
    ensure!(name.contains("/presence?") && presence["activeCalls"] == json!([]), "{presence}");
    platform.change_presence("Busy", "TakeAllCalls")?;
    let (name, _) = socket.event()?;
    ensure!(name.contains("/presence?"), "the session said something: {name}");
    Ok(())
}

#[test]
fn two_calls_are_two() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let (first, second) = (platform.ring(NUMBER, None), platform.ring("+12025550144", None));
    platform.answer_elsewhere(&first)?;
    let presence = app.get(&format!("{USER}/presence?detailedTelephonyState=true"))?;
    ensure!(presence["totalActiveCalls"] == 2, "{presence}");
    ensure!(presence["telephonyStatus"] == "CallConnected", "{presence}");
    platform.hang_up(&first)?;
    let presence = app.get(&format!("{USER}/presence?detailedTelephonyState=true"))?;
    let left = &presence["activeCalls"];
    ensure!(left[0]["sessionId"] == second.session_id.as_str() && left[1].is_null(), "{presence}");
    ensure!(presence["telephonyStatus"] == "Ringing", "{presence}");
    Ok(())
}

#[test]
fn an_app_controls_a_call() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let call = platform.ring(NUMBER, None);
    let part = format!("/parties/{}", call.party_id);
    ensure!(control(&app, &call, "POST", &format!("{part}/answer"), &Value::Null)? == 200);
    let mut socket = app.listen()?;
    ensure!(control(&app, &call, "POST", &format!("{part}/hold"), &Value::Null)? == 200);
    ensure!(next(&mut socket)?.1["status"]["code"] == "Hold");
    ensure!(control(&app, &call, "PATCH", &part, &json!({ "muted": true }))? == 200);
    ensure!(socket.told("/telephony/sessions")?["parties"][0]["muted"] == true);
    ensure!(control(&app, &call, "PATCH", &part, &json!({}))? == 400);
    ensure!(control(&app, &call, "POST", &format!("{part}/dance"), &Value::Null)? == 404);
    let recordings = format!("{part}/recordings");
    ensure!(control(&app, &call, "POST", &recordings, &Value::Null)? == 200);
    ensure!(control(&app, &call, "PATCH", &format!("{recordings}/1"), &json!({}))? == 200);
    ensure!(control(&app, &call, "GET", "", &Value::Null)? == 200);
    ensure!(control(&app, &call, "DELETE", "", &Value::Null)? == 204);
    ensure!(next(&mut socket)?.1["status"]["code"] == "Disconnected");
    ensure!(control(&app, &call, "GET", "", &Value::Null)? == 404);
    ensure!(control(&app, &call, "POST", &recordings, &Value::Null)? == 404);
    Ok(())
}

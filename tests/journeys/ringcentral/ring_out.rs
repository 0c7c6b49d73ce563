//! RingOut: first the user is called, then whom they want.

use super::app::{App, USER};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::platform::ringcentral::{Leg, MOBILE_NUMBER, Platform};
use serde_json::{Value, json};

const NUMBER: &str = "+12025550143";

fn ask(app: &App<'_>) -> Result<String> {
    let body = json!({
        "from": { "phoneNumber": MOBILE_NUMBER }, "to": { "phoneNumber": NUMBER }, "playPrompt": true,
    });
    let (status, made) = app.ask("POST", &format!("{USER}/ring-out"), &body)?;
    ensure!(status == 200 && made["status"]["callStatus"] == "InProgress", "{made}");
    Ok(made["id"].as_str().context("no identity")?.to_owned())
}

fn status(app: &App<'_>, id: &str) -> Result<(u16, Value)> {
    let (status, body) = app.ask("GET", &format!("{USER}/ring-out/{id}"), &Value::Null)?;
    Ok((status, body["status"].clone()))
}

#[test]
fn both_legs_make_the_call() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    let id = ask(&app)?;
    let ring_out = platform.ring_outs().pop().context("nothing was asked")?;
    ensure!(ring_out.id == id && ring_out.to == NUMBER && ring_out.from == MOBILE_NUMBER);
    let presence = socket.told("/presence")?;
    ensure!(presence["activeCalls"][0]["direction"] == "Outbound", "{presence}");
    ensure!(presence["activeCalls"][0]["to"] == NUMBER, "{presence}");

    platform.ring_out_leg(&id, Leg::Caller, "Success")?;
    let (_, said) = status(&app, &id)?;
    let expected = json!({
        "callStatus": "InProgress", "callerStatus": "Success", "calleeStatus": "InProgress",
    });
    ensure!(said == expected, "{said}");
    platform.ring_out_leg(&id, Leg::Callee, "Success")?;
    ensure!(status(&app, &id)?.1["callStatus"] == "Success");
    ensure!(socket.told("/presence")?["telephonyStatus"] == "CallConnected");
    platform.hang_up(&ring_out.call)?;
    ensure!(status(&app, &id)?.0 == 404, "it is over");
    ensure!(platform.ring_out_leg(&id, Leg::Callee, "Success").is_err());
    Ok(())
}

#[test]
fn a_leg_that_fails_ends_it() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let id = ask(&app)?;
    let mut socket = app.listen()?;
    platform.ring_out_leg(&id, Leg::Caller, "NoAnswer")?;
    let party = &socket.told("/telephony/sessions")?["parties"][0];
    ensure!(party["status"]["code"] == "Disconnected" && party["missedCall"] == false, "{party}");
    ensure!(platform.ring_outs()[0].status() == "NoAnswer");
    Ok(())
}

#[test]
fn it_can_be_cancelled_and_needs_both_numbers() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let id = ask(&app)?;
    let cancel = || app.ask("DELETE", &format!("{USER}/ring-out/{id}"), &Value::Null);
    ensure!(cancel()?.0 == 204 && cancel()?.0 == 404 && status(&app, &id)?.0 == 404);
    let half = json!({ "to": { "phoneNumber": NUMBER } });
    ensure!(app.ask("POST", &format!("{USER}/ring-out"), &half)?.0 == 400);
    ensure!(platform.ring_outs().len() == 1);
    Ok(())
}

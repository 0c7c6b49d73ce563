//! Presence: put, got and told.

use super::app::{App, USER};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::platform::ringcentral::{Platform, PresenceStatus};
use serde_json::{Value, json};

const DETAILED: &str = "?detailedTelephonyState=true&sipData=true&totalActiveCalls";

fn put(app: &App<'_>, body: &Value) -> Result<(u16, Value)> {
    app.ask("PUT", &format!("{USER}/presence"), body)
}

#[test]
fn what_is_put_is_got_and_told() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    ensure!(platform.presence_put().is_none());
    let (status, body) = put(&app, &json!({ "userStatus": "Busy", "dndStatus": "TakeAllCalls" }))?;
    ensure!(status == 200 && body["userStatus"] == "Busy", "{body}");
    let told = socket.told("/presence")?;
    ensure!(told["userStatus"] == "Busy" && told["presenceStatus"] == "Busy", "{told}");
    let got = app.get(&format!("{USER}/presence{DETAILED}"))?;
    ensure!(got["userStatus"] == "Busy" && got["dndStatus"] == "TakeAllCalls", "{got}");
    ensure!(got["activeCalls"] == json!([]) && got["totalActiveCalls"] == 0, "{got}");
    let brief = app.get(&format!("{USER}/presence"))?;
    ensure!(brief.get("activeCalls").is_none(), "{brief}");

    // One of both stays as it is.
    put(&app, &json!({ "dndStatus": "DoNotAcceptAnyCalls" }))?;
    let later = socket.told("/presence")?;
    ensure!(
        later["userStatus"] == "Busy" && later["dndStatus"] == "DoNotAcceptAnyCalls",
        "{later}"
    );
    ensure!(later["sequence"].as_u64() > told["sequence"].as_u64(), "{told} {later}");
    let kept = platform.presence_put().context("nothing was put")?;
    let expected =
        PresenceStatus { user: "Busy".to_owned(), dnd: "DoNotAcceptAnyCalls".to_owned() };
    ensure!(kept == expected && platform.presence() == expected, "{kept:?}");
    Ok(())
}

#[test]
fn another_device_sets_it_too() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    platform.change_presence("Offline", "TakeDepartmentCallsOnly")?;
    let told = socket.told("/presence")?;
    ensure!(told["userStatus"] == "Offline", "{told}");
    ensure!(told["dndStatus"] == "TakeDepartmentCallsOnly", "{told}");
    ensure!(app.get(&format!("{USER}/presence"))?["userStatus"] == "Offline");
    ensure!(platform.presence_put().is_none(), "the app did not");
    Ok(())
}

#[test]
fn there_are_no_other_statuses() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let (status, body) = put(&app, &json!({ "userStatus": "Away" }))?;
    ensure!(status == 400 && body["errorCode"] == "CMN-101", "{body}");
    ensure!(put(&app, &json!({ "userStatus": "Busy", "dndStatus": "Never" }))?.0 == 400);
    ensure!(platform.change_presence("Away", "TakeAllCalls").is_err());
    ensure!(platform.presence().user == "Available" && platform.presence_put().is_none());
    Ok(())
}

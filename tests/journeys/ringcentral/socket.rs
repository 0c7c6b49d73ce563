//! The event socket: who may connect, what a subscription is, and how a session is taken up again.

use super::PATIENCE;
use super::app::App;
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::platform::ringcentral::{EXTENSION_ID, Platform};
use serde_json::{Value, json};

const SUBSCRIPTIONS: &str = "/restapi/v1.0/subscription";
const PRESENCE: &str = "/restapi/v1.0/account/~/extension/~/presence";
const MESSAGES: &str = "/restapi/v1.0/account/~/extension/~/message-store";

#[test]
fn a_subscription_is_made_renewed_and_ended() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.connect(None)?;
    ensure!(
        socket.details["recoveryTimeout"].is_u64() && socket.details.get("recoveryState").is_none()
    );
    let (status, made) = socket.subscribe(&[PRESENCE])?;
    ensure!(status == 200 && made["status"] == "Active", "{made}");
    let filter = made["eventFilters"][0].as_str().context("no filter")?;
    ensure!(filter.contains(&format!("/extension/{EXTENSION_ID}/presence")), "{filter}");
    platform.wait_for_subscription("/presence", PATIENCE)?;

    // Nobody asked for messages.
    platform.inbound_sms("+12025550143", "Unheard");
    platform.change_presence("Busy", "TakeAllCalls")?;
    ensure!(socket.event()?.0.ends_with("/presence"));
    let one = format!("{SUBSCRIPTIONS}/{}", made["id"].as_str().context("no identity")?);
    let (status, renewed) = socket.ask("PUT", &one, &json!({ "eventFilters": [MESSAGES] }))?;
    ensure!(status == 200 && renewed["id"] == made["id"], "{renewed}");
    platform.change_presence("Available", "TakeAllCalls")?;
    platform.inbound_sms("+12025550143", "Heard");
    ensure!(socket.event()?.0.ends_with("/message-store"));
    ensure!(app.ask("GET", &one, &Value::Null)?.0 == 200);

    ensure!(socket.ask("DELETE", &one, &Value::Null)?.0 == 204);
    ensure!(app.ask("GET", &one, &Value::Null)?.0 == 404);
    platform.inbound_sms("+12025550143", "Unheard");
    ensure!(socket.ask("DELETE", &one, &Value::Null)?.0 == 404, "an event came in between");
    Ok(())
}

#[test]
fn it_answers_signs_of_life_and_nonsense() -> Result<()> {
    let platform = Platform::start()?;
    let mut socket = App::new(&platform)?.connect(None)?;
    socket.send(&json!([{ "type": "Heartbeat", "messageId": "beat" }]))?;
    let (meta, _) = socket.next()?;
    ensure!(meta["type"] == "Heartbeat" && meta["messageId"] == "beat", "{meta}");
    socket.send(&json!("nonsense"))?;
    ensure!(socket.next()?.0["type"] == "Error");
    ensure!(socket.ask("GET", "/restapi/v1.0/elsewhere", &Value::Null)?.0 == 404);
    Ok(())
}

#[test]
fn a_session_is_taken_up_with_what_it_missed() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    let session = socket.session.clone();
    platform.disconnect();
    ensure!(socket.next().is_err(), "it is still connected");
    ensure!(platform.wait_for_subscription("/presence", std::time::Duration::ZERO).is_err());
    platform.change_presence("Busy", "TakeAllCalls")?;
    let mut socket = app.connect(Some(&session))?;
    ensure!(socket.details["recoveryState"] == "Successful" && socket.session == session);
    ensure!(socket.told("/presence")?["userStatus"] == "Busy");
    let stranger = app.connect(Some("unknown"))?;
    ensure!(stranger.details["recoveryState"] == "Failed" && stranger.session != session);
    Ok(())
}

#[test]
fn nobody_connects_without_a_token() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let uri = platform.address().replacen("http", "ws", 1);
    ensure!(tungstenite::connect(format!("{uri}/ws?access_token=made-up")).is_err());
    let mut socket = app.listen()?;
    platform.expire_session();
    ensure!(socket.next().is_err(), "it is still connected");
    ensure!(app.connect(None).is_err());
    Ok(())
}

#[test]
fn what_the_widget_needs_to_start_is_there() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let user = "/restapi/v1.0/account/~/extension/~";
    ensure!(
        app.get(user)?["id"] == EXTENSION_ID && app.get("/restapi/v1.0/account/~")?["id"].is_u64()
    );
    for list in ["phone-number", "forwarding-number", "device", "call-queue-presence"] {
        let body = app.get(&format!("{user}/{list}?perPage=MAX&page=1"))?;
        ensure!(body["paging"]["totalPages"] == 1 && body["records"].is_array(), "{list}: {body}");
    }
    let has = |features: &Value, wanted: &str| {
        let all = features["records"].as_array().cloned().unwrap_or_default();
        all.iter().any(|one| one["id"] == wanted && one["available"] == true)
    };
    let path = format!("{user}/features");
    ensure!(has(&app.get(&path)?, "ReadExtensionInfo") && has(&app.get(&path)?, "WebPhone"));
    platform.withhold("WebPhone");
    ensure!(has(&app.get(&path)?, "ReadExtensionInfo") && !has(&app.get(&path)?, "WebPhone"));
    let (status, said) = app.ask("POST", "/restapi/v1.0/client-info/sip-provision", &json!({}))?;
    ensure!(status == 403, "{said}");
    let typed = json!({ "originalStrings": ["(202) 555-0143", "102", "911"] });
    let (_, parsed) = app.ask("POST", "/restapi/v2/number-parser/parse", &typed)?;
    ensure!(parsed["results"][0]["formats"][0]["e164"] == "+12025550143", "{parsed}");
    ensure!(parsed["results"][1]["category"] == "Extension", "{parsed}");
    ensure!(parsed["results"][2]["category"] == "Emergency", "{parsed}");
    let (status, said) = app.ask("GET", &format!("{user}/unheard-of"), &Value::Null)?;
    ensure!(status == 404 && said["errorCode"] == "CMN-102", "{said}");
    Ok(())
}

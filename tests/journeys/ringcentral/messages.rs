//! Messages: what comes is told and synchronised, what is read stays read.

use super::app::{App, USER};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::platform::ringcentral::{DIRECT_NUMBER, Platform};
use serde_json::{Value, json};

const NUMBER: &str = "+12025550143";

/// All messages, or those since a token.
fn sync(app: &App<'_>, token: Option<&str>) -> Result<(Vec<Value>, String)> {
    let query = match token {
        Some(token) => format!("syncType=ISync&syncToken={token}"),
        None => "syncType=FSync&recordCount=150&recordCountPerConversation=15".to_owned(),
    };
    let body = app.get(&format!("{USER}/message-sync?{query}"))?;
    let kind = if token.is_some() { "ISync" } else { "FSync" };
    ensure!(body["syncInfo"]["syncType"] == kind, "{body}");
    let token = body["syncInfo"]["syncToken"].as_str().context("no token")?.to_owned();
    Ok((body["records"].as_array().context("no records")?.clone(), token))
}

#[test]
fn what_comes_is_told_and_synchronised() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let mut socket = app.listen()?;
    let early = platform.inbound_sms(NUMBER, "Hello");
    let told = socket.told("/message-store")?;
    let expected =
        json!([{ "type": "SMS", "newCount": 1, "updatedCount": 0, "newMessageIds": [early] }]);
    ensure!(told["changes"] == expected && told["lastUpdated"].is_string(), "{told}");
    let (all, token) = sync(&app, None)?;
    ensure!(all.len() == 1 && all[0]["id"] == early && all[0]["subject"] == "Hello", "{all:#?}");
    ensure!(all[0]["direction"] == "Inbound" && all[0]["readStatus"] == "Unread");
    ensure!(all[0]["messageStatus"] == "Received" && all[0]["availability"] == "Alive");
    ensure!(sync(&app, Some(&token))?.0.is_empty());

    let voice = platform.voicemail(NUMBER, 7);
    ensure!(socket.told("/message-store")?["changes"][0]["type"] == "VoiceMail");
    let (new, token) = sync(&app, Some(&token))?;
    ensure!(new.len() == 1 && new[0]["id"] == voice, "{new:#?}");
    ensure!(new[0]["attachments"][0]["vmDuration"] == 7 && new[0].get("conversation").is_none());
    let (status, sound) = app.ask_text(
        "GET",
        &format!("{USER}/message-store/{voice}/content/{voice}"),
        &Value::Null,
    )?;
    ensure!(status == 200 && sound.starts_with("RIFF"), "{status}");

    let reply = platform.inbound_sms(NUMBER, "Are you there?");
    let (new, _) = sync(&app, Some(&token))?;
    ensure!(new[0]["id"] == reply && new[0]["conversation"] == all[0]["conversation"], "{new:#?}");
    Ok(())
}

#[test]
fn what_is_read_stays_read() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let ids: Vec<u64> =
        ["One", "Two", "Three"].map(|text| platform.inbound_sms(NUMBER, text)).into();
    let (_, token) = sync(&app, None)?;
    let mut socket = app.listen()?;
    let read = json!({ "readStatus": "Read" });
    let (status, one) = app.ask("PUT", &format!("{USER}/message-store/{}", ids[0]), &read)?;
    ensure!(status == 200 && one["readStatus"] == "Read" && one["id"] == ids[0], "{one}");
    let told = socket.told("/message-store")?;
    ensure!(told["changes"][0]["updatedCount"] == 1 && told["changes"][0]["newCount"] == 0);
    let path = format!("{USER}/message-store/{},{}", ids[1], ids[2]);
    let (status, parts) = app.ask_text("PUT", &path, &json!([read, read]))?;
    ensure!(status == 207 && parts.matches("\"readStatus\":\"Read\"").count() == 2, "{parts}");
    let told = socket.told("/message-store")?;
    let expected = json!([{ "type": "SMS", "newCount": 0, "updatedCount": 2 }]);
    ensure!(told["changes"] == expected, "both in one: {told}");
    let (changed, _) = sync(&app, Some(&token))?;
    ensure!(changed.len() == 3 && changed.iter().all(|one| one["readStatus"] == "Read"));
    let kept = platform.message(ids[1]).context("it is gone")?;
    ensure!(kept["readStatus"] == "Read", "{kept}");
    ensure!(app.ask("PUT", &format!("{USER}/message-store/1"), &read)?.0 == 404);
    ensure!(app.ask("PUT", &path, &json!({}))?.0 == 400);
    Ok(())
}

#[test]
fn what_is_deleted_is_told_and_gone() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let id = platform.inbound_sms(NUMBER, "Forget me");
    let (_, token) = sync(&app, None)?;
    let path = format!("{USER}/message-store/{id}");
    ensure!(app.ask("DELETE", &path, &Value::Null)?.0 == 204);
    ensure!(sync(&app, Some(&token))?.0[0]["availability"] == "Deleted");
    ensure!(sync(&app, None)?.0.is_empty());
    Ok(())
}

#[test]
fn a_text_is_sent() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let body = json!({
        "from": { "phoneNumber": DIRECT_NUMBER }, "to": [{ "phoneNumber": NUMBER }], "text": "Hi",
    });
    let (status, sent) = app.ask("POST", &format!("{USER}/sms"), &body)?;
    ensure!(status == 200 && sent["direction"] == "Outbound" && sent["subject"] == "Hi", "{sent}");
    ensure!(platform.texts_sent() == [(NUMBER.to_owned(), "Hi".to_owned())]);
    ensure!(app.ask("POST", &format!("{USER}/sms"), &json!({ "text": "Hi" }))?.0 == 400);
    Ok(())
}

#[test]
fn lists_are_what_was_asked_for() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    platform.inbound_sms(NUMBER, "One");
    platform.inbound_sms(NUMBER, "Two");
    platform.inbound_sms("+12025550144", "Three");
    platform.voicemail(NUMBER, 3);
    let list = |query: &str| -> Result<Vec<Value>> {
        let body = app.get(&format!("{USER}/message-store?{query}"))?;
        Ok(body["records"].as_array().context("no records")?.clone())
    };
    ensure!(list("")?.len() == 4 && list("messageType=VoiceMail")?.len() == 1);
    let newest = list("messageType=SMS&distinctConversations=true")?;
    ensure!(newest.len() == 2 && newest[1]["subject"] == "Two", "{newest:#?}");
    let id = newest[1]["conversation"]["id"].as_str().context("no conversation")?;
    ensure!(list(&format!("conversationId={id}"))?.len() == 2);
    Ok(())
}

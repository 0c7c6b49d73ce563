//! Changes and commands in a call that is up, as far as they are words.

use super::super::PATIENCE;
use super::{Dialog, OFFER, Phone};
use anyhow::{Result, ensure};
use deskbell_journeys::far_party::direction;
use deskbell_journeys::platform::ringcentral::Platform;
use deskbell_journeys::platform::ringcentral::sip::{Callee, Caller, Change, PhoneCallState};
use serde_json::{Value, json};

pub(super) fn answered(platform: &Platform, phone: &mut Phone) -> Result<Dialog> {
    platform.sip().call(Caller::new("+12025550143", "Grace Caller"))?;
    let invite = phone.hear_request("INVITE")?;
    phone.answer(&invite, "200 OK", Some(OFFER))?;
    phone.hear_request("ACK")?;
    Ok(Phone::dialog_of(&invite))
}

#[test]
fn a_phone_holds_and_resumes() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let dialog = answered(&platform, &mut phone)?;
    for (said, back, state) in [
        ("sendonly", "recvonly", PhoneCallState::Held),
        ("sendrecv", "sendrecv", PhoneCallState::Up),
        ("inactive", "inactive", PhoneCallState::Held),
    ] {
        let offer = OFFER.replace("sendrecv", said);
        let change = phone.within(&dialog, "INVITE").carrying("application/sdp", offer);
        let answer = phone.ask(change)?;
        ensure!(answer.status() == Some(200) && direction(&answer.body) == back, "{answer}");
        phone.acknowledge(&dialog, &answer)?;
        platform.sip().wait_for_call(PATIENCE, |call| call.state == state)?;
    }
    platform.sip().refuse_changes(Some(491));
    let change = phone.within(&dialog, "INVITE").carrying("application/sdp", OFFER);
    ensure!(phone.ask(change)?.status() == Some(491));
    Ok(())
}

#[test]
fn the_other_end_holds_moves_and_asks_for_an_offer() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let dialog = answered(&platform, &mut phone)?;
    for said in ["sendonly", "inactive", "recvonly", "sendrecv"] {
        platform.sip().change(&dialog.id, Change::Direction(said))?;
        let change = phone.hear_request("INVITE")?;
        ensure!(direction(&change.body) == said, "{change}");
        phone.answer(&change, "200 OK", Some(OFFER))?;
        ensure!(phone.hear_request("ACK")?.cseq().0 == change.cseq().0);
    }
    platform.sip().change(&dialog.id, Change::NewAddress)?;
    let change = phone.hear_request("INVITE")?;
    phone.answer(&change, "200 OK", Some(OFFER))?;
    phone.hear_request("ACK")?;
    platform.sip().change(&dialog.id, Change::WithoutOffer)?;
    let change = phone.hear_request("INVITE")?;
    ensure!(change.body.is_empty(), "{change}");
    phone.answer(&change, "200 OK", Some(OFFER))?;
    ensure!(phone.hear_request("ACK")?.body.contains("m=audio"));
    platform.sip().change(&dialog.id, Change::WithoutOffer)?;
    let change = phone.hear_request("INVITE")?;
    phone.answer(&change, "491 Request Pending", None)?;
    phone.hear_request("ACK")?;
    platform.sip().request(&dialog.id, "UPDATE")?;
    let update = phone.hear_request("UPDATE")?;
    phone.answer(&update, "200 OK", None)?;
    Ok(())
}

#[test]
fn commands_have_results() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let dialog = answered(&platform, &mut phone)?;
    let run = |phone: &mut Phone, command: &str| -> Result<Value> {
        let asked = json!({ "request": { "reqid": 2, "command": command } });
        let info = phone.within(&dialog, "INFO");
        let info = info.carrying("application/json;charset=utf-8", asked.to_string());
        ensure!(phone.ask(info)?.status() == Some(200));
        let said = phone.hear_request("INFO")?;
        phone.answer(&said, "200 OK", None)?;
        Ok(serde_json::from_str(&said.body)?)
    };
    for command in ["startcallrecord", "stopcallrecord", "callflip", "monitor", "barge", "whisper"]
    {
        let said = run(&mut phone, command)?;
        ensure!(said["response"]["command"] == command && said["response"]["reqid"] == 2, "{said}");
        ensure!(said["response"]["result"]["code"] == 0, "{said}");
    }
    platform.sip().command_result(-6, "Recording is not allowed");
    ensure!(run(&mut phone, "startcallrecord")?["response"]["result"]["code"] == -6);
    platform.sip().command_result(0, "Success");
    let parked = run(&mut phone, "callpark")?;
    ensure!(parked["response"]["result"]["park extension"] == "801", "{parked}");
    phone.hear_request("BYE")?;
    Ok(())
}

#[test]
fn a_call_is_taken_over_from_another_phone() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let other = platform.ring("+12025550143", None);
    platform.answer_elsewhere(&other)?;
    platform.sip().callee(Callee::NeverAnswers);
    platform
        .sip()
        .authorise(deskbell_journeys::platform::ringcentral::sip::Authorisation::Registration);
    let (invite, _) = phone.invite("+12025550143", OFFER, None)?;
    let replaces = format!("{};to-tag=f;from-tag=t", other.session_id);
    let invite = invite.with("Replaces", replaces).with("RC-call-type", "replace");
    let answer = phone.ask(invite)?;
    ensure!(answer.status() == Some(200), "{answer}");
    ensure!(
        answer.header("p-rc-api-ids").is_some_and(|ids| ids.contains(&other.party_id)),
        "{answer}"
    );
    Ok(())
}

//! Calls to the phone and calls of the phone, as far as they are words.

use super::super::PATIENCE;
use super::super::app::App;
use super::{OFFER, Phone};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::far_party::direction;
use deskbell_journeys::platform::ringcentral::Platform;
use deskbell_journeys::platform::ringcentral::sip::{
    Answering, Callee, Caller, Cancelled, OfferPlace, PhoneCallState, attribute,
};
use std::time::Duration;

const NUMBER: &str = "+12025550143";

fn caller() -> Caller {
    Caller { queue: Some("Support".to_owned()), ..Caller::new(NUMBER, "Grace Caller") }
}

#[test]
fn a_call_rings_is_answered_and_ends_for_all_doors() -> Result<()> {
    let platform = Platform::start()?;
    let (app, mut phone) = (App::new(&platform)?, Phone::registered(&platform)?);
    let mut events = app.listen()?;
    let id = platform.sip().call(caller())?;
    let invite = phone.hear_request("INVITE")?;
    ensure!(invite.target() == "sip:phone@phone.invalid;transport=ws", "{invite}");
    let said = invite.header("P-rc").context("no P-rc")?;
    ensure!(
        attribute(said, "Cmd") == Some("6") && attribute(said, "Phn") == Some(NUMBER),
        "{said}"
    );
    let info = invite.header("p-rc-api-call-info").context("no call info")?;
    ensure!(info.contains("callAttributes=queue-call") && info.contains("queueName=Support"));
    let ids = invite.header("P-Rc-Api-Ids").context("no ids")?.to_owned();
    let call = platform.sip().wait_for_call(PATIENCE, |call| call.id == id)?.call;
    ensure!(ids == format!("party-id={};session-id={}", call.party_id, call.telephony_session_id));
    ensure!(invite.body.contains("m=audio") && direction(&invite.body) == "sendrecv");
    let told = events.told("/telephony/sessions")?;
    ensure!(told["telephonySessionId"] == call.telephony_session_id.as_str(), "{told}");

    phone.answer(&invite, "180 Ringing", None)?;
    ensure!(phone.command(&invite, "17")?.status() == Some(200));
    platform.sip().wait_for_call(PATIENCE, |call| call.state == PhoneCallState::Ringing)?;
    phone.answer(&invite, "200 OK", Some(OFFER))?;
    let ack = phone.hear_request("ACK")?;
    ensure!(
        ack.cseq().0 == invite.cseq().0
            && ack.header("To").is_some_and(|to| to.ends_with(";tag=phone"))
    );
    let done = phone.hear_request("MESSAGE")?;
    ensure!(attribute(&done.body, "Cmd") == Some("7"), "{done}");
    phone.answer(&done, "200 OK", None)?;
    platform.sip().wait_for_call(PATIENCE, |call| call.state == PhoneCallState::Up)?;
    let party = |told: &serde_json::Value| told["parties"][0]["status"]["code"].clone();
    while party(&events.told("/telephony/sessions")?) != "Answered" {}

    platform.sip().hang_up(&id)?;
    let bye = phone.hear_request("BYE")?;
    phone.answer(&bye, "200 OK", None)?;
    while party(&events.told("/telephony/sessions")?) != "Disconnected" {}
    let ended =
        platform.sip().wait_for_call(PATIENCE, |call| call.state == PhoneCallState::Ended)?;
    ensure!(ended.end.as_deref() == Some("BYE of the other end"), "{ended:?}");
    ensure!(platform.sip().hang_up(&id).is_err(), "it is over");
    Ok(())
}

#[test]
fn a_phone_declines_and_sends_calls_elsewhere() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let id = platform.sip().call(caller())?;
    let invite = phone.hear_request("INVITE")?;
    phone.answer(&invite, "480 Temporarily Unavailable", None)?;
    let ack = phone.hear_request("ACK")?;
    ensure!(ack.header("Via") == invite.header("Via"), "another transaction: {ack}");
    let ended = |id: &str| {
        platform
            .sip()
            .wait_for_call(PATIENCE, |call| call.id == id && call.state == PhoneCallState::Ended)
    };
    ensure!(ended(&id)?.end.as_deref() == Some("480"));

    let cases =
        [("10", "forwarded"), ("11", "voicemail"), ("12", "rejected"), ("14", "in writing")];
    for (command, word) in cases {
        let id = platform.sip().call(caller())?;
        let invite = phone.hear_request("INVITE")?;
        phone.answer(&invite, "180 Ringing", None)?;
        ensure!(phone.command(&invite, command)?.status() == Some(200));
        if command == "14" {
            let closed = phone.hear_request("MESSAGE")?;
            ensure!(attribute(&closed.body, "Cmd") == Some("9"), "{closed}");
        }
        let cancel = phone.hear_request("CANCEL")?;
        ensure!(cancel.header("Via") == invite.header("Via") && cancel.cseq().0 == invite.cseq().0);
        phone.answer(&cancel, "200 OK", None)?;
        phone.answer(&invite, "487 Request Terminated", None)?;
        phone.hear_request("ACK")?;
        let end = ended(&id)?.end.unwrap_or_default();
        ensure!(end.contains(word), "{command}: {end}");
    }
    Ok(())
}

#[test]
fn a_call_stops_ringing() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    for (why, reason) in
        [(Cancelled::CallerLeft, "cause=487"), (Cancelled::AnsweredElsewhere, "cause=200")]
    {
        let id = platform.sip().call(caller())?;
        let invite = phone.hear_request("INVITE")?;
        phone.answer(&invite, "180 Ringing", None)?;
        platform.sip().cancel(&id, why)?;
        let told = phone.hear_request("MESSAGE")?;
        ensure!(
            attribute(&told.body, "Cmd") == Some("7")
                && attribute(&told.body, "Cln") == Some("another")
        );
        let cancel = phone.hear_request("CANCEL")?;
        ensure!(cancel.header("Reason").is_some_and(|said| said.contains(reason)), "{cancel}");
        phone.answer(&invite, "487 Request Terminated", None)?;
        phone.hear_request("ACK")?;
        platform
            .sip()
            .wait_for_call(PATIENCE, |call| call.id == id && call.state == PhoneCallState::Ended)?;
        ensure!(platform.sip().cancel(&id, why).is_err(), "it rings no longer");
    }
    Ok(())
}

#[test]
fn a_call_may_ask_for_the_offer_and_to_be_answered_by_itself() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let (offer, answering) = (OfferPlace::Answer, Answering::ByItself);
    platform.sip().call(Caller { offer, answering, ..caller() })?;
    let invite = phone.hear_request("INVITE")?;
    ensure!(
        invite.body.is_empty() && invite.header("Alert-Info") == Some("Auto Answer"),
        "{invite}"
    );
    ensure!(invite.all("Call-Info").any(|info| info.contains("Answer-After=0")), "{invite}");
    phone.answer(&invite, "200 OK", Some(OFFER))?;
    let ack = phone.hear_request("ACK")?;
    ensure!(ack.body.contains("m=audio") && ack.body.contains("a=setup:passive"), "{ack}");
    Ok(())
}

#[test]
fn a_call_of_the_phone_is_authorised_rings_and_is_answered() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    platform.sip().callee(Callee::Answers(Duration::from_millis(50)));
    let (answer, dialog) = phone.call("+12025550144", OFFER)?;
    ensure!(answer.status() == Some(200) && answer.body.contains("a=setup:passive"), "{answer}");
    let before: Vec<u16> = phone.heard.iter().filter_map(super::Message::status).collect();
    ensure!(before == [100, 180], "{before:?}");
    ensure!(answer.header("p-rc-api-ids").is_some_and(|ids| ids.starts_with("party-id=p-")));
    ensure!(platform.sip().dialogs_of_phone()?.contains(&dialog.id));
    let bye = phone.within(&dialog, "BYE");
    ensure!(phone.ask(bye)?.status() == Some(200));
    let again = phone.within(&dialog, "BYE");
    ensure!(phone.ask(again)?.status() == Some(481));
    let ended =
        platform.sip().wait_for_call(PATIENCE, |call| call.state == PhoneCallState::Ended)?;
    ensure!(ended.end.as_deref() == Some("BYE of the phone"), "{ended:?}");
    Ok(())
}

#[test]
fn a_callee_is_early_at_once_or_not_there() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    platform.sip().callee(Callee::AnswersAfterEarlyMedia(Duration::from_millis(20)));
    ensure!(phone.call("+1", OFFER)?.0.status() == Some(200));
    let early = phone.hear(|one| one.status() == Some(183))?;
    ensure!(early.body.contains("m=audio"), "{early}");
    platform.sip().callee(Callee::AnswersAtOnce);
    ensure!(phone.call("+2", OFFER)?.0.status() == Some(200));
    ensure!(!phone.heard.iter().any(|one| one.status() == Some(180)), "it rang");
    platform.sip().callee(Callee::Refuses(486, "Busy Here".to_owned()));
    ensure!(phone.call("+3", OFFER)?.0.start == "SIP/2.0 486 Busy Here");

    platform.sip().callee(Callee::NeverAnswers);
    let (first, id) = phone.invite("+4", OFFER, None)?;
    let refused = phone.ask(first)?;
    let challenge = refused.header("Proxy-Authenticate").context("not asked")?.to_owned();
    let (invite, _) = phone.invite("+4", OFFER, Some((&challenge, &id)))?;
    phone.send(&invite)?;
    phone.hear(|one| one.status() == Some(180))?;
    let header = |name: &str| invite.header(name).unwrap_or_default().to_owned();
    let mut cancel = invite.clone();
    cancel.start = cancel.start.replace("INVITE", "CANCEL");
    cancel.body = String::new();
    for (name, value) in &mut cancel.headers {
        if name == "CSeq" {
            *value = header("CSeq").replace("INVITE", "CANCEL");
        }
    }
    ensure!(phone.ask(cancel)?.status() == Some(200));
    ensure!(phone.hear(|one| one.status() == Some(487))?.cseq().1 == "INVITE");
    Ok(())
}

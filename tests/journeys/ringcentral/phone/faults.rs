//! What must not disturb the stand-in: requests out of place, descriptions without sound, nonsense.

use super::super::PATIENCE;
use super::{Dialog, OFFER, Phone};
use anyhow::{Result, ensure};
use deskbell_journeys::platform::ringcentral::Platform;
use deskbell_journeys::platform::ringcentral::sip::{Caller, PhoneCallState};

#[test]
fn there_is_no_call_without_a_phone_and_no_phone_without_registration() -> Result<()> {
    let platform = Platform::start()?;
    ensure!(platform.sip().call(Caller::new("+1", "Nobody")).is_err());
    let mut phone = Phone::connect(&platform)?;
    ensure!(phone.call("+12025550144", OFFER)?.0.status() == Some(403));
    Ok(())
}

#[test]
fn what_is_out_of_place_is_refused() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let own = phone.address();
    let dialog =
        Dialog { id: "none".to_owned(), from: own.clone(), to: own, target: "sip:x@y".to_owned() };
    for method in ["BYE", "INFO", "REFER", "CANCEL"] {
        let request = phone.within(&dialog, method);
        ensure!(phone.ask(request)?.status() == Some(481), "{method}");
    }
    ensure!(phone.call("+12025550144", "no description")?.0.status() == Some(488));
    for nonsense in ["INVITE", "SIP/2.0", "SIP/2.0 999 x", ":::::", "ACK sip:x SIP/2.0\r\n\r\n"] {
        phone.socket.send(tungstenite::Message::text(nonsense))?;
    }
    ensure!(phone.register("600")?.status() == Some(200), "it no longer hears");
    Ok(())
}

#[test]
fn an_answer_without_sound_ends_the_call_and_says_why() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let id = platform.sip().call(Caller::new("+12025550143", "Grace Caller"))?;
    let invite = phone.hear_request("INVITE")?;
    phone.answer(&invite, "200 OK", Some("v=0\r\n"))?;
    phone.hear_request("BYE")?;
    let call =
        platform.sip().wait_for_call(PATIENCE, |call| call.state == PhoneCallState::Ended)?;
    ensure!(call.id == id && call.end.is_some_and(|end| end.contains("cannot be used")));
    Ok(())
}

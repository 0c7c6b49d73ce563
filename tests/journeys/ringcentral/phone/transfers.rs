//! Transfers, blind and warm.

use super::super::PATIENCE;
use super::in_call::answered;
use super::{OFFER, Phone};
use anyhow::{Result, ensure};
use deskbell_journeys::platform::ringcentral::Platform;
use deskbell_journeys::platform::ringcentral::sip::{Callee, PhoneCallState};

fn fragments(phone: &mut Phone) -> Result<Vec<String>> {
    let mut said = Vec::new();
    for _ in 0..2 {
        let told = phone.hear_request("NOTIFY")?;
        ensure!(told.header("Event") == Some("refer"), "{told}");
        phone.answer(&told, "200 OK", None)?;
        said.push(told.body.trim().to_owned());
    }
    Ok(said)
}

#[test]
fn a_blind_transfer_is_told_and_ends_the_call() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let dialog = answered(&platform, &mut phone)?;
    let refer = phone.within(&dialog, "REFER").with("Refer-To", "<sip:102@sip.test>");
    ensure!(phone.ask(refer)?.status() == Some(202));
    ensure!(fragments(&mut phone)? == ["SIP/2.0 100 Trying", "SIP/2.0 200 OK"]);
    phone.hear_request("BYE")?;
    let call =
        platform.sip().wait_for_call(PATIENCE, |call| call.state == PhoneCallState::Ended)?;
    ensure!(call.transferred.as_deref() == Some("sip:102@sip.test"), "{call:?}");
    Ok(())
}

#[test]
fn a_warm_transfer_ends_both_calls() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let first = answered(&platform, &mut phone)?;
    platform.sip().callee(Callee::AnswersAtOnce);
    let (_, second) = phone.call("+12025550144", OFFER)?;
    let to = format!("<sip:102@sip.test?Replaces={}%3Bto-tag%3Da%3Bfrom-tag%3Db>", second.id);
    let refer = phone.within(&first, "REFER").with("Refer-To", to);
    ensure!(phone.ask(refer)?.status() == Some(202));
    let ended = [phone.hear_request("BYE")?, phone.hear_request("BYE")?];
    let ids = ended.map(|bye| bye.call_id().to_owned());
    ensure!(ids == [first.id, second.id], "{ids:?}");
    Ok(())
}

#[test]
fn a_transfer_that_fails_leaves_the_call() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    let dialog = answered(&platform, &mut phone)?;
    platform.sip().transfer_result(486, "Busy Here");
    let refer = phone.within(&dialog, "REFER").with("Refer-To", "<sip:102@sip.test>");
    ensure!(phone.ask(refer)?.status() == Some(202));
    ensure!(fragments(&mut phone)?[1] == "SIP/2.0 486 Busy Here");
    let info = phone.within(&dialog, "INFO").carrying("application/json", "{}");
    ensure!(phone.ask(info)?.status() == Some(200), "the call is over");
    Ok(())
}

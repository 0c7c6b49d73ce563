//! Registering: who may, for how long, and every way in which it fails.

use super::super::PATIENCE;
use super::super::app::{App, USER};
use super::Phone;
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::platform::ringcentral::Platform;
use deskbell_journeys::platform::ringcentral::sip::{RegistrationFault, parameter, uri};
use serde_json::json;
use std::net::UdpSocket;
use std::time::Duration;

#[test]
fn a_phone_registers_for_less_than_it_asked_and_leaves() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::connect(&platform)?;
    ensure!(platform.sip().registered().is_none());
    let answer = phone.register("600")?;
    let contact = answer.header("Contact").context("no contact")?;
    ensure!(uri(contact) == "sip:phone@phone.invalid;transport=ws", "{contact}");
    ensure!(contact.contains("+sip.instance=") && parameter(contact, "expires") == Some("60"));
    let vias: Vec<&str> = answer.all("Via").collect();
    ensure!(vias.len() == 1 && vias[0].starts_with("SIP/2.0/WS phone.invalid;branch="), "{vias:?}");
    ensure!(platform.sip().wait_for_registration(PATIENCE)? == uri(contact));
    platform.sip().registration_lifetime(Duration::from_secs(45));
    let again = phone.register("600")?;
    ensure!(
        again.header("Contact").is_some_and(|contact| contact.ends_with("expires=45")),
        "{again}"
    );
    ensure!(phone.register("0")?.status() == Some(200));
    ensure!(platform.sip().registered().is_none());
    Ok(())
}

#[test]
fn a_wrong_password_is_refused() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::connect(&platform)?;
    phone.info["password"] = "another".into();
    ensure!(phone.register("600")?.status() == Some(403));
    ensure!(platform.sip().registered().is_none());
    Ok(())
}

#[test]
fn every_fault_of_a_registration_is_its_answer() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::connect(&platform)?;
    let cases = [
        (RegistrationFault::Forbidden, 403),
        (RegistrationFault::Unavailable, 503),
        (RegistrationFault::TimedOut, 504),
        (RegistrationFault::TooMany, 603),
    ];
    for (fault, status) in cases {
        platform.sip().refuse_registration(Some(fault));
        ensure!(phone.register("600")?.status() == Some(status), "{fault:?}");
    }
    platform.sip().refuse_registration(Some(RegistrationFault::Silence));
    let asked = phone.registration("600", None);
    phone.send(&asked)?;
    // What is asked next is answered first.
    platform
        .sip()
        .wait_for_message(0, PATIENCE, |one| one.message.header("CSeq") == asked.header("CSeq"))?;
    platform.sip().refuse_registration(None);
    ensure!(phone.register("600")?.status() == Some(200));
    let unanswered = |one: &super::Message| one.header("CSeq") == asked.header("CSeq");
    ensure!(!phone.heard.iter().any(unanswered), "it was answered");
    Ok(())
}

#[test]
fn a_broken_connection_is_a_lost_registration() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    platform.sip().disconnect()?;
    ensure!(phone.hear(|_| false).is_err(), "it was not closed");
    ensure!(platform.sip().registered().is_none());
    let again = Phone::registered(&platform)?;
    platform.sip().wait_for_registration(PATIENCE)?;
    drop(again);
    Ok(())
}

#[test]
fn signs_of_life_and_questions_are_answered() -> Result<()> {
    let platform = Platform::start()?;
    let mut phone = Phone::registered(&platform)?;
    phone.socket.send(tungstenite::Message::text("\r\n\r\n"))?;
    ensure!(phone.socket.read()?.into_text()?.trim().is_empty());
    for method in ["OPTIONS", "NOTIFY"] {
        platform.sip().request_outside(method)?;
        let asked = phone.hear_request(method)?;
        ensure!(method != "NOTIFY" || asked.header("Event") == Some("check-sync"), "{asked}");
        phone.answer(&asked, "200 OK", None)?;
    }
    let own = phone.address();
    let publish = phone.request("PUBLISH", "sip:sip.test", &own, &own, "quality");
    let publish = publish.with("Event", "vq-rtcpxr");
    ensure!(phone.ask(publish)?.status() == Some(200));
    Ok(())
}

#[test]
fn the_phone_has_a_line_and_a_stun_server() -> Result<()> {
    let platform = Platform::start()?;
    let app = App::new(&platform)?;
    let devices = app.get(&format!("{USER}/device"))?;
    ensure!(devices["records"][0]["phoneLines"][0]["phoneInfo"]["phoneNumber"].is_string());
    let asked = json!({ "sipInfo": [{ "transport": "WSS" }] });
    let (_, given) = app.ask("POST", "/restapi/v1.0/client-info/sip-provision", &asked)?;
    let server = given["sipInfo"][0]["stunServers"][0].as_str().context("no server")?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(PATIENCE))?;
    let request = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
    socket.send_to(&request, server)?;
    let mut answer = [0; 64];
    let length = socket.recv(&mut answer)?;
    let port = socket.local_addr()?.port() ^ 0x2112;
    ensure!(answer[26..28] == port.to_be_bytes() && length == 32, "{:?}", &answer[..length]);
    Ok(())
}

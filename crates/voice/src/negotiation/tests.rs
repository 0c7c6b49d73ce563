//! The exchange as the widgets lead it: calls both ways, hold by editing, restarts, glare, and everything out of turn.

use super::{
    Agreement, DescriptionKind, DtlsRole, Negotiation, NegotiationError, Offerer, Restart,
    SignalingState, TransportChange,
};
use crate::codec::Codec;
use crate::sdp::{Candidate, Description, Direction, Setup};
use DescriptionKind::{Answer, Offer, Rollback};

const GENERATION_A: &str = include_str!("../../fixtures/sdp/media-server-a.sdp");
const GENERATION_B: &str = include_str!("../../fixtures/sdp/media-server-b.sdp");
const CHROME: &str = include_str!("../../fixtures/sdp/chrome.sdp");
const RTPENGINE: &str = include_str!("../../fixtures/sdp/rtpengine.sdp");

fn candidates() -> Vec<Candidate> {
    vec![Candidate::read("candidate:1 1 udp 2113937151 192.0.2.7 40000 typ host").unwrap()]
}

fn peer() -> Negotiation {
    Negotiation::new(u64::MAX)
}

fn offer(peer: &mut Negotiation, restart: Restart) -> String {
    let text = peer.create_offer(restart, Some("192.0.2.7:40000".parse().unwrap())).unwrap();
    peer.set_local(Offer, &text, &candidates()).unwrap();
    peer.local_description().unwrap().1.to_owned()
}

fn answer(peer: &mut Negotiation, offer: &str) -> (String, Agreement) {
    peer.set_remote(Offer, offer).unwrap();
    let text = peer.create_answer(None).unwrap();
    let agreement = peer.set_local(Answer, &text, &candidates()).unwrap().unwrap();
    (peer.local_description().unwrap().1.to_owned(), agreement)
}

/// Two of ours with a call between them.
fn call() -> (Negotiation, Negotiation) {
    let (mut a, mut b) = (peer(), peer());
    let offered = offer(&mut a, Restart::No);
    let (answered, _) = answer(&mut b, &offered);
    a.set_remote(Answer, &answered).unwrap();
    (a, b)
}

fn read(text: &str) -> Description {
    Description::read(text).unwrap()
}

#[test]
fn offers_of_both_generations_of_media_servers_are_answered_with_what_they_have() {
    for (offered, mid) in [(GENERATION_A, None), (GENERATION_B, Some("0"))] {
        let mut us = peer();
        let (answered, agreement) = answer(&mut us, offered);
        assert_eq!(agreement.codec, (Codec::Opus, 111));
        assert_eq!(agreement.events, Some((101, 8000)));
        assert_eq!((agreement.role, agreement.offerer), (DtlsRole::Client, Offerer::Them));
        assert!(agreement.may_send && agreement.may_receive);
        let written = read(&answered);
        let payloads: Vec<u8> = written.audio.formats.iter().map(|format| format.payload).collect();
        assert_eq!(payloads, [111, 0, 8, 101]);
        assert_eq!(written.audio.mid.as_deref(), mid);
        assert!(!written.audio.bundle && written.audio.rtcp_mux);
        assert_eq!(written.audio.profile, read(offered).audio.profile);
        assert_eq!(written.audio.candidates, candidates());
        assert_eq!(us.state(), SignalingState::Stable);
    }
}

#[test]
fn an_answer_names_every_section_and_takes_the_first_codec_both_know() {
    let (answered, agreement) = answer(&mut peer(), CHROME);
    assert_eq!(answered.matches("\r\nm=").count(), 2);
    assert!(answered.contains("m=video 0 UDP/TLS/RTP/SAVPF 96\r\n"));
    assert!(answered.contains("a=group:BUNDLE 0\r\n"));
    assert_eq!(agreement.events, Some((110, 48_000)));
    // Candidates stand in the audio section, not in the last one.
    assert!(answered.find("a=candidate").unwrap() < answered.find("m=video").unwrap());
    let (_, agreement) = answer(&mut peer(), RTPENGINE);
    assert_eq!((agreement.codec, agreement.events), ((Codec::Pcma, 8), Some((96, 8000))));
}

#[test]
fn the_other_sides_numbers_are_used_for_what_goes_to_it() {
    let mut us = peer();
    let offered = offer(&mut us, Restart::No);
    assert_eq!(us.state(), SignalingState::HaveLocalOffer);
    let theirs = offered
        .replace(" 111 0 8 110 126", " 96 97")
        .replace("a=rtpmap:111", "a=rtpmap:96")
        .replace("a=rtpmap:126", "a=rtpmap:97")
        .replace("actpass", "active");
    let agreement = us.set_remote(Answer, &theirs).unwrap().unwrap();
    assert_eq!((agreement.codec, agreement.events), ((Codec::Opus, 96), Some((97, 8000))));
    assert_eq!(agreement.role, DtlsRole::Server);
    assert!(agreement.incoming.iter().any(|format| format.payload == 111));
}

#[test]
fn hold_is_read_from_the_edited_text() {
    let (mut us, mut them) = call();
    let text = us.create_offer(Restart::No, None).unwrap();
    assert_eq!(read(&text).audio.direction, Direction::SendRecv);
    us.set_local(Offer, &text.replace("a=sendrecv", "a=sendonly"), &[]).unwrap();
    let (answered, theirs) = answer(&mut them, us.local_description().unwrap().1);
    assert_eq!(read(&answered).audio.direction, Direction::RecvOnly);
    assert!(!theirs.may_send && theirs.may_receive);
    let ours = us.set_remote(Answer, &answered).unwrap().unwrap();
    assert!(ours.may_send && !ours.may_receive);
    assert_eq!(ours.transport, TransportChange::Keep);

    // Held from both sides, then resumed from theirs.
    let text = them.create_offer(Restart::No, None).unwrap();
    them.set_local(Offer, &text.replace("a=sendrecv", "a=inactive"), &[]).unwrap();
    let (answered, ours) = answer(&mut us, them.local_description().unwrap().1);
    assert!(!ours.may_send && !ours.may_receive);
    assert_eq!(read(&answered).audio.setup, Some(Setup::Passive));
    assert!(answered.contains("a=inactive"));
}

#[test]
fn a_restart_survives_a_second_offer_and_keeps_the_certificate() {
    let (mut us, mut them) = call();
    let before = read(us.local_description().unwrap().1).audio;
    let first = offer(&mut us, Restart::Ice);
    let second = offer(&mut us, Restart::No);
    assert_ne!(read(&first).audio.ice, before.ice);
    assert_eq!(read(&first).audio.fingerprints, before.fingerprints);
    assert_eq!(read(&first).audio.ice, read(&second).audio.ice);
    assert_ne!(read(&first).origin, read(&second).origin);
    let (answered, theirs) = answer(&mut them, &second);
    assert_eq!(theirs.transport, TransportChange::RestartIce);
    let ours = us.set_remote(Answer, &answered).unwrap().unwrap();
    assert_eq!(ours.transport, TransportChange::RestartIce);
    // And from then on everything is as before.
    let third = offer(&mut us, Restart::No);
    assert_eq!(read(&third).audio.ice, read(&second).audio.ice);
    let (answered, theirs) = answer(&mut them, &third);
    assert_eq!(theirs.transport, TransportChange::Keep);
    assert_eq!(us.set_remote(Answer, &answered).unwrap().unwrap().transport, TransportChange::Keep);
}

#[test]
fn a_restart_before_anything_is_agreed_is_a_first_offer() {
    let mut us = peer();
    let first = offer(&mut us, Restart::Ice);
    let second = offer(&mut us, Restart::Ice);
    assert_eq!(read(&first).audio.ice, read(&second).audio.ice);
}

#[test]
fn a_restart_taken_back_leaves_what_was() {
    let (mut us, _) = call();
    let before = us.local_description().unwrap().1.to_owned();
    offer(&mut us, Restart::Ice);
    us.set_local(Rollback, "", &[]).unwrap();
    assert_eq!(us.state(), SignalingState::Stable);
    assert_eq!(us.local_description().unwrap().1, before);
    assert_eq!(read(&offer(&mut us, Restart::No)).audio.ice, read(&before).audio.ice);
}

#[test]
fn another_certificate_of_theirs_begins_anew_without_a_restart_of_ours() {
    let mut us = peer();
    let (first, _) = answer(&mut us, GENERATION_B);
    let other = GENERATION_B.replace("1F:3A", "2F:3A").replace("actpass", "active");
    let (second, agreement) = answer(&mut us, &other);
    assert_eq!((agreement.transport, agreement.role), (TransportChange::New, DtlsRole::Server));
    assert_eq!(read(&first).audio.ice, read(&second).audio.ice);
    let elsewhere = other.replace("Wk3q", "Xk3q");
    let (third, agreement) = answer(&mut us, &elsewhere);
    assert_eq!(agreement.transport, TransportChange::RestartIce);
    assert_ne!(read(&third).audio.ice, read(&second).audio.ice);
}

#[test]
fn when_both_offer_ours_gives_way() {
    let mut us = peer();
    offer(&mut us, Restart::No);
    let (_, agreement) = answer(&mut us, GENERATION_A);
    assert_eq!(agreement.offerer, Offerer::Them);
    assert_eq!(us.state(), SignalingState::Stable);
}

#[test]
fn steps_out_of_turn_are_refused_and_change_nothing() {
    let state_error = |result: Result<Option<Agreement>, NegotiationError>| {
        let error = result.unwrap_err();
        assert_eq!(error.name(), "InvalidStateError", "{error}");
    };
    let mut us = peer();
    assert!(us.create_answer(None).is_err());
    state_error(us.set_remote(Answer, GENERATION_B));
    state_error(us.set_local(Rollback, "", &[]));
    state_error(us.set_remote(Rollback, ""));
    let text = us.create_offer(Restart::No, None).unwrap();
    state_error(us.set_local(Answer, &text, &[]));
    us.set_remote(Offer, GENERATION_B).unwrap();
    state_error(us.set_local(Offer, &text, &[]));
    assert_eq!(us.state(), SignalingState::HaveRemoteOffer);

    let foreign = us.set_local(Answer, GENERATION_B, &[]).unwrap_err();
    assert_eq!(
        (foreign.name(), us.state()),
        ("InvalidModificationError", SignalingState::HaveRemoteOffer)
    );

    us.close();
    state_error(us.set_remote(Offer, GENERATION_B));
    assert!(us.create_offer(Restart::No, None).is_err());
}

#[test]
fn what_cannot_be_agreed_on_is_said_and_the_offer_stays_open() {
    let mut us = peer();
    let video = GENERATION_B.replace("63 109 111 18 0 8 9 96 101", "109 18 9");
    let error = us.set_remote(Offer, &video).unwrap_err().to_string();
    assert_eq!(
        error,
        "no codec in common: the other side has opus/16000, g729/8000, g722/8000, and we speak opus, PCMU and PCMA"
    );
    let offered = offer(&mut us, Restart::No);
    let refusal = offered.replace("m=audio 40000", "m=audio 0");
    assert_eq!(us.set_remote(Answer, &refusal).unwrap_err(), NegotiationError::Refused);
    assert_eq!(us.state(), SignalingState::HaveLocalOffer);
}

#[test]
fn formats_a_page_takes_out_are_not_agreed_on() {
    let mut us = peer();
    us.set_remote(Offer, GENERATION_B).unwrap();
    let text = us.create_answer(None).unwrap().replace(" 111 0 8 101", " 8");
    let agreement = us.set_local(Answer, &text, &[]).unwrap().unwrap();
    assert_eq!((agreement.codec, agreement.events), ((Codec::Pcma, 8), None));
}

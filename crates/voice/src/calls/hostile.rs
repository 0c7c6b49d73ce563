//! What others may try: wrong certificates, addresses nobody allowed, noise in place of packets, descriptions in any order.

use super::network::Random;
use super::{SECOND, call};
use crate::codec::Codec;
use crate::peer::{ConnectionState, LocalAddress, Peer, PeerEvent, TransportError, Verdict};
use crate::sdp::{Description, Fingerprint, HashFunction};
use crate::testing::start;
use crate::{DescriptionKind, Restart};
use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::X509Builder;
use openssl::x509::extension::SubjectAlternativeName;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use str0m::config::DtlsCert;

/// A peer of ours at `address`, and every address its policy was asked about.
fn peer(address: &str, verdict: fn(SocketAddr) -> Verdict) -> (Peer, Arc<Mutex<Vec<SocketAddr>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = asked.clone();
    let policy = move |address| {
        noted.lock().unwrap().push(address);
        verdict(address)
    };
    let local = LocalAddress { socket: address.parse().unwrap(), public: None };
    (Peer::new(vec![local], Box::new(policy)).unwrap(), asked)
}

/// Leads two of ours to an agreement; `edit` is what happens to the answer on its way.
fn agree(a: &mut Peer, b: &mut Peer, edit: impl Fn(&str) -> String) {
    let now = start();
    let offer = a.create_offer(Restart::No).unwrap();
    a.set_local_description(DescriptionKind::Offer, &offer, now).unwrap();
    let offer = a.local_description().unwrap().1.to_owned();
    b.set_remote_description(DescriptionKind::Offer, &offer, now).unwrap();
    let answer = b.create_answer().unwrap();
    b.set_local_description(DescriptionKind::Answer, &answer, now).unwrap();
    let answer = edit(b.local_description().unwrap().1);
    a.set_remote_description(DescriptionKind::Answer, &answer, now).unwrap();
}

/// Carries datagrams between two of ours for a second.
fn carry(a: &mut Peer, b: &mut Peer) {
    let begin = start();
    for step in 0..200 {
        let now = begin + Duration::from_millis(5) * step;
        for _ in 0..2 {
            while let Some(datagram) = a.poll_datagram() {
                b.handle_datagram(datagram.source, datagram.destination, &datagram.bytes, now);
            }
            while let Some(datagram) = b.poll_datagram() {
                a.handle_datagram(datagram.source, datagram.destination, &datagram.bytes, now);
            }
        }
        a.handle_time(now);
        b.handle_time(now);
    }
}

fn failure(peer: &mut Peer) -> Option<TransportError> {
    std::iter::from_fn(|| peer.poll_event()).find_map(|event| match event {
        PeerEvent::Failed(error) => Some(error),
        _ => None,
    })
}

fn allow(_: SocketAddr) -> Verdict {
    Verdict::Allowed
}

#[test]
fn the_certificate_shown_must_be_the_one_promised_whatever_the_hash() {
    // The true fingerprint of a certificate that is not ours to choose is known only in SHA-256; the others are made from
    // the certificate itself, which the test takes from the peer.
    let functions = [
        HashFunction::Sha1,
        HashFunction::Sha224,
        HashFunction::Sha256,
        HashFunction::Sha384,
        HashFunction::Sha512,
    ];
    for function in functions {
        for is_true in [true, false] {
            let (mut a, _) = peer("192.0.2.1:5000", allow);
            let (mut b, _) = peer("192.0.2.2:6000", allow);
            let certificate = b.certificate_for_tests();
            let promised = if is_true { certificate } else { b"another".to_vec() };
            let promised = Fingerprint::of(&promised, function).unwrap();
            agree(&mut a, &mut b, |answer| {
                let mut answer = Description::read(answer).unwrap();
                answer.audio.fingerprints = vec![promised.clone()];
                answer.to_string()
            });
            carry(&mut a, &mut b);
            if is_true {
                assert_eq!(a.connection_state(), ConnectionState::Connected, "{function:?}");
            } else {
                assert_eq!(a.connection_state(), ConnectionState::Failed, "{function:?}");
                assert_eq!(failure(&mut a), Some(TransportError::WrongCertificate));
            }
        }
    }
}

/// An RSA certificate of some four thousand bytes, as carriers may have one.
fn large_rsa_certificate() -> DtlsCert {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
    let mut names = SubjectAlternativeName::new();
    for number in 0..150 {
        names.dns(&format!("media-{number}.sbc.example.com"));
    }
    let names = names.build(&builder.x509v3_context(None, None)).unwrap();
    builder.append_extension(names).unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    let certificate = builder.build().to_der().unwrap();
    assert!((3500..8000).contains(&certificate.len()), "{}", certificate.len());
    DtlsCert { certificate, private_key: key.private_key_to_der().unwrap() }
}

#[test]
fn a_large_certificate_is_compared_like_any_other() {
    for is_true in [true, false] {
        let (mut a, _) = peer("192.0.2.1:5000", allow);
        let (mut b, _) = peer("192.0.2.2:6000", allow);
        b.set_certificate_for_tests(large_rsa_certificate());
        agree(&mut a, &mut b, |answer| {
            let mut answer = Description::read(answer).unwrap();
            if !is_true {
                let other = Fingerprint::of(b"another", HashFunction::Sha256).unwrap();
                answer.audio.fingerprints = vec![other];
            }
            answer.to_string()
        });
        carry(&mut a, &mut b);
        let expected = if is_true { ConnectionState::Connected } else { ConnectionState::Failed };
        assert_eq!(a.connection_state(), expected);
    }
}

#[test]
fn addresses_outside_the_realm_are_neither_tried_nor_heard() {
    let only_public = |address: SocketAddr| match address.ip().to_string().as_str() {
        "203.0.113.9" => Verdict::Allowed,
        _ => Verdict::Refused,
    };
    let (mut a, asked) = peer("192.0.2.1:5000", only_public);
    let (mut b, _) = peer("203.0.113.9:6000", allow);
    agree(&mut a, &mut b, |answer| {
        answer.replace(
            "a=end-of-candidates",
            "a=candidate:1 1 udp 99 192.168.1.1 80 typ host\r\na=candidate:2 1 udp 98 127.0.0.1 22 typ host\r\na=end-of-candidates",
        )
    });
    assert_eq!(asked.lock().unwrap().len(), 3);
    let mut sent = Vec::new();
    for step in 0..100 {
        a.handle_time(start() + Duration::from_millis(20) * step);
        sent.extend(std::iter::from_fn(|| a.poll_datagram()).map(|datagram| datagram.destination));
    }
    assert!(!sent.is_empty() && sent.iter().all(|to| to.ip().to_string() == "203.0.113.9"));

    let (mut c, _) = peer("192.0.2.1:5000", |_| Verdict::Refused);
    let offer = b_offer();
    let error = c.set_remote_description(DescriptionKind::Offer, &offer, start());
    assert!(error.is_ok(), "nothing is tried before the answer");
    let answer = c.create_answer().unwrap();
    let error = c.set_local_description(DescriptionKind::Answer, &answer, start()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "none of the 1 addresses the other side names may be used by this account"
    );
    assert_eq!(c.connection_state(), ConnectionState::Failed);
}

fn b_offer() -> String {
    let (mut b, _) = peer("203.0.113.9:6000", allow);
    let offer = b.create_offer(Restart::No).unwrap();
    b.set_local_description(DescriptionKind::Offer, &offer, start()).unwrap();
    b.local_description().unwrap().1.to_owned()
}

#[test]
fn a_bomb_of_candidates_costs_twenty_checks() {
    let (mut a, asked) = peer("192.0.2.1:5000", allow);
    let (mut b, _) = peer("203.0.113.9:6000", allow);
    agree(&mut a, &mut b, |answer| {
        let bomb: String = (1..900_u32)
            .map(|n| {
                format!(
                    "a=candidate:{n} 1 udp {n} 198.51.{}.{} 4000 typ host\r\n",
                    n / 250,
                    n % 250 + 1
                )
            })
            .collect();
        answer.replace("a=end-of-candidates", &(bomb + "a=end-of-candidates"))
    });
    assert_eq!(asked.lock().unwrap().len(), 20);
    for n in 0..500 {
        let line = format!("candidate:1 1 udp 1 203.0.{}.7 4000 typ host", n % 250);
        a.add_remote_candidate(&line, start());
    }
    let mut tried = Vec::new();
    for step in 0..500 {
        a.handle_time(start() + Duration::from_millis(20) * step);
        tried.extend(std::iter::from_fn(|| a.poll_datagram()).map(|datagram| datagram.destination));
    }
    tried.sort();
    tried.dedup();
    assert_eq!(tried.len(), 20);
}

#[test]
fn replayed_forged_and_random_datagrams_change_nothing() {
    let mut line = call(Codec::Opus, 80);
    let mut random = Random::new(5);
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for round in 0..2000 {
        line.run(Duration::from_millis(5));
        let now = line.now;
        // Everything that came is played again, whole and bent; and pure noise beside it.
        let bytes: Vec<u8> = (0..random.below(1400)).map(|_| random.below(256) as u8).collect();
        kept.push(bytes);
        let frame = [128, 111, 0, 1, 0, 0, 0, 9, 1, 2, 3, random.below(256) as u8];
        kept.push([&frame[..], &[7; 60]].concat());
        let stun = [&[0, 1, 0, 8, 0x21, 0x12, 0xa4, 0x42][..], &[round as u8; 20]].concat();
        kept.push(stun);
        kept.append(&mut line.tapped);
        for _ in 0..3 {
            let place = random.below(kept.len() as u64) as usize;
            let mut again = kept[place].clone();
            if random.below(2) == 0 && !again.is_empty() {
                let at = random.below(again.len() as u64) as usize;
                again[at] ^= 1 << random.below(8);
            }
            // From where it may come from, and from anywhere.
            let source = if random.below(2) == 0 {
                line.far.local
            } else {
                "198.51.100.1:9".parse().unwrap()
            };
            line.us.handle_datagram(source, line.far.remote, &again, now);
        }
        if kept.len() > 400 {
            kept.drain(..200);
        }
    }
    assert_eq!(line.us.connection_state(), ConnectionState::Connected);
    line.listen_anew();
    line.run(2 * SECOND);
    let (ours, theirs) = line.tones();
    assert!(ours > 0.95 && theirs > 0.95, "{ours} {theirs}");
}

#[test]
fn random_descriptions_in_any_order_never_panic() {
    let mut random = Random::new(11);
    let fixtures = [
        include_str!("../../fixtures/sdp/media-server-a.sdp"),
        include_str!("../../fixtures/sdp/media-server-b.sdp"),
        include_str!("../../fixtures/sdp/media-server-b-answer.sdp"),
        include_str!("../../fixtures/sdp/chrome.sdp"),
        include_str!("../../fixtures/sdp/freeswitch-hold.sdp"),
    ];
    let kinds = [DescriptionKind::Offer, DescriptionKind::Answer, DescriptionKind::Rollback];
    for _ in 0..40 {
        let (mut us, _) = peer("192.0.2.1:5000", allow);
        let mut own = String::new();
        for step in 0..60 {
            let now = start() + Duration::from_millis(20) * step;
            let kind = kinds[random.below(3) as usize];
            let mut text = fixtures[random.below(5) as usize].to_owned().into_bytes();
            for _ in 0..random.below(3) {
                let at = random.below(text.len() as u64) as usize;
                text[at] = b' ' + random.below(90) as u8;
            }
            let text = String::from_utf8_lossy(&text).into_owned();
            match random.below(6) {
                0 | 1 => drop(us.set_remote_description(kind, &text, now)),
                2 => drop(us.set_local_description(kind, &own, now)),
                3 => own = us.create_offer(Restart::Ice).unwrap_or_default(),
                4 => own = us.create_answer().unwrap_or_default(),
                _ => us.capture(&[500; 960], now),
            }
            us.play(now);
            us.handle_time(now);
            while us.poll_datagram().is_some() {}
            assert!(!us.stats().is_empty());
        }
    }
}

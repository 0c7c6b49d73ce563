//! Whole calls in one process: our peer against an implementation by other hands, over a network that may be bad.

mod far;
mod hostile;
mod line;
mod network;

use crate::codec::Codec;
use crate::peer::{ConnectionState, IceState, LocalAddress, Peer, PeerEvent, TransportError};
use crate::quality::{Grade, Reason};
use crate::{
    DescriptionKind, Digit, DigitTiming, Microphone, MicrophoneEvent, Restart, StatsRecord,
};
use line::{Line, manner};
use network::Weather;
use rtc::peer_connection::transport::RTCDtlsRole;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// The shell moves peers to a thread of their own.
const fn can_be_sent<T: Send>() {}
const _: () = can_be_sent::<Peer>();

/// A call we made, that is up and has settled.
fn call(codec: Codec, seed: u64) -> Line {
    let mut line = Line::new(manner(codec, RTCDtlsRole::Server), seed);
    line.we_offer(Restart::No, |offer| offer);
    line.run(SECOND);
    assert_eq!(line.us.connection_state(), ConnectionState::Connected, "{:?}", line.events);
    line.run(SECOND);
    line.listen_anew();
    line
}

#[test]
fn a_tone_is_heard_both_ways_whoever_calls_and_whoever_begins_the_handshake() {
    for codec in [Codec::Opus, Codec::Pcmu, Codec::Pcma] {
        for role in [RTCDtlsRole::Client, RTCDtlsRole::Server] {
            let mut line = Line::new(manner(codec, role), 1);
            line.we_offer(Restart::No, |offer| offer);
            line.run(2 * SECOND);
            line.listen_anew();
            line.run(2 * SECOND);
            assert_eq!(line.tones(), (1.0, 1.0), "{codec:?} {role:?}");
        }
        let mut line = Line::new(manner(codec, RTCDtlsRole::Server), 2);
        line.they_offer(false, |offer| offer);
        line.run(2 * SECOND);
        line.listen_anew();
        line.run(2 * SECOND);
        assert_eq!(line.tones(), (1.0, 1.0), "{codec:?}, they call");
        assert!(
            matches!(line.us.ice_state(), IceState::Connected | IceState::Completed),
            "{:?}",
            line.events
        );
    }
}

#[test]
fn candidates_that_come_before_the_answer_are_tried() {
    let mut line = Line::new(manner(Codec::Opus, RTCDtlsRole::Server), 4);
    let offer = line.far.offer(false, line.now);
    let (late, rest): (Vec<&str>, Vec<&str>) =
        offer.lines().partition(|line| line.starts_with("a=candidate"));
    line.us.set_remote_description(DescriptionKind::Offer, &rest.join("\r\n"), line.now).unwrap();
    late.iter().for_each(|candidate| line.us.add_remote_candidate(candidate, line.now));
    let answer = line.us.create_answer().unwrap();
    line.us.set_local_description(DescriptionKind::Answer, &answer, line.now).unwrap();
    assert!(line.us.poll_datagram().is_some_and(|check| check.destination == line.far.local));
    line.far.accept(line.us.local_description().unwrap().1, line.now);
    line.run(2 * SECOND);
    line.listen_anew();
    line.run(SECOND);
    assert_eq!(line.tones(), (1.0, 1.0));
}

#[test]
fn the_first_sound_comes_soon() {
    let mut line = Line::new(manner(Codec::Opus, RTCDtlsRole::Server), 3);
    line.we_offer(Restart::No, |offer| offer);
    line.run(400 * SECOND / 1000);
    let first = line.heard.iter().position(|sample| sample.abs() > 500);
    let first = first.map(|sample| sample / 48).unwrap();
    assert!(first < 250, "{first} ms");
}

#[test]
fn loss_up_to_a_fifth_leaves_the_tone() {
    for (loss, least) in [(0, 1.0), (5, 0.8), (10, 0.65), (20, 0.45)] {
        for codec in [Codec::Opus, Codec::Pcma] {
            let mut line = call(codec, 10 + u64::from(loss));
            let weather = Weather {
                loss,
                delay: Duration::from_millis(30),
                jitter: Duration::from_millis(60),
                doubled: 1,
            };
            (line.out.weather, line.back.weather) = (weather, weather);
            line.run(5 * SECOND);
            line.listen_anew();
            line.run(12 * SECOND);
            let (ours, theirs) = line.tones();
            assert!(
                ours >= least && theirs >= least,
                "{codec:?} {loss} %: {ours} {theirs} {:#?}",
                line.us.stats()
            );
            // What was made up is what was lost; nothing came too late.
            let (lost, concealed, recovered) = gaps(&line);
            assert!(
                concealed <= lost * 13 / 10 + 5 && recovered <= lost,
                "{codec:?} {loss} %: {:#?}",
                line.us.stats()
            );
            let quality = line.us.quality();
            match loss {
                0 => assert_eq!(quality.grade, Grade::Good, "{quality:?}"),
                20 => {
                    assert_eq!(quality.grade, Grade::Poor, "{quality:?}");
                    assert_eq!(quality.reason.map(|(reason, _)| reason), Some(Reason::Loss));
                }
                _ => assert_ne!(quality.grade, Grade::Good, "{loss} %: {quality:?}"),
            }
        }
    }
}

/// Packets lost, packets' worth of sound made up, packets recovered.
fn gaps(line: &Line) -> (u64, u64, u64) {
    let found = line.us.stats().into_iter().find_map(|record| match record {
        StatsRecord::InboundRtp {
            packets_lost, concealed_samples, fec_packets_received, ..
        } => Some((packets_lost, concealed_samples / 960, fec_packets_received)),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn most_of_a_lost_voice_comes_back() {
    let mut line = call(Codec::Opus, 15);
    line.far.speaks = true;
    line.back.weather = Weather { loss: 10, ..Weather::default() };
    line.run(20 * SECOND);
    let (lost, concealed, recovered) = gaps(&line);
    assert!(recovered * 10 > lost * 6 && concealed < lost / 2, "{lost} {concealed} {recovered}");
}

#[test]
fn a_muted_or_held_microphone_is_silence_and_the_page_s_hold_too() {
    let mut line = call(Codec::Opus, 20);
    for microphone in [Microphone::Muted, Microphone::Held] {
        line.us.set_microphone(microphone);
        line.run(SECOND);
        let (ours, theirs) = line.loudness();
        assert!(theirs < -80.0 && ours > -20.0, "{microphone:?}: {ours} {theirs}");
        line.us.set_microphone(Microphone::Live);
        line.run(SECOND);
        assert!(line.loudness().1 > -20.0);
    }
    assert!(line.events.contains(&PeerEvent::Microphone(MicrophoneEvent::SpeakingWhileMuted)));

    // Hold as a page does it: its text says that only we send.
    let (_, before, _) = gaps(&line);
    line.we_offer(Restart::No, |offer| offer.replace("a=sendrecv", "a=sendonly"));
    line.run(3 * SECOND);
    assert_eq!(gaps(&line).1, before, "a hold is no gap");
    assert_eq!(line.us.quality().grade, Grade::Good);
    assert!(line.loudness().0 < -90.0, "{:?}", line.loudness());
    line.we_offer(Restart::No, |offer| offer);
    line.run(SECOND);
    line.listen_anew();
    line.run(SECOND);
    assert_eq!(line.tones(), (1.0, 1.0));

    // Hold by the other side, in every way it may say so.
    for direction in ["a=sendonly", "a=inactive", "a=recvonly"] {
        let before = line.far.packets;
        line.they_offer(false, |offer| offer.replace("a=sendrecv", direction));
        line.run(SECOND);
        let may_send = direction == "a=recvonly";
        assert_eq!(line.far.packets - before > 10, may_send, "{direction}");
        assert_eq!(line.loudness().0 > -20.0, direction == "a=sendonly", "{direction}");
        line.they_offer(false, |offer| offer);
        line.run(SECOND);
        line.listen_anew();
        line.run(SECOND);
        assert_eq!(line.tones(), (1.0, 1.0), "after {direction}");
    }
}

#[test]
fn digits_are_heard_by_both_ends() {
    for codec in [Codec::Opus, Codec::Pcmu] {
        let mut line = call(codec, 30);
        let weather = Weather { loss: 10, ..Weather::default() };
        line.out.weather = weather;
        let timing = DigitTiming::new(Duration::from_millis(100), Duration::from_millis(50));
        line.us.send_digits("0123456789*#ABCD", timing).unwrap();
        line.run(6 * SECOND);
        assert_eq!(line.far.digits, (0..16).collect::<Vec<u8>>(), "{codec:?}");
        assert!(line.far.ended_digits >= 16);
        let sent = line.events.iter().filter(|event| matches!(event, PeerEvent::DigitSent { .. }));
        assert_eq!(sent.count(), 16);

        for (event, stamp) in [(1, 8_000), (1, 16_000), (11, 24_000)] {
            for (end, duration) in [(0, 160_u16), (0, 320), (0x80, 480), (0x80, 480), (0x80, 480)] {
                let [high, low] = duration.to_be_bytes();
                line.far_digit = Some(([event, end | 10, high, low], stamp));
                line.run(SECOND / 50);
            }
            line.run(SECOND / 5);
        }
        let heard = line.events.iter().filter_map(|event| match event {
            PeerEvent::DigitHeard(digit) => Some(Digit::key(*digit)),
            _ => None,
        });
        assert_eq!(heard.collect::<String>(), "11#");
        line.listen_anew();
        line.run(SECOND);
        assert_eq!(line.tones().0, 1.0, "the voice goes on after digits");
    }
}

#[test]
fn a_restart_by_either_side_carries_on() {
    let mut line = call(Codec::Opus, 40);
    // As the widget does it when it hears nothing: an offer to restart, then a second plain one.
    let first = line.us.create_offer(Restart::Ice).unwrap();
    line.us.set_local_description(DescriptionKind::Offer, &first, line.now).unwrap();
    line.we_offer(Restart::No, |offer| offer);
    assert_eq!(line.us.ice_state(), IceState::Checking);
    line.run(2 * SECOND);
    assert!(
        matches!(line.us.ice_state(), IceState::Connected | IceState::Completed),
        "{:?}",
        line.events
    );
    assert_eq!(line.us.connection_state(), ConnectionState::Connected);
    let few_lost = |line: &Line| line.tones().0 >= 0.9 && line.tones().1 >= 0.9;
    assert!(few_lost(&line), "{:?} {:?}", line.tones(), line.events);

    line.listen_anew();
    line.they_offer(true, |offer| offer);
    line.run(2 * SECOND);
    assert!(
        matches!(line.us.ice_state(), IceState::Connected | IceState::Completed),
        "{:?}",
        line.events
    );
    assert!(few_lost(&line), "{:?} {:?}", line.tones(), line.events);
    // And it lasts, also where only the new way answers.
    line.run(40 * SECOND);
    line.listen_anew();
    line.run(SECOND);
    assert_eq!(line.tones(), (1.0, 1.0), "{:?}", line.events);
}

#[test]
fn another_address_is_spoken_from_at_once_and_a_far_party_that_does_not_follow_brings_a_restart() {
    let mut line = call(Codec::Opus, 45);
    let other = "192.0.2.9:7000".parse().unwrap();
    line.far.remote = other;
    // What is under way goes where nobody is any more.
    line.back.arrivals(line.now + SECOND);
    line.us.set_local_addresses(vec![LocalAddress { socket: other, public: None }], line.now);
    line.run(2 * SECOND);
    line.listen_anew();
    line.run(2 * SECOND);
    assert_eq!(line.tones().1, 1.0, "{:?}", line.events);
    // The library goes on sending where it sent. Three looks at this, two seconds apart, and the widget restarts ICE.
    line.run(4 * SECOND);
    assert_eq!(received(&line), 0, "{:?}", line.events);
    line.we_offer(Restart::Ice, |offer| offer);
    line.run(2 * SECOND);
    line.listen_anew();
    line.run(10 * SECOND);
    assert_eq!(line.tones(), (1.0, 1.0), "{:?}", line.events);
    assert!(received(&line) > 500);
    assert_eq!(line.us.connection_state(), ConnectionState::Connected, "{:?}", line.events);
}

fn received(line: &Line) -> u64 {
    let found = line.us.stats().into_iter().find_map(|record| match record {
        StatsRecord::InboundRtp { packets_received, .. } => Some(packets_received),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn a_far_party_that_falls_silent_is_told_and_one_that_vanishes_is_given_up() {
    let mut line = call(Codec::Opus, 50);
    line.far.is_mute = true;
    line.run(5 * SECOND);
    assert!(line.events.contains(&PeerEvent::NothingHeard));
    line.far.is_mute = false;
    line.run(2 * SECOND);
    assert!(line.events.contains(&PeerEvent::HeardAgain));
    line.back.weather.loss = 100;
    line.run(70 * SECOND);
    assert!(line.events.contains(&PeerEvent::Ice(IceState::Disconnected)), "{:?}", line.events);
    assert!(line.events.contains(&PeerEvent::Failed(TransportError::Lost)), "{:?}", line.events);
    assert_eq!(line.us.connection_state(), ConnectionState::Failed);
}

#[test]
fn a_dead_microphone_is_told() {
    let mut line = call(Codec::Opus, 51);
    line.dead_microphone = true;
    line.run(6 * SECOND);
    assert!(line.events.contains(&PeerEvent::Microphone(MicrophoneEvent::Dead)));
}

#[test]
fn the_figures_have_the_names_and_the_size_a_page_expects() {
    let mut line = call(Codec::Opus, 60);
    line.run(10 * SECOND);
    let records = line.us.stats();
    let json = serde_json::to_value(&records).unwrap();
    let of = |kind: &str| {
        json.as_array().unwrap().iter().find(|record| record["type"] == kind).unwrap().clone()
    };
    let inbound = of("inbound-rtp");
    assert!(inbound["packetsReceived"].as_u64() > Some(550), "{inbound}");
    assert_eq!(inbound["packetsLost"], 0);
    assert_eq!(inbound["ssrc"], far::SSRC);
    assert!(of("outbound-rtp")["packetsSent"].as_u64() > Some(550));
    assert!(of("remote-inbound-rtp")["fractionLost"].as_f64().is_some());
    assert_eq!(of("candidate-pair")["state"], "succeeded");
    assert_eq!(of("remote-candidate")["port"], 6000);
    assert_eq!(of("transport")["dtlsState"], "connected");
    assert!(of("media-source")["audioLevel"].as_f64() > Some(0.1));
    assert!(
        records
            .iter()
            .any(|record| matches!(record, StatsRecord::Codec { mime_type: "audio/opus", .. }))
    );
}

#[test]
fn closing_says_goodbye_once() {
    let mut line = call(Codec::Opus, 70);
    line.us.close(line.now);
    let mut goodbyes = 0;
    while line.us.poll_datagram().is_some() {
        goodbyes += 1;
    }
    assert!(goodbyes > 0);
    line.us.close(line.now);
    assert_eq!(line.us.poll_datagram(), None);
    assert_eq!((line.us.ice_state(), line.us.deadline()), (IceState::Closed, None));
    assert!(line.us.create_offer(Restart::No).is_err());
}

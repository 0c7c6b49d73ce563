//! What real servers and browsers write is read as it is meant, what we write is read back, and nothing makes the reader panic.

use super::{
    Audio, Candidate, CandidateKind, Description, Direction, Fingerprint, Format, FormatKind,
    HashFunction, IceCredentials, Origin, Profile, SdpError, Section, Setup,
};
use expect_test::expect;
use proptest::prelude::*;

const FIXTURES: [(&str, &str); 8] = [
    ("media server A", include_str!("../../fixtures/sdp/media-server-a.sdp")),
    ("media server B", include_str!("../../fixtures/sdp/media-server-b.sdp")),
    ("media server B answers", include_str!("../../fixtures/sdp/media-server-b-answer.sdp")),
    ("Chrome", include_str!("../../fixtures/sdp/chrome.sdp")),
    ("Firefox", include_str!("../../fixtures/sdp/firefox.sdp")),
    ("rtpengine", include_str!("../../fixtures/sdp/rtpengine.sdp")),
    ("Asterisk", include_str!("../../fixtures/sdp/asterisk.sdp")),
    ("FreeSWITCH holds", include_str!("../../fixtures/sdp/freeswitch-hold.sdp")),
];

/// One line of what matters.
fn summary(description: &Description) -> String {
    let audio = &description.audio;
    let formats: Vec<String> = audio
        .formats
        .iter()
        .filter_map(|format| match &format.kind {
            FormatKind::Other(_) => None,
            FormatKind::TelephoneEvent(rate) => Some(format!("{} digits/{rate}", format.payload)),
            kind => Some(format!("{} {kind:?}", format.payload)),
        })
        .collect();
    let hashes: Vec<_> = audio.fingerprints.iter().map(|one| one.function().name()).collect();
    let candidates: Vec<_> = audio
        .candidates
        .iter()
        .map(|one| format!("{} {} {}", one.kind.name(), one.address, one.priority))
        .collect();
    format!(
        "[{}] {:?} {:?} mid {:?} bundle {} default {:?} [{}] [{}] ssrc {:?} sections {}",
        formats.join(", "),
        audio.direction,
        audio.setup,
        audio.mid,
        audio.bundle,
        audio.default_address(),
        hashes.join(", "),
        candidates.join(", "),
        audio.ssrcs,
        description.sections.len()
    )
}

#[test]
fn real_descriptions_are_read_as_they_are_meant() {
    let read: Vec<String> = FIXTURES
        .iter()
        .map(|(name, text)| format!("{name}: {}", summary(&Description::read(text).unwrap())))
        .collect();
    expect![[r#"
        media server A: [111 Opus, 0 Pcmu, 8 Pcma, 101 digits/8000] SendRecv Some(ActPass) mid None bundle false default Some(203.0.113.20:40124) [sha-1] [host 203.0.113.20:40124 2130706431] ssrc [] sections 1
        media server B: [111 Opus, 0 Pcmu, 8 Pcma, 101 digits/8000] SendRecv Some(ActPass) mid Some("0") bundle false default Some(198.51.100.77:50320) [sha-256] [host 198.51.100.77:50320 4294902018] ssrc [] sections 1
        media server B answers: [111 Opus, 101 digits/8000] SendRecv Some(Passive) mid Some("0") bundle false default Some(198.51.100.77:50322) [sha-256] [host 198.51.100.77:50322 4294902018] ssrc [] sections 1
        Chrome: [111 Opus, 0 Pcmu, 8 Pcma, 110 digits/48000, 126 digits/8000] SendRecv Some(ActPass) mid Some("0") bundle true default Some(192.0.2.14:54400) [sha-256] [host 192.0.2.14:54400 2122260223, host [2001:db8::14]:54401 2122129151, srflx 203.0.113.5:54400 1677729535] ssrc [1870424212] sections 2
        Firefox: [109 Opus, 0 Pcmu, 8 Pcma, 101 digits/8000] SendRecv Some(ActPass) mid Some("{8e2b6d8a-1111-4b7e-9c3d-5f0a1b2c3d4e}") bundle true default Some(192.0.2.33:58324) [sha-256] [host 192.0.2.33:58324 2122252543, srflx 203.0.113.9:58324 1686052863] ssrc [2655508255] sections 1
        rtpengine: [8 Pcma, 0 Pcmu, 96 digits/8000] SendRecv Some(ActPass) mid None bundle false default Some(198.51.100.1:30018) [sha-256, sha-1] [host 198.51.100.1:30018 2130706431] ssrc [] sections 1
        Asterisk: [107 Opus, 0 Pcmu, 8 Pcma, 101 digits/8000] SendRecv Some(ActPass) mid None bundle false default Some(198.51.100.40:17024) [sha-256] [host 198.51.100.40:17024 2130706431] ssrc [] sections 1
        FreeSWITCH holds: [102 Opus, 8 Pcma, 0 Pcmu, 103 digits/48000, 101 digits/8000] SendOnly Some(ActPass) mid None bundle false default Some(198.51.100.60:25672) [sha-512] [host 198.51.100.60:25672 659136] ssrc [3027414287] sections 1"#]].assert_eq(&read.join("\n"));
}

#[test]
fn real_descriptions_survive_being_written_and_read_again() {
    for (name, text) in FIXTURES {
        let first = Description::read(text).unwrap();
        let again = Description::read(&first.to_string()).unwrap();
        // A mid in a group that the writer has no other member of, and what nobody needs, may differ.
        assert_eq!(again.audio, first.audio, "{name}");
        assert_eq!(again.origin, first.origin, "{name}");
    }
}

#[test]
fn an_answer_can_name_the_sections_it_refuses() {
    let chrome = Description::read(FIXTURES[3].1).unwrap();
    let refused = Section::Refused {
        kind: "video".to_owned(),
        profile: "UDP/TLS/RTP/SAVPF".to_owned(),
        format: "96".to_owned(),
        mid: Some("1".to_owned()),
    };
    assert_eq!(chrome.sections, [Section::Audio, refused]);
    assert!(chrome.to_string().contains("m=video 0 UDP/TLS/RTP/SAVPF 96\r\n"));
}

#[test]
fn what_cannot_become_a_call_is_refused_in_words() {
    let good = FIXTURES[1].1;
    let without = |what: &str| -> String {
        good.lines()
            .filter(|line| !line.contains(what))
            .fold(String::new(), |all, line| all + line + "\n")
    };
    let cases = [
        (String::new(), "this is no session description: it does not begin with v=0"),
        ("hello=1".to_owned(), "this is no session description: it does not begin with v=0"),
        (without("m=audio"), "the description has no audio section"),
        (without("ice-pwd"), "the description has no usable ICE user fragment and password"),
        (without("fingerprint"), "the description names no certificate fingerprint"),
        (
            good.replace("sha-256 1F", "md5 1F"),
            "the fingerprint \"md5 1F:3A:5C:77:90:AB:CD:EF:01:23:45:67:89:AB:CD:EF:10:32:54:76:\" cannot be verified: \
             only sha-1, sha-224, sha-256, sha-384 and sha-512 of full length can",
        ),
        (
            good.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
            "the audio section's transport \"RTP/AVP\" is not RTP over DTLS, which is all we speak",
        ),
        (good.replace("m=audio 50320", "m=audio x"), "cannot be read"),
        (
            good.to_owned() + &"a=x\r\n".repeat(20_000),
            "the description is too long: more than 64 KiB",
        ),
        (good.repeat(40), "the description is too long: more than 16 media sections"),
        (
            format!("v=0\n{}", "\n".repeat(3000)),
            "the description is too long: a line, or the number of lines",
        ),
    ];
    for (text, expected) in cases {
        let said = Description::read(&text).unwrap_err().to_string();
        assert!(said.contains(expected), "{said}");
    }
    let short = good.replace(":69:78", "");
    assert!(matches!(Description::read(&short), Err(SdpError::Fingerprint(_))));
}

#[test]
fn a_refused_section_needs_neither_keys_nor_addresses() {
    let refused = "v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\nm=audio 0 UDP/TLS/RTP/SAVPF 111\n";
    let read = Description::read(refused).unwrap();
    assert_eq!((read.audio.port, read.audio.default_address()), (0, None));
}

#[test]
fn a_certificate_is_known_by_its_strongest_fingerprint_only() {
    let certificate = b"any bytes will do for a hash";
    let all = [
        HashFunction::Sha1,
        HashFunction::Sha224,
        HashFunction::Sha256,
        HashFunction::Sha384,
        HashFunction::Sha512,
    ];
    for function in all {
        let promised = Fingerprint::of(certificate, function).unwrap();
        let read = Fingerprint::read(&promised.to_string()).unwrap();
        assert_eq!(read, promised);
        assert!(Fingerprint::matches_any(&[read], certificate));
        assert!(!Fingerprint::matches_any(&[promised], b"another"));
    }
    // The value is SHA-1's of RFC 3174, so that both ends of the comparison are not ours alone.
    let known = "sha-1 A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D";
    assert!(Fingerprint::matches_any(&[Fingerprint::read(known).unwrap()], b"abc"));

    let weak = Fingerprint::of(certificate, HashFunction::Sha1).unwrap();
    let strong = Fingerprint::of(b"another", HashFunction::Sha256).unwrap();
    assert!(!Fingerprint::matches_any(&[weak, strong], certificate));
    assert!(!Fingerprint::matches_any(&[], certificate));
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-z0-9+/]{4,32}"
}

fn candidate() -> impl Strategy<Value = Candidate> {
    let kind = prop_oneof![
        Just(CandidateKind::Host),
        Just(CandidateKind::ServerReflexive),
        Just(CandidateKind::PeerReflexive),
        Just(CandidateKind::Relayed)
    ];
    (word(), any::<u32>(), any::<std::net::IpAddr>(), 1..=u16::MAX, kind)
        .prop_filter("an address to send to", |(_, _, ip, _, _)| {
            !ip.is_unspecified() && !ip.is_multicast()
        })
        .prop_map(|(foundation, priority, ip, port, kind)| Candidate {
            foundation,
            priority,
            address: (ip, port).into(),
            kind,
        })
}

fn audio() -> impl Strategy<Value = Audio> {
    let kind = prop_oneof![
        Just(FormatKind::Opus),
        Just(FormatKind::Pcmu),
        Just(FormatKind::Pcma),
        Just(FormatKind::TelephoneEvent(8_000)),
        Just(FormatKind::TelephoneEvent(48_000)),
        Just(FormatKind::Other("g722/8000".to_owned()))
    ];
    let formats = proptest::collection::btree_map(0..128_u8, kind, 1..12);
    let direction = (0..4_usize).prop_map(|place| Direction::NAMES[place].0);
    let profile = (0..4_usize).prop_map(|place| Profile::NAMES[place].0);
    let setup = proptest::option::of((0..3_usize).prop_map(|place| Setup::NAMES[place].0));
    let fingerprints = proptest::collection::vec(any::<[u8; 4]>(), 1..4).prop_map(|seeds| {
        let of = |seed: [u8; 4]| Fingerprint::of(&seed, HashFunction::Sha256).unwrap();
        seeds.into_iter().map(of).collect()
    });
    let ice = (word(), "[A-Za-z0-9+/]{22,64}")
        .prop_map(|(ufrag, password)| IceCredentials { ufrag, password });
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let ssrcs = proptest::collection::btree_set(any::<u32>(), 0..8);
    (
        (1..=u16::MAX, proptest::option::of(any::<std::net::IpAddr>()), profile, formats),
        (direction, ice, flags, fingerprints, setup),
        (proptest::option::of(word()), proptest::collection::vec(candidate(), 0..20), ssrcs),
    )
        .prop_map(|((port, address, profile, formats), second, (mid, candidates, ssrcs))| {
            let (direction, ice, (ice_lite, rtcp_mux, end_of_candidates), fingerprints, setup) =
                second;
            Audio {
                port,
                // A missing address is written as the unspecified one.
                address: Some(address.unwrap_or(std::net::Ipv4Addr::UNSPECIFIED.into())),
                profile,
                formats: formats
                    .into_iter()
                    .map(|(payload, kind)| Format { payload, kind })
                    .collect(),
                direction,
                ice,
                ice_lite,
                fingerprints,
                setup,
                bundle: mid.is_some(),
                mid,
                rtcp_mux,
                candidates,
                end_of_candidates,
                ssrcs: ssrcs.into_iter().collect(),
            }
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(audio in audio(), session: u64, version: u64) {
        let origin = Origin { session, version };
        let written = Description { origin, sections: vec![Section::Audio], audio };
        prop_assert_eq!(Description::read(&written.to_string()), Ok(written));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text: String, place in 0..FIXTURES.len()) {
        let _ = Description::read(&text);
        let _ = Candidate::read(&text);
        let _ = Fingerprint::read(&text);
        let _ = Description::read(&format!("{}{text}", FIXTURES[place].1));
    }

    #[test]
    fn broken_real_descriptions_are_read_or_refused(
        place in 0..FIXTURES.len(),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<char>()), 1..20),
    ) {
        let mut text: Vec<char> = FIXTURES[place].1.chars().collect();
        for (index, with) in cuts {
            let at = index.index(text.len());
            text[at] = with;
        }
        let text: String = text.into_iter().collect();
        if let Ok(read) = Description::read(&text) {
            // What was accepted can be written and is accepted again.
            prop_assert!(Description::read(&read.to_string()).is_ok());
            prop_assert!(read.audio.candidates.len() <= super::MOST_CANDIDATES);
        }
    }
}

//! Session descriptions in the manner of RingCentral's media servers, of which there are two generations; they differ from
//! every browser's. Made of a description of our own, and made into one.

use crate::far_party::direction;
use anyhow::{Context as _, Result};

/// In whose manner descriptions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// As the library writes them: in a browser's.
    Browser,
    /// RingCentral's servers of 2020 and 2021.
    GenerationA,
    /// Those since 2022.
    GenerationB,
}

/// Whether a description offers or answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Offer,
    Answer,
}

impl Dialect {
    /// Rewrites a description of ours. `sha1`: the certificate's fingerprint by the older function.
    pub(super) fn write(self, kind: Kind, own: &str, sha1: &str) -> Result<String> {
        match self {
            Self::Browser => Ok(own.to_owned()),
            Self::GenerationA => Facts::of(own)?.write_a(kind, sha1),
            Self::GenerationB => Facts::of(own)?.write_b(kind),
        }
    }
}

/// What the library needs that a phone need not say: the identity of the only stream, also as a group. Keys with another
/// clock than RingCentral's are left out, because the library mistakes one for the other.
pub(super) fn complete(description: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let has_mid = description.contains("\na=mid:");
    let fast: Vec<&str> = description.lines().filter_map(fast_keys).collect();
    for line in description.lines() {
        let is_stream = line.starts_with("m=");
        let is_about_fast = |number: &&str| {
            ["rtpmap", "fmtp"].iter().any(|name| line.starts_with(&format!("a={name}:{number} ")))
        };
        if fast.iter().any(is_about_fast) {
            continue;
        }
        if is_stream && !description.contains("\na=group:BUNDLE") {
            let mid = value(description, "mid").unwrap_or("0");
            lines.push(format!("a=group:BUNDLE {mid}"));
        }
        let line = match is_stream {
            true => {
                let kept = line.split(' ').enumerate();
                let kept = kept.filter(|(place, one)| *place < 3 || !fast.contains(one));
                let profile = |(place, one)| if place == 2 { "UDP/TLS/RTP/SAVPF" } else { one };
                kept.map(profile).collect::<Vec<&str>>().join(" ")
            }
            false => line.to_owned(),
        };
        lines.push(line);
        if is_stream && !has_mid {
            lines.push("a=mid:0".to_owned());
        }
    }
    lines.join("\r\n") + "\r\n"
}

/// The number of keys with the clock of Opus.
fn fast_keys(line: &str) -> Option<&str> {
    let (number, name) = line.trim_end().strip_prefix("a=rtpmap:")?.split_once(' ')?;
    name.eq_ignore_ascii_case("telephone-event/48000").then_some(number)
}

/// What the library said.
struct Facts<'a> {
    ufrag: &'a str,
    password: &'a str,
    sha256: &'a str,
    setup: &'a str,
    direction: &'static str,
    version: &'a str,
    address: &'a str,
    port: u16,
    mid: &'a str,
    opus: Option<&'a str>,
    events: Option<&'a str>,
    first: &'a str,
}

fn value<'a>(description: &'a str, name: &str) -> Option<&'a str> {
    let prefix = format!("a={name}:");
    description.lines().find_map(|line| line.trim_end().strip_prefix(&prefix))
}

impl<'a> Facts<'a> {
    fn of(own: &'a str) -> Result<Self> {
        let must = |name: &str| value(own, name).with_context(|| format!("no {name} in {own}"));
        let candidate: Vec<&str> = must("candidate")?.split(' ').collect();
        let named = |codec: &str| {
            let mut maps = own.lines().filter_map(|line| line.trim_end().strip_prefix("a=rtpmap:"));
            maps.find_map(|map| {
                map.split_once(' ').filter(|(_, name)| name.eq_ignore_ascii_case(codec))
            })
            .map(|(number, _)| number)
        };
        let origin = own.lines().find(|line| line.starts_with("o=")).context("no origin")?;
        let stream = own.lines().find(|line| line.starts_with("m=audio")).context("no stream")?;
        Ok(Self {
            ufrag: must("ice-ufrag")?,
            password: must("ice-pwd")?,
            sha256: must("fingerprint")?,
            setup: must("setup")?,
            direction: direction(own),
            version: origin.split(' ').nth(2).context("no version")?,
            address: candidate.get(4).context("no address")?,
            port: candidate.get(5).context("no port")?.parse()?,
            mid: value(own, "mid").unwrap_or("0"),
            opus: named("opus/48000/2"),
            events: named("telephone-event/8000"),
            first: stream.split(' ').nth(3).context("no format")?,
        })
    }

    fn head(&self) -> String {
        let Self { version, address, .. } = self;
        format!(
            "v=0\no=- 6917529027641081856 {version} IN IP4 {address}\ns=SmcSip\nc=IN IP4 {address}\nt=0 0\n"
        )
    }

    /// Formats of the stream, each with its lines. An answer has what was agreed on.
    fn formats(&self, kind: Kind, dtx: &str, red: bool) -> (String, String) {
        let opus = format!("useinbandfec=1{dtx}");
        if kind == Kind::Answer {
            let events = self
                .events
                .map(|number| {
                    format!("a=rtpmap:{number} telephone-event/8000\na=fmtp:{number} 0-15\n")
                })
                .unwrap_or_default();
            let voice = match self.opus {
                Some(number) => format!("a=rtpmap:{number} OPUS/48000/2\na=fmtp:{number} {opus}\n"),
                None => String::new(),
            };
            let numbers = [Some(self.opus.unwrap_or(self.first)), self.events];
            let numbers: Vec<&str> = numbers.into_iter().flatten().collect();
            return (numbers.join(" "), voice + &events);
        }
        let red = if red { "63 " } else { "" };
        let voices = match self.opus {
            Some(_) => format!("{red}109 111 18 0 8"),
            // A call without Opus has one codec, and those nobody here speaks.
            None => format!("{} 18", self.first),
        };
        let numbers = format!("{voices} 9 96 101");
        let lines: String = numbers
            .split(' ')
            .map(|number| match number {
                "63" => "a=rtpmap:63 red/48000/2\na=fmtp:63 111/111\n".to_owned(),
                "109" => {
                    format!("a=rtpmap:109 OPUS/16000\na=fmtp:109 {opus}\na=rtcp-fb:109 ccm tmmbr\n")
                }
                "111" => format!(
                    "a=rtpmap:111 OPUS/48000/2\na=fmtp:111 {opus}\na=rtcp-fb:111 ccm tmmbr\n"
                ),
                "18" => "a=rtpmap:18 g729/8000\na=fmtp:18 annexb=no\n".to_owned(),
                "0" => "a=rtpmap:0 pcmu/8000\n".to_owned(),
                "8" => "a=rtpmap:8 pcma/8000\n".to_owned(),
                "9" => "a=rtpmap:9 g722/8000\n".to_owned(),
                "96" => "a=rtpmap:96 ilbc/8000\na=fmtp:96 mode=20\n".to_owned(),
                _ => "a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\n".to_owned(),
            })
            .collect();
        (numbers, lines)
    }

    fn write_a(&self, kind: Kind, sha1: &str) -> Result<String> {
        let (numbers, formats) = self.formats(kind, "", false);
        let Self { ufrag, password, setup, direction, address, port, .. } = self;
        let rtcp = port.checked_add(1).context("no port for RTCP")?;
        let head = self.head();
        Ok(network_lines(&format!(
            "{head}m=audio {port} RTP/SAVPF {numbers}\na=rtcp:{rtcp}\n{formats}a={direction}\n\
             a=ice-ufrag:{ufrag}\na=ice-pwd:{password}\na=fingerprint:sha-1 {sha1}\na=setup:{setup}\n\
             a=candidate:kH3vMeW2lT7zQ9bn 1 UDP 2130706431 {address} {port} typ host\n\
             a=candidate:kH3vMeW2lT7zQ9bn 2 UDP 2130706430 {address} {rtcp} typ host\na=rtcp-mux\n"
        )))
    }

    fn write_b(&self, kind: Kind) -> Result<String> {
        let (numbers, formats) = self.formats(kind, ";usedtx=0", true);
        let Self { ufrag, password, sha256, setup, direction, address, port, mid, .. } = self;
        let rtcp = port.checked_add(1).context("no port for RTCP")?;
        let head = self.head();
        let trickle = match kind {
            Kind::Offer => "a=ice-options:ice2 trickle renomination\na=ice-pacing:50\n",
            Kind::Answer => "",
        };
        Ok(network_lines(&format!(
            "{head}{trickle}a=ice-ufrag:{ufrag}\na=ice-pwd:{password}\na=fingerprint:{sha256}\n\
             m=audio {port} UDP/TLS/RTP/SAVPF {numbers}\na=rtcp:{rtcp}\n{formats}a={direction}\n\
             a=setup:{setup}\na=mid:{mid}\n\
             a=candidate:Zb2nVc8xLq4wEr6t 1 UDP 4294902018 {address} {port} typ host\n\
             a=candidate:Zb2nVc8xLq4wEr6t 2 UDP 4294902531 {address} {rtcp} typ host\n\
             a=end-of-candidates\na=rtcp-mux\n"
        )))
    }
}

fn network_lines(text: &str) -> String {
    text.replace('\n', "\r\n")
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Kind, complete};
    use deskbell_voice::{DescriptionKind, LocalAddress, Peer, Verdict};
    use std::time::Instant;

    fn phone(port: u16) -> Peer {
        let local = LocalAddress { socket: ([127, 0, 0, 1], port).into(), public: None };
        Peer::new(vec![local], Box::new(|_| Verdict::Allowed)).unwrap()
    }

    #[test]
    fn both_generations_offer_what_a_phone_takes_and_differ_where_they_do() {
        let mut other = phone(9001);
        let offer = other.create_offer(deskbell_voice::Restart::No).unwrap();
        let now = Instant::now();
        other.set_local_description(DescriptionKind::Offer, &offer, now).unwrap();
        let own = other.local_description().unwrap().1.to_owned();
        let sha1 = ["AB"; 20].join(":");
        let a = Dialect::GenerationA.write(Kind::Offer, &own, &sha1).unwrap();
        let b = Dialect::GenerationB.write(Kind::Offer, &own, &sha1).unwrap();
        assert!(a.contains("sha-1 AB:AB") && !a.contains("a=mid") && !a.contains("sha-256"), "{a}");
        assert!(a.contains(" RTP/SAVPF 109 111 18 0 8 9 96 101\r\n"), "{a}");
        let (session, stream) = b.split_once("m=audio").unwrap();
        assert!(
            session.contains("sha-256") && stream.starts_with(" 9001 UDP/TLS/RTP/SAVPF 63 109")
        );
        assert!(stream.contains(" 2 UDP 4294902531 127.0.0.1 9002 typ host"), "{b}");
        assert!(!b.contains("BUNDLE") && b.contains("a=mid:0"), "{b}");
        for text in [a, b] {
            let mut peer = phone(9003);
            peer.set_remote_description(DescriptionKind::Offer, &text, Instant::now()).unwrap();
            assert!(peer.create_answer().unwrap().contains("111"));
        }
        assert_eq!(Dialect::Browser.write(Kind::Offer, &own, "").unwrap(), own);
    }

    #[test]
    fn what_a_phone_leaves_out_is_put_in() {
        let bare = "v=0\r\nt=0 0\r\nm=audio 9 RTP/SAVPF 111\r\na=sendrecv\r\n";
        let full = complete(bare);
        assert!(
            full.contains("a=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"),
            "{full}"
        );
        assert_eq!(complete(&full), full);
        let fast = full.replace(
            " 111\r\n",
            " 111 110 126\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n",
        );
        let slow = complete(&fast);
        assert!(slow.contains("SAVPF 111 126\r\n") && !slow.contains("48000"), "{slow}");
    }
}

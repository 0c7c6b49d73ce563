//! Session descriptions fit for a bug report: whom they are about is replaced by stand-ins, which stay the same within one
//! exchange, so that it can still be followed.

use std::collections::BTreeMap;
use std::net::IpAddr;

/// Attributes that say nothing about anybody and stay as they are, except for addresses in them.
const KEPT: [&str; 24] = [
    "rtpmap",
    "fmtp",
    "rtcp-fb",
    "ptime",
    "maxptime",
    "mid",
    "group",
    "setup",
    "sendrecv",
    "sendonly",
    "recvonly",
    "inactive",
    "rtcp",
    "rtcp-mux",
    "rtcp-mux-only",
    "rtcp-rsize",
    "ice-options",
    "ice-lite",
    "ice-pacing",
    "end-of-candidates",
    "extmap",
    "extmap-allow-mixed",
    "msid-semantic",
    "bundle-only",
];

/// What a stand-in takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    PublicAddress,
    PrivateAddress,
    Address6,
    Host,
    Fragment,
    Password,
    Fingerprint,
    Foundation,
    Source,
    Name,
    Session,
}

/// Replaces what is about somebody. One is for one exchange: the same text becomes the same stand-in in all its descriptions.
#[derive(Clone, Debug, Default)]
pub struct Scrubber {
    known: BTreeMap<(Kind, String), usize>,
}

impl Scrubber {
    /// `sdp` without addresses, credentials, fingerprints, sources and free text.
    #[must_use]
    pub fn scrub(&mut self, sdp: &str) -> String {
        let lines = sdp.lines().filter_map(|line| self.line(line.trim_end()));
        lines.map(|line| line + "\r\n").collect()
    }

    fn line(&mut self, line: &str) -> Option<String> {
        let (kind, value) = line.split_once('=')?;
        Some(match kind {
            "a" => format!("a={}", self.attribute(value)),
            "o" => format!("o={}", self.origin(value)),
            "c" => format!("c={}", self.words(value, Rest::Hosts)),
            "m" | "b" | "t" | "v" => format!("{kind}={}", self.words(value, Rest::Kept)),
            "s" if value == "-" => line.to_owned(),
            "s" => format!("s={}", self.stand_in(Kind::Name, value)),
            // Free text and keys.
            _ => return None,
        })
    }

    /// `name id version IN IP4 address`.
    fn origin(&mut self, value: &str) -> String {
        let mut parts = value.split_whitespace();
        let name = match parts.next().unwrap_or_default() {
            "-" => "-".to_owned(),
            name => self.stand_in(Kind::Name, name),
        };
        let id = self.stand_in(Kind::Session, parts.next().unwrap_or_default());
        let rest: Vec<&str> = parts.collect();
        format!("{name} {id} {}", self.words(&rest.join(" "), Rest::Hosts))
    }

    fn attribute(&mut self, attribute: &str) -> String {
        let (name, value) = match attribute.split_once(':') {
            Some((name, value)) => (name, value),
            None if KEPT.contains(&attribute) => return attribute.to_owned(),
            None => return "scrubbed".to_owned(),
        };
        let value = match name {
            "ice-ufrag" => self.stand_in(Kind::Fragment, value),
            "ice-pwd" => self.stand_in(Kind::Password, value),
            "fingerprint" => {
                let (hash, print) = value.split_once(' ').unwrap_or((value, ""));
                format!("{} {}", word(hash), self.fingerprint(print))
            }
            "candidate" => self.candidate(value),
            "ssrc" => {
                let (source, what) = value.split_once(' ').unwrap_or((value, ""));
                let (what, _) = what.split_once(':').unwrap_or((what, ""));
                format!("{} {}:scrubbed", self.stand_in(Kind::Source, source), word(what))
            }
            "msid" => {
                let names = value.split_whitespace();
                let names: Vec<String> = names.map(|one| self.stand_in(Kind::Name, one)).collect();
                names.join(" ")
            }
            name if KEPT.contains(&name) => self.words(value, Rest::Kept),
            _ => "scrubbed".to_owned(),
        };
        format!("{}:{value}", word(name))
    }

    /// `foundation component protocol priority address port typ kind …` (RFC 8839).
    fn candidate(&mut self, value: &str) -> String {
        let mut said = Vec::new();
        let mut before = "";
        for (at, part) in value.split_whitespace().enumerate() {
            said.push(match (at, before) {
                (0, _) => self.stand_in(Kind::Foundation, part),
                (4, _) | (_, "raddr") => self.address(part),
                (_, "ufrag") => self.stand_in(Kind::Fragment, part),
                _ => word(part),
            });
            before = part;
        }
        said.join(" ")
    }

    /// The words of a value, addresses replaced wherever they stand.
    fn words(&mut self, value: &str, rest: Rest) -> String {
        let is_known = |part: &str| {
            matches!(part, "IN" | "IP4" | "IP6") || part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let mut scrubbed = |part: &str| match (part.parse::<IpAddr>().is_ok(), rest) {
            (true, _) => self.address(part),
            (false, Rest::Hosts) if !is_known(part) => self.address(part),
            (false, Rest::Hosts | Rest::Kept) => word(part),
        };
        value.split_whitespace().map(&mut scrubbed).collect::<Vec<_>>().join(" ")
    }

    fn address(&mut self, text: &str) -> String {
        match text.parse() {
            Ok(IpAddr::V4(address)) if address.is_unspecified() => text.to_owned(),
            Ok(IpAddr::V4(address)) if address.is_private() || address.is_loopback() => {
                format!("10.0.0.{}", self.number(Kind::PrivateAddress, text) % 256)
            }
            Ok(IpAddr::V4(_)) => {
                format!("198.51.100.{}", self.number(Kind::PublicAddress, text) % 256)
            }
            Ok(IpAddr::V6(_)) => format!("2001:db8::{:x}", self.number(Kind::Address6, text)),
            Err(_) => format!("host-{}.invalid", self.number(Kind::Host, text)),
        }
    }

    /// As many bytes as it had.
    fn fingerprint(&mut self, print: &str) -> String {
        let byte = format!("{:02X}", self.number(Kind::Fingerprint, print) % 256);
        vec![byte; print.split(':').count()].join(":")
    }

    /// A word in the place of `text`, as long as that where it is longer: lengths are a fault of their own.
    fn stand_in(&mut self, kind: Kind, text: &str) -> String {
        let number = self.number(kind, text);
        let stand_in = match kind {
            Kind::Fragment => format!("ufrag{number}"),
            Kind::Password => format!("pwd{number}"),
            Kind::Foundation => format!("f{number}"),
            Kind::Source | Kind::Session => return (1000 + number).to_string(),
            Kind::Name => return format!("name{number}"),
            Kind::PublicAddress
            | Kind::PrivateAddress
            | Kind::Address6
            | Kind::Host
            | Kind::Fingerprint => format!("x{number}"),
        };
        let missing = text.len().saturating_sub(stand_in.len());
        stand_in + &"x".repeat(missing)
    }

    fn number(&mut self, kind: Kind, text: &str) -> usize {
        let next = self.known.keys().filter(|(known, _)| *known == kind).count() + 1;
        *self.known.entry((kind, text.to_owned())).or_insert(next)
    }
}

/// What is done with words that are no address.
#[derive(Clone, Copy)]
enum Rest {
    /// They stay.
    Kept,
    /// They are names of hosts.
    Hosts,
}

/// A word of the grammar; anything else is somebody's.
fn word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/.;=:+,*<>[]()".contains(&byte);
    match text.len() <= 256 && text.bytes().all(is_plain) {
        true => text.to_owned(),
        false => "scrubbed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OFFER: &str = "v=0\r\no=ann 4611731400430051336 2 IN IP4 203.0.113.7\r\ns=Ann's phone\r\ni=ann@example.com\r\n\
c=IN IP4 host.example.com\r\nt=0 0\r\na=group:BUNDLE 0\r\na=ice-ufrag:8hhY\r\na=ice-pwd:asd88fgpdd777uzjYhagZg\r\n\
a=fingerprint:sha-256 12:AB:34\r\na=tool:Ann's\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=rtpmap:111 opus/48000/2\r\n\
a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtcp:9 IN IP4 203.0.113.7\r\na=ssrc:3735928559 cname:ann-laptop\r\n\
a=candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.168.0.12 rport 46154 ufrag 8hhY\r\n\
a=candidate:1 1 udp 1 fd00::17 46154 typ host\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret\r\na=sendrecv\r\n";

    #[test]
    fn who_it_is_about_is_gone_and_what_was_agreed_stays() {
        let mut scrubber = Scrubber::default();
        let scrubbed = scrubber.scrub(OFFER);
        for secret in [
            "ann",
            "Ann",
            "203.0.113",
            "192.168",
            "fd00",
            "8hhY",
            "asd88",
            "12:AB",
            "3735928559",
            "842163049",
            "secret",
            "4611731400430051336",
            "host.example",
        ] {
            assert!(!scrubbed.contains(secret), "{secret} in {scrubbed}");
        }
        for kept in [
            "a=rtpmap:111 opus/48000/2",
            "a=fmtp:111 minptime=10;useinbandfec=1",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111 0",
            "a=group:BUNDLE 0",
            "a=sendrecv",
            "a=fingerprint:sha-256 01:01:01",
            "a=rtcp:9 IN IP4 198.51.100.1",
            "198.51.100.1 46154 typ srflx raddr 10.0.0.1 rport 46154 ufrag ufrag1",
            "2001:db8::1 46154 typ host",
            "a=crypto:scrubbed",
        ] {
            assert!(scrubbed.contains(kept), "{kept} in {scrubbed}");
        }
        let password = scrubbed.lines().find_map(|line| line.strip_prefix("a=ice-pwd:")).unwrap();
        assert_eq!(password.len(), "asd88fgpdd777uzjYhagZg".len());
        // The answer is about the same.
        assert_eq!(scrubber.scrub(OFFER), scrubbed);
        assert!(scrubber.scrub("c=IN IP4 203.0.113.8").contains("198.51.100.2"));
    }

    #[test]
    fn a_scrubbed_description_is_read_as_the_one_it_was() {
        let chrome = include_str!("../../fixtures/sdp/chrome.sdp");
        let read = |text: &str| super::super::Description::read(text).unwrap();
        let (before, after) = (read(chrome), read(&Scrubber::default().scrub(chrome)));
        assert_eq!(before.audio.candidates.len(), after.audio.candidates.len());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(text in "(([a-z]=)?[ -~é:]{0,60}\r?\n){0,8}") {
            let _ = Scrubber::default().scrub(&text);
        }

        #[test]
        fn no_word_of_an_unknown_line_gets_through(name in "[a-z]{1,8}", value in "[a-z]{12}") {
            prop_assume!(!KEPT.contains(&name.as_str()));
            let known = ["ice-ufrag", "ice-pwd", "fingerprint", "candidate", "ssrc", "msid"];
            prop_assume!(!known.contains(&name.as_str()));
            let scrubbed = Scrubber::default().scrub(&format!("a={name}:{value}\r\n"));
            prop_assert!(!scrubbed.contains(&value), "{}", scrubbed);
        }
    }
}

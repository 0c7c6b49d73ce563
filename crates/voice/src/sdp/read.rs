//! The reader: takes what real servers and browsers write, refuses what cannot become a call, and says why.

use super::{
    Audio, Candidate, Description, Direction, Fingerprint, Format, FormatKind, IceCredentials,
    MOST_CANDIDATES, Origin, Profile, Section, Setup,
};
use std::net::IpAddr;

/// Longest description read, in bytes. Browsers write about 5 KiB for one audio section.
pub const LONGEST_TEXT: usize = 64 * 1024;
const LONGEST_LINE: usize = 4096;
const MOST_LINES: usize = 2048;
const MOST_SECTIONS: usize = 16;
const MOST_FORMATS: usize = 64;
const MOST_FINGERPRINTS: usize = 8;
const MOST_SSRCS: usize = 8;
/// Longest word that is repeated in an answer: a mid, a profile, a format.
const LONGEST_WORD: usize = 64;

/// Why a description was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SdpError {
    /// Larger than [`LONGEST_TEXT`], or with more or longer lines than any real one.
    #[error("the description is too long: {0}")]
    TooLong(&'static str),
    /// No `v=0` at the beginning.
    #[error("this is no session description: it does not begin with v=0")]
    NoDescription,
    /// A line that everything depends on is malformed.
    #[error("the line {0:?} of the description cannot be read")]
    Malformed(String),
    /// No `m=audio`.
    #[error("the description has no audio section")]
    NoAudio,
    /// Not encrypted, or encrypted with keys written into the description.
    #[error("the audio section's transport {0:?} is not RTP over DTLS, which is all we speak")]
    Profile(String),
    /// No ICE credentials, or none that may be.
    #[error("the description has no usable ICE user fragment and password")]
    NoIce,
    /// Nothing to know the other side's certificate by.
    #[error("the description names no certificate fingerprint")]
    NoFingerprint,
    /// Only hash functions we do not know, or malformed hashes.
    #[error(
        "the fingerprint {0:?} cannot be verified: only sha-1, sha-224, sha-256, sha-384 and sha-512 of full length can"
    )]
    Fingerprint(String),
}

/// What a level (session or section) has said so far.
#[derive(Default)]
struct Level {
    address: Option<IpAddr>,
    direction: Option<Direction>,
    ufrag: Option<String>,
    password: Option<String>,
    fingerprints: Vec<Fingerprint>,
    odd_fingerprint: Option<String>,
    setup: Option<Setup>,
    ice_lite: bool,
    end_of_candidates: bool,
    mid: Option<String>,
    rtcp_mux: bool,
    candidates: Vec<Candidate>,
    ssrcs: Vec<u32>,
    maps: Vec<(u8, FormatKind)>,
    bundled: Vec<String>,
}

/// The `m=` line of the audio section.
struct MediaLine {
    port: u16,
    profile: Profile,
    payloads: Vec<u8>,
}

impl Description {
    /// Reads an offer or an answer. Unknown lines are skipped; what a section does not say, the session level may.
    ///
    /// # Errors
    /// See [`SdpError`].
    pub fn read(text: &str) -> Result<Self, SdpError> {
        if text.len() > LONGEST_TEXT {
            return Err(SdpError::TooLong("more than 64 KiB"));
        }
        let mut session = Level::default();
        let mut section = Level::default();
        let mut other = Level::default();
        let mut sections: Vec<Section> = Vec::new();
        let mut media: Option<MediaLine> = None;
        let mut origin = None;
        let mut begun = false;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if number >= MOST_LINES || line.len() > LONGEST_LINE {
                return Err(SdpError::TooLong("a line, or the number of lines"));
            }
            let Some((kind, value)) = line.split_once('=') else { continue };
            let is_beginning = kind == "v" && value.trim() == "0";
            if !(begun || is_beginning) {
                return Err(SdpError::NoDescription);
            }
            begun = true;
            let is_audio = matches!(sections.last(), Some(Section::Audio));
            let level = match (is_audio, sections.is_empty()) {
                (true, _) => &mut section,
                (false, true) => &mut session,
                (false, false) => &mut other,
            };
            match kind {
                "o" => origin = origin.or_else(|| read_origin(value)),
                "m" if sections.len() >= MOST_SECTIONS => {
                    return Err(SdpError::TooLong("more than 16 media sections"));
                }
                "m" if media.is_none() && value.starts_with("audio ") => {
                    close_other(&mut sections, &mut other);
                    media = Some(read_media(value)?);
                    sections.push(Section::Audio);
                }
                "m" => {
                    close_other(&mut sections, &mut other);
                    sections.push(read_refused(value)?);
                }
                "c" => level.address = read_address(value).or(level.address),
                "a" => level.attribute(value),
                _ => {}
            }
        }
        close_other(&mut sections, &mut other);
        if !begun {
            return Err(SdpError::NoDescription);
        }
        let media = media.ok_or(SdpError::NoAudio)?;
        let origin = origin.unwrap_or(Origin { session: 0, version: 0 });
        Ok(Self { origin, sections, audio: audio(media, section, session)? })
    }
}

/// Gives the refused section that ends here its mid.
fn close_other(sections: &mut [Section], other: &mut Level) {
    let ended = std::mem::take(other);
    if let Some(Section::Refused { mid, .. }) = sections.last_mut()
        && mid.is_none()
    {
        *mid = ended.mid;
    }
}

fn audio(media: MediaLine, section: Level, session: Level) -> Result<Audio, SdpError> {
    let fingerprints =
        if section.fingerprints.is_empty() { session.fingerprints } else { section.fingerprints };
    let is_refused = media.port == 0;
    if fingerprints.is_empty() && !is_refused {
        let odd = section.odd_fingerprint.or(session.odd_fingerprint);
        return Err(odd.map_or(SdpError::NoFingerprint, SdpError::Fingerprint));
    }
    // A fragment and a password belong together, wherever they stand.
    let ice = match (section.ufrag, section.password, session.ufrag, session.password) {
        (Some(ufrag), Some(password), _, _) | (_, _, Some(ufrag), Some(password)) => {
            IceCredentials { ufrag, password }
        }
        _ if is_refused => IceCredentials { ufrag: String::new(), password: String::new() },
        _ => return Err(SdpError::NoIce),
    };
    let maps = section.maps;
    let formats = media.payloads.iter().map(|&payload| {
        let named = maps.iter().find(|(known, _)| *known == payload).map(|(_, kind)| kind.clone());
        let kind = named.unwrap_or(match payload {
            0 => FormatKind::Pcmu,
            8 => FormatKind::Pcma,
            _ => FormatKind::Other(String::new()),
        });
        Format { payload, kind }
    });
    let formats = formats.collect();
    Ok(Audio {
        port: media.port,
        address: section.address.or(session.address),
        profile: media.profile,
        formats,
        direction: section.direction.or(session.direction).unwrap_or(Direction::SendRecv),
        ice,
        ice_lite: section.ice_lite || session.ice_lite,
        fingerprints,
        setup: section.setup.or(session.setup),
        bundle: section.mid.as_ref().is_some_and(|mid| session.bundled.contains(mid)),
        mid: section.mid,
        rtcp_mux: section.rtcp_mux || session.rtcp_mux,
        candidates: section.candidates,
        end_of_candidates: section.end_of_candidates || session.end_of_candidates,
        ssrcs: section.ssrcs,
    })
}

impl Level {
    /// Takes one `a=` line.
    fn attribute(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match name {
            "ice-ufrag" if is_ice(value, 4) => self.ufrag = Some(value.to_owned()),
            "ice-pwd" if is_ice(value, 22) => self.password = Some(value.to_owned()),
            "ice-lite" => self.ice_lite = true,
            "rtcp-mux" => self.rtcp_mux = true,
            "end-of-candidates" => self.end_of_candidates = true,
            "fingerprint" => match Fingerprint::read(value) {
                Some(read) if self.fingerprints.len() < MOST_FINGERPRINTS => {
                    self.fingerprints.push(read);
                }
                Some(_) => {}
                None => self.odd_fingerprint = Some(shortened(value)),
            },
            "setup" => {
                let known = Setup::NAMES.iter().find(|(_, name)| *name == value);
                self.setup = known.map(|(setup, _)| *setup).or(self.setup);
            }
            "mid" if is_word(value) => self.mid = Some(value.to_owned()),
            "group" => {
                let mut words = value.split_ascii_whitespace();
                if words.next() == Some("BUNDLE") {
                    self.bundled = words.take(MOST_SECTIONS).map(str::to_owned).collect();
                }
            }
            "candidate" if self.candidates.len() < MOST_CANDIDATES => {
                self.candidates.extend(Candidate::read(line));
            }
            "ssrc" if self.ssrcs.len() < MOST_SSRCS => {
                let number = value.split_ascii_whitespace().next().and_then(|n| n.parse().ok());
                self.ssrcs.extend(number.filter(|number| !self.ssrcs.contains(number)));
            }
            "rtpmap" if self.maps.len() < MOST_FORMATS => self.maps.extend(read_map(value)),
            _ => {
                let known = Direction::NAMES.iter().find(|(_, word)| *word == name);
                self.direction = known.map(|(direction, _)| *direction).or(self.direction);
            }
        }
    }
}

/// `111 opus/48000/2`. Names are compared without case; Opus at any other rate or with one channel is none of ours.
fn read_map(value: &str) -> Option<(u8, FormatKind)> {
    let (payload, map) = value.split_once(' ')?;
    let payload: u8 = payload.parse().ok().filter(|payload| *payload < 128)?;
    let map = map.trim().to_ascii_lowercase();
    let mut parts = map.split('/');
    let (name, rate, channels) = (parts.next()?, parts.next()?, parts.next().unwrap_or("1"));
    let rate: u32 = rate.parse().ok()?;
    let kind = match (name, rate, channels) {
        ("opus", 48_000, "2") => FormatKind::Opus,
        ("pcmu", 8_000, "1") => FormatKind::Pcmu,
        ("pcma", 8_000, "1") => FormatKind::Pcma,
        ("telephone-event", 8_000 | 48_000, _) => FormatKind::TelephoneEvent(rate),
        _ => FormatKind::Other(shortened(&map)),
    };
    Some((payload, kind))
}

fn read_media(value: &str) -> Result<MediaLine, SdpError> {
    let malformed = || SdpError::Malformed(format!("m={}", shortened(value)));
    let mut words = value.split_ascii_whitespace().skip(1);
    let port = words.next().and_then(|port| port.split('/').next()?.parse().ok());
    let port = port.ok_or_else(malformed)?;
    let name = words.next().ok_or_else(malformed)?;
    let profile = Profile::NAMES.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
    let profile = profile.ok_or_else(|| SdpError::Profile(shortened(name)))?.0;
    let mut payloads: Vec<u8> = Vec::new();
    for payload in words.take(MOST_FORMATS) {
        let payload = payload.parse().ok().filter(|payload| *payload < 128);
        let payload = payload.ok_or_else(malformed)?;
        if !payloads.contains(&payload) {
            payloads.push(payload);
        }
    }
    Ok(MediaLine { port, profile, payloads })
}

fn read_refused(value: &str) -> Result<Section, SdpError> {
    let mut words = value.split_ascii_whitespace();
    let mut word = |place: usize| words.nth(place).filter(|word| is_word(word)).map(str::to_owned);
    let (kind, profile, format) = (word(0), word(1), word(0));
    match (kind, profile) {
        (Some(kind), Some(profile)) => {
            let format = format.unwrap_or_else(|| "0".to_owned());
            Ok(Section::Refused { kind, profile, format, mid: None })
        }
        _ => Err(SdpError::Malformed(format!("m={}", shortened(value)))),
    }
}

fn read_origin(value: &str) -> Option<Origin> {
    let mut words = value.split_ascii_whitespace().skip(1);
    let session = words.next()?.parse().ok()?;
    Some(Origin { session, version: words.next()?.parse().ok()? })
}

/// `IN IP4 192.0.2.1`, with or without the `/ttl` of a multicast address.
fn read_address(value: &str) -> Option<IpAddr> {
    value.split_ascii_whitespace().nth(2)?.split('/').next()?.parse().ok()
}

/// Whether `value` is made of ICE characters, `shortest` to 256 of them.
fn is_ice(value: &str, shortest: usize) -> bool {
    let characters = value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_' | b'='));
    (shortest..=256).contains(&value.len()) && characters
}

fn is_word(value: &str) -> bool {
    (1..=LONGEST_WORD).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The beginning of what is shown in an error.
fn shortened(value: &str) -> String {
    value.chars().take(LONGEST_WORD).collect()
}

//! The writer: one audio section as browsers write it, accepted by Chromium, SIP.js and media servers alike.

use super::{Audio, Description, Direction, FormatKind, Profile, Section, Setup};
use std::fmt::{self, Display, Formatter};
use std::net::IpAddr;

/// The whole text, lines ending in CR LF.
impl Display for Description {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { origin, sections, audio } = self;
        let (session, version) = (origin.session, origin.version);
        // The address here is never used by anybody, and the true one is nobody's business.
        write!(f, "v=0\r\no=- {session} {version} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n")?;
        if let Some(mid) = audio.mid.as_ref().filter(|_| audio.bundle) {
            write!(f, "a=group:BUNDLE {mid}\r\n")?;
        }
        for section in sections {
            match section {
                Section::Audio => write_audio(f, audio)?,
                Section::Refused { kind, profile, format, mid } => {
                    write!(
                        f,
                        "m={kind} 0 {profile} {format}\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\n"
                    )?;
                    if let Some(mid) = mid {
                        write!(f, "a=mid:{mid}\r\n")?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn write_audio(f: &mut Formatter<'_>, audio: &Audio) -> fmt::Result {
    write!(f, "m=audio {} {}", audio.port, name_of(&Profile::NAMES, audio.profile))?;
    for format in &audio.formats {
        write!(f, " {}", format.payload)?;
    }
    match audio.address {
        Some(IpAddr::V6(address)) => write!(f, "\r\nc=IN IP6 {address}\r\n")?,
        Some(IpAddr::V4(address)) => write!(f, "\r\nc=IN IP4 {address}\r\n")?,
        None => f.write_str("\r\nc=IN IP4 0.0.0.0\r\n")?,
    }
    if audio.rtcp_mux {
        f.write_str("a=rtcp-mux\r\n")?;
    }
    if audio.ice_lite {
        f.write_str("a=ice-lite\r\n")?;
    }
    let ice = &audio.ice;
    write!(f, "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\n", ice.ufrag, ice.password)?;
    for fingerprint in &audio.fingerprints {
        write!(f, "a=fingerprint:{fingerprint}\r\n")?;
    }
    if let Some(setup) = audio.setup {
        write!(f, "a=setup:{}\r\n", name_of(&Setup::NAMES, setup))?;
    }
    if let Some(mid) = &audio.mid {
        write!(f, "a=mid:{mid}\r\n")?;
    }
    write!(f, "a={}\r\n", name_of(&Direction::NAMES, audio.direction))?;
    for format in &audio.formats {
        let payload = format.payload;
        match &format.kind {
            FormatKind::Opus => {
                write!(f, "a=rtpmap:{payload} opus/48000/2\r\n")?;
                write!(f, "a=fmtp:{payload} minptime=10;useinbandfec=1\r\n")?;
            }
            FormatKind::Pcmu => write!(f, "a=rtpmap:{payload} PCMU/8000\r\n")?,
            FormatKind::Pcma => write!(f, "a=rtpmap:{payload} PCMA/8000\r\n")?,
            FormatKind::TelephoneEvent(rate) => {
                write!(
                    f,
                    "a=rtpmap:{payload} telephone-event/{rate}\r\na=fmtp:{payload} 0-16\r\n"
                )?;
            }
            FormatKind::Other(map) if map.is_empty() => {}
            FormatKind::Other(map) => write!(f, "a=rtpmap:{payload} {map}\r\n")?,
        }
    }
    // Softphones in pages want a stream with the track, and browsers make one only from msid.
    for (place, ssrc) in audio.ssrcs.iter().enumerate() {
        if place == 0 {
            f.write_str("a=msid:deskbell microphone\r\n")?;
        }
        write!(f, "a=ssrc:{ssrc} cname:deskbell\r\n")?;
    }
    for candidate in &audio.candidates {
        write!(f, "a={candidate}\r\n")?;
    }
    if audio.end_of_candidates {
        f.write_str("a=end-of-candidates\r\n")?;
    }
    Ok(())
}

/// The word for `value`; every value of these types is in its table.
fn name_of<T: PartialEq>(names: &[(T, &'static str)], value: T) -> &'static str {
    names.iter().find(|(known, _)| *known == value).map_or("", |(_, name)| name)
}

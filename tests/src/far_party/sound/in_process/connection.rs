//! The library's connection: descriptions, datagrams, packets.

use super::Saying;
use crate::far_party::sound::ear::Ear;
use crate::tone::Tone;
use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::BytesMut;
use deskbell_voice::{Codec, CodecPair, FRAME_SAMPLES, Frame, SAMPLE_RATE, SILENCE};
use rtc::crypto::{SignatureScheme, default_provider};
use rtc::interceptor::Registry;
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::certificate::{CertificateParams, RTCCertificate};
use rtc::peer_connection::configuration::RTCConfigurationBuilder;
use rtc::peer_connection::configuration::interceptor_registry::configure_rtcp_reports;
use rtc::peer_connection::configuration::media_engine::MediaEngine;
use rtc::peer_connection::configuration::setting_engine::SettingEngineBuilder;
use rtc::peer_connection::event::RTCPeerConnectionEvent;
use rtc::peer_connection::message::RTCMessage;
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::peer_connection::state::RTCPeerConnectionState;
use rtc::peer_connection::transport::{
    CandidateConfig, CandidateHostConfig, RTCDtlsRole, RTCIceCandidate,
};
use rtc::peer_connection::{RTCPeerConnection, RTCPeerConnectionBuilder};
use rtc::rtp::{Header, Packet};
use rtc::rtp_transceiver::RTCRtpSenderId;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RtpCodecKind,
};
use rtc::sansio::Protocol as _;
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};
use sha1::{Digest as _, Sha1};
use std::net::SocketAddr;
use std::time::{Instant, SystemTime};

const SSRC: u32 = 0x0bad_cafe;
/// Payload number of sound with copies of earlier sound before it, which the newer servers offer first and browsers take.
const RED: u8 = 63;
/// What keys are called.
const KEYS: &str = "audio/telephone-event";
/// Payload number of a call's keys, as RingCentral's servers number them.
const EVENTS: u8 = 101;
/// A gap longer than this is no loss but a hold.
const LONGEST_GAP: u16 = 50;

pub(super) struct Connection {
    peer: RTCPeerConnection,
    sender: RTCRtpSenderId,
    local: SocketAddr,
    codec: Codec,
    codecs: CodecPair,
    tone: Tone,
    /// When what it says now began, and how many frames of it were said.
    pub(super) said: Option<(SystemTime, usize)>,
    sequence: u16,
    timestamp: u32,
    heard: Option<u16>,
    /// The certificate's fingerprint by the older function.
    pub(super) sha1: String,
    pub(super) is_up: bool,
    /// Whether the phone wants to hear us, as far as was agreed.
    pub(super) may_speak: bool,
}

impl Connection {
    pub(super) fn new(codec: Codec, local: SocketAddr, now: Instant) -> Result<Self> {
        let mut engine = MediaEngine::default();
        let voice = match codec {
            Codec::Opus => parameters("audio/opus", 48_000, 2, 111),
            Codec::Pcmu => parameters("audio/PCMU", 8_000, 0, 0),
            Codec::Pcma => parameters("audio/PCMA", 8_000, 0, 8),
        };
        engine.register_codec(voice.clone(), RtpCodecKind::Audio)?;
        let events = parameters(KEYS, 8_000, 0, EVENTS);
        engine.register_codec(events.clone(), RtpCodecKind::Audio)?;
        let (certificate, sha1) = certificate()?;
        let configuration = RTCConfigurationBuilder::new().with_certificates(vec![certificate]);
        // RingCentral's servers answer `passive`.
        let settings = SettingEngineBuilder::new().with_answering_dtls_role(RTCDtlsRole::Server);
        let mut peer = RTCPeerConnectionBuilder::new()
            .with_configuration(configuration.build())
            .with_setting_engine(settings.build())
            .with_media_engine(engine)
            .with_interceptor_registry(configure_rtcp_reports(Registry::new()))
            .build(now)?;
        let coding = RTCRtpCodingParameters { ssrc: Some(SSRC), ..Default::default() };
        let encoding = RTCRtpEncodingParameters {
            rtp_coding_parameters: coding,
            codec: voice.rtp_codec.clone(),
            ..Default::default()
        };
        let names = ["stream", "track", "far"].map(str::to_owned);
        let [stream, track, label] = names;
        let track =
            MediaStreamTrack::new(stream, track, label, RtpCodecKind::Audio, vec![encoding]);
        let sender = peer.add_track(track)?;
        // A track alone brings its own codec and no keys.
        let transceiver = peer.get_transceivers().next().context("no transceiver")?;
        let mut transceiver = peer.rtp_transceiver(transceiver).context("no transceiver")?;
        transceiver.set_codec_preferences(vec![voice, events])?;
        let mut connection = Self {
            peer,
            sender,
            local,
            codec,
            codecs: CodecPair::new(codec)?,
            tone: Tone::default(),
            said: None,
            sequence: 65_500,
            timestamp: 0,
            heard: None,
            sha1,
            is_up: false,
            may_speak: true,
        };
        connection.add_candidate()?;
        Ok(connection)
    }

    pub(super) fn offer(&mut self, restarts: bool, now: Instant) -> Result<String> {
        if restarts {
            self.peer.restart_ice();
        }
        let offer = self.peer.create_offer(None)?;
        self.peer.set_local_description(now, offer)?;
        if restarts {
            self.add_candidate()?;
        }
        Ok(self.peer.local_description().context("no offer")?.sdp)
    }

    pub(super) fn answer(&mut self, offer: &str, now: Instant) -> Result<String> {
        let offer = RTCSessionDescription::offer(offer.to_owned())?;
        self.peer.set_remote_description(now, offer)?;
        let answer = self.peer.create_answer(None)?;
        self.peer.set_local_description(now, answer)?;
        Ok(self.peer.local_description().context("no answer")?.sdp)
    }

    pub(super) fn accept(&mut self, answer: &str, now: Instant) -> Result<()> {
        let answer = RTCSessionDescription::answer(answer.to_owned())?;
        Ok(self.peer.set_remote_description(now, answer)?)
    }

    pub(super) fn receive(&mut self, bytes: &[u8], from: SocketAddr, now: Instant) {
        let transport = TransportContext {
            local_addr: self.local,
            peer_addr: from,
            ecn: None,
            transport_protocol: TransportProtocol::UDP,
        };
        // What it cannot read it says, and goes on.
        let message = BytesMut::from(bytes);
        let _ = self.peer.handle_read(TaggedBytesMut { now, transport, message });
    }

    pub(super) fn time(&mut self, now: Instant) {
        if self.peer.poll_timeout().is_some_and(|due| due <= now) {
            // An error is one of the connection, which its state tells.
            let _ = self.peer.handle_timeout(now);
        }
        while let Some(event) = self.peer.poll_event() {
            if let RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) = event {
                self.is_up = state == RTCPeerConnectionState::Connected;
            }
        }
    }

    /// Says 20 ms.
    pub(super) fn speak(&mut self, saying: &Saying, now: Instant) {
        let (_, frames) = self.said.get_or_insert_with(|| (SystemTime::now(), 0));
        let frame = match saying {
            Saying::Tone(hertz) => self.tone.next(*hertz),
            Saying::Sound(samples) => {
                let whole: Vec<&[i16]> = samples.chunks_exact(FRAME_SAMPLES).collect();
                let frame = whole.get(*frames % whole.len().max(1));
                frame.and_then(|frame| Frame::try_from(*frame).ok()).unwrap_or(SILENCE)
            }
            Saying::Silence | Saying::Nothing => SILENCE,
        };
        *frames += 1;
        self.timestamp = self.timestamp.wrapping_add(self.codec.clock_rate() / 50);
        let Some(payload) = self.codecs.encode(&frame) else { return };
        if *saying == Saying::Nothing || !self.is_up || !self.may_speak {
            return;
        }
        let Some(payload_type) = self.number(self.codec.mime_type()) else { return };
        self.sequence = self.sequence.wrapping_add(1);
        let header = Header {
            version: 2,
            payload_type,
            sequence_number: self.sequence,
            timestamp: self.timestamp,
            ssrc: SSRC,
            ..Default::default()
        };
        if let Some(mut sender) = self.peer.rtp_sender(self.sender) {
            // While it is held it may refuse; then nothing is said.
            let _ = sender.write_rtp(now, Packet { header, payload: payload.into() });
        }
    }

    /// Hears what has come, in the order in which it came; what never came is filled up.
    pub(super) fn listen(&mut self, ear: &mut Ear, now: Instant) {
        self.time(now);
        while let Some(tagged) = self.peer.poll_read() {
            let RTCMessage::RtpPacket(_, packet) = tagged.message else { continue };
            let number = packet.header.payload_type;
            if packet.payload.len() == 4 && self.number(KEYS) == Some(number) {
                ear.event(&packet.payload, packet.header.timestamp);
                self.heard = Some(packet.header.sequence_number);
                continue;
            }
            let payload = match number {
                RED => newest(&packet.payload),
                _ => Some(packet.payload.as_ref()),
            };
            let Some(payload) = payload else { continue };
            let sequence = packet.header.sequence_number;
            let gap = self.heard.map_or(1, |last| sequence.wrapping_sub(last));
            let mut samples = Vec::new();
            if (2..LONGEST_GAP).contains(&gap) {
                let missing = usize::from(gap - 1);
                ear.missing += missing as u64;
                self.codecs.conceal(missing * SAMPLE_RATE as usize / 50, &mut samples);
            }
            if gap < u16::MAX / 2 {
                self.heard = Some(sequence);
            } else {
                // It came after a later one, so it was counted as missing.
                ear.missing = ear.missing.saturating_sub(1);
            }
            self.codecs.decode(payload, &mut samples);
            ear.packets += 1;
            ear.hear(&samples);
        }
    }

    pub(super) fn poll_datagram(&mut self) -> Option<(SocketAddr, Vec<u8>)> {
        let tagged = self.peer.poll_write()?;
        Some((tagged.transport.peer_addr, tagged.message.to_vec()))
    }

    fn add_candidate(&mut self) -> Result<()> {
        let base_config = CandidateConfig {
            network: "udp".to_owned(),
            address: self.local.ip().to_string(),
            port: self.local.port(),
            component: 1,
            ..Default::default()
        };
        let candidate = CandidateHostConfig { base_config, ..Default::default() };
        let candidate = RTCIceCandidate::from(&candidate.new_candidate_host()?);
        Ok(self.peer.add_local_candidate(candidate.to_json()?)?)
    }

    /// The number agreed on for a codec.
    fn number(&mut self, name: &str) -> Option<u8> {
        let mut sender = self.peer.rtp_sender(self.sender)?;
        let codecs = &sender.get_parameters().rtp_parameters.codecs;
        let known =
            codecs.iter().find(|codec| codec.rtp_codec.mime_type.eq_ignore_ascii_case(name));
        known.map(|codec| codec.payload_type)
    }
}

/// The sound a packet with copies is about: its last block (RFC 2198, section 3).
fn newest(payload: &[u8]) -> Option<&[u8]> {
    let (mut rest, mut copies) = (payload, 0);
    while let [first, ..] = rest
        && first & 0x80 != 0
    {
        let &[_, _, high, low] = rest.get(..4)? else { return None };
        copies += usize::from(high & 3) << 8 | usize::from(low);
        rest = rest.get(4..)?;
    }
    rest.get(1 + copies..)
}

fn parameters(
    mime_type: &str,
    clock_rate: u32,
    channels: u16,
    payload_type: u8,
) -> RTCRtpCodecParameters {
    let format = match (mime_type, clock_rate) {
        (KEYS, _) => "0-15",
        (_, 48_000) => "minptime=10;useinbandfec=1",
        _ => "",
    };
    RTCRtpCodecParameters {
        rtp_codec: RTCRtpCodec {
            mime_type: mime_type.to_owned(),
            clock_rate,
            channels,
            sdp_fmtp_line: format.to_owned(),
            rtcp_feedback: Vec::new(),
        },
        payload_type,
    }
}

/// A certificate, and its fingerprint by SHA-1, which the library does not write.
fn certificate() -> Result<(RTCCertificate, String)> {
    let provider = default_provider()?;
    let params = CertificateParams::new(vec!["far.test".to_owned()])?;
    let certificate =
        RTCCertificate::generate(provider.crypto(), SignatureScheme::EcdsaP256Sha256, params)?;
    let pem = certificate.serialize_pem()?;
    let inside = pem.split("-----BEGIN CERTIFICATE-----").nth(1).context("no certificate")?;
    let inside = inside.split("-----END").next().unwrap_or_default();
    let text: String = inside.split_whitespace().collect();
    let hash = Sha1::digest(STANDARD.decode(text)?);
    let hash: Vec<String> = hash.iter().map(|byte| format!("{byte:02X}")).collect();
    Ok((certificate, hash.join(":")))
}

#[cfg(test)]
mod tests {
    use super::newest;

    #[test]
    fn of_sound_with_copies_the_newest_is_heard() {
        assert_eq!(newest(&[111, 1, 2]), Some(&[1, 2][..]));
        let with_copies = [0xef, 0x0f, 0x00, 2, 0xef, 0x07, 0x80, 1, 111, 8, 8, 9, 1, 2, 3];
        assert_eq!(newest(&with_copies), Some(&[1, 2, 3][..]));
        assert_eq!(newest(&[]), None);
        assert_eq!(newest(&[0xef, 0]), None);
        assert_eq!(newest(&[0xef, 0, 3, 255, 111, 1]), None);
    }
}

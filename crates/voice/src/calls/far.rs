//! The far party: WebRTC by other hands (the crate `rtc`), with a tone to say, an ear, and digits written and read by hand.

use crate::codec::{Codec, Encoder};
use crate::frame::{FRAME_SAMPLES, Frame};
use crate::playout::{Arrival, Payload, Playout};
use crate::testing::{Voice, tone};
use bytes::BytesMut;
use rtc::interceptor::Registry;
use rtc::media_stream::MediaStreamTrack;
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
use rtc::sansio::Protocol;
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};
use std::net::SocketAddr;
use std::time::Instant;

pub(super) const SSRC: u32 = 0x0bad_cafe;

/// What the far party is like.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) codec: Codec,
    pub(super) role: RTCDtlsRole,
    pub(super) hertz: f64,
}

pub(super) struct Far {
    connection: RTCPeerConnection,
    sender: RTCRtpSenderId,
    manner: Manner,
    pub(super) local: SocketAddr,
    pub(super) remote: SocketAddr,
    encoder: Encoder,
    playout: Playout,
    sequence: u16,
    frames: u32,
    heard_sequence: Option<u64>,
    pub(super) heard: Vec<i16>,
    /// Event codes heard, each once, with their end.
    pub(super) digits: Vec<u8>,
    digit_stamp: Option<u32>,
    pub(super) ended_digits: u32,
    pub(super) packets: u64,
    pub(super) is_up: bool,
    /// Says nothing at all.
    pub(super) is_mute: bool,
    /// Something like a voice instead of the tone.
    pub(super) speaks: bool,
    voice: Voice,
}

fn codec(
    mime_type: &str,
    clock_rate: u32,
    channels: u16,
    payload_type: u8,
) -> RTCRtpCodecParameters {
    RTCRtpCodecParameters {
        rtp_codec: RTCRtpCodec {
            mime_type: mime_type.to_owned(),
            clock_rate,
            channels,
            sdp_fmtp_line: if clock_rate == 48_000 {
                "minptime=10;useinbandfec=1".to_owned()
            } else {
                String::new()
            },
            rtcp_feedback: Vec::new(),
        },
        payload_type,
    }
}

impl Far {
    pub(super) fn new(manner: Manner, local: SocketAddr, remote: SocketAddr, now: Instant) -> Self {
        let mut engine = MediaEngine::default();
        let voice = match manner.codec {
            Codec::Opus => codec("audio/opus", 48_000, 2, 111),
            Codec::Pcmu => codec("audio/PCMU", 8_000, 0, 0),
            Codec::Pcma => codec("audio/PCMA", 8_000, 0, 8),
        };
        engine.register_codec(voice.clone(), RtpCodecKind::Audio).unwrap();
        let digits = codec("audio/telephone-event", 8_000, 0, 101);
        engine.register_codec(digits, RtpCodecKind::Audio).unwrap();
        let registry = configure_rtcp_reports(Registry::new());
        let settings = SettingEngineBuilder::new().with_answering_dtls_role(manner.role).build();
        let mut connection = RTCPeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().build())
            .with_setting_engine(settings)
            .with_media_engine(engine)
            .with_interceptor_registry(registry)
            .build(now)
            .unwrap();
        let track = MediaStreamTrack::new(
            "stream".to_owned(),
            "track".to_owned(),
            "far".to_owned(),
            RtpCodecKind::Audio,
            vec![RTCRtpEncodingParameters {
                rtp_coding_parameters: RTCRtpCodingParameters {
                    ssrc: Some(SSRC),
                    ..Default::default()
                },
                codec: voice.rtp_codec,
                ..Default::default()
            }],
        );
        let sender = connection.add_track(track).unwrap();
        let mut far = Self {
            connection,
            sender,
            manner,
            local,
            remote,
            encoder: Encoder::new(manner.codec).unwrap(),
            playout: Playout::new(manner.codec).unwrap(),
            sequence: 65_500,
            frames: 0,
            heard_sequence: None,
            heard: Vec::new(),
            digits: Vec::new(),
            digit_stamp: None,
            ended_digits: 0,
            packets: 0,
            is_up: false,
            is_mute: false,
            speaks: false,
            voice: Voice::default(),
        };
        far.add_candidate();
        far
    }

    fn add_candidate(&mut self) {
        let base_config = CandidateConfig {
            network: "udp".to_owned(),
            address: self.local.ip().to_string(),
            port: self.local.port(),
            component: 1,
            ..Default::default()
        };
        let candidate = CandidateHostConfig { base_config, ..Default::default() };
        let candidate = RTCIceCandidate::from(&candidate.new_candidate_host().unwrap());
        self.connection.add_local_candidate(candidate.to_json().unwrap()).unwrap();
    }

    pub(super) fn offer(&mut self, restarts: bool, now: Instant) -> String {
        if restarts {
            self.connection.restart_ice();
        }
        let offer = self.connection.create_offer(None).unwrap();
        self.connection.set_local_description(now, offer).unwrap();
        if restarts {
            self.add_candidate();
        }
        self.connection.local_description().unwrap().sdp
    }

    pub(super) fn answer(&mut self, offer: &str, now: Instant) -> String {
        let offer = RTCSessionDescription::offer(offer.to_owned()).unwrap();
        self.connection.set_remote_description(now, offer).unwrap();
        let answer = self.connection.create_answer(None).unwrap();
        self.connection.set_local_description(now, answer).unwrap();
        self.connection.local_description().unwrap().sdp
    }

    pub(super) fn accept(&mut self, answer: &str, now: Instant) {
        let answer = RTCSessionDescription::answer(answer.to_owned()).unwrap();
        self.connection.set_remote_description(now, answer).unwrap();
    }

    pub(super) fn receive(&mut self, bytes: &[u8], now: Instant) {
        let transport = TransportContext {
            local_addr: self.local,
            peer_addr: self.remote,
            ecn: None,
            transport_protocol: TransportProtocol::UDP,
        };
        // What it cannot read it says, and goes on.
        let message = BytesMut::from(bytes);
        let _ = self.connection.handle_read(TaggedBytesMut { now, transport, message });
        self.poll(now);
    }

    pub(super) fn time(&mut self, now: Instant) {
        if self.connection.poll_timeout().is_some_and(|due| due <= now) {
            let _ = self.connection.handle_timeout(now);
        }
        self.poll(now);
    }

    fn poll(&mut self, now: Instant) {
        while let Some(event) = self.connection.poll_event() {
            if let RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) = event {
                self.is_up = state == RTCPeerConnectionState::Connected;
            }
        }
        while let Some(tagged) = self.connection.poll_read() {
            if let RTCMessage::RtpPacket(_, packet) = tagged.message {
                self.hear(&packet, now);
            }
        }
    }

    fn hear(&mut self, packet: &Packet, now: Instant) {
        self.packets += 1;
        let short = packet.header.sequence_number;
        let sequence = match self.heard_sequence {
            None => 65_536 + u64::from(short),
            Some(last) => {
                last.wrapping_add_signed(i64::from(short.wrapping_sub(last as u16).cast_signed()))
            }
        };
        self.heard_sequence = Some(sequence);
        let timestamp = packet.header.timestamp;
        let is_digit = packet.payload.len() == 4
            && Some(packet.header.payload_type) == self.number("audio/telephone-event");
        if is_digit {
            if self.digit_stamp != Some(timestamp) {
                self.digit_stamp = Some(timestamp);
                self.digits.push(packet.payload[0]);
            }
            self.ended_digits += u32::from(packet.payload[1] >> 7);
        }
        let payload = if is_digit { Payload::Other } else { Payload::Voice(&packet.payload) };
        self.playout.insert(&Arrival { sequence, timestamp, payload }, now);
    }

    /// Says and hears 20 ms. `digit`: an event payload in place of the voice, and its timestamp.
    pub(super) fn frame(&mut self, digit: Option<([u8; 4], u32)>, now: Instant) {
        let samples = self.frames as usize * FRAME_SAMPLES;
        self.frames += 1;
        let said: Frame = tone(self.manner.hertz, samples, FRAME_SAMPLES).try_into().unwrap();
        let frame = if self.speaks { self.voice.frame() } else { said };
        let payload = self.encoder.encode(&frame).unwrap();
        let rate = self.manner.codec.clock_rate();
        let timestamp = self.frames.wrapping_mul(rate / 50);
        let (name, timestamp, payload) = match digit {
            Some((event, stamp)) => ("audio/telephone-event", stamp, event.to_vec()),
            None => (self.manner.codec.mime_type(), timestamp, payload),
        };
        let payload_type = self.number(name).unwrap_or(127);
        if self.is_up && !self.is_mute {
            self.sequence = self.sequence.wrapping_add(1);
            let header = Header {
                version: 2,
                payload_type,
                sequence_number: self.sequence,
                timestamp,
                ssrc: SSRC,
                ..Default::default()
            };
            if let Some(mut sender) = self.connection.rtp_sender(self.sender) {
                // While it is held it may refuse; then nothing is said.
                let _ = sender.write_rtp(now, Packet { header, payload: payload.into() });
            }
        }
        self.heard.extend(self.playout.next(now));
    }

    /// The number agreed on for a codec.
    fn number(&mut self, name: &str) -> Option<u8> {
        let mut sender = self.connection.rtp_sender(self.sender)?;
        let codecs = &sender.get_parameters().rtp_parameters.codecs;
        let known =
            codecs.iter().find(|codec| codec.rtp_codec.mime_type.eq_ignore_ascii_case(name));
        known.map(|codec| codec.payload_type)
    }

    /// The next datagram for where we are; those for anywhere else come to nobody.
    pub(super) fn poll_datagram(&mut self) -> Option<Vec<u8>> {
        let mut waiting = std::iter::from_fn(|| self.connection.poll_write());
        let arriving = waiting.find(|tagged| tagged.transport.peer_addr == self.remote);
        arriving.map(|tagged| tagged.message.to_vec())
    }
}

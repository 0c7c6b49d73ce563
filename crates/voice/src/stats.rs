//! Figures of a call in the shape of `getStats` (W3C WebRTC statistics), as far as softphones read them.

use crate::codec::Codec;
use serde::Serialize;

/// One record. Serialized it has `type` and the members of the standard, with seconds and bytes as there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StatsRecord {
    /// What comes from the other side.
    InboundRtp {
        /// Name of the record.
        id: String,
        /// Always `audio`.
        kind: &'static str,
        /// Its source.
        ssrc: u32,
        /// The record of its codec.
        codec_id: String,
        /// Packets received.
        packets_received: u64,
        /// Bytes of payload received.
        bytes_received: u64,
        /// Packets that never came.
        packets_lost: u64,
        /// Packets that came too late or twice.
        packets_discarded: u64,
        /// Mean deviation of arrival, in seconds.
        jitter: f64,
        /// How long samples waited, summed over all (seconds).
        jitter_buffer_delay: f64,
        /// How long they should wait at present, times those samples (seconds).
        jitter_buffer_target_delay: f64,
        /// Samples in these sums.
        jitter_buffer_emitted_count: u64,
        /// Samples played.
        total_samples_received: u64,
        /// Samples made up.
        concealed_samples: u64,
        /// Gaps made up.
        concealment_events: u64,
        /// Lost packets that came back from a copy in the next.
        fec_packets_received: u64,
        /// Samples added to raise the delay.
        inserted_samples_for_deceleration: u64,
        /// Samples left out to lower it.
        removed_samples_for_acceleration: u64,
        /// Loudness of the last frame, 0 to 1.
        audio_level: f64,
    },
    /// What goes to the other side.
    OutboundRtp {
        /// Name of the record.
        id: String,
        /// Always `audio`.
        kind: &'static str,
        /// Our source.
        ssrc: u32,
        /// The record of its codec.
        codec_id: String,
        /// The record of the microphone.
        media_source_id: String,
        /// Packets sent.
        packets_sent: u64,
        /// Bytes of payload sent.
        bytes_sent: u64,
    },
    /// What the other side reports about what we send.
    RemoteInboundRtp {
        /// Name of the record.
        id: String,
        /// Always `audio`.
        kind: &'static str,
        /// Our source.
        ssrc: u32,
        /// The record of what we send.
        local_id: String,
        /// Packets that never got there.
        packets_lost: u64,
        /// Mean deviation of arrival there, in seconds.
        jitter: f64,
        /// Share of packets lost since its report before, 0 to 1.
        fraction_lost: f64,
        /// There and back, in seconds.
        #[serde(skip_serializing_if = "Option::is_none")]
        round_trip_time: Option<f64>,
    },
    /// The pair of addresses in use.
    CandidatePair {
        /// Name of the record.
        id: String,
        /// The record of our address.
        local_candidate_id: String,
        /// The record of theirs.
        remote_candidate_id: String,
        /// Always `succeeded`.
        state: &'static str,
        /// Always true: only this pair is known.
        nominated: bool,
        /// There and back at the last check, in seconds.
        #[serde(skip_serializing_if = "Option::is_none")]
        current_round_trip_time: Option<f64>,
        /// Sum of all checks' times, in seconds.
        total_round_trip_time: f64,
        /// Checks answered.
        responses_received: u64,
    },
    /// Our address.
    LocalCandidate(CandidateRecord),
    /// Theirs.
    RemoteCandidate(CandidateRecord),
    /// The microphone.
    MediaSource {
        /// Name of the record.
        id: String,
        /// Always `audio`.
        kind: &'static str,
        /// Loudness of the last frame, 0 to 1.
        audio_level: f64,
        /// Sum of squares of the samples, full scale as 1, times seconds.
        total_audio_energy: f64,
        /// Seconds measured.
        total_samples_duration: f64,
    },
    /// The secured connection.
    Transport {
        /// Name of the record.
        id: String,
        /// Of ICE.
        ice_state: &'static str,
        /// `new`, `connecting`, `connected`, `failed` or `closed`.
        dtls_state: &'static str,
        /// The pair in use.
        #[serde(skip_serializing_if = "Option::is_none")]
        selected_candidate_pair_id: Option<String>,
    },
    /// A codec in use.
    Codec {
        /// Name of the record.
        id: String,
        /// Its number.
        payload_type: u8,
        /// `audio/opus`…
        mime_type: &'static str,
        /// In hertz.
        clock_rate: u32,
        /// As the description says.
        channels: u8,
    },
}

/// An address.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CandidateRecord {
    /// Name of the record.
    pub id: String,
    /// The address.
    pub address: String,
    /// The port.
    pub port: u16,
    /// Always `udp`.
    pub protocol: &'static str,
    /// `host`, `srflx`, `prflx` or `relay`.
    pub candidate_type: &'static str,
}

impl StatsRecord {
    /// The record of a codec.
    pub(crate) fn codec(id: &str, codec: Codec, payload_type: u8) -> Self {
        Self::Codec {
            id: id.to_owned(),
            payload_type,
            mime_type: codec.mime_type(),
            clock_rate: codec.clock_rate(),
            channels: if codec == Codec::Opus { 2 } else { 1 },
        }
    }
}

/// dB below full scale as a share of it.
pub(crate) fn linear(decibels: f32) -> f64 {
    if decibels <= crate::frame::QUIETEST {
        0.0
    } else {
        f64::from(10.0_f32.powf(decibels / 20.0)).min(1.0)
    }
}

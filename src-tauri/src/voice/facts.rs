//! What the core is told of a peer connection's sound, in its words.

use deskbell_core::{CallFigures, Hearer, PeerSound, SoundFlaw, SoundGrade};
use deskbell_voice::{
    ConnectionState, Ear, Grade, MicrophoneEvent, PeerEvent, Quality, Reason, SAMPLE_RATE,
    StatsRecord,
};

/// Whose voice a connection sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sends {
    /// The agent's.
    Agent,
    /// Something else: whether that is silent or spoken over is nothing to the agent.
    Other,
}

/// What an event says about the sound; none if nothing.
pub(super) fn sound_of(event: &PeerEvent, sends: Sends) -> Option<PeerSound> {
    match event {
        PeerEvent::Connection(ConnectionState::Connected) => Some(PeerSound::Began),
        PeerEvent::Quality(Quality { grade, reason }) => Some(PeerSound::Graded {
            grade: match grade {
                Grade::Good => SoundGrade::Good,
                Grade::Fair => SoundGrade::Fair,
                Grade::Poor => SoundGrade::Poor,
            },
            flaw: reason.map(|(reason, ear)| (flaw_of(reason), hearer_of(ear))),
        }),
        PeerEvent::NothingHeard => Some(PeerSound::Heard { heard: false }),
        PeerEvent::HeardAgain => Some(PeerSound::Heard { heard: true }),
        PeerEvent::Microphone(event) => (sends == Sends::Agent).then_some(match event {
            MicrophoneEvent::SpeakingWhileMuted => PeerSound::SpeakingWhileMuted { speaking: true },
            MicrophoneEvent::NoLongerSpeakingWhileMuted => {
                PeerSound::SpeakingWhileMuted { speaking: false }
            }
            MicrophoneEvent::Dead => PeerSound::MicrophoneSilent { silent: true },
            MicrophoneEvent::Alive => PeerSound::MicrophoneSilent { silent: false },
        }),
        PeerEvent::Connection(_)
        | PeerEvent::Track
        | PeerEvent::Candidate(_)
        | PeerEvent::GatheringComplete
        | PeerEvent::Ice(_)
        | PeerEvent::Failed(_)
        | PeerEvent::DigitSent { .. }
        | PeerEvent::DigitHeard(_) => None,
    }
}

const fn flaw_of(reason: Reason) -> SoundFlaw {
    match reason {
        Reason::Loss => SoundFlaw::Loss,
        Reason::Delay => SoundFlaw::Delay,
        Reason::Jitter => SoundFlaw::Jitter,
    }
}

const fn hearer_of(ear: Ear) -> Hearer {
    match ear {
        Ear::Ours => Hearer::Agent,
        Ear::Theirs => Hearer::Party,
    }
}

/// The figures of a call that is over; none if nothing ever came.
pub(super) fn figures_of(records: &[StatsRecord]) -> Option<CallFigures> {
    let whole = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let millis = |seconds: f64| (seconds * 1000.0).round() as u32;
    let round_trip_ms = records.iter().find_map(|record| match record {
        StatsRecord::CandidatePair { current_round_trip_time, .. } => {
            current_round_trip_time.map(millis)
        }
        _ => None,
    });
    records.iter().find_map(|record| match record {
        StatsRecord::InboundRtp {
            packets_received,
            packets_lost,
            jitter,
            concealed_samples,
            ..
        } if *packets_received > 0 => Some(CallFigures {
            received: whole(*packets_received),
            lost: whole(*packets_lost),
            concealed_ms: whole(concealed_samples * 1000 / u64::from(SAMPLE_RATE)),
            jitter_ms: millis(*jitter),
            round_trip_ms,
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_agents_own_microphone_does_is_told_and_no_other() {
        let dead = PeerEvent::Microphone(MicrophoneEvent::Dead);
        let told = Some(PeerSound::MicrophoneSilent { silent: true });
        assert_eq!(sound_of(&dead, Sends::Agent), told);
        assert_eq!(sound_of(&dead, Sends::Other), None);
        let reason = Some((Reason::Jitter, Ear::Theirs));
        let quality = PeerEvent::Quality(Quality { grade: Grade::Poor, reason });
        let flaw = Some((SoundFlaw::Jitter, Hearer::Party));
        let told = Some(PeerSound::Graded { grade: SoundGrade::Poor, flaw });
        assert_eq!(sound_of(&quality, Sends::Other), told);
        assert_eq!(sound_of(&PeerEvent::Track, Sends::Agent), None);
    }
}

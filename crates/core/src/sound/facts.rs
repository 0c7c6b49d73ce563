//! How a call sounds, as the windows and the light tell it.

use serde::{Deserialize, Serialize};

/// How good it sounds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SoundGrade {
    /// Nothing to notice.
    #[default]
    Good,
    /// To be noticed, not to be repeated.
    Fair,
    /// Words are lost, or people talk over each other.
    Poor,
}

/// What is mainly to blame for a grade that is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SoundFlaw {
    /// Parts of it are lost on the way.
    Loss,
    /// It comes late.
    Delay,
    /// It comes unevenly.
    Jitter,
}

/// Who hears the flaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Hearer {
    /// The agent.
    Agent,
    /// The other side, as far as it reports.
    Party,
}

/// How one call sounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CallSound {
    /// The worse of both directions.
    pub grade: SoundGrade,
    /// What is to blame; none exactly if the grade is good.
    pub flaw: Option<SoundFlaw>,
    /// Who hears it; none exactly if the grade is good.
    pub hearer: Option<Hearer>,
    /// Nothing comes from the other side, although it should.
    pub nothing_heard: bool,
    /// The agent speaks into a muted microphone.
    pub speaking_while_muted: bool,
    /// Nothing at all comes from the microphone, although it is on.
    pub microphone_silent: bool,
}

/// What was measured of a call that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CallFigures {
    /// Packets that came.
    pub received: u32,
    /// Packets that did not.
    pub lost: u32,
    /// Sound that had to be made up, in milliseconds.
    pub concealed_ms: u32,
    /// Mean deviation of arrival times at the end, in milliseconds.
    pub jitter_ms: u32,
    /// There and back at the end, in milliseconds; none if it was never measured.
    pub round_trip_ms: Option<u32>,
}

/// What a page's peer connection tells of its sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PeerSound {
    /// It can be heard.
    Began,
    /// Another grade, or another reason for it.
    Graded {
        /// The worse of both directions.
        grade: SoundGrade,
        /// What is to blame, and who hears it.
        flaw: Option<(SoundFlaw, Hearer)>,
    },
    /// Whether something comes from the other side.
    Heard {
        /// It does.
        heard: bool,
    },
    /// Whether the agent speaks into a muted microphone.
    SpeakingWhileMuted {
        /// So it is.
        speaking: bool,
    },
    /// Whether nothing at all comes from the microphone.
    MicrophoneSilent {
        /// So it is.
        silent: bool,
    },
    /// It is over.
    Ended {
        /// What was measured; none if nothing was.
        figures: Option<CallFigures>,
    },
}

/// How loud it is at both ends of this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SoundLevels {
    /// Of the microphone, in dB below full scale: 0 is as loud as can be, -100 nothing.
    pub microphone_db: i32,
    /// Of the speaker, the same way.
    pub speaker_db: i32,
    /// The test of the headset.
    pub test: HeadsetTest,
}

/// Where a test of the headset stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum HeadsetTest {
    /// There was none.
    Idle,
    /// It listens.
    Recording {
        /// For so long still, in milliseconds.
        left_ms: u32,
    },
    /// It plays what it heard.
    Playing {
        /// For so long still, in milliseconds.
        left_ms: u32,
    },
    /// It is over.
    Over {
        /// The loudest that was heard, in dB below full scale.
        heard_db: i32,
    },
}

/// Who wrote a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum DescribedBy {
    /// This computer.
    Us,
    /// The other side.
    Them,
}

/// An offer or an answer (SDP) fit for a bug report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CallDescription {
    /// Who wrote it.
    pub by: DescribedBy,
    /// `offer` or `answer`.
    pub kind: String,
    /// Its text, with stand-ins for addresses, credentials and names.
    pub sdp: String,
}

impl CallSound {
    /// What is worse of two connections of one phone.
    pub(crate) fn worse(self, other: Self) -> Self {
        let graded = if other.grade > self.grade { other } else { self };
        Self {
            nothing_heard: self.nothing_heard || other.nothing_heard,
            speaking_while_muted: self.speaking_while_muted || other.speaking_while_muted,
            microphone_silent: self.microphone_silent || other.microphone_silent,
            ..graded
        }
    }
}

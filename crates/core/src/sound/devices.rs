//! Microphones and speakers: what there is, what was chosen, and what is therefore used.

use crate::base::text::{NAME_MAX, cap};
use serde::{Deserialize, Serialize};

/// Most devices of one kind that are listed.
const DEVICES_MAX: usize = 64;
/// Longest name of a device in bytes.
const DEVICE_NAME_MAX: usize = 512;

/// What a device does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum DeviceKind {
    /// Hears the agent.
    Microphone,
    /// The agent hears it.
    Speaker,
}

/// A microphone or a speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SoundDevice {
    /// The sound server's name of it, which outlives restarts.
    pub name: String,
    /// For people.
    pub label: String,
    /// It is the system's choice.
    pub is_default: bool,
}

/// The devices there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SoundDevices {
    /// To record from.
    pub microphones: Vec<SoundDevice>,
    /// To play at.
    pub speakers: Vec<SoundDevice>,
}

/// The desktop's sound server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SoundServer {
    /// It lists these devices.
    Present {
        /// What there is.
        devices: SoundDevices,
    },
    /// There is none that answers.
    Absent {
        /// Why, in a few words.
        reason: String,
    },
}

/// A device the agent chose. It stays chosen while it is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ChosenDevice {
    /// The sound server's name of it.
    pub name: String,
    /// What people knew it by when it was chosen.
    pub label: String,
}

/// What the agent set about the sound of calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SoundPreferences {
    /// None follows the system's choice.
    pub microphone: Option<ChosenDevice>,
    /// None follows the system's choice.
    pub speaker: Option<ChosenDevice>,
    /// The microphone's sound is cleaned before it is sent: of echo, of noise, and to an even loudness.
    pub clean_microphone: bool,
}

impl Default for SoundPreferences {
    fn default() -> Self {
        Self { microphone: None, speaker: None, clean_microphone: true }
    }
}

impl SoundPreferences {
    /// What was chosen of a kind.
    #[must_use]
    pub const fn chosen(&self, kind: DeviceKind) -> Option<&ChosenDevice> {
        match kind {
            DeviceKind::Microphone => self.microphone.as_ref(),
            DeviceKind::Speaker => self.speaker.as_ref(),
        }
    }

    /// Whether its names can be a sound server's.
    pub(crate) fn is_good(&self) -> bool {
        let good = |text: &str| {
            !text.is_empty() && text.len() <= DEVICE_NAME_MAX && !text.contains(char::is_control)
        };
        [&self.microphone, &self.speaker]
            .into_iter()
            .flatten()
            .all(|chosen| good(&chosen.name) && good(&chosen.label))
    }
}

impl SoundDevices {
    /// All of a kind.
    #[must_use]
    pub fn of(&self, kind: DeviceKind) -> &[SoundDevice] {
        match kind {
            DeviceKind::Microphone => &self.microphones,
            DeviceKind::Speaker => &self.speakers,
        }
    }

    /// The device that is used: the chosen one if it is there, else the system's choice, else the next best.
    #[must_use]
    pub fn used(&self, kind: DeviceKind, chosen: Option<&ChosenDevice>) -> Option<&SoundDevice> {
        let all = self.of(kind);
        let is_chosen =
            |device: &&SoundDevice| chosen.is_some_and(|chosen| chosen.name == device.name);
        all.iter()
            .find(is_chosen)
            .or_else(|| all.iter().find(|device| device.is_default))
            .or_else(|| all.first())
    }

    /// The same, no longer than anybody needs.
    pub(crate) fn capped(mut self) -> Self {
        for all in [&mut self.microphones, &mut self.speakers] {
            all.retain(|device| device.name.len() <= DEVICE_NAME_MAX);
            all.truncate(DEVICES_MAX);
            all.iter_mut().for_each(|device| device.label = cap(&device.label, NAME_MAX));
        }
        self
    }
}

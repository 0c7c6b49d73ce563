//! Where pages' own engines have WebRTC: nobody is admitted, and everybody is refused.

use super::{VoiceAccess, VoiceError};
use deskbell_core::{CallDescription, SoundLevels, SoundPreferences, SoundServer};
use serde_json::Value;

/// No pages.
#[derive(Clone, Default)]
pub struct Voices;

impl Voices {
    /// Whether pages are given a voice here.
    pub const HERE: bool = false;

    /// Admits nobody.
    pub fn admit(&self, _label: String, _access: VoiceAccess) {}

    /// Nothing to forget.
    pub fn forget(&self, _label: &str) {}

    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn ask(&self, _: &str, _: String, _: Value) -> Result<Value, VoiceError> {
        Err(VoiceError::not_allowed())
    }

    /// The pages' engines look after the devices.
    pub async fn serve(self, _changed: impl Fn(SoundServer)) {}

    /// The pages' engines choose them.
    pub fn use_devices(&self, _preferences: SoundPreferences) {}

    /// Nobody listens.
    #[must_use]
    pub fn levels(&self) -> Option<SoundLevels> {
        None
    }

    /// There was no call.
    #[must_use]
    pub fn last_descriptions(&self) -> Vec<CallDescription> {
        Vec::new()
    }

    /// Nothing to test.
    pub fn test_headset(&self) {}
}

//! Where pages' own engines have WebRTC: nobody is admitted, and everybody is refused.

use super::{VoiceAccess, VoiceError};
use serde_json::Value;

/// No pages.
#[derive(Default)]
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
}

//! The pages that have a voice, by the labels of their webviews.

use super::exchange::Exchanges;
use super::mixer::Mixer;
use super::page::Page;
use super::{VoiceAccess, VoiceError};
use deskbell_core::{CallDescription, SoundLevels, SoundPreferences, SoundServer};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Open pages with a voice, and the sound they share. Every clone is about the same.
#[derive(Clone, Default)]
pub struct Voices {
    pages: Arc<RwLock<HashMap<String, Arc<Page>>>>,
    mixer: Arc<Mixer>,
    exchanges: Arc<Exchanges>,
}

impl Voices {
    /// Whether pages are given a voice here.
    pub const HERE: bool = true;

    /// From now on the webview `label` may ask.
    pub fn admit(&self, label: String, access: VoiceAccess) {
        let page = Page::new(access, Arc::clone(&self.mixer), Arc::clone(&self.exchanges));
        self.pages.write().unwrap_or_else(PoisonError::into_inner).insert(label, Arc::new(page));
        // What cannot work is to be known before the first call.
        self.mixer.want_devices();
    }

    /// `label` may not ask any more, and its calls end.
    pub fn forget(&self, label: &str) {
        let gone = self.pages.write().unwrap_or_else(PoisonError::into_inner).remove(label);
        if let Some(page) = gone {
            page.close();
        }
    }

    /// Does what the document called `document` in the webview `label` asks.
    ///
    /// # Errors
    /// As the page throws it.
    pub async fn ask(
        &self,
        label: &str,
        document: String,
        ask: Value,
    ) -> Result<Value, VoiceError> {
        let page = self.pages.read().unwrap_or_else(PoisonError::into_inner).get(label).cloned();
        page.ok_or_else(VoiceError::not_allowed)?.ask(document, ask).await
    }

    /// Looks after the devices, for ever: `changed` is told what there is once a page has a voice, and on every change.
    pub async fn serve(self, changed: impl Fn(SoundServer)) {
        let server = |devices| match devices {
            Ok(devices) => SoundServer::Present { devices },
            Err(reason) => SoundServer::Absent { reason },
        };
        self.mixer.serve(|devices| changed(server(devices))).await;
    }

    /// Uses these devices from now on.
    pub fn use_devices(&self, preferences: SoundPreferences) {
        self.mixer.use_devices(preferences);
    }

    /// How loud it is; the microphone is open as long as this is asked again within a second.
    #[must_use]
    pub fn levels(&self) -> Option<SoundLevels> {
        Some(self.mixer.levels())
    }

    /// What both sides wrote in the last call, without whom it is about.
    #[must_use]
    pub fn last_descriptions(&self) -> Vec<CallDescription> {
        self.exchanges.last()
    }

    /// Records three seconds and plays them.
    pub fn test_headset(&self) {
        self.mixer.test_headset();
    }
}

//! The pages that have a voice, by the labels of their webviews.

use super::mixer::Mixer;
use super::page::Page;
use super::{VoiceAccess, VoiceError};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Open pages with a voice, and the sound they share.
#[derive(Default)]
pub struct Voices {
    pages: RwLock<HashMap<String, Arc<Page>>>,
    mixer: Arc<Mixer>,
}

impl Voices {
    /// Whether pages are given a voice here.
    pub const HERE: bool = true;

    /// From now on the webview `label` may ask.
    pub fn admit(&self, label: String, access: VoiceAccess) {
        let page = Page::new(access, Arc::clone(&self.mixer));
        self.pages.write().unwrap_or_else(PoisonError::into_inner).insert(label, Arc::new(page));
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
}

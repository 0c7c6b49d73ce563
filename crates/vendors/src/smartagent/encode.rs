//! Our requests for the tap. The vendor's document has none; its script can be seen to open and close its window.

use deskbell_core::{ChatAbility, ChatAction, ChatRequest, WidgetWindow};
use serde_json::{Value, json};

/// What the widget can be asked.
pub(super) const ABILITIES: &[ChatAbility] = &[ChatAbility::confirmed(ChatAction::SetWindow)];

/// The message for `request`, which is among [`ABILITIES`].
pub(super) fn request_message(request: &ChatRequest) -> Option<Value> {
    match request {
        // It slides out and back; that it goes away altogether cannot be asked.
        ChatRequest::SetWindow { window } => match window {
            WidgetWindow::Open => Some(json!({ "type": "window", "open": true })),
            WidgetWindow::Minimised => Some(json!({ "type": "window", "open": false })),
            WidgetWindow::Closed | WidgetWindow::Unknown => None,
        },
        _ => None,
    }
}

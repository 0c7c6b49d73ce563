//! Our requests for the tap. The vendor's document has none; its script can be seen to open and close its window.

use deskbell_core::{ChatRequest, VendorCommand, WidgetWindow};
use serde_json::{Value, json};

/// The messages for `command`; none if the widget cannot do it.
pub(super) fn encode(command: &VendorCommand) -> Option<Vec<Value>> {
    crate::tapped::encode(command, request_message)
}

fn request_message(request: &ChatRequest) -> Option<Value> {
    match request {
        // It slides out and back; that it goes away altogether cannot be asked.
        ChatRequest::SetWindow { window } => match window {
            WidgetWindow::Open => Some(json!({ "type": "window", "open": true })),
            WidgetWindow::Minimised => Some(json!({ "type": "window", "open": false })),
            WidgetWindow::Closed | WidgetWindow::Unknown => None,
        },
        ChatRequest::Reply { .. }
        | ChatRequest::Close
        | ChatRequest::AddLabel { .. }
        | ChatRequest::RemoveLabel { .. }
        | ChatRequest::Transfer { .. }
        | ChatRequest::Reclaim
        | ChatRequest::RequestFile
        | ChatRequest::RequestSecureData { .. }
        | ChatRequest::Ban { .. }
        | ChatRequest::PopulateText { .. }
        | ChatRequest::Whisper { .. }
        | ChatRequest::StartChat { .. }
        | ChatRequest::OpenChat
        | ChatRequest::Invite { .. }
        | ChatRequest::SetVisitor { .. }
        | ChatRequest::SetLanguage { .. }
        | ChatRequest::SwitchWidget { .. }
        | ChatRequest::AllowSound { .. }
        | ChatRequest::AllowInvitations { .. }
        | ChatRequest::RestartInvitations { .. }
        | ChatRequest::DelayInvitations { .. }
        | ChatRequest::ExpireInvitations { .. }
        | ChatRequest::ShowButton { .. }
        | ChatRequest::AddMessage { .. }
        | ChatRequest::PageChange
        | ChatRequest::ReadState
        | ChatRequest::ForgetVisitor => None,
    }
}

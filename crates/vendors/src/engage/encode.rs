//! Our requests as entries for `_chatq`, which the tap pushes. The vendor acknowledges none of them.

use deskbell_core::{AddedFrom, ChatRequest, VendorCommand};
use serde_json::{Value, json};

/// The messages for `command`; none if the widget cannot do it.
pub(super) fn encode(command: &VendorCommand) -> Option<Vec<Value>> {
    crate::tapped::encode(command, request_message)
}

fn request_message(request: &ChatRequest) -> Option<Value> {
    match request {
        ChatRequest::AddMessage { text, from } => {
            let body = text.reveal();
            if body.trim().is_empty() {
                return None;
            }
            // `engage` is for the visitor's messages only (document, "Add Message").
            let options = match from {
                AddedFrom::Agent => json!({ "body": body, "agent": true }),
                AddedFrom::Visitor => json!({ "body": body, "agent": false }),
                AddedFrom::EngagingVisitor => {
                    json!({ "body": body, "agent": false, "engage": true })
                }
            };
            Some(json!({ "type": "_addMessage", "options": options }))
        }
        ChatRequest::PageChange => Some(json!({ "type": "_pageChange" })),
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
        | ChatRequest::SetWindow { .. }
        | ChatRequest::ReadState
        | ChatRequest::ForgetVisitor => None,
    }
}

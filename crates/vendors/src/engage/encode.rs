//! Our requests as entries for `_chatq`, which the tap pushes. The vendor acknowledges none of them.

use deskbell_core::{AddedFrom, ChatAbility, ChatAction, ChatRequest};
use serde_json::{Value, json};

/// What the widget can be asked. A message needs an open window to appear in.
pub(super) const ABILITIES: &[ChatAbility] = &[
    ChatAbility { needs_window: true, ..ChatAbility::unconfirmed(ChatAction::AddMessage) },
    ChatAbility::unconfirmed(ChatAction::PageChange),
];

/// The message for `request`, which is among [`ABILITIES`].
pub(super) fn request_message(request: &ChatRequest) -> Option<Value> {
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
        _ => None,
    }
}

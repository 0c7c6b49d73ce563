//! Our requests as `set(key, value)` for the tap. The vendor acknowledges none of them; reading answers itself.

use deskbell_core::{ChatRequest, VendorCommand, VisitorDetail, WidgetWindow};
use serde_json::{Value, json};

/// The messages for `command`; none if the widget cannot do it.
pub(super) fn encode(command: &VendorCommand) -> Option<Vec<Value>> {
    crate::tapped::encode(command, request_message)
}

fn request_message(request: &ChatRequest) -> Option<Value> {
    match request {
        ChatRequest::SetVisitor { detail, value, locked: false } => {
            let key = match detail {
                VisitorDetail::Name => "name",
                VisitorDetail::Email => "email",
                VisitorDetail::Phone => "phone",
                VisitorDetail::Notes => "notes",
                VisitorDetail::Description | VisitorDetail::Field { .. } => return None,
            };
            Some(set(key, value.reveal().as_str()))
        }
        ChatRequest::SetLanguage { language } if is_language(language) => {
            Some(set("language", language.as_str()))
        }
        // Numbers, as the vendor's sentences have them (facts W3).
        ChatRequest::SetWindow { window: WidgetWindow::Open } => Some(set("max", 1)),
        ChatRequest::SetWindow { window: WidgetWindow::Minimised } => Some(set("max", 0)),
        ChatRequest::ShowButton { shown } => Some(set("show", u8::from(*shown))),
        ChatRequest::ReadState => Some(json!({ "type": "read" })),
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
        | ChatRequest::AddMessage { .. }
        | ChatRequest::PageChange
        | ChatRequest::SetWindow { .. }
        | ChatRequest::ForgetVisitor => None,
    }
}

fn set(key: &str, value: impl Into<Value>) -> Value {
    json!({ "type": "set", "key": key, "value": value.into() })
}

/// `l1` and `l2` are the two languages of the account; newer versions take codes as well (facts W2).
fn is_language(language: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (2..=8).contains(&language.len()) && language.bytes().all(plain)
}

//! Our requests as `set(key, value)` for the tap. The vendor acknowledges none of them; reading answers itself.

use deskbell_core::{ChatAbility, ChatAction, ChatRequest, VisitorDetail, WidgetWindow};
use serde_json::{Value, json};

/// What the widget can be asked: to set something, and to say what it knows.
pub(super) const ABILITIES: &[ChatAbility] = &[
    ChatAbility::unconfirmed(ChatAction::SetVisitor),
    ChatAbility::unconfirmed(ChatAction::SetLanguage),
    ChatAbility::unconfirmed(ChatAction::SetWindow),
    ChatAbility::unconfirmed(ChatAction::ShowButton),
    ChatAbility::confirmed(ChatAction::ReadState),
];

/// The message for `request`, which is among [`ABILITIES`].
pub(super) fn request_message(request: &ChatRequest) -> Option<Value> {
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
        _ => None,
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

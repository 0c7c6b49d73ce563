//! Our commands for the tap: events it hands to the Hub, and calls of the JavaScript API.

use super::abilities;
use crate::encode::{can, simulate};
use deskbell_core::{
    BanBy, ChatRequest, ConversationKey, Label, Private, SecureData, TransferTarget, VendorCommand,
    VisitorDetail, WhisperTo,
};
use serde_json::{Value, json};

/// The messages for `command`; none if the vendor cannot do it.
pub(super) fn encode(command: &VendorCommand) -> Option<Vec<Value>> {
    let message = match command {
        VendorCommand::Chat { conversation: Some(conversation), agent, request } => {
            if !can(abilities::HUB, request) {
                return None;
            }
            json!({ "hub": hub(conversation, agent.as_ref(), request)? })
        }
        // The Hub names its conversations, the JavaScript API has only one and no name for it. What concerns the
        // widget as a whole is the API's alone.
        VendorCommand::Chat { conversation: None, request, .. } => {
            if !can(&abilities::of_methods(), request) {
                return None;
            }
            page(request)?
        }
        VendorCommand::Simulate { action, arguments } => simulate(action, arguments),
        // A phone's.
        VendorCommand::Call { .. }
        | VendorCommand::Dial { .. }
        | VendorCommand::OpenSms { .. }
        | VendorCommand::SetPresence { .. }
        | VendorCommand::Navigate { .. }
        | VendorCommand::SignIn
        | VendorCommand::SignOut
        | VendorCommand::FinishSignIn { .. }
        | VendorCommand::UseRingOut
        | VendorCommand::ListLegs => return None,
    };
    Some(vec![message])
}

/// One event the Hub receives (document: "Receive Events"). It says never what came of it.
fn hub(
    conversation: &ConversationKey,
    agent: Option<&Private<String>>,
    request: &ChatRequest,
) -> Option<Value> {
    let (name, data) = match request {
        // The document's sample says `message`, its table `text`; the Hub was seen to read the first (S6).
        ChatRequest::Reply { text } => (
            "agent_message_received",
            Some(json!({ "message": text.reveal(), "text": text.reveal() })),
        ),
        ChatRequest::Close => ("conversation_closed_by_agent", None),
        ChatRequest::AddLabel { label } => ("label_added", Some(label_data(label))),
        ChatRequest::RemoveLabel { label } => ("label_removed", Some(label_data(label))),
        ChatRequest::Transfer { to } => ("transfer_request", Some(target(to))),
        ChatRequest::Reclaim => ("reclaim_transfer_request", None),
        ChatRequest::RequestFile => ("request_file", None),
        // The document and the Hub spell the key differently (S11).
        ChatRequest::RequestSecureData { data } => {
            let kind = secure(*data);
            (
                "request_secure_data",
                Some(json!({ "secure_data_type": kind, "secureDataType": kind })),
            )
        }
        // The Hub bans by address for any word but `cookie`, so no other word may ever get there (S9).
        ChatRequest::Ban { by: BanBy::Cookie } => ("ban_user", Some(json!({ "type": "cookie" }))),
        ChatRequest::Ban { by: BanBy::Address } => ("ban_user", Some(json!({ "type": "IP" }))),
        ChatRequest::PopulateText { text } => {
            ("populate_text", Some(json!({ "message": text.reveal() })))
        }
        _ => return None,
    };
    let mut event = json!({ "type": name, "conversationId": conversation.0 });
    if let Some(object) = event.as_object_mut() {
        object.extend(agent.map(|agent| ("agent".to_owned(), agent.reveal().as_str().into())));
        object.extend(data.map(|data| ("data".to_owned(), data)));
    }
    Some(event)
}

/// One call of the JavaScript API (document: "API Methods").
fn page(request: &ChatRequest) -> Option<Value> {
    let (method, args) = match request {
        ChatRequest::Close => ("endChat", json!([{ "closeChatBox": false }])),
        ChatRequest::Whisper { text, to: WhisperTo::Agent } => {
            ("sendTextToChat", json!([text.reveal()]))
        }
        ChatRequest::Whisper { text, to: WhisperTo::Visitor } => {
            ("sendTextToChat", json!([text.reveal(), "visitor"]))
        }
        ChatRequest::StartChat { text } => ("startChat", json!([text.reveal()])),
        ChatRequest::OpenChat => ("startLink", json!([])),
        // The tap makes the missing text `undefined`, which JSON cannot say (S26).
        ChatRequest::Invite { text, force, offline_form, minimised } => (
            "openProactiveChat",
            json!([force, offline_form, text.as_ref().map(|text| text.reveal()), minimised]),
        ),
        ChatRequest::SetVisitor { detail, value, locked } => {
            visitor(detail, value.reveal(), *locked)?
        }
        ChatRequest::SetLanguage { language } => ("setLocale", json!([locale(language)])),
        ChatRequest::SwitchWidget { widget } => ("switchWidget", json!([widget])),
        ChatRequest::AllowSound { on } => ("allowChatSound", json!([on])),
        ChatRequest::AllowInvitations { on } => ("allowProactiveChat", json!([on])),
        ChatRequest::RestartInvitations { force } => {
            ("reInitProactiveRules", json!([{ "force": force }]))
        }
        ChatRequest::DelayInvitations { minutes } => ("setNoProactiveChatDelay", json!([minutes])),
        // The method wants minutes and takes parts of them.
        ChatRequest::ExpireInvitations { seconds } => {
            ("setProactiveAutocloseDelay", json!([f64::from(*seconds) / 60.0]))
        }
        ChatRequest::ShowButton { shown: true } => ("showButton", json!([])),
        ChatRequest::ShowButton { shown: false } => ("hideButton", json!([])),
        ChatRequest::ReadState => ("state", json!([])),
        ChatRequest::ForgetVisitor => ("clearAllCookies", json!([])),
        _ => return None,
    };
    Some(json!({ "method": method, "args": args }))
}

/// Only the e-mail address can be locked. There is no method for a phone number or notes.
fn visitor(detail: &VisitorDetail, value: &str, locked: bool) -> Option<(&'static str, Value)> {
    match detail {
        VisitorDetail::Name => Some(("setUserName", json!([value]))),
        VisitorDetail::Email => Some(("setUserEmail", json!([value, locked]))),
        VisitorDetail::Description => Some(("setDescription", json!([value]))),
        VisitorDetail::Field { name } => Some(("setCustomField", json!([name, value]))),
        VisitorDetail::Phone | VisitorDetail::Notes => None,
    }
}

/// Hebrew is `iw` to the widget, as it was to browsers long ago; the document has a misprint there (S24).
fn locale(language: &str) -> &str {
    match language {
        "he" | "rw" => "iw",
        other => other,
    }
}

/// The Hub wants to be told whether a label takes free text. Where nobody said, a value that was typed is just that.
fn label_data(label: &Label) -> Value {
    let value = label.value.as_ref().map(|value| value.reveal().as_str());
    let free_form = label.free_form.unwrap_or(value.is_some());
    json!({ "labelName": label.name, "freeForm": free_form, "value": value.unwrap_or_default() })
}

/// The document's sample has a widget's id alone, and no transfer to an agent; Hubs were seen to read by `type` which of the two
/// it is, and to do nothing without it (S10). A Hub of the document finds the id where it looks for it.
fn target(to: &TransferTarget) -> Value {
    match to {
        TransferTarget::Widget { id } => json!({ "type": "widget", "widgetId": id }),
        TransferTarget::Agent { id } => json!({ "type": "agent", "agentEmail": id.reveal() }),
    }
}

const fn secure(data: SecureData) -> &'static str {
    match data {
        SecureData::SocialSecurityNumber => "SSN",
        SecureData::CreditCard => "Credit Card",
        SecureData::Note => "Secure Note",
    }
}

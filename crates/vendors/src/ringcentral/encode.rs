//! Our commands as messages for the widget (facts §2). It acknowledges none of them.

use super::statuses;
use crate::encode::simulate;
use deskbell_core::{CallAction, CallKey, Private, VendorCommand};
use serde_json::{Value, json};

/// The messages for `command`; none if the widget cannot do it.
pub(super) fn encode(command: &VendorCommand) -> Option<Vec<Value>> {
    let message = match command {
        VendorCommand::Call { keys, action, argument } => {
            control_call(keys, *action, argument.as_ref())?
        }
        VendorCommand::Dial { number, call_now } => {
            json!({ "type": "rc-adapter-new-call", "phoneNumber": number.reveal(), "toCall": call_now })
        }
        VendorCommand::OpenSms { number, text } => {
            let mut message = json!({
                "type": "rc-adapter-new-sms", "phoneNumber": number.reveal(), "conversation": true,
            });
            if let (Some(text), Some(object)) = (text, message.as_object_mut()) {
                object.insert("text".to_owned(), text.reveal().as_str().into());
            }
            message
        }
        VendorCommand::SetPresence { word } => {
            let (user, dnd) = statuses::parts(word)?;
            json!({ "type": "rc-adapter-set-presence", "userStatus": user, "dndStatus": dnd })
        }
        VendorCommand::Navigate { path } if path.starts_with('/') || path == "goBack" => {
            json!({ "type": "rc-adapter-navigate-to", "path": path })
        }
        // It has no live chats.
        VendorCommand::Navigate { .. } | VendorCommand::Chat { .. } => return None,
        VendorCommand::SignIn => json!({ "type": "rc-adapter-login" }),
        VendorCommand::SignOut => json!({ "type": "rc-adapter-logout" }),
        VendorCommand::FinishSignIn { callback } => {
            json!({ "type": "rc-adapter-authorization-code", "callbackUri": callback.reveal() })
        }
        VendorCommand::UseRingOut => {
            json!({ "type": "rc-calling-settings-update", "callWith": "ringout" })
        }
        VendorCommand::ListLegs => json!({ "type": "rc-adapter-webphone-sessions-sync" }),
        VendorCommand::Simulate { action, arguments } => simulate(action, arguments),
    };
    Some(vec![message])
}

/// Works on the widget's own phone legs only; they are named by their SIP id. Without a `callId` the widget
/// would take any call it finds, so a call without such a key cannot be controlled.
fn control_call(
    keys: &[CallKey],
    action: CallAction,
    argument: Option<&Private<String>>,
) -> Option<Value> {
    let id = keys.iter().find_map(|key| key.0.strip_prefix("sip:"))?;
    // The widget throws on `forward` without options, and these three make no sense without theirs.
    let given = || argument.map(|text| text.reveal().as_str()).filter(|text| !text.is_empty());
    let (name, options) = match action {
        CallAction::Answer => ("answer", None),
        CallAction::Decline => ("reject", None),
        CallAction::Voicemail => ("toVoicemail", None),
        CallAction::Forward => ("forward", Some(json!({ "forwardNumber": given()? }))),
        CallAction::Hold => ("hold", None),
        CallAction::Resume => ("unhold", None),
        CallAction::Mute => ("mute", None),
        CallAction::Unmute => ("unmute", None),
        CallAction::Keypad => ("dtmf", Some(json!({ "dtmf": given()? }))),
        CallAction::Transfer => ("transfer", Some(json!({ "transferNumber": given()? }))),
        CallAction::Record => ("startRecord", None),
        CallAction::StopRecording => ("stopRecord", None),
        CallAction::HangUp => ("hangup", None),
    };
    let mut message =
        json!({ "type": "rc-adapter-control-call", "callAction": name, "callId": id });
    if let (Some(options), Some(object)) = (options, message.as_object_mut()) {
        object.insert("options".to_owned(), options);
    }
    Some(message)
}

//! What is asked of chats on the command line.

use super::pairs;
use super::session::{Failure, Session};
use super::verbs::Verb;
use deskbell_core::{ChatRequest, Intent, Label, Private, TransferTarget, VendorId};
use serde_json::Value;

/// The intent of a verb that concerns a chat.
pub(super) fn intent(session: &mut Session, verb: Verb) -> Result<Intent, Failure> {
    Ok(match verb {
        Verb::Reply { canned: Some(shortcut), chat, .. } => {
            Intent::ReplyCanned { conversation: chat.id(), shortcut }
        }
        Verb::Reply { text, chat, .. } => {
            chat.intent(ChatRequest::Reply { text: Private::new(text.unwrap_or_default()) })
        }
        Verb::CloseChat { chat } => chat.intent(ChatRequest::Close),
        Verb::Label { name, value, free_form, remove, chat } => {
            let label = Label { name, value: value.map(Private::new), free_form };
            chat.intent(match remove {
                true => ChatRequest::RemoveLabel { label },
                false => ChatRequest::AddLabel { label },
            })
        }
        Verb::TransferChat { agent, widget, chat, .. } => {
            let agent = agent.map(|id| TransferTarget::Agent { id: Private::new(id) });
            let to = agent.or_else(|| widget.map(|id| TransferTarget::Widget { id }));
            chat.intent(to.map_or(ChatRequest::Reclaim, |to| ChatRequest::Transfer { to }))
        }
        Verb::RequestKind { action, arguments, chat, account, vendor, yes } => {
            let request = request(&action, &arguments).map_err(Failure::Usage)?;
            let account = account.map(|name| session.account(&name)).transpose()?;
            let vendor = vendor.map(VendorId);
            Intent::Chat { conversation: chat.id(), account, vendor, request, confirmed: yes }
        }
        other => return Err(Failure::Usage(format!("{other:?} does not concern chats"))),
    })
}

/// Reads `ban` with `by=cookie` as the wire reads `{"action":"ban","by":"cookie"}`.
fn request(action: &str, arguments: &[String]) -> Result<ChatRequest, String> {
    let mut fields = pairs::arguments(arguments)?;
    fields.insert("action".to_owned(), Value::from(action));
    serde_json::from_value(Value::Object(fields)).map_err(|error| format!("{action}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::{BanBy, VisitorDetail};

    #[test]
    fn a_request_is_read_as_the_wire_has_it() {
        let read = |action, arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
            request(action, &arguments)
        };
        assert_eq!(read("ban", &["by=cookie"]), Ok(ChatRequest::Ban { by: BanBy::Cookie }));
        assert_eq!(read("pageChange", &[]), Ok(ChatRequest::PageChange));
        let email = ChatRequest::SetVisitor {
            detail: VisitorDetail::Email,
            value: Private::new("ann@example.com".to_owned()),
            locked: false,
        };
        let given = [r#"detail={"kind":"email"}"#, "value=ann@example.com"];
        assert_eq!(read("setVisitor", &given), Ok(email));
        assert!(read("dance", &[]).is_err_and(|why| why.contains("dance")));
        assert!(read("ban", &[]).is_err_and(|why| why.contains("by")));
    }
}

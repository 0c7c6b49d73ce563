//! Whether a chat request makes sense at all, before anybody is asked.

use super::request::{ChatRequest, TransferTarget, VisitorDetail};
use crate::base::answer::failed;
use crate::base::text::{NAME_MAX, TEXT_MAX, fill};
use crate::base::{Answer, ErrorCode};
use crate::words::Words;

/// Longest span of time a widget is told, in seconds: a week.
const SPAN_MAX: u32 = 7 * 24 * 60 * 60;

/// Checks every value of a request.
pub(super) fn check(words: &Words, request: &ChatRequest) -> Result<(), Answer> {
    let text = |text: &str| filled(words, text, TEXT_MAX);
    let name = |name: &str| filled(words, name, NAME_MAX);
    let span = |seconds: Option<u32>| match seconds {
        Some(seconds) if seconds <= SPAN_MAX => Ok(()),
        Some(_) | None => Err(failed(ErrorCode::BadInput, words.chat.bad_time.to_owned())),
    };
    match request {
        ChatRequest::Reply { text: said }
        | ChatRequest::PopulateText { text: said }
        | ChatRequest::AddMessage { text: said, .. }
        | ChatRequest::Whisper { text: said, .. }
        | ChatRequest::StartChat { text: said } => text(said.reveal()),
        ChatRequest::Invite { text: Some(said), .. } => text(said.reveal()),
        ChatRequest::AddLabel { label } | ChatRequest::RemoveLabel { label } => {
            name(&label.name)?;
            label.value.as_ref().map_or(Ok(()), |value| name(value.reveal()))
        }
        ChatRequest::Transfer { to: TransferTarget::Widget { id } } => name(id),
        ChatRequest::Transfer { to: TransferTarget::Agent { id } } => name(id.reveal()),
        ChatRequest::SetVisitor { detail, value, .. } => {
            if let VisitorDetail::Field { name: field } = detail {
                name(field)?;
            }
            text(value.reveal())
        }
        ChatRequest::SetLanguage { language } => name(language),
        ChatRequest::SwitchWidget { widget } => name(widget),
        ChatRequest::DelayInvitations { minutes } => span(minutes.checked_mul(60)),
        ChatRequest::ExpireInvitations { seconds } => span(Some(*seconds)),
        ChatRequest::Close
        | ChatRequest::Reclaim
        | ChatRequest::RequestFile
        | ChatRequest::RequestSecureData { .. }
        | ChatRequest::Ban { .. }
        | ChatRequest::OpenChat
        | ChatRequest::Invite { text: None, .. }
        | ChatRequest::PageChange
        | ChatRequest::AllowSound { .. }
        | ChatRequest::AllowInvitations { .. }
        | ChatRequest::RestartInvitations { .. }
        | ChatRequest::ShowButton { .. }
        | ChatRequest::SetWindow { .. }
        | ChatRequest::ReadState
        | ChatRequest::ForgetVisitor => Ok(()),
    }
}

/// There is something, and not too much of it.
fn filled(words: &Words, text: &str, max: usize) -> Result<(), Answer> {
    if text.trim().is_empty() {
        return Err(failed(ErrorCode::BadInput, words.chat.empty.to_owned()));
    }
    if text.chars().count() > max {
        return Err(failed(ErrorCode::BadInput, fill(words.bad_text, &[&max.to_string()])));
    }
    Ok(())
}

//! What a chat action is called.

use super::action::ChatAction;
use crate::words::chat::ChatActionWords;

/// The name of an action, as on buttons.
pub(crate) const fn name(words: &ChatActionWords, action: ChatAction) -> &'static str {
    match action {
        ChatAction::Reply => words.reply,
        ChatAction::Close => words.close,
        ChatAction::AddLabel => words.add_label,
        ChatAction::RemoveLabel => words.remove_label,
        ChatAction::Transfer => words.transfer,
        ChatAction::Reclaim => words.reclaim,
        ChatAction::RequestFile => words.request_file,
        ChatAction::RequestSecureData => words.request_secure_data,
        ChatAction::Ban => words.ban,
        ChatAction::PopulateText => words.populate_text,
        ChatAction::AddMessage => words.add_message,
        ChatAction::Whisper => words.whisper,
        ChatAction::StartChat => words.start_chat,
        ChatAction::OpenChat => words.open_chat,
        ChatAction::Invite => words.invite,
        ChatAction::PageChange => words.page_change,
        ChatAction::SetVisitor => words.set_visitor,
        ChatAction::SetLanguage => words.set_language,
        ChatAction::SwitchWidget => words.switch_widget,
        ChatAction::AllowSound => words.allow_sound,
        ChatAction::AllowInvitations => words.allow_invitations,
        ChatAction::RestartInvitations => words.restart_invitations,
        ChatAction::DelayInvitations => words.delay_invitations,
        ChatAction::ExpireInvitations => words.expire_invitations,
        ChatAction::ShowButton => words.show_button,
        ChatAction::SetWindow => words.set_window,
        ChatAction::ReadState => words.read_state,
        ChatAction::ForgetVisitor => words.forget_visitor,
    }
}

//! Words about chats.

use crate::chats::ChatAction;

/// One language's words about chats. A missing field does not compile.
#[derive(Debug)]
pub(crate) struct ChatWords {
    // Notifications
    pub(crate) new: &'static str,
    pub(crate) new_from: &'static str,
    pub(crate) queued: &'static str,
    pub(crate) queued_from: &'static str,
    pub(crate) missed: &'static str,
    pub(crate) missed_from: &'static str,
    pub(crate) left: &'static str,
    pub(crate) left_from: &'static str,
    pub(crate) lines_from: &'static str,
    pub(crate) hidden_line: &'static str,
    pub(crate) hidden_lines: &'static str,
    pub(crate) unknown_visitor: &'static str,
    pub(crate) page: &'static str,
    pub(crate) reply: &'static str,
    pub(crate) open: &'static str,
    pub(crate) end: &'static str,
    // Tray
    pub(crate) waiting: &'static str,
    // Troubles
    pub(crate) none: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) ambiguous: &'static str,
    pub(crate) over: &'static str,
    pub(crate) page_away: &'static str,
    pub(crate) cannot: &'static str,
    pub(crate) wrong_moment: &'static str,
    pub(crate) in_transfer: &'static str,
    pub(crate) no_widget: &'static str,
    pub(crate) several_widgets: &'static str,
    pub(crate) empty: &'static str,
    pub(crate) bad_time: &'static str,
    pub(crate) unknown_shortcut: &'static str,
    pub(crate) open_places: &'static str,
    pub(crate) confirm_ban: &'static str,
    pub(crate) confirm_quit: &'static str,
    pub(crate) window_expired: &'static str,
    pub(crate) no_reaction: &'static str,
    pub(crate) unconfirmed: &'static str,
    pub(crate) too_many: &'static str,
    /// Names of actions, as on buttons.
    pub(crate) action: fn(ChatAction) -> &'static str,
}

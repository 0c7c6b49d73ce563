//! What came of what was wanted outside: notifications on the screen, refused and closed; what was not saved or deleted.

use super::chats::named;
use super::facts::{NoticeKind, WithheldReason};
use super::keys::Key;
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, TEXT_MAX, cap};
use crate::world::World;

/// Whether the last refusal of the notification service still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It does, or there was none.
    Stands,
    /// What it refused is on the screen, or is not wanted any more while another one is shown.
    Over,
}

impl Memory {
    fn key_of(&self, text: &str) -> Option<Key> {
        self.shown.keys().find(|key| key.to_string() == text).cloned()
    }

    /// A notification is on the screen.
    pub(crate) fn notification_shown(&mut self, text: &str) -> Refusal {
        let Self { shown, refused, .. } = self;
        let over = |refused: &mut String| {
            refused == text || !shown.keys().any(|key| key.to_string() == *refused)
        };
        match refused.take_if(over) {
            Some(_) => Refusal::Over,
            None => Refusal::Stands,
        }
    }

    /// The service refused a notification. It stays remembered as shown, so that it is not tried again for ever.
    pub(crate) fn notification_failed(
        &mut self,
        world: &World,
        text: String,
        reason: String,
        now: Timestamp,
    ) {
        let what = match self.key_of(&text) {
            Some(Key::Chat(id)) => {
                let account = world.chats.get(id).map(|row| &row.account);
                named(world, id, account, Key::Chat(id).what())
            }
            Some(key) => key.what().to_owned(),
            None => "notification".to_owned(),
        };
        self.refused = Some(text);
        self.withhold(&what, WithheldReason::ServiceFailed, Some(reason), now);
    }

    /// A notification went away, by the user's hand or by itself.
    pub(crate) fn notification_closed(&mut self, text: &str) {
        let Some(key) = self.key_of(text) else { return };
        // A ringing call's stays remembered: who closes it does not want to see it again.
        if !matches!(key, Key::Call(_)) {
            self.shown.remove(&key);
        }
        self.closed(&key);
    }

    /// The settings file could not be read; the program began with others.
    pub(crate) fn settings_reset(&mut self, problem: &str, now: Timestamp) {
        self.notice(None, NoticeKind::SettingsReset, Some(cap(problem, TEXT_MAX)), now);
    }

    /// The settings could not be saved.
    pub(crate) fn not_saved(&mut self, reason: &str, now: Timestamp) {
        self.notice(None, NoticeKind::SaveFailed, Some(cap(reason, NAME_MAX)), now);
    }

    /// An account's session data could not be deleted.
    pub(crate) fn not_deleted(&mut self, account: &AccountId, reason: &str, now: Timestamp) {
        let detail = cap(&format!("{account}: {reason}"), NAME_MAX);
        self.notice(None, NoticeKind::DataNotDeleted, Some(detail), now);
    }

    /// What was asked for is refused, and nobody reads an answer: the window says it.
    pub(crate) fn request_refused(&mut self, why: String, now: Timestamp) {
        self.notice(None, NoticeKind::Refused, Some(why), now);
    }
}

//! What is kept of a page for diagnostics: details by name, and the count of what could not be read.

use super::change::Change;
use super::facts::Problem;
use super::state::Pages;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use std::time::Duration;

/// Most details kept of one account.
const DETAILS_MAX: usize = 50;

/// Most different names of unreadable messages counted apart.
const NAMES_MAX: usize = 200;

/// Counts are shown at most this late.
const COUNTS_DELAY: Duration = Duration::from_secs(1);

impl Pages {
    /// Keeps a detail under its name; none takes it away.
    pub(crate) fn detail(&mut self, account: &AccountId, name: &str, value: Option<&str>) {
        let Some(page) = self.by_account.get_mut(account) else { return };
        let Some(value) = value else {
            if page.details.remove(name).is_some() {
                self.changes.push(Change::Updated);
            }
            return;
        };
        let (name, value) = (cap(name, NAME_MAX), cap(value, NAME_MAX));
        if page.details.get(&name) == Some(&value) {
            return;
        }
        if page.details.len() < DETAILS_MAX || page.details.contains_key(&name) {
            page.details.insert(name, value);
            self.changes.push(Change::Updated);
        }
    }

    /// Counts messages that gave no fact. A page may send hundreds in a second: windows are told of all in a while at once.
    pub(crate) fn unparsed(
        &mut self,
        account: &AccountId,
        problem: &Problem,
        count: u32,
        now: Timestamp,
    ) {
        let Some(page) = self.by_account.get_mut(account) else { return };
        let name = match problem {
            Problem::UnknownType { name } => cap(name, NAME_MAX),
            Problem::Malformed { name, reason } => cap(&format!("{name}: {reason}"), NAME_MAX),
            Problem::WrongOrigin => "wrong origin".to_owned(),
            Problem::TooLarge => "too large".to_owned(),
            Problem::Dropped => "dropped".to_owned(),
            Problem::NotAMessage => "not a message".to_owned(),
        };
        let known = page.unparsed.len() < NAMES_MAX || page.unparsed.contains_key(&name);
        let slot = page.unparsed.entry(if known { name } else { "other".to_owned() }).or_insert(0);
        *slot = slot.saturating_add(count);
        self.counts_due.get_or_insert(now + COUNTS_DELAY);
        if *problem == Problem::Dropped {
            page.dropped = page.dropped.saturating_add(count);
            let lost = Change::MessagesLost { account: account.clone(), total: page.dropped };
            self.changes.push(lost);
        }
    }
}

//! The notification about finished downloads.

use super::facts::{Notification, Urgency};
use super::notices;
use super::notifications::{show, weigh, withdraw};
use super::policy::Occasion;
use crate::accounts::AccountId;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::downloads::DownloadId;
use crate::effect::Effect;
use crate::intent::Intent;
use crate::state::State;

/// Key of the notification about finished downloads.
const KEY: &str = "downloads";

/// One quiet notification, which counts while it stands.
pub(crate) fn tell(
    state: &mut State,
    account: &AccountId,
    id: DownloadId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let verdict = weigh(state, account, Occasion::Download);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "download", reason, now);
    }
    if !verdict.notifies() {
        return;
    }
    state.world.downloads.told = state.world.downloads.told.saturating_add(1);
    let words = state.world.words();
    let hidden = state.world.preferences.hide_content;
    let row = state.world.downloads.rows.iter().find(|row| row.id == id);
    let name = row.and_then(|row| row.name.clone()).filter(|_| !hidden);
    let label =
        state.world.accounts.config(account).map(|config| config.label.clone()).unwrap_or_default();
    let title = match state.world.downloads.told {
        1 => words.download_finished.to_owned(),
        many => fill(words.downloads_finished, &[&many.to_string()]),
    };
    let body = name.map_or_else(|| label.clone(), |name| format!("{} · {label}", name.reveal()));
    let notification = Notification {
        key: KEY.to_owned(),
        title: Private::new(title),
        body: Private::new(body),
        urgency: Urgency::Low,
        buttons: Vec::new(),
        reply: None,
        click: Intent::ShowDownload { download: id },
        sticky: false,
        category: "transfer.complete".to_owned(),
    };
    show(state, notification, out);
}

/// The window is looked at: its list says what the notification says.
pub(crate) fn looked_at(state: &mut State, out: &mut Vec<Effect>) {
    state.world.downloads.told = 0;
    withdraw(state, KEY, out);
}

/// A notification went away.
pub(crate) fn banner_closed(state: &mut State, key: &str) {
    if key == KEY {
        state.world.downloads.told = 0;
    }
}

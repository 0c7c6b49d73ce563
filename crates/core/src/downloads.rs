//! Downloads: which are taken, how many and how large, where they go, and what the agent is told of them.

use crate::attention::Occasion;
use crate::banners::{show, weigh, withdraw};
use crate::commands::failed;
use crate::file_name::safe_file_name;
use crate::settings::{
    DISK_RESERVE, DOWNLOAD_BYTES_MAX, DOWNLOAD_PERIOD, DOWNLOAD_ROWS, DOWNLOADS_AT_ONCE,
    DOWNLOADS_BEGUN_MAX, DOWNLOADS_UNSEEN_MAX,
};
use crate::text::{NAME_MAX, cap, fill, line};
use crate::{
    AccountId, Answer, DownloadId, DownloadNews, DownloadOpener, DownloadOrder, DownloadProblem,
    DownloadRow, DownloadState, Effect, Intent, NoticeKind, Notification, Private, Stage, State,
    Timestamp, Urgency, notices,
};
use std::collections::BTreeMap;

/// Key of the notification about finished downloads.
const KEY: &str = "downloads";

/// Everything known of downloads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Downloads {
    /// Oldest first.
    rows: Vec<Download>,
    /// When each account began its latest ones.
    begun: BTreeMap<AccountId, Vec<Timestamp>>,
    /// Each account's refused ones: how many in a row, and when the last.
    refused: BTreeMap<AccountId, (u32, Timestamp)>,
    /// Finished ones in the notification on screen.
    told: u32,
}

#[derive(Clone, Debug)]
struct Download {
    id: DownloadId,
    account: AccountId,
    name: Option<Private<String>>,
    host: Option<String>,
    received: u64,
    total: Option<u64>,
    state: DownloadState,
    at: Timestamp,
}

/// Takes in news. What concerns a download we refused or do not know is too late to matter.
pub(crate) fn hear(
    state: &mut State,
    account: &AccountId,
    id: DownloadId,
    news: DownloadNews,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let (name, size) = match news {
        DownloadNews::Begun { host, opener } => {
            return begin(state, account, id, host, opener, now, out);
        }
        DownloadNews::Named { name, size } => (name, size),
        DownloadNews::Received { bytes, free } => {
            return received(state, id, bytes, free, now, out);
        }
        DownloadNews::Finished { name, folder, bytes } => {
            return finished(state, id, name, folder, bytes, now, out);
        }
        DownloadNews::Failed { problem } => {
            return end(state, id, DownloadState::Failed { problem: short(problem) }, now);
        }
        DownloadNews::Cancelled => return end(state, id, DownloadState::Cancelled, now),
    };
    let preferences = state.settings.preferences.downloads.clone();
    let ask = preferences.ask && state.outside.downloads.can_ask;
    let Some(row) = waiting(state, id) else { return };
    let name = Private::new(safe_file_name(name.reveal()));
    row.name = Some(name.clone());
    row.total = size;
    if size.is_some_and(|size| size > DOWNLOAD_BYTES_MAX) {
        return break_off(state, id, DownloadProblem::TooLarge, now, out);
    }
    row.state = if ask { DownloadState::Asking } else { DownloadState::Running };
    state.dirty = true;
    let order = DownloadOrder::Save { name, folder: preferences.folder, ask };
    out.push(Effect::Download { download: id, order });
}

/// A new one is taken, unless its page begins more than a person asks for.
fn begin(
    state: &mut State,
    account: &AccountId,
    id: DownloadId,
    host: Option<String>,
    opener: DownloadOpener,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    if state.downloads.rows.iter().any(|row| row.id == id) {
        return;
    }
    let open = state.accounts.get(account).is_some_and(|a| a.page != crate::PageState::Closed);
    if !open || opener == DownloadOpener::SignIn {
        out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
        if open {
            notices::add(state, Some(account), NoticeKind::SignInDownload, None, now);
        }
        return;
    }
    let seen = state.outside.visible && state.stage == Stage::Widget { account: account.clone() };
    let most = if seen { DOWNLOADS_BEGUN_MAX } else { DOWNLOADS_UNSEEN_MAX };
    let live = |row: &&Download| row.account == *account && !row.state.is_over();
    let at_once = state.downloads.rows.iter().filter(live).count();
    let begun = state.downloads.begun.entry(account.clone()).or_default();
    begun.retain(|at| now.since(*at) < DOWNLOAD_PERIOD);
    if begun.len() >= most || at_once >= DOWNLOADS_AT_ONCE {
        return refuse(state, account, id, now, out);
    }
    begun.push(now);
    let host = host.and_then(|host| line(&host, NAME_MAX));
    make_room(state);
    state.downloads.rows.push(Download {
        id,
        account: account.clone(),
        name: None,
        host,
        received: 0,
        total: None,
        state: DownloadState::Waiting,
        at: now,
    });
    state.dirty = true;
}

/// Broken off and counted: one notice with the number, however many there are.
fn refuse(
    state: &mut State,
    account: &AccountId,
    id: DownloadId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
    let (count, last) = state.downloads.refused.entry(account.clone()).or_insert((0, now));
    *count = if now.since(*last) < DOWNLOAD_PERIOD { count.saturating_add(1) } else { 1 };
    *last = now;
    let count = Some(count.to_string());
    notices::add(state, Some(account), NoticeKind::DownloadsRefused, count, now);
}

/// The oldest one that is over gives way.
fn make_room(state: &mut State) {
    let rows = &mut state.downloads.rows;
    while rows.len() >= DOWNLOAD_ROWS {
        let over = rows.iter().position(|row| row.state.is_over());
        let Some(index) = over else { return };
        rows.remove(index);
    }
}

fn received(
    state: &mut State,
    id: DownloadId,
    bytes: u64,
    free: Option<u64>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(row) = state.downloads.live(id) else { return };
    row.received = bytes.max(row.received);
    row.state = DownloadState::Running;
    let missing = row.total.map_or(0, |total| total.saturating_sub(row.received));
    let too_large = row.received > DOWNLOAD_BYTES_MAX;
    state.dirty = true;
    if too_large {
        break_off(state, id, DownloadProblem::TooLarge, now, out);
    } else if free.is_some_and(|free| free < missing.saturating_add(DISK_RESERVE)) {
        break_off(state, id, DownloadProblem::NoSpace, now, out);
    }
}

fn finished(
    state: &mut State,
    id: DownloadId,
    name: Private<String>,
    folder: String,
    bytes: u64,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(row) = state.downloads.live(id) else { return };
    row.name = Some(name);
    row.received = bytes;
    row.total = Some(bytes);
    let account = row.account.clone();
    end(state, id, DownloadState::Finished { folder }, now);
    tell(state, &account, id, now, out);
}

/// One quiet notification, which counts while it stands.
fn tell(
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
    state.downloads.told = state.downloads.told.saturating_add(1);
    let words = state.words();
    let hidden = state.settings.preferences.hide_content;
    let row = state.downloads.rows.iter().find(|row| row.id == id);
    let name = row.and_then(|row| row.name.clone()).filter(|_| !hidden);
    let label = state.config(account).map(|config| config.label.clone()).unwrap_or_default();
    let title = match state.downloads.told {
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
    state.downloads.told = 0;
    withdraw(state, KEY, out);
}

/// A notification went away.
pub(crate) fn banner_closed(state: &mut State, key: &str) {
    if key == KEY {
        state.downloads.told = 0;
    }
}

/// Breaks one off because of `problem`.
fn break_off(
    state: &mut State,
    id: DownloadId,
    problem: DownloadProblem,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
    end(state, id, DownloadState::Failed { problem }, now);
}

fn end(state: &mut State, id: DownloadId, how: DownloadState, now: Timestamp) {
    if let Some(row) = state.downloads.live(id) {
        row.state = how;
        row.at = now;
        state.dirty = true;
    }
}

/// The page of `account` closes: what it saves goes with it.
pub(crate) fn page_closed(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let live = |row: &&Download| row.account == *account && !row.state.is_over();
    let ids: Vec<DownloadId> = state.downloads.rows.iter().filter(live).map(|row| row.id).collect();
    for id in ids {
        out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
        end(state, id, DownloadState::Cancelled, now);
    }
}

/// The account is gone with its rows; the files stay.
pub(crate) fn forget(state: &mut State, account: &AccountId) {
    state.downloads.rows.retain(|row| row.account != *account);
    state.downloads.begun.remove(account);
    state.downloads.refused.remove(account);
}

/// The user breaks one off.
pub(crate) fn cancel(
    state: &mut State,
    id: DownloadId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    known(state, id)?;
    if state.downloads.live(id).is_none() {
        return Err(failed("not-possible", state.words().download_over.to_owned()));
    }
    out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
    end(state, id, DownloadState::Cancelled, now);
    Ok(())
}

/// The user has read one row that is over, or all of them; the files stay.
pub(crate) fn clear(state: &mut State, id: Option<DownloadId>) -> Result<(), Answer> {
    if let Some(id) = id {
        known(state, id)?;
        if state.downloads.live(id).is_some() {
            return Err(failed("not-possible", state.words().download_runs.to_owned()));
        }
    }
    let before = state.downloads.rows.len();
    let gone = |row: &Download| row.state.is_over() && id.is_none_or(|id| row.id == id);
    state.downloads.rows.retain(|row| !gone(row));
    state.dirty |= state.downloads.rows.len() != before;
    Ok(())
}

/// The user wants to see where it is.
pub(crate) fn reveal(
    state: &mut State,
    id: DownloadId,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let row = known(state, id)?;
    let (DownloadState::Finished { folder }, Some(name)) = (&row.state, &row.name) else {
        return Err(failed("not-possible", state.words().download_not_here.to_owned()));
    };
    let order = DownloadOrder::Reveal { name: name.clone(), folder: folder.clone() };
    out.push(Effect::Download { download: id, order });
    Ok(())
}

/// Rows for the windows, newest first.
pub(crate) fn rows(state: &State) -> Vec<DownloadRow> {
    let shown = |row: &Download| DownloadRow {
        id: row.id,
        account: row.account.clone(),
        name: row.name.as_ref().map(|name| name.reveal().clone()).unwrap_or_default(),
        host: row.host.clone(),
        received: row.received,
        total: row.total,
        state: row.state.clone(),
        at: row.at,
    };
    state.downloads.rows.iter().rev().map(shown).collect()
}

fn known(state: &State, id: DownloadId) -> Result<&Download, Answer> {
    let row = state.downloads.rows.iter().find(|row| row.id == id);
    row.ok_or_else(|| failed("no-download", state.words().download_unknown.to_owned()))
}

fn waiting(state: &mut State, id: DownloadId) -> Option<&mut Download> {
    state.downloads.live(id).filter(|row| row.state == DownloadState::Waiting)
}

impl Downloads {
    fn live(&mut self, id: DownloadId) -> Option<&mut Download> {
        self.rows.iter_mut().find(|row| row.id == id && !row.state.is_over())
    }
}

fn short(problem: DownloadProblem) -> DownloadProblem {
    match problem {
        DownloadProblem::Folder { folder, reason } => {
            DownloadProblem::Folder { folder, reason: cap(&reason, NAME_MAX) }
        }
        DownloadProblem::Broken { reason } => {
            DownloadProblem::Broken { reason: cap(&reason, NAME_MAX) }
        }
        DownloadProblem::NotSaved { reason } => {
            DownloadProblem::NotSaved { reason: cap(&reason, NAME_MAX) }
        }
        DownloadProblem::TooLarge | DownloadProblem::NoSpace | DownloadProblem::Refused { .. } => {
            problem
        }
    }
}

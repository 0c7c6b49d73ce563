//! Downloads: which are taken, how many and how large, and where they go.

use super::facts::{
    DownloadId, DownloadNews, DownloadOpener, DownloadOrder, DownloadProblem, DownloadState,
};
use super::file_name::safe_file_name;
use super::limits::{
    DISK_RESERVE, DOWNLOAD_BYTES_MAX, DOWNLOAD_PERIOD, DOWNLOAD_ROWS, DOWNLOADS_AT_ONCE,
    DOWNLOADS_BEGUN_MAX, DOWNLOADS_UNSEEN_MAX,
};
use super::state::Download;
use crate::accounts::AccountId;
use crate::attention;
use crate::attention::NoticeKind;
use crate::attention::downloads::tell;
use crate::base::text::{NAME_MAX, cap, line};
use crate::base::{Private, Timestamp};
use crate::effect::Effect;
use crate::state::State;

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
    let preferences = state.world.preferences.downloads.clone();
    let ask = preferences.ask && state.world.system.downloads.can_ask;
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
    if state.world.downloads.rows.iter().any(|row| row.id == id) {
        return;
    }
    let open = state.world.pages.is_open(account);
    if !open || opener == DownloadOpener::SignIn {
        out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
        if open {
            attention::notices::add(state, Some(account), NoticeKind::SignInDownload, None, now);
        }
        return;
    }
    let seen = state.world.window.shows(account);
    let most = if seen { DOWNLOADS_BEGUN_MAX } else { DOWNLOADS_UNSEEN_MAX };
    let live = |row: &&Download| row.account == *account && !row.state.is_over();
    let at_once = state.world.downloads.rows.iter().filter(live).count();
    let begun = state.world.downloads.begun.entry(account.clone()).or_default();
    begun.retain(|at| now.since(*at) < DOWNLOAD_PERIOD);
    if begun.len() >= most || at_once >= DOWNLOADS_AT_ONCE {
        return refuse(state, account, id, now, out);
    }
    begun.push(now);
    let host = host.and_then(|host| line(&host, NAME_MAX));
    make_room(state);
    state.world.downloads.rows.push(Download {
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
    let (count, last) = state.world.downloads.refused.entry(account.clone()).or_insert((0, now));
    *count = if now.since(*last) < DOWNLOAD_PERIOD { count.saturating_add(1) } else { 1 };
    *last = now;
    let count = Some(count.to_string());
    attention::notices::add(state, Some(account), NoticeKind::DownloadsRefused, count, now);
}

/// The oldest one that is over gives way.
fn make_room(state: &mut State) {
    let rows = &mut state.world.downloads.rows;
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
    let Some(row) = state.world.downloads.live(id) else { return };
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
    let Some(row) = state.world.downloads.live(id) else { return };
    row.name = Some(name);
    row.received = bytes;
    row.total = Some(bytes);
    let account = row.account.clone();
    end(state, id, DownloadState::Finished { folder }, now);
    tell(state, &account, id, now, out);
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

pub(crate) fn end(state: &mut State, id: DownloadId, how: DownloadState, now: Timestamp) {
    if let Some(row) = state.world.downloads.live(id) {
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
    let ids: Vec<DownloadId> =
        state.world.downloads.rows.iter().filter(live).map(|row| row.id).collect();
    for id in ids {
        out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
        end(state, id, DownloadState::Cancelled, now);
    }
}

/// The account is gone with its rows; the files stay.
pub(crate) fn forget(state: &mut State, account: &AccountId) {
    state.world.downloads.rows.retain(|row| row.account != *account);
    state.world.downloads.begun.remove(account);
    state.world.downloads.refused.remove(account);
}

fn waiting(state: &mut State, id: DownloadId) -> Option<&mut Download> {
    state.world.downloads.live(id).filter(|row| row.state == DownloadState::Waiting)
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

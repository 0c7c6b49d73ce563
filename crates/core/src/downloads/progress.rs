//! Downloads: which are taken, how many and how large, and where they go.

use super::change::Change;
use super::facts::{
    DownloadFact, DownloadId, DownloadOpener, DownloadOrder, DownloadPreferences, DownloadProblem,
    DownloadState,
};
use super::file_name::safe_file_name;
use super::limits::{
    DISK_RESERVE, DOWNLOAD_BYTES_MAX, DOWNLOAD_PERIOD, DOWNLOAD_ROWS, DOWNLOADS_AT_ONCE,
    DOWNLOADS_BEGUN_MAX, DOWNLOADS_UNSEEN_MAX,
};
use super::state::{Download, Downloads};
use crate::accounts::AccountId;
use crate::base::text::{NAME_MAX, cap, line};
use crate::base::{Private, Timestamp};

/// What decides about a download besides its page.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'c> {
    /// The account has a page.
    pub(crate) page_open: bool,
    /// The agent looks at it.
    pub(crate) shown: bool,
    /// Where downloads go.
    pub(crate) preferences: &'c DownloadPreferences,
    /// The system can ask the user where.
    pub(crate) can_ask: bool,
}

impl Downloads {
    /// Takes in what happened to a download. What concerns one we refused or do not know is too late to matter.
    pub(crate) fn receive(
        &mut self,
        account: &AccountId,
        id: DownloadId,
        fact: DownloadFact,
        around: Circumstances<'_>,
        now: Timestamp,
    ) {
        match fact {
            DownloadFact::Begun { host, opener } => {
                self.begin(account, id, host, opener, around, now)
            }
            DownloadFact::Named { name, size } => self.named(id, &name, size, around, now),
            DownloadFact::Received { bytes, free } => self.received(id, bytes, free, now),
            DownloadFact::Finished { name, folder, bytes } => {
                self.finished(id, name, folder, bytes, now);
            }
            DownloadFact::Failed { problem } => {
                self.end(id, DownloadState::Failed { problem: short(problem) }, now);
            }
            DownloadFact::Cancelled => self.end(id, DownloadState::Cancelled, now),
        }
    }

    /// A new one is taken, unless its page begins more than a person asks for.
    fn begin(
        &mut self,
        account: &AccountId,
        id: DownloadId,
        host: Option<String>,
        opener: DownloadOpener,
        around: Circumstances<'_>,
        now: Timestamp,
    ) {
        if self.rows.iter().any(|row| row.id == id) {
            return;
        }
        if !around.page_open || opener == DownloadOpener::SignIn {
            self.order(id, DownloadOrder::Cancel);
            if around.page_open {
                self.changes.push(Change::RefusedToSignIn { account: account.clone() });
            }
            return;
        }
        let most = if around.shown { DOWNLOADS_BEGUN_MAX } else { DOWNLOADS_UNSEEN_MAX };
        let live = |row: &&Download| row.account == *account && !row.state.is_over();
        let at_once = self.rows.iter().filter(live).count();
        let begun = self.begun.entry(account.clone()).or_default();
        begun.retain(|at| now.since(*at) < DOWNLOAD_PERIOD);
        if begun.len() >= most || at_once >= DOWNLOADS_AT_ONCE {
            return self.refuse(account, id, now);
        }
        begun.push(now);
        self.make_room();
        self.rows.push(Download {
            id,
            account: account.clone(),
            name: None,
            host: host.and_then(|host| line(&host, NAME_MAX)),
            received: 0,
            total: None,
            state: DownloadState::Waiting,
            at: now,
        });
        self.changes.push(Change::Updated);
    }

    /// It was answered: it is saved under a harmless name, unless it is too large.
    fn named(
        &mut self,
        id: DownloadId,
        name: &Private<String>,
        size: Option<u64>,
        around: Circumstances<'_>,
        now: Timestamp,
    ) {
        let ask = around.preferences.ask && around.can_ask;
        let waiting = self.live(id).filter(|row| row.state == DownloadState::Waiting);
        let Some(row) = waiting else { return };
        let name = Private::new(safe_file_name(name.reveal()));
        row.name = Some(name.clone());
        row.total = size;
        if size.is_some_and(|size| size > DOWNLOAD_BYTES_MAX) {
            return self.break_off(id, DownloadProblem::TooLarge, now);
        }
        row.state = if ask { DownloadState::Asking } else { DownloadState::Running };
        let folder = around.preferences.folder.clone();
        self.order(id, DownloadOrder::Save { name, folder, ask });
    }

    /// Broken off and counted, however many there are.
    fn refuse(&mut self, account: &AccountId, id: DownloadId, now: Timestamp) {
        self.order(id, DownloadOrder::Cancel);
        let (count, last) = self.refused.entry(account.clone()).or_insert((0, now));
        *count = if now.since(*last) < DOWNLOAD_PERIOD { count.saturating_add(1) } else { 1 };
        *last = now;
        let change = Change::TooMany { account: account.clone(), count: *count };
        self.changes.push(change);
    }

    /// The oldest one that is over gives way.
    fn make_room(&mut self) {
        while self.rows.len() >= DOWNLOAD_ROWS {
            let over = self.rows.iter().position(|row| row.state.is_over());
            let Some(index) = over else { return };
            self.rows.remove(index);
        }
    }

    fn received(&mut self, id: DownloadId, bytes: u64, free: Option<u64>, now: Timestamp) {
        let Some(row) = self.live(id) else { return };
        row.received = bytes.max(row.received);
        row.state = DownloadState::Running;
        let missing = row.total.map_or(0, |total| total.saturating_sub(row.received));
        let too_large = row.received > DOWNLOAD_BYTES_MAX;
        self.changes.push(Change::Updated);
        if too_large {
            self.break_off(id, DownloadProblem::TooLarge, now);
        } else if free.is_some_and(|free| free < missing.saturating_add(DISK_RESERVE)) {
            self.break_off(id, DownloadProblem::NoSpace, now);
        }
    }

    fn finished(
        &mut self,
        id: DownloadId,
        name: Private<String>,
        folder: String,
        bytes: u64,
        now: Timestamp,
    ) {
        let Some(row) = self.live(id) else { return };
        row.name = Some(name);
        row.received = bytes;
        row.total = Some(bytes);
        let account = row.account.clone();
        self.end(id, DownloadState::Finished { folder }, now);
        self.changes.push(Change::Finished { account, download: id });
    }

    /// Breaks one off because of `problem`.
    fn break_off(&mut self, id: DownloadId, problem: DownloadProblem, now: Timestamp) {
        self.order(id, DownloadOrder::Cancel);
        self.end(id, DownloadState::Failed { problem }, now);
    }

    /// The page of `account` closes: what it saves goes with it.
    pub(crate) fn page_closed(&mut self, account: &AccountId, now: Timestamp) {
        let live = |row: &&Download| row.account == *account && !row.state.is_over();
        let ids: Vec<DownloadId> = self.rows.iter().filter(live).map(|row| row.id).collect();
        for id in ids {
            self.order(id, DownloadOrder::Cancel);
            self.end(id, DownloadState::Cancelled, now);
        }
    }

    /// The account is gone with its rows; the files stay.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.rows.retain(|row| row.account != *account);
        self.begun.remove(account);
        self.refused.remove(account);
    }

    pub(super) fn order(&mut self, download: DownloadId, order: DownloadOrder) {
        self.changes.push(Change::Ordered { download, order });
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

//! What is said about downloads: one quiet notification of those that are finished, and notices of those refused.

use super::facts::{NoticeKind, Notification, Urgency};
use super::keys::Key;
use super::policy::Occasion;
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::downloads::DownloadId;
use crate::downloads::change::Change;
use crate::intent::Intent;
use crate::world::World;

impl Memory {
    /// Follows what downloads did.
    pub(super) fn follow_downloads(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Updated | Change::Ordered { .. } => {}
            Change::Finished { account, download } => {
                self.download_finished(world, account, *download, now);
            }
            Change::TooMany { account, count } => {
                let count = Some(count.to_string());
                self.notice(Some(account), NoticeKind::DownloadsRefused, count, now);
            }
            Change::RefusedToSignIn { account } => {
                self.notice(Some(account), NoticeKind::SignInDownload, None, now);
            }
        }
    }

    /// One quiet notification, which counts while it stands.
    fn download_finished(
        &mut self,
        world: &World,
        account: &AccountId,
        download: DownloadId,
        now: Timestamp,
    ) {
        if !self.allows(world, account, Occasion::Download, "download", now) {
            return;
        }
        self.downloads = self.downloads.saturating_add(1);
        let words = world.words();
        let name = world.downloads.name(download).filter(|_| !world.preferences.hide_content);
        let label = world.accounts.label(account);
        let title = match self.downloads {
            1 => words.download_finished.to_owned(),
            many => fill(words.downloads_finished, &[&many.to_string()]),
        };
        let body = name.map(|name| format!("{} · {label}", name.reveal())).unwrap_or(label);
        let notification = Notification {
            key: Key::Downloads.to_string(),
            title: Private::new(title),
            body: Private::new(body),
            urgency: Urgency::Low,
            buttons: Vec::new(),
            reply: None,
            click: Intent::ShowDownload { download },
            sticky: false,
            category: "transfer.complete".to_owned(),
        };
        self.show(Key::Downloads, notification);
    }

    /// The window is looked at: its list says what the notification says.
    pub(super) fn downloads_looked_at(&mut self) {
        self.downloads = 0;
        self.withdraw(&Key::Downloads);
    }
}

//! What is told about pages: a password that is wanted, messages that were lost, links that left, and were not followed.

use super::facts::{NoticeKind, Notification, Urgency};
use super::keys::Key;
use super::policy::Occasion;
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::intent::Intent;
use crate::pages::change::Change;
use crate::pages::{LinkRefusal, PasswordFor};
use crate::window::Item;
use crate::words::GuardWords;
use crate::world::World;
use std::time::Duration;

/// How long a notice stays that only says where a link went: the browser in front says it too.
const OPENED_SHOWN: Duration = Duration::from_secs(20);

impl Memory {
    /// Follows what pages did.
    pub(super) fn follow_pages(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Updated
            | Change::Opened { .. }
            | Change::Reloaded { .. }
            | Change::DocumentStarted { .. }
            | Change::Broke { .. } => {}
            Change::Closed { account } => self.page_closed(account),
            Change::PasswordWanted { account, host, from } => {
                self.password_wanted(world, account, (host, *from), now);
            }
            Change::PasswordPromptClosed { account } => {
                self.clear_notice(Some(account), NoticeKind::PasswordWanted);
                self.withdraw(&Key::Password(account.clone()));
            }
            Change::CertificateWanted { account, host } => {
                self.notice(Some(account), NoticeKind::CertificateWanted, Some(host.clone()), now);
            }
            Change::LinkOpened { account, target } => {
                self.notice(Some(account), NoticeKind::LinkOpened, Some(target.clone()), now);
            }
            Change::LinkRefused { account, target, why } => {
                let detail = fill(refusal(&world.words().guard, *why), &[target]);
                self.notice(Some(account), NoticeKind::NotFollowed, Some(detail), now);
            }
            Change::MessagesLost { account, total } => {
                self.notice(Some(account), NoticeKind::Flood, Some(total.to_string()), now);
            }
        }
    }

    /// Until somebody gives the password nothing of the page reaches the agent.
    fn password_wanted(
        &mut self,
        world: &World,
        account: &AccountId,
        (host, from): (&str, PasswordFor),
        now: Timestamp,
    ) {
        let words = &world.words().guard;
        let asks = match from {
            PasswordFor::Server => words.server_asks,
            PasswordFor::Proxy => words.proxy_asks,
        };
        let detail = fill(asks, &[host]);
        self.notice(Some(account), NoticeKind::PasswordWanted, Some(detail.clone()), now);
        if !self.allows(world, account, Occasion::SignedOut, "password wanted", now) {
            return;
        }
        let label = world.accounts.label(account);
        let key = Key::Password(account.clone());
        let notification = Notification {
            key: key.to_string(),
            title: Private::new(format!("{label}: {}", words.password)),
            body: Private::new(detail),
            urgency: Urgency::Normal,
            buttons: Vec::new(),
            reply: None,
            click: Intent::Open { item: Item::Account { account: account.clone() } },
            sticky: true,
            category: "device.error".to_owned(),
        };
        self.show(key, notification);
    }

    /// When a notice about a link has been seen long enough.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let opened = self.notices.iter().filter(|notice| notice.kind == NoticeKind::LinkOpened);
        opened.map(|notice| notice.at + OPENED_SHOWN).min()
    }

    /// Takes such notices away.
    pub(crate) fn pass_time(&mut self, now: Timestamp) {
        let over = |at: Timestamp| at + OPENED_SHOWN <= now;
        self.take_notices(|notice| notice.kind == NoticeKind::LinkOpened && over(notice.at));
    }
}

const fn refusal(words: &GuardWords, why: LinkRefusal) -> &'static str {
    match why {
        LinkRefusal::OwnMachine => words.own_machine,
        LinkRefusal::LocalNetwork => words.local_network,
        LinkRefusal::NoHost => words.no_host,
        LinkRefusal::NotEncrypted => words.not_encrypted,
        LinkRefusal::NotALoginHost => words.not_a_login_host,
        LinkRefusal::Scheme => words.scheme,
        LinkRefusal::UserName => words.user_name,
        LinkRefusal::TooLong => words.too_long,
        LinkRefusal::Flood => words.flood,
    }
}

//! Notifications about the status: a vendor stopped showing what the agent chose, and they should know.

use super::facts::{NoticeKind, Notification, NotificationButton, Urgency};
use super::keys::Key;
use super::policy::Occasion;
use super::state::Memory;
use crate::accounts::AccountConfig;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::intent::Intent;
use crate::status::change::Change;
use crate::status::follower::Follower;
use crate::status::listener::reason;
use crate::window::Item;
use crate::world::World;

impl Memory {
    /// Follows what happened to the status.
    pub(super) fn follow_status(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Refused(Some(status)) => {
                let (what, fix) = reason(&world.words().status, *status);
                let detail = Some(format!("{what} {fix}"));
                self.notice(None, NoticeKind::DeliveriesRefused, detail, now);
            }
            Change::Refused(None) => self.clear_notice(None, NoticeKind::DeliveriesRefused),
            Change::Updated
            | Change::Persisted
            | Change::Push { .. }
            | Change::Set { .. }
            | Change::Recorded(_)
            | Change::Planned(_)
            | Change::FeedsPlanned(_)
            | Change::Answered { .. } => {}
        }
    }

    /// Shows each trouble once, and takes it away when all is right again.
    pub(super) fn review_status(&mut self, world: &World, now: Timestamp) {
        for config in world.accounts.all() {
            let in_trouble = world.status.follower(&config.id).is_some_and(Follower::is_in_trouble);
            let Some(told) = self.by_account.get_mut(&config.id).map(|a| &mut a.trouble_notified)
            else {
                continue;
            };
            if std::mem::replace(told, in_trouble) == in_trouble {
                continue;
            }
            if in_trouble {
                self.tell_status_trouble(world, config, now);
            } else {
                self.withdraw(&Key::Status(config.id.clone()));
            }
        }
    }

    fn tell_status_trouble(&mut self, world: &World, config: &AccountConfig, now: Timestamp) {
        if !self.allows(world, &config.id, Occasion::StatusTrouble, "status", now) {
            return;
        }
        let (status, around) = world.status_around();
        let dialect = status.dialect(config);
        let body = dialect.and_then(|dialect| status.text(around, config, dialect));
        let Some(body) = body else { return };
        let words = world.words();
        let account = config.id.clone();
        let key = Key::Status(account.clone());
        let notification = Notification {
            key: key.to_string(),
            title: Private::new(fill(words.status.trouble, &[&config.label])),
            body: Private::new(body),
            urgency: Urgency::Normal,
            buttons: match world.system.has_buttons() {
                true => vec![NotificationButton {
                    action: "again".to_owned(),
                    label: words.status.again.to_owned(),
                    intent: Intent::PushStatus { account: account.clone() },
                }],
                false => Vec::new(),
            },
            reply: None,
            click: Intent::Open { item: Item::Status { account } },
            sticky: true,
            category: "presence".to_owned(),
        };
        self.show(key, notification);
    }
}

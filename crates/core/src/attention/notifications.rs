//! Notifications: what the policy's decisions look like, and when they are taken away again.

use super::change::Change;
use super::facts::{Notification, Urgency};
use super::keys::Key;
use super::policy::{Circumstances, Decision, Occasion, decide};
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::status::Presence;
use crate::system::state::Service;
use crate::window::Stage;
use crate::world::World;

/// Most notifications remembered as being on screen.
const SHOWN_MAX: usize = 1000;
/// Most of them that do not ring: services take 20 or so, and a ring must find room among them.
const STANDING_MAX: usize = 10;

/// Asks the policy about something of `account`.
pub(crate) fn evaluate(world: &World, account: &AccountId, occasion: Occasion) -> Decision {
    let preferences = &world.preferences;
    let on_stage = *world.window.stage() == Stage::Widget { account: account.clone() };
    decide(Circumstances {
        occasion,
        do_not_disturb: do_not_disturb(world, account),
        ring_in_do_not_disturb: preferences.ring_in_do_not_disturb,
        switched_on: match occasion {
            Occasion::Message => preferences.message_banners,
            Occasion::Missed => preferences.missed_call_banners,
            Occasion::Ringing
            | Occasion::TakenElsewhere
            | Occasion::OldMessage
            | Occasion::SignedOut
            | Occasion::StatusTrouble
            | Occasion::NewChat
            | Occasion::QueuedChat
            | Occasion::ChatLine
            | Occasion::MissedChat
            | Occasion::RightWanted
            | Occasion::Download => true,
        },
        // Questions and downloads stand beside whatever is on the stage.
        in_front: world.window.is_focused()
            && (on_stage || matches!(occasion, Occasion::RightWanted | Occasion::Download)),
        service: world.system.service != Service::Absent,
    })
}

/// The agent does not want to be disturbed, or an account's vendor says so.
pub(crate) fn do_not_disturb(world: &World, account: &AccountId) -> bool {
    let quiet = Some(Presence::DoNotDisturb);
    world.status.desired() == quiet
        || world.status.reported_presence(&world.accounts, account) == quiet
}

impl Memory {
    /// Asks the policy, and records what it withholds. True if a notification is to be shown.
    pub(crate) fn allows(
        &mut self,
        world: &World,
        account: &AccountId,
        occasion: Occasion,
        what: &str,
        now: Timestamp,
    ) -> bool {
        let decision = evaluate(world, account, occasion);
        if let Some(reason) = decision.withheld {
            self.withhold(what, reason, None, now);
        }
        decision.notifies()
    }

    /// Shows a notification, unless it is on screen as it is.
    pub(super) fn show(&mut self, key: Key, notification: Notification) {
        if self.shown.get(&key) == Some(&notification) {
            return;
        }
        if self.shown.len() >= SHOWN_MAX
            && let Some((first, _)) = self.shown.pop_first()
        {
            self.changes.push(Change::Withdraw(first));
        }
        if !self.shown.contains_key(&key) {
            self.order.push_back(key.clone());
        }
        self.shown.insert(key, notification.clone());
        self.changes.push(Change::Notify(Box::new(notification)));
    }

    /// Takes a notification away if it is on screen.
    pub(super) fn withdraw(&mut self, key: &Key) {
        if self.shown.remove(key).is_some() {
            self.changes.push(Change::Withdraw(key.clone()));
        }
    }

    /// Takes the least urgent and oldest away where there are too many, as if the user had closed them: whatever they
    /// tell stands in the windows.
    pub(super) fn make_room(&mut self) {
        loop {
            let shown = &self.shown;
            self.order.retain(|key| shown.contains_key(key));
            let rank = |key: &&Key| match shown.get(*key).map(|it| it.urgency) {
                None | Some(Urgency::Low) => Some(0),
                Some(Urgency::Normal) => Some(1),
                Some(Urgency::Critical) => None,
            };
            let standing = || self.order.iter().filter(|key| rank(key).is_some());
            if standing().count() <= STANDING_MAX {
                return;
            }
            let Some(least) = standing().min_by_key(|key| rank(key)).cloned() else { return };
            self.withdraw(&least);
            self.closed(&least);
        }
    }

    /// A notification is off the screen, and not because what it tells is over.
    pub(super) fn closed(&mut self, key: &Key) {
        match key {
            Key::Downloads => self.downloads = 0,
            Key::Messages(account) => self.messages_closed(account),
            Key::Message(account, id) => self.message_closed(account, id),
            Key::Chats => self.chats_closed(),
            Key::Chat(id) => self.chat_closed(*id),
            Key::Status(_)
            | Key::Permissions(_)
            | Key::Password(_)
            | Key::SignedOut(_)
            | Key::Missed(_)
            | Key::Call(_) => {}
        }
    }
}

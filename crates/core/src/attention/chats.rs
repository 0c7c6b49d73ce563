//! Notifications about conversations: one for each, brought in line with how it stands, never in a storm. Only what
//! changed is looked at again, or everything when what they rest on changed.

use super::change::Change as Shown;
use super::chat_text::{notification, of_many};
use super::facts::{NoticeKind, Notification, WithheldReason};
use super::keys::Key;
use super::limits::{BANNER_PAUSE, BANNERS_MAX, BANNERS_PERIOD, CHATS_APART};
use super::notifications::do_not_disturb;
use super::policy::{Attention, Circumstances, Decision, Occasion, decide};
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::change::Touched;
use crate::chats::ConversationId;
use crate::chats::change::Change;
use crate::chats::conversation::{Conversation, Phase};
use crate::chats::names::name;
use crate::status::Presence;
use crate::system::state::Service;
use crate::window::Stage;
use crate::world::World;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

impl Memory {
    /// Follows what chats did.
    pub(super) fn follow_chats(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Updated
            | Change::Misplaced { .. }
            | Change::Repeated { .. }
            | Change::Reported { .. }
            | Change::Ask { .. }
            | Change::Answered { .. } => {}
            Change::Changed { conversation } | Change::Removed { conversation } => {
                self.chats.open.insert(*conversation);
            }
            Change::LineArrived { conversation } => self.line_arrived(world, *conversation, now),
            Change::WidgetChanged { account } => {
                let of_account = world.chats.rows().filter(|row| row.account == *account);
                self.chats.open.extend(of_account.map(|row| row.id));
            }
            Change::GaveWay { account } => {
                let detail = Some(world.words().chat.too_many.to_owned());
                self.notice(Some(account), NoticeKind::ChatLost, detail, now);
            }
            Change::Expired { account, action } => {
                let what = name(&world.words().chat.actions, *action).to_owned();
                self.notice(Some(account), NoticeKind::NoAnswer, Some(what), now);
            }
        }
    }

    /// A line came that the agent has not seen: whether it may have a notification is decided here and now.
    fn line_arrived(&mut self, world: &World, id: ConversationId, now: Timestamp) {
        let Some(row) = world.chats.get(id) else { return };
        let decision = Self::evaluate_chat(world, row, Occasion::ChatLine);
        self.record(world, row, "chat line", decision.withheld, now);
        if decision.notifies() {
            let told = self.chats.notified(row);
            told.lines = told.lines.saturating_add(1);
            told.suppressed = None;
        }
    }

    /// Records a reason once in a row, not once per line.
    fn record(
        &mut self,
        world: &World,
        row: &Conversation,
        what: &str,
        reason: Option<WithheldReason>,
        now: Timestamp,
    ) {
        let told = self.chats.notified(row);
        if let Some(reason) = reason
            && told.suppressed != Some(reason)
        {
            told.suppressed = Some(reason);
            let what = named(world, row.id, Some(&row.account), what);
            self.withhold(&what, reason, None, now);
        }
    }

    /// Brings the notifications about conversations in line with them.
    pub(super) fn review_chats(&mut self, world: &World, touched: Touched, now: Timestamp) {
        debug_assert!(
            touched.around_chats || surroundings(world) == self.chats.around,
            "decisions rest on what changed without a word"
        );
        if touched.around_chats && self.are_others(surroundings(world)) {
            self.chats.open.extend(world.chats.rows().map(|row| row.id));
            self.tell_gathered(world);
        }
        self.chats.open.extend(self.chats.due.due(now));
        for id in std::mem::take(&mut self.chats.open) {
            if let Some(row) = world.chats.get(id) {
                self.review_chat(world, row, now);
            } else {
                self.chats.notified.remove(&id);
                self.chats.due.remove(id);
                self.take_away(world, id);
            }
        }
    }

    /// Whether what the decisions rested on is not this any more. From now on it is.
    fn are_others(&mut self, around: u64) -> bool {
        std::mem::replace(&mut self.chats.around, around) != around
    }

    /// One more conversation with a notification: on its own while they are few, else all of them in one with a count. A
    /// wall of them would keep the ring of a call off the screen.
    fn show_chat(&mut self, world: &World, id: ConversationId, new: Notification) {
        let shown = &self.shown;
        let others = self.chats.notified.keys().copied();
        let others = others.filter(|other| *other != id && shown.contains_key(&Key::Chat(*other)));
        let others: Vec<ConversationId> = others.collect();
        if self.chats.gathered.is_empty() && others.len() < CHATS_APART {
            return self.show(Key::Chat(id), new);
        }
        for other in others.into_iter().chain([id]) {
            self.withdraw(&Key::Chat(other));
            self.chats.gathered.insert(other);
        }
        self.tell_gathered(world);
    }

    /// Nothing is to be told of a conversation any more.
    fn take_away(&mut self, world: &World, id: ConversationId) {
        self.withdraw(&Key::Chat(id));
        if self.chats.gathered.remove(&id) {
            self.tell_gathered(world);
        }
    }

    /// Brings the one notification of many conversations in line with them; the last one has its own again.
    fn tell_gathered(&mut self, world: &World) {
        let rows = self.chats.gathered.iter().filter_map(|id| world.chats.get(*id));
        match rows.collect::<Vec<_>>().as_slice() {
            [] => self.withdraw(&Key::Chats),
            [last] => {
                let (key, last) = (Key::Chat(last.id), notification(world, last));
                self.chats.gathered.clear();
                self.withdraw(&Key::Chats);
                self.show(key, last);
            }
            many => self.show(Key::Chats, of_many(world, many)),
        }
    }

    fn review_chat(&mut self, world: &World, row: &Conversation, now: Timestamp) {
        let id = row.id;
        let phase = row.phase();
        if phase.is_none() && !self.chats.notified.contains_key(&id) {
            return;
        }
        if self.chats.due.get(id).is_some_and(|due| due <= now) {
            self.chats.due.remove(id);
        }
        let told = self.chats.notified(row);
        if told.phase != phase {
            told.phase = phase;
            told.granted = None;
            told.dismissed = false;
        }
        let wanted = match phase {
            None => false,
            Some(Phase::Lines) => told.lines > 0,
            Some(Phase::Ring) => self.ring_chat(world, row, now),
            Some(Phase::Queue) => self.decide_once(world, row, Occasion::QueuedChat, now),
            Some(Phase::Missed) => self.decide_once(world, row, Occasion::MissedChat, now),
        };
        if wanted && self.chats.due.get(id).is_some() {
            return;
        }
        self.chats.due.remove(id);
        if !wanted || self.chats.notified(row).dismissed {
            return self.take_away(world, id);
        }
        let new = notification(world, row);
        let known = self.shown.get(&Key::Chat(id)) == Some(&new);
        if known || self.chats.gathered.contains(&id) {
            return;
        }
        if let Some(until) = self.pause(row, now) {
            self.chats.due.set(id, until);
            return;
        }
        self.spend(row, now);
        self.show_chat(world, id, new);
    }

    /// It waits for this agent: asked anew each time, because what stands against it may pass.
    fn ring_chat(&mut self, world: &World, row: &Conversation, now: Timestamp) -> bool {
        let decision = Self::evaluate_chat(world, row, Occasion::NewChat);
        self.record(world, row, "chat", decision.withheld, now);
        let is_first = !self.chats.notified(row).attention_requested;
        if decision.attention == Attention::Ring && is_first && self.pause(row, now).is_none() {
            self.chats.notified(row).attention_requested = true;
            if !world.window.is_focused() {
                self.changes.push(Shown::Attract);
            }
            if !decision.notifies() {
                self.spend(row, now);
            }
        }
        decision.notifies()
    }

    /// Decided once, when it begins.
    fn decide_once(
        &mut self,
        world: &World,
        row: &Conversation,
        occasion: Occasion,
        now: Timestamp,
    ) -> bool {
        if let Some(granted) = self.chats.notified(row).granted {
            return granted;
        }
        let decision = Self::evaluate_chat(world, row, occasion);
        let what = if occasion == Occasion::MissedChat { "missed chat" } else { "queued chat" };
        self.record(world, row, what, decision.withheld, now);
        self.chats.notified(row).granted = Some(decision.notifies());
        decision.notifies()
    }

    /// Until when a change must wait, so that neither a burst nor a page gone wild fills the screen.
    fn pause(&mut self, row: &Conversation, now: Timestamp) -> Option<Timestamp> {
        let shown = self.shown.contains_key(&Key::Chat(row.id));
        let own = self.chats.notified(row).shown_at.filter(|_| shown).map(|at| at + BANNER_PAUSE);
        let all = self.budget(&row.account, now);
        own.into_iter().chain(all).max().filter(|until| *until > now)
    }

    /// When the account may show another notification, if not now.
    fn budget(&mut self, account: &AccountId, now: Timestamp) -> Option<Timestamp> {
        let times = &mut self.by_account.get_mut(account)?.chats_shown;
        while times.front().is_some_and(|at| now >= *at + BANNERS_PERIOD) {
            times.pop_front();
        }
        let first = times.front().copied()?;
        (times.len() >= BANNERS_MAX).then(|| first + BANNERS_PERIOD)
    }

    fn spend(&mut self, row: &Conversation, now: Timestamp) {
        self.chats.notified(row).shown_at = Some(now);
        self.chats.due.remove(row.id);
        if let Some(a) = self.by_account.get_mut(&row.account) {
            a.chats_shown.push_back(now);
        }
    }

    /// How it stands was told before the program began: it has no notification and draws no attention until it changes.
    pub(crate) fn chat_told_before(&mut self, row: &Conversation) {
        let told = self.chats.notified(row);
        told.phase = row.phase();
        told.granted = Some(false);
        told.dismissed = told.phase == Some(Phase::Ring);
        told.attention_requested = true;
    }

    /// The same for the one notification of many.
    pub(super) fn chats_closed(&mut self) {
        for id in std::mem::take(&mut self.chats.gathered) {
            self.chat_closed(id);
        }
    }

    /// The user took a notification away, or it went by itself: it is not shown again for the same thing.
    pub(super) fn chat_closed(&mut self, id: ConversationId) {
        if let Some(told) = self.chats.notified.get_mut(&id) {
            told.dismissed = true;
            told.lines = 0;
        }
    }

    /// Asks the policy about a conversation.
    fn evaluate_chat(world: &World, row: &Conversation, occasion: Occasion) -> Decision {
        let preferences = &world.preferences;
        // A chat vendor rarely tells the agent's status: then it is the one told elsewhere.
        let unknown = world.status.reported_presence(&world.accounts, &row.account).is_none();
        let elsewhere = unknown && world.confirmed_status() == Some(Presence::DoNotDisturb);
        decide(Circumstances {
            occasion,
            do_not_disturb: elsewhere || do_not_disturb(world, &row.account),
            ring_in_do_not_disturb: preferences.ring_in_do_not_disturb,
            switched_on: match occasion {
                Occasion::NewChat | Occasion::QueuedChat | Occasion::MissedChat => {
                    preferences.chat_rings
                }
                Occasion::ChatLine => preferences.chat_banners,
                Occasion::Ringing
                | Occasion::TakenElsewhere
                | Occasion::Missed
                | Occasion::Message
                | Occasion::OldMessage
                | Occasion::SignedOut
                | Occasion::StatusTrouble
                | Occasion::RightWanted
                | Occasion::Download => true,
            },
            in_front: in_front(world, row),
            service: world.system.service != Service::Absent,
        })
    }

    /// When a notification's turn comes.
    pub(crate) fn chats_deadline(&self) -> Option<Timestamp> {
        self.chats.due.first()
    }
}

/// What a notification would have been, with the number of its chat and the label of its account.
pub(super) fn named(
    world: &World,
    id: ConversationId,
    account: Option<&AccountId>,
    what: &str,
) -> String {
    let config = account.and_then(|account| world.accounts.config(account));
    let label = config.map(|config| format!(" ({})", config.label)).unwrap_or_default();
    format!("{what} {}{label}", id.0)
}

/// The agent has this conversation before the eyes.
fn in_front(world: &World, row: &Conversation) -> bool {
    let stage = world.window.stage();
    world.window.is_focused()
        && (*stage == Stage::Conversation { conversation: row.id }
            || *stage == Stage::Widget { account: row.account.clone() })
}

/// Everything but the conversations that decisions and texts rest on, as one number: when it is another one, all of
/// them are looked at again.
fn surroundings(world: &World) -> u64 {
    let mut all = DefaultHasher::new();
    let preferences = &world.preferences;
    (preferences.ring_in_do_not_disturb, preferences.chat_rings, preferences.hide_content)
        .hash(&mut all);
    std::ptr::from_ref(world.words()).hash(&mut all);
    world.window.is_focused().hash(&mut all);
    match world.window.stage() {
        Stage::Conversation { conversation } => conversation.hash(&mut all),
        Stage::Widget { account } => account.hash(&mut all),
        Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::EditAccount { .. }
        | Stage::Activity
        | Stage::Reachability
        | Stage::Settings => {}
    }
    match world.system.service {
        Service::Unknown => 0.hash(&mut all),
        Service::Absent => 1.hash(&mut all),
        Service::Present(abilities) => {
            (2, abilities.actions, abilities.inline_reply).hash(&mut all)
        }
    }
    (world.status.desired(), world.confirmed_status()).hash(&mut all);
    for config in world.accounts.all() {
        let reported = world.status.reported_presence(&world.accounts, &config.id);
        (&config.id, &config.label, reported, world.pages.is_alive(&config.id)).hash(&mut all);
    }
    all.finish()
}

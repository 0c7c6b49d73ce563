//! Notifications about conversations: one for each, brought in line with how it stands, never in a storm.

use super::chat_text::notification;
use super::facts::WithheldReason;
use super::limits::{BANNER_PAUSE, BANNERS_MAX, BANNERS_PERIOD};
use super::notices;
use super::notifications::do_not_disturb;
use super::notifications::{show, withdraw};
use super::policy::{Attention, Circumstances, Occasion, Verdict, decide};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::chats::ConversationId;
use crate::chats::conversation::{Conversation, Phase};
use crate::effect::Effect;
use crate::state::State;
use crate::status::Presence;
use crate::system::state::Service;
use crate::window::Stage;

/// Key of a conversation's notification.
pub(crate) fn key(id: ConversationId) -> String {
    format!("chat-{}", id.0)
}

/// The conversation a key belongs to.
fn id_of(key: &str) -> Option<ConversationId> {
    key.strip_prefix("chat-").and_then(|id| id.parse().ok()).map(ConversationId)
}

/// Asks the policy about a conversation.
fn weigh(state: &State, row: &Conversation, occasion: Occasion) -> Verdict {
    let preferences = &state.world.preferences;
    // A chat vendor rarely tells the agent's status: then it is the one told elsewhere.
    let unknown = state.world.status.told_presence(&state.world.accounts, &row.account).is_none();
    let elsewhere = unknown && state.world.confirmed_status() == Some(Presence::DoNotDisturb);
    decide(Circumstances {
        occasion,
        do_not_disturb: elsewhere || do_not_disturb(&state.world, &row.account),
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
        in_front: in_front(state, row),
        service: state.world.system.service != Service::Absent,
    })
}

/// A line came that the agent has not seen: whether it may have a banner is decided here and now.
pub(crate) fn line_came(state: &mut State, id: ConversationId, now: Timestamp) {
    let Some(row) = state.world.chats.get(id) else { return };
    if row.phase() != Some(Phase::Lines) {
        return;
    }
    let verdict = weigh(state, row, Occasion::ChatLine);
    record(state, id, "chat line", verdict.withheld, now);
    if verdict.notifies()
        && let Some(row) = state.world.chats.get_mut(id)
    {
        row.banner.lines = row.banner.lines.saturating_add(1);
        row.banner.withheld = None;
        state.dirty = true;
    }
}

/// What a notification would have been, with the number of its chat and the label of its account.
fn named(state: &State, id: ConversationId, what: &str) -> String {
    let config =
        state.world.chats.get(id).and_then(|row| state.world.accounts.config(&row.account));
    let label = config.map(|config| format!(" ({})", config.label)).unwrap_or_default();
    format!("{what} {}{label}", id.0)
}

/// Same, of the notification with this key, if it is about a chat.
pub(crate) fn name_of(state: &State, key: &str) -> Option<String> {
    id_of(key).map(|id| named(state, id, "chat"))
}

/// Records a reason once in a row, not once per line.
fn record(
    state: &mut State,
    id: ConversationId,
    what: &str,
    reason: Option<WithheldReason>,
    now: Timestamp,
) {
    let Some(row) = state.world.chats.get_mut(id) else { return };
    if let Some(reason) = reason
        && row.banner.withheld != Some(reason)
    {
        row.banner.withheld = Some(reason);
        let what = named(state, id, what);
        notices::withhold(state, &what, reason, now);
    }
}

/// Brings the notifications about conversations in line with them.
pub(crate) fn review(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let mut gone = Vec::new();
    let shown: Vec<ConversationId> =
        state.attention.shown.keys().filter_map(|key| id_of(key)).collect();
    let concerns = |row: &&Conversation| {
        row.phase().is_some() || row.banner.phase.is_some() || shown.contains(&row.id)
    };
    let ids: Vec<ConversationId> =
        state.world.chats.rows.iter().filter(concerns).map(|row| row.id).collect();
    for id in shown.iter().filter(|id| state.world.chats.get(**id).is_none()) {
        gone.push(key(*id));
    }
    for key in gone {
        withdraw(state, &key, out);
    }
    for id in ids {
        review_one(state, id, now, out);
    }
}

fn review_one(state: &mut State, id: ConversationId, now: Timestamp, out: &mut Vec<Effect>) {
    let Some(row) = state.world.chats.get_mut(id) else { return };
    let phase = row.phase();
    if row.banner.phase != phase {
        row.banner.phase = phase;
        row.banner.granted = None;
        row.banner.dismissed = false;
    }
    let wanted = match phase {
        None => false,
        Some(Phase::Lines) => row.banner.lines > 0,
        Some(Phase::Ring) => ring(state, id, now, out),
        Some(Phase::Queue) => once(state, id, Occasion::QueuedChat, now),
        Some(Phase::Missed) => once(state, id, Occasion::MissedChat, now),
    };
    let Some(row) = state.world.chats.get(id) else { return };
    if wanted && row.banner.due.is_some_and(|due| due > now) {
        return;
    }
    let new = (wanted && !row.banner.dismissed).then(|| notification(state, row));
    let Some(new) = new else {
        withdraw(state, &key(id), out);
        return wait(state, id, None);
    };
    if state.attention.shown.get(&new.key) == Some(&new) {
        return wait(state, id, None);
    }
    if let Some(until) = pause(state, id, now) {
        return wait(state, id, Some(until));
    }
    spend(state, id, now);
    show(state, new, out);
}

/// It waits for this agent: asked anew each time, because what stands against it may pass.
fn ring(state: &mut State, id: ConversationId, now: Timestamp, out: &mut Vec<Effect>) -> bool {
    let Some(row) = state.world.chats.get(id) else { return false };
    let verdict = weigh(state, row, Occasion::NewChat);
    let fresh = !row.banner.drew_attention;
    record(state, id, "chat", verdict.withheld, now);
    if verdict.attention == Attention::Ring && fresh && pause(state, id, now).is_none() {
        if let Some(row) = state.world.chats.get_mut(id) {
            row.banner.drew_attention = true;
        }
        if !state.world.window.is_focused() {
            out.push(Effect::RequestAttention);
        }
        if !verdict.notifies() {
            spend(state, id, now);
        }
    }
    verdict.notifies()
}

/// Decided once, when it begins.
fn once(state: &mut State, id: ConversationId, occasion: Occasion, now: Timestamp) -> bool {
    let Some(row) = state.world.chats.get(id) else { return false };
    if let Some(granted) = row.banner.granted {
        return granted;
    }
    let verdict = weigh(state, row, occasion);
    let what = if occasion == Occasion::MissedChat { "missed chat" } else { "queued chat" };
    record(state, id, what, verdict.withheld, now);
    if let Some(row) = state.world.chats.get_mut(id) {
        row.banner.granted = Some(verdict.notifies());
    }
    verdict.notifies()
}

/// Until when a change must wait, so that neither a burst nor a page gone wild fills the screen.
fn pause(state: &mut State, id: ConversationId, now: Timestamp) -> Option<Timestamp> {
    let row = state.world.chats.get(id)?;
    let (account, shown_at) = (row.account.clone(), row.banner.shown_at);
    let shown = state.attention.shown.contains_key(&key(id));
    let own = shown_at.filter(|_| shown).map(|at| at + BANNER_PAUSE);
    let all = budget(state, &account, now);
    own.into_iter().chain(all).max().filter(|until| *until > now)
}

/// When the account may show another notification, if not now.
fn budget(state: &mut State, account: &AccountId, now: Timestamp) -> Option<Timestamp> {
    let times = &mut state.attention.by_account.get_mut(account)?.chats_shown;
    while times.front().is_some_and(|at| now >= *at + BANNERS_PERIOD) {
        times.pop_front();
    }
    let first = times.front().copied()?;
    (times.len() >= BANNERS_MAX).then(|| first + BANNERS_PERIOD)
}

fn spend(state: &mut State, id: ConversationId, now: Timestamp) {
    let Some(row) = state.world.chats.get_mut(id) else { return };
    row.banner.shown_at = Some(now);
    row.banner.due = None;
    let account = row.account.clone();
    if let Some(a) = state.attention.by_account.get_mut(&account) {
        a.chats_shown.push_back(now);
    }
}

fn wait(state: &mut State, id: ConversationId, until: Option<Timestamp>) {
    if let Some(row) = state.world.chats.get_mut(id) {
        row.banner.due = until;
    }
}

/// The user took a notification away, or it went by itself: it is not shown again for the same thing.
pub(crate) fn closed(state: &mut State, key: &str) {
    if let Some(row) = id_of(key).and_then(|id| state.world.chats.get_mut(id)) {
        row.banner.dismissed = true;
        row.banner.lines = 0;
    }
}

/// The agent has this conversation before the eyes.
pub(crate) fn in_front(state: &State, row: &Conversation) -> bool {
    let widget = Stage::Widget { account: row.account.clone() };
    state.world.window.is_focused()
        && (state.world.window.shows_conversation(row.id) || *state.world.window.stage() == widget)
}

//! The tray as a function of state: icon, tool tip and menu.

use super::calls::caller;
use super::change::Change;
use super::chat_text::who;
use super::counts;
use super::facts::{Tray, TrayItem, TrayState};
use super::state::{FixedInTray, Memory};
use crate::base::text::fill;
use crate::calls::call::Call;
use crate::calls::names::name;
use crate::calls::possible::possible;
use crate::calls::rows::Group;
use crate::calls::{CallAction, CallState};
use crate::change::Touched;
use crate::chats::conversation::Conversation;
use crate::intent::Intent;
use crate::status::Presence;
use crate::window::Item;
use crate::world::World;

/// Statuses one may choose, in the order of the menu.
const CHOICES: [Presence; 4] =
    [Presence::Available, Presence::Away, Presence::DoNotDisturb, Presence::Offline];

/// Most other lines of the menu: separators, show, quit, what waits and what is unread.
const ITEMS_MORE: usize = 5 + CHATS_SHOWN + 1 + 2;

/// Most live calls in the menu.
const CALLS_SHOWN: usize = 10;

/// Most waiting conversations named in the menu.
const CHATS_SHOWN: usize = 5;

impl Memory {
    /// Brings the tray in line with the world, as far as anything was touched that it shows.
    pub(crate) fn review_tray(&mut self, world: &World, touched: Touched) {
        if touched.tray_but_chats {
            self.fixed_in_tray = fixed(world);
        }
        debug_assert_eq!(self.fixed_in_tray, fixed(world), "calls changed without a word");
        if !touched.tray {
            debug_assert_eq!(self.tray, Some(tray(world, &self.fixed_in_tray)), "unread ones did");
            return;
        }
        let tray = tray(world, &self.fixed_in_tray);
        if self.tray.as_ref() != Some(&tray) {
            self.tray = Some(tray.clone());
            self.changes.push(Change::Tray(Box::new(tray)));
        }
    }
}

/// The whole tray as it should be now.
fn tray(world: &World, fixed: &FixedInTray) -> Tray {
    let mood = counts::tray_state(world);
    Tray { mood, tooltip: tooltip(world, mood), items: items(world, fixed) }
}

fn tooltip(world: &World, mood: TrayState) -> String {
    let words = world.words();
    let mut parts = Vec::new();
    match mood {
        TrayState::Ringing => parts.push(words.ringing.to_owned()),
        TrayState::OnCall => parts.push(words.on_call.to_owned()),
        TrayState::SignedOut => parts.push(words.signed_out.to_owned()),
        TrayState::Waiting => {
            parts.push(fill(words.chat.waiting, &[&world.chats.count_waiting().to_string()]));
        }
        TrayState::Unread | TrayState::Idle => {}
    }
    parts.extend(world.confirmed_status().map(|presence| presence.name(words).to_owned()));
    parts.extend(counts(world).into_iter().flatten());
    if parts.is_empty() {
        return words.app.to_owned();
    }
    format!("{} — {}", words.app, parts.join(", "))
}

/// Missed calls and what is unread, in words; none where there are none.
fn counts(world: &World) -> [Option<String>; 2] {
    let words = world.words();
    [(words.missed, world.calls.missed(None)), (words.unread, counts::unread_total(world))]
        .map(|(template, count)| (count > 0).then(|| fill(template, &[&count.to_string()])))
}

/// The conversations that wait to be taken, the one that waits longest first.
fn waiting_chats(world: &World, items: &mut Vec<TrayItem>) {
    let words = world.words();
    let mut rows: Vec<&Conversation> = world.chats.waiting().collect();
    rows.sort_by_key(|row| (row.waits_from(), row.id));
    items.extend(rows.iter().take(CHATS_SHOWN).map(|row| TrayItem::Action {
        label: match world.preferences.hide_content {
            true => fill(words.chat.new, &[&row.id.0.to_string()]).into(),
            false => fill(words.chat.new_from, &[&who(world, row)]).into(),
        },
        intent: Intent::Open { item: Item::Conversation { conversation: row.id } },
    }));
    if rows.len() > CHATS_SHOWN {
        let label = fill(words.chat.waiting, &[&rows.len().to_string()]).into();
        items.push(TrayItem::Label { label });
    }
}

/// What may be lost in seconds, and what can be chosen.
fn fixed(world: &World) -> FixedInTray {
    let words = world.words();
    let mut calls = Vec::new();
    let running = world.calls.group(Group::Live).filter(|call| !call.rings());
    for call in world.calls.group(Group::Ringing).chain(running).take(CALLS_SHOWN) {
        call_items(world, call, &mut calls);
    }
    let more = world.calls.count(Group::Live).saturating_sub(CALLS_SHOWN);
    if more > 0 {
        let label = fill(words.more_calls, &[&more.to_string()]).into();
        calls.push(TrayItem::Label { label });
    }
    FixedInTray { calls, statuses: statuses(world) }
}

/// The whole menu: what may be lost in seconds stands first.
fn items(world: &World, fixed: &FixedInTray) -> Vec<TrayItem> {
    let words = world.words();
    let mut items = Vec::with_capacity(fixed.calls.len() + fixed.statuses.len() + ITEMS_MORE);
    items.extend_from_slice(&fixed.calls);
    separate(&mut items);
    waiting_chats(world, &mut items);
    items.extend(counts_to_open(world));
    separate(&mut items);
    items.extend_from_slice(&fixed.statuses);
    separate(&mut items);
    items.push(TrayItem::Action { label: words.show.into(), intent: Intent::ShowWindow });
    let quit = Intent::Quit { confirmed: false };
    items.push(TrayItem::Action { label: words.quit.into(), intent: quit });
    items
}

/// A line between what stands there and what follows.
fn separate(items: &mut Vec<TrayItem>) {
    if items.last().is_some_and(|last| *last != TrayItem::Separator) {
        items.push(TrayItem::Separator);
    }
}

/// What there is to choose, and what stands against it.
fn statuses(world: &World) -> Vec<TrayItem> {
    let words = world.words();
    let (status, around) = world.status_around();
    let shown = world.status.chosen().map(|chosen| chosen.presence);
    let shown = shown.or_else(|| world.confirmed_status());
    let choices = CHOICES.into_iter().map(|presence| TrayItem::Choice {
        label: presence.name(words).into(),
        checked: shown == Some(presence),
        intent: Intent::SetPresence { presence, note: None, after_call: false, until: None },
    });
    let lines = status.lines(around).into_iter();
    choices.chain(lines.map(|label| TrayItem::Label { label: label.into() })).collect()
}

/// Who it is, and what can be done without the window.
fn call_items(world: &World, call: &Call, items: &mut Vec<TrayItem>) {
    let words = world.words();
    let possible = possible(&world.pages, call);
    let (plain, named): (&'static str, &str) = match call.rings() {
        true => (words.incoming_call, words.incoming_from),
        false => (words.on_call, words.call_with),
    };
    let offered: &[CallAction] = match call.state() {
        CallState::Alerting if call.rings() => &[CallAction::Answer, CallAction::Decline],
        CallState::Alerting | CallState::Dialing | CallState::Connected | CallState::Held => {
            &[CallAction::Mute, CallAction::Unmute, CallAction::HangUp]
        }
        CallState::Queued | CallState::Failed | CallState::Ended => return,
    };
    let label = match world.preferences.hide_content {
        true => plain.into(),
        false => fill(named, &[&caller(world, call)]).into(),
    };
    let item = Item::Call { call: call.id };
    items.push(TrayItem::Action { label, intent: Intent::Open { item } });
    let actions = offered.iter().filter(|action| possible.contains(action));
    items.extend(actions.map(|action| TrayItem::Action {
        label: name(&words.actions, *action).into(),
        intent: Intent::Call { call: Some(call.id), action: *action, argument: None },
    }));
}

/// What waits to be looked at, as lines that open it.
fn counts_to_open(world: &World) -> impl Iterator<Item = TrayItem> {
    let items = [Item::MissedCalls, Item::Unread { account: None }];
    counts(world).into_iter().zip(items).filter_map(|(label, item)| {
        Some(TrayItem::Action { label: label?.into(), intent: Intent::Open { item } })
    })
}

//! The tray as a function of state: icon mood, tool tip and menu.

use super::calls::caller;
use super::change::Change;
use super::chat_text::who;
use super::counts;
use super::facts::{Tray, TrayItem, TrayState};
use super::state::Memory;
use crate::base::text::fill;
use crate::calls::names::name;
use crate::calls::possible::possible;
use crate::calls::rows::Group;
use crate::calls::{CallAction, CallState};
use crate::chats::conversation::Conversation;
use crate::intent::Intent;
use crate::status::Presence;
use crate::window::Stage;
use crate::world::World;

/// Statuses one may choose, in the order of the menu.
const CHOICES: [Presence; 4] =
    [Presence::Available, Presence::Away, Presence::DoNotDisturb, Presence::Offline];

/// Most live calls in the menu.
const CALLS_SHOWN: usize = 10;

/// Most waiting conversations named in the menu.
const CHATS_SHOWN: usize = 5;

impl Memory {
    /// Brings the tray in line with the world.
    pub(crate) fn review_tray(&mut self, world: &World) {
        let tray = tray(world);
        if self.tray.as_ref() != Some(&tray) {
            self.tray = Some(tray.clone());
            self.changes.push(Change::Tray(Box::new(tray)));
        }
    }
}

/// The whole tray as it should be now.
fn tray(world: &World) -> Tray {
    let mood = counts::mood(world);
    Tray { mood, tooltip: tooltip(world, mood), items: items(world) }
}

fn tooltip(world: &World, mood: TrayState) -> String {
    let words = world.words();
    let mut parts = Vec::new();
    match mood {
        TrayState::Ringing => parts.push(words.ringing.to_owned()),
        TrayState::OnCall => parts.push(words.on_call.to_owned()),
        TrayState::SignedOut => parts.push(words.signed_out.to_owned()),
        TrayState::Waiting => {
            parts.push(fill(words.chat.waiting, &[&world.chats.waiting().to_string()]));
        }
        TrayState::Unread | TrayState::Idle => {}
    }
    parts.extend(world.confirmed_status().map(|presence| presence.name(words).to_owned()));
    parts.extend(counts(world));
    if parts.is_empty() {
        return words.app.to_owned();
    }
    format!("{} — {}", words.app, parts.join(", "))
}

/// What waits to be looked at.
fn counts(world: &World) -> Vec<String> {
    let words = world.words();
    [(words.missed, world.calls.missed(None)), (words.unread, counts::unread_total(world))]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(template, count)| fill(template, &[&count.to_string()]))
        .collect()
}

/// The conversations that wait to be taken, the one that waits longest first.
fn waiting_chats(world: &World) -> Vec<TrayItem> {
    let words = world.words();
    let mut rows: Vec<&Conversation> = world.chats.rows().filter(|row| row.is_waiting()).collect();
    rows.sort_by_key(|row| (row.waits_from(), row.id));
    let item = |row: &&Conversation| TrayItem::Action {
        label: match world.preferences.hide_content {
            true => fill(words.chat.new, &[&row.id.0.to_string()]),
            false => fill(words.chat.new_from, &[&who(world, row)]),
        },
        intent: Intent::Show { stage: Stage::Conversation { conversation: row.id } },
    };
    let mut items: Vec<TrayItem> = rows.iter().take(CHATS_SHOWN).map(item).collect();
    if rows.len() > CHATS_SHOWN {
        let label = fill(words.chat.waiting, &[&rows.len().to_string()]);
        items.push(TrayItem::Label { label });
    }
    items
}

fn items(world: &World) -> Vec<TrayItem> {
    let words = world.words();
    let (status, around) = world.status_around();
    let shown = world.status.chosen().map(|chosen| chosen.presence);
    let shown = shown.or_else(|| world.confirmed_status());
    let mut items: Vec<TrayItem> = CHOICES
        .into_iter()
        .map(|presence| TrayItem::Choice {
            label: presence.name(words).to_owned(),
            checked: shown == Some(presence),
            intent: Intent::SetPresence { presence, note: None, after_call: false },
        })
        .collect();
    items.extend(status.lines(around).into_iter().map(|label| TrayItem::Label { label }));
    items.push(TrayItem::Separator);
    let before = items.len();
    // Nobody looks through a long menu, and what rings must not stand below it.
    let calls = &world.calls;
    let others = calls.group(Group::Live).filter(|call| !call.rings());
    let more = calls.count(Group::Live).saturating_sub(CALLS_SHOWN);
    for call in calls.group(Group::Ringing).chain(others).take(CALLS_SHOWN) {
        let can = possible(&world.pages, call);
        let offered: &[CallAction] = match call.state() {
            CallState::Alerting if call.rings() => &[CallAction::Answer, CallAction::Decline],
            CallState::Alerting | CallState::Dialing | CallState::Connected | CallState::Held => {
                &[CallAction::HangUp]
            }
            CallState::Queued | CallState::Failed | CallState::Ended => &[],
        };
        if call.rings() {
            let label = if world.preferences.hide_content {
                words.incoming_call.to_owned()
            } else {
                fill(words.incoming_from, &[&caller(words, call)])
            };
            items.push(TrayItem::Label { label });
        }
        for action in offered.iter().filter(|action| can.contains(action)) {
            items.push(TrayItem::Action {
                label: name(&words.actions, *action).to_owned(),
                intent: Intent::Call { call: Some(call.id), action: *action, argument: None },
            });
        }
    }
    if more > 0 {
        items.push(TrayItem::Label { label: fill(words.more_calls, &[&more.to_string()]) });
    }
    items.extend(waiting_chats(world));
    items.extend(counts(world).into_iter().map(|label| TrayItem::Label { label }));
    if items.len() > before {
        items.push(TrayItem::Separator);
    }
    items.push(TrayItem::Action { label: words.show.to_owned(), intent: Intent::ShowWindow });
    items.push(TrayItem::Action {
        label: words.quit.to_owned(),
        intent: Intent::Quit { confirmed: false },
    });
    items
}

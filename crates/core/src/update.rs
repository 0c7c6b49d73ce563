//! `update`: one event changes the state; what must be done outside comes back as effects.

mod changes;
mod deadlines;
mod events;
mod export;
mod history;
mod intents;
mod neighbours;
mod outcomes;
mod seen;
mod system;

pub use deadlines::next_deadline;

use crate::base::answer::failed;
use crate::base::text::{NAME_MAX, cap, fill};
use crate::base::{Answer, ErrorCode, Timestamp};
use crate::change::Touched;
use crate::chats::conversation::Conversation;
use crate::downloads::progress::Circumstances;
use crate::effect::Effect;
use crate::event::{Event, SystemFact};
use crate::state::State;
use crate::window::{Opening, Question};
use crate::world::World;
use crate::{attention, clock};
use deadlines::pass_time;
use events::page;

/// The answer to what was done, and will be lost because the settings cannot be saved: as a function of why.
pub fn not_saved(state: &State) -> impl FnOnce(&str) -> Answer + Send + use<> {
    let words = state.world.words();
    |reason| failed(ErrorCode::NotSaved, fill(words.not_saved, &[&cap(reason, NAME_MAX)]))
}

/// Opens the pages of enabled accounts and shows what there is: the effects of program start.
/// `problem` is what was wrong with the settings file, in words.
pub fn start(
    state: &mut State,
    problem: Option<impl std::fmt::Display>,
    opening: impl Into<Opening>,
    now: Timestamp,
) -> Vec<Effect> {
    let mut out = Vec::new();
    if let Some(problem) = problem {
        state.attention.settings_reset(&problem.to_string(), now);
    }
    match opening.into() {
        Opening::Shown => state.world.window.show(),
        Opening::Hidden => state.world.window.start_hidden(),
    }
    out.push(Effect::UseSound { preferences: state.world.preferences.sound.clone() });
    state.world.status.end_open(now);
    let World { accounts, pages, .. } = &mut state.world;
    for config in accounts.all().iter().filter(|config| config.enabled) {
        pages.open(&config.id, now);
    }
    changes::carry_out(state, now, &mut out);
    reconcile(state, now, &mut out);
    changes::save(state, &mut out);
    history::keep(state, &mut out);
    out
}

/// Takes in one event at `now` and gives what must be done outside, in order. `now` never steps back and counts sleep;
/// what the wall clock shows is told by [`SystemFact::ClockSet`].
pub fn update(state: &mut State, event: Event, now: Timestamp) -> Vec<Effect> {
    let event = clock::received(state.world.clock, event);
    let mut out = Vec::new();
    if event == (Event::Os { fact: SystemFact::Woke }) {
        // Before anything is found overdue: while asleep nobody could speak.
        state.world.pages.woke(now);
        state.world.status.woke(now);
    }
    pass_time(state, now);
    changes::carry_out(state, now, &mut out);
    match event {
        Event::Widget { account, fact } => events::receive(&mut state.world, &account, fact, now),
        Event::Unparsed { account, problem, count } => {
            state.world.pages.unparsed(&account, &problem, count, now);
        }
        Event::Page { account, fact } => page(&mut state.world, &account, fact, now),
        Event::Download { account, download, fact } => {
            let World { pages, window, preferences, system, downloads, .. } = &mut state.world;
            let around = Circumstances {
                page_open: pages.is_open(&account),
                shown: window.shows(&account),
                preferences: &preferences.downloads,
                can_ask: system.downloads.can_ask,
            };
            downloads.receive(&account, download, fact, around, now);
        }
        Event::Intent { intent, from, request } => {
            intents::request(state, intent, from, request, now, &mut out);
        }
        Event::Restored { entries } => history::restore(state, &entries, now),
        Event::Os { fact } => system::receive(&mut state.world, fact, now),
        Event::StatusReported { account, told } => {
            let World { status, accounts, .. } = &mut state.world;
            status.told_by_service(accounts, &account, told, now);
        }
        Event::ColleagueStatusReported { account, agent, told } => {
            let World { status, accounts, .. } = &mut state.world;
            status.told_of_colleague(accounts, &account, (agent.reveal(), told), now);
        }
        Event::ChatReported { account, observation } => {
            events::chat_reported(&mut state.world, &account, observation, now);
        }
        Event::Outcome { outcome } => outcomes::outcome(state, outcome, now, &mut out),
        Event::Tick => {}
    }
    changes::carry_out(state, now, &mut out);
    reconcile(state, now, &mut out);
    changes::save(state, &mut out);
    history::keep(state, &mut out);
    out
}

/// Draws the conclusions of what changed. Without a change there is nothing to conclude.
fn reconcile(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    if !state.touched.view {
        return;
    }
    let (commands, around) = state.world.commands_mut();
    commands.review(around);
    let World { pages, sign_in, calls, permissions, .. } = &mut state.world;
    calls.resync(pages, sign_in, now);
    calls.dial_when_ready(pages);
    calls.see_called_back();
    calls.drop_old();
    pages.plan_tries(|account| calls.would_drop(Some(account)), now);
    permissions.review(|account| calls.would_drop(Some(account)));
    changes::carry_out(state, now, out);
    attention::calls::review(&state.world, &mut state.attention, now);
    state.history.calls.extend(state.world.calls.touched().iter().map(|id| id.0));
    state.world.calls.reviewed();
    changes::show(state, out);
    reconcile_chats(&mut state.world, now);
    changes::carry_out(state, now, out);
    if state.touched.status {
        let (status, around) = state.world.status_mut();
        status.reconcile(around, now);
        changes::carry_out(state, now, out);
    }
    // What is aimed at is settled now: do-not-disturb may be over.
    attention::review(&state.world, &mut state.attention, state.touched, now);
    changes::show(state, out);
    let cut = |account| state.world.calls.would_drop(account);
    let moot = match state.world.window.question() {
        None => false,
        Some(Question::QuitDuringCall) => !cut(None),
        Some(Question::QuitDuringChat) => !state.world.chats.would_abandon(),
        Some(Question::ReloadDuringCall { account }) => !cut(Some(account)),
        Some(Question::BanAddress { conversation }) => {
            !state.world.chats.get(*conversation).is_some_and(Conversation::is_open)
        }
    };
    if moot {
        state.world.window.drop_question();
    }
    let World { window, pages, .. } = &mut state.world;
    window.arrange(pages);
    changes::carry_out(state, now, out);
    state.attention.review_tray(&state.world, state.touched);
    changes::show(state, out);
    debug_assert!(state.world.chats.adds_up(), "a conversation changed without being filed");
    state.touched = Touched::default();
    state.revision = state.revision.wrapping_add(1);
}

/// What stands in the window is read, old rows go, and what waited for a widget's window is handed over.
fn reconcile_chats(world: &mut World, now: Timestamp) {
    let on_stage = world.window.conversation();
    if let Some(id) = on_stage.filter(|_| world.window.is_focused()) {
        world.chats.mark_read(id, now);
    }
    world.chats.use_limits(world.preferences.reply_limits(), now);
    world.chats.drop_old(on_stage);
    world.chats.hand_over_deferred(&world.pages);
}

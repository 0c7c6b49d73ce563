//! `update`: one event changes the state; what must be done outside comes back as effects.

use crate::conversation::Conversation;
use crate::rights::Patience;
use crate::text::{TEXT_MAX, cap};
use crate::{
    AccountId, Effect, Event, NoticeKind, OsNews, PageNews, PageState, Question, Stage, State,
    Timestamp, banners, call_observe, call_sync, commands, conversations, dial, downloads, funnels,
    guarded, intents, microphone, notices, os, pages, rights, sign_in, statuses, tray, widget,
};

/// How the program begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// With its window on screen.
    Shown,
    /// In the tray, as on the start of the session. Where there is no tray the window comes all the same.
    Hidden,
}

impl From<bool> for Opening {
    /// From the command line's `--hidden`.
    fn from(hidden: bool) -> Self {
        if hidden { Self::Hidden } else { Self::Shown }
    }
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
        let detail = cap(&problem.to_string(), TEXT_MAX);
        notices::add(state, None, NoticeKind::SettingsReset, Some(detail), now);
    }
    match opening.into() {
        Opening::Shown => out.push(Effect::ShowWindow),
        Opening::Hidden => {
            state.outside.visible = false;
        }
    }
    let enabled: Vec<_> =
        state.settings.accounts.iter().filter(|config| config.enabled).cloned().collect();
    for config in enabled {
        pages::open(state, config, now, &mut out);
    }
    settle(state, now, &mut out);
    out
}

/// Takes in one event at `now` and gives what must be done outside, in order.
pub fn update(state: &mut State, event: Event, now: Timestamp) -> Vec<Effect> {
    let mut out = Vec::new();
    if event == (Event::Os { news: OsNews::Woke }) {
        // Before anything is found overdue: while asleep nobody could speak.
        pages::woke(state, now);
        statuses::woke(state, now);
    }
    pass_time(state, now, &mut out);
    match event {
        Event::Widget { account, fact } => widget::hear(state, &account, fact, now, &mut out),
        Event::Unparsed { account, problem, count } => {
            widget::unparsed(state, &account, &problem, count, now);
        }
        Event::Page { account, news } => page(state, &account, news, now, &mut out),
        Event::Download { account, download, news } => {
            downloads::hear(state, &account, download, news, now, &mut out);
        }
        Event::Intent { intent, from, request } => {
            intents::wish(state, intent, from, request, now, &mut out);
        }
        Event::Os { news } => os::hear(state, news, now, &mut out),
        Event::StatusTold { account, told } => {
            statuses::told_by_service(state, &account, told, now);
        }
        Event::Outcome { outcome } => os::outcome(state, outcome, now, &mut out),
        Event::Tick => {}
    }
    settle(state, now, &mut out);
    out
}

/// When [`Event::Tick`] is due if nothing else happens before.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    let calls = state.calls.iter().filter_map(crate::calls::Call::deadline);
    let commands = state.commands.values().map(|command| command.until);
    let accounts = state.accounts.values().flat_map(|a| {
        let dial = a.dial.as_ref().map(|wish| wish.until);
        [pages::deadline(a), a.sign_in_until, a.resync_until, dial].into_iter().flatten()
    });
    let later = [
        conversations::deadline(state),
        funnels::deadline(state),
        statuses::deadline(state),
        rights::deadline(state),
        guarded::deadline(state),
    ]
    .into_iter()
    .flatten();
    calls.chain(commands).chain(accounts).chain(later).min()
}

/// Does everything whose deadline has passed.
fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    call_sync::pass_time(state, now);
    call_observe::pass_time(state, now);
    commands::review(state, now, out);
    commands::pass_time(state, now, out);
    dial::pass_time(state, now, out);
    sign_in::pass_time(state, now, out);
    conversations::pass_time(state, now, out);
    funnels::pass_time(state, now, out);
    statuses::pass_time(state, now);
    pages::pass_time(state, now, out);
    rights::pass_time(state, now, out);
    guarded::pass_time(state, now);
}

fn page(
    state: &mut State,
    account: &AccountId,
    news: PageNews,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    match news {
        PageNews::Started { abilities } => pages::started(state, account, abilities, now, out),
        PageNews::Heartbeat => pages::heard(state, account, now),
        PageNews::Microphones { count } => microphone::counted(state, account, count),
        PageNews::MicrophoneTried { problem } => microphone::tried(state, account, problem, now),
        PageNews::Broke { problem } => pages::broke(state, account, problem, now, out),
        PageNews::SignInOpened => sign_in::opened(state, account, now),
        PageNews::SignInCancelled => {
            sign_in::cancelled(state, account, now, out);
        }
        PageNews::SignInFailed { error } => {
            let kind = NoticeKind::SignInFailed;
            sign_in::broke_off(state, account, kind, Some(&error), now, out);
        }
        PageNews::SignInAnswered => sign_in::answered(state, account, now),
        PageNews::SignInStopped { why } => sign_in::stopped(state, account, why, now, out),
        PageNews::SignInTimedOut => {
            sign_in::broke_off(state, account, NoticeKind::SignInTimedOut, None, now, out);
        }
        PageNews::RightWanted { ask, right, detail } => {
            let wish = (ask, Patience::Waits);
            rights::wanted(state, account, wish, right, detail.as_deref(), now, out);
        }
        PageNews::RightMissed { ask, right } => {
            rights::wanted(state, account, (ask, Patience::Gone), right, None, now, out);
        }
        PageNews::RightRefused { what } => rights::refused(state, account, &what),
        PageNews::RightUnwanted { ask } => rights::gone(state, account, ask, out),
        PageNews::LinkOpened { target } => {
            guarded::told(state, account, NoticeKind::LinkOpened, &target, now);
        }
        PageNews::LinkRefused { target, why } => {
            guarded::refused(state, account, &target, why, now)
        }
        PageNews::LedAway { host } => guarded::led_away(state, account, &host, now, out),
        PageNews::PasswordWanted { host, from } => {
            guarded::password_wanted(state, account, &host, from, now, out);
        }
        PageNews::PasswordSettled => guarded::password_settled(state, account, out),
        PageNews::CertificateWanted { host } => {
            guarded::told(state, account, NoticeKind::CertificateWanted, &host, now);
        }
        PageNews::Unsafe { host, flaw } => {
            guarded::unsafe_page(state, account, &host, flaw, now, out);
        }
        PageNews::SignInUnsafe { host, flaw } => {
            guarded::unsafe_sign_in(state, account, &host, flaw, now, out);
        }
    }
}

/// Draws the conclusions of what changed. Without a change there is nothing to conclude.
fn settle(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    if !std::mem::take(&mut state.dirty) {
        return;
    }
    commands::review(state, now, out);
    call_sync::ask_when_due(state, now, out);
    dial::when_ready(state, now, out);
    pages::plan_tries(state, now);
    for call in call_observe::drop_old(state) {
        banners::withdraw(state, &banners::missed_key(call.id), out);
    }
    banners::review(state, now, out);
    conversations::settle(state, now, out);
    rights::review(state, now, out);
    statuses::settle(state, now, out);
    // What is aimed at is settled now: do-not-disturb may be over.
    banners::review_sign_outs(state, now, out);
    tell_no_web_rtc(state, now);
    let cut = |account| state.would_cut(account);
    let moot = match &state.question {
        None => false,
        Some(Question::QuitDuringCall) => !cut(None),
        Some(Question::QuitDuringChat) => !state.would_leave_chats(),
        Some(Question::ReloadDuringCall { account }) => !cut(Some(account)),
        Some(Question::BanAddress { conversation }) => {
            !state.conversation(*conversation).is_some_and(Conversation::is_open)
        }
    };
    if moot {
        state.question = None;
    }
    arrange(state, out);
    let tray = tray::tray(state);
    if state.tray.as_ref() != Some(&tray) {
        state.tray = Some(tray.clone());
        out.push(Effect::SetTray { tray });
    }
    state.dirty = false;
    state.revision = state.revision.wrapping_add(1);
}

/// Says once that an account cannot ring in this engine; the notice carries the way out.
fn tell_no_web_rtc(state: &mut State, now: Timestamp) {
    let ids: Vec<AccountId> = state.accounts.keys().cloned().collect();
    for account in ids {
        let dead = state.cannot_ring_here(&account);
        let Some(a) = state.accounts.get_mut(&account) else { continue };
        if a.told_no_web_rtc == dead {
            continue;
        }
        a.told_no_web_rtc = dead;
        if dead {
            notices::add(state, Some(&account), NoticeKind::NoWebRtc, None, now);
        } else {
            notices::clear(state, Some(&account), NoticeKind::NoWebRtc);
        }
    }
}

/// Gives the stage to the shown widget, or to our own page where the widget does not work.
fn arrange(state: &mut State, out: &mut Vec<Effect>) {
    let widget = match &state.stage {
        Stage::Widget { account } => Some(account),
        Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::EditAccount { .. }
        | Stage::Activity
        | Stage::Conversation { .. }
        | Stage::Settings => None,
    };
    let works = |account: &&AccountId| {
        state.accounts.get(*account).is_some_and(|a| match a.page {
            PageState::Alive => true,
            // After a break our own page stays until the widget speaks again.
            PageState::Loading => a.tries == 0,
            PageState::Closed | PageState::Broken { .. } => false,
        })
    };
    let widget = widget.filter(works).cloned();
    if state.arranged.as_ref() != Some(&widget) {
        state.arranged = Some(widget.clone());
        out.push(Effect::Arrange { widget });
    }
}

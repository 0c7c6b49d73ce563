//! Facts of widgets and pages, led to where they belong.

use crate::accounts::AccountId;
use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::chats::observe::Surroundings;
use crate::commands::chats::Answered;
use crate::effect::Effect;
use crate::event::{PageNews, WidgetFact};
use crate::pages::PageState;
use crate::pages::diagnostics::detail;
use crate::permissions::asks::Patience;
use crate::state::State;
use crate::status::follower::Told;
use crate::world::World;
use crate::{attention, calls, commands, pages, permissions, sign_in, status};

/// Takes in one fact.
pub(crate) fn hear(
    state: &mut State,
    account: &AccountId,
    fact: WidgetFact,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    pages::lifecycle::heard(state, account, now);
    let Some(a) = state.world.account_mut(account) else { return };
    // A page on its way out has nothing more to say.
    if a.page.state == PageState::Closed {
        return;
    }
    a.page.received = a.page.received.saturating_add(1);
    match fact {
        WidgetFact::SignedIn { line } => sign_in::flow::signed_in(state, account, line, out),
        WidgetFact::SignedOut => sign_in::flow::signed_out(state, account, now, out),
        WidgetFact::SignInRequested { address } => {
            sign_in::flow::requested(state, account, address, now, out);
        }
        WidgetFact::ConnectionChanged { connection } => {
            state.dirty |= a.line.connection != connection;
            a.line.connection = connection;
        }
        WidgetFact::DialerReady { ready } => {
            state.dirty |= a.line.dialer_ready != ready;
            a.line.dialer_ready = ready;
        }
        WidgetFact::CallingModeChanged { mode } => {
            state.dirty |= a.line.calling_mode != Some(mode);
            a.line.calling_mode = Some(mode);
        }
        WidgetFact::PresenceChanged { presence, word, user_status, dnd_status } => {
            let told = presence.map(|presence| Told::by_widget(presence, word, now));
            status::reported::told_by_widget(state, account, told);
            detail(state, account, "userStatus", user_status.as_deref());
            detail(state, account, "dndStatus", dnd_status.as_deref());
        }
        WidgetFact::NoCalls => calls::resync::no_calls(state, account, now),
        WidgetFact::Call { observation } => {
            calls::observe::observe(state, account, observation, now);
        }
        WidgetFact::LegsListed { legs } => calls::resync::legs_listed(state, account, legs, now),
        WidgetFact::Message { observation } => {
            state.world.messages.observe(account, observation, now);
        }
        WidgetFact::WidgetRecognised { widget } => {
            let World { funnel, chats, .. } = &mut state.world;
            funnel.answers(account, &widget.vendor, widget.funnel, now);
            chats.recognised(account, widget, now);
        }
        WidgetFact::AvailabilityChanged { vendor, availability } => {
            state.world.chats.available(account, &vendor, availability);
        }
        WidgetFact::WindowChanged { vendor, window } => {
            state.world.chats.window(account, &vendor, window);
        }
        WidgetFact::Chat { observation } => {
            let World { funnel, chats, window, commands, clock, .. } = &mut state.world;
            funnel.go_on(account, &observation, *clock, now);
            let around = Surroundings {
                on_stage: window.conversation(),
                requests: commands.chat_requests(),
            };
            chats.observe(account, observation, around, now);
        }
        WidgetFact::Funnel { sign } => {
            let World { funnel, clock, .. } = &mut state.world;
            funnel.receive(account, &sign, *clock, now);
        }
        WidgetFact::ChatAnswered { vendor, conversation, action, refused } => {
            let answer = Answered { vendor, conversation, action, refused };
            commands::chats::answered(state, account, answer, now, out);
        }
        WidgetFact::CommandRefused { keys, reason } => {
            commands::outbox::refused(state, account, &keys, reason, now, out);
        }
        WidgetFact::Detail { name, value } => detail(state, account, &name, Some(&value)),
        WidgetFact::Heard => {}
    }
}

pub(crate) fn page(
    state: &mut State,
    account: &AccountId,
    news: PageNews,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    match news {
        PageNews::Started { abilities } => {
            pages::lifecycle::started(state, account, abilities, now, out)
        }
        PageNews::Heartbeat => pages::lifecycle::heard(state, account, now),
        PageNews::Microphones { count } => permissions::microphone::counted(state, account, count),
        PageNews::MicrophoneTried { problem } => {
            permissions::microphone::tried(state, account, problem, now)
        }
        PageNews::Broke { problem } => pages::lifecycle::broke(state, account, problem, now, out),
        PageNews::SignInOpened => sign_in::flow::opened(state, account, now),
        PageNews::SignInCancelled => {
            sign_in::flow::cancelled(state, account, now, out);
        }
        PageNews::SignInFailed { error } => {
            let kind = NoticeKind::SignInFailed;
            sign_in::flow::broke_off(state, account, kind, Some(&error), now, out);
        }
        PageNews::SignInAnswered => sign_in::flow::answered(state, account, now),
        PageNews::SignInStopped { why } => sign_in::flow::stopped(state, account, why, now, out),
        PageNews::SignInTimedOut => {
            sign_in::flow::broke_off(state, account, NoticeKind::SignInTimedOut, None, now, out);
        }
        PageNews::RightWanted { ask, right, detail } => {
            let wish = (ask, Patience::Waits);
            permissions::asks::wanted(state, account, wish, right, detail.as_deref(), now, out);
        }
        PageNews::RightMissed { ask, right } => {
            permissions::asks::wanted(state, account, (ask, Patience::Gone), right, None, now, out);
        }
        PageNews::RightRefused { what } => permissions::asks::refused(state, account, &what),
        PageNews::RightUnwanted { ask } => permissions::asks::gone(state, account, ask, out),
        PageNews::LinkOpened { target } => {
            attention::page_notices::told(state, account, NoticeKind::LinkOpened, &target, now);
        }
        PageNews::LinkRefused { target, why } => {
            attention::page_notices::refused(state, account, &target, why, now)
        }
        PageNews::LedAway { host } => pages::navigation::led_away(state, account, &host, now, out),
        PageNews::PasswordWanted { host, from } => {
            pages::password::password_wanted(state, account, &host, from, now, out);
        }
        PageNews::PasswordSettled => pages::password::password_settled(state, account, out),
        PageNews::CertificateWanted { host } => {
            attention::page_notices::told(
                state,
                account,
                NoticeKind::CertificateWanted,
                &host,
                now,
            );
        }
        PageNews::Unsafe { host, flaw } => {
            pages::navigation::unsafe_page(state, account, &host, flaw, now, out);
        }
        PageNews::SignInUnsafe { host, flaw } => {
            pages::navigation::unsafe_sign_in(state, account, &host, flaw, now, out);
        }
    }
}

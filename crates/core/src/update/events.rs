//! Facts of widgets and pages, led to where they belong.

use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::chats::ChatObservation;
use crate::chats::observe::{Surroundings, Teller};
use crate::commands::chats::Answered;
use crate::commands::kind::CommandKind;
use crate::event::{PageFact, WidgetFact};
use crate::permissions::requests::RequestState;
use crate::sign_in::change::{SignInFailure, SignOutCause};
use crate::status::follower::Reported;
use crate::world::World;
use deskbell_numbers::Region;

/// Takes in one fact.
pub(crate) fn receive(world: &mut World, account: &AccountId, fact: WidgetFact, now: Timestamp) {
    if !world.pages.received(account, now) {
        return;
    }
    if world.accounts.config(account).is_none() {
        return;
    }
    match fact {
        WidgetFact::SignedIn { line } => world.sign_in.signed_in(account, line, now),
        WidgetFact::SignedOut => {
            let cause = match world.commands.waits_for(account, CommandKind::SignOut) {
                true => SignOutCause::Expected,
                false => SignOutCause::Unexpected,
            };
            world.sign_in.signed_out(account, cause, now);
        }
        WidgetFact::SignInRequested { address } => {
            world.sign_in.requested(account, address, now);
        }
        WidgetFact::ConnectionChanged { connection } => {
            world.calls.connection_is(account, connection);
        }
        WidgetFact::DialerReady { ready } => {
            world.calls.dialer_is(account, ready);
            world.commands.dialer_is(account, ready, now);
        }
        WidgetFact::CallingModeChanged { mode } => {
            world.calls.calling_mode_is(account, mode);
        }
        WidgetFact::PresenceChanged { presence, word, user_status, dnd_status } => {
            let told = presence.map(|presence| Reported::by_widget(presence, word, now));
            world.status.told_by_widget(account, told);
            world.pages.detail(account, "userStatus", user_status.as_deref());
            world.pages.detail(account, "dndStatus", dnd_status.as_deref());
        }
        WidgetFact::NoCalls => world.calls.no_calls(account, now),
        WidgetFact::Call { observation } => {
            world.calls.observe(account, observation, now);
        }
        WidgetFact::LegsListed { legs } => world.calls.legs_listed(account, legs, now),
        WidgetFact::Message { observation } => {
            world.messages.observe(account, observation, now);
        }
        WidgetFact::WidgetRecognised { widget } => {
            let World { funnel, chats, .. } = world;
            funnel.answers(account, &widget.vendor, widget.funnel, now);
            chats.recognised(account, widget, now);
        }
        WidgetFact::AvailabilityChanged { vendor, availability } => {
            world.chats.available(account, &vendor, availability);
        }
        WidgetFact::WindowChanged { vendor, window } => {
            world.chats.window(account, &vendor, window);
        }
        WidgetFact::Chat { observation } => {
            let World { funnel, chats, window, commands, clock, .. } = world;
            funnel.go_on(account, &observation, *clock, now);
            let around = Surroundings {
                on_stage: window.conversation(),
                requests: commands.chat_requests(),
                teller: Teller::Widget,
            };
            chats.observe(account, observation, around, now);
        }
        WidgetFact::Funnel { sign } => {
            let World { funnel, clock, .. } = world;
            funnel.receive(account, &sign, *clock, now);
        }
        WidgetFact::ChatAnswered { vendor, conversation, action, refused } => {
            let answer = Answered { vendor, conversation, action, refused };
            let (commands, around) = world.commands_mut();
            commands.chat_answered(around, account, answer);
        }
        WidgetFact::CommandRefused { keys, reason } => {
            let (commands, around) = world.commands_mut();
            commands.refused(around, account, &keys, reason);
        }
        WidgetFact::HomeRegion { code } => {
            world.calls.home_is(account, Region::from_code(&code));
        }
        WidgetFact::Detail { name, value } => {
            world.pages.detail(account, &name, Some(&value));
        }
        WidgetFact::Ignored => {}
    }
}

/// Takes in what a vendor's service told of a conversation, whether the account's page is open or not.
pub(crate) fn chat_reported(
    world: &mut World,
    account: &AccountId,
    observation: ChatObservation,
    now: Timestamp,
) {
    if !world.accounts.config(account).is_some_and(|config| config.enabled) {
        return;
    }
    let World { chats, window, commands, .. } = world;
    let around = Surroundings {
        on_stage: window.conversation(),
        requests: commands.chat_requests(),
        teller: Teller::Service,
    };
    chats.observe(account, observation, around, now);
}

/// Takes in what happened in a page.
pub(crate) fn page(world: &mut World, account: &AccountId, fact: PageFact, now: Timestamp) {
    let words = world.words();
    let World { system, pages, sign_in, permissions, .. } = world;
    match fact {
        PageFact::Started { abilities } => pages.started(account, abilities, now),
        PageFact::Heartbeat => pages.gave_sign(account, now),
        PageFact::Microphones { count } => permissions.microphones_counted(account, count),
        PageFact::MicrophoneTried { problem } => permissions.microphone_tried(account, problem),
        PageFact::Sound { peer, sound } => world.sound.peer_told(account, peer, sound),
        PageFact::Broke { problem } => pages.broke(system, account, problem, now),
        PageFact::SignInOpened => sign_in.opened(pages, account, now),
        PageFact::SignInCancelled => sign_in.failed(account, SignInFailure::Cancelled),
        PageFact::SignInFailed { error } => {
            sign_in.failed(account, SignInFailure::Refused { error });
        }
        PageFact::SignInAnswered => sign_in.answered(account, now),
        PageFact::SignInStopped { why } => sign_in.failed(account, SignInFailure::Stopped { why }),
        PageFact::SignInTimedOut => sign_in.failed(account, SignInFailure::TimedOut),
        PageFact::RightWanted { ask, right, detail } => {
            let what = (right, detail.as_deref());
            permissions.wanted(pages, account, (ask, RequestState::Waits), what, now);
        }
        PageFact::RightMissed { ask, right } => {
            permissions.wanted(pages, account, (ask, RequestState::Gone), (right, None), now);
        }
        PageFact::RightRefused { what } => permissions.refused(account, &what),
        PageFact::RightUnwanted { ask } => permissions.unwanted(account, ask),
        PageFact::LinkOpened { target } => pages.link_opened(account, &target),
        PageFact::LinkRefused { target, why } => pages.link_refused(account, &target, why),
        PageFact::LedAway { host } => pages.led_away((&words.guard, system), account, &host, now),
        PageFact::PasswordWanted { host, from } => pages.password_wanted(account, &host, from),
        PageFact::PasswordPromptClosed => pages.password_prompt_closed(account),
        PageFact::CertificateWanted { host } => pages.certificate_wanted(account, &host),
        PageFact::Unsafe { host, flaw } => {
            pages.not_proved((&words.guard, system), account, (&host, flaw), now);
        }
        PageFact::SignInUnsafe { host, flaw } => {
            sign_in.failed(account, SignInFailure::NotProved { host, flaw });
        }
    }
}

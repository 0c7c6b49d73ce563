//! What must hold for one account to reach the agent.

use super::facts::{Check, CheckId, ReachLevel, check};
use super::microphone;
use crate::accounts::{AccountConfig, Hosting};
use crate::base::text::fill;
use crate::calls::{CallingMode, Connection};
use crate::chats::Availability;
use crate::chats::widget::ChatWidget;
use crate::intent::Intent;
use crate::pages::PageState;
use crate::sign_in::SignIn;
use crate::status::{Channel, FeedState, Presence, StatusRoute, SyncState};
use crate::window::Stage;
use crate::world::{Account, World};

/// The checks of one account, as far as they can be made: what stands before hides what comes after.
pub(crate) fn checks(world: &World, config: &AccountConfig) -> Vec<Check> {
    let Some(a) = world.account(&config.id) else { return Vec::new() };
    let mut all = vec![page(world, config, a)];
    if *a.page.state() == PageState::Alive {
        if is_phone(world, config)
            && a.sign_in.state() == SignIn::Unknown
            && config.hosting() == Hosting::CompanyPage
        {
            all.push(no_phone(world, config));
        } else if is_phone(world, config) {
            all.extend(sign_in(world, config, a));
            if a.sign_in.state() == SignIn::SignedIn {
                all.push(calling_mode(world, config));
                if !world.cannot_ring_here(&config.id) {
                    all.extend(phone(world, config, a));
                }
            }
        } else {
            all.extend(widget(world, config));
        }
    }
    all.extend(status(world, config));
    all.extend(feed(world, config));
    all.into_iter().map(|check| check.of(&config.id)).collect()
}

fn page(world: &World, config: &AccountConfig, a: Account<'_>) -> Check {
    let say = &world.words().status;
    let label = config.label.as_str();
    match a.page.state() {
        PageState::Alive => check(CheckId::Page, ReachLevel::Good, fill(say.page_ok, &[label])),
        PageState::Loading | PageState::Closed => {
            check(CheckId::Page, ReachLevel::Wait, fill(say.page_loading, &[label]))
        }
        PageState::Broken { retry_at, .. } => {
            check(CheckId::Page, ReachLevel::Bad, fill(say.page_broken, &[label]))
                .again_at(*retry_at)
                .fixed_by(say.page_broken_fix)
                .with(say.look, show(config))
        }
    }
}

fn is_phone(world: &World, config: &AccountConfig) -> bool {
    let channel = world.status.dialect(config).map(|dialect| dialect.channel);
    config.hosting() == Hosting::VendorPage || channel == Some(Channel::Phone)
}

/// The page is there, and no phone has said a word from it.
fn no_phone(world: &World, config: &AccountConfig) -> Check {
    let say = &world.words().status;
    check(CheckId::Widget, ReachLevel::Look, fill(say.no_phone, &[&config.label]))
        .fixed_by(say.no_phone_fix)
        .with(say.look, show(config))
}

fn sign_in(world: &World, config: &AccountConfig, a: Account<'_>) -> Option<Check> {
    let say = &world.words().status;
    let label = config.label.as_str();
    Some(match a.sign_in.state() {
        // It says so within a moment.
        SignIn::Unknown => {
            check(CheckId::SignIn, ReachLevel::Wait, fill(say.page_loading, &[label]))
        }
        SignIn::SignedIn => {
            check(CheckId::SignIn, ReachLevel::Good, fill(say.sign_in_ok, &[label]))
        }
        SignIn::InProgress => {
            check(CheckId::SignIn, ReachLevel::Wait, fill(say.signing_in, &[label]))
        }
        SignIn::SignedOut => {
            check(CheckId::SignIn, ReachLevel::Bad, fill(say.signed_out, &[label]))
                .fixed_by(say.signed_out_fix)
                .with(say.sign_in, Intent::SignIn { account: config.id.clone() })
        }
    })
}

fn calling_mode(world: &World, config: &AccountConfig) -> Check {
    let say = &world.words().status;
    let label = config.label.as_str();
    if world.cannot_ring_here(&config.id) {
        return check(CheckId::CallingMode, ReachLevel::Bad, fill(say.mode_dead, &[label]))
            .fixed_by(say.mode_dead_fix)
            .with(say.use_ring_out, Intent::UseRingOut { account: config.id.clone() });
    }
    check(CheckId::CallingMode, ReachLevel::Good, fill(say.mode_ok, &[label]))
}

/// Line, dialer and microphone. In RingOut the agent's own phone has line and microphone.
fn phone(world: &World, config: &AccountConfig, a: Account<'_>) -> Vec<Check> {
    let say = &world.words().status;
    let label = &[config.label.as_str()];
    let mut all = Vec::new();
    if a.line.calling_mode == Some(CallingMode::Browser) {
        let reload = Intent::Reload { account: config.id.clone(), confirmed: false };
        all.push(match a.line.connection {
            Connection::Connected => {
                check(CheckId::Line, ReachLevel::Good, fill(say.line_ok, label))
            }
            Connection::Unknown | Connection::Connecting => {
                check(CheckId::Line, ReachLevel::Wait, fill(say.line_connecting, label))
            }
            Connection::Disconnected | Connection::Failed => {
                check(CheckId::Line, ReachLevel::Bad, fill(say.line_down, label))
                    .fixed_by(say.line_fix)
                    .with(say.reload, reload)
            }
            Connection::InactiveHere => {
                check(CheckId::Line, ReachLevel::Look, fill(say.line_elsewhere, label))
                    .fixed_by(say.line_elsewhere_fix)
                    .with(say.reload, reload)
            }
        });
        // The simulated phone speaks to nobody.
        if !config.simulated {
            all.push(microphone::judge(world, config, a));
        }
    }
    all.push(match a.line.dialer_ready {
        true => check(CheckId::Dialer, ReachLevel::Good, fill(say.dialer_ok, label)),
        false => check(CheckId::Dialer, ReachLevel::Wait, fill(say.dialer_waits, label)),
    });
    all
}

fn widget(world: &World, config: &AccountConfig) -> Option<Check> {
    let say = &world.words().status;
    let label = &[config.label.as_str()];
    let widgets = || world.chats.widgets_of(&config.id).map(|(_, widget)| widget);
    let has_widgets = widgets().next().is_some();
    let offline = |widget: &ChatWidget| widget.availability() == Availability::Offline;
    let wanted = world.status.desired().is_none_or(|aim| aim == Presence::Available);
    if wanted && has_widgets && widgets().all(offline) {
        let found = check(CheckId::Widget, ReachLevel::Look, fill(say.widget_offline, label));
        return Some(found.fixed_by(say.widget_offline_fix).with(say.look, show(config)));
    }
    if has_widgets {
        return Some(check(CheckId::Widget, ReachLevel::Good, fill(say.widget_ok, label)));
    }
    // A console says nothing before its first chat.
    let silent = config.hosting() == Hosting::AgentConsole;
    (!silent).then(|| {
        check(CheckId::Widget, ReachLevel::Look, fill(say.no_widget, label))
            .fixed_by(say.no_widget_fix)
            .with(say.look, show(config))
    })
}

fn status(world: &World, config: &AccountConfig) -> Option<Check> {
    let dialect = world.status.dialect(config)?;
    let words = world.words();
    let say = &words.status;
    let label = config.label.as_str();
    let level = |level, text| check(CheckId::Status, level, text);
    let (status, around) = world.status_around();
    let text = status.text(around, config, dialect).unwrap_or_default();
    let again = Intent::PushStatus { account: config.id.clone() };
    let edit = Intent::Show { stage: Stage::EditAccount { account: config.id.clone() } };
    Some(match status.standing(around, config, dialect) {
        SyncState::Unlinked => level(ReachLevel::Good, fill(say.status_unlinked, &[label]))
            .fixed_by(say.status_unlinked_fix)
            .with(say.edit_account, edit),
        // The user wants nothing set here; what it shows may keep calls away all the same.
        SyncState::Idle if status.chosen().is_some() => {
            let told = status.reported_presence(&world.accounts, &config.id)?;
            let available = told == Presence::Available;
            let differs = status.desired() == Some(Presence::Available) && !available;
            let name = told.name(words);
            let text = fill(say.status_told, &[label, name]);
            level(if differs { ReachLevel::Look } else { ReachLevel::Good }, text)
        }
        // A widget shows its status by itself; of a service nothing is known yet.
        SyncState::Idle => match dialect.route {
            StatusRoute::Widget => return None,
            StatusRoute::Service => level(ReachLevel::Look, fill(say.status_unchosen, &[label]))
                .fixed_by(say.status_unchosen_fix),
        },
        SyncState::Confirmed => {
            let desired = status.follower(&config.id)?.desired.as_ref()?;
            let name = desired.presence.name(words);
            level(ReachLevel::Good, fill(say.status_ok, &[label, name]))
        }
        SyncState::Sending => level(ReachLevel::Wait, text),
        // Being signed out or without a network is said above.
        SyncState::Waiting => level(ReachLevel::Wait, text),
        SyncState::Retrying { at, .. } => {
            level(ReachLevel::Look, text).again_at(Some(at)).with(say.again, again)
        }
        SyncState::GaveUp { problem } => {
            let check = level(ReachLevel::Look, text);
            if problem.is_final() {
                check.with(say.edit_account, edit)
            } else {
                check.with(say.again, again)
            }
        }
        SyncState::Drifted { .. } => level(ReachLevel::Look, text).with(say.again, again),
    })
}

/// Whether what the vendor tells comes through the company's relay.
fn feed(world: &World, config: &AccountConfig) -> Option<Check> {
    let (status, around) = world.status_around();
    let say = &world.words().status;
    let label = config.label.as_str();
    let edit = Intent::Show { stage: Stage::EditAccount { account: config.id.clone() } };
    let Some(feed) = status.feed(&config.id) else {
        // Its address is there, and its token is not, or not yet.
        let check = config.uses_relay().then(|| {
            check(CheckId::Feed, ReachLevel::Look, fill(say.feed_not_enrolled, &[label]))
        })?;
        return Some(check.fixed_by(say.feed_not_enrolled_fix).with(say.edit_account, edit));
    };
    Some(match &feed.state {
        FeedState::Connecting => {
            check(CheckId::Feed, ReachLevel::Wait, fill(say.feed_connecting, &[label]))
        }
        FeedState::Following { lost: 0 } => {
            check(CheckId::Feed, ReachLevel::Good, fill(say.feed_ok, &[label]))
        }
        FeedState::Following { lost } => {
            let text = fill(say.feed_lost, &[label, &lost.to_string()]);
            check(CheckId::Feed, ReachLevel::Look, text).fixed_by(say.feed_lost_fix)
        }
        FeedState::NotReached { reason } => {
            let since = status.silent_since(around, feed);
            let text = fill(say.feed_not_reached, &[&since, reason, label]);
            check(CheckId::Feed, ReachLevel::Look, text).fixed_by(say.feed_not_reached_fix)
        }
        FeedState::NotEnrolled => {
            check(CheckId::Feed, ReachLevel::Look, fill(say.feed_not_enrolled, &[label]))
                .fixed_by(say.feed_not_enrolled_fix)
                .with(say.edit_account, edit)
        }
    })
}

fn show(config: &AccountConfig) -> Intent {
    Intent::Show { stage: Stage::Widget { account: config.id.clone() } }
}

//! Whether the agent can be reached right now: everything that must hold for it, each with its remedy.

use super::facts::{Check, CheckId, Reach, ReachLevel, check};
use super::{account, sound};
use crate::accounts::AccountConfig;
use crate::base::text::fill;
use crate::intent::Intent;
use crate::status;
use crate::status::{ListenerState, Presence};
use crate::system::state::Service;
use crate::window::Stage;
use crate::world::World;

/// The light and everything it is made of.
pub(crate) fn reach(world: &World) -> Reach {
    let words = world.words();
    let used: Vec<&AccountConfig> =
        world.accounts.all().iter().filter(|config| config.enabled).collect();
    let mut checks = vec![accounts(world, &used), network(world, &used)];
    for config in &used {
        checks.extend(account::checks(world, config));
    }
    checks.extend([sound::devices(world, &used), sound::last_call(world)].into_iter().flatten());
    checks.extend([notifications(world), system_do_not_disturb(world)]);
    checks.push(history(world));
    checks.extend([tray(world), key_store(world), listener(world)].into_iter().flatten());
    // What is not to be known is no worse than what is well.
    let rank = |level| if level == ReachLevel::Off { ReachLevel::Good } else { level };
    checks.sort_by_key(|check| std::cmp::Reverse(rank(check.level)));
    let worst = checks.first().map_or(ReachLevel::Good, |check| check.level);
    let (status, around) = world.status_around();
    let chosen = status.desired().or_else(|| status.confirmed(around));
    let away = chosen.filter(|presence| *presence != Presence::Available);
    let (level, summary) = match (worst, away) {
        (ReachLevel::Good | ReachLevel::Off, Some(presence)) => {
            let template = match status.chosen() {
                Some(_) => words.status.reach_off,
                None => words.status.reach_told,
            };
            let by_choice = fill(template, &[presence.name(words)]);
            let silent = status.silent_until(around);
            let silent = silent.map(|until| fill(words.status.silent_until, &[&until]));
            let why = silent.or_else(|| status.rule(around)).unwrap_or(by_choice);
            (ReachLevel::Off, why)
        }
        (ReachLevel::Good | ReachLevel::Off, None) => {
            (ReachLevel::Good, words.status.reach_ok.to_owned())
        }
        (ReachLevel::Wait | ReachLevel::Look | ReachLevel::Bad, _) => {
            (worst, checks.first().map(|check| check.text.clone()).unwrap_or_default())
        }
    };
    Reach { level, summary, checks }
}

fn accounts(world: &World, used: &[&AccountConfig]) -> Check {
    let say = &world.words().status;
    if used.is_empty() {
        return check(CheckId::Accounts, ReachLevel::Bad, say.no_accounts.to_owned())
            .fixed_by(say.no_accounts_fix)
            .with(say.add_account, Intent::Show { stage: Stage::Welcome });
    }
    let labels: Vec<&str> = used.iter().map(|config| config.label.as_str()).collect();
    let text = fill(say.accounts_ok, &[&labels.join(", ")]);
    check(CheckId::Accounts, ReachLevel::Good, text)
}

fn network(world: &World, used: &[&AccountConfig]) -> Check {
    let say = &world.words().status;
    if world.system.online {
        return check(CheckId::Network, ReachLevel::Good, say.network_ok.to_owned());
    }
    // The simulated desk needs none.
    let needed = used.iter().any(|config| !config.simulated);
    let level = if needed { ReachLevel::Bad } else { ReachLevel::Good };
    check(CheckId::Network, level, say.no_network.to_owned()).fixed_by(say.no_network_fix)
}

fn notifications(world: &World) -> Check {
    let say = &world.words().status;
    match world.system.service {
        Service::Present(_) | Service::Unknown => match &world.system.refused {
            Some(reason) => {
                let text = fill(say.notifications_refused, &[reason]);
                check(CheckId::Notifications, ReachLevel::Look, text)
                    .fixed_by(say.notifications_refused_fix)
            }
            None => {
                check(CheckId::Notifications, ReachLevel::Good, say.notifications_ok.to_owned())
            }
        },
        Service::Absent => {
            check(CheckId::Notifications, ReachLevel::Look, say.no_notifications.to_owned())
                .fixed_by(say.no_notifications_fix)
        }
    }
}

fn system_do_not_disturb(world: &World) -> Check {
    let say = &world.words().status;
    let id = CheckId::SystemDoNotDisturb;
    match world.system.do_not_disturb {
        Some(true) => {
            check(id, ReachLevel::Look, say.system_dnd_on.to_owned()).fixed_by(say.system_dnd_fix)
        }
        Some(false) => check(id, ReachLevel::Good, say.system_dnd_off.to_owned()),
        // Nobody can say that it is well; nor is there anything to look at.
        None => check(id, ReachLevel::Off, say.system_dnd_unknown.to_owned()),
    }
}

/// Without a tray everything still reaches the agent.
fn tray(world: &World) -> Option<Check> {
    let say = &world.words().status;
    let text = if world.system.tray_host? { say.tray_ok } else { say.no_tray };
    Some(check(CheckId::Tray, ReachLevel::Good, text.to_owned()))
}

fn key_store(world: &World) -> Option<Check> {
    let say = &world.words().status;
    Some(match &world.system.key_store {
        Some(problem) => {
            check(CheckId::KeyStore, ReachLevel::Look, fill(say.no_key_store, &[problem]))
                .fixed_by(say.no_key_store_fix)
        }
        None => check(CheckId::KeyStore, ReachLevel::Good, say.key_store_ok.to_owned()),
    })
}

/// Who is reached is not told of it later unless it is kept.
fn history(world: &World) -> Check {
    let words = &world.words().history;
    match words.trouble(&world.system.history) {
        Some((what, fix)) => check(CheckId::History, ReachLevel::Look, what).fixed_by(fix),
        None => check(CheckId::History, ReachLevel::Good, words.kept.to_owned()),
    }
}

fn listener(world: &World) -> Option<Check> {
    let say = &world.words().status;
    if !world.preferences.listener.on {
        return None;
    }
    let settings = Intent::Show { stage: Stage::Settings };
    Some(match (world.status.listener_state(), world.status.refused()) {
        (ListenerState::Listening { .. }, Some((count, status))) => {
            let (what, fix) = status::listener::reason(say, status);
            let text = fill(say.listener_refused, &[&count.to_string(), what]);
            check(CheckId::Listener, ReachLevel::Look, text)
                .fixed_by(fix)
                .with(say.open_settings, settings)
        }
        (ListenerState::Listening { port }, None) => {
            let text = fill(say.listener_ok, &[&port.to_string()]);
            check(CheckId::Listener, ReachLevel::Good, text)
        }
        (ListenerState::Off, _) => {
            check(CheckId::Listener, ReachLevel::Look, say.listener_idle.to_owned())
                .fixed_by(say.listener_idle_fix)
        }
        (ListenerState::Failed { reason }, _) => {
            check(CheckId::Listener, ReachLevel::Look, fill(say.listener_failed, &[reason]))
                .fixed_by(say.listener_failed_fix)
                .with(say.open_settings, settings)
        }
    })
}

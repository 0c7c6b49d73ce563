//! The status as windows show it, and the one sentence about each vendor that differs.

use super::dialect::{StatusDialect, StatusRoute};
use super::follower::{Follows, Push};
use super::presence::Presence;
use super::problem::PushProblem;
use super::push;
use super::rows::{AccountStatus, ActiveRule, Standing, StatusView};
use super::rules::Rule;
use super::state::{is_linked, linked};
use crate::accounts::AccountConfig;
use crate::base::text::fill;
use crate::state::State;
use crate::window::Stage;

/// Most lines of the history in one snapshot.
const HISTORY_SHOWN: usize = 100;

/// Everything about the status.
pub(crate) fn view(state: &State) -> StatusView {
    let shows_history = matches!(state.world.window.stage, Stage::Activity | Stage::Settings);
    let shown = if shows_history { HISTORY_SHOWN } else { 0 };
    StatusView {
        chosen: state.world.status.memory.chosen.clone(),
        aim: state.world.status.aim,
        rules: rules(state),
        next: state.world.status.next.clone(),
        accounts: accounts(state),
        history: state.world.status.history.iter().rev().take(shown).cloned().collect(),
    }
}

/// A rule about chats says nothing to somebody without any.
fn rules(state: &State) -> Vec<ActiveRule> {
    let chats = |config: &AccountConfig| {
        linked(state, config).is_some_and(|d| {
            d.channel == crate::status::Channel::Chat
                && d.mapped(config, Presence::OnContact).is_some()
        })
    };
    let chats = state.world.accounts.configs.iter().any(chats);
    let holding = state.world.status.holding.iter().filter(|c| chats || c.rule != Rule::OnCall);
    holding
        .map(|condition| {
            let words = &state.world.words().status;
            let minutes = state.world.preferences.rules.away_idle_minutes.to_string();
            let text = match condition.rule {
                Rule::OffShift => words.off_shift.to_owned(),
                Rule::QuietHours => {
                    fill(words.quiet_hours, &[condition.name.as_deref().unwrap_or_default()])
                }
                Rule::Locked => words.locked.to_owned(),
                Rule::Idle => fill(words.idle, &[&minutes]),
                Rule::OnCall => words.paused_on_call.to_owned(),
                Rule::WrapUp => words.wrap_up.to_owned(),
            };
            ActiveRule { rule: condition.rule, text, until: condition.until }
        })
        .collect()
}

/// What the strongest rule about the agent as a whole says.
pub(crate) fn rule(state: &State) -> Option<String> {
    let mut all = rules(state).into_iter().filter(|rule| rule.rule != Rule::OnCall);
    all.next().map(|rule| rule.text)
}

fn accounts(state: &State) -> Vec<AccountStatus> {
    let row = |config: &AccountConfig| {
        let dialect = state.world.status.dialects.get(&config.vendor).filter(|_| config.enabled)?;
        let follower = state.world.status.followers.get(&config.id)?;
        let told = follower.told.as_ref();
        let word = follower.told_word(dialect);
        Some(AccountStatus {
            account: config.id.clone(),
            channel: dialect.channel,
            aim: follower.aimed.as_ref().map(|aimed| aimed.presence),
            told: follower.told_presence(Some(dialect)),
            told_label: word.map(|word| word.label.clone()),
            told_note: told.and_then(|told| told.note.clone()),
            told_at: told.map(|told| told.at),
            standing: standing(state, config, dialect),
            text: text(state, config, dialect),
        })
    };
    state.world.accounts.configs.iter().filter_map(row).collect()
}

/// Where an account stands. *Confirmed* needs a vendor that told what is wanted.
pub(crate) fn standing(state: &State, config: &AccountConfig, dialect: &StatusDialect) -> Standing {
    if !is_linked(config, dialect) {
        return Standing::Unlinked;
    }
    let Some(a) = state.world.account(&config.id) else { return Standing::Idle };
    let follower = a.follower;
    if follower.aimed.is_none() {
        return Standing::Idle;
    }
    let ready = push::is_ready(state, config, dialect);
    match &follower.follows {
        Follows::Settled if follower.told.is_some() && heard(state, config, dialect) => {
            Standing::Confirmed
        }
        Follows::Settled => Standing::Waiting,
        // Neither confirmed nor drifted before it stays.
        Follows::Doubted { .. } => Standing::Sending,
        Follows::Drifted if follower.told.is_none() || !heard(state, config, dialect) => {
            Standing::Waiting
        }
        Follows::Drifted => {
            Standing::Drifted { second_session: follower.looks_like_second_session(dialect) }
        }
        Follows::Owed(Push::Due) if ready => Standing::Sending,
        Follows::Owed(Push::Due) => Standing::Waiting,
        Follows::Owed(Push::Sent(_)) => Standing::Sending,
        Follows::Owed(Push::Retry { .. }) if !ready => Standing::Waiting,
        Follows::Owed(Push::Retry { at, tries, problem }) => {
            Standing::Retrying { at: *at, tries: *tries, problem: problem.clone() }
        }
        Follows::Owed(Push::GaveUp { problem }) => Standing::GaveUp { problem: problem.clone() },
    }
}

/// What was told still holds: a widget whose page is away or that is signed out tells nothing.
pub(crate) fn heard(state: &State, config: &AccountConfig, dialect: &StatusDialect) -> bool {
    dialect.route == StatusRoute::Service || push::is_ready(state, config, dialect)
}

/// One sentence about a vendor that does not show what is wanted: what, why, and what comes next.
pub(crate) fn text(
    state: &State,
    config: &AccountConfig,
    dialect: &StatusDialect,
) -> Option<String> {
    let words = state.world.words();
    let say = &words.status;
    let follower = state.world.status.followers.get(&config.id)?;
    let told = follower.told_word(dialect).map(|word| word.label.as_str());
    let told = told.or_else(|| follower.told_presence(None).map(words.presence));
    let aimed = (words.presence)(follower.aimed.as_ref()?.presence);
    let label = config.label.as_str();
    Some(match standing(state, config, dialect) {
        Standing::Unlinked | Standing::Idle | Standing::Confirmed => return None,
        Standing::Sending => fill(say.sending, &[label, aimed]),
        Standing::Waiting if dialect.route == StatusRoute::Service => {
            fill(say.waits_for_network, &[label])
        }
        Standing::Waiting => fill(say.waits_for_sign_in, &[label]),
        Standing::Retrying { problem, .. } => {
            let why = problem_text(state, &problem);
            match told {
                Some(told) => fill(say.retrying, &[label, told, &why]),
                None => fill(say.retrying_unknown, &[label, &why]),
            }
        }
        Standing::GaveUp { problem } => {
            fill(say.gave_up, &[label, aimed, &problem_text(state, &problem)])
        }
        Standing::Drifted { second_session: true } => fill(say.second_session, &[label]),
        Standing::Drifted { second_session: false } => {
            let by_choice = state.world.status.memory.chosen.as_ref().map(|c| c.presence)
                == follower.aimed.as_ref().map(|aimed| aimed.presence);
            let template = if by_choice { say.drifted } else { say.drifted_from_rule };
            fill(template, &[label, told.unwrap_or_default(), aimed])
        }
    })
}

/// Why a status was not taken, as the rest of a sentence.
pub(crate) fn problem_text(state: &State, problem: &PushProblem) -> String {
    let say = &state.world.words().status;
    let plain = match problem {
        PushProblem::NoToken => say.no_token,
        PushProblem::BadToken => say.bad_token,
        PushProblem::Unauthorized => say.unauthorized,
        PushProblem::Forbidden => say.forbidden,
        PushProblem::Rejected { status, said } => {
            let status = status.to_string();
            return match said {
                Some(said) => fill(say.rejected_saying, &[&status, said]),
                None => fill(say.rejected, &[&status]),
            };
        }
        PushProblem::RateLimited { .. } => say.rate_limited,
        PushProblem::Server { status } => return fill(say.server, &[&status.to_string()]),
        PushProblem::Redirected => say.redirected,
        PushProblem::TimedOut => say.timed_out,
        PushProblem::HostNotFound => say.host_not_found,
        PushProblem::Tls { reason } => return fill(say.tls, &[reason]),
        PushProblem::NotReachable => say.not_reachable,
        PushProblem::Broken => say.broken,
        PushProblem::NoReaction => say.no_reaction,
    };
    plain.to_owned()
}

/// What the tray's menu says below the statuses: rules that hold, what comes next, and vendors that differ.
pub(crate) fn lines(state: &State) -> Vec<String> {
    let words = state.world.words();
    let mut lines: Vec<String> = rules(state).into_iter().map(|rule| rule.text).collect();
    if let Some(next) = &state.world.status.next {
        lines.push(fill(words.status.queued, &[(words.presence)(next.presence)]));
    }
    for config in &state.world.accounts.configs {
        let Some(dialect) = linked(state, config) else { continue };
        // What is on its way for a moment is no news.
        if standing(state, config, dialect) != Standing::Sending {
            lines.extend(text(state, config, dialect));
        }
    }
    lines
}

/// The confirmed status of the agent as a whole.
pub(crate) fn confirmed(state: &State) -> Option<Presence> {
    let mut least: Option<Presence> = None;
    for config in &state.world.accounts.configs {
        let Some(a) = state.world.account(&config.id) else { continue };
        let dialect = state.world.status.dialects.get(&config.vendor);
        if dialect.is_some_and(|dialect| !heard(state, config, dialect)) {
            continue;
        }
        let Some(told) = a.follower.told_presence(dialect) else { continue };
        let settled = a.follower.aimed.is_some() && a.follower.follows == Follows::Settled;
        let shown = if settled { state.world.status.aim.unwrap_or(told) } else { told };
        least = least.max(Some(shown));
    }
    least
}

/// A status that is wanted and on its way.
pub(crate) fn wanted(state: &State) -> Option<Presence> {
    let underway = state.world.status.followers.values().any(|follower| {
        matches!(follower.follows, Follows::Owed(Push::Due | Push::Sent(_) | Push::Retry { .. }))
    });
    state.world.status.aim.filter(|_| underway)
}

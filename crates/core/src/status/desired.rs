//! What is wanted now: the choice, and what the user's rules make of it. Time is an argument.

use super::dialect::{Channel, StatusDialect};
use super::follower::Aimed;
use super::presence::Presence;
use super::rules::Rule;
use super::schedule::{Schedule, ScheduleKind};
use crate::accounts::AccountConfig;
use crate::base::Timestamp;
use crate::calls::CallState;
use crate::calls::call::Call;
use crate::state::State;
use std::time::Duration;

/// A rule whose condition is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) rule: Rule,
    /// What is chosen by hand after that wins over the rule.
    pub(crate) since: Timestamp,
    pub(crate) until: Option<Timestamp>,
    /// What the user calls the schedule.
    pub(crate) name: Option<String>,
}

/// Somebody is being talked to, or called.
pub(crate) fn on_call(state: &State) -> bool {
    state.world.calls.rows.iter().any(|call| engaged(call) || call.state() == CallState::Dialing)
}

fn engaged(call: &Call) -> bool {
    matches!(call.state(), CallState::Connected | CallState::Held)
}

/// Every rule that holds now, the strongest first. A rule only takes from *available*, and what was chosen
/// by hand since it began to hold wins.
pub(crate) fn holding(state: &State, now: Timestamp) -> Vec<Condition> {
    let chosen = state.world.status.memory.chosen.as_ref();
    let Some(chosen) = chosen.filter(|chosen| chosen.presence == Presence::Available) else {
        return Vec::new();
    };
    let mut all = conditions(state, now);
    all.retain(|condition| chosen.at < condition.since);
    all.sort_by_key(|condition| condition.rule);
    all
}

fn conditions(state: &State, now: Timestamp) -> Vec<Condition> {
    let rules = &state.world.preferences.rules;
    let mut all = scheduled(state);
    let simple = |rule, since| Condition { rule, since, until: None, name: None };
    if rules.away_when_locked
        && let Some(since) = state.world.system.locked_since
    {
        all.push(simple(Rule::Locked, since));
    }
    let on_call = state.world.status.call_since;
    // Nobody types while they talk.
    if rules.away_when_idle && on_call.is_none() {
        all.extend(idle_at(state).filter(|at| *at <= now).map(|at| simple(Rule::Idle, at)));
    }
    if rules.pause_chats_on_call {
        all.extend(on_call.map(|since| simple(Rule::OnCall, since)));
    }
    if let Some(wrap_up) = &state.world.status.wrap_up
        && now < wrap_up.until
    {
        let until = Some(wrap_up.until);
        all.push(Condition { rule: Rule::WrapUp, since: wrap_up.since, until, name: None });
    }
    all
}

/// When the agent counts as away for lack of input.
fn idle_at(state: &State) -> Option<Timestamp> {
    let minutes = u64::from(state.world.preferences.rules.away_idle_minutes);
    // A call is work, whoever's hands rest meanwhile.
    let since = Some(state.world.system.idle_since?).max(state.world.status.call_ended);
    Some(since? + Duration::from_secs(minutes * 60))
}

/// Which schedules held when they were looked at last, and since when. A beginning is a moment once it was seen: where it is
/// worked out again by another clock or another local time it moves, and what was chosen by hand would come before or
/// after it by that alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    at: Timestamp,
    quiet: Vec<Seen>,
    /// Outside of all these shifts.
    off: Vec<Seen>,
}

/// One schedule, or all shifts together, as seen last.
#[derive(Clone, Debug)]
struct Seen {
    schedules: Vec<Schedule>,
    holds: Option<Span>,
}

/// Since when and until when a schedule holds, in our time.
#[derive(Clone, Copy, Debug)]
struct Span {
    since: Timestamp,
    until: Option<Timestamp>,
}

/// Looks at the schedules.
pub(crate) fn watch(state: &State, now: Timestamp) -> Watched {
    let before = &state.world.status.watched;
    // Schedules are times of the day: the wall clock's.
    let (clock, offset) = (state.world.clock, state.world.system.utc_offset);
    let shown = clock.shows(now);
    let schedules = || state.world.preferences.rules.schedules.iter().filter(|s| s.on);
    let quiet = schedules().filter(|schedule| schedule.kind == ScheduleKind::QuietHours);
    let quiet = quiet.map(|schedule| {
        let span = schedule.span(shown, offset);
        let span = span.map(|span| (clock.moment(span.start), Some(clock.moment(span.end))));
        see(vec![schedule.clone()], span, &before.quiet, before.at)
    });
    let shifts: Vec<Schedule> =
        schedules().filter(|s| s.kind == ScheduleKind::Shift).cloned().collect();
    let is_off =
        !shifts.is_empty() && shifts.iter().all(|shift| shift.span(shown, offset).is_none());
    let span = is_off.then(|| {
        let ended = shifts.iter().filter_map(|shift| shift.last_end(shown, offset)).max();
        let begins = shifts.iter().filter_map(|shift| shift.next_start(shown, offset)).min();
        // Off since ever, where no shift has a day.
        let since = ended.map(|at| clock.moment(at)).unwrap_or_default();
        (since, begins.map(|at| clock.moment(at)))
    });
    let quiet = quiet.collect();
    Watched { at: now, quiet, off: vec![see(shifts, span, &before.off, before.at)] }
}

/// What held goes on since when it did; what did not cannot have begun before it was looked at.
fn see(
    schedules: Vec<Schedule>,
    span: Option<(Timestamp, Option<Timestamp>)>,
    before: &[Seen],
    looked_at: Timestamp,
) -> Seen {
    let known = before.iter().find(|seen| seen.schedules == schedules);
    let holds = span.map(|(since, until)| match known {
        Some(Seen { holds: Some(held), .. }) => Span { since: held.since, until },
        Some(Seen { holds: None, .. }) => Span { since: since.max(looked_at), until },
        None => Span { since, until },
    });
    Seen { schedules, holds }
}

fn scheduled(state: &State) -> Vec<Condition> {
    let watched = &state.world.status.watched;
    let condition = |rule, seen: &Seen, name| {
        let Span { since, until } = seen.holds?;
        Some(Condition { rule, since, until, name })
    };
    let quiet = watched.quiet.iter().filter_map(|seen| {
        let name = seen.schedules.first().map(|schedule| schedule.name.clone());
        condition(Rule::QuietHours, seen, name)
    });
    let off = watched.off.iter().filter_map(|seen| condition(Rule::OffShift, seen, None));
    quiet.chain(off).collect()
}

/// When the rules must be looked at again if nothing happens before.
pub(crate) fn next_change(state: &State, now: Timestamp) -> Option<Timestamp> {
    // Before anything is chosen no rule has anything to take from.
    state.world.status.memory.chosen.as_ref()?;
    let rules = &state.world.preferences.rules;
    let (shown, offset) = (state.world.clock.shows(now), state.world.system.utc_offset);
    let borders = rules.schedules.iter().filter(|s| s.on).flat_map(|schedule| {
        [schedule.span(shown, offset).map(|span| span.end), schedule.next_start(shown, offset)]
    });
    let borders = borders.flatten().map(|at| state.world.clock.moment(at));
    let idle = idle_at(state).filter(|at| rules.away_when_idle && now < *at);
    let wrap_up = state.world.status.wrap_up.as_ref().map(|wrap_up| wrap_up.until);
    borders.chain(idle).chain(wrap_up).min()
}

/// What a rule makes of *available*.
pub(crate) const fn presence_of(rule: Rule) -> Presence {
    match rule {
        Rule::OffShift => Presence::Offline,
        Rule::QuietHours => Presence::DoNotDisturb,
        Rule::Locked | Rule::Idle => Presence::Away,
        Rule::OnCall => Presence::OnContact,
        Rule::WrapUp => Presence::WrapUp,
    }
}

/// What is wanted for the agent as a whole. That chats pause during a call is the business of chats alone.
pub(crate) fn general(state: &State) -> Option<Presence> {
    let chosen = state.world.status.memory.chosen.as_ref()?;
    let mut rules = state.world.status.holding.iter().map(|condition| condition.rule);
    let rule = rules.find(|rule| *rule != Rule::OnCall);
    Some(rule.map_or(chosen.presence, presence_of))
}

/// What is wanted at one account; none if nothing was chosen or this status is left alone there.
pub(crate) fn aim(state: &State, config: &AccountConfig, dialect: &StatusDialect) -> Option<Aimed> {
    let chosen = state.world.status.memory.chosen.as_ref()?;
    let rules = state.world.status.holding.iter().map(|condition| condition.rule);
    let concerns = |rule: &Rule| *rule != Rule::OnCall || dialect.channel == Channel::Chat;
    // A status that is left alone here leaves what would be there without it.
    let by_rule = rules.filter(concerns).find_map(|rule| {
        let presence = presence_of(rule);
        let word = dialect.mapped(config, presence)?.word.clone();
        let note = Some((state.world.words().status.rule_note)(rule).to_owned());
        Some(Aimed { presence, word, note })
    });
    let mut aimed = by_rule.or_else(|| {
        let word = dialect.mapped(config, chosen.presence)?;
        // What the vendor cannot show by its status, its note can.
        let differs = word.presence != chosen.presence;
        let name = || differs.then(|| (state.world.words().presence)(chosen.presence).to_owned());
        let note = chosen.note.clone().or_else(name);
        Some(Aimed { presence: chosen.presence, word: word.word.clone(), note })
    })?;
    if !dialect.notes {
        aimed.note = None;
    }
    Some(aimed)
}

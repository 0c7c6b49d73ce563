//! What is wanted now: the choice, and what the user's rules make of it. Time is an argument.

use super::circumstances::Circumstances;
use super::dialect::StatusDialect;
use super::follower::Desired;
use super::presence::Presence;
use super::rules::{Condition, Rule};
use super::state::Status;
use super::watch::{Seen, Span};
use crate::accounts::AccountConfig;
use crate::base::Timestamp;
use crate::calls::rows::Group;
use crate::calls::state::Calls;
use crate::words::status::StatusWords;
use std::time::Duration;

/// Somebody is being talked to, or called.
pub(super) fn on_call(calls: &Calls) -> bool {
    calls.count(Group::Busy) > 0
}

impl Status {
    /// Every rule that holds now, the strongest first. A rule only takes from *available*, and what was chosen
    /// by hand since it began to hold wins.
    pub(super) fn holding_now(&self, around: Circumstances<'_>, now: Timestamp) -> Vec<Condition> {
        let chosen = self.chosen();
        let Some(chosen) = chosen.filter(|chosen| chosen.presence == Presence::Available) else {
            return Vec::new();
        };
        let mut all = self.conditions(around, now);
        all.retain(|condition| chosen.at < condition.since);
        all.sort_by_key(|condition| condition.rule);
        all
    }

    fn conditions(&self, around: Circumstances<'_>, now: Timestamp) -> Vec<Condition> {
        let rules = around.rules;
        let mut all = self.scheduled();
        let simple = |rule, since| Condition { rule, since, until: None, name: None };
        if rules.away_when_locked
            && let Some(since) = around.system.locked_since
        {
            all.push(simple(Rule::Locked, since));
        }
        // Nobody types while they talk.
        if rules.away_when_idle && self.call_since.is_none() {
            let idle = self.idle_at(around).filter(|at| *at <= now);
            all.extend(idle.map(|at| simple(Rule::Idle, at)));
        }
        if rules.pause_chats_on_call {
            all.extend(self.call_since.map(|since| simple(Rule::OnCall, since)));
        }
        if let Some(wrap_up) = &self.wrap_up
            && now < wrap_up.until
        {
            let until = Some(wrap_up.until);
            all.push(Condition { rule: Rule::WrapUp, since: wrap_up.since, until, name: None });
        }
        all
    }

    /// When the agent counts as away for lack of input.
    fn idle_at(&self, around: Circumstances<'_>) -> Option<Timestamp> {
        let minutes = u64::from(around.rules.away_idle_minutes);
        // A call is work, whoever's hands rest meanwhile.
        let since = Some(around.system.idle_since?).max(self.call_ended);
        Some(since? + Duration::from_secs(minutes * 60))
    }

    fn scheduled(&self) -> Vec<Condition> {
        let condition = |rule, seen: &Seen, name| {
            let Span { since, until } = seen.holds?;
            Some(Condition { rule, since, until, name })
        };
        let quiet = self.watched.quiet.iter().filter_map(|seen| {
            let name = seen.schedules.first().map(|schedule| schedule.name.clone());
            condition(Rule::QuietHours, seen, name)
        });
        let off = self.watched.off.iter().filter_map(|seen| condition(Rule::OffShift, seen, None));
        quiet.chain(off).collect()
    }

    /// When the rules must be looked at again if nothing happens before.
    pub(super) fn next_change(
        &self,
        around: Circumstances<'_>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        // Before anything is chosen no rule has anything to take from.
        self.chosen()?;
        let (clock, offset) = (around.clock, around.system.utc_offset);
        let shown = clock.shows(now);
        let borders = around.rules.schedules.iter().filter(|s| s.on).flat_map(|schedule| {
            [schedule.span(shown, offset).map(|span| span.end), schedule.next_start(shown, offset)]
        });
        let borders = borders.flatten().map(|at| clock.moment(at));
        let idle = self.idle_at(around).filter(|at| around.rules.away_when_idle && now < *at);
        let wrap_up = self.wrap_up.as_ref().map(|wrap_up| wrap_up.until);
        borders.chain(idle).chain(wrap_up).min()
    }

    /// What is wanted for the agent as a whole: a rule about one channel is the business of that channel alone.
    pub(super) fn desired_overall(&self) -> Option<Presence> {
        let chosen = self.chosen()?;
        let mut rules = self.holding.iter().map(|condition| condition.rule);
        let rule = rules.find(|rule| rule.channel().is_none());
        Some(rule.map_or(chosen.presence, Rule::presence))
    }

    /// What is wanted at one account; none if nothing was chosen or this status is left alone there.
    pub(super) fn desired_at(
        &self,
        around: Circumstances<'_>,
        config: &AccountConfig,
        dialect: &StatusDialect,
    ) -> Option<Desired> {
        let words = around.words;
        let chosen = self.chosen()?;
        let rules = self.holding.iter().map(|condition| condition.rule);
        let concerns = |rule: &Rule| rule.channel().is_none_or(|of| of == dialect.channel);
        // A status that is left alone here leaves what would be there without it.
        let by_rule = rules.filter(concerns).find_map(|rule| {
            let presence = rule.presence();
            let word = dialect.mapped(config, presence)?.word.clone();
            Some(Desired { presence, word, note: Some(note(rule, &words.status).to_owned()) })
        });
        let mut desired = by_rule.or_else(|| {
            let word = dialect.mapped(config, chosen.presence)?;
            // What the vendor cannot show by its status, its note can.
            let differs = word.presence != chosen.presence;
            let name = || differs.then(|| chosen.presence.name(words).to_owned());
            let note = chosen.note.clone().or_else(name);
            Some(Desired { presence: chosen.presence, word: word.word.clone(), note })
        })?;
        if !dialect.notes {
            desired.note = None;
        }
        Some(desired)
    }
}

/// What a vendor that takes notes is told of a rule.
const fn note(rule: Rule, words: &StatusWords) -> &'static str {
    match rule {
        Rule::OffShift => words.note_off_shift,
        Rule::QuietHours => words.note_quiet_hours,
        Rule::Locked | Rule::Idle => words.note_away,
        Rule::OnCall => words.note_on_call,
        Rule::WrapUp => words.note_wrap_up,
    }
}

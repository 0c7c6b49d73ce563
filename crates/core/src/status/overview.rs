//! The status as windows show it, and the one sentence about each vendor that differs.

use super::circumstances::Circumstances;
use super::dialect::{StatusDialect, StatusRoute};
use super::end::minutes_of_day;
use super::follower::{Follows, Push};
use super::presence::Presence;
use super::problem::PushProblem;
use super::push::{is_heard, is_ready};
use super::rows::{AccountStatus, ActiveRule, StatusView, SyncState};
use super::rules::Rule;
use super::state::{Status, is_linked};
use crate::accounts::AccountConfig;
use crate::base::Timestamp;
use crate::base::text::fill;
use crate::words::Words;

/// Most lines of the history in one snapshot.
const HISTORY_SHOWN: usize = 100;

/// Whether a snapshot holds the history: only while the stage that shows it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HistoryRows {
    Shown,
    Left,
}

impl Status {
    /// Everything about the status.
    pub(crate) fn view(&self, around: Circumstances<'_>, history: HistoryRows) -> StatusView {
        let shown = match history {
            HistoryRows::Shown => HISTORY_SHOWN,
            HistoryRows::Left => 0,
        };
        StatusView {
            chosen: self.memory.chosen.clone(),
            after: self.memory.after.clone(),
            aim: self.desired,
            rules: self.rules(around),
            next: self.next.clone(),
            accounts: self.rows(around),
            history: self.history.iter().rev().take(shown).cloned().collect(),
        }
    }

    /// A rule about one channel says nothing to somebody without any account of it that it concerns.
    fn rules(&self, around: Circumstances<'_>) -> Vec<ActiveRule> {
        let say = &around.words.status;
        let concerns = |rule: Rule| {
            let Some(channel) = rule.channel() else { return true };
            around.accounts.all().iter().any(|config| {
                self.linked(config).is_some_and(|dialect| {
                    dialect.channel == channel && dialect.mapped(config, rule.presence()).is_some()
                })
            })
        };
        let holding = self.holding.iter().filter(|condition| concerns(condition.rule));
        holding
            .map(|condition| {
                let minutes = around.rules.away_idle_minutes.to_string();
                let text = match condition.rule {
                    Rule::OffShift => say.off_shift.to_owned(),
                    Rule::QuietHours => {
                        fill(say.quiet_hours, &[condition.name.as_deref().unwrap_or_default()])
                    }
                    Rule::Locked => say.locked.to_owned(),
                    Rule::Idle => fill(say.idle, &[&minutes]),
                    Rule::OnCall => say.paused_on_call.to_owned(),
                    Rule::WrapUp => say.wrap_up.to_owned(),
                };
                ActiveRule {
                    rule: condition.rule,
                    text,
                    name: condition.name.clone(),
                    until: condition.until,
                }
            })
            .collect()
    }

    /// What the strongest rule about the agent as a whole says.
    pub(crate) fn rule(&self, around: Circumstances<'_>) -> Option<String> {
        let mut all = self.rules(around).into_iter();
        all.find(|active| active.rule.channel().is_none()).map(|active| active.text)
    }

    fn rows(&self, around: Circumstances<'_>) -> Vec<AccountStatus> {
        let row = |config: &AccountConfig| {
            let dialect = self.dialect(config).filter(|_| config.enabled)?;
            let follower = self.followers.get(&config.id)?;
            let told = follower.reported.as_ref();
            let word = follower.reported_word(dialect);
            Some(AccountStatus {
                account: config.id.clone(),
                channel: dialect.channel,
                aim: follower.desired.as_ref().map(|desired| desired.presence),
                told: follower.reported_presence(Some(dialect)),
                told_label: word.map(|word| word.label.of(around.words.locale).to_owned()),
                told_note: told.and_then(|told| told.note.clone()),
                told_at: told.map(|told| told.at),
                standing: self.standing(around, config, dialect),
                text: self.text(around, config, dialect),
            })
        };
        around.accounts.all().iter().filter_map(row).collect()
    }

    /// Where an account stands. *Confirmed* needs a vendor that told what is wanted.
    pub(crate) fn standing(
        &self,
        around: Circumstances<'_>,
        config: &AccountConfig,
        dialect: &StatusDialect,
    ) -> SyncState {
        if !is_linked(config, dialect) {
            return SyncState::Unlinked;
        }
        let Some(follower) = self.followers.get(&config.id) else { return SyncState::Idle };
        if follower.desired.is_none() {
            return SyncState::Idle;
        }
        let ready = is_ready(around, config, dialect);
        let heard = is_heard(around, config, dialect);
        match &follower.follows {
            Follows::InSync if follower.reported.is_some() && heard => SyncState::Confirmed,
            Follows::InSync => SyncState::Waiting,
            // Neither confirmed nor drifted before it stays.
            Follows::Unconfirmed { .. } => SyncState::Sending,
            Follows::Drifted if follower.reported.is_none() || !heard => SyncState::Waiting,
            Follows::Drifted => {
                SyncState::Drifted { second_session: follower.looks_like_second_session(dialect) }
            }
            Follows::Pending(Push::Due) if ready => SyncState::Sending,
            Follows::Pending(Push::Due) => SyncState::Waiting,
            Follows::Pending(Push::Sent(_)) => SyncState::Sending,
            Follows::Pending(Push::Retry { .. }) if !ready => SyncState::Waiting,
            Follows::Pending(Push::Retry { at, tries, problem }) => {
                SyncState::Retrying { at: *at, tries: *tries, problem: problem.clone() }
            }
            Follows::Pending(Push::GaveUp { problem }) => {
                SyncState::GaveUp { problem: problem.clone() }
            }
        }
    }

    /// One sentence about a vendor that does not show what is wanted: what, why, and what comes next.
    pub(crate) fn text(
        &self,
        around: Circumstances<'_>,
        config: &AccountConfig,
        dialect: &StatusDialect,
    ) -> Option<String> {
        let words = around.words;
        let say = &words.status;
        let follower = self.followers.get(&config.id)?;
        let told = follower.reported_word(dialect).map(|word| word.label.of(words.locale));
        let told = told.or_else(|| Some(follower.reported_presence(None)?.name(words)));
        let wanted = follower.desired.as_ref()?.presence;
        let desired = wanted.name(words);
        let label = config.label.as_str();
        Some(match self.standing(around, config, dialect) {
            SyncState::Unlinked | SyncState::Idle | SyncState::Confirmed => return None,
            SyncState::Sending => fill(say.sending, &[label, desired]),
            SyncState::Waiting if dialect.route == StatusRoute::Service => {
                fill(say.waits_for_network, &[label])
            }
            SyncState::Waiting if is_ready(around, config, dialect) => {
                fill(say.waits_for_widget, &[label])
            }
            SyncState::Waiting => fill(say.waits_for_sign_in, &[label]),
            SyncState::Retrying { problem, .. } => {
                let why = problem_text(words, &problem);
                match told {
                    Some(told) => fill(say.retrying, &[label, told, &why]),
                    None => fill(say.retrying_unknown, &[label, &why]),
                }
            }
            SyncState::GaveUp { problem } => {
                fill(say.gave_up, &[label, desired, &problem_text(words, &problem)])
            }
            SyncState::Drifted { second_session: true } => fill(say.second_session, &[label]),
            SyncState::Drifted { second_session: false } => {
                let by_choice = self.chosen().is_some_and(|chosen| chosen.presence == wanted);
                let template = if by_choice { say.drifted } else { say.drifted_from_rule };
                fill(template, &[label, told.unwrap_or_default(), desired])
            }
        })
    }

    /// What was chosen with its note, and when it ends; none where it has no end.
    fn ends(&self, around: Circumstances<'_>) -> Option<String> {
        let words = around.words;
        let chosen = self.chosen()?;
        let until = time_of_day(around, chosen.until?);
        let name = chosen.presence.name(words);
        let name = match &chosen.note {
            Some(note) => format!("{name} · {note}"),
            None => name.to_owned(),
        };
        Some(fill(words.status.until, &[&name, &until]))
    }

    /// Until when calls are silent, as the user reads a time; none where nobody knows or they are not.
    pub(crate) fn silent_until(&self, around: Circumstances<'_>) -> Option<String> {
        if self.desired != Some(Presence::DoNotDisturb) {
            return None;
        }
        let by_rule = self.holding.iter().find(|it| it.rule == Rule::QuietHours);
        let until = by_rule.map_or_else(|| self.chosen()?.until, |rule| rule.until);
        Some(time_of_day(around, until?))
    }

    /// What the tray's menu says below the statuses: rules that hold, what comes next, and vendors that differ.
    pub(crate) fn lines(&self, around: Circumstances<'_>) -> Vec<String> {
        let words = around.words;
        let mut lines: Vec<String> = self.ends(around).into_iter().collect();
        lines.extend(self.rules(around).into_iter().map(|active| active.text));
        if let Some(next) = &self.next {
            lines.push(fill(words.status.queued, &[next.presence.name(words)]));
        }
        for config in around.accounts.all() {
            let Some(dialect) = self.linked(config) else { continue };
            // What is on its way for a moment is not worth a line, and what waits for a sign-in or a network is told by
            // the icon as that.
            match self.standing(around, config, dialect) {
                SyncState::Sending | SyncState::Waiting => {}
                SyncState::Unlinked
                | SyncState::Idle
                | SyncState::Confirmed
                | SyncState::Retrying { .. }
                | SyncState::GaveUp { .. }
                | SyncState::Drifted { .. } => lines.extend(self.text(around, config, dialect)),
            }
        }
        lines
    }

    /// The confirmed status of the agent as a whole.
    pub(crate) fn confirmed(&self, around: Circumstances<'_>) -> Option<Presence> {
        let mut least: Option<Presence> = None;
        for config in around.accounts.all() {
            let Some(follower) = self.followers.get(&config.id) else { continue };
            let dialect = self.dialect(config);
            if dialect.is_some_and(|dialect| !is_heard(around, config, dialect)) {
                continue;
            }
            let settled = follower.desired.is_some() && follower.follows == Follows::InSync;
            let shown = follower.shown_presence(dialect).map(|shown| match settled {
                true => self.desired.unwrap_or(shown),
                false => shown,
            });
            least = least.max(shown);
        }
        least
    }

    /// A status that is wanted and on its way.
    pub(crate) fn wanted(&self) -> Option<Presence> {
        let underway = self.followers.values().any(|follower| {
            matches!(
                follower.follows,
                Follows::Pending(Push::Due | Push::Sent(_) | Push::Retry { .. })
            )
        });
        self.desired.filter(|_| underway)
    }
}

/// A moment of the next day and night as the user reads it.
pub(super) fn time_of_day(around: Circumstances<'_>, at: Timestamp) -> String {
    let minutes = minutes_of_day(around.clock.shows(at), around.system.utc_offset);
    (around.words.time_of_day)(minutes)
}

/// Why a status was not taken, as the rest of a sentence.
fn problem_text(words: &Words, problem: &PushProblem) -> String {
    let say = &words.status;
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

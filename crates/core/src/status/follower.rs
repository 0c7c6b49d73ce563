//! How one vendor follows the status: what it told last, and what is still to be done there.

use super::dialect::{StatusDialect, StatusWord};
use super::facts::PushId;
use super::limits::ECHO_TIMEOUT;
use super::memory::{PersistedStatus, PersistedSync};
use super::presence::Presence;
use super::problem::PushProblem;
use super::rows::StatusChangeKind;
use crate::base::Timestamp;
use std::time::Duration;

/// A status that changed elsewhere may be a passing one, for instance while the widget starts.
const DRIFT_GRACE: Duration = Duration::from_millis(1500);

/// How long the news of our last push may take after those of the one before.
const ECHO_GRACE: Duration = Duration::from_secs(10);

/// Pushes of ours that a vendor may still tell of.
const ECHOES_MAX: usize = 8;

/// One account's vendor, as far as the status goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Follower {
    pub(crate) reported: Option<Reported>,
    /// What was last wanted here.
    pub(crate) desired: Option<Desired>,
    pub(crate) follows: Follows,
    /// The vendor asked for a pause until then.
    pub(crate) not_before: Option<Timestamp>,
    /// The newest change it told of: when by its own clock, and to which word.
    pub(crate) newest: Option<(Timestamp, String)>,
    /// The push on its way was taken, or shown by the widget: what it shows is our doing.
    pub(crate) taken: bool,
    /// It shows what is wanted because we set it, and not because somebody else did.
    pub(crate) set_by_us: bool,
    /// What the history says last: what happened, and the vendor's word then.
    pub(crate) recorded: Option<(Option<StatusChangeKind>, Option<String>)>,
    /// What its word stood for when it last showed what was wanted: a vendor's *paused* is *available* while on a call.
    pub(crate) stood_for: Option<(Shown, Presence)>,
    /// What it told when it went diverged_from: a rule whose aim that happens to meet does not set it right.
    pub(crate) diverged_from: Option<Shown>,
    /// It fell silent while it showed this, and something else has been wanted since.
    pub(crate) stale_since: Option<String>,
    /// What it showed before it fell silent.
    pub(crate) last: Option<String>,
    /// What it told is known from an earlier run.
    pub(crate) restored: bool,
    /// When it last took a push.
    pub(crate) accepted_at: Option<Timestamp>,
    /// What it tells may be a passing status until then.
    passing_until: Option<Timestamp>,
    echoes: Vec<Echo>,
    /// Counts our pushes.
    pushes: u32,
}

/// What a vendor told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reported {
    /// In its words; none where a widget tells too little for one.
    pub(crate) word: Option<String>,
    /// In ours; none until the dialect is asked.
    pub(crate) presence: Option<Presence>,
    pub(crate) note: Option<String>,
    pub(crate) at: Timestamp,
}

/// A status as a vendor shows it: its word, or ours where it tells too little for one.
pub(crate) type Shown = (Option<String>, Option<Presence>);

/// What is wanted at one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Desired {
    pub(crate) presence: Presence,
    pub(crate) word: String,
    pub(crate) note: Option<String>,
}

/// Whether the vendor shows what is wanted, and what is done about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Follows {
    /// It does, or nothing is wanted.
    #[default]
    InSync,
    /// It did, and just told of another status.
    Unconfirmed { until: Timestamp },
    /// It was changed elsewhere: the agent decides.
    Drifted,
    /// Not yet.
    Pending(Push),
}

/// How far a push has come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Push {
    /// To be made as soon as the account can take it.
    Due,
    /// Made.
    Sent(Sent),
    /// Failed for now.
    Retry { at: Timestamp, tries: u32, problem: PushProblem },
    /// Failed.
    GaveUp { problem: PushProblem },
}

/// One push on its way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sent {
    /// Its name, where a service answers.
    pub(crate) id: Option<PushId>,
    pub(crate) desired: Desired,
    pub(crate) until: Timestamp,
    /// The how manieth try this is.
    pub(crate) tries: u32,
    /// The vendor told something since.
    pub(crate) heard: bool,
}

/// A push of ours that the vendor has not told of yet.
#[derive(Clone, Debug, PartialEq)]
struct Echo {
    word: String,
    number: u32,
    until: Timestamp,
}

impl Reported {
    /// As a widget tells it.
    pub(crate) fn by_widget(presence: Presence, word: Option<String>, at: Timestamp) -> Self {
        Self { word, presence: Some(presence), note: None, at }
    }

    /// As it is compared: what the dialect makes of a word may be known or not.
    pub(crate) fn shown(&self) -> Shown {
        (self.word.clone(), self.presence.filter(|_| self.word.is_none()))
    }
}

impl Follower {
    /// It does not show what is wanted, and will not by itself: the agent should know.
    pub(crate) const fn is_in_trouble(&self) -> bool {
        match &self.follows {
            Follows::Drifted | Follows::Pending(Push::GaveUp { .. }) => true,
            Follows::InSync
            | Follows::Unconfirmed { .. }
            | Follows::Pending(Push::Due | Push::Sent(_) | Push::Retry { .. }) => false,
        }
    }

    /// What was known when the program ended.
    pub(crate) fn restore(kept: &PersistedStatus) -> Self {
        let told = kept.word.clone().map(|word| Reported {
            word: Some(word),
            presence: None,
            note: kept.note.clone(),
            at: kept.at,
        });
        let (follows, recorded) = match kept.standing {
            PersistedSync::InSync => (Follows::InSync, Some(StatusChangeKind::Confirmed)),
            PersistedSync::Pending => (Follows::Pending(Push::Due), None),
            PersistedSync::Drifted => (Follows::Drifted, Some(StatusChangeKind::Drifted)),
        };
        let recorded = Some((recorded, kept.word.clone()));
        let diverged_from = Some((kept.word.clone(), None));
        Self { reported: told, follows, recorded, diverged_from, restored: true, ..Self::default() }
    }

    /// What must be known at the next start; `before` is what was kept so far.
    pub(crate) fn keep(&self, before: Option<&PersistedStatus>) -> PersistedStatus {
        let standing = match self.follows {
            Follows::InSync => PersistedSync::InSync,
            Follows::Unconfirmed { .. } | Follows::Drifted => PersistedSync::Drifted,
            Follows::Pending(_) => PersistedSync::Pending,
        };
        let mut kept = before.cloned().unwrap_or_default();
        kept.standing = standing;
        if let Some(told) = &self.reported
            && (kept.word != told.word || kept.note != told.note)
        {
            kept.word.clone_from(&told.word);
            kept.note.clone_from(&told.note);
            kept.at = told.at;
        }
        kept
    }

    /// What it told, in our words: those of the dialect, or its own where it tells too little for one.
    pub(crate) fn reported_presence(&self, dialect: Option<&StatusDialect>) -> Option<Presence> {
        let told = self.reported.as_ref()?;
        told.presence.or_else(|| Some(self.reported_word(dialect?)?.presence))
    }

    /// What it shows. While something else is on its way there that is what its word stood for so far.
    pub(crate) fn shown_presence(&self, dialect: Option<&StatusDialect>) -> Option<Presence> {
        let underway = matches!(self.follows, Follows::Pending(Push::Due | Push::Sent(_)));
        let shown = self.reported.as_ref().map(Reported::shown);
        let stood = self.stood_for.as_ref().filter(|(stood, _)| shown.as_ref() == Some(stood));
        let stood = stood.filter(|_| underway).map(|(_, presence)| *presence);
        stood.or_else(|| self.reported_presence(dialect))
    }

    /// What it told, as its dialect has it.
    pub(crate) fn reported_word<'d>(&self, dialect: &'d StatusDialect) -> Option<&'d StatusWord> {
        dialect.word(self.reported.as_ref()?.word.as_deref()?)
    }

    /// What it told is what its vendor sets by itself when the agent signs in a second time. Who does it by hand
    /// mostly says why.
    pub(crate) fn looks_like_second_session(&self, dialect: &StatusDialect) -> bool {
        let noted = self.reported.as_ref().is_some_and(|told| told.note.is_some());
        !noted && self.reported_word(dialect).is_some_and(|word| word.second_session)
    }

    /// The widget's page is gone, or nobody is signed in: it tells nothing, and what it was asked is lost.
    pub(crate) fn page_gone(&mut self) {
        self.last = self.reported.take().and_then(|told| told.word).or(self.last.take());
        if let Follows::Pending(push) = &mut self.follows
            && !matches!(push, Push::GaveUp { problem } if problem.is_final())
        {
            *push = Push::Due;
        }
        if matches!(self.follows, Follows::Unconfirmed { .. }) {
            self.follows = Follows::InSync;
        }
    }

    /// Nothing is wanted here. A push on its way to a service stays until it is answered, since another one could
    /// overtake it; and what happens at one that is not linked any more is not heard.
    pub(crate) fn leave_alone(&mut self, linked: bool, service: bool) {
        self.desired = None;
        if !linked && service {
            self.reported = None;
        }
        if !(service && matches!(self.follows, Follows::Pending(Push::Sent(_)))) {
            self.follows = Follows::InSync;
        }
    }

    /// Somebody decided: what went wrong before no longer counts, and what nobody knows is set.
    pub(crate) fn again(&mut self) {
        match &self.follows {
            Follows::InSync if self.reported.is_some() => {}
            Follows::Pending(Push::Due | Push::Sent(_)) => {}
            Follows::InSync
            | Follows::Unconfirmed { .. }
            | Follows::Drifted
            | Follows::Pending(_) => {
                self.follows = Follows::Pending(Push::Due);
            }
        }
    }

    /// What a push failed for may have been mended.
    pub(crate) fn retry(&mut self) {
        if let Follows::Pending(push @ (Push::Retry { .. } | Push::GaveUp { .. })) =
            &mut self.follows
        {
            *push = Push::Due;
        }
    }

    /// A push is made: the vendor may tell of it.
    pub(crate) fn pushing(&mut self, word: &str, now: Timestamp) {
        self.pushes = self.pushes.wrapping_add(1);
        self.echoes.retain(|echo| now < echo.until);
        if self.echoes.len() >= ECHOES_MAX {
            self.echoes.remove(0);
        }
        let until = now + ECHO_TIMEOUT;
        self.echoes.push(Echo { word: word.to_owned(), number: self.pushes, until });
    }

    /// The vendor tells of `word`: if that may be the late echo of a push that another one has followed, the
    /// news of the other one should come soon, and until then this is no drift. True if it is an echo.
    pub(crate) fn echoed(&mut self, word: &str, now: Timestamp) -> bool {
        self.echoes.retain(|echo| now < echo.until);
        let newest = |echo: &Echo| echo.word == word && echo.number == self.pushes;
        if self.echoes.iter().any(newest) {
            // News come in their order: what is told from now on happened after our last push.
            self.echoes.clear();
            self.passing_until = None;
            return true;
        }
        if let Some(place) = self.echoes.iter().position(|echo| echo.word == word) {
            self.echoes.remove(place);
            self.passing_until = Some(now + ECHO_GRACE);
            return true;
        }
        false
    }

    /// When a status that is not the wanted one counts as changed elsewhere.
    pub(crate) fn doubt_until(&self, now: Timestamp) -> Timestamp {
        let soon = now + DRIFT_GRACE;
        self.passing_until.map_or(soon, |until| until.max(soon))
    }
}

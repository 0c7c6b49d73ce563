//! The durable history: what the core wants kept is written, and what waits is read at the start.

pub mod answers;
pub mod csv;
pub mod export;

use crate::clock::wall_time;
use deskbell_core::{
    AccountId, Entry, EntryNote, Event, HistoryPreferences, HistoryProblem, HistoryState,
    SystemFact, Timestamp,
};
use deskbell_history::{
    Forgotten, History, Problem, Reader, Report, Retention, RetentionRule, Who,
};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const FILE: &str = "history.db";
/// How often what is too old goes.
const PRUNE_EVERY: Duration = Duration::from_secs(6 * 3600);
/// Not at the start, when everything else is read.
const PRUNE_FIRST: Duration = Duration::from_secs(120);
/// How long leaving waits for what is being written.
const LEAVING: Duration = Duration::from_secs(3);

/// Keeps what happened, without making the caller wait. Any thread may ask it. Without a file, because another process has
/// it or it cannot be written, everything else goes on, and questions say why they have no answer.
#[derive(Clone)]
pub struct Keeper(Arc<Inner>);

struct Inner {
    path: PathBuf,
    history: Mutex<Option<History>>,
    /// Why there is none.
    problem: Option<String>,
    /// How long things are kept.
    retention: Mutex<Retention>,
    /// What is wrong with the file, until somebody listens.
    reports: Mutex<Option<Receiver<SystemFact>>>,
    /// Ends the thread that prunes.
    _pruning: Sender<()>,
}

impl Keeper {
    /// Opens the history of `profile`.
    ///
    /// # Errors
    /// If its threads cannot be started.
    pub fn open(profile: &Path) -> anyhow::Result<Self> {
        let path = profile.join(FILE);
        let (report, reports) = channel();
        let (history, problem) = match History::open(&path, report_to(report.clone())) {
            Ok(history) => (Some(history), None),
            Err(problem) => {
                log::error!("there is no history: {problem}");
                let state = HistoryState::Missing { why: reason(&problem) };
                // The other end is kept below.
                let _ = report.send(SystemFact::History { state });
                (None, Some(problem.to_string()))
            }
        };
        let (pruning, ended) = channel();
        let history = Mutex::new(history);
        let reports = Mutex::new(Some(reports));
        let retention = Mutex::new(Retention::default());
        let inner = Inner { path, history, problem, retention, reports, _pruning: pruning };
        let keeper = Self(Arc::new(inner));
        let weak = Arc::downgrade(&keeper.0);
        std::thread::Builder::new().name("history-age".to_owned()).spawn(move || {
            let mut pause = PRUNE_FIRST;
            while matches!(ended.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
                pause = PRUNE_EVERY;
                let Some(inner) = weak.upgrade() else { return };
                Self(inner).prune(wall_time());
            }
        })?;
        Ok(keeper)
    }

    /// None at all: for programs that keep nothing.
    #[cfg(test)]
    pub fn without() -> Self {
        let problem = Some("there is no history here".to_owned());
        let (path, history, reports) = (PathBuf::new(), Mutex::new(None), Mutex::new(None));
        let retention = Mutex::new(Retention::default());
        let inner = Inner { path, history, problem, retention, reports, _pruning: channel().0 };
        Self(Arc::new(inner))
    }

    /// Has `tell` told, from now on and of what was before, when the file is in trouble or out of it. Only the first who
    /// asks is told.
    ///
    /// # Errors
    /// If its thread cannot be started.
    pub fn follow(&self, tell: impl Fn(Event) + Send + 'static) -> std::io::Result<()> {
        let reports = self.0.reports.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(reports) = reports else { return Ok(()) };
        let run = move || reports.iter().for_each(|fact| tell(Event::Os { fact }));
        std::thread::Builder::new().name("history-news".to_owned()).spawn(run).map(drop)
    }

    /// What waits since the last time: missed calls, unread messages, open conversations with their lines.
    #[must_use]
    pub fn waiting(&self) -> Vec<Entry> {
        let waiting = self.read(Reader::live).unwrap_or_else(|problem| {
            log::warn!("what waits cannot be read: {problem}");
            Vec::new()
        });
        waiting.into_iter().map(|kept| kept.entry).collect()
    }

    /// Forgets a person, by number or address; `after` hears what is gone, or why nothing is.
    pub fn forget(
        &self,
        who: &str,
        after: impl FnOnce(Result<Forgotten, String>) + Send + 'static,
    ) {
        let Some(who) = Who::read(who) else {
            return after(Err(
                "that is neither a telephone number nor an e-mail address".to_owned()
            ));
        };
        let history = self.0.history.lock().unwrap_or_else(PoisonError::into_inner);
        match history.as_ref() {
            Some(history) => history.forget(who, |gone| after(gone.map_err(|it| it.to_string()))),
            None => after(Err(self.problem())),
        }
    }

    /// Takes down what the agent says about an entry; `after` hears why it could not.
    pub fn note(
        &self,
        entry: i64,
        said: EntryNote,
        after: impl FnOnce(Result<(), String>) + Send + 'static,
    ) {
        let history = self.0.history.lock().unwrap_or_else(PoisonError::into_inner);
        match history.as_ref() {
            Some(history) => history.note(entry, said, move |noted| {
                after(match noted {
                    Ok(true) => Ok(()),
                    Ok(false) => Err(format!("there is no entry {entry}")),
                    Err(problem) => Err(problem.to_string()),
                });
            }),
            None => after(Err(self.problem())),
        }
    }

    /// Why there is none.
    fn problem(&self) -> String {
        self.0.problem.clone().unwrap_or_else(|| Problem::Closed.to_string())
    }

    /// Does something with the open history.
    ///
    /// # Errors
    /// Why there is none.
    pub fn with<T>(&self, act: impl FnOnce(&History) -> T) -> Result<T, String> {
        let history = self.0.history.lock().unwrap_or_else(PoisonError::into_inner);
        history.as_ref().map(act).ok_or_else(|| self.problem())
    }

    /// Reads from it, on a connection of its own. A damaged file is set aside and salvaged meanwhile.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read<T>(&self, ask: impl FnOnce(&Reader) -> Result<T, Problem>) -> Result<T, Problem> {
        if let Some(problem) = &self.0.problem {
            return Err(Problem::Other(problem.clone()));
        }
        let answer = Reader::open(&self.0.path).and_then(|reader| ask(&reader));
        if let Err(Problem::Damaged(reason)) = &answer {
            log::error!("the history is damaged: {reason}");
            // Without one there is nothing to salvage.
            let _ = self.with(History::salvage);
        }
        answer
    }

    /// Hands entries over to be written.
    pub fn keep(&self, entries: Vec<Entry>) {
        // Why there is none was said when it could not be opened.
        let _ = self.with(|history| {
            history.keep(entries, |kept| {
                if let Err(problem) = kept {
                    log::error!("something could not be kept: {problem}");
                }
            });
        });
    }

    /// Forgets everything of an account.
    pub fn forget_account(&self, account: AccountId) {
        let told = account.clone();
        let removed = self.with(|history| {
            history.remove_account(account, None, move |gone| match gone {
                Ok(rows) => log::info!("{rows} rows of {told} are forgotten"),
                Err(problem) => log::error!("{told} could not be forgotten: {problem}"),
            });
        });
        if let Err(reason) = removed {
            log::error!("an account could not be forgotten: {reason}");
        }
    }

    /// Keeps things so long from the next look at what is too old.
    pub fn use_retention(&self, preferences: &HistoryPreferences) {
        *self.0.retention.lock().unwrap_or_else(PoisonError::into_inner) = retention(preferences);
    }

    /// Keeps things so long, and takes out what is older now.
    pub fn set_retention(&self, preferences: &HistoryPreferences) {
        self.use_retention(preferences);
        self.prune(wall_time());
    }

    fn prune(&self, now: Timestamp) {
        let retention = self.0.retention.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // As above.
        let _ = self.with(|history| {
            history.prune(retention, now, |gone| match gone {
                Ok(0) => {}
                Ok(rows) => log::info!("{rows} rows of the history were too old"),
                Err(problem) => log::warn!("what is too old could not go: {problem}"),
            });
        });
    }

    /// Returns when everything is on the disk, or after three seconds.
    pub fn leave(&self) {
        let history = self.0.history.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (done, waiting) = channel();
        std::thread::spawn(move || {
            drop(history);
            // Nobody waits any more if it took too long.
            let _ = done.send(());
        });
        let _ = waiting.recv_timeout(LEAVING);
    }
}

/// The user's rules as the history has them. What is kept for ever has a rule, too: those behind it do not count.
fn retention(preferences: &HistoryPreferences) -> Retention {
    let age = |days: u32| match days {
        0 => Duration::MAX,
        days => Duration::from_secs(u64::from(days) * 24 * 3600),
    };
    let rules = preferences.rules.iter().map(|rule| RetentionRule {
        kind: rule.kind,
        vendor: rule.vendor.clone(),
        age: age(rule.days),
    });
    let rest = RetentionRule { kind: None, vendor: None, age: age(preferences.days) };
    Retention {
        rules: rules.chain([rest]).collect(),
        bytes: Some(u64::from(preferences.megabytes) << 20),
    }
}

/// What the history says by itself goes into the log, and to whoever listens.
fn report_to(listener: Sender<SystemFact>) -> impl Fn(Report) + Send + 'static {
    move |report| {
        log_report(&report);
        let fact = match report {
            Report::Stuck(problem) => {
                SystemFact::History { state: HistoryState::Waiting { why: reason(&problem) } }
            }
            Report::Going => SystemFact::History { state: HistoryState::Kept },
            Report::Salvaged(salvaged) => SystemFact::HistorySalvaged {
                rows: salvaged.rows as u64,
                aside: salvaged.aside.display().to_string(),
            },
        };
        // Fails only once the program ends.
        let _ = listener.send(fact);
    }
}

/// Why the file cannot be written, in the core's words.
fn reason(problem: &Problem) -> HistoryProblem {
    match problem {
        Problem::InUse => HistoryProblem::InUse,
        Problem::Newer { .. } => HistoryProblem::Newer,
        Problem::Full => HistoryProblem::Full,
        Problem::ReadOnly(_) => HistoryProblem::ReadOnly,
        Problem::File { error, .. } => match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => HistoryProblem::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => HistoryProblem::Full,
            _ => HistoryProblem::Other { reason: problem.to_string() },
        },
        Problem::Damaged(_)
        | Problem::TooMuch
        | Problem::Closed
        | Problem::TooShort
        | Problem::Other(_) => HistoryProblem::Other { reason: problem.to_string() },
    }
}

fn log_report(report: &Report) {
    match report {
        Report::Stuck(problem) => log::error!("the history cannot be written for now: {problem}"),
        Report::Going => log::warn!("the history can be written again"),
        Report::Salvaged(salvaged) => log::error!(
            "the history was damaged: {} rows were saved, the damaged file is {}",
            salvaged.rows,
            salvaged.aside.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::EntryKind;

    fn missed() -> Entry {
        let mut entry = Entry::new(EntryKind::Call, "a", wall_time());
        entry.unread = true;
        entry
    }

    #[test]
    fn what_was_kept_waits_at_the_next_start() {
        let profile = tempfile::tempdir().unwrap();
        let keeper = Keeper::open(profile.path()).unwrap();
        keeper.keep(vec![missed()]);
        keeper.leave();
        let again = Keeper::open(profile.path()).unwrap();
        assert_eq!(again.read(Reader::live).unwrap().len(), 1);
    }

    #[test]
    fn without_a_file_everything_else_goes_on() {
        let profile = tempfile::tempdir().unwrap();
        let first = Keeper::open(profile.path()).unwrap();
        let second = Keeper::open(profile.path()).unwrap();
        second.keep(vec![missed()]);
        let (tell, told) = channel();
        second.follow(move |event| tell.send(event).unwrap()).unwrap();
        let state = HistoryState::Missing { why: HistoryProblem::InUse };
        assert_eq!(told.recv().unwrap(), Event::Os { fact: SystemFact::History { state } });
        let said = second.read(Reader::live).unwrap_err().to_string();
        assert!(said.contains("another process"), "{said}");
        second.leave();
        assert_eq!(first.read(Reader::live).unwrap(), []);
    }
}

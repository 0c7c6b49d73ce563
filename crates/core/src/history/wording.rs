//! What is wrong with the file of the history, in words.

use crate::base::text::fill;
use crate::system::{HistoryProblem, HistoryState};
use crate::words::history::HistoryWords;

impl HistoryWords {
    /// What is wrong and what to do; none while everything is kept.
    pub(crate) fn trouble(&self, state: &HistoryState) -> Option<(String, &'static str)> {
        let (template, why) = match state {
            HistoryState::Kept => return None,
            HistoryState::Waiting { why } => (self.waiting, why),
            HistoryState::Missing { why } => (self.missing, why),
        };
        let (problem, reason) = match why {
            HistoryProblem::InUse => (&self.in_use, None),
            HistoryProblem::Newer => (&self.newer, None),
            HistoryProblem::Full => (&self.full, None),
            HistoryProblem::ReadOnly => (&self.read_only, None),
            HistoryProblem::Other { reason } => (&self.other, Some(reason)),
        };
        let what = reason.map_or(problem.what, String::as_str);
        Some((fill(template, &[what]), problem.fix))
    }
}

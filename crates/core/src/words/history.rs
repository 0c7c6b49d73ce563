//! Words about what is kept, in both languages.

use crate::base::text::fill;
use crate::system::{HistoryProblem, HistoryState};

/// One language.
#[derive(Debug)]
pub(crate) struct HistoryWords {
    pub(crate) forgotten: &'static str,
    pub(crate) not_forgotten: &'static str,
    pub(crate) kept: &'static str,
    /// What happens waits in memory, and why.
    waiting: &'static str,
    /// Nothing is kept, and why.
    missing: &'static str,
    pub(crate) salvaged: &'static str,
    in_use: Problem,
    newer: Problem,
    full: Problem,
    read_only: Problem,
    other: Problem,
}

/// What is wrong, and what to do.
#[derive(Debug)]
struct Problem {
    what: &'static str,
    fix: &'static str,
}

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

pub(super) const ENGLISH: HistoryWords = HistoryWords {
    forgotten: "Forgotten: {} entries, and {} in which others mention it.",
    not_forgotten: "Nothing was forgotten: {}.",
    kept: "What happens is kept.",
    waiting: "What happens cannot be written down for now: {}. It waits in memory, and is lost if Deskbell ends before.",
    missing: "What happens is not kept: {}. It is gone when Deskbell ends.",
    salvaged: "{} entries of it could be read and are there. The damaged file was kept: {}",
    in_use: Problem {
        what: "another program has the history open",
        fix: "End the other Deskbell of this profile, or whatever has its file history.db open, and start Deskbell again.",
    },
    newer: Problem {
        what: "a later version of Deskbell wrote the history",
        fix: "Use that version again, or move history.db out of the profile's folder to begin a new one.",
    },
    full: Problem {
        what: "the disk is full",
        fix: "Make room on the disk of the profile; Deskbell tries again by itself, or at its next start.",
    },
    read_only: Problem {
        what: "the profile's folder cannot be written",
        fix: "Let your user write the profile's folder and its file history.db.",
    },
    other: Problem { what: "", fix: "Look whether the disk of the profile is sound." },
};

pub(super) const GERMAN: HistoryWords = HistoryWords {
    forgotten: "Vergessen: {} Einträge, und {}, in denen andere es erwähnen.",
    not_forgotten: "Nichts wurde vergessen: {}.",
    kept: "Was geschieht, wird aufbewahrt.",
    waiting: "Was geschieht, kann gerade nicht gespeichert werden: {}. Es wartet im Arbeitsspeicher und geht verloren, wenn Deskbell vorher endet.",
    missing: "Was geschieht, wird nicht aufbewahrt: {}. Mit dem Ende von Deskbell ist es weg.",
    salvaged: "{} Einträge waren lesbar und sind da. Die beschädigte Datei blieb erhalten: {}",
    in_use: Problem {
        what: "ein anderes Programm hat den Verlauf geöffnet",
        fix: "Beenden Sie das andere Deskbell dieses Profils, oder was seine Datei history.db offen hat, und starten Sie Deskbell neu.",
    },
    newer: Problem {
        what: "eine spätere Version von Deskbell hat den Verlauf geschrieben",
        fix: "Verwenden Sie wieder jene Version, oder nehmen Sie history.db aus dem Ordner des Profils, um neu zu beginnen.",
    },
    full: Problem {
        what: "der Datenträger ist voll",
        fix: "Schaffen Sie Platz auf dem Datenträger des Profils; Deskbell versucht es von selbst wieder, oder beim nächsten Start.",
    },
    read_only: Problem {
        what: "in den Ordner des Profils kann nicht geschrieben werden",
        fix: "Geben Sie sich Schreibrechte für den Ordner des Profils und seine Datei history.db.",
    },
    other: Problem {
        what: "",
        fix: "Sehen Sie nach, ob der Datenträger des Profils in Ordnung ist.",
    },
};

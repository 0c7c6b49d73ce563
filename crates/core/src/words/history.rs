//! Words about what is kept, in both languages.

/// One language.
#[derive(Debug)]
pub(crate) struct HistoryWords {
    pub(crate) forgotten: &'static str,
    pub(crate) not_forgotten: &'static str,
    pub(crate) noted: &'static str,
    pub(crate) not_noted: &'static str,
    pub(crate) exporting: &'static str,
    pub(crate) no_export: &'static str,
    pub(crate) bad_retention: &'static str,
    pub(crate) kept: &'static str,
    /// What happens waits in memory, and why.
    pub(crate) waiting: &'static str,
    /// Nothing is kept, and why.
    pub(crate) missing: &'static str,
    pub(crate) salvaged: &'static str,
    pub(crate) in_use: Problem,
    pub(crate) newer: Problem,
    pub(crate) full: Problem,
    pub(crate) read_only: Problem,
    pub(crate) other: Problem,
}

/// What is wrong, and what to do.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) what: &'static str,
    pub(crate) fix: &'static str,
}

pub(super) const ENGLISH: HistoryWords = HistoryWords {
    forgotten: "Forgotten: {} entries, and {} in which others mention it.",
    not_forgotten: "Nothing was forgotten: {}.",
    noted: "Noted.",
    not_noted: "The note could not be kept: {}.",
    exporting: "An export is being written already; cancel it or wait.",
    no_export: "No export is being written.",
    bad_retention: "The history keeps up to 36525 days (0 means for ever) in 16 to 1000000 megabytes, with one rule for each kind and vendor.",
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
    noted: "Notiert.",
    not_noted: "Die Notiz konnte nicht gesichert werden: {}.",
    exporting: "Ein Export läuft schon; brechen Sie ihn ab oder warten Sie.",
    no_export: "Es läuft kein Export.",
    bad_retention: "Der Verlauf behält bis zu 36525 Tage (0 heißt für immer) in 16 bis 1000000 Megabyte, mit einer Regel je Art und Anbieter.",
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

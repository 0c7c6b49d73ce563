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
}

pub(super) const ENGLISH: HistoryWords = HistoryWords {
    forgotten: "Forgotten: {} entries, and {} in which others mention it.",
    not_forgotten: "Nothing was forgotten: {}.",
    noted: "Noted.",
    not_noted: "The note could not be kept: {}.",
    exporting: "An export is being written already; cancel it or wait.",
    no_export: "No export is being written.",
};

pub(super) const GERMAN: HistoryWords = HistoryWords {
    forgotten: "Vergessen: {} Einträge, und {}, in denen andere es erwähnen.",
    not_forgotten: "Nichts wurde vergessen: {}.",
    noted: "Notiert.",
    not_noted: "Die Notiz konnte nicht gesichert werden: {}.",
    exporting: "Ein Export läuft schon; brechen Sie ihn ab oder warten Sie.",
    no_export: "Es läuft kein Export.",
};

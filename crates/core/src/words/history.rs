//! Words about what is kept, in both languages.

/// One language.
#[derive(Debug)]
pub(crate) struct HistoryWords {
    pub(crate) forgotten: &'static str,
    pub(crate) not_forgotten: &'static str,
}

pub(super) const ENGLISH: HistoryWords = HistoryWords {
    forgotten: "Forgotten: {} entries, and {} in which others mention it.",
    not_forgotten: "Nothing was forgotten: {}.",
};

pub(super) const GERMAN: HistoryWords = HistoryWords {
    forgotten: "Vergessen: {} Einträge, und {}, in denen andere es erwähnen.",
    not_forgotten: "Nichts wurde vergessen: {}.",
};

//! How long what happened is kept.

use super::facts::EntryKind;
use crate::accounts::VendorId;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Most days a setting can say: a hundred years. None at all means for ever.
const DAYS_MAX: u32 = 36_525;
/// How small and how large the file's limit can be.
const MEGABYTES: RangeInclusive<u32> = 16..=1_000_000;
/// Most rules.
const RULES_MAX: usize = 50;
/// Longest name of a vendor in a rule, in bytes.
const NAME_MAX: usize = 100;

/// How long what happened is kept, and how large its file may grow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HistoryPreferences {
    /// Days that are kept of what no rule is about; 0 means for ever.
    pub days: u32,
    /// Largest file in megabytes (2^20 bytes); the oldest goes first.
    pub megabytes: u32,
    /// Exceptions by kind and vendor. The first that fits counts.
    pub rules: Vec<HistoryRule>,
}

/// How long one kind of thing is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HistoryRule {
    /// Of this kind; none means of any. Lines of a chat stay as long as the chat.
    #[serde(default)]
    pub kind: Option<EntryKind>,
    /// Of this vendor; none means of any.
    #[serde(default)]
    pub vendor: Option<VendorId>,
    /// Days; 0 means for ever.
    pub days: u32,
}

impl Default for HistoryPreferences {
    fn default() -> Self {
        Self { days: 366, megabytes: 2048, rules: Vec::new() }
    }
}

impl HistoryPreferences {
    /// Within the limits, and no two rules about the same.
    pub(crate) fn is_good(&self) -> bool {
        let good = |(at, rule): (usize, &HistoryRule)| {
            let same =
                |other: &HistoryRule| (other.kind, &other.vendor) == (rule.kind, &rule.vendor);
            rule.days <= DAYS_MAX
                && rule.kind != Some(EntryKind::Line)
                && rule.vendor.as_ref().is_none_or(|vendor| vendor.0.len() <= NAME_MAX)
                && !self.rules.iter().take(at).any(same)
        };
        self.days <= DAYS_MAX
            && MEGABYTES.contains(&self.megabytes)
            && self.rules.len() <= RULES_MAX
            && self.rules.iter().enumerate().all(good)
    }
}

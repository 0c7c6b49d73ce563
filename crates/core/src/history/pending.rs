//! What changed in this update and is to be kept, and what was handed over already.

use super::export::ExportRow;
use super::facts::Entry;
use super::memory::Memory;
use std::collections::BTreeSet;

/// What is to be looked at when an update ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pending {
    /// Numbers of calls that may be different, or are gone.
    pub(crate) calls: BTreeSet<u32>,
    /// Numbers of conversations that are different.
    pub(crate) conversations: BTreeSet<u32>,
    /// What needs no comparing.
    pub(crate) entries: Vec<Entry>,
    pub(crate) memory: Memory,
    /// The last export that was asked for.
    pub(crate) export: Option<ExportRow>,
    /// How many were.
    pub(crate) exports: u32,
}

//! Counts and values with a name, for diagnostics.

use serde::{Deserialize, Serialize};

/// A number with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct NamedCount {
    /// Name.
    pub name: String,
    /// How many.
    pub count: u32,
}

/// A value with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct NamedValue {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

//! The form of a vendor's account: its fields, and what is wrong with them.

use super::facts::VendorId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a vendor's account form asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VendorForm {
    /// The adapter.
    pub vendor: VendorId,
    /// The vendor's name for people.
    pub name: String,
    /// How the vendor is told from others at a glance.
    pub mark: VendorMark,
    /// It is a phone (as against a chat).
    pub phone: bool,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// The options of an account on the bundled stand-in of this vendor.
    pub simulated: BTreeMap<String, String>,
}

/// A vendor at a glance: white letters on a colour, always beside a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VendorMark {
    /// One or two.
    pub letters: String,
    /// As `#rrggbb`, dark enough for white letters.
    pub colour: String,
}

/// One field of an account form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Field {
    /// Name in [`AccountConfig::options`].
    pub key: String,
    /// Label for people.
    pub label: String,
    /// One sentence of help.
    pub help: String,
    /// What may be typed.
    pub input: FieldInput,
    /// Must be filled.
    pub required: bool,
    /// Value where the user says nothing.
    pub default: Option<String>,
    /// Shown only after "More options".
    pub advanced: bool,
    /// Asked for only under this condition; otherwise the field is hidden and its value not used.
    pub when: Option<FieldCondition>,
}

/// Another field has one of these values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FieldCondition {
    /// The other field's key.
    pub field: String,
    /// Its values.
    pub is: Vec<String>,
}

/// What may be typed into a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "input", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum FieldInput {
    /// Any text.
    Text,
    /// An https address.
    Address,
    /// Kept in the system's key store, never in the settings file.
    Secret,
    /// `1` or empty.
    Switch,
    /// One of these.
    Choice {
        /// Value and label.
        choices: Vec<Choice>,
    },
    /// `name=value` pairs, joined by `&`.
    Parameters,
}

/// One choice of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Choice {
    /// Stored value.
    pub value: String,
    /// For people.
    pub label: String,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FieldProblem {
    /// The field's key (`label` for the account's name).
    pub field: String,
    /// A sentence for the user.
    pub message: String,
}

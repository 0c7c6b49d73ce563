//! Queries: what a window may ask without changing anything. Answers never travel in AppView.

use crate::{AccountConfig, AccountId, StatusChange, Timestamp, VendorId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One question of a window or the command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "query", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Query {
    /// Which vendors there are and what each needs to know.
    Vendors,
    /// Checks a configuration and builds its address, without saving.
    CheckAccount {
        /// As typed.
        config: AccountConfig,
        /// Also try to reach the host.
        reach: bool,
    },
    /// What the page of an account said last, to the letter.
    Raw {
        /// Whose page.
        account: AccountId,
    },
    /// What changed about the status, and who did it.
    StatusHistory,
}

/// Answer to a [`Query`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum QueryAnswer {
    /// To [`Query::Vendors`].
    Vendors {
        /// In the order users read them.
        vendors: Vec<VendorForm>,
    },
    /// To [`Query::CheckAccount`].
    Checked {
        /// The address the page would have; none while something is wrong.
        address: Option<String>,
        /// What is wrong, field by field.
        problems: Vec<FieldProblem>,
    },
    /// To [`Query::Raw`].
    Raw {
        /// The last ones, oldest first.
        messages: Vec<RawMessage>,
    },
    /// To [`Query::StatusHistory`].
    StatusHistory {
        /// Newest first.
        changes: Vec<StatusChange>,
    },
}

/// One message as the page sent it, without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RawMessage {
    /// When it was heard.
    pub at: Timestamp,
    /// JSON text.
    pub text: String,
}

/// What a vendor's account form asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VendorForm {
    /// The adapter.
    pub vendor: VendorId,
    /// The vendor's name for people.
    pub name: String,
    /// It is a phone (as against a chat).
    pub phone: bool,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// The options of an account on the bundled stand-in of this vendor.
    pub simulated: BTreeMap<String, String>,
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

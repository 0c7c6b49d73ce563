//! Reading a settings file: whatever is good in it is kept, whatever is not is named.

use crate::encoding::json_text;
use crate::migrate::{migrate, version_of};
use deskbell_core::settings::SETTINGS_VERSION;
use deskbell_core::{AccountConfig, Grant, Preferences, Settings};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A larger file is not read: settings of a hundred accounts have less than a tenth of this.
pub const FILE_MAX: usize = 1024 * 1024;

/// What came of reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What could be read; defaults for the rest.
    pub settings: Settings,
    /// What could not. The file must then be kept aside before anything is saved.
    pub problem: Option<ReadProblem>,
}

impl Loaded {
    /// Names one more thing that is not as the file says.
    pub fn leave_out(&mut self, part: String) {
        self.problem = Some(match self.problem.take() {
            None => ReadProblem::Parts { parts: vec![part] },
            Some(ReadProblem::Parts { mut parts }) => {
                parts.push(part);
                ReadProblem::Parts { parts }
            }
            // The larger problem hides the smaller one.
            Some(larger) => larger,
        });
    }
}

/// Why a settings file could not be used, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadProblem {
    /// The system did not let us read it.
    #[error("the settings file could not be opened: {reason}")]
    Unreadable {
        /// The system's words.
        reason: String,
    },
    /// Over [`FILE_MAX`].
    #[error("the settings file has {bytes} bytes, more than the {FILE_MAX} that are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not a JSON object: cut off, overwritten or edited.
    #[error("the settings file is damaged ({reason})")]
    Damaged {
        /// What was found where; never the content.
        reason: String,
    },
    /// A later Deskbell wrote it.
    #[error(
        "the settings file is of version {found}; this Deskbell knows versions up to \
         {SETTINGS_VERSION}. Use the newer Deskbell, or go on with fresh settings"
    )]
    Newer {
        /// The file's version.
        found: u32,
    },
    /// Parts were left out; the rest is in use.
    #[error("parts of the settings file were left out: {}", .parts.join("; "))]
    Parts {
        /// What and why, for people.
        parts: Vec<String>,
    },
    /// The last good copy took its place.
    #[error("{problem}; the copy from before the last change is in use")]
    Restored {
        /// What was wrong with the file itself.
        problem: Box<ReadProblem>,
    },
}

impl ReadProblem {
    /// The problem, and what is in use instead where nothing of the file is.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Parts { .. } | Self::Restored { .. } => self.to_string(),
            Self::Unreadable { .. }
            | Self::TooLarge { .. }
            | Self::Damaged { .. }
            | Self::Newer { .. } => format!("{self}; Deskbell started with defaults"),
        }
    }

    /// Nothing of the file is in use, so a copy of it is better.
    const fn is_total(&self) -> bool {
        match self {
            Self::Unreadable { .. } | Self::TooLarge { .. } | Self::Damaged { .. } => true,
            Self::Newer { .. } | Self::Parts { .. } | Self::Restored { .. } => false,
        }
    }
}

/// Reads the file's bytes; none means there is no file yet.
#[must_use]
pub fn read(text: Option<&[u8]>) -> Loaded {
    let Some(text) = text else {
        return Loaded { settings: Settings::default(), problem: None };
    };
    if text.len() > FILE_MAX {
        return failed(ReadProblem::TooLarge { bytes: text.len() });
    }
    let text = match json_text(text) {
        Ok(text) => text,
        Err(reason) => return failed(ReadProblem::Damaged { reason }),
    };
    let mut file = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(file)) => file,
        Ok(_) => return failed(ReadProblem::Damaged { reason: "not a JSON object".to_owned() }),
        Err(error) => return failed(ReadProblem::Damaged { reason: error.to_string() }),
    };
    match version_of(&file) {
        None => {
            return failed(ReadProblem::Damaged {
                reason: "its version is not a number".to_owned(),
            });
        }
        Some(found) if found > SETTINGS_VERSION => return failed(ReadProblem::Newer { found }),
        Some(found) => migrate(&mut file, found),
    }
    let mut parts = Vec::new();
    let settings = Settings {
        version: SETTINGS_VERSION,
        accounts: accounts(file.remove("accounts"), &mut parts),
        preferences: preferences(file.remove("preferences"), &mut parts),
        last_shown: part(&mut file, "lastShown", &mut parts),
        window: part(&mut file, "window", &mut parts),
        told_no_tray: part(&mut file, "toldNoTray", &mut parts),
        funnel: part(&mut file, "funnel", &mut parts),
        status: part(&mut file, "status", &mut parts),
        grants: grants(file.remove("grants"), &mut parts),
    };
    let problem = (!parts.is_empty()).then_some(ReadProblem::Parts { parts });
    Loaded { settings, problem }
}

/// If nothing of the file could be used, takes the copy made before the last change instead.
#[must_use]
pub fn recover(file: Loaded, copy: Option<&[u8]>) -> Loaded {
    let Some(problem) = file.problem.clone().filter(ReadProblem::is_total) else {
        return file;
    };
    let copy = copy.map(|copy| read(Some(copy)));
    match copy {
        Some(Loaded { settings, problem: None | Some(ReadProblem::Parts { .. }) }) => {
            let problem = ReadProblem::Restored { problem: Box::new(problem) };
            Loaded { settings, problem: Some(problem) }
        }
        Some(_) | None => file,
    }
}

fn failed(problem: ReadProblem) -> Loaded {
    Loaded { settings: Settings::default(), problem: Some(problem) }
}

fn accounts(value: Option<Value>, parts: &mut Vec<String>) -> Vec<AccountConfig> {
    let rows = match value {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(rows)) => rows,
        Some(_) => {
            parts.push("accounts: not a list".to_owned());
            return Vec::new();
        }
    };
    let mut good: Vec<AccountConfig> = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        // The label tells the user which account it is; a secret never stands in a label.
        let name = row.get("label").or_else(|| row.get("id")).and_then(Value::as_str);
        let name = name.map_or_else(|| format!("number {}", at + 1), |name| format!("{name:?}"));
        match serde_json::from_value::<AccountConfig>(row) {
            Ok(account) if good.iter().any(|other| other.id == account.id) => {
                parts.push(format!("account {name}: its id {} is used twice", account.id));
            }
            Ok(account) => good.push(account),
            Err(error) => parts.push(format!("account {name}: {}", shape(&error))),
        }
    }
    good
}

/// Each line by itself; of two about the same right neither is believed, for one of them says yes.
fn grants(value: Option<Value>, parts: &mut Vec<String>) -> Vec<Grant> {
    let rows = match value {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(rows)) => rows,
        Some(_) => {
            parts.push("rights: not a list".to_owned());
            return Vec::new();
        }
    };
    let mut read: Vec<Grant> = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        match serde_json::from_value::<Grant>(row) {
            Ok(grant) => read.push(grant),
            Err(error) => parts.push(format!("right number {}: {}", at + 1, shape(&error))),
        }
    }
    let same = |a: &Grant, b: &Grant| a.account == b.account && a.right == b.right;
    let (good, twice): (Vec<Grant>, Vec<Grant>) = read
        .iter()
        .cloned()
        .partition(|grant| read.iter().filter(|other| same(grant, other)).count() == 1);
    for grant in twice {
        parts.push(format!(
            "right {} of {}: it stands there twice",
            grant.right.name(),
            grant.account
        ));
    }
    good
}

/// Each preference by itself, so that one wrong value resets only itself.
fn preferences(value: Option<Value>, parts: &mut Vec<String>) -> Preferences {
    let given = match value {
        None | Some(Value::Null) => return Preferences::default(),
        Some(Value::Object(given)) => given,
        Some(_) => {
            parts.push("preferences: not an object".to_owned());
            return Preferences::default();
        }
    };
    let mut good = Map::new();
    for (name, value) in given {
        let alone = Map::from_iter([(name.clone(), value.clone())]);
        match serde_json::from_value::<Preferences>(Value::Object(alone)) {
            Ok(_) => {
                good.insert(name, value);
            }
            Err(error) => parts.push(format!("preference {name}: {}", shape(&error))),
        }
    }
    serde_json::from_value(Value::Object(good)).unwrap_or_default()
}

fn part<T: DeserializeOwned + Default>(
    file: &mut Map<String, Value>,
    name: &str,
    parts: &mut Vec<String>,
) -> T {
    let value = file.remove(name).unwrap_or(Value::Null);
    if value.is_null() {
        return T::default();
    }
    serde_json::from_value(value).unwrap_or_else(|error| {
        parts.push(format!("{name}: {}", shape(&error)));
        T::default()
    })
}

/// serde quotes the offending value, which may be a secret pasted into the wrong place: only what
/// was expected is kept.
fn shape(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => text,
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;

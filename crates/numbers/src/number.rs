//! A number that can be dialled, with the extension in a place of its own.

use crate::{Region, plan};
use std::fmt;

/// Shortest number whose tail may stand for the whole (`6505550100` for `+16505550100`).
const TAIL_MIN: usize = 7;

/// A telephone number, or the digits of an extension of a company's own (`101`).
///
/// It is a customer's: `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    /// Only digits, after one `+` if it is a number of the whole world.
    digits: String,
    /// Only digits, to be typed once the call is taken.
    extension: Option<String>,
}

impl PhoneNumber {
    /// `number` is digits, perhaps after one `+`; `home` is the region that digits without `+` are dialled in.
    pub(crate) fn new(number: String, extension: Option<String>, home: Option<Region>) -> Self {
        let e164 = match number.starts_with('+') {
            true => plan::global(&number),
            false => home.and_then(|home| plan::national(&number, home)),
        };
        Self { digits: e164.unwrap_or(number), extension }
    }

    /// What is dialled: only digits, after one `+` if it is a number of the whole world. Without the extension.
    #[must_use]
    pub fn dialable(&self) -> &str {
        &self.digits
    }

    /// The number in E.164 (`+16505550100`); none for an extension, or a number whose country nobody told.
    #[must_use]
    pub fn e164(&self) -> Option<&str> {
        self.digits.starts_with('+').then_some(self.digits.as_str())
    }

    /// The extension, only digits.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// Whether a numbering plan knows it: what is no such number may be a mistake, a trick or an extension.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.e164().is_some_and(|e164| plan::global(e164).is_some())
    }

    /// The region it belongs to, where that can be told.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        plan::region(self.e164()?)
    }

    /// In groups with the country code, and the extension behind `extension_word`, which is of the reader's language:
    /// `+44 20 7946 0000`, `+1 438-555-0139 ext. 227`.
    #[must_use]
    pub fn international(&self, extension_word: &str) -> String {
        self.shown(self.e164().and_then(plan::international), extension_word)
    }

    /// In groups as people in `home` write it: without the country code where it is their own, else as
    /// [`PhoneNumber::international`].
    #[must_use]
    pub fn national(&self, home: Region, extension_word: &str) -> String {
        if self.region() != Some(home) {
            return self.international(extension_word);
        }
        self.shown(self.e164().and_then(plan::in_its_country), extension_word)
    }

    fn shown(&self, number: Option<String>, extension_word: &str) -> String {
        let number = number.unwrap_or_else(|| self.digits.clone());
        match &self.extension {
            Some(extension) => format!("{number} {extension_word} {extension}"),
            None => number,
        }
    }

    /// Whether both are the same line, however each was written: with or without the country code, and with the extension or
    /// only the number it belongs to. Two extensions of one number are two lines.
    #[must_use]
    pub fn same_line(&self, other: &Self) -> bool {
        let extensions = (self.extension(), other.extension());
        if matches!(extensions, (Some(a), Some(b)) if a != b) {
            return false;
        }
        match (self.e164(), other.e164()) {
            (Some(a), Some(b)) => a == b,
            (None, None) => {
                self.digits == other.digits
                    || is_tail(&self.digits, &other.digits)
                    || is_tail(&other.digits, &self.digits)
            }
            (Some(e164), None) => is_local_form(e164, &other.digits),
            (None, Some(e164)) => is_local_form(e164, &self.digits),
        }
    }
}

/// `digits` are how `e164` is dialled in its own country, or its last digits.
fn is_local_form(e164: &str, digits: &str) -> bool {
    let dialled = || plan::region(e164).and_then(|home| plan::national(digits, home));
    is_tail(digits, e164) || dialled().is_some_and(|dialled| dialled == e164)
}

fn is_tail(short: &str, long: &str) -> bool {
    short.len() >= TAIL_MIN && long.ends_with(short)
}

/// As RFC 3966 writes it, without the scheme: `+14385550139;ext=227`. [`crate::read_dialled`] reads it back.
impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)?;
        match &self.extension {
            Some(extension) => write!(f, ";ext={extension}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(«private»)")
    }
}

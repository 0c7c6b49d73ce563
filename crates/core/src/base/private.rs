//! `Private<T>`: a value of a customer that no log or journal can print by accident.

use super::disguise;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// A phone number, a name or a customer's words. `Debug` and `Display` print `«private»`.
///
/// Only [`crate::view`], the store and a vendor's `encode` unwrap it, by [`Private::reveal`].
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps `value` from the parse onward.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself: call it only where it is shown, stored or sent to its vendor.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T: Serialize> Serialize for Private<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !disguise::is_on() {
            return self.0.serialize(serializer);
        }
        let value = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        disguise::private(value).serialize(serializer)
    }
}

impl From<&str> for Private<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("«private»")
    }
}

impl<T> fmt::Display for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("«private»")
    }
}

#[cfg(test)]
mod tests {
    use super::Private;

    #[test]
    fn prints_nothing_of_the_value() {
        let number = Private::from("+16505550100");
        assert_eq!(format!("{number} {number:?}"), "«private» «private»");
        assert_eq!(number.reveal(), "+16505550100");
    }
}

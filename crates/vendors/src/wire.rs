//! Reading untrusted JSON into typed structs: a wrong field is noted and skipped, its neighbours are kept.
//!
//! Plain `serde` derives refuse a whole message for one bad field. Here every field is a [`Field`]:
//! absent (`null` and a missing key are the same), given, or wrong. Strings are borrowed from the text.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A value as found on the wire.
#[derive(Debug, Default)]
pub(crate) enum Field<T> {
    /// Not there, or `null`.
    #[default]
    Absent,
    /// As expected.
    Given(T),
    /// There, but of another kind.
    Wrong,
}

impl<T> Field<T> {
    /// The value, if it could be read.
    pub(crate) const fn get(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Wrong => None,
        }
    }

    /// The value itself, if it could be read.
    pub(crate) fn take(self) -> Option<T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Wrong => None,
        }
    }

    /// Adds the paths of everything wrong at or below this field.
    pub(crate) fn faults<'de>(
        &self,
        parent: Option<&Path<'_>>,
        name: &'static str,
        out: &mut Vec<String>,
    ) where
        T: Wire<'de>,
    {
        let here = Path { parent, name };
        match self {
            Self::Absent => {}
            Self::Given(value) => value.faults(Some(&here), out),
            Self::Wrong => note(out, &format_args!("{here} is not {}", T::EXPECTED)),
        }
    }
}

/// Faults kept of one message: more would say nothing new, and a hostile list must not fill the memory.
pub(crate) const FAULTS_MAX: usize = 5;

/// Adds a fault once.
pub(crate) fn note(out: &mut Vec<String>, fault: &dyn fmt::Display) {
    if out.len() < FAULTS_MAX {
        let fault = fault.to_string();
        if !out.contains(&fault) {
            out.push(fault);
        }
    }
}

/// Reads a whole message; adds what was wrong in it to `faults`.
///
/// # Errors
/// The text is not JSON.
pub(crate) fn content<'de, T: Wire<'de> + Default>(
    payload: &'de str,
    faults: &mut Vec<String>,
) -> Result<T, serde_json::Error> {
    let field: Field<T> = serde_json::from_str(payload)?;
    let content = field.take().unwrap_or_default();
    content.faults(None, faults);
    Ok(content)
}

/// Where a field is, from the message inward. Names are ours, never the page's.
pub(crate) struct Path<'a> {
    parent: Option<&'a Self>,
    name: &'static str,
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)
    }
}

/// A type that can be read from some kinds of JSON value; every other kind is "wrong", not an error.
pub(crate) trait Wire<'de>: Sized {
    /// What it should have been, for people.
    const EXPECTED: &'static str;

    /// From a string.
    fn text(_: Cow<'de, str>) -> Option<Self> {
        None
    }
    /// From a boolean.
    fn flag(_: bool) -> Option<Self> {
        None
    }
    /// From a whole number that is not negative.
    fn whole(_: u64) -> Option<Self> {
        None
    }
    /// From any other number.
    fn real(_: f64) -> Option<Self> {
        None
    }
    /// From an object.
    ///
    /// # Errors
    /// Only if the text is not JSON.
    fn map<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    /// From a list.
    ///
    /// # Errors
    /// Only if the text is not JSON.
    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    /// Adds the paths of everything wrong inside.
    fn faults(&self, _here: Option<&Path<'_>>, _out: &mut Vec<String>) {}
}

impl<'de, T: Wire<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor(PhantomData))
    }
}

struct FieldVisitor<T>(PhantomData<T>);

fn given<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Wrong, Field::Given)
}

impl<'de, T: Wire<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(given(T::text(Cow::Borrowed(text))))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(given(T::text(Cow::Owned(text.to_owned()))))
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(given(T::flag(flag)))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(given(T::whole(number)))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        // Precision does not matter: no field of ours is meant to be negative.
        #[expect(
            clippy::cast_precision_loss,
            reason = "negative numbers are only told apart from whole ones"
        )]
        Ok(given(T::real(number as f64)))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(given(T::real(number)))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::map(map).map(given)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        T::list(list).map(given)
    }
}

/// An object's key, borrowed where the text allows it.
pub(crate) struct Key<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Declares a struct read from an object: `field: Kind = "key"`. Unknown keys are skipped, and of a
/// repeated key the last one counts, as in JavaScript.
macro_rules! wire {
    ($($(#[$doc:meta])* struct $name:ident $(<$lt:lifetime>)? { $($field:ident: $kind:ty = $key:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $name $(<$lt>)? {
            $(pub(crate) $field: $crate::wire::Field<$kind>,)*
        }

        impl<'de> $crate::wire::Wire<'de> for $name $(<$lt>)? {
            const EXPECTED: &'static str = "an object";

            fn map<A: serde::de::MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
                #[allow(unused_mut, reason = "a message without content has no field to set")]
                let mut it = Self::default();
                while let Some($crate::wire::Key(key)) = map.next_key()? {
                    match &*key {
                        $($key => it.$field = map.next_value()?,)*
                        _ => {
                            map.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Some(it))
            }

            fn faults(&self, _here: Option<&$crate::wire::Path<'_>>, _out: &mut Vec<String>) {
                $(self.$field.faults(_here, $key, _out);)*
            }
        }
    )*};
}

/// Declares a closed set of words, each with its spellings; `strip` is a prefix some versions add.
macro_rules! words {
    ($($(#[$doc:meta])* enum $name:ident strip $prefix:literal expected $expected:literal { $($variant:ident = $($word:literal)|+),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($variant,)* }

        impl<'de> $crate::wire::Wire<'de> for $name {
            const EXPECTED: &'static str = $expected;

            fn text(text: std::borrow::Cow<'de, str>) -> Option<Self> {
                match text.strip_prefix($prefix).unwrap_or(&text) {
                    $($($word)|+ => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    )*};
}

pub(crate) use {wire, words};

//! Reading JSON that others write: a value of another kind than documented is missing, and costs no more than its own text.

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// Most elements of a list that are read; a transcript has hundreds at the very most.
const LIST_MAX: usize = 5000;

/// Times below this are seconds since 1970, others milliseconds: as milliseconds it is March 1973. The reference says
/// *unix epoch* and shows milliseconds.
const SECONDS_BELOW: u64 = 100_000_000_000;
const MILLISECONDS: u64 = 1000;

/// What every visitor here makes of a value that is neither list nor object.
macro_rules! plain_values {
    ($made:ty, $from:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value")
        }

        fn visit_str<E>(self, text: &str) -> Result<$made, E> {
            Ok($from(Value::from(text)))
        }

        fn visit_u64<E>(self, number: u64) -> Result<$made, E> {
            Ok($from(Value::from(number)))
        }

        fn visit_i64<E>(self, number: i64) -> Result<$made, E> {
            Ok($from(Value::from(number)))
        }

        fn visit_f64<E>(self, number: f64) -> Result<$made, E> {
            Ok($from(Value::from(number)))
        }

        fn visit_bool<E>(self, truth: bool) -> Result<$made, E> {
            Ok($from(Value::from(truth)))
        }

        fn visit_unit<E>(self) -> Result<$made, E> {
            Ok($from(Value::Null))
        }
    };
}

/// A value that is no list and no object; those become null.
#[derive(Debug, Default)]
pub(crate) struct Plain(pub(crate) Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    plain_values!(Plain, Plain);

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Plain, A::Error> {
        while all.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Plain(Value::Null))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Plain, A::Error> {
        while all.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Plain(Value::Null))
    }
}

impl Plain {
    /// The text, without blanks around it, unless there is nothing in it; a number as it is written.
    pub(crate) fn text(&self) -> Option<String> {
        match &self.0 {
            Value::String(text) => Some(text.trim()).filter(|it| !it.is_empty()).map(str::to_owned),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A whole number that is not negative, also where it stands as a text.
    pub(crate) fn whole(&self) -> Option<u64> {
        let fraction = || self.0.as_f64().filter(|it| *it >= 0.0).map(|it| it.round() as u64);
        self.0.as_u64().or_else(fraction).or_else(|| self.0.as_str()?.trim().parse().ok())
    }

    /// A time in milliseconds since 1970.
    pub(crate) fn milliseconds(&self) -> Option<u64> {
        milliseconds(&self.0)
    }
}

/// A list of what can be read, each on its own; anything else than a list is an empty one.
#[derive(Debug)]
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    plain_values!(List<T>, |_| List::default());

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<List<T>, A::Error> {
        let mut read = Vec::new();
        while read.len() < LIST_MAX {
            let Some(next) = all.next_element()? else { return Ok(List(read)) };
            read.push(next);
        }
        while all.next_element::<IgnoredAny>()?.is_some() {}
        Ok(List(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<List<T>, A::Error> {
        while all.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(List::default())
    }
}

/// An object; anything else is none.
#[derive(Debug)]
pub(crate) struct Object<T>(pub(crate) Option<T>);

impl<T> Default for Object<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    plain_values!(Object<T>, |_| Object::default());

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Object<T>, A::Error> {
        while all.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Object::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, all: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(all)).map(|read| Object(Some(read)))
    }
}

/// A time as number or text, with or without a fraction, in seconds or milliseconds.
pub(crate) fn milliseconds(value: &Value) -> Option<u64> {
    let whole = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    if let Some(time) = whole {
        let factor = if time < SECONDS_BELOW { MILLISECONDS } else { 1 };
        return Some(time.saturating_mul(factor));
    }
    let time = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    // Also refuses what is not a number at all.
    if !(time.is_finite() && time >= 0.0) {
        return None;
    }
    let time = if time < SECONDS_BELOW as f64 { time * MILLISECONDS as f64 } else { time };
    Some(time.round() as u64)
}

/// The body as text. Some writers put a byte order mark first.
pub(crate) fn utf8(body: &[u8]) -> Option<&str> {
    std::str::from_utf8(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).ok()
}

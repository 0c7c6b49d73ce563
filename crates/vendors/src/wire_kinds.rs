//! The kinds of value vendors send: text, flags, counts, times, lists. Each takes every spelling seen.

use crate::iso8601;
use crate::wire::{Field, Path, Wire, note};
use deskbell_core::{Private, Timestamp};
use serde::de::SeqAccess;
use std::borrow::Cow;

/// A string; a number is taken as its digits, because ids come as either.
#[derive(Debug)]
pub(crate) struct Text<'de>(pub(crate) Cow<'de, str>);

/// Above this a JavaScript number no longer names every whole number (2^53).
const EXACT_REAL: f64 = 9_007_199_254_740_992.0;

impl<'de> Wire<'de> for Text<'de> {
    const EXPECTED: &'static str = "text";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        Some(Self(text))
    }
    fn whole(number: u64) -> Option<Self> {
        Some(Self(Cow::Owned(number.to_string())))
    }
    fn real(number: f64) -> Option<Self> {
        // `9e3` is the id 9000 written oddly; 1.5 or 1e300 is no id.
        (number.fract() == 0.0 && number.abs() <= EXACT_REAL)
            .then(|| Self(Cow::Owned(number.to_string())))
    }
}

impl<'de> Field<Text<'de>> {
    /// The text if there is any; an empty string says nothing.
    pub(crate) fn filled(&self) -> Option<&str> {
        self.get().map(|text| &*text.0).filter(|text| !text.is_empty())
    }

    /// The text as a customer's value.
    pub(crate) fn private(&self) -> Option<Private<String>> {
        self.filled().map(Private::from)
    }
}

/// A boolean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag(pub(crate) bool);

impl Wire<'_> for Flag {
    const EXPECTED: &'static str = "true or false";

    fn flag(flag: bool) -> Option<Self> {
        Some(Self(flag))
    }
}

impl Field<Flag> {
    /// The flag, if said.
    pub(crate) fn flag(&self) -> Option<bool> {
        self.get().map(|flag| flag.0)
    }

    /// Said and true.
    pub(crate) fn is_set(&self) -> bool {
        self.flag() == Some(true)
    }
}

/// A count, also from digits in a string.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count(pub(crate) u32);

impl<'de> Wire<'de> for Count {
    const EXPECTED: &'static str = "a count";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        text.parse().ok().map(Self)
    }
    fn whole(number: u64) -> Option<Self> {
        u32::try_from(number).ok().map(Self)
    }
    fn real(number: f64) -> Option<Self> {
        // A length such as 12.5 s is rounded down; `as` saturates, and the range was checked.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "range checked"
        )]
        (0.0..=f64::from(u32::MAX)).contains(&number).then_some(Self(number as u32))
    }
}

/// A point in time: milliseconds since 1970, or an ISO 8601 string.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time(Timestamp);

/// Below this a time must be in seconds: as milliseconds it would be the year 1973.
pub(crate) const SECONDS_BELOW: u64 = 100_000_000_000;

impl<'de> Wire<'de> for Time {
    const EXPECTED: &'static str = "a time";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        // Digits in text are a number all the same.
        text.parse().map_or_else(|_| iso8601::parse(&text).map(Self), Self::whole)
    }
    fn whole(number: u64) -> Option<Self> {
        let ms = if number < SECONDS_BELOW { number * 1000 } else { number };
        (ms <= iso8601::LATEST.0).then_some(Self(Timestamp(ms)))
    }
    fn real(number: f64) -> Option<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "range checked"
        )]
        (0.0..=EXACT_REAL).contains(&number).then(|| Self::whole(number as u64)).flatten()
    }
}

impl Field<Time> {
    /// The time; zero is how some versions write "none".
    pub(crate) fn stamp(&self) -> Option<Timestamp> {
        self.get().map(|time| time.0).filter(|time| time.0 > 0)
    }
}

/// A list. Elements that could not be read are left out and counted.
#[derive(Debug)]
pub(crate) struct List<T> {
    /// What could be read, in order.
    pub(crate) items: Vec<T>,
    /// An element was of another kind.
    pub(crate) lost: bool,
}

impl<'de, T: Wire<'de>> Wire<'de> for List<T> {
    const EXPECTED: &'static str = "a list";

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        let mut it = Self { items: Vec::new(), lost: false };
        while let Some(element) = list.next_element::<Field<T>>()? {
            match element {
                Field::Given(item) => it.items.push(item),
                Field::Absent | Field::Wrong => it.lost = true,
            }
        }
        Ok(Some(it))
    }

    fn faults(&self, here: Option<&Path<'_>>, out: &mut Vec<String>) {
        if let (true, Some(list)) = (self.lost, here) {
            note(out, &format_args!("{list}[] is not {}", T::EXPECTED));
        }
        // Positions are left out on purpose: problems are counted by their text.
        for item in &self.items {
            item.faults(here, out);
        }
    }
}

impl<T> Field<List<T>> {
    /// The elements, none if there is no list.
    pub(crate) fn items(&self) -> &[T] {
        self.get().map_or(&[], |list| &list.items)
    }
}

/// A value we know of and do not read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unread;

impl<'de> Wire<'de> for Unread {
    const EXPECTED: &'static str = "anything";

    fn text(_: Cow<'de, str>) -> Option<Self> {
        Some(Self)
    }
    fn flag(_: bool) -> Option<Self> {
        Some(Self)
    }
    fn whole(_: u64) -> Option<Self> {
        Some(Self)
    }
    fn real(_: f64) -> Option<Self> {
        Some(Self)
    }
    fn map<A: serde::de::MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
        Ok(Some(Self))
    }
    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Some(Self))
    }
}

//! What `tap.js` reports of the JavaScript API: its own word on what it found, and each event with its arguments.

use crate::wire::{Field, Path, Wire, wire};
use crate::wire_kinds::{Count, Flag, List, Text};
use deskbell_core::Private;
use serde::de::{MapAccess, SeqAccess};
use std::borrow::Cow;

wire! {
    /// `js:recognised`.
    struct Recognised<'de> {
        methods: List<Text<'de>> = "methods",
        widget: Text<'de> = "widgetId",
        provider: Text<'de> = "provider",
        late: Flag = "late",
    }
    /// Any event.
    struct PageNotice<'de> { args: Arguments<'de> = "args" }
    /// What `InlineButtonClicked` and `ChatEnded` give instead of single arguments.
    struct Options<'de> {
        bot: Text<'de> = "botName",
        label: Text<'de> = "buttonLabel",
        value: Text<'de> = "buttonValue",
        by_visitor: Truth = "endedByUser",
    }
}

/// A boolean, also as a word: the vendor's Android library passes `"true"`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Truth(pub(crate) bool);

impl<'de> Wire<'de> for Truth {
    const EXPECTED: &'static str = "true or false";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        text.parse().ok().map(Self)
    }
    fn flag(flag: bool) -> Option<Self> {
        Some(Self(flag))
    }
}

/// One argument of a callback.
#[derive(Debug)]
pub(crate) enum Argument<'de> {
    /// Text.
    Text(Text<'de>),
    /// A boolean.
    Flag(bool),
    /// A number that is no text, such as 4.5.
    Real(f64),
    /// An object.
    Object(Box<Options<'de>>),
}

impl<'de> Wire<'de> for Argument<'de> {
    const EXPECTED: &'static str = "an argument";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        Some(Self::Text(Text(text)))
    }
    fn flag(flag: bool) -> Option<Self> {
        Some(Self::Flag(flag))
    }
    fn whole(number: u64) -> Option<Self> {
        Text::whole(number).map(Self::Text)
    }
    fn real(number: f64) -> Option<Self> {
        Some(Self::Real(number))
    }
    fn map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(Options::map(map)?.map(|options| Self::Object(Box::new(options))))
    }
    fn faults(&self, here: Option<&Path<'_>>, out: &mut Vec<String>) {
        if let Self::Object(options) = self {
            options.faults(here, out);
        }
    }
}

/// The arguments by place. One that is missing is not the same as one that is left out: places count.
#[derive(Debug)]
pub(crate) struct Arguments<'de>(Vec<Field<Argument<'de>>>);

/// No callback has more.
const ARGUMENTS_MAX: usize = 8;

impl<'de> Wire<'de> for Arguments<'de> {
    const EXPECTED: &'static str = "a list";

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        let mut it = Self(Vec::new());
        while let Some(argument) = list.next_element()? {
            if it.0.len() < ARGUMENTS_MAX {
                it.0.push(argument);
            }
        }
        Ok(Some(it))
    }
    fn faults(&self, here: Option<&Path<'_>>, out: &mut Vec<String>) {
        for argument in &self.0 {
            if let Some(argument) = argument.get() {
                argument.faults(here, out);
            }
        }
    }
}

impl<'de> PageNotice<'de> {
    fn at(&self, place: usize) -> Option<&Argument<'de>> {
        self.args.get()?.0.get(place)?.get()
    }

    /// The text at this place, if there is any.
    pub(crate) fn text(&self, place: usize) -> Option<&str> {
        match self.at(place)? {
            Argument::Text(text) => Some(&*text.0).filter(|text| !text.is_empty()),
            Argument::Flag(_) | Argument::Real(_) | Argument::Object(_) => None,
        }
    }

    /// The same as a customer's value.
    pub(crate) fn private(&self, place: usize) -> Option<Private<String>> {
        self.text(place).map(Private::from)
    }

    /// The boolean at this place.
    pub(crate) fn flag(&self, place: usize) -> Option<bool> {
        match self.at(place)? {
            Argument::Flag(flag) => Some(*flag),
            Argument::Text(text) => text.0.parse().ok(),
            Argument::Real(_) | Argument::Object(_) => None,
        }
    }

    /// The count at this place; half a star is rounded down.
    pub(crate) fn count(&self, place: usize) -> Option<u32> {
        match self.at(place)? {
            Argument::Text(text) => text.0.parse().ok(),
            Argument::Real(number) => Count::real(*number).map(|count| count.0),
            Argument::Flag(_) | Argument::Object(_) => None,
        }
    }

    /// The object at the first place.
    pub(crate) fn options(&self) -> Option<&Options<'de>> {
        match self.at(0)? {
            Argument::Object(options) => Some(options),
            Argument::Text(_) | Argument::Flag(_) | Argument::Real(_) => None,
        }
    }
}

//! What the Agent Hub posts into an agent link: one envelope for every event, in both shapes seen.
//!
//! The document writes `{type, conversationId, agentEmail, data: {…}}`; the Hub itself was seen to send
//! `{sender, conversationId, data, type, timestamp}` with `data` often plain text (facts 2.5). Both are read.

use crate::wire::{Wire, wire};
use crate::wire_kinds::{Flag, SECONDS_BELOW, Text, Unread};
use deskbell_core::{Private, Timestamp};
use serde::de::MapAccess;
use std::borrow::Cow;

wire! {
    /// The envelope of every Hub event.
    struct Envelope<'de> {
        conversation: Text<'de> = "conversationId",
        // One of the vendor's demos calls it so, and its HTTP interfaces say case.
        public_conversation: Text<'de> = "conversationPublicId",
        case: Text<'de> = "caseId",
        // Three names for our agent: the document's of sending, its of receiving, and the real one (S5).
        agent_email: Text<'de> = "agentEmail",
        agent: Text<'de> = "agent",
        sender: Sender<'de> = "sender",
        at: Moment = "timestamp",
        data: Data<'de> = "data",
    }
    /// Who caused the event.
    struct Sender<'de> {
        id: Text<'de> = "id",
        alias: Text<'de> = "alias",
        kind: Text<'de> = "senderType",
        avatar: Unread = "avatar",
    }
    /// Content that is an object.
    struct Fields<'de> {
        kind: Text<'de> = "type",
        id: Text<'de> = "id",
        text: Text<'de> = "text",
        message: Nested<'de> = "message",
        name: Text<'de> = "name",
        email: Text<'de> = "email",
        phone: Text<'de> = "phone",
        page: Text<'de> = "page",
        url: Text<'de> = "url",
        title: Text<'de> = "title",
        mime: Text<'de> = "mimeType",
        file: Text<'de> = "fileName",
        secure: Text<'de> = "secure_data_type",
        secure_camel: Text<'de> = "secureDataType",
        widget: Text<'de> = "changed_widget",
        widget_name: Text<'de> = "widgetName",
        widget_id: Text<'de> = "widgetId",
        agent_email: Text<'de> = "agentEmail",
        celsius: Degrees = "temperature_celsius",
        fahrenheit: Degrees = "temperature_fahrenheit",
        description: Text<'de> = "description",
        label: Text<'de> = "labelName",
        free_form: Flag = "freeForm",
        value: Text<'de> = "value",
        language: Text<'de> = "language",
    }
    /// A message inside the content.
    struct Inner<'de> {
        kind: Text<'de> = "type",
        id: Text<'de> = "id",
        text: Text<'de> = "text",
        mime: Text<'de> = "mimeType",
        file: Text<'de> = "fileName",
        url: Text<'de> = "url",
    }
}

/// The content of an event: an object, or just the text.
#[derive(Debug)]
pub(crate) enum Data<'de> {
    /// Just the text.
    Plain(Text<'de>),
    /// An object.
    Object(Box<Fields<'de>>),
}

impl<'de> Wire<'de> for Data<'de> {
    const EXPECTED: &'static str = "text or an object";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        Text::text(text).map(Self::Plain)
    }
    fn whole(number: u64) -> Option<Self> {
        Text::whole(number).map(Self::Plain)
    }
    fn map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(Fields::map(map)?.map(|fields| Self::Object(Box::new(fields))))
    }
    fn faults(&self, here: Option<&crate::wire::Path<'_>>, out: &mut Vec<String>) {
        if let Self::Object(fields) = self {
            fields.faults(here, out);
        }
    }
}

/// A message: its text, or an object with it.
#[derive(Debug)]
pub(crate) enum Nested<'de> {
    /// Its text.
    Plain(Text<'de>),
    /// An object.
    Object(Inner<'de>),
}

impl<'de> Wire<'de> for Nested<'de> {
    const EXPECTED: &'static str = "text or an object";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        Text::text(text).map(Self::Plain)
    }
    fn whole(number: u64) -> Option<Self> {
        Text::whole(number).map(Self::Plain)
    }
    fn map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(Inner::map(map)?.map(Self::Object))
    }
    fn faults(&self, here: Option<&crate::wire::Path<'_>>, out: &mut Vec<String>) {
        if let Self::Object(inner) = self {
            inner.faults(here, out);
        }
    }
}

/// A temperature as the vendor words it: the document has a number, a log text (S18).
#[derive(Debug)]
pub(crate) struct Degrees(String);

impl<'de> Wire<'de> for Degrees {
    const EXPECTED: &'static str = "a temperature";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        Some(Self(text.into_owned()))
    }
    fn whole(number: u64) -> Option<Self> {
        Some(Self(number.to_string()))
    }
    fn real(number: f64) -> Option<Self> {
        // Hotter or colder than this is no weather, and would be a very long number.
        (-1000.0..1000.0).contains(&number).then(|| Self(number.to_string()))
    }
}

impl crate::wire::Field<Degrees> {
    /// The temperature, if said.
    pub(crate) fn degrees(&self) -> Option<Private<String>> {
        self.get().filter(|it| !it.0.is_empty()).map(|it| Private::from(it.0.as_str()))
    }
}

/// A time in seconds or milliseconds since 1970, also as digits in text: samples have the one, a log the other (S15).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl<'de> Wire<'de> for Moment {
    const EXPECTED: &'static str = "a time";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        match text.parse() {
            Ok(number) => Self::whole(number),
            Err(_) => crate::iso8601::parse(&text).map(Self),
        }
    }
    fn whole(number: u64) -> Option<Self> {
        let ms = if number < SECONDS_BELOW { number * 1000 } else { number };
        (1..=crate::iso8601::LATEST.0).contains(&ms).then_some(Self(Timestamp(ms)))
    }
    fn real(number: f64) -> Option<Self> {
        // Seconds with a fraction keep it; `as` saturates, and the range was checked.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "range checked"
        )]
        #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
        (0.0..=crate::iso8601::LATEST.0 as f64).contains(&number).then(|| {
            let ms = if number < SECONDS_BELOW as f64 { number * 1000.0 } else { number };
            Self::whole((ms as u64).max(SECONDS_BELOW))
        })?
    }
}

/// The first of several spellings that says something, as a customer's value.
pub(crate) fn first(spellings: &[&crate::wire::Field<Text<'_>>]) -> Option<Private<String>> {
    spellings.iter().find_map(|spelling| spelling.private())
}

//! Reading one message, as every adapter does it: its type, its facts and faults, and a second try where it is mended.

use crate::wire::{Field, Wire, content, note, wire};
use crate::wire_kinds::Text;
use crate::{Parsed, surrogates};
use deskbell_core::{
    ChatObservation, ConversationFact, FunnelMoment, FunnelSign, Problem, Timestamp, VendorId,
    WidgetFact,
};
use std::borrow::Cow;

/// Longest type name kept of a message we do not know.
const UNKNOWN_NAME_MAX: usize = 80;

wire! {
    /// What tells a message from other things.
    struct Head<'de> { kind: Text<'de> = "type" }
}

/// The facts and faults of one reading.
pub(crate) struct Reading {
    vendor: &'static str,
    pub(crate) facts: Vec<WidgetFact>,
    /// Path and expectation of what could not be read; never a value.
    pub(crate) faults: Vec<String>,
    at: Option<Timestamp>,
    historic: bool,
}

impl Reading {
    /// Nothing read yet, by the adapter with this id.
    pub(crate) const fn of(vendor: &'static str) -> Self {
        Self { vendor, facts: Vec::new(), faults: Vec::new(), at: None, historic: false }
    }
    /// The message's content, as far as it can be read.
    pub(crate) fn content<'de, T: Wire<'de> + Default>(
        &mut self,
        payload: &'de str,
    ) -> Result<T, serde_json::Error> {
        content(payload, &mut self.faults)
    }
    /// When everything this message says happened, and whether it is told late.
    pub(crate) const fn happened(&mut self, at: Option<Timestamp>, historic: bool) {
        self.at = at;
        self.historic = historic;
    }
    /// The adapter's id.
    pub(crate) fn vendor(&self) -> VendorId {
        VendorId(self.vendor.to_owned())
    }
    /// A fact of any kind.
    pub(crate) fn fact(&mut self, fact: WidgetFact) {
        self.facts.push(fact);
    }
    /// The message was understood, if it says nothing else.
    pub(crate) fn heard(&mut self) {
        if self.facts.is_empty() {
            self.fact(WidgetFact::Ignored);
        }
    }
    /// A fact about the widget's only or current conversation.
    pub(crate) fn chat(&mut self, fact: ConversationFact) {
        self.chat_named(None, fact);
    }
    /// A fact about a conversation the widget names.
    pub(crate) fn chat_named(&mut self, key: Option<&str>, fact: ConversationFact) {
        let observation = ChatObservation {
            conversation: key.map(|key| deskbell_core::ConversationKey(key.to_owned())),
            at: self.at,
            historic: self.historic,
            ..ChatObservation::new(self.vendor(), fact)
        };
        self.fact(WidgetFact::Chat { observation });
    }
    /// A moment of the visit of this page's visitor.
    pub(crate) fn funnel(&mut self, moment: FunnelMoment) {
        let at = self.at.filter(|_| self.historic);
        let sign = FunnelSign { at, ..FunnelSign::new(self.vendor(), moment) };
        self.fact(WidgetFact::Funnel { sign });
    }
    /// A detail for diagnostics.
    pub(crate) fn detail(&mut self, name: &str, value: impl Into<String>) {
        self.fact(WidgetFact::Detail { name: name.to_owned(), value: value.into() });
    }
    /// Something that could not be read.
    pub(crate) fn fault(&mut self, what: &str) {
        note(&mut self.faults, &what);
    }
    /// What the message of type `name` meant.
    pub(crate) fn done(self, name: &str) -> Parsed {
        let reason = self.faults.join("; ");
        let problem = (!reason.is_empty()).then(|| malformed(name, reason));
        Parsed { facts: self.facts, problems: problem.into_iter().collect() }
    }
}

/// Reads one message with `read`, which fails only if the text is not JSON. JavaScript strings may hold half of an emoji,
/// which JSON writes as an escape that Rust text cannot hold; such a message is rare, so it is mended only after it failed.
pub(crate) fn parse(payload: &str, read: impl Fn(&str) -> Result<Parsed, Problem>) -> Parsed {
    read(payload).unwrap_or_else(|problem| {
        let mended = surrogates::mend(payload);
        mended.map_or(Err(problem), |text| read(&text)).unwrap_or_else(nothing_but)
    })
}

/// No fact.
pub(crate) fn nothing_but(problem: Problem) -> Parsed {
    Parsed { facts: Vec::new(), problems: vec![problem] }
}

/// A message of a type no adapter's list has.
pub(crate) fn unknown(kind: &str) -> Problem {
    let name = kind.chars().take(UNKNOWN_NAME_MAX).filter(|c| !c.is_control()).collect();
    Problem::UnknownType { name }
}

/// A message of type `name` whose content cannot be read at all.
pub(crate) fn not_json(name: &str) -> Problem {
    malformed(name, "not valid JSON".to_owned())
}

fn malformed(name: &str, reason: String) -> Problem {
    Problem::Malformed { name: name.to_owned(), reason }
}

/// The message's type; taps write it first, so that it is found without reading the message twice, and a second one behind it
/// cannot make the message another.
pub(crate) fn kind_of(payload: &str) -> Result<Option<Cow<'_, str>>, Problem> {
    let first = payload.strip_prefix("{\"type\":\"").and_then(|rest| rest.split_once('"'));
    if let Some((kind, _)) = first.filter(|(kind, _)| !kind.is_empty() && !kind.contains('\\')) {
        return Ok(Some(Cow::Borrowed(kind)));
    }
    let head: Field<Head<'_>> = serde_json::from_str(payload).map_err(|_| Problem::NotAMessage)?;
    let kind = head.take().and_then(|head| head.kind.take()).map(|kind| kind.0);
    Ok(kind.filter(|kind| !kind.is_empty()))
}

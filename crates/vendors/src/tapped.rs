//! What a tap reports, as JSON text: the frame that the parses of all chat widgets share.
//!
//! A tap's types begin with the name of the vendor's JavaScript interface (`chatq:`). A page of a company posts
//! messages of its own; their types do not begin so, and they say nothing.

use crate::wire::{Field, Wire, content, note, wire};
use crate::wire_kinds::Text;
use crate::{Parsed, surrogates};
use deskbell_core::{
    ChatObservation, ChatRequest, ConversationFact, FunnelMoment, FunnelSign, Problem, Timestamp,
    VendorCommand, VendorId, WidgetFact,
};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Longest type name kept of a message we do not know.
const UNKNOWN_NAME_MAX: usize = 80;

wire! {
    /// What tells a message from other things.
    struct Head<'de> { kind: Text<'de> = "type" }
}

/// One vendor's dialect.
pub(crate) struct Dialect {
    /// The adapter's id.
    pub(crate) vendor: &'static str,
    /// What every type of its tap begins with.
    pub(crate) prefix: &'static str,
    /// Every type of its tap.
    pub(crate) names: &'static [&'static str],
    /// Reads a message of such a type. It fails only if the text is not JSON.
    pub(crate) read: fn(&'static str, &str, &mut Reading) -> Result<(), serde_json::Error>,
}

/// The facts and faults of one reading.
pub(crate) struct Reading {
    vendor: &'static str,
    facts: Vec<WidgetFact>,
    /// Path and expectation of what could not be read; never a value.
    faults: Vec<String>,
    at: Option<Timestamp>,
    historic: bool,
}

impl Reading {
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
            self.fact(WidgetFact::Heard);
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
}

/// Reads one message.
pub(crate) fn parse(dialect: &Dialect, payload: &str) -> Parsed {
    read(dialect, payload).unwrap_or_else(|problem| {
        let mended = surrogates::mend(payload);
        mended.map_or(Err(problem), |text| read(dialect, &text)).unwrap_or_else(problem_only)
    })
}

fn problem_only(problem: Problem) -> Parsed {
    Parsed { facts: Vec::new(), problems: vec![problem] }
}

/// An error only if the text is not JSON.
fn read(dialect: &Dialect, payload: &str) -> Result<Parsed, Problem> {
    let Some(kind) = kind_of(payload)? else { return Ok(problem_only(Problem::NotAMessage)) };
    if !kind.starts_with(dialect.prefix) {
        return Ok(Parsed::default());
    }
    let Some(name) = dialect.names.iter().find(|name| ***name == *kind) else {
        let name = kind.chars().take(UNKNOWN_NAME_MAX).filter(|c| !c.is_control()).collect();
        return Ok(problem_only(Problem::UnknownType { name }));
    };
    let mut reading = Reading {
        vendor: dialect.vendor,
        facts: Vec::new(),
        faults: Vec::new(),
        at: None,
        historic: false,
    };
    let malformed = |reason| Problem::Malformed { name: (*name).to_owned(), reason };
    (dialect.read)(name, payload, &mut reading)
        .map_err(|_| malformed("not valid JSON".to_owned()))?;
    let reason = reading.faults.join("; ");
    let problems = (!reason.is_empty()).then(|| malformed(reason)).into_iter().collect();
    Ok(Parsed { facts: reading.facts, problems })
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

/// The messages for `command` to a widget that knows no conversations: `request_message` writes what it can be asked.
pub(crate) fn encode(
    command: &VendorCommand,
    request_message: impl FnOnce(&ChatRequest) -> Option<Value>,
) -> Option<Vec<Value>> {
    match command {
        VendorCommand::Chat { request, .. } => Some(vec![request_message(request)?]),
        VendorCommand::Simulate { action, arguments } => Some(vec![simulate(action, arguments)]),
        VendorCommand::Call { .. }
        | VendorCommand::Dial { .. }
        | VendorCommand::OpenSms { .. }
        | VendorCommand::SetPresence { .. }
        | VendorCommand::Navigate { .. }
        | VendorCommand::SignIn
        | VendorCommand::SignOut
        | VendorCommand::FinishSignIn { .. }
        | VendorCommand::UseRingOut
        | VendorCommand::ListLegs => None,
    }
}

/// An action of the simulated desk. Arguments first, so that none of them can turn the message into another.
pub(crate) fn simulate(action: &str, arguments: &Map<String, Value>) -> Value {
    let mut message = arguments.clone();
    message.insert("type".to_owned(), "deskbell-desk".into());
    message.insert("action".to_owned(), action.into());
    Value::Object(message)
}

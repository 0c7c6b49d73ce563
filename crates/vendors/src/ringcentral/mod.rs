//! RingCentral Embeddable: its page's messages into our facts, our commands into its messages.
//!
//! `messages`, `records` and `words` are its vocabulary; `calls`, `sessions`, `texts`, `status` and
//! `details` turn it into ours; `encode` goes the other way; `form`, `address`, `values` and
//! `parameters` know its URL. What is known of the dialect, with sources, is in `docs/vendors/ringcentral.md`.

mod address;
mod calls;
mod details;
mod encode;
mod form;
mod messages;
mod parameters;
mod records;
mod sessions;
mod sign_in;
mod status;
mod statuses;
mod texts;
mod values;
mod words;

use crate::{Address, Parsed, Vendor};
use deskbell_core::{
    CallKey, FieldProblem, Problem, StatusDialect, VendorCommand, VendorForm, WidgetFact,
};
use messages::{COMMANDS, Head, Message};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub use address::simulated_desk;

/// The adapter.
#[derive(Clone, Copy, Debug, Default)]
pub struct RingCentral;

impl Vendor for RingCentral {
    fn id(&self) -> &'static str {
        "ringcentral"
    }
    fn form(&self) -> VendorForm {
        form::form()
    }
    fn address(&self, options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
        address::address(options)
    }
    fn is_sign_in(&self, options: &BTreeMap<String, String>, target: &url::Url) -> bool {
        address::address(options).is_ok_and(|page| sign_in::is_sign_in(options, &page, target))
    }
    /// Recordings, voicemail, fax and MMS ask their server to answer with an attachment.
    fn is_download(&self, target: &url::Url) -> bool {
        target.query_pairs().any(|(name, value)| {
            name == "contentDisposition" && value.eq_ignore_ascii_case("attachment")
        })
    }
    fn is_platform(&self, options: &BTreeMap<String, String>, url: &url::Url) -> bool {
        self.is_sign_in(options, &sign_in::authorise_at(url))
    }
    fn login_domains(&self) -> &'static [&'static str] {
        &sign_in::PLATFORM
    }
    fn statuses(&self) -> Option<StatusDialect> {
        Some(statuses::dialect())
    }
    fn parse(&self, payload: &str) -> Parsed {
        parse(payload)
    }
    fn encode(&self, command: &VendorCommand) -> Option<Vec<serde_json::Value>> {
        encode::encode(command)
    }
}

/// Every message type this adapter knows.
#[must_use]
pub const fn message_types() -> &'static [&'static str] {
    messages::NAMES
}

/// Every message type we or the vendor's own script post into the page, and so may hear back.
#[must_use]
pub const fn command_types() -> &'static [&'static str] {
    COMMANDS
}

/// Longest type name kept of a message we do not know.
const UNKNOWN_NAME_MAX: usize = 80;

/// What one message meant; the facts and faults of one reading.
#[derive(Default)]
struct Reading {
    facts: Vec<WidgetFact>,
    /// Path and expectation of what could not be read; never a value.
    faults: Vec<String>,
}

impl Reading {
    fn fact(&mut self, fact: WidgetFact) {
        self.facts.push(fact);
    }
    fn fault(&mut self, what: &str) {
        crate::wire::note(&mut self.faults, &what);
    }
}

fn parse(payload: &str) -> Parsed {
    read(payload).unwrap_or_else(|problem| {
        // JavaScript strings may hold half of an emoji, which JSON writes as an escape that Rust text cannot
        // hold. Such a message is rare, so it is mended only after it failed.
        let mended = crate::surrogates::mend(payload);
        mended.map_or(Err(problem), |text| read(&text)).unwrap_or_else(problem_only)
    })
}

fn problem_only(problem: Problem) -> Parsed {
    Parsed { facts: Vec::new(), problems: vec![problem] }
}

/// Reads one message; an error only if the text is not JSON.
fn read(payload: &str) -> Result<Parsed, Problem> {
    let kind = match kind_of(payload)? {
        Kind::Named(kind) => kind,
        Kind::Ignored => return Ok(Parsed::default()),
        Kind::Untyped => return Ok(problem_only(Problem::NotAMessage)),
    };
    let mut reading = Reading::default();
    match Message::read(&kind, payload, &mut reading.faults) {
        Some((name, Ok(message))) => {
            observe(message, &mut reading);
            let problems = malformed(name, &reading.faults).into_iter().collect();
            Ok(Parsed { facts: reading.facts, problems })
        }
        Some((name, Err(_))) => {
            Err(Problem::Malformed { name: name.to_owned(), reason: "not valid JSON".to_owned() })
        }
        None if COMMANDS.contains(&&*kind) => Ok(Parsed::default()),
        None => {
            let name = kind.chars().take(UNKNOWN_NAME_MAX).filter(|c| !c.is_control()).collect();
            Ok(problem_only(Problem::UnknownType { name }))
        }
    }
}

fn malformed(name: &str, faults: &[String]) -> Option<Problem> {
    let reason = faults.join("; ");
    (!faults.is_empty()).then(|| Problem::Malformed { name: name.to_owned(), reason })
}

/// What sort of thing the page posted.
enum Kind<'a> {
    /// A message with a type.
    Named(Cow<'a, str>),
    /// Carries a sign-in code (`callbackUri`): not ours to read, whatever its type.
    Ignored,
    /// Something else.
    Untyped,
}

fn kind_of(payload: &str) -> Result<Kind<'_>, Problem> {
    // The widget writes `type` first, so the usual message is told apart without reading it twice.
    // "allbackUri" finds `callbackUri` and `refreshCallbackUri`; inside a customer's text it costs one
    // careful look.
    if let Some(kind) = first_type(payload).filter(|_| !payload.contains("allbackUri")) {
        return Ok(Kind::Named(Cow::Borrowed(kind)));
    }
    let head: crate::wire::Field<Head<'_>> =
        serde_json::from_str(payload).map_err(|_| Problem::NotAMessage)?;
    let Some(head) = head.take() else { return Ok(Kind::Untyped) };
    if head.callback_uri.get().is_some() || head.refresh_callback_uri.get().is_some() {
        return Ok(Kind::Ignored);
    }
    Ok(head
        .kind
        .take()
        .filter(|kind| !kind.0.is_empty())
        .map_or(Kind::Untyped, |kind| Kind::Named(kind.0)))
}

/// The type of a message that begins with it and needs no unescaping.
fn first_type(payload: &str) -> Option<&str> {
    let (kind, _) = payload.strip_prefix("{\"type\":\"")?.split_once('"')?;
    (!kind.is_empty() && !kind.contains('\\')).then_some(kind)
}

fn key(kind: &str, id: &str) -> CallKey {
    CallKey([kind, id].concat())
}

fn observe(message: Message<'_>, out: &mut Reading) {
    match message {
        Message::CallRing(it) => calls::leg(&it.call, calls::LegNews::Ring, out),
        Message::CallInit(it) => calls::leg(&it.call, calls::LegNews::Init, out),
        Message::CallStart(it) => calls::leg(&it.call, calls::LegNews::Start, out),
        Message::CallHold(it) => calls::leg(&it.call, calls::LegNews::Hold, out),
        Message::CallResume(it) => calls::leg(&it.call, calls::LegNews::Resume, out),
        Message::CallMute(it) | Message::CallDropVoicemail(it) => {
            calls::leg(&it.call, calls::LegNews::Property, out);
        }
        Message::CallEnd(it) => calls::leg(&it.call, calls::LegNews::End, out),
        Message::ActiveCall(it) | Message::RingOutCall(it) => calls::presence(&it.call, out),
        Message::TelephonySession(it) => sessions::session(&it.session, out),
        Message::WebphoneSessions(it) => calls::legs(&it.calls, out),
        Message::ControlCallError(it) => calls::refused(&it, out),
        Message::RecordUpdated(it) => texts::record(&it.message, texts::News::Updated, out),
        Message::RecordArrived(it) => texts::record(&it.message, texts::News::Arrived, out),
        Message::ThreadEntry(it) => texts::thread_entry(&it.entry, out),
        Message::Presence(it) => status::presence(&it, out),
        Message::AdapterState(it) => status::adapter_state(&it, out),
        Message::LoginStatus(it) => status::login(&it, out),
        Message::LoginPopup(it) => status::login_popup(&it, out),
        Message::Connection(it) => status::connection(&it, out),
        Message::DialerStatus(it) => status::dialer(&it, out),
        Message::CallingSettings(it) => status::calling(&it, out),
        other => details::observe(&other, out),
    }
}

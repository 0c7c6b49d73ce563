//! What the page posts, as facts: `kinds`, `records` and `words` are the vocabulary, the others turn it into ours.

mod calls;
mod details;
mod kinds;
mod records;
mod sessions;
mod status;
mod texts;
mod words;

use super::form::ID;
use crate::Parsed;
use crate::reading::{Reading, not_json, nothing_but, unknown};
use crate::wire::Field;
use deskbell_core::Problem;
use kinds::{Head, Message};
use std::borrow::Cow;

pub(super) use kinds::{COMMANDS, NAMES};

/// Reads one message; an error only if the text is not JSON.
pub(super) fn read(payload: &str) -> Result<Parsed, Problem> {
    let kind = match kind_of(payload)? {
        Kind::Named(kind) => kind,
        Kind::Ignored => return Ok(Parsed::default()),
        Kind::Untyped => return Ok(nothing_but(Problem::NotAMessage)),
    };
    let mut reading = Reading::of(ID);
    match Message::read(&kind, payload, &mut reading.faults) {
        Some((name, Ok(message))) => {
            observe(message, &mut reading);
            Ok(reading.done(name))
        }
        Some((name, Err(_))) => Err(not_json(name)),
        None if COMMANDS.contains(&&*kind) => Ok(Parsed::default()),
        None => Ok(nothing_but(unknown(&kind))),
    }
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
    let head: Field<Head<'_>> = serde_json::from_str(payload).map_err(|_| Problem::NotAMessage)?;
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

fn observe(message: Message<'_>, out: &mut Reading) {
    match message {
        Message::CallRing(it) => calls::leg(&it.call, calls::LegMessage::Ring, out),
        Message::CallInit(it) => calls::leg(&it.call, calls::LegMessage::Init, out),
        Message::CallStart(it) => calls::leg(&it.call, calls::LegMessage::Start, out),
        Message::CallHold(it) => calls::leg(&it.call, calls::LegMessage::Hold, out),
        Message::CallResume(it) => calls::leg(&it.call, calls::LegMessage::Resume, out),
        Message::CallMute(it) | Message::CallDropVoicemail(it) => {
            calls::leg(&it.call, calls::LegMessage::Property, out);
        }
        Message::CallEnd(it) => calls::leg(&it.call, calls::LegMessage::End, out),
        Message::ActiveCall(it) | Message::RingOutCall(it) => calls::presence(&it.call, out),
        Message::TelephonySession(it) => sessions::session(&it.session, out),
        Message::WebphoneSessions(it) => calls::legs(&it.calls, out),
        Message::ControlCallError(it) => calls::refused(&it, out),
        Message::RecordUpdated(it) => texts::record(&it.message, texts::Delivery::Updated, out),
        Message::RecordArrived(it) => texts::record(&it.message, texts::Delivery::Arrived, out),
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

//! What the tap reports of `saEvents`, as typed structs, and what it means.
//!
//! Sources: the vendor's page on webchat events ("Supported events"); `docs/vendors/smartagent.md`.

use super::encode::ABILITIES;
use crate::reading::Reading;
use crate::tapped::Dialect;
use crate::wire::{Field, wire};
use crate::wire_kinds::{Flag, Text, Time};
use deskbell_core::{
    Availability, Certainty, ClosedBy, ConversationFact, FunnelAnswers, FunnelMoment,
    RecognisedWidget, VisitScope, WidgetFact, WidgetWindow,
};

wire! {
    /// One event, as the tap forwards it.
    struct EventReport<'de> { event: Event<'de> = "event", historic: Flag = "historic" }
    /// The event itself. Its own `type` is not read again: the tap named the report after it.
    struct Event<'de> { data: EventData<'de> = "data", timestamp: Time = "timestamp" }
    /// What belongs to it.
    struct EventData<'de> {
        contact: Text<'de> = "contactId",
        instance: Text<'de> = "chatInstanceName",
    }
    /// The tap found the events.
    struct Recognised { window: Flag = "window" }
    /// The slide-out moved.
    struct Window { open: Flag = "open" }
}

/// Longest name of a chat instance that is kept.
const INSTANCE_MAX: usize = 80;

/// The button is an offer, a contact an attempt. Whoever reaches an agent is helped; a bot may have helped before, and
/// no event tells.
const FUNNEL: FunnelAnswers = FunnelAnswers {
    visits: VisitScope::Page,
    offered: Certainty::Known,
    tried: Certainty::Known,
    received: Certainty::AtLeast,
};

/// The dialect.
pub(super) const DIALECT: Dialect = Dialect {
    vendor: "smartagent",
    prefix: "saEvents:",
    names: &[
        "saEvents:CHAT_LOADED",
        "saEvents:CHAT_VISIBLE",
        "saEvents:CONNECT_TO_AGENT",
        "saEvents:CONTACT_ENDED",
        "saEvents:CONTACT_STARTED",
        "saEvents:TRANSFER_TO_QUEUE",
        "saEvents:recognised",
        "saEvents:window",
    ],
    read,
};

fn read(name: &'static str, payload: &str, out: &mut Reading) -> Result<(), serde_json::Error> {
    match name {
        "saEvents:recognised" => recognised(&out.content(payload)?, out),
        "saEvents:window" => window(&out.content(payload)?, out),
        _ => event(name, out.content(payload)?, out),
    }
    Ok(())
}

fn event(name: &str, report: EventReport<'_>, out: &mut Reading) {
    let historic = report.historic.is_set();
    if matches!(report.event, Field::Absent) {
        out.fault("event is missing");
    }
    let Some(event) = report.event.take() else { return };
    out.happened(event.timestamp.stamp(), historic);
    let data = event.data.take().unwrap_or_default();
    out.funnel(moment(name));
    let fact = match name {
        "saEvents:CHAT_LOADED" => {
            return instance(&data, out);
        }
        // The button is there, so somebody is: it is shown by time and by page. It may repeat (facts A10).
        "saEvents:CHAT_VISIBLE" => {
            instance(&data, out);
            let vendor = out.vendor();
            return out.fact(WidgetFact::AvailabilityChanged {
                vendor,
                availability: Availability::Online,
            });
        }
        "saEvents:CONTACT_STARTED" => ConversationFact::Offered { queue: None },
        "saEvents:TRANSFER_TO_QUEUE" => ConversationFact::Queued { queue: None, position: None },
        "saEvents:CONNECT_TO_AGENT" => ConversationFact::Active { agent: None },
        // "Customer has ended a chat", with or without an agent (facts A8).
        _ => ConversationFact::Closed { by: ClosedBy::Visitor, reason: None },
    };
    let contact = data.contact.filled();
    if matches!(data.contact, Field::Absent) {
        out.fault("event.data.contactId is missing");
    }
    out.chat_named(contact, fact);
}

fn moment(name: &str) -> FunnelMoment {
    match name {
        "saEvents:CHAT_VISIBLE" => FunnelMoment::Offered,
        "saEvents:CONTACT_STARTED" => FunnelMoment::Tried,
        "saEvents:CONNECT_TO_AGENT" => FunnelMoment::Received,
        _ => FunnelMoment::Seen,
    }
}

/// Opaque (facts A9); one that is not a plain name is not kept, because details are printed.
fn instance(data: &EventData<'_>, out: &mut Reading) {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.:".contains(&b);
    let name = data.instance.filled();
    if let Some(name) = name.filter(|name| name.len() <= INSTANCE_MAX && name.bytes().all(plain)) {
        out.detail("chat instance", name);
    }
}

fn recognised(report: &Recognised, out: &mut Reading) {
    let vendor = out.vendor();
    let abilities = if report.window.is_set() { ABILITIES.to_vec() } else { Vec::new() };
    let widget =
        RecognisedWidget { vendor, version: None, abilities, funnel: FUNNEL, no_end_signal: true };
    out.fact(WidgetFact::WidgetRecognised { widget });
}

/// Slid back, the button is still there.
fn window(report: &Window, out: &mut Reading) {
    let Some(open) = report.open.flag() else { return out.fault("open is missing") };
    let vendor = out.vendor();
    let window = if open { WidgetWindow::Open } else { WidgetWindow::Minimised };
    out.fact(WidgetFact::WindowChanged { vendor, window });
}

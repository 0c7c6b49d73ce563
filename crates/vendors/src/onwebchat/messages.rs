//! What the tap reports of onWebChat's callbacks and state, as typed structs, and what it means.
//!
//! Sources: the vendor's page on its live chat API ("Callback functions", "Get widget status", "Get Visitors
//! Info"); `docs/vendors/onwebchat.md`.

use super::encode::ABILITIES;
use crate::reading::Reading;
use crate::tapped::Dialect;
use crate::wire::{Field, wire};
use crate::wire_kinds::{Flag, Text};
use deskbell_core::{
    Availability, Certainty, ChatAbility, ChatAction, ConversationFact, FunnelAnswers,
    FunnelMoment, RecognisedWidget, VisitScope, Visitor, WidgetFact, WidgetWindow,
};

wire! {
    /// The tap found the widget, or its stub.
    struct Recognised { live: Flag = "live", set: Flag = "set", get: Flag = "get" }
    /// A callback was called.
    struct Called {}
    /// What `get` told.
    struct State<'de> {
        status: Text<'de> = "status",
        visitor: Details<'de> = "visitor",
        asked: Flag = "asked",
    }
    /// The visitor, by `get`.
    struct Details<'de> {
        name: Text<'de> = "name",
        email: Text<'de> = "email",
        phone: Text<'de> = "phone",
        notes: Text<'de> = "notes",
    }
}

/// A trigger is an offer, but a button that is merely there has no event. Who begins to write tries. That anybody
/// answers is never told (facts W9).
const FUNNEL: FunnelAnswers = FunnelAnswers {
    visits: VisitScope::Page,
    offered: Certainty::AtLeast,
    tried: Certainty::Known,
    received: Certainty::NotKnown,
};

/// The dialect.
pub(super) const DIALECT: Dialect = Dialect {
    vendor: "onwebchat",
    prefix: "onwebchat:",
    names: &[
        "onwebchat:onClick",
        "onwebchat:onMaximize",
        "onwebchat:onMinimize",
        "onwebchat:onMinimized",
        "onwebchat:onStartWriting",
        "onwebchat:onTrigger",
        "onwebchat:onWebChatLoaded",
        "onwebchat:recognised",
        "onwebchat:state",
    ],
    read,
};

fn read(name: &'static str, payload: &str, out: &mut Reading) -> Result<(), serde_json::Error> {
    match name {
        "onwebchat:recognised" => recognised(&out.content(payload)?, out),
        "onwebchat:state" => state(out.content(payload)?, out),
        _ => {
            let Called {} = out.content(payload)?;
            called(name, out);
        }
    }
    out.heard();
    Ok(())
}

fn called(name: &str, out: &mut Reading) {
    match name {
        "onwebchat:onMaximize" => window(WidgetWindow::Open, out),
        // The vendor's sentences and its code disagree on the name (facts W5).
        "onwebchat:onMinimize" | "onwebchat:onMinimized" => window(WidgetWindow::Minimised, out),
        // The one sign of a conversation that the vendor gives: no start, no message, no end (facts W9).
        "onwebchat:onStartWriting" => {
            out.funnel(FunnelMoment::Tried);
            out.chat(ConversationFact::Offered { queue: None });
            out.chat(ConversationFact::VisitorTyping { preview: None });
        }
        "onwebchat:onTrigger" => out.funnel(FunnelMoment::Offered),
        "onwebchat:onClick" | "onwebchat:onWebChatLoaded" => out.funnel(FunnelMoment::Seen),
        _ => {}
    }
}

fn window(window: WidgetWindow, out: &mut Reading) {
    let vendor = out.vendor();
    out.fact(WidgetFact::WindowChanged { vendor, window });
}

/// A stub only stores what is set: there is no widget until it has come.
fn recognised(report: &Recognised, out: &mut Reading) {
    if !report.live.is_set() {
        return out.detail("stub", "waits for the widget");
    }
    let (set, get) = (report.set.is_set(), report.get.is_set());
    let can = |ability: &&ChatAbility| {
        if ability.action == ChatAction::ReadState { get } else { set }
    };
    let abilities = ABILITIES.iter().filter(can).copied().collect();
    let vendor = out.vendor();
    let widget =
        RecognisedWidget { vendor, version: None, abilities, funnel: FUNNEL, no_end_signal: true };
    out.fact(WidgetFact::WidgetRecognised { widget });
}

fn state(state: State<'_>, out: &mut Reading) {
    match state.status.filled() {
        Some("online") => available(Availability::Online, out),
        Some("offline") => available(Availability::Offline, out),
        Some(_) => {
            out.fault("status is neither online nor offline");
            available(Availability::Unknown, out);
        }
        None => {}
    }
    if let Field::Given(details) = &state.visitor {
        let visitor = Visitor {
            name: details.name.private(),
            email: details.email.private(),
            phone: details.phone.private(),
            notes: details.notes.private(),
            ..Visitor::default()
        };
        if visitor != Visitor::default() {
            out.chat(ConversationFact::VisitorSeen { visitor: Box::new(visitor) });
        }
    }
    if state.asked.is_set() {
        out.fact(WidgetFact::ChatAnswered {
            vendor: out.vendor(),
            conversation: None,
            action: ChatAction::ReadState,
            refused: None,
        });
    }
}

fn available(availability: Availability, out: &mut Reading) {
    let vendor = out.vendor();
    out.fact(WidgetFact::AvailabilityChanged { vendor, availability });
}

//! What the tap reports of `_chatq`, as typed structs, and what it means.
//!
//! Sources: the vendor's page on its JavaScript API ("List of Events", "Event's Data"); `docs/vendors/engage.md`.

use super::encode::ABILITIES;
use crate::reading::Reading;
use crate::tapped::Dialect;
use crate::wire::{Field, wire};
use crate::wire_kinds::{Flag, Text, Unread};
use deskbell_core::{
    Author, Availability, Certainty, ChatMessage, ClosedBy, ConversationFact, FunnelAnswers,
    FunnelMoment, RecognisedWidget, VisitScope, WidgetFact, WidgetWindow,
};

wire! {
    /// An event with its data.
    struct EventReport<'de> { data: EventData<'de> = "data" }
    /// The data: flat, and any of it may be missing (facts D4, D5). Labels are the company's words; we need none.
    struct EventData<'de> {
        event: Text<'de> = "event",
        trigger_id: Text<'de> = "trigger_id",
        trigger_label: Unread = "trigger_label",
        trigger_human_id: Unread = "trigger_human_id",
        continuation: Flag = "trigger_continuation",
        mode: Text<'de> = "mode",
        item_id: Unread = "item_id",
        item_label: Unread = "item_label",
        item_human_id: Unread = "item_human_id",
        item_type: Text<'de> = "item_type",
    }
    /// The tap found the queue.
    struct Recognised { live: Flag = "live", late: Flag = "late" }
}

/// Longest mode kept; a word, not a text.
const MODE_MAX: usize = 40;

/// The vendor's own definition of the funnel (document, Q1 to Q5): every question has its event.
const FUNNEL: FunnelAnswers = FunnelAnswers {
    visits: VisitScope::Page,
    offered: Certainty::Known,
    tried: Certainty::Known,
    received: Certainty::Known,
};

/// The dialect.
pub(super) const DIALECT: Dialect = Dialect {
    vendor: "engage",
    prefix: "chatq:",
    names: &[
        "chatq:button_shown",
        "chatq:chat_closed",
        "chatq:chat_engaged",
        "chatq:chat_shown",
        "chatq:invitation_shown",
        "chatq:item_shown",
        "chatq:message_received",
        "chatq:message_sent",
        "chatq:recognised",
        "chatq:started",
        "chatq:trigger_activated",
        "chatq:trigger_executed",
    ],
    read,
};

fn read(name: &'static str, payload: &str, out: &mut Reading) -> Result<(), serde_json::Error> {
    if name == "chatq:recognised" {
        recognised(&out.content(payload)?, out);
        return Ok(());
    }
    let report: EventReport<'_> = out.content(payload)?;
    let data = report.data.take().unwrap_or_default();
    mode(&data.mode, out);
    match name {
        // The window is there again too when the chat goes on after a change of page (facts D14).
        "chatq:chat_shown" => {
            out.funnel(FunnelMoment::Seen);
            window(WidgetWindow::Open, out);
        }
        "chatq:chat_closed" => {
            out.chat(ConversationFact::Closed { by: ClosedBy::Visitor, reason: None });
            window(WidgetWindow::Closed, out);
        }
        // Also with `trigger_continuation`: a visitor may open the chat on one page and first write on the next.
        "chatq:chat_engaged" => {
            out.funnel(FunnelMoment::Tried);
            out.chat(ConversationFact::Offered { queue: None });
        }
        "chatq:message_sent" => message(Author::Visitor, out),
        "chatq:message_received" => {
            out.funnel(FunnelMoment::Received);
            message(Author::Agent, out);
        }
        "chatq:trigger_executed" => {
            // Q1: of a trigger of the company's, and not of the vendor's own that continues a chat.
            let is_online = data.mode.filled() == Some("online");
            let is_offer = is_online && data.trigger_id.filled().is_some();
            out.funnel(if is_offer { FunnelMoment::Offered } else { FunnelMoment::Seen });
        }
        "chatq:started" => {
            out.funnel(FunnelMoment::Seen);
            out.detail("chat manager", "started");
        }
        "chatq:button_shown" => out.detail("shown last", "button"),
        "chatq:invitation_shown" => out.detail("shown last", "invitation"),
        // It comes beside the two above (facts D7), or before `trigger_executed`.
        _ => {}
    }
    out.heard();
    Ok(())
}

/// `mode` is "online" or "offline"; any other word is kept as it is (facts D2).
fn mode(mode: &Field<Text<'_>>, out: &mut Reading) {
    let availability = match mode.filled() {
        None => return,
        Some("online") => Availability::Online,
        Some("offline") => Availability::Offline,
        Some(word) => {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
            if word.len() <= MODE_MAX && word.bytes().all(plain) {
                out.detail("mode", word);
            }
            Availability::Unknown
        }
    };
    let vendor = out.vendor();
    out.fact(WidgetFact::AvailabilityChanged { vendor, availability });
}

fn window(window: WidgetWindow, out: &mut Reading) {
    let vendor = out.vendor();
    out.fact(WidgetFact::WindowChanged { vendor, window });
}

/// The vendor tells no text (facts D13).
fn message(author: Author, out: &mut Reading) {
    out.chat(ConversationFact::Message { message: ChatMessage::new(author) });
}

/// Until the vendor's script runs there is only a queue that waits for it, and no widget.
fn recognised(report: &Recognised, out: &mut Reading) {
    if matches!(report.live, Field::Absent) {
        out.fault("live is missing");
    }
    if report.live.is_set() {
        let widget = RecognisedWidget {
            vendor: out.vendor(),
            version: None,
            abilities: ABILITIES.to_vec(),
            funnel: FUNNEL,
            no_end_signal: false,
        };
        out.fact(WidgetFact::WidgetRecognised { widget });
    } else {
        out.detail("queue", "waits for the vendor's script");
    }
    if report.late.is_set() {
        out.detail("heard from", "the middle: what happened before is not known");
    }
}

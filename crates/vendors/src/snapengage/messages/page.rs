//! Events of the JavaScript API into our facts (document: "JavaScript API"; facts 2.1–2.4; S19, S42–S45).
//!
//! The API names no conversation: a page has one visitor, so the facts are about the widget's current one.

use super::page_records::{PageNotice, Recognised};
use crate::reading::Reading;
use crate::snapengage::abilities;
use deskbell_core::{
    Author, Availability, ChatAction, ChatMessage, ChatNote, ChatObservation, ClosedBy,
    ConversationFact, FunnelMoment, FunnelSign, Private, Rating, Visitor, WidgetFact, WidgetWindow,
};

/// Lists every event once: its name on the wire and ours.
macro_rules! events {
    ($($name:literal => $variant:ident),* $(,)?) => {
        /// One event of the JavaScript API, as the tap names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum PageEvent { $($variant,)* }

        /// Every type the tap reports.
        pub(crate) const NAMES: &[&str] = &[$($name),*];

        impl PageEvent {
            /// The event of this name; with the name, because it is ours and lives long.
            pub(super) fn named(name: &str) -> Option<(&'static str, Self)> {
                match name { $($name => Some(($name, Self::$variant)),)* _ => None }
            }
        }
    };
}

events! {
    "js:recognised" => Recognised,
    "js:state" => State,
    "js:agentOnline" => AgentOnline,
    "js:Open" => Open,
    "js:OpenProactive" => OpenProactive,
    "js:Close" => Close,
    "js:Minimize" => Minimize,
    "js:StartChat" => StartChat,
    "js:StartCallme" => StartCallme,
    "js:ChatMessageReceived" => Received,
    "js:ChatMessageSent" => Sent,
    "js:MessageSubmit" => Submit,
    "js:ChatEnded" => Ended,
    "js:SwitchWidget" => SwitchWidget,
    "js:InlineButtonClicked" => Button,
    "js:RatingPromptClicked" => Rating,
}

/// What the widget writes for a chat that began without words.
const NO_WORDS: &str = "(none)";

/// The API was found, or has other methods now.
pub(super) fn recognised(it: &Recognised<'_>, out: &mut Reading) {
    let methods = it.methods.items().iter().map(|method| &*method.0);
    out.fact(WidgetFact::WidgetRecognised { widget: abilities::page(methods) });
    funnel(FunnelMoment::Seen, out);
    widget_id(it.widget.filled(), out);
    if it.late.is_set() {
        detail("attached", "late", out);
    }
}

/// Reads one event.
pub(super) fn observe(event: PageEvent, it: &PageNotice<'_>, out: &mut Reading) {
    match event {
        PageEvent::Recognised => {}
        PageEvent::State => {
            online(it.flag(0), out);
            widget_id(it.text(1), out);
            out.fact(WidgetFact::ChatAnswered {
                vendor: out.vendor(),
                conversation: None,
                action: ChatAction::ReadState,
                refused: None,
            });
        }
        PageEvent::AgentOnline => online(it.flag(0), out),
        PageEvent::Open => {
            window(WidgetWindow::Open, out);
            status(it.text(0), out);
            let is_offer = it.text(0) == Some("online");
            funnel(if is_offer { FunnelMoment::Offered } else { FunnelMoment::Seen }, out);
        }
        // An invitation is no conversation: only the visitor's answer begins one.
        PageEvent::OpenProactive => {
            window(WidgetWindow::Open, out);
            funnel(FunnelMoment::Offered, out);
        }
        // Closing the window is not the end of the chat, which tells of itself (S42).
        PageEvent::Close => {
            window(WidgetWindow::Closed, out);
            status(it.text(1), out);
        }
        PageEvent::Minimize => match it.flag(0) {
            Some(true) => window(WidgetWindow::Minimised, out),
            Some(false) => window(WidgetWindow::Open, out),
            None => out.fault("args[0] is not true or false"),
        },
        PageEvent::StartChat => start(it, out),
        PageEvent::StartCallme => {
            chat(ConversationFact::CallRequested { phone: it.private(0) }, out)
        }
        PageEvent::Received => {
            funnel(FunnelMoment::Received, out);
            message(Author::Agent, it.private(0), it.private(1), out);
        }
        // A chat that goes on after a reload has no beginning (facts 2.1): writing in it is trying too.
        PageEvent::Sent => {
            funnel(FunnelMoment::Tried, out);
            message(Author::Visitor, None, it.private(0), out);
        }
        PageEvent::Submit => {
            email(it, out);
            chat(ConversationFact::OfflineMessage { text: it.private(1) }, out);
        }
        PageEvent::Ended => ended(it, out),
        PageEvent::SwitchWidget => {
            widget_id(it.text(0), out);
            chat(note(ChatNote::WidgetChanged, it.private(0)), out);
        }
        PageEvent::Button => {
            // An object, or in the vendor's mobile libraries its three values (facts 2.4).
            let label =
                it.options().map_or_else(|| it.private(1), |options| options.label.private());
            chat(note(ChatNote::ButtonPressed, label), out);
        }
        PageEvent::Rating => {
            let scale = it.text(1).map(|scale| scale.chars().take(SCALE_MAX).collect());
            let rating = Rating { value: it.count(2), scale, comment: None };
            chat(ConversationFact::Rated { rating }, out);
        }
    }
}

/// Longest name of a scale that is kept; the vendor's are NUMBER and STAR.
const SCALE_MAX: usize = 40;

/// Longest widget id that is kept.
const ID_MAX: usize = 64;

fn chat(fact: ConversationFact, out: &mut Reading) {
    let observation = ChatObservation::new(out.vendor(), fact);
    out.fact(WidgetFact::Chat { observation });
}

fn funnel(moment: FunnelMoment, out: &mut Reading) {
    out.fact(WidgetFact::Funnel { sign: FunnelSign::new(out.vendor(), moment) });
}

const fn note(note: ChatNote, detail: Option<Private<String>>) -> ConversationFact {
    ConversationFact::Noted { note, detail }
}

fn message(
    author: Author,
    name: Option<Private<String>>,
    text: Option<Private<String>>,
    out: &mut Reading,
) {
    let message = ChatMessage { name, text, ..ChatMessage::new(author) };
    chat(ConversationFact::Message { message }, out);
}

/// The visitor's first words, and the address given before.
fn start(it: &PageNotice<'_>, out: &mut Reading) {
    funnel(FunnelMoment::Tried, out);
    chat(ConversationFact::Offered { queue: None }, out);
    email(it, out);
    if let Some(text) = it.text(1).filter(|text| *text != NO_WORDS) {
        message(Author::Visitor, None, Some(Private::from(text)), out);
    }
}

fn email(it: &PageNotice<'_>, out: &mut Reading) {
    if let Some(email) = it.private(0) {
        let visitor = Visitor { email: Some(email), ..Visitor::default() };
        chat(ConversationFact::VisitorSeen { visitor: Box::new(visitor) }, out);
    }
}

/// The widget tells the visitor apart from everybody else, and no more.
fn ended(it: &PageNotice<'_>, out: &mut Reading) {
    let by_visitor = it.options().and_then(|options| options.by_visitor.get()).map(|it| it.0);
    let (by, reason) = match by_visitor {
        Some(true) => (ClosedBy::Visitor, None),
        Some(false) => (ClosedBy::Unknown, Some("agent or system".to_owned())),
        None => (ClosedBy::Unknown, None),
    };
    chat(ConversationFact::Closed { by, reason }, out);
}

fn window(window: WidgetWindow, out: &mut Reading) {
    out.fact(WidgetFact::WindowChanged { vendor: out.vendor(), window });
}

fn online(online: Option<bool>, out: &mut Reading) {
    let Some(online) = online else { return };
    let availability = if online { Availability::Online } else { Availability::Offline };
    out.fact(WidgetFact::AvailabilityChanged { vendor: out.vendor(), availability });
}

/// `online` or `offline`, told with every opening and closing; any other word says nothing.
fn status(word: Option<&str>, out: &mut Reading) {
    match word {
        Some("online") => online(Some(true), out),
        Some("offline") => online(Some(false), out),
        Some(_) | None => {}
    }
}

fn widget_id(id: Option<&str>, out: &mut Reading) {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if let Some(id) = id.filter(|id| id.len() <= ID_MAX && id.chars().all(plain)) {
        detail("widgetId", id, out);
    }
}

fn detail(name: &str, value: &str, out: &mut Reading) {
    out.detail(name, value);
}

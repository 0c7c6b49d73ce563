//! Hub events into our facts (document: "Send Events"; facts 2.5; decisions S3, S5, S7, S13–S18).

use super::hub_records::{Data, Envelope, Fields, Nested, first};
use crate::reading::Reading;
use crate::snapengage::abilities::{HubShape, hub};
use crate::wire::Field;
use crate::wire_kinds::Text;
use deskbell_core::{
    Author, ChatFile, ChatMessage, ChatNote, ChatObservation, ClosedBy, ConversationFact,
    ConversationKey, FunnelMoment, FunnelSign, Label, PageSeen, Private, TransferStep, Visitor,
    Weather, WidgetFact,
};

/// Lists every Hub event once: its name on the wire and ours.
macro_rules! events {
    ($($name:literal => $variant:ident),* $(,)?) => {
        /// One event of the Hub.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum HubEvent { $($variant,)* }

        /// Every event of the Hub we know.
        pub(crate) const NAMES: &[&str] = &[$($name),*];

        impl HubEvent {
            /// The event of this name; with the name, because it is ours and lives long.
            pub(super) fn named(name: &str) -> Option<(&'static str, Self)> {
                match name { $($name => Some(($name, Self::$variant)),)* _ => None }
            }
        }
    };
}

events! {
    // The document's list.
    "conversation_started" => Started,
    "name_captured" => Name,
    "agent_message_received" => AgentMessage,
    "visitor_message_received" => VisitorMessage,
    "visitor_typing" => Typing,
    "visitor_page_update" => Page,
    "conversation_closed_by_visitor" => ClosedByVisitor,
    "phone_captured" => Phone,
    "email_captured" => Email,
    "reclaim_transfer_request" => Reclaimed,
    "request_file" => FileRequested,
    "request_secure_data" => SecureDataRequested,
    "ban_user" => Banned,
    "call_me" => CallMe,
    "visitor_transcript_request" => TranscriptRequested,
    "widget_changed" => WidgetChanged,
    "ignore" => NotRecorded,
    "record" => Recorded,
    "auto_translate_enabled" => TranslationOn,
    "auto_translate_disabled" => TranslationOff,
    "auto_translate_language_changed" => TranslationChanged,
    "weather_info_captured" => Weather,
    // In the Hub's own list of types or in logs, not in the document (S14).
    "conversation_closed_by_agent" => ClosedByAgent,
    "conversation_closed_by_system" => ClosedBySystem,
    "conversation_sent_integration" => Integrated,
    "conversation_transferred" => Transferred,
    "send_file" => FileSent,
    // Documented as commands; the Hub's types have them on both sides.
    "transfer_request" => TransferRequested,
    "label_added" => LabelAdded,
    "label_removed" => LabelRemoved,
}

/// Reads one event. The Hub spoke, so it is there and takes commands: that is how it is recognised.
pub(super) fn observe(event: HubEvent, envelope: &Envelope<'_>, out: &mut Reading) {
    let shape = if is_undocumented(event) || envelope.sender.get().is_some() {
        HubShape::Seen
    } else {
        HubShape::Documented
    };
    out.fact(WidgetFact::WidgetRecognised { widget: hub(shape) });
    let ids = [&envelope.conversation, &envelope.public_conversation, &envelope.case];
    let Some(id) = ids.into_iter().find_map(Field::filled) else {
        return out.fault("conversationId is missing");
    };
    let facts = facts(event, envelope);
    if let Some(moment) = facts.as_ref().and_then(|(fact, _)| moment(fact)) {
        let conversation = Some(ConversationKey(id.to_owned()));
        let sign = FunnelSign { conversation, ..FunnelSign::new(out.vendor(), moment) };
        out.fact(WidgetFact::Funnel { sign });
    }
    let agent = agent(event, envelope);
    let mut say = |fact| {
        let observation = ChatObservation {
            conversation: Some(ConversationKey(id.to_owned())),
            at: envelope.at.get().map(|at| at.0),
            agent: agent.clone(),
            ..ChatObservation::new(out.vendor(), fact)
        };
        out.fact(WidgetFact::Chat { observation });
    };
    // A message of which nothing could be read is still a message: somebody waits for an answer.
    let is_empty = match &facts {
        Some((ConversationFact::Message { message }, _)) => {
            message.text.is_none() && message.file.is_none()
        }
        Some(_) => false,
        None => true,
    };
    if let Some((one, other)) = facts {
        say(one);
        other.into_iter().for_each(say);
    }
    if is_empty {
        out.fault("data says nothing");
    }
}

/// Only Hubs that tell more than their document says tell this.
const fn is_undocumented(event: HubEvent) -> bool {
    matches!(
        event,
        HubEvent::ClosedByAgent
            | HubEvent::ClosedBySystem
            | HubEvent::Integrated
            | HubEvent::Transferred
            | HubEvent::FileSent
    )
}

/// What it says of the visit: whoever writes tries, whoever is written to received.
fn moment(fact: &ConversationFact) -> Option<FunnelMoment> {
    match fact {
        ConversationFact::Offered { .. } => Some(FunnelMoment::Tried),
        ConversationFact::Message { message } => match message.author {
            Author::Visitor => Some(FunnelMoment::Tried),
            Author::Agent | Author::Bot => Some(FunnelMoment::Received),
            Author::System => None,
        },
        _ => None,
    }
}

/// What an event says; none where its content is missing.
fn facts(
    event: HubEvent,
    envelope: &Envelope<'_>,
) -> Option<(ConversationFact, Option<ConversationFact>)> {
    let data = Content(&envelope.data);
    let note = |note| ConversationFact::Noted { note, detail: None };
    let closed = |by| ConversationFact::Closed { by, reason: None };
    let seen = |visitor| ConversationFact::VisitorSeen { visitor: Box::new(visitor) };
    Some((
        match event {
            HubEvent::Started => {
                let said = data.words().is_some() || data.file().is_some();
                let first = said.then(|| message(Author::Visitor, envelope));
                return Some((ConversationFact::Offered { queue: None }, first));
            }
            HubEvent::VisitorMessage => message(author(envelope, Author::Visitor), envelope),
            HubEvent::AgentMessage | HubEvent::FileSent => {
                message(author(envelope, Author::Agent), envelope)
            }
            HubEvent::Typing => ConversationFact::VisitorTyping { preview: data.words() },
            HubEvent::Name => {
                seen(Visitor { name: Some(data.one(|it| [&it.name])?), ..Visitor::default() })
            }
            // The document's sample has the address under `phone` (S3).
            HubEvent::Email => seen(Visitor {
                email: Some(data.one(|it| [&it.email, &it.phone])?),
                ..Visitor::default()
            }),
            HubEvent::Phone => {
                seen(Visitor { phone: Some(data.one(|it| [&it.phone])?), ..Visitor::default() })
            }
            HubEvent::Page => {
                let title = data.fields().and_then(|it| it.title.private());
                let url = data.one(|it| [&it.page, &it.url])?;
                ConversationFact::PageViewed { page: PageSeen { url: Some(url), title } }
            }
            HubEvent::Weather => seen(weather(data.fields()?)),
            HubEvent::ClosedByVisitor => closed(ClosedBy::Visitor),
            HubEvent::ClosedByAgent => closed(ClosedBy::Agent),
            HubEvent::ClosedBySystem => closed(ClosedBy::System),
            HubEvent::TransferRequested => transfer(TransferStep::Requested, &data),
            HubEvent::Transferred => transfer(TransferStep::Accepted, &data),
            HubEvent::Reclaimed => transfer(TransferStep::Reclaimed, &data),
            HubEvent::LabelAdded => ConversationFact::LabelAdded { label: label(&data)? },
            HubEvent::LabelRemoved => ConversationFact::LabelRemoved { label: label(&data)? },
            HubEvent::CallMe => {
                ConversationFact::CallRequested { phone: data.one(|it| [&it.phone]) }
            }
            HubEvent::FileRequested => note(ChatNote::FileRequested),
            HubEvent::SecureDataRequested => ConversationFact::Noted {
                note: ChatNote::SecureDataRequested,
                detail: data.one(|it| [&it.secure, &it.secure_camel]),
            },
            HubEvent::WidgetChanged => ConversationFact::Noted {
                note: ChatNote::AgentChangedWidget,
                detail: data.one(|it| [&it.widget, &it.widget_name, &it.widget_id]),
            },
            HubEvent::Banned => note(ChatNote::Banned),
            HubEvent::TranscriptRequested => note(ChatNote::TranscriptRequested),
            HubEvent::NotRecorded => note(ChatNote::NotRecorded),
            HubEvent::Recorded => note(ChatNote::Recorded),
            HubEvent::Integrated => note(ChatNote::Integrated),
            HubEvent::TranslationOn => note(ChatNote::TranslationOn),
            HubEvent::TranslationOff => note(ChatNote::TranslationOff),
            HubEvent::TranslationChanged => ConversationFact::Noted {
                note: ChatNote::TranslationChanged,
                detail: data.one(|it| [&it.language]),
            },
        },
        None,
    ))
}

/// The content of an event, whatever its shape.
struct Content<'a, 'de>(&'a Field<Data<'de>>);

impl<'a, 'de> Content<'a, 'de> {
    fn fields(&self) -> Option<&'a Fields<'de>> {
        match self.0.get()? {
            Data::Plain(_) => None,
            Data::Object(fields) => Some(fields),
        }
    }

    fn plain(&self) -> Option<Private<String>> {
        match self.0.get()? {
            Data::Plain(text) => filled(text),
            Data::Object(_) => None,
        }
    }

    /// The one value of the event: the whole content, or the first of these fields that says something.
    fn one<const N: usize>(
        &self,
        spellings: impl Fn(&'a Fields<'de>) -> [&'a Field<Text<'de>>; N],
    ) -> Option<Private<String>> {
        self.plain().or_else(|| first(&spellings(self.fields()?)))
    }

    /// Text somebody wrote or writes.
    fn words(&self) -> Option<Private<String>> {
        self.plain().or_else(|| {
            let it = self.fields()?;
            it.text.private().or_else(|| match it.message.get()? {
                Nested::Plain(text) => filled(text),
                Nested::Object(inner) => inner.text.private(),
            })
        })
    }

    /// The vendor's id of a message.
    fn id(&self) -> Option<String> {
        let it = self.fields()?;
        let inner = match it.message.get() {
            Some(Nested::Object(inner)) => inner.id.filled(),
            Some(Nested::Plain(_)) | None => None,
        };
        inner.or_else(|| it.id.filled()).map(str::to_owned)
    }

    /// A file somebody sent. Messages name their kind `File`, in whatever case (S16).
    fn file(&self) -> Option<ChatFile> {
        let it = self.fields()?;
        let (kind, name, url, mime) = match it.message.get() {
            Some(Nested::Object(inner)) => (&inner.kind, &inner.file, &inner.url, &inner.mime),
            Some(Nested::Plain(_)) | None => (&it.kind, &it.file, &it.url, &it.mime),
        };
        let is_file = kind.filled().is_some_and(|kind| kind.eq_ignore_ascii_case("file"));
        (is_file || name.filled().is_some()).then(|| ChatFile {
            name: name.private(),
            url: url.private(),
            mime: mime.filled().map(|mime| mime.chars().take(MIME_MAX).collect()),
        })
    }
}

/// Longest type of a file that is kept; no real one comes near.
const MIME_MAX: usize = 100;

fn filled(text: &Text<'_>) -> Option<Private<String>> {
    (!text.0.is_empty()).then(|| Private::from(&*text.0))
}

/// A message with as much of it as can be read.
fn message(by: Author, envelope: &Envelope<'_>) -> ConversationFact {
    let data = Content(&envelope.data);
    let name = envelope.sender.get().and_then(|sender| sender.alias.private());
    let (id, text, file) = (data.id(), data.words(), data.file());
    ConversationFact::Message {
        message: ChatMessage { id, name, text, file, ..ChatMessage::new(by) },
    }
}

/// Who wrote: the envelope's word, or what the event's name says.
fn author(envelope: &Envelope<'_>, otherwise: Author) -> Author {
    let kind = envelope.sender.get().and_then(|sender| sender.kind.filled());
    match kind.map(str::to_ascii_lowercase).as_deref() {
        Some("visitor" | "customer") => Author::Visitor,
        Some("agent" | "operator") => Author::Agent,
        Some("bot") => Author::Bot,
        Some("system") => Author::System,
        Some(_) | None => otherwise,
    }
}

/// The prefix of ids of agents who use the web client; the vendor takes and gives them with and without.
const WEB_CLIENT: &str = "wc:";

/// What the vendor calls our agent: commands must carry it.
fn agent(event: HubEvent, envelope: &Envelope<'_>) -> Option<Private<String>> {
    let named = [&envelope.agent_email, &envelope.agent].into_iter().find_map(Field::filled);
    let sender = || {
        let sender = envelope.sender.get()?;
        let otherwise = match event {
            HubEvent::AgentMessage | HubEvent::ClosedByAgent => Author::Agent,
            _ => Author::System,
        };
        (author(envelope, otherwise) == Author::Agent).then(|| sender.id.filled()).flatten()
    };
    let id = named.or_else(sender)?;
    Some(Private::from(id.strip_prefix(WEB_CLIENT).unwrap_or(id)))
}

fn transfer(step: TransferStep, data: &Content<'_, '_>) -> ConversationFact {
    let to = data.one(|it| [&it.widget_name, &it.widget_id, &it.agent_email]);
    ConversationFact::Transfer { step, to }
}

fn label(data: &Content<'_, '_>) -> Option<Label> {
    let name = data.one(|it| [&it.label, &it.name])?.reveal().clone();
    let fields = data.fields();
    let value = fields.and_then(|it| it.value.private());
    let free_form = fields.and_then(|it| it.free_form.get()).map(|flag| flag.0);
    Some(Label { name, value, free_form })
}

/// Numbers and text alike: the log has the temperatures as text (S18).
fn weather(it: &Fields<'_>) -> Visitor {
    Visitor {
        weather: Some(Weather {
            celsius: it.celsius.degrees(),
            fahrenheit: it.fahrenheit.degrees(),
            description: it.description.private(),
        }),
        ..Visitor::default()
    }
}

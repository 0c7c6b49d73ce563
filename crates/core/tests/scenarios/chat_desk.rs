//! A desk with chat widgets: what one says, in short words.

use crate::desk::*;
use deskbell_core::*;

/// A widget of which conversations have names and everything can be asked.
pub(crate) const CONSOLE: &str = "console";
/// A widget that names no conversation.
pub(crate) const BUBBLE: &str = "bubble";

pub(crate) fn vendor(name: &str) -> VendorId {
    VendorId(name.to_owned())
}

pub(crate) fn key(name: &str) -> ConversationKey {
    ConversationKey(name.to_owned())
}

/// The console says something about conversation `name`.
pub(crate) fn of(name: &str, fact: ConversationFact) -> ChatObservation {
    ChatObservation { conversation: Some(key(name)), ..ChatObservation::new(vendor(CONSOLE), fact) }
}

/// The bubble says something about its current conversation.
pub(crate) fn current(fact: ConversationFact) -> ChatObservation {
    ChatObservation::new(vendor(BUBBLE), fact)
}

pub(crate) fn at(seconds: u64, observation: ChatObservation) -> ChatObservation {
    ChatObservation { at: Some(Timestamp(T0.0 + seconds * 1000)), ..observation }
}

pub(crate) fn historic(observation: ChatObservation) -> ChatObservation {
    ChatObservation { historic: true, ..observation }
}

pub(crate) fn offered() -> ConversationFact {
    ConversationFact::Offered { queue: None }
}

pub(crate) fn queued(position: u32) -> ConversationFact {
    ConversationFact::Queued { queue: Some("Sales".into()), position: Some(position) }
}

pub(crate) fn active() -> ConversationFact {
    ConversationFact::Active { agent: None }
}

pub(crate) fn closed(by: ClosedBy) -> ConversationFact {
    ConversationFact::Closed { by, reason: None }
}

pub(crate) fn said(author: Author, text: &str) -> ConversationFact {
    let text = Some(Private::from(text)).filter(|text| !text.reveal().is_empty());
    ConversationFact::Message { message: ChatMessage { text, ..ChatMessage::new(author) } }
}

pub(crate) fn asks(text: &str) -> ConversationFact {
    said(Author::Visitor, text)
}

pub(crate) fn answers(text: &str) -> ConversationFact {
    said(Author::Agent, text)
}

/// A message with the vendor's id.
pub(crate) fn numbered(id: &str, author: Author, text: &str) -> ConversationFact {
    let text = Some(text.into());
    let id = Some(id.to_owned());
    ConversationFact::Message { message: ChatMessage { id, text, ..ChatMessage::new(author) } }
}

pub(crate) fn typing() -> ConversationFact {
    ConversationFact::VisitorTyping { preview: Some("I wo".into()) }
}

pub(crate) fn visitor(name: &str) -> ConversationFact {
    let visitor = Visitor { name: Some(name.into()), ..Visitor::default() };
    ConversationFact::VisitorSeen { visitor: Box::new(visitor) }
}

pub(crate) fn noted(note: ChatNote) -> ConversationFact {
    ConversationFact::Noted { note, detail: None }
}

pub(crate) fn transfer(step: TransferStep) -> ConversationFact {
    ConversationFact::Transfer { step, to: None }
}

/// Everything that can be asked of the console.
pub(crate) fn console() -> RecognisedWidget {
    use ChatAction::*;
    let confirmed = [
        Reply,
        Close,
        AddLabel,
        RemoveLabel,
        Transfer,
        Reclaim,
        RequestFile,
        RequestSecureData,
        Ban,
    ];
    let mut abilities: Vec<ChatAbility> =
        confirmed.into_iter().map(ChatAbility::confirmed).collect();
    abilities.push(ChatAbility::unconfirmed(PopulateText));
    RecognisedWidget {
        vendor: vendor(CONSOLE),
        version: Some("2.0".to_owned()),
        abilities,
        funnel: FunnelAnswers::default(),
        no_end_signal: false,
    }
}

/// The bubble can be told a little, some of it only while its window is open.
pub(crate) fn bubble() -> RecognisedWidget {
    use ChatAction::*;
    let add = ChatAbility { needs_window: true, ..ChatAbility::unconfirmed(AddMessage) };
    let mut abilities = vec![add, ChatAbility::confirmed(SetWindow)];
    abilities.extend([PageChange, SetVisitor].map(ChatAbility::unconfirmed));
    RecognisedWidget {
        vendor: vendor(BUBBLE),
        version: None,
        abilities,
        funnel: FunnelAnswers::default(),
        no_end_signal: false,
    }
}

impl Desk {
    /// One account `site` with both widgets on its page, and a phone to tell the status.
    pub(crate) fn chats() -> Self {
        let mut desk = Self::bare(&["site"]);
        desk.open_site();
        desk.take();
        desk
    }

    /// The page of `site` says hello and is recognised.
    pub(crate) fn open_site(&mut self) {
        self.page_of("site", PageFact::Started { abilities: abilities(true) });
        for widget in [console(), bubble()] {
            self.receive_at("site", WidgetFact::WidgetRecognised { widget });
        }
    }

    pub(crate) fn chat(&mut self, observation: ChatObservation) -> Vec<Effect> {
        self.receive_at("site", WidgetFact::Chat { observation })
    }

    /// Several at once.
    pub(crate) fn chat_all(&mut self, observations: &[ChatObservation]) -> Vec<Effect> {
        observations.iter().flat_map(|it| self.chat(it.clone())).collect()
    }

    /// The only conversation.
    pub(crate) fn conversation(&self) -> ConversationRow {
        let view = self.view();
        assert_eq!(view.conversations.len(), 1, "{:#?}", view.conversations);
        view.conversations.into_iter().next().unwrap()
    }

    pub(crate) fn statuses(&self) -> Vec<ConversationStatus> {
        self.view().conversations.into_iter().map(|row| row.status).collect()
    }

    pub(crate) fn show_chat(&mut self, id: u32) -> Vec<Effect> {
        let stage = Stage::Conversation { conversation: ConversationId(id) };
        self.request(Intent::Show { stage })
    }

    /// The transcript of the conversation on the stage as lines.
    pub(crate) fn transcript(&self) -> String {
        let panel = self.view().conversation.expect("a conversation on the stage");
        let mut lines = String::new();
        for row in panel.transcript {
            let what =
                row.note.map_or_else(|| format!("{:?}", row.author), |it| format!("*{it:?}"));
            lines += &format!("{what}: {}\n", row.text.as_deref().unwrap_or("-"));
        }
        lines
    }

    pub(crate) fn asked_of_chat(&mut self, request: ChatRequest) -> RequestId {
        self.ask(about(None, request))
    }

    pub(crate) fn withheld(&self) -> Vec<(String, WithheldReason)> {
        self.view().withheld.into_iter().map(|it| (it.what, it.reason)).collect()
    }
}

/// A request to a conversation, or to the only one.
pub(crate) fn about(conversation: Option<u32>, request: ChatRequest) -> Intent {
    Intent::Chat {
        conversation: conversation.map(ConversationId),
        account: None,
        vendor: None,
        request,
        confirmed: false,
    }
}

pub(crate) fn reply(text: &str) -> ChatRequest {
    ChatRequest::Reply { text: text.into() }
}

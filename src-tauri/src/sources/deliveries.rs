//! What a vendor's service delivered, in the core's words: the status of agents, and what happens to conversations.

use deskbell_core::{
    AccountId, Author, ChatMessage, ChatNote, ChatObservation, ClosedBy, ConversationFact,
    ConversationKey, Event, Label, PageSeen, Private, Rating, StatusReport, Timestamp,
    TransferStep, VendorId, Visitor, VisitorField,
};
use deskbell_snapengage::{
    AgentStatusChange, CaseKind, CaseRecord, ConversationEvent, EndedBy, Happening, NamedValue,
    ReceivedStatus, Sender, Webhook,
};

/// What a delivery for `account` says to the agent whom the vendor calls `agent`.
pub(super) fn events(account: &AccountId, agent: &str, webhook: Webhook) -> Vec<Event> {
    match webhook {
        Webhook::AgentStatus(change) => vec![status(account, agent, change)],
        Webhook::Conversation(event) => {
            let who = match (event.is_about(agent), &event.agent) {
                (true, _) => Who::Us,
                (false, Some(_)) => Who::Colleague,
                (false, None) => Who::Nobody,
            };
            let (case, at) = (event.case.clone(), event.at);
            let ours = (who == Who::Us).then(|| agent.to_owned());
            let fact = conversation(event, who);
            fact.map(|fact| told(account, &case, at, ours, fact)).into_iter().collect()
        }
        Webhook::Case(case) => finished(account, case),
    }
}

/// Whose conversation an event speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Us,
    Colleague,
    Nobody,
}

fn status(account: &AccountId, agent: &str, change: AgentStatusChange) -> Event {
    let ours = change.is_about(agent);
    let word = match change.status {
        ReceivedStatus::Online => "online",
        ReceivedStatus::Pause => "pause",
        ReceivedStatus::Offline => "offline",
    };
    let told = StatusReport {
        word: word.to_owned(),
        note: change.sub_status,
        changed_at: change.at.map(Timestamp),
    };
    let account = account.clone();
    if ours {
        Event::StatusReported { account, told }
    } else {
        Event::ColleagueStatusReported { account, agent: Private::new(change.agent), told }
    }
}

/// What an event means to this agent; none where it means nothing.
fn conversation(event: ConversationEvent, who: Who) -> Option<ConversationFact> {
    let queue = event.widget_name.map(Private::new);
    let alias = event.agent_alias.map(Private::new);
    let taken = || ConversationFact::Closed { by: ClosedBy::Transferred, reason: None };
    match (event.event, who) {
        (Happening::Queued, _) => Some(ConversationFact::Queued { queue, position: None }),
        (Happening::Assigned | Happening::Broadcasted, Who::Us) => {
            Some(ConversationFact::Offered { queue })
        }
        (Happening::Responded, Who::Us) => Some(ConversationFact::Active { agent: alias }),
        (Happening::Assigned | Happening::Responded, Who::Colleague) => Some(taken()),
        // Offered to others too, it still waits for us.
        (Happening::Broadcasted, Who::Colleague | Who::Nobody) => None,
        (Happening::Assigned | Happening::Responded, Who::Nobody) => None,
        (Happening::Transferred, Who::Colleague) => {
            Some(ConversationFact::Transfer { step: TransferStep::Accepted, to: alias })
        }
        // Whether we gave it or have it now is not said here; what follows says it.
        (Happening::Transferred, Who::Us | Who::Nobody) => {
            Some(ConversationFact::Noted { note: ChatNote::TransferAccepted, detail: alias })
        }
        (Happening::Labeled, _) => event.label.map(label),
        (Happening::Surveyed, _) => Some(ConversationFact::Rated {
            rating: Rating {
                value: event.score,
                scale: None,
                comment: event.comment.map(Private::new),
            },
        }),
        (Happening::Closed, Who::Us | Who::Nobody) => {
            Some(ConversationFact::Closed { by: ClosedBy::Unknown, reason: None })
        }
        (Happening::Closed, Who::Colleague) => Some(taken()),
    }
}

/// A whole chat once it is over, or a message that was left. It joins what was told of the same conversation; a chat that
/// this desk knows nothing of is another agent's and stays unknown.
fn finished(account: &AccountId, case: CaseRecord) -> Vec<Event> {
    let (key, at) = (case.case.clone(), case.at);
    let tell = |fact| told(account, &key, None, None, fact);
    let mut all = Vec::new();
    match case.kind {
        CaseKind::Offline => {
            let text = case.description.clone().map(Private::new);
            all.push(told(account, &key, at, None, ConversationFact::OfflineMessage { text }));
            all.push(tell(seen(&case)));
        }
        CaseKind::Chat => {
            all.push(tell(seen(&case)));
            for (number, line) in case.transcript.into_iter().enumerate() {
                let author = match line.sender {
                    Sender::Visitor => Author::Visitor,
                    Sender::Agent => Author::Agent,
                    Sender::Bot => Author::Bot,
                    Sender::System => Author::System,
                };
                let message = ChatMessage {
                    // By its place, so that the same words said twice are two lines, and a delivery made twice is one.
                    id: Some(format!("line {number}")),
                    name: line.alias.map(Private::new),
                    text: Some(Private::new(line.message)),
                    ..ChatMessage::new(author)
                };
                let fact = ConversationFact::Message { message };
                all.push(historic(told(account, &key, line.at, None, fact)));
            }
        }
    }
    all.extend(case.labels.into_iter().map(|it| tell(label(it))));
    if case.kind == CaseKind::Chat {
        let by = match case.ended_by {
            Some(EndedBy::Agent) => ClosedBy::Agent,
            Some(EndedBy::Visitor) => ClosedBy::Visitor,
            Some(EndedBy::TimedOut | EndedBy::NoAgentsFound) => ClosedBy::System,
            None => ClosedBy::Unknown,
        };
        all.push(tell(ConversationFact::Closed { by, reason: None }));
    }
    all
}

fn seen(case: &CaseRecord) -> ConversationFact {
    let private = |text: &Option<String>| text.clone().map(Private::new);
    let field = |detail: &NamedValue| VisitorField {
        name: detail.name.clone(),
        value: Private::new(detail.value.clone()),
    };
    ConversationFact::VisitorSeen {
        visitor: Box::new(Visitor {
            name: private(&case.name),
            email: private(&case.email),
            phone: private(&case.phone),
            page: PageSeen { url: private(&case.page), title: None },
            referrer: private(&case.referrer),
            location: private(&case.location),
            language: private(&case.language),
            fields: case.details.iter().map(field).collect(),
            ..Visitor::default()
        }),
    }
}

fn label(named: NamedValue) -> ConversationFact {
    let value = Some(named.value).filter(|value| !value.is_empty()).map(Private::new);
    ConversationFact::LabelAdded { label: Label { name: named.name, value, free_form: None } }
}

fn told(
    account: &AccountId,
    case: &str,
    at: Option<u64>,
    agent: Option<String>,
    fact: ConversationFact,
) -> Event {
    let vendor = VendorId("snapengage".to_owned());
    let observation = ChatObservation {
        conversation: Some(ConversationKey(case.to_owned())),
        at: at.map(Timestamp),
        agent: agent.map(Private::new),
        ..ChatObservation::new(vendor, fact)
    };
    Event::ChatReported { account: account.clone(), observation }
}

fn historic(event: Event) -> Event {
    match event {
        Event::ChatReported { account, observation } => Event::ChatReported {
            account,
            observation: ChatObservation { historic: true, ..observation },
        },
        other => other,
    }
}

#[cfg(test)]
#[path = "deliveries_tests.rs"]
mod tests;

//! Messages that are not calls: SMS, pager, voicemail, fax, and the shared conversations of 3.x.

use super::calls::{direction, other_side};
use super::records::{Attachment, Message, ThreadEntry};
use super::words::{Availability, EntryType, MessageType, ReadStatus};
use crate::reading::Reading;
use crate::wire::Field;
use deskbell_core::{Direction, MessageKind, MessageObservation, Party, WidgetFact};
use std::time::Duration;

/// Which of the two messages it was. The widget posts "updated" and then "inbound" for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    Updated,
    Arrived,
}

/// Modified this soon after creation, an inbound entry counts as new: the widget's own rule for messages.
const NEW_FOR: Duration = Duration::from_secs(10 * 60);

/// One message-store record.
pub(super) fn record(message: &Field<Message<'_>>, delivery: Delivery, out: &mut Reading) {
    let message = match message {
        Field::Given(message) => message,
        Field::Absent => return out.fault("message is missing"),
        Field::Wrong => return,
    };
    let Some(id) = message.id.filled() else { return out.fault("message has no id") };
    let kind = message.kind.get().map_or(MessageKind::Other, |kind| match kind {
        MessageType::Sms => MessageKind::Sms,
        MessageType::Pager => MessageKind::Pager,
        MessageType::Voicemail => MessageKind::Voicemail,
        MessageType::Fax => MessageKind::Fax,
    });
    let attachments = message.attachments.items();
    let sent = message.direction.get().map(|word| direction(*word));
    let observation = MessageObservation {
        id: id.to_owned(),
        kind,
        direction: sent,
        party: match sent {
            Some(Direction::Outbound) => other_side(&message.to, [None, None]),
            Some(Direction::Inbound) | None => other_side(&message.from, [None, None]),
        },
        // A voicemail's or fax's subject is the vendor's own title, not something somebody wrote.
        text: match kind {
            MessageKind::Voicemail | MessageKind::Fax => message.text.private(),
            MessageKind::Sms | MessageKind::Pager | MessageKind::Other => {
                message.subject.private().or_else(|| message.text.private())
            }
        },
        conversation: message
            .conversation
            .get()
            .and_then(|conversation| conversation.id.filled())
            .or_else(|| message.conversation_id.filled())
            .map(str::to_owned),
        unread: message.read.get() == Some(&ReadStatus::Unread)
            && sent != Some(Direction::Outbound),
        arrived: delivery == Delivery::Arrived,
        gone: is_gone(&message.availability),
        created_at: message.created.stamp(),
        seconds: attachments.iter().find_map(|a| a.seconds.get().map(|seconds| seconds.0)),
        pages: message.pages.get().map(|pages| pages.0),
        attachments: pictures(attachments),
    };
    out.fact(WidgetFact::Message { observation });
}

/// One entry of a shared conversation. It has no read mark, so a new inbound one counts as unread until
/// our user has seen it; notes are between colleagues.
pub(super) fn thread_entry(entry: &Field<ThreadEntry<'_>>, out: &mut Reading) {
    let entry = match entry {
        Field::Given(entry) => entry,
        Field::Absent => return out.fault("entity is missing"),
        Field::Wrong => return,
    };
    let gone = match entry.kind.get() {
        Some(EntryType::AliveMessage) => is_gone(&entry.availability),
        Some(EntryType::DeletedMessage) => true,
        Some(EntryType::AliveNote | EntryType::DeletedNote | EntryType::Hint) | None => {
            return out.fact(WidgetFact::Ignored);
        }
    };
    let Some(id) = entry.id.filled() else { return out.fault("entity has no id") };
    let sent = entry.direction.get().map(|word| direction(*word));
    let is_fresh = match (entry.created.stamp(), entry.modified.stamp()) {
        (Some(created), Some(modified)) => modified.since(created) < NEW_FOR,
        _ => false,
    };
    let received = entry.status.filled() == Some("Received");
    let arrived = !gone && received && is_fresh && sent == Some(Direction::Inbound);
    let observation = MessageObservation {
        id: id.to_owned(),
        kind: MessageKind::Sms,
        direction: sent,
        party: match sent {
            Some(Direction::Inbound) => other_side(&entry.from, [None, None]),
            Some(Direction::Outbound) => other_side(&entry.to, [None, None]),
            None => Party::default(),
        },
        text: entry.text.private().or_else(|| entry.subject.private()),
        conversation: entry.thread.filled().map(|id| ["thread:", id].concat()),
        unread: arrived,
        arrived,
        gone,
        created_at: entry.created.stamp(),
        seconds: None,
        pages: None,
        attachments: pictures(entry.attachments.items()),
    };
    out.fact(WidgetFact::Message { observation });
}

fn is_gone(availability: &Field<Availability>) -> bool {
    matches!(availability.get(), Some(Availability::Deleted | Availability::Purged))
}

/// An MMS is an SMS with such attachments; the text itself is an attachment too and does not count.
fn pictures(attachments: &[Attachment<'_>]) -> u32 {
    let count = attachments.iter().filter(|a| a.kind.filled() == Some("MmsAttachment")).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

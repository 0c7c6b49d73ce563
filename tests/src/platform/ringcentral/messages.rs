//! The user's messages: texts and voicemail that come, texts that are sent, and what was read (reference *Message
//! Store*).

use super::clock::{fresh_id, now};
use super::rest::extension_uri;
use super::socket::Topic;
use super::state::State;
use super::{DIRECT_NUMBER, EXTENSION_ID, EXTENSION_NUMBER, NAME};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Before the number of changes a token was given after.
const TOKEN: &str = "messages-";

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To the user.
    In,
    /// From the user.
    Out,
}

#[derive(Debug)]
struct Stored {
    record: Value,
    /// The number of the change that made it what it is.
    change: u64,
}

#[derive(Debug)]
pub(super) struct Messages {
    /// Where identities begin: a widget does not notify of a message it knows from an earlier stand-in.
    first_id: u64,
    changes: u64,
    all: Vec<Stored>,
    /// Whom the user has exchanged texts with: a conversation each.
    correspondents: Vec<String>,
}

impl Messages {
    pub(super) fn new() -> Self {
        Self { first_id: fresh_id(), changes: 0, all: Vec::new(), correspondents: Vec::new() }
    }

    /// Those that are wanted, the newest first.
    pub(super) fn list(&self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let records = self.all.iter().rev().map(|one| &one.record);
        records
            .filter(|record| record["availability"] == "Alive" && wanted(record))
            .cloned()
            .collect()
    }

    /// Those changed since a token was given, deleted ones included, and whether it was a good one.
    pub(super) fn since(&self, token: Option<&String>) -> Option<Vec<Value>> {
        let since: u64 = token?.strip_prefix(TOKEN)?.parse().ok()?;
        let changed = self.all.iter().rev().filter(|one| one.change > since);
        Some(changed.map(|one| one.record.clone()).collect())
    }

    pub(super) fn token(&self) -> String {
        format!("{TOKEN}{}", self.changes)
    }

    pub(super) fn find(&self, id: u64) -> Option<&Value> {
        self.all.iter().map(|one| &one.record).find(|record| record["id"] == id)
    }

    fn next_id(&self) -> u64 {
        self.first_id + u64::try_from(self.all.len()).unwrap_or_default()
    }

    fn conversation(&mut self, with: &str) -> u64 {
        let place = self.correspondents.iter().position(|one| one == with);
        let place = place.unwrap_or_else(|| {
            self.correspondents.push(with.to_owned());
            self.correspondents.len() - 1
        });
        self.first_id + u64::try_from(place).unwrap_or_default()
    }
}

/// A text between the user and somebody outside.
pub(super) fn sms(state: &mut State, origin: &str, other: &str, text: &str, way: Way) -> Value {
    let inbound = way == Way::In;
    let conversation = state.messages.conversation(other);
    let (own, other) =
        (json!({ "phoneNumber": DIRECT_NUMBER, "name": NAME }), json!({ "phoneNumber": other }));
    let (from, to) = if inbound { (other, own) } else { (own, other) };
    let id = state.messages.next_id();
    let record = json!({
        "type": "SMS", "from": from, "to": [to], "subject": text,
        "direction": if inbound { "Inbound" } else { "Outbound" },
        "readStatus": if inbound { "Unread" } else { "Read" },
        "messageStatus": if inbound { "Received" } else { "Sent" },
        "conversationId": conversation,
        "conversation": {
            "id": conversation.to_string(),
            "uri": format!("{origin}/restapi/v1.0/conversation/{conversation}"),
        },
        "attachments": [attachment(origin, id, "Text", "text/plain")],
    });
    add(state, origin, record)
}

/// A voicemail of so many seconds.
pub(super) fn voicemail(state: &mut State, origin: &str, from: &str, seconds: u32) -> Value {
    let id = state.messages.next_id();
    let mut sound = attachment(origin, id, "AudioRecording", "audio/x-wav");
    sound["vmDuration"] = seconds.into();
    let record = json!({
        "type": "VoiceMail", "from": { "phoneNumber": from }, "direction": "Inbound",
        "to": [{ "phoneNumber": DIRECT_NUMBER, "extensionNumber": EXTENSION_NUMBER, "name": NAME }],
        "readStatus": "Unread", "messageStatus": "Received",
        "vmTranscriptionStatus": "NotAvailable", "attachments": [sound],
    });
    add(state, origin, record)
}

/// Changes one field of messages and tells of it; gives what they are now.
pub(super) fn change(state: &mut State, ids: &[u64], field: &str, value: &str) -> Vec<Value> {
    let messages = &mut state.messages;
    messages.changes += 1;
    let mut changed = Vec::new();
    for one in messages.all.iter_mut().filter(|one| ids.iter().any(|id| one.record["id"] == *id)) {
        one.record[field] = value.into();
        one.record["lastModifiedTime"] = now().into();
        one.change = messages.changes;
        changed.push(one.record.clone());
    }
    let kinds: BTreeSet<&str> = changed.iter().filter_map(|one| one["type"].as_str()).collect();
    let count = |kind: &str| changed.iter().filter(|one| one["type"] == kind).count();
    let changes: Vec<Value> = kinds
        .iter()
        .map(|kind| json!({ "type": kind, "newCount": 0, "updatedCount": count(kind) }))
        .collect();
    if !changes.is_empty() {
        tell(state, &changes);
    }
    changed
}

fn add(state: &mut State, origin: &str, mut record: Value) -> Value {
    let messages = &mut state.messages;
    let id = messages.next_id();
    record["id"] = id.into();
    record["uri"] = extension_uri(origin, &format!("/message-store/{id}")).into();
    record["creationTime"] = now().into();
    record["lastModifiedTime"] = record["creationTime"].clone();
    record["priority"] = "Normal".into();
    record["availability"] = "Alive".into();
    messages.changes += 1;
    messages.all.push(Stored { record: record.clone(), change: messages.changes });
    let change = json!({
        "type": record["type"], "newCount": 1, "updatedCount": 0, "newMessageIds": [id],
    });
    tell(state, &[change]);
    record
}

/// How many messages of which kind came or changed, not what they say (guide *Receiving event notifications via
/// WebSockets*).
fn tell(state: &mut State, changes: &[Value]) {
    let body = json!({ "extensionId": EXTENSION_ID, "lastUpdated": now(), "changes": changes });
    state.sockets.tell(Topic::Messages, &body);
}

fn attachment(origin: &str, message: u64, kind: &str, content: &str) -> Value {
    let uri = extension_uri(origin, &format!("/message-store/{message}/content/{message}"));
    json!({ "id": message, "uri": uri, "type": kind, "contentType": content })
}

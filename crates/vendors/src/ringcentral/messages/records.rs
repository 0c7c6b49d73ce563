//! The records inside RingCentral's messages: web phone call, presence call, telephony session, message.

use super::words::{
    Availability, DirectionWord, EntryType, LegStatus, MessageType, PartyCode, ReadStatus,
    RecordStatus, TelephonyStatus, Termination,
};
use crate::wire::{Field, Path, Wire, wire};
use crate::wire_kinds::{Count, Flag, List, Text, Time, Unread};
use serde::de::{MapAccess, SeqAccess};
use std::borrow::Cow;

wire! {
    /// One phone leg of the widget (`commons` `normalizeSession`). `id` is what commands want.
    struct WebphoneCall<'de> {
        id: Text<'de> = "id",
        direction: DirectionWord = "direction",
        status: LegStatus = "callStatus",
        from: Endpoint<'de> = "from",
        to: Endpoint<'de> = "to",
        from_name: Text<'de> = "fromUserName",
        to_name: Text<'de> = "toUserName",
        created: Time = "creationTime",
        start: Time = "startTime",
        on_hold: Flag = "isOnHold",
        on_mute: Flag = "isOnMute",
        on_transfer: Flag = "isOnTransfer",
        to_voicemail: Flag = "isToVoicemail",
        forwarded: Flag = "isForwarded",
        replied: Flag = "isReplied",
        recording: RecordStatus = "recordStatus",
        contact: Contact<'de> = "contactMatch",
        party: PartyData<'de> = "partyData",
        queue: Text<'de> = "callQueueName",
        end: Time = "endTime",
    }
    /// The first contact that matched.
    struct Contact<'de> { name: Text<'de> = "name" }
    /// From the SIP header `P-Rc-Api-Ids`; its `sessionId` is really the telephony session's id.
    struct PartyData<'de> { party: Text<'de> = "partyId", session: Text<'de> = "sessionId" }
    /// One entry of the presence's active calls.
    struct ActiveCall<'de> {
        direction: DirectionWord = "direction",
        from: Endpoint<'de> = "from",
        to: Endpoint<'de> = "to",
        from_name: Text<'de> = "fromName",
        to_name: Text<'de> = "toName",
        status: TelephonyStatus = "telephonyStatus",
        termination: Termination = "terminationType",
        session: Text<'de> = "sessionId",
        telephony_session: Text<'de> = "telephonySessionId",
        party: Text<'de> = "partyId",
        start: Time = "startTime",
    }
    /// A call as the platform's Call Control sees it.
    struct TelephonySession<'de> {
        id: Text<'de> = "id",
        session: Text<'de> = "sessionId",
        extension: Text<'de> = "extensionId",
        created: Time = "creationTime",
        origin: Origin<'de> = "origin",
        parties: List<SessionParty<'de>> = "parties",
    }
    /// How a session came about.
    struct Origin<'de> { kind: Text<'de> = "type" }
    /// One side of a session.
    struct SessionParty<'de> {
        id: Text<'de> = "id",
        extension: Text<'de> = "extensionId",
        direction: DirectionWord = "direction",
        from: Endpoint<'de> = "from",
        to: Endpoint<'de> = "to",
        status: PartyStatus<'de> = "status",
        missed: Flag = "missedCall",
        muted: Flag = "muted",
        ring_out_role: Text<'de> = "ringOutRole",
        conference_role: Text<'de> = "conferenceRole",
        recordings: List<SessionRecording> = "recordings",
    }
    /// Where a party stands; `reason` is an open set.
    struct PartyStatus<'de> { code: PartyCode = "code", reason: Text<'de> = "reason" }
    /// A recording of a session.
    struct SessionRecording { active: Flag = "active" }
    /// A record of the message store.
    struct Message<'de> {
        id: Text<'de> = "id",
        kind: MessageType = "type",
        direction: DirectionWord = "direction",
        from: Endpoint<'de> = "from",
        to: Endpoint<'de> = "to",
        created: Time = "creationTime",
        read: ReadStatus = "readStatus",
        availability: Availability = "availability",
        subject: Text<'de> = "subject",
        text: Text<'de> = "text",
        conversation: Conversation<'de> = "conversation",
        conversation_id: Text<'de> = "conversationId",
        attachments: List<Attachment<'de>> = "attachments",
        pages: Count = "faxPageCount",
    }
    /// The conversation of a text.
    struct Conversation<'de> { id: Text<'de> = "id" }
    /// What hangs on a message. Its address holds a token and is never read.
    struct Attachment<'de> { kind: Text<'de> = "type", seconds: Count = "vmDuration", uri: Unread = "uri" }
    /// An entry of a shared conversation (3.x).
    struct ThreadEntry<'de> {
        id: Text<'de> = "id",
        kind: EntryType = "recordType",
        thread: Text<'de> = "threadId",
        direction: DirectionWord = "direction",
        from: Endpoint<'de> = "from",
        to: Endpoint<'de> = "to",
        created: Time = "creationTime",
        modified: Time = "lastModifiedTime",
        status: Text<'de> = "messageStatus",
        availability: Availability = "availability",
        subject: Text<'de> = "subject",
        text: Text<'de> = "text",
        attachments: List<Attachment<'de>> = "attachments",
    }
    /// A side of a call or message, where it is an object.
    struct EndpointObject<'de> {
        number: Text<'de> = "phoneNumber",
        extension: Text<'de> = "extensionNumber",
        name: Text<'de> = "name",
    }
}

/// A side of a call or message: a plain number, an object, or a list of them of which the first counts.
#[derive(Debug)]
pub(crate) enum Endpoint<'de> {
    /// Web phone calls say only a number.
    Plain(Text<'de>),
    /// Everything else says more.
    Object(EndpointObject<'de>),
    /// A message to nobody.
    Nobody,
}

impl<'de> Wire<'de> for Endpoint<'de> {
    const EXPECTED: &'static str = "a number or a party";

    fn text(text: Cow<'de, str>) -> Option<Self> {
        Text::text(text).map(Self::Plain)
    }
    fn whole(number: u64) -> Option<Self> {
        Text::whole(number).map(Self::Plain)
    }
    fn map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(EndpointObject::map(map)?.map(Self::Object))
    }
    fn list<A: SeqAccess<'de>>(list: A) -> Result<Option<Self>, A::Error> {
        let Some(all) = List::<EndpointInList<'de>>::list(list)? else { return Ok(None) };
        Ok(match all.items.into_iter().next() {
            Some(first) => Some(first.0),
            None if all.lost => None,
            None => Some(Self::Nobody),
        })
    }
    fn faults(&self, here: Option<&Path<'_>>, out: &mut Vec<String>) {
        if let Self::Object(object) = self {
            object.faults(here, out);
        }
    }
}

/// An element of a list of parties: never a list again, so depth stays bounded by our types.
#[derive(Debug)]
struct EndpointInList<'de>(Endpoint<'de>);

impl<'de> Wire<'de> for EndpointInList<'de> {
    const EXPECTED: &'static str = Endpoint::EXPECTED;

    fn text(text: Cow<'de, str>) -> Option<Self> {
        Endpoint::text(text).map(Self)
    }
    fn map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(Endpoint::map(map)?.map(Self))
    }
    fn faults(&self, here: Option<&Path<'_>>, out: &mut Vec<String>) {
        self.0.faults(here, out);
    }
}

impl<'de> Field<Endpoint<'de>> {
    /// The phone number, or the extension where there is none.
    pub(crate) fn number(&self) -> Option<&str> {
        match self.get()? {
            Endpoint::Plain(text) => Some(&*text.0).filter(|text| !text.is_empty()),
            Endpoint::Object(object) => {
                object.number.filled().or_else(|| object.extension.filled())
            }
            Endpoint::Nobody => None,
        }
    }

    /// The display name.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.get()? {
            Endpoint::Object(object) => object.name.filled(),
            Endpoint::Plain(_) | Endpoint::Nobody => None,
        }
    }
}

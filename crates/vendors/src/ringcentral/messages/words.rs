//! The closed sets of words RingCentral uses (facts §1.2, §1.3); a new word is a problem, not a guess.

use crate::wire::words;

words! {
    /// Who started it.
    enum DirectionWord strip "" expected "Inbound or Outbound" {
        Inbound = "Inbound", Outbound = "Outbound",
    }
    /// `call.callStatus` of a web phone session; ringing here is "connecting".
    enum LegStatus strip "webphone-session-" expected "a call status" {
        Setup = "setup", Connecting = "connecting", Connected = "connected", OnHold = "onHold",
        OnMute = "onMute", Replaced = "replaced", Finished = "finished",
    }
    /// `call.recordStatus` of a web phone session.
    enum RecordStatus strip "webphone-record-" expected "a recording status" {
        Idle = "idle", Pending = "pending", Recording = "recording", NoAccess = "noAccess",
    }
    /// Presence of the account's telephony.
    enum TelephonyStatus strip "" expected "a telephony status" {
        NoCall = "NoCall", CallConnected = "CallConnected", Ringing = "Ringing", OnHold = "OnHold",
        ParkedCall = "ParkedCall",
    }
    /// Whether a `NoCall` is the last word.
    enum Termination strip "" expected "final or intermediate" {
        Final = "final", Intermediate = "intermediate",
    }
    /// `party.status.code` of a telephony session.
    enum PartyCode strip "" expected "a party status" {
        Setup = "Setup", Proceeding = "Proceeding", Answered = "Answered", Hold = "Hold", Parked = "Parked",
        Disconnected = "Disconnected", Gone = "Gone", Voicemail = "Voicemail" | "VoiceMail",
        FaxReceive = "FaxReceive", Screening = "VoiceMailScreening" | "VoicemailScreening", Tds = "Tds",
    }
    /// The phone line (unit tests of the widget leave the prefix out).
    enum ConnectionStatus strip "connectionStatus-" expected "a connection status" {
        Connecting = "connecting", Connected = "connected", Reconnecting = "reconnecting",
        Disconnecting = "disconnecting", Disconnected = "disconnected", ConnectFailed = "connectFailed",
        ConnectError = "connectError", InactiveDisconnecting = "inactiveDisconnecting", Inactive = "inactive",
    }
    /// How calls are made, as the user chooses it.
    enum CallWith strip "callingOptions-" expected "a calling option" {
        Browser = "browser", RingOut = "ringout" | "myphone" | "otherphone" | "customphone",
        Jupiter = "jupiter", Softphone = "softphone",
    }
    /// How calls are made, as the widget does it.
    enum CallingModeName strip "" expected "a calling mode" {
        Webphone = "webphone", RingOut = "ringout", Jupiter = "jupiter", Softphone = "softphone",
    }
    /// Which of the widget's message records it is; "Text" is the widget's group name for both texts.
    enum MessageType strip "" expected "a message type" {
        Sms = "SMS" | "Text", Pager = "Pager", Voicemail = "VoiceMail" | "Voicemail", Fax = "Fax",
    }
    /// Seen by the user or not.
    enum ReadStatus strip "" expected "Read or Unread" { Read = "Read", Unread = "Unread" }
    /// Still at the vendor or not.
    enum Availability strip "" expected "an availability" {
        Alive = "Alive", Deleted = "Deleted", Purged = "Purged",
    }
    /// Entries of a shared conversation (3.x); hints are the vendor's own remarks.
    enum EntryType strip "" expected "an entry type" {
        AliveMessage = "AliveMessage", DeletedMessage = "DeletedMessage", AliveNote = "AliveNote" | "Note",
        DeletedNote = "DeletedNote",
        Hint = "ThreadCreatedHint" | "ThreadAssignedHint" | "ThreadResolvedHint" | "ThreadReopenedHint" | "NoteHint",
    }
}

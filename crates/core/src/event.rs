//! Events: facts in our words. Hearing one twice changes nothing; changes are found in State.

use crate::accounts::{AccountId, VendorId};
use crate::base::{CommandId, Private, RequestId, Source, Timestamp};
use crate::calls::{CallKey, CallObservation, CallingMode, Connection};
use crate::chats::{
    Availability, ChatAction, ChatObservation, ConversationKey, RecognisedWidget, WidgetWindow,
};
use crate::downloads::{DownloadFact, DownloadId};
use crate::funnel::FunnelSign;
use crate::history::{Entry, ExportRow};
use crate::intent::Intent;
use crate::messages::MessageObservation;
use crate::pages::{
    CertificateFlaw, EngineAbilities, LinkRefusal, PageProblem, PasswordFor, Problem,
};
use crate::permissions::{MicrophoneProblem, Permission, PermissionId};
use crate::sign_in::{OwnLine, SignInStop};
use crate::sound::{PeerSound, SoundServer};
use crate::status::{FeedState, ListenerState, Presence, PushId, PushProblem, StatusReport};
use crate::system::{DownloadPlace, HistoryState, MicrophoneSwitch, NotificationAbilities};
use crate::window::WindowPlace;
use serde::{Deserialize, Serialize};

/// Everything that can happen to Deskbell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// A widget said something we understood.
    Widget {
        /// Whose widget.
        account: AccountId,
        /// What it said.
        fact: WidgetFact,
    },
    /// Messages of a widget that gave no fact: counted, never lost from the count.
    Unparsed {
        /// Whose widget.
        account: AccountId,
        /// What was wrong.
        problem: Problem,
        /// How many.
        count: u32,
    },
    /// Something happened to the hosted page itself.
    Page {
        /// Whose page.
        account: AccountId,
        /// What happened to it.
        #[serde(rename = "news")]
        fact: PageFact,
    },
    /// Something happened to what a page saves on this computer.
    Download {
        /// Whose page.
        account: AccountId,
        /// Which download.
        download: DownloadId,
        /// What happened to it.
        #[serde(rename = "news")]
        fact: DownloadFact,
    },
    /// The user asks for something.
    Intent {
        /// What.
        intent: Intent,
        /// Through what.
        from: Source,
        /// Set if somebody waits for an answer (command line).
        #[serde(skip_serializing_if = "Option::is_none")]
        request: Option<RequestId>,
    },
    /// Something happened in the system.
    Os {
        /// What changed.
        #[serde(rename = "news")]
        fact: SystemFact,
    },
    /// What was kept and waits still: told once, when the program begins. It makes no noise.
    Restored {
        /// A conversation stands before its lines.
        entries: Vec<Entry>,
    },
    /// A vendor told us, by its own way and not through the widget, how our agent stands.
    StatusReported {
        /// Whose vendor.
        account: AccountId,
        /// What it told.
        told: StatusReport,
    },
    /// A vendor told us, by its own way, how a colleague stands.
    #[serde(rename = "colleagueStatusTold")]
    ColleagueStatusReported {
        /// Through whose vendor.
        account: AccountId,
        /// What the vendor calls the colleague.
        agent: Private<String>,
        /// What it told.
        told: StatusReport,
    },
    /// A vendor told us, by its own way and not through the widget, something about a conversation.
    ChatReported {
        /// Through whose vendor.
        account: AccountId,
        /// What it told.
        observation: ChatObservation,
    },
    /// What came of an effect.
    Outcome {
        /// What came of it.
        outcome: Outcome,
    },
    /// The earliest deadline has passed.
    Tick,
}

/// A fact an adapter read from a widget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WidgetFact {
    /// Signed in.
    SignedIn {
        /// Our own line.
        line: OwnLine,
    },
    /// Signed out.
    SignedOut,
    /// The widget wants a sign-in window opened by us. The address is a secret.
    SignInRequested {
        /// The authorise address.
        address: Private<String>,
    },
    /// The line to the phone network.
    ConnectionChanged {
        /// New value.
        connection: Connection,
    },
    /// The widget can dial now, or not.
    DialerReady {
        /// Can dial.
        ready: bool,
    },
    /// How calls are made.
    CallingModeChanged {
        /// Mode now chosen in the widget.
        mode: CallingMode,
    },
    /// Our availability as the vendor shows it; none means the vendor does not know (signed out).
    PresenceChanged {
        /// In our words.
        presence: Option<Presence>,
        /// In the vendor's words, as its [`crate::status::StatusDialect`] has them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        word: Option<String>,
        /// The vendor's own user status, to show drift truthfully.
        user_status: Option<String>,
        /// The vendor's own do-not-disturb status.
        dnd_status: Option<String>,
    },
    /// The account has no call on any device now (closes calls that just vanished, after a grace time).
    NoCalls,
    /// Something about a call.
    Call {
        /// What was read.
        observation: CallObservation,
    },
    /// The widget's complete list of its own phone legs (answer to a re-sync).
    LegsListed {
        /// Every leg there is.
        legs: Vec<CallObservation>,
    },
    /// A message record.
    Message {
        /// What was read.
        observation: MessageObservation,
    },
    /// A chat widget was found on the page, or found to have changed.
    WidgetRecognised {
        /// What was found.
        widget: RecognisedWidget,
    },
    /// Whether somebody is there for visitors.
    AvailabilityChanged {
        /// As this widget says.
        vendor: VendorId,
        /// New value.
        availability: Availability,
    },
    /// The window of a chat widget.
    WindowChanged {
        /// Of which widget.
        vendor: VendorId,
        /// How it stands now.
        window: WidgetWindow,
    },
    /// Something about a conversation.
    Chat {
        /// What was read.
        observation: ChatObservation,
    },
    /// A moment of a visit, for the engagement funnel.
    Funnel {
        /// What was read.
        sign: FunnelSign,
    },
    /// A chat widget's own answer to a request of ours.
    ChatAnswered {
        /// Which widget.
        vendor: VendorId,
        /// Which conversation, if said.
        conversation: Option<ConversationKey>,
        /// What was asked.
        action: ChatAction,
        /// Why it was not done; none means it was.
        refused: Option<String>,
    },
    /// The widget refused a command (the only error it ever reports).
    CommandRefused {
        /// The call meant, if said.
        keys: Vec<CallKey>,
        /// The vendor's reason.
        reason: String,
    },
    /// The account is at home in a region: it dials digits without `+` there.
    HomeRegion {
        /// Its ISO 3166-1 code of two letters, as far as the vendor keeps to it.
        code: String,
    },
    /// A detail worth keeping and showing in diagnostics, not acting on.
    Detail {
        /// Short stable name (`route`, `region`, `theme`…).
        name: String,
        /// Its value now; never a customer's words.
        value: String,
    },
    /// Understood, and nothing to do.
    #[serde(rename = "heard")]
    Ignored,
}

/// What happened in a hosted page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PageFact {
    /// A new document started in it and its bridge said hello.
    Started {
        /// What the engine can do.
        abilities: EngineAbilities,
    },
    /// The page's heartbeat.
    Heartbeat,
    /// Microphones the page could use, as far as its engine tells; on start and when one comes or goes.
    Microphones {
        /// How many; none if the engine does not tell.
        count: Option<u32>,
    },
    /// The page wanted to record sound.
    MicrophoneTried {
        /// Why it could not; none if it could.
        problem: Option<MicrophoneProblem>,
    },
    /// One of its peer connections that Deskbell carries tells how it sounds.
    Sound {
        /// The page's number of it.
        peer: u32,
        /// What it tells.
        sound: PeerSound,
    },
    /// The page broke.
    Broke {
        /// How.
        problem: PageProblem,
    },
    /// The page opened a sign-in window of its own.
    SignInOpened,
    /// The sign-in window was closed without an answer.
    SignInCancelled,
    /// The sign-in window shows this error.
    SignInFailed {
        /// The standard OAuth error name, nothing else.
        error: String,
    },
    /// The sign-in window could not be opened, or took too long.
    SignInTimedOut,
    /// The page wants a right and stands still until [`crate::effect::Effect::AnswerAsk`] answers it, which may be at once.
    RightWanted {
        /// To answer it.
        ask: PermissionId,
        /// Which.
        right: Permission,
        /// Where a link leads: scheme and host, never a whole address.
        detail: Option<String>,
    },
    /// The page wanted a right, and its engine did not wait: it was refused for now. Nothing is to be answered.
    RightMissed {
        /// Names the question.
        ask: PermissionId,
        /// Which.
        right: Permission,
    },
    /// The page wanted something nobody is asked about: it was refused.
    RightRefused {
        /// The engine's name of it.
        what: String,
    },
    /// What wanted a right has gone, with its document or by itself.
    RightUnwanted {
        /// Which request.
        ask: PermissionId,
    },
    /// The answer of the sign-in came and is on its way to the widget, which tells nobody if it does not take it.
    SignInAnswered,
    /// The sign-in was stopped by us.
    SignInStopped {
        /// Why.
        why: SignInStop,
    },
    /// A link went to the system's browser or mail program.
    LinkOpened {
        /// The host, in ASCII; or the scheme where there is none.
        target: String,
    },
    /// A link, a page or a frame was not followed.
    LinkRefused {
        /// The host, in ASCII; or the scheme where that is what is wrong.
        target: String,
        /// Why.
        why: LinkRefusal,
    },
    /// The account's own address leads on to a place that is not the account's; nothing is shown.
    LedAway {
        /// The host it leads to, in ASCII.
        host: String,
    },
    /// A name and a password are asked for, inside the page.
    PasswordWanted {
        /// Who asks.
        host: String,
        /// In which role.
        from: PasswordFor,
    },
    /// A name and a password were given, or the question was put away.
    #[serde(rename = "passwordSettled")]
    PasswordPromptClosed,
    /// A server wants a certificate of ours; refused.
    CertificateWanted {
        /// Which.
        host: String,
    },
    /// The server of the page could not prove who it is.
    Unsafe {
        /// Which.
        host: String,
        /// What is wrong with its certificate.
        flaw: CertificateFlaw,
    },
    /// The same in a sign-in window.
    SignInUnsafe {
        /// Which.
        host: String,
        /// What is wrong with its certificate.
        flaw: CertificateFlaw,
    },
}

/// What happened in the system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SystemFact {
    /// Our main window got or lost the keyboard.
    Focus {
        /// Has it.
        focused: bool,
    },
    /// Our main window appeared or went.
    Visible {
        /// On screen.
        visible: bool,
    },
    /// The user pressed the window's close button.
    CloseRequested,
    /// The user moved or resized our main window: remembered in the settings.
    WindowPlaced {
        /// Where it is now.
        place: WindowPlace,
    },
    /// A tray host is registered, or not.
    TrayHost {
        /// The icon can be seen.
        present: bool,
    },
    /// What the notification service can do.
    NotificationService {
        /// Its abilities; none if there is no service.
        abilities: Option<NotificationAbilities>,
    },
    /// The machine has a network or not.
    Network {
        /// Has one.
        online: bool,
    },
    /// The machine woke from sleep.
    Woke,
    /// Keyboard and mouse.
    Idle {
        /// Untouched since then; none while they are used.
        since: Option<Timestamp>,
    },
    /// The session was locked or unlocked.
    Locked {
        /// Locked.
        locked: bool,
    },
    /// The system's own do-not-disturb: notifications are not shown, or not at once.
    DoNotDisturb {
        /// On; none if the system does not tell.
        on: Option<bool>,
    },
    /// The system's switch for microphones.
    Microphone {
        /// Programs may use it; none if the system does not tell.
        allowed: Option<bool>,
        /// Where the switch is.
        switch: MicrophoneSwitch,
    },
    /// The sound server for calls that Deskbell carries: other devices, or none to speak to.
    Sound {
        /// How it stands.
        server: SoundServer,
    },
    /// The key store gave a secret that the settings only name, maybe long after the start.
    Secret {
        /// Whose.
        account: AccountId,
        /// The option's name.
        key: String,
        /// What stands in its place from now on.
        value: Private<String>,
    },
    /// Where downloads go unless the user says otherwise, and whether they can be asked.
    Downloads {
        /// As the system says.
        place: DownloadPlace,
    },
    /// Where local time is.
    LocalTime {
        /// Minutes to add to UTC.
        offset: i32,
    },
    /// The wall clock was set, or set itself. Our own time goes on as before.
    ClockSet {
        /// Milliseconds that it is ahead of our time now; they agreed when the program started.
        ahead: i64,
    },
    /// The system's key store.
    KeyStore {
        /// Why it cannot be used, in words; none means it can.
        problem: Option<String>,
    },
    /// The file of the history.
    History {
        /// How it stands.
        state: HistoryState,
    },
    /// The file of the history was damaged, and what could be read of it is in a new one.
    HistorySalvaged {
        /// How many rows that are.
        rows: u64,
        /// The damaged file.
        aside: String,
    },
    /// The listener for news from vendors.
    Listener {
        /// How it stands.
        state: ListenerState,
    },
    /// The feed of the company's relay.
    Feed {
        /// For which account.
        account: AccountId,
        /// How it stands.
        state: FeedState,
    },
    /// The listener refused deliveries at the door, or took one again.
    DeliveriesRefused {
        /// How many since the last one that was taken; 0 once one is taken.
        count: u64,
        /// What the last one was answered, a status of HTTP.
        status: u16,
    },
}

/// What came of an effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Outcome {
    /// A notification is on screen.
    NotificationShown {
        /// Which.
        key: String,
    },
    /// A notification could not be shown.
    NotificationFailed {
        /// Which.
        key: String,
        /// Why, in words.
        reason: String,
    },
    /// A notification went away.
    NotificationClosed {
        /// Which.
        key: String,
    },
    /// A command reached the page (which says nothing about what the widget does with it).
    CommandPosted {
        /// Which.
        command: CommandId,
    },
    /// A command could not be handed to the page.
    CommandNotPosted {
        /// Which.
        command: CommandId,
        /// Why, in words.
        reason: String,
    },
    /// A person was forgotten in everything that is kept.
    Forgotten {
        /// Who waits for the answer.
        request: Option<RequestId>,
        /// Rows that are gone.
        rows: usize,
        /// Rows of others that mentioned the person.
        mentions: usize,
    },
    /// A person could not be forgotten.
    NotForgotten {
        /// Who waits for the answer.
        request: Option<RequestId>,
        /// Why, in words.
        reason: String,
    },
    /// What was noted about an entry is kept.
    EntryNoted {
        /// Who waits for the answer.
        request: Option<RequestId>,
    },
    /// It could not be kept.
    EntryNotNoted {
        /// Who waits for the answer.
        request: Option<RequestId>,
        /// Why, in words.
        reason: String,
    },
    /// An export went on, or is over.
    Exported {
        /// How far it is.
        row: ExportRow,
    },
    /// Settings could not be saved.
    SaveFailed {
        /// Why, in words.
        reason: String,
    },
    /// A vendor's service took a status.
    StatusPushed {
        /// Whose.
        account: AccountId,
        /// Which push.
        push: PushId,
    },
    /// A vendor's service did not take a status.
    StatusNotPushed {
        /// Whose.
        account: AccountId,
        /// Which push.
        push: PushId,
        /// Why.
        problem: PushProblem,
    },
    /// Session data of a removed account could not be deleted.
    DataNotDeleted {
        /// Whose.
        account: AccountId,
        /// Why, in words.
        reason: String,
    },
}

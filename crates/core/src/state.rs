//! State: everything true now, with one owner, and the questions one may ask of it.

use crate::account_state::AccountState;
use crate::calls::Call;
use crate::chat_held::Held;
use crate::commands::Command;
use crate::conversation::Conversation;
use crate::downloads::Downloads;
use crate::links::Links;
use crate::rights::Ask;
use crate::statuses::OneStatus;
use crate::words::{Locale, Words, words};
use crate::{
    AccountConfig, AccountId, AskId, CallId, CallState, CallingMode, CommandId, Connection,
    ConversationId, ConversationStatus, DownloadPlace, Language, ListenerState, MicrophoneSwitch,
    Mood, Notice, Notification, NotificationAbilities, PageState, Presence, Question, Settings,
    SignIn, Stage, StatusChange, StatusDialect, Timestamp, Tray, VendorId, Withheld, status_view,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Everything true now. Only [`crate::update`] changes it, only [`crate::view`] shows it.
#[derive(Clone, Debug)]
pub struct State {
    pub(crate) settings: Settings,
    pub(crate) locale: Locale,
    pub(crate) started_at: Timestamp,
    pub(crate) accounts: BTreeMap<AccountId, AccountState>,
    /// How the vendors' statuses work.
    pub(crate) dialects: Arc<BTreeMap<VendorId, StatusDialect>>,
    /// Live and recent calls, oldest first.
    pub(crate) calls: Vec<Call>,
    pub(crate) next_call: u32,
    /// Open and recent conversations, oldest first.
    pub(crate) conversations: Vec<Conversation>,
    pub(crate) next_conversation: u32,
    /// Requests to chat widgets that wait for a window.
    pub(crate) held: Vec<Held>,
    pub(crate) commands: BTreeMap<CommandId, Command>,
    pub(crate) next_command: u32,
    pub(crate) stage: Stage,
    pub(crate) question: Option<Question>,
    /// Open questions about rights, oldest first.
    pub(crate) asks: Vec<Ask>,
    pub(crate) answered_asks: VecDeque<AskId>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) next_notice: u32,
    pub(crate) withheld: VecDeque<Withheld>,
    /// When changed counts of visits are saved.
    pub(crate) funnel_save_at: Option<Timestamp>,
    pub(crate) status: OneStatus,
    pub(crate) links: Links,
    pub(crate) downloads: Downloads,
    pub(crate) outside: Outside,
    /// Notifications on screen as we asked for them, by key.
    pub(crate) shown: BTreeMap<String, Notification>,
    pub(crate) tray: Option<Tray>,
    pub(crate) arranged: Option<Option<AccountId>>,
    pub(crate) revision: u32,
    /// Something visible changed in this update.
    pub(crate) dirty: bool,
}

/// How things stand outside, as far as told.
#[derive(Clone, Debug)]
pub(crate) struct Outside {
    pub(crate) online: bool,
    pub(crate) tray_host: Option<bool>,
    pub(crate) service: Service,
    /// What the service refused last, and why, until it shows it or another when that is not wanted any more.
    pub(crate) refused: Option<(String, String)>,
    pub(crate) focused: bool,
    pub(crate) visible: bool,
    /// Keyboard and mouse are untouched since then.
    pub(crate) idle_since: Option<Timestamp>,
    /// The session is locked since then.
    pub(crate) locked_since: Option<Timestamp>,
    /// The system's own do-not-disturb, if it tells.
    pub(crate) do_not_disturb: Option<bool>,
    /// The system lets programs use the microphone, if it tells.
    pub(crate) microphone: Option<bool>,
    /// Where it has the switch for that.
    pub(crate) microphone_switch: MicrophoneSwitch,
    /// Minutes to add to UTC.
    pub(crate) utc_offset: i32,
    /// Why the key store cannot be used.
    pub(crate) key_store: Option<String>,
    pub(crate) listener: ListenerState,
    pub(crate) downloads: DownloadPlace,
}

/// What is known of the notification service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// Not asked yet: we try, without buttons.
    Unknown,
    /// There is none.
    Absent,
    /// It can do this.
    Present(NotificationAbilities),
}

impl State {
    /// The state at program start, before anything was heard. `locale` is the system's name of the
    /// user's language (`de`, `en_GB.UTF-8`), meant by [`Language::System`].
    #[must_use]
    pub fn new(settings: Settings, locale: &str, now: Timestamp) -> Self {
        let mut state = Self {
            locale: Locale::from_name(locale),
            started_at: now,
            accounts: BTreeMap::new(),
            dialects: Arc::default(),
            calls: Vec::new(),
            next_call: 1,
            conversations: Vec::new(),
            next_conversation: 1,
            held: Vec::new(),
            commands: BTreeMap::new(),
            next_command: 1,
            stage: Stage::Welcome,
            question: None,
            asks: Vec::new(),
            answered_asks: VecDeque::new(),
            notices: Vec::new(),
            next_notice: 1,
            withheld: VecDeque::new(),
            funnel_save_at: None,
            status: OneStatus::default(),
            links: Links::default(),
            downloads: Downloads::default(),
            outside: Outside {
                online: true,
                tray_host: None,
                service: Service::Unknown,
                refused: None,
                focused: false,
                visible: true,
                idle_since: None,
                locked_since: None,
                do_not_disturb: None,
                microphone: None,
                microphone_switch: MicrophoneSwitch::Unknown,
                utc_offset: 0,
                key_store: None,
                listener: ListenerState::Off,
                downloads: DownloadPlace::default(),
            },
            shown: BTreeMap::new(),
            tray: None,
            arranged: None,
            revision: 0,
            dirty: true,
            settings,
        };
        for config in &state.settings.accounts {
            state.accounts.insert(config.id.clone(), AccountState::new(now));
        }
        crate::statuses::recall(&mut state);
        crate::rights::recall(&mut state);
        crate::funnels::tidy(&mut state, now);
        state.stage = crate::accounts::first_stage(&state.settings);
        state
    }

    /// The same, knowing how the vendors' statuses work.
    #[must_use]
    pub fn speaking(mut self, dialects: BTreeMap<VendorId, StatusDialect>) -> Self {
        self.dialects = Arc::new(dialects);
        self
    }

    /// The same, knowing where local time is: minutes to add to UTC.
    #[must_use]
    pub const fn in_zone(mut self, offset: i32) -> Self {
        self.outside.utc_offset = offset;
        self
    }

    /// The same, knowing the newest lines of the status history, oldest first.
    #[must_use]
    pub fn remembering(mut self, history: Vec<StatusChange>) -> Self {
        self.status.remember(history);
        self
    }

    /// The settings as they are now.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What changed about the status, newest first.
    pub fn status_history(&self) -> impl Iterator<Item = &StatusChange> {
        self.status.history.iter().rev()
    }

    /// Grows whenever something visible changed: the shell shows a new view only then.
    #[must_use]
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// Our words in the user's language.
    pub(crate) fn words(&self) -> &'static Words {
        words(match self.settings.preferences.language {
            Language::System => self.locale,
            Language::English => Locale::English,
            Language::German => Locale::German,
        })
    }

    /// What the user calls the account; nothing if it is gone.
    pub(crate) fn label(&self, account: &AccountId) -> String {
        self.config(account).map_or_else(String::new, |config| config.label.clone())
    }

    /// An account's configuration.
    pub(crate) fn config(&self, account: &AccountId) -> Option<&AccountConfig> {
        self.settings.accounts.iter().find(|config| config.id == *account)
    }

    /// One call row.
    pub(crate) fn call(&self, id: CallId) -> Option<&Call> {
        self.calls.iter().find(|call| call.id == id)
    }

    /// One call row, to change it.
    pub(crate) fn call_mut(&mut self, id: CallId) -> Option<&mut Call> {
        self.calls.iter_mut().find(|call| call.id == id)
    }

    /// Reloading or leaving would cut a phone leg of `account`, or of any account for none.
    pub(crate) fn would_cut(&self, account: Option<&AccountId>) -> bool {
        self.calls.iter().any(|call| call.leg_live() && account.is_none_or(|a| call.account == *a))
    }

    /// Leaving would leave a visitor alone who waits for this agent or was answered.
    pub(crate) fn would_leave_chats(&self) -> bool {
        self.conversations.iter().any(|row| match row.status {
            ConversationStatus::Offered => true,
            ConversationStatus::Active => row.replied,
            ConversationStatus::Queued | ConversationStatus::Closed => row.is_waiting(),
        })
    }

    /// One conversation.
    pub(crate) fn conversation(&self, id: ConversationId) -> Option<&Conversation> {
        self.conversations.iter().find(|row| row.id == id)
    }

    /// One conversation, to change it.
    pub(crate) fn conversation_mut(&mut self, id: ConversationId) -> Option<&mut Conversation> {
        self.conversations.iter_mut().find(|row| row.id == id)
    }

    /// Conversations that wait to be taken.
    pub(crate) fn waiting(&self) -> u32 {
        let waiting = self.conversations.iter().filter(|row| row.is_waiting()).count();
        u32::try_from(waiting).unwrap_or(u32::MAX)
    }

    /// Messages and lines of conversations not read nor seen, of one account.
    pub(crate) fn unread(&self, account: &AccountId) -> u32 {
        let messages = self.accounts.get(account).map_or(0, |a| a.messages.unread());
        let rows = self.conversations.iter().filter(|row| row.account == *account);
        rows.fold(messages, |sum, row| sum.saturating_add(row.unread()))
    }

    /// Messages and lines of conversations not read nor seen, over all accounts.
    pub(crate) fn unread_total(&self) -> u32 {
        self.accounts.keys().fold(0, |sum, account| sum.saturating_add(self.unread(account)))
    }

    /// Missed calls not seen, of one account or of all.
    pub(crate) fn missed(&self, account: Option<&AccountId>) -> u32 {
        let unseen = |call: &&Call| call.unseen() && account.is_none_or(|a| call.account == *a);
        u32::try_from(self.calls.iter().filter(unseen).count()).unwrap_or(u32::MAX)
    }

    /// Browser mode on an engine without WebRTC: no call can ring in this widget. The simulated desk
    /// needs no WebRTC, unless it plays a widget that does and so never connects.
    pub(crate) fn cannot_ring_here(&self, account: &AccountId) -> bool {
        let simulated = self.config(account).is_some_and(|config| config.simulated);
        self.accounts.get(account).is_some_and(|a| {
            a.calling_mode == Some(CallingMode::Browser)
                && a.abilities.is_some_and(|abilities| !abilities.web_rtc)
                && (!simulated || a.connection == Connection::Failed)
        })
    }

    /// The confirmed status over all accounts: the one wanted if every vendor shows what is wanted of it,
    /// else the least available one told.
    pub(crate) fn presence(&self) -> Option<Presence> {
        status_view::confirmed(self)
    }

    /// The notification service has buttons.
    pub(crate) fn has_buttons(&self) -> bool {
        matches!(self.outside.service, Service::Present(abilities) if abilities.actions)
    }

    /// The agent does not want to be disturbed, or an account's vendor says so.
    pub(crate) fn do_not_disturb(&self, account: &AccountId) -> bool {
        let quiet = Some(Presence::DoNotDisturb);
        self.status.aim == quiet || crate::statuses::told_presence(self, account) == quiet
    }

    /// The mood of the icons.
    pub(crate) fn mood(&self) -> Mood {
        let mut mood = Mood::Idle;
        if self.missed(None) > 0 || self.unread_total() > 0 {
            mood = mood.max(Mood::Unread);
        }
        let away = |a: &AccountState| {
            matches!(a.sign_in, SignIn::SignedOut | SignIn::InProgress)
                || matches!(a.page, PageState::Broken { .. })
        };
        if self.accounts.values().any(|a| a.page != PageState::Closed && away(a)) {
            mood = mood.max(Mood::SignedOut);
        }
        if self.waiting() > 0 {
            mood = mood.max(Mood::Waiting);
        }
        for call in &self.calls {
            mood = mood.max(match call.state() {
                CallState::Alerting if call.rings() => Mood::Ringing,
                CallState::Alerting
                | CallState::Dialing
                | CallState::Connected
                | CallState::Held => Mood::OnCall,
                CallState::Queued | CallState::Failed | CallState::Ended => Mood::Idle,
            });
        }
        mood
    }
}

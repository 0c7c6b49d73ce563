//! The snapshot the windows show, as plain data, generated to TypeScript. Each domain is asked for its rows.

use crate::accounts::{AccountConfig, Hosting};
use crate::attention;
use crate::attention::{Notice, NoticeKind, TrayState, Withheld};
use crate::base::number::NumberFormat;
use crate::base::{NamedCount, NamedValue, Timestamp};
use crate::calls::call::Call;
use crate::calls::rows::Group;
use crate::calls::view::{call_row, rank};
use crate::calls::{CallRow, CallingMode, Connection};
use crate::chats::view::Panel;
use crate::chats::{ChatWidgetRow, ConversationPanel, ConversationRow};
use crate::downloads::DownloadRow;
use crate::funnel::FunnelRow;
use crate::history::ExportRow;
use crate::links::PendingLink;
use crate::messages::MessageRow;
use crate::pages::{EngineAbilities, PageState};
use crate::permissions::{GrantRow, PermissionRow};
use crate::reachability;
use crate::reachability::{Check, CheckId, Reach, ReachLevel};
use crate::settings::{Language, Preferences};
use crate::sign_in::{OwnLine, SignIn};
use crate::sound::{DeviceKind, SoundServer};
use crate::state::State;
use crate::status::overview::HistoryRows;
use crate::status::{ColleagueRow, ListenerState, Presence, StatusView};
use crate::system::state::Service;
use crate::system::{DownloadPlace, NotificationAbilities};
use crate::window::{Focus, MarkedSeen, Question, Stage};
use crate::words::Locale;
use crate::world::World;
use serde::{Deserialize, Serialize};

/// Everything the windows show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AppView {
    /// Grows with every snapshot; older ones are ignored.
    pub revision: u32,
    /// Our clock when this was made.
    pub now: Timestamp,
    /// What the stage shows.
    pub stage: Stage,
    /// Icon mood, also for the window.
    pub mood: TrayState,
    /// The confirmed status over all accounts; none while no vendor has told one.
    pub presence: Option<Presence>,
    /// A status asked for and not confirmed yet.
    pub presence_wanted: Option<Presence>,
    /// What was chosen, and how far each vendor has followed.
    pub status: StatusView,
    /// How colleagues stand, where a vendor's service tells.
    pub team: Vec<ColleagueRow>,
    /// Whether the agent can be reached right now, and what to do about it.
    pub reach: Reach,
    /// Accounts in the user's order.
    pub accounts: Vec<AccountRow>,
    /// Live calls, the ringing one first.
    pub calls: Vec<CallRow>,
    /// Ended calls, newest first.
    pub recent: Vec<CallRow>,
    /// Newest messages, newest first.
    pub messages: Vec<MessageRow>,
    /// Conversations: those that wait to be taken first, then the open ones, then the closed ones.
    pub conversations: Vec<ConversationRow>,
    /// The conversation on the stage.
    pub conversation: Option<ConversationPanel>,
    /// How visits of chat widgets went; only while the stage that shows it is open.
    pub funnel: Vec<FunnelRow>,
    /// What pages save on this computer, newest first.
    pub downloads: Vec<DownloadRow>,
    /// The last export of the history, until it is put away.
    pub export: Option<ExportRow>,
    /// Things the agent must know, newest first.
    pub notices: Vec<Notice>,
    /// Notices whose trouble a check of `reach` tells already, with its remedy: one trouble has one line, and it is that.
    pub told_by_reach: Vec<u32>,
    /// What the user set.
    pub preferences: Preferences,
    /// How things stand outside.
    pub surroundings: Surroundings,
    /// The number of a link that waits in the dialer field.
    pub link: Option<PendingLink>,
    /// A question that must be answered before something is done.
    pub question: Option<Question>,
    /// Pages that want a right, oldest first.
    pub asks: Vec<PermissionRow>,
    /// What the agent said about rights, account by account.
    pub grants: Vec<GrantRow>,
    /// Missed calls not seen yet.
    pub missed: u32,
    /// Unread messages and lines of conversations over all accounts.
    pub unread: u32,
    /// Conversations that wait to be taken.
    pub waiting: u32,
    /// What was marked as seen last, while that can be undone.
    pub marked: Option<MarkedSeen>,
    /// Where the agent's last press outside the window, or on what it marked, led: what has the keyboard follows once.
    pub focus: Option<Focus>,
    /// Why recent interruptions were not made, newest first (diagnostics).
    pub withheld: Vec<Withheld>,
}

/// One account in the sidebar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AccountRow {
    /// Its configuration.
    pub config: AccountConfig,
    /// What its page is.
    pub hosting: Hosting,
    /// Chat widgets recognised on its page.
    pub widgets: Vec<ChatWidgetRow>,
    /// The hosted page.
    pub page: PageState,
    /// Signed in or not.
    pub sign_in: SignIn,
    /// A sign-in waits for the system's browser.
    pub waits_for_browser: bool,
    /// Its phone line.
    pub connection: Connection,
    /// The dialer can be used.
    pub dialer_ready: bool,
    /// How it makes calls, if said.
    pub calling_mode: Option<CallingMode>,
    /// Browser mode chosen on an engine without WebRTC: calls cannot ring here.
    pub cannot_ring_here: bool,
    /// What the engine can do, once the page said hello.
    pub abilities: Option<EngineAbilities>,
    /// Microphones the page could use, if its engine tells.
    pub microphones: Option<u32>,
    /// Own number, formatted for reading.
    pub own_number: Option<String>,
    /// Confirmed availability.
    pub presence: Option<Presence>,
    /// Unread messages and lines of conversations.
    pub unread: u32,
    /// Missed calls not seen.
    pub missed: u32,
    /// Messages heard since the page was opened.
    pub heard: u32,
    /// Messages that gave no fact, by reason.
    pub unparsed: Vec<NamedCount>,
    /// Details of the widget by name (route, region…).
    pub details: Vec<NamedValue>,
}

/// How things stand outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Surroundings {
    /// The language that is spoken everywhere: the chosen one, or the nearest to the system's.
    pub language: Language,
    /// The machine has a network.
    pub online: bool,
    /// A tray host is registered; none until known.
    pub tray_host: Option<bool>,
    /// What the notification service can do; none if there is none.
    pub notifications: Option<NotificationAbilities>,
    /// The system's own do-not-disturb; none if it does not tell.
    pub do_not_disturb: Option<bool>,
    /// The listener for news from vendors.
    pub listener: ListenerState,
    /// Where downloads go unless the user says otherwise.
    pub downloads: DownloadPlace,
    /// The sound server for calls that Deskbell carries; none while there are none.
    pub sound: Option<SoundServer>,
    /// The microphone that calls use, by the sound server's name.
    pub microphone: Option<String>,
    /// The speaker that calls use, by the sound server's name.
    pub speaker: Option<String>,
    /// Why secrets are kept for this run only; none where the key store works.
    pub key_store: Option<String>,
}

/// Everything the windows show, as it is now, by the state's own time.
pub(crate) fn snapshot(state: &State, now: Timestamp) -> AppView {
    let configs = state.world.accounts.all();
    let mut calls: Vec<&Call> = state.world.calls.group(Group::Live).collect();
    calls.sort_by_key(|call| (rank(call), call.id));
    let mut recent: Vec<&Call> = state.world.calls.all().filter(|call| !call.is_live()).collect();
    recent.sort_by_key(|call| std::cmp::Reverse((call.ended_at, call.id)));
    let World { pages, commands, .. } = &state.world;
    let shown = |call: &Call| {
        let format = state.world.number_format(Some(&call.account));
        let sound = state.world.sound.of(&call.account);
        call_row(pages, call, format, commands.pending_of_call(call.id), sound)
    };
    let (status, around) = state.world.status_around();
    let history = match state.world.window.stage() {
        Stage::Activity | Stage::Settings => HistoryRows::Shown,
        Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::EditAccount { .. }
        | Stage::Reachability
        | Stage::Conversation { .. }
        | Stage::Widget { .. } => HistoryRows::Left,
    };
    let reach = reachability::checks::reach(&state.world);
    AppView {
        revision: state.revision,
        now,
        stage: state.world.window.stage().clone(),
        mood: attention::counts::tray_state(&state.world),
        presence: status.confirmed(around),
        presence_wanted: status.wanted(),
        status: status.view(around, history),
        team: status.colleagues(&state.world.accounts),
        told_by_reach: told_by_reach(state.attention.notices(), &reach),
        reach,
        accounts: configs.iter().filter_map(|config| account_row(state, config)).collect(),
        calls: calls.into_iter().map(shown).collect(),
        recent: recent.into_iter().map(shown).collect(),
        messages: state.world.messages.view(&state.world.number_formats()),
        conversations: {
            let World { chats, pages, commands, .. } = &state.world;
            let format = state.world.number_format(None);
            chats.view(pages, format, |id| commands.pending_of_chat(id))
        },
        conversation: panel(state),
        funnel: match *state.world.window.stage() == Stage::Activity {
            true => state.world.funnel.view(&state.world.accounts, state.world.clock, now),
            false => Vec::new(),
        },
        downloads: state.world.downloads.view(),
        export: state.history.export.clone(),
        notices: state.attention.notices().cloned().collect(),
        preferences: state.world.preferences.clone(),
        surroundings: Surroundings {
            language: match state.world.spoken() {
                Locale::English => Language::English,
                Locale::German => Language::German,
            },
            online: state.world.system.online,
            tray_host: state.world.system.tray_host,
            notifications: match state.world.system.service {
                Service::Present(abilities) => Some(abilities),
                Service::Unknown | Service::Absent => None,
            },
            do_not_disturb: state.world.system.do_not_disturb,
            listener: status.listener_state().clone(),
            downloads: state.world.system.downloads.clone(),
            sound: state.world.sound.server().cloned(),
            microphone: used_device(state, DeviceKind::Microphone),
            speaker: used_device(state, DeviceKind::Speaker),
            key_store: state.world.system.key_store.clone(),
        },
        link: state.world.links.view(),
        question: state.world.window.question().cloned(),
        asks: state.world.permissions.ask_rows(),
        grants: state.world.permissions.grant_rows(&state.world.accounts),
        missed: state.world.calls.missed(None),
        unread: attention::counts::unread_total(&state.world),
        waiting: state.world.chats.count_waiting(),
        marked: state.world.window.marked(),
        focus: state.world.window.led_to().cloned(),
        withheld: state.attention.withheld().cloned().collect(),
    }
}

/// Which device calls use.
fn used_device(state: &State, kind: DeviceKind) -> Option<String> {
    let device = state.world.sound.used(kind, &state.world.preferences.sound);
    device.map(|device| device.name.clone())
}

fn account_row(state: &State, config: &AccountConfig) -> Option<AccountRow> {
    let a = state.world.account(&config.id)?;
    Some(AccountRow {
        config: config.clone(),
        hosting: config.hosting(),
        widgets: state.world.chats.widget_rows(&state.world.pages, &config.id),
        page: a.page.state().clone(),
        sign_in: a.sign_in.state(),
        waits_for_browser: a.sign_in.has_address() && config.signs_in_by_browser(),
        connection: a.line.connection,
        dialer_ready: a.line.dialer_ready,
        calling_mode: a.line.calling_mode,
        cannot_ring_here: state.world.cannot_ring_here(&config.id),
        abilities: a.page.abilities(),
        microphones: a.permissions.microphones(),
        own_number: own_number(a.sign_in.line(), state.world.number_format(Some(&config.id))),
        presence: state.world.status.reported_presence(&state.world.accounts, &config.id),
        unread: attention::counts::unread(&state.world, &config.id),
        missed: state.world.calls.missed(Some(&config.id)),
        heard: a.page.received(),
        unparsed: a
            .page
            .unparsed()
            .map(|(name, count)| NamedCount { name: name.clone(), count: *count })
            .collect(),
        details: a
            .page
            .details()
            .map(|(name, value)| NamedValue { name: name.clone(), value: value.clone() })
            .chain(a.permissions.refused().map(|(name, count)| NamedValue {
                name: format!("refused: {name}"),
                value: count.to_string(),
            }))
            .collect(),
    })
}

/// The notices that say no more than a check that stands.
fn told_by_reach<'a>(notices: impl Iterator<Item = &'a Notice>, reach: &Reach) -> Vec<u32> {
    let told = |notice: &&Notice| {
        let Some(id) = check_of(notice.kind) else { return false };
        let same = |check: &Check| check.id == id && check.account == notice.account;
        reach.checks.iter().any(|check| same(check) && check.level >= ReachLevel::Look)
    };
    notices.filter(told).map(|notice| notice.id).collect()
}

/// The check that tells the same trouble as a notice. What only says why, or what came of something the agent asked for,
/// is told by itself.
const fn check_of(kind: NoticeKind) -> Option<CheckId> {
    match kind {
        NoticeKind::SignedOut => Some(CheckId::SignIn),
        NoticeKind::NoWebRtc => Some(CheckId::CallingMode),
        NoticeKind::NoNotifications => Some(CheckId::Notifications),
        NoticeKind::KeyStore => Some(CheckId::KeyStore),
        NoticeKind::HistoryNotKept => Some(CheckId::History),
        NoticeKind::DeliveriesRefused => Some(CheckId::Listener),
        NoticeKind::MicrophoneForbidden
        | NoticeKind::MicrophoneBlocked
        | NoticeKind::NoMicrophone
        | NoticeKind::MicrophoneBusy => Some(CheckId::Microphone),
        NoticeKind::SettingsReset
        | NoticeKind::SaveFailed
        | NoticeKind::HistorySalvaged
        | NoticeKind::NoTray
        | NoticeKind::SignInCancelled
        | NoticeKind::SignInFailed
        | NoticeKind::SignInTimedOut
        | NoticeKind::SignInUnfinished
        | NoticeKind::StrangeSignIn
        | NoticeKind::StrangeAnswer
        | NoticeKind::NoBrowser
        | NoticeKind::PortTaken
        | NoticeKind::NoAnswer
        | NoticeKind::Refused
        | NoticeKind::DialExpired
        | NoticeKind::Flood
        | NoticeKind::CallLost
        | NoticeKind::DataNotDeleted
        | NoticeKind::ChatLost
        | NoticeKind::LinkRefused
        | NoticeKind::MicrophoneLost
        | NoticeKind::SpeakerLost
        | NoticeKind::DownloadsRefused
        | NoticeKind::SignInDownload
        | NoticeKind::LinkOpened
        | NoticeKind::NotFollowed
        | NoticeKind::PasswordWanted
        | NoticeKind::CertificateWanted
        | NoticeKind::SignInUnsafe => None,
    }
}

/// `+1 888 555 0100 · 101`.
fn own_number(line: &OwnLine, format: NumberFormat) -> Option<String> {
    let number = line.number.as_ref().map(|number| format.show(number.reveal()));
    let extension = line.extension.as_ref().map(|extension| extension.reveal().clone());
    match (number, extension) {
        (Some(number), Some(extension)) => Some(format!("{number} · {extension}")),
        (number, extension) => number.or(extension),
    }
}

/// The conversation on the stage.
fn panel(state: &State) -> Option<ConversationPanel> {
    let World { chats, window, pages, accounts, preferences, commands, .. } = &state.world;
    let id = window.conversation()?;
    let canned = preferences.canned_book(accounts);
    let of = Panel { pages, canned, format: state.world.number_format(None) };
    chats.panel(id, of, commands.sending(id))
}

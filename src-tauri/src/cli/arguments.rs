//! What the verbs are given: their own verbs, the call or chat meant, a status, a permission.

use super::ends;
use clap::{Args, Subcommand, ValueEnum};
use deskbell_core::{
    CallAction, CallId, ChatRequest, ConversationId, Direction, EntryKind, Intent, Permission,
    StatusEnd,
};

#[derive(Debug, Subcommand)]
pub(super) enum DownloadVerb {
    /// Break one off; nothing of it is left.
    Cancel {
        /// Its number as `deskbell downloads` shows it.
        download: u32,
    },
    /// Take those that are over off the list; the files stay.
    Clear {
        /// Only this one.
        download: Option<u32>,
    },
    /// Show the folder a finished one is in.
    Show {
        /// Its number as `deskbell downloads` shows it.
        download: u32,
    },
    /// Where they go; or change it.
    Folder {
        /// Full path of a folder; empty means the system's for downloads.
        folder: Option<String>,
        /// Ask each time where to save.
        #[arg(long, value_name = "true|false")]
        ask: Option<bool>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum DeviceVerb {
    /// Use this device for calls while it is there; without one, the system's choice.
    Use {
        /// What for.
        #[arg(value_enum)]
        kind: DeviceArgument,
        /// Its name or label as `deskbell devices` shows it.
        device: Option<String>,
    },
    /// Whether echo and noise are taken from the microphone's sound.
    Clean {
        /// Yes or no.
        #[arg(value_name = "true|false", action = clap::ArgAction::Set)]
        on: bool,
    },
    /// Record three seconds and hear them.
    Test,
}

/// What a device does.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DeviceArgument {
    /// Hears you.
    Microphone,
    /// You hear it.
    Speaker,
}

#[derive(Debug, Subcommand)]
pub(super) enum StatusVerb {
    /// Takes calls and chats.
    Available(Chosen),
    /// Away from the desk.
    #[command(visible_alias = "pause")]
    Away(Chosen),
    /// Must not be disturbed.
    Dnd(Chosen),
    /// Off duty.
    Offline(Chosen),
    /// Set it at one vendor again, after a failure or over a change made elsewhere.
    Again {
        /// Id or label; not needed if there is only one.
        account: Option<String>,
    },
    /// Choose for all what one vendor tells.
    Adopt {
        /// Id or label; not needed if there is only one.
        account: Option<String>,
    },
    /// Forget what was to be chosen at the end of the call.
    DropNext,
    /// What changed, when, and who did it.
    History,
}

#[derive(Debug, Subcommand)]
pub(super) enum RelayVerb {
    /// Hear an account's vendor through the company's relay from now on.
    Enroll {
        /// The link of your administrator; it is good once.
        link: String,
        /// Which account (id or label).
        #[arg(long)]
        account: Option<String>,
    },
    /// Hear an account's vendor on this computer again.
    Leave {
        /// Which account (id or label).
        #[arg(long)]
        account: Option<String>,
    },
    /// Whether the relay is reached, for each account.
    Status,
}

#[derive(Debug, Subcommand)]
pub(super) enum SeenVerb {
    /// Missed calls.
    Calls {
        /// Only this one, by its number as `deskbell calls` shows it.
        call: Option<u32>,
        /// Only of this account (id or label).
        #[arg(long, conflicts_with = "call")]
        account: Option<String>,
    },
    /// Unread texts, voicemail and fax.
    Messages {
        /// Only of this account (id or label).
        #[arg(long)]
        account: Option<String>,
    },
    /// Unread lines of chats, and missed chats.
    Chats {
        /// Only this one, by its number as `deskbell chats` shows it.
        chat: Option<u32>,
        /// Only of this account (id or label).
        #[arg(long, conflicts_with = "chat")]
        account: Option<String>,
    },
    /// All of these.
    All {
        /// Only of this account (id or label).
        #[arg(long)]
        account: Option<String>,
    },
    /// Take back what was marked last; for a minute, once.
    Undo,
}

#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// In your own words, for instance "Lunch".
    #[arg(long)]
    pub(super) note: Option<String>,
    /// At the end of the running call.
    #[arg(long)]
    pub(super) after_call: bool,
    /// Until this time of the day, for instance 23:00; then what was chosen before comes back.
    #[arg(long, value_name = "HH:MM", value_parser = ends::at, conflicts_with = "for")]
    pub(super) until: Option<StatusEnd>,
    /// For this long, for instance 30m or 1h30m; at most a day.
    #[arg(long = "for", id = "for", value_name = "TIME", value_parser = ends::after)]
    pub(super) length: Option<StatusEnd>,
}

#[derive(Debug, Subcommand)]
pub(super) enum AccountVerb {
    /// All accounts.
    List,
    /// Add one; its settings are checked first.
    Add {
        /// Which widget (`ringcentral`).
        #[arg(long, required_unless_present = "simulated")]
        vendor: Option<String>,
        /// What you call it.
        #[arg(long)]
        label: String,
        /// One of the vendor's settings; may be given several times.
        #[arg(long = "option", value_name = "KEY=VALUE")]
        options: Vec<String>,
        /// Our simulated desk instead of the vendor.
        #[arg(long)]
        simulated: bool,
        /// Do not try to reach the vendor's host.
        #[arg(long)]
        offline: bool,
    },
    /// Give it another name.
    Rename {
        /// Id or label.
        account: String,
        /// New name.
        label: String,
    },
    /// Remove it with its session data.
    Remove {
        /// Id or label.
        account: String,
        /// What becomes of its calls, chats and messages in the history.
        #[arg(long, value_enum, default_value = "keep")]
        history: HistoryFate,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Open its page again.
    Enable {
        /// Id or label.
        account: String,
    },
    /// Close its page but keep its data.
    Disable {
        /// Id or label.
        account: String,
    },
    /// Move it within the list.
    Move {
        /// Id or label.
        account: String,
        /// New place, from 1.
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        place: u32,
    },
    /// Begin to sign in, or bring a sign-in that is under way to front.
    SignIn {
        /// Id or label; not needed if there is only one.
        account: Option<String>,
        /// Wait until it is done, and fail if it comes to nothing.
        #[arg(long)]
        wait: bool,
    },
    /// Give up a sign-in that is under way.
    CancelSignIn {
        /// Id or label; not needed if there is only one.
        account: Option<String>,
    },
    /// Sign out.
    SignOut {
        /// Id or label; not needed if there is only one.
        account: Option<String>,
    },
    /// What its page may do beyond showing itself, and what it asks for.
    Rights {
        /// Id or label; all accounts without one.
        account: Option<String>,
    },
    /// Allow its page something; an open question about it is answered.
    Allow(RightArguments),
    /// Forbid its page something; an open question about it is answered.
    Forbid(RightArguments),
    /// Take back what was said about a right: it is asked again.
    Forget(RightArguments),
}

/// A right of an account's page.
#[derive(Debug, Args)]
pub(super) struct RightArguments {
    /// Id or label.
    pub(super) account: String,
    /// microphone, camera, screen, notifications, clipboard, location, or program:SCHEME.
    #[arg(value_parser = right)]
    pub(super) right: Permission,
}

fn right(name: &str) -> Result<Permission, String> {
    Permission::from_name(name).ok_or_else(|| {
        "there are microphone, camera, screen, notifications, clipboard, location, and \
         program:SCHEME for links that open another program"
            .to_owned()
    })
}

/// Which call, if it is not the only one it can be.
#[derive(Debug, Args)]
pub(super) struct CallArgument {
    /// Its number as `deskbell calls` shows it.
    pub(super) call: Option<u32>,
}

impl CallArgument {
    pub(super) fn intent(self, action: CallAction) -> Intent {
        Intent::Call { call: self.call.map(CallId), action, argument: None }
    }

    pub(super) fn intent_with(self, action: CallAction, argument: String) -> Intent {
        Intent::Call { call: self.call.map(CallId), action, argument: Some(argument) }
    }
}

/// Which chat, if it is not the only one it can be.
#[derive(Debug, Args)]
pub(super) struct ChatArgument {
    /// Its number as `deskbell chats` shows it.
    #[arg(long, value_name = "CHAT")]
    pub(super) chat: Option<u32>,
}

impl ChatArgument {
    pub(super) fn id(&self) -> Option<ConversationId> {
        self.chat.map(ConversationId)
    }

    pub(super) fn intent(&self, request: ChatRequest) -> Intent {
        let conversation = self.id();
        Intent::Chat { conversation, account: None, vendor: None, request, confirmed: false }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum HistoryVerb {
    /// Find what has all these parts of words or numbers; two letters at least.
    Search {
        /// What to look for.
        text: String,
    },
    /// Everything about one entry, with its lines.
    Show {
        /// Its number as `deskbell history` shows it.
        entry: i64,
    },
    /// Everything that fits, with the lines of chats, to the standard output.
    Export {
        /// Only what has all these parts of words or numbers.
        text: Option<String>,
        /// How it is written.
        #[arg(long, value_enum, default_value = "csv")]
        format: ExportFormat,
    },
    /// Note something about an entry: in sentences, and in a word or two what came of it. An empty text takes it away.
    Note {
        /// Its number as `deskbell history` shows it.
        entry: i64,
        /// In sentences.
        #[arg(required_unless_present = "disposition")]
        note: Option<String>,
        /// In a word or two (`refund`).
        #[arg(long)]
        disposition: Option<String>,
    },
    /// How long things are kept; or change it, with --kind and --vendor for these alone.
    Retention {
        /// Days, or `forever`.
        #[arg(long, value_parser = days, conflicts_with = "same")]
        days: Option<u32>,
        /// Only of this vendor (`ringcentral`).
        #[arg(long)]
        vendor: Option<String>,
        /// As long as everything else again, with --kind or --vendor.
        #[arg(long)]
        same: bool,
        /// Largest file in megabytes; the oldest goes first.
        #[arg(long)]
        megabytes: Option<u32>,
    },
    /// Remove a person everywhere: entries, mentions, and every byte of it in the file.
    Forget {
        /// A telephone number or an e-mail address.
        who: String,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

/// What becomes of an account's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum HistoryFate {
    /// It stays and can be found.
    Keep,
    /// It is forgotten.
    Forget,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON object on each line.
    Json,
}

/// A number of days, where none means for ever.
fn days(text: &str) -> Result<u32, String> {
    match text {
        "forever" => Ok(0),
        text => text
            .parse()
            .ok()
            .filter(|days| *days > 0)
            .ok_or_else(|| "give a number of days from 1 on, or `forever`".to_owned()),
    }
}

/// Which part of what happened is meant.
#[derive(Debug, Args)]
pub(super) struct HistoryArguments {
    /// Only of this sort; may be given several times.
    #[arg(long = "kind", value_enum, global = true)]
    pub(super) kinds: Vec<KindArgument>,
    /// Only of this account (id or label); may be given several times.
    #[arg(long = "account", global = true, value_name = "ACCOUNT")]
    pub(super) accounts: Vec<String>,
    /// Only inbound or outbound.
    #[arg(long, value_enum, global = true)]
    pub(super) direction: Option<DirectionArgument>,
    /// Only what was missed.
    #[arg(long, global = true)]
    pub(super) missed: bool,
    /// Only calls that went to voicemail, and voicemails.
    #[arg(long, global = true)]
    pub(super) voicemail: bool,
    /// Only chats with this label; may be given several times.
    #[arg(long = "label", global = true, value_name = "LABEL")]
    pub(super) labels: Vec<String>,
    /// Only of one person: a telephone number or an e-mail address.
    #[arg(long, global = true)]
    pub(super) who: Option<String>,
    /// From this day on (2026-01-31).
    #[arg(long, global = true, value_name = "DAY")]
    pub(super) from: Option<jiff::civil::Date>,
    /// Until this day, with it.
    #[arg(long, global = true, value_name = "DAY")]
    pub(super) until: Option<jiff::civil::Date>,
    /// Most entries.
    #[arg(long, global = true, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(super) limit: u32,
    /// Only entries older than this one.
    #[arg(long, global = true, value_name = "ENTRY")]
    pub(super) before: Option<i64>,
}

/// A sort of what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum KindArgument {
    /// Calls.
    Call,
    /// Chats.
    Chat,
    /// SMS, voicemail, fax.
    Message,
    /// Changes of the status.
    Status,
}

impl KindArgument {
    pub(super) const fn kind(self) -> EntryKind {
        match self {
            Self::Call => EntryKind::Call,
            Self::Chat => EntryKind::Conversation,
            Self::Message => EntryKind::Message,
            Self::Status => EntryKind::Status,
        }
    }
}

/// Who began it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DirectionArgument {
    /// The other side.
    Inbound,
    /// We did.
    Outbound,
}

impl DirectionArgument {
    pub(super) const fn direction(self) -> Direction {
        match self {
            Self::Inbound => Direction::Inbound,
            Self::Outbound => Direction::Outbound,
        }
    }
}

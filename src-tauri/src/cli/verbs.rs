//! Every verb with its arguments, in the order people read them in the help.

use super::arguments::{
    AccountVerb, CallArgument, ChatArgument, DeviceVerb, DownloadVerb, HistoryArguments,
    HistoryVerb, RelayVerb, SeenVerb, StatusVerb,
};
use super::desk;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Deskbell: hosts your phone and chat widgets. Without a verb the app starts; with one, it talks to
/// the running app.
#[derive(Debug, Parser)]
#[command(name = "deskbell", version)]
pub(super) struct Cli {
    /// Folder of settings and session data; each has an app of its own.
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) profile: Option<PathBuf>,
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Start in the tray (only without a verb).
    #[arg(long)]
    pub(super) hidden: bool,
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// List, add and change accounts.
    Accounts {
        #[command(subcommand)]
        verb: AccountVerb,
    },
    /// Live and recent calls.
    Calls,
    /// Answer the ringing call.
    Answer(CallArgument),
    /// Refuse the ringing call.
    Decline(CallArgument),
    /// Let voicemail take the ringing call.
    Voicemail(CallArgument),
    /// Send the ringing call to another number.
    Forward {
        /// Where to.
        number: String,
        /// Which call.
        #[arg(long, value_name = "CALL")]
        call: Option<u32>,
    },
    /// Put on hold.
    Hold(CallArgument),
    /// Take off hold.
    Resume(CallArgument),
    /// Microphone off.
    Mute(CallArgument),
    /// Microphone on.
    Unmute(CallArgument),
    /// Hand the call on.
    Transfer {
        /// Where to.
        number: String,
        /// Which call.
        #[arg(long, value_name = "CALL")]
        call: Option<u32>,
    },
    /// Send keypad tones.
    Dtmf {
        /// 0 to 9, * and #.
        digits: String,
        /// Which call.
        #[arg(long, value_name = "CALL")]
        call: Option<u32>,
    },
    /// Start recording.
    Record(CallArgument),
    /// Stop recording.
    StopRecording(CallArgument),
    /// End the call.
    Hangup(CallArgument),
    /// Call a number.
    Dial {
        /// Number to call.
        number: String,
        /// Through which account (id or label).
        #[arg(long)]
        account: Option<String>,
        /// Only fill the dialer.
        #[arg(long)]
        fill_only: bool,
    },
    /// Open the SMS composer; nothing is sent.
    Sms {
        /// To whom.
        number: String,
        /// Text to start with.
        #[arg(long)]
        text: Option<String>,
        /// Through which account (id or label).
        #[arg(long)]
        account: Option<String>,
    },
    /// Show the number of a tel:, callto: or sms: link; starts the app if needed. Nothing is dialled or sent.
    Open {
        /// The link.
        link: String,
    },
    /// Your status and who has confirmed it; or choose one.
    Status {
        #[command(subcommand)]
        verb: Option<StatusVerb>,
    },
    /// What happened over all vendors, the newest first; or search, show, note, export, forget.
    History {
        #[command(flatten)]
        arguments: HistoryArguments,
        #[command(subcommand)]
        verb: Option<HistoryVerb>,
    },
    /// Figures of each of the last days: calls, talking and waiting time, chats, messages.
    Stats {
        /// How many days.
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=366))]
        days: u16,
    },
    /// Whether you can be reached right now: everything that must hold for it, with what to do.
    Doctor {
        /// The session descriptions of the last browser call instead, scrubbed for a bug report.
        #[arg(long)]
        sdp: bool,
    },
    /// Open one of the widget's own pages.
    Navigate {
        /// The vendor's path.
        path: String,
        /// Whose widget (id or label); not needed if there is only one.
        #[arg(long)]
        account: Option<String>,
    },
    /// Newest messages.
    Messages,
    /// Mark missed calls and what is unread as seen, and take that back.
    Seen {
        #[command(subcommand)]
        verb: SeenVerb,
    },
    /// Chats that wait or run, and those just over.
    Chats,
    /// What pages save on this computer; or break one off, and say where they go.
    Downloads {
        #[command(subcommand)]
        verb: Option<DownloadVerb>,
    },
    /// Microphones and speakers for calls, and which are used; or choose one, or hear yourself.
    Devices {
        #[command(subcommand)]
        verb: Option<DeviceVerb>,
    },
    /// Write to a chat's visitor.
    Reply {
        /// What to write; with --canned nothing.
        #[arg(required_unless_present = "canned", conflicts_with = "canned")]
        text: Option<String>,
        /// The shortcut of a canned reply instead.
        #[arg(long, value_name = "SHORTCUT")]
        canned: Option<String>,
        #[command(flatten)]
        chat: ChatArgument,
    },
    /// End a chat.
    CloseChat {
        #[command(flatten)]
        chat: ChatArgument,
    },
    /// Take a chat off the list; the widget is not told.
    DismissChat {
        /// Its number as `deskbell chats` shows it.
        chat: u32,
    },
    /// Put a label on a chat, or take it off.
    Label {
        /// Name of the label.
        name: String,
        /// Its value. A label may be there several times, with a value each.
        #[arg(long)]
        value: Option<String>,
        /// Whether the label takes any text as its value, or only what the company has listed; without it, any text.
        #[arg(long, value_name = "true|false", requires = "value")]
        free_form: Option<bool>,
        /// Take it off.
        #[arg(long)]
        remove: bool,
        #[command(flatten)]
        chat: ChatArgument,
    },
    /// How colleagues stand, where a vendor's service tells it.
    Team,
    /// The company's relay: enrol this desk, and see how it stands.
    Relay {
        #[command(subcommand)]
        verb: RelayVerb,
    },
    /// Open a file that was sent in a chat: it opens in the web browser, or comes to the downloads.
    OpenFile {
        /// The number of the chat as `deskbell chats` shows it.
        chat: u32,
        /// The line it came with (`line` in the view); without it, the newest file.
        #[arg(long)]
        line: Option<u32>,
    },
    /// Hand a chat on, or take it back while that is on its way.
    TransferChat {
        /// To this agent (what the vendor calls one, usually an e-mail address).
        #[arg(long, conflicts_with_all = ["widget", "reclaim"])]
        agent: Option<String>,
        /// To whoever serves this widget (its id at the vendor).
        #[arg(long, required_unless_present_any = ["agent", "reclaim"], conflicts_with = "reclaim")]
        widget: Option<String>,
        /// Take it back.
        #[arg(long)]
        reclaim: bool,
        #[command(flatten)]
        chat: ChatArgument,
    },
    /// Ask anything else of a chat or of a widget, for instance `ask ban by=cookie` or `ask pageChange`.
    #[command(name = "ask")]
    RequestKind {
        /// What, by its name in the view (`actions`).
        action: String,
        /// Its arguments.
        #[arg(value_name = "KEY=VALUE")]
        arguments: Vec<String>,
        #[command(flatten)]
        chat: ChatArgument,
        /// On which account's page (id or label).
        #[arg(long)]
        account: Option<String>,
        /// Which widget of that page.
        #[arg(long)]
        vendor: Option<String>,
        /// Even if it concerns other visitors too.
        #[arg(long)]
        yes: bool,
    },
    /// What an account's page said last, to the letter: for finding out what a vendor changed.
    Raw {
        /// Whose page (id or label); not needed if there is only one.
        account: Option<String>,
    },
    /// What happens, line by line.
    Events {
        /// Go on until interrupted.
        #[arg(long, required = true)]
        follow: bool,
        /// What Deskbell does about it, too.
        #[arg(long)]
        effects: bool,
        /// Begin with what happened after the entry with this number, as far as it is kept.
        #[arg(long, value_name = "SEQ")]
        after: Option<u64>,
        /// Stop after this many lines.
        #[arg(long, value_name = "LINES")]
        count: Option<u64>,
    },
    /// Write what a bug report needs.
    Export {
        /// Into this file goes everything that happened since Deskbell began, with stand-ins for names, numbers and texts.
        #[arg(long, value_name = "FILE", required = true)]
        incident: PathBuf,
    },
    /// What the windows show.
    View,
    /// Bring the window to front.
    Show {
        /// welcome, activity, settings, reachability, add:VENDOR, edit:ACCOUNT, chat:NUMBER, or an account.
        stage: Option<String>,
    },
    /// Hide the window in the tray.
    Hide,
    /// Load an account's page again.
    Reload {
        /// Id or label.
        account: String,
        /// Even if a call would be cut.
        #[arg(long)]
        yes: bool,
    },
    /// Drive the simulated desk, for instance `desk ring from=+16505550100`.
    #[command(after_help = desk::ACTIONS)]
    Desk {
        /// What the desk does, see below.
        action: String,
        /// Its arguments.
        #[arg(value_name = "KEY=VALUE")]
        arguments: Vec<String>,
        /// Which simulated account (id or label).
        #[arg(long)]
        account: Option<String>,
    },
    /// Leave the app.
    Quit {
        /// Even during a call.
        #[arg(long)]
        yes: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Command, CommandFactory};

    const DOCUMENT: &str = include_str!("../../../docs/command-line.md");

    fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
        for verb in command.get_subcommands() {
            let path = format!("{path} {}", verb.get_name());
            if verb.has_subcommands() {
                missing(verb, &path, found);
            } else if !DOCUMENT.contains(&format!("`{path}")) {
                found.push(path.clone());
            }
            for argument in verb.get_arguments().filter_map(clap::Arg::get_long) {
                if argument != "help" && !DOCUMENT.contains(&format!("--{argument}")) {
                    found.push(format!("{path} --{argument}"));
                }
            }
        }
    }

    #[test]
    fn every_verb_and_option_is_in_the_document() {
        let mut found = Vec::new();
        missing(&Cli::command(), "deskbell", &mut found);
        assert!(found.is_empty(), "docs/command-line.md says nothing of {found:?}");
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}

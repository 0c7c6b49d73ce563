//! The command line: every verb talks to the running app through the local socket. No window, no
//! engine and no GTK is touched before it is known that the app itself is to start.

mod accounts;
mod arguments;
mod chats;
mod desk;
mod devices;
mod downloads;
mod ends;
mod events;
mod history;
mod links;
mod pairs;
mod relay;
mod retention;
mod seen;
mod session;
mod show;
mod sign_in;
mod status;
mod verbs;

use crate::platform;
use arguments::CallArgument;
use clap::Parser;
use deskbell_core::{CallAction, ConversationId, Intent, Private, Stage, VendorId};
use session::{Failure, Session};
use std::ffi::OsString;
use std::path::PathBuf;
use verbs::{Cli, Verb};

/// What the program does after the command line was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Start {
    /// Run the app.
    RunApp {
        /// Folder of settings and session data.
        profile: PathBuf,
        /// Start in the tray.
        hidden: bool,
        /// A link to show once it runs.
        link: Option<Private<String>>,
    },
    /// The verb is done: leave with this code.
    Exit(i32),
}

/// Reads the arguments (program name first) and carries out a verb.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Start {
    let Cli { profile, json, hidden, verb } = match Cli::try_parse_from(links::separate(args)) {
        Ok(cli) => cli,
        Err(problem) => {
            platform::attach_terminal();
            // Fails only if there is nowhere to print to.
            let _ = problem.print();
            return Start::Exit(problem.exit_code());
        }
    };
    let profile = profile.unwrap_or_else(platform::default_profile_dir);
    let Some(verb) = verb else {
        return Start::RunApp { profile, hidden, link: None };
    };
    platform::attach_terminal();
    if hidden {
        return Start::Exit(
            Failure::Usage("--hidden starts the app and takes no verb".to_owned()).tell(json),
        );
    }
    let link = match &verb {
        Verb::Open { link } => Some(Private::new(link.clone())),
        _ => None,
    };
    let done = Session::open(&profile, json).and_then(|mut session| carry_out(&mut session, verb));
    Start::Exit(match done {
        // What a pressed link is for can wait until the app runs.
        Err(Failure::NotRunning(profile)) if link.is_some() => {
            return Start::RunApp { profile, hidden: false, link };
        }
        Ok(()) => 0,
        Err(failure) => failure.tell(json),
    })
}

fn carry_out(session: &mut Session, verb: Verb) -> Result<(), Failure> {
    let intent = match verb {
        Verb::Accounts { verb } => return accounts::carry_out(session, verb),
        Verb::Calls => return show::calls(session),
        Verb::Messages => return show::messages(session),
        Verb::Chats => return show::chats(session),
        Verb::Team => return show::team(session),
        Verb::Relay { verb } => return relay::carry_out(session, verb),
        Verb::Raw { account } => return show::raw(session, account.as_deref()),
        Verb::View => return show::view(session),
        Verb::Status { verb } => return status::carry_out(session, verb),
        Verb::Devices { verb } => return devices::carry_out(session, verb),
        Verb::Downloads { verb } => return downloads::carry_out(session, verb),
        Verb::History { arguments, verb } => return history::carry_out(session, arguments, verb),
        Verb::Stats { days } => return history::stats(session, days),
        Verb::Doctor { sdp: false } => return status::doctor(session),
        Verb::Doctor { sdp: true } => return devices::descriptions(session),
        Verb::Events { effects, after, count, .. } => {
            return events::follow(session, effects, after, count);
        }
        Verb::Export { incident } => return events::export(session, &incident),
        Verb::Answer(call) => call.intent(CallAction::Answer),
        Verb::Decline(call) => call.intent(CallAction::Decline),
        Verb::Voicemail(call) => call.intent(CallAction::Voicemail),
        Verb::Hold(call) => call.intent(CallAction::Hold),
        Verb::Resume(call) => call.intent(CallAction::Resume),
        Verb::Mute(call) => call.intent(CallAction::Mute),
        Verb::Unmute(call) => call.intent(CallAction::Unmute),
        Verb::Record(call) => call.intent(CallAction::Record),
        Verb::StopRecording(call) => call.intent(CallAction::StopRecording),
        Verb::Hangup(call) => call.intent(CallAction::HangUp),
        Verb::Forward { number, call } => {
            CallArgument { call }.intent_with(CallAction::Forward, number)
        }
        Verb::Transfer { number, call } => {
            CallArgument { call }.intent_with(CallAction::Transfer, number)
        }
        Verb::Dtmf { digits, call } => {
            CallArgument { call }.intent_with(CallAction::Keypad, digits)
        }
        Verb::Dial { number, account, fill_only } => {
            let account = account.map(|name| session.account(&name)).transpose()?;
            Intent::Dial { account, number, call_now: !fill_only }
        }
        Verb::Sms { number, text, account } => {
            let account = account.map(|name| session.account(&name)).transpose()?;
            Intent::OpenSms { account, number, text }
        }
        Verb::Open { link } => return session.follow_link(Private::new(link)),
        Verb::Navigate { path, account } => {
            Intent::Navigate { account: session.account_or_only(account.as_deref())?, path }
        }
        Verb::Seen { verb } => seen::intent(session, verb)?,
        Verb::Show { stage: None } => Intent::ShowWindow,
        Verb::Show { stage: Some(stage) } => {
            let stage = read_stage(session, &stage)?;
            session.request(Intent::Show { stage })?;
            Intent::ShowWindow
        }
        Verb::Hide => Intent::HideWindow,
        Verb::Reload { account, yes } => {
            Intent::Reload { account: session.account(&account)?, confirmed: yes }
        }
        Verb::Desk { action, arguments, account } => {
            let account = account.map(|name| session.account(&name)).transpose()?;
            let arguments = pairs::arguments(&arguments).map_err(Failure::Usage)?;
            Intent::Simulate { account, action, arguments }
        }
        verb @ (Verb::Reply { .. }
        | Verb::CloseChat { .. }
        | Verb::Label { .. }
        | Verb::TransferChat { .. }
        | Verb::RequestKind { .. }) => chats::intent(session, verb)?,
        Verb::OpenFile { chat, line } => {
            Intent::OpenChatFile { conversation: ConversationId(chat), line }
        }
        Verb::DismissChat { chat } => Intent::Dismiss { conversation: ConversationId(chat) },
        Verb::Quit { yes } => return session.leave(Intent::Quit { confirmed: yes }),
    };
    session.do_and_tell(intent)
}

/// `welcome`, `activity`, `settings`, `reachability`, `add:VENDOR`, `edit:ACCOUNT`, `chat:NUMBER`, or an account.
fn read_stage(session: &mut Session, text: &str) -> Result<Stage, Failure> {
    Ok(match text.split_once(':') {
        Some(("add", vendor)) => Stage::AddAccount { vendor: VendorId(vendor.to_owned()) },
        Some(("edit", account)) => Stage::EditAccount { account: session.account(account)? },
        Some(("chat", number)) => {
            let number = number.parse().map_err(|_| {
                Failure::Usage(format!("{number:?} is no number of a chat; see: deskbell chats"))
            })?;
            Stage::Conversation { conversation: ConversationId(number) }
        }
        Some(_) | None => match text {
            "welcome" => Stage::Welcome,
            "activity" => Stage::Activity,
            "settings" => Stage::Settings,
            "reachability" => Stage::Reachability,
            account => Stage::Widget { account: session.account(account)? },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(line: &str) -> Start {
        run(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn without_a_verb_the_app_starts() {
        let profile = PathBuf::from("/p");
        assert_eq!(
            start("deskbell --hidden --profile /p"),
            Start::RunApp { profile: profile.clone(), hidden: true, link: None }
        );
        assert_eq!(
            start("deskbell --profile=/p"),
            Start::RunApp { profile, hidden: false, link: None }
        );
    }

    #[test]
    fn a_link_starts_the_app_of_the_profile_that_was_named_before_it() {
        let profile = tempfile::tempdir().unwrap();
        let path = profile.path().to_path_buf();
        let wanted =
            Start::RunApp { profile: path.clone(), hidden: false, link: Some("tel:101".into()) };
        let shown = path.display();
        assert_eq!(start(&format!("deskbell --profile {shown} tel:101 --hidden")), wanted);
        let smuggled = format!("deskbell --profile={shown} open tel:101 --profile /evil --json");
        assert_eq!(start(&smuggled), wanted);
    }

    #[test]
    fn exit_codes_tell_usage_from_no_app() {
        let folder = tempfile::tempdir().unwrap();
        let profile = folder.path().display();
        assert_eq!(start("deskbell dance"), Start::Exit(2));
        assert_eq!(start("deskbell --version"), Start::Exit(0));
        assert_eq!(start(&format!("deskbell --profile {profile} calls")), Start::Exit(3));
        assert_eq!(
            start("deskbell --hidden calls"),
            Start::Exit(2),
            "hidden is for the app itself"
        );
    }
}

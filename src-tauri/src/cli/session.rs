//! One verb's conversation with the running app, and how its end is told.

use crate::platform;
use crate::sources::socket::Client;
use crate::sources::socket::wire::{Reply, RequestKind, VERSION};
use deskbell_core::{AccountId, AppView, Intent, Private, Query, QueryAnswer, Source};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Longer than the longest answer: a dial request that waits two minutes for the dialer.
const TIMEOUT: Duration = Duration::from_secs(130);

/// Why a verb was not carried out.
#[derive(Debug)]
pub(super) enum Failure {
    /// The app said no.
    Refused(Box<Reply>),
    /// We found ourselves that it cannot be done: stable word and sentence.
    Impossible(&'static str, String),
    /// The arguments are wrong.
    Usage(String),
    /// No app runs with this profile.
    NotRunning(PathBuf),
    /// Something needs looking at, and it was said what.
    Unwell,
    /// Nobody reads our output any more: not a failure of the verb.
    Unheard,
}

impl Failure {
    /// Tells the user on stderr (and a program on stdout) and gives the exit code.
    pub(super) fn tell(&self, json: bool) -> i32 {
        let (exit, code, message) = match self {
            Self::Unheard => return 0,
            Self::Unwell => return 1,
            Self::Refused(reply) => {
                let code = reply.code.as_deref().unwrap_or("refused");
                (1, code, reply.message.clone().unwrap_or_default())
            }
            Self::Impossible(code, message) => (1, *code, message.clone()),
            Self::Usage(message) => (2, "usage", message.clone()),
            Self::NotRunning(profile) => (3, "not-running", not_running(profile)),
        };
        if json {
            // Nothing can be told if nobody listens.
            let _ = print(
                &json!({ "v": VERSION, "ok": false, "code": code, "message": message }).to_string(),
            );
        }
        eprintln!("deskbell: {message}");
        exit
    }
}

fn not_running(profile: &Path) -> String {
    let start = if profile == platform::default_profile_dir() {
        "deskbell".to_owned()
    } else {
        format!("deskbell --profile {}", profile.display())
    };
    format!("Deskbell is not running with this profile. Start it with: {start}")
}

/// Prints one line; tells apart that nobody reads any more (`deskbell … | head`).
pub(super) fn print(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out
        .write_all(line.as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
    {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::Unheard),
        Err(error) => {
            Err(Failure::Impossible("output", format!("the output cannot be written: {error}")))
        }
    }
}

/// A connection, and whether text or JSON is wanted.
pub(super) struct Session {
    client: Client,
    /// JSON instead of text.
    pub(super) json: bool,
}

impl Session {
    pub(super) fn open(profile: &Path, json: bool) -> Result<Self, Failure> {
        let nobody = || Failure::NotRunning(profile.to_path_buf());
        let name = platform::find_socket(profile).map_err(|_| nobody())?;
        let client = Client::connect(&name).map_err(|_| nobody())?;
        client.limit(Some(TIMEOUT));
        Ok(Self { client, json })
    }

    /// Asks; a refusal is a failure.
    pub(super) fn ask(&mut self, ask: &RequestKind) -> Result<Reply, Failure> {
        let reply = self.client.request(ask).map_err(|error| broken(&error))?;
        if reply.ok { Ok(reply) } else { Err(Failure::Refused(Box::new(reply))) }
    }

    /// Has something done.
    pub(super) fn request(&mut self, intent: Intent) -> Result<Reply, Failure> {
        self.ask(&RequestKind::Intent(intent))
    }

    /// Has something done and tells what came of it.
    pub(super) fn do_and_tell(&mut self, intent: Intent) -> Result<(), Failure> {
        let reply = self.request(intent)?;
        self.tell(&reply)
    }

    /// Hands a link over: it comes from a stranger, whoever started us with it.
    pub(super) fn follow_link(&mut self, link: Private<String>) -> Result<(), Failure> {
        let ask = RequestKind::Intent(Intent::OpenLink { link });
        let reply = self.client.request_from(&ask, Source::Link).map_err(|error| broken(&error))?;
        if reply.ok { self.tell(&reply) } else { Err(Failure::Refused(Box::new(reply))) }
    }

    /// Has the app leave: it may be gone before it can answer.
    pub(super) fn leave(&mut self, intent: Intent) -> Result<(), Failure> {
        match self.client.request(&RequestKind::Intent(intent)) {
            Ok(reply) if reply.ok || reply.code.as_deref() == Some("no-answer") => {}
            Ok(reply) => return Err(Failure::Refused(Box::new(reply))),
            Err(_) => {}
        }
        let message = Some("Deskbell has left.".to_owned());
        self.tell(&Reply { v: VERSION, ok: true, message, ..Reply::default() })
    }

    pub(super) fn tell(&self, reply: &Reply) -> Result<(), Failure> {
        if self.json {
            return print(&reply.line());
        }
        print(reply.message.as_deref().unwrap_or("Done."))
    }

    /// The snapshot as the wire has it.
    pub(super) fn view_json(&mut self) -> Result<Value, Failure> {
        Ok(self.ask(&RequestKind::View)?.view.unwrap_or_default())
    }

    /// The snapshot.
    pub(super) fn view(&mut self) -> Result<AppView, Failure> {
        let view = self.view_json()?;
        serde_json::from_value(view).map_err(|error| other_version(&error))
    }

    pub(super) fn query(&mut self, query: Query) -> Result<QueryAnswer, Failure> {
        let answer = self.ask(&RequestKind::Query(query))?.answer.unwrap_or_default();
        serde_json::from_value(answer).map_err(|error| other_version(&error))
    }

    /// The account with this id or label.
    pub(super) fn account(&mut self, name: &str) -> Result<AccountId, Failure> {
        let view = self.view()?;
        find_account(&view, name)
    }

    /// As [`Session::account`]; without a name the only one there is.
    pub(super) fn account_or_only(&mut self, name: Option<&str>) -> Result<AccountId, Failure> {
        let view = self.view()?;
        match (name, view.accounts.as_slice()) {
            (Some(name), _) => find_account(&view, name),
            (None, [only]) => Ok(only.config.id.clone()),
            (None, []) => {
                Err(Failure::Impossible("unknown-account", "There is no account yet.".to_owned()))
            }
            (None, _) => {
                let message = format!("Say which account: {}.", names(&view));
                Err(Failure::Impossible("ambiguous", message))
            }
        }
    }

    /// Follows what happens: hands each line to `each` until it says stop.
    pub(super) fn follow(
        &mut self,
        effects: bool,
        after: Option<u64>,
        mut each: impl FnMut(Value) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        self.ask(&RequestKind::Follow { effects, after })?;
        self.client.limit(None);
        while each(self.client.next().map_err(|error| broken(&error))?)? {}
        Ok(())
    }

    /// Prints `value` as one line of JSON.
    pub(super) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
        print(&json!(value).to_string())
    }
}

fn broken(error: &anyhow::Error) -> Failure {
    Failure::Impossible("no-answer", format!("{error:#}."))
}

fn other_version(error: &serde_json::Error) -> Failure {
    let message = format!("The running Deskbell is of another version; restart it ({error}).");
    Failure::Impossible("bad-version", message)
}

fn find_account(view: &AppView, name: &str) -> Result<AccountId, Failure> {
    if let Some(row) = view.accounts.iter().find(|row| row.config.id.as_str() == name) {
        return Ok(row.config.id.clone());
    }
    let same = |label: &str| deskbell_core::same_name(label, name);
    let mut rows = view.accounts.iter().filter(|row| same(&row.config.label));
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row.config.id.clone()),
        (Some(_), Some(_)) => {
            let message =
                format!("Several accounts are called {name:?}; use the id: {}.", names(view));
            Err(Failure::Impossible("ambiguous", message))
        }
        (None, _) => {
            let message = match view.accounts.is_empty() {
                true => "There is no account yet. Add one with: deskbell accounts add".to_owned(),
                false => format!("There is no account {name:?}. There are: {}.", names(view)),
            };
            Err(Failure::Impossible("unknown-account", message))
        }
    }
}

fn names(view: &AppView) -> String {
    let name =
        |row: &deskbell_core::AccountRow| format!("{} ({})", row.config.id, row.config.label);
    view.accounts.iter().map(name).collect::<Vec<_>>().join(", ")
}

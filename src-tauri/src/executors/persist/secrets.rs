//! Secrets of accounts live in the system's key store: Secret Service, Keychain, Credential Manager.
//!
//! The key store may ask the user to unlock it and answer minutes later, or never. So nobody waits for it: every
//! request has a thread of its own, one after the other, its answer comes back as a request to the saver whenever it comes, and what
//! was refused is tried again once the key store is open.

use super::SaveRequest;
use crate::platform::{self, short_hash};
use deskbell_core::{Private, Settings};
use deskbell_store::{Loaded, Secret, SecretName, put_secret, take_secrets, wanted_secrets};
use deskbell_vendors::is_secret;
use keyring_core::Error;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// A request that takes longer probably stands behind a question to the user.
const SLOW: Duration = Duration::from_secs(2);
/// First and longest pause before a key store that is open, and failed all the same, is asked again.
const PAUSE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(300));

/// What is asked of the key store.
#[derive(Clone, Debug)]
enum Task {
    Get,
    Put(Private<String>),
    Delete,
}

/// What came of a request.
#[derive(Debug)]
pub(super) enum Answer {
    /// The value, if it was asked for.
    Done(Option<Private<String>>),
    /// It is open and does not have it.
    Missing,
    /// Why not, for people.
    Failed(String),
}

#[derive(Clone, Debug)]
struct Request {
    name: SecretName,
    /// Of the account.
    label: String,
    task: Task,
    /// Asked after the key store was seen open: what it does not have now it does not have.
    sure: bool,
}

struct Running {
    serial: u64,
    request: Request,
    since: Instant,
}

/// What this run knows of the secrets.
pub(super) struct Secrets {
    /// Tells profiles apart in the key store.
    profile: String,
    requests: Sender<SaveRequest>,
    /// Values the key store has, or is to have.
    known: BTreeMap<SecretName, Private<String>>,
    /// Not fetched yet; their markers must survive.
    unread: BTreeSet<SecretName>,
    queue: VecDeque<Request>,
    running: Option<Running>,
    /// To be tried again when the key store opens, with what it said.
    failed: Vec<(Request, String)>,
    /// Somebody waits for it to open.
    watching: bool,
    pause: Duration,
    serial: u64,
}

impl Secrets {
    pub(super) fn new(settings_file: &Path, requests: Sender<SaveRequest>) -> Self {
        Self {
            profile: short_hash(settings_file.as_os_str().as_encoded_bytes()),
            requests,
            known: BTreeMap::new(),
            unread: BTreeSet::new(),
            queue: VecDeque::new(),
            running: None,
            failed: Vec::new(),
            watching: false,
            pause: PAUSE.0,
            serial: 0,
        }
    }

    /// Begins to fetch what the settings say is in the key store. Until it comes nothing stands in its place: no adapter
    /// may send a marker to its vendor.
    pub(super) fn fetch(&mut self, loaded: &mut Loaded) {
        for name in wanted_secrets(&loaded.settings) {
            let label = label(&loaded.settings, &name).to_owned();
            put_secret(&mut loaded.settings, &name, None);
            self.unread.insert(name.clone());
            self.queue.push_back(Request { name, label, task: Task::Get, sure: false });
        }
        self.advance();
    }

    /// What the file may hold, and the secrets it may not.
    pub(super) fn take(&self, settings: &Settings) -> (Settings, Vec<Secret>) {
        take_secrets(settings, is_secret, &self.unread)
    }

    /// Brings the key store up to date with `plain` (already without secrets).
    pub(super) fn store(&mut self, plain: &Settings, secrets: Vec<Secret>) {
        for Secret { name, value } in secrets {
            if self.known.get(&name) == Some(&value) {
                continue;
            }
            let label = label(plain, &name).to_owned();
            self.unread.remove(&name);
            self.known.insert(name.clone(), value.clone());
            self.request(Request { name, label, task: Task::Put(value), sure: false });
        }
        let wanted: BTreeSet<_> = wanted_secrets(plain).into_iter().collect();
        let all = self.known.keys().chain(&self.unread);
        let gone: BTreeSet<_> = all.filter(|name| !wanted.contains(name)).cloned().collect();
        for name in gone {
            self.known.remove(&name);
            self.unread.remove(&name);
            let label = name.account.to_string();
            self.request(Request { name, label, task: Task::Delete, sure: false });
        }
        self.advance();
    }

    /// An answer came. Gives a value that was fetched, or why a new one is not in the key store.
    pub(super) fn answered(
        &mut self,
        serial: u64,
        name: SecretName,
        answer: Answer,
    ) -> Option<News> {
        let running = self.running.take_if(|running| running.serial == serial);
        let news = match (answer, running.map(|running| running.request)) {
            (Answer::Done(Some(value)), _) => {
                self.pause = PAUSE.0;
                // Also from a request nobody waits for any more; but what was typed meanwhile is newer.
                self.unread.remove(&name).then(|| {
                    self.forget(&name);
                    self.known.insert(name.clone(), value.clone());
                    News::Read(name, value)
                })
            }
            (Answer::Done(None), _) => {
                self.pause = PAUSE.0;
                None
            }
            // A locked one may say so of what it has.
            (Answer::Missing, Some(Request { task: Task::Delete, sure: true, .. })) => None,
            (Answer::Missing, Some(request)) => {
                let reason = format!("it does not have the {} of {:?}", name.key, request.label);
                self.fail(request, reason)
            }
            (Answer::Failed(reason), Some(request)) => self.fail(request, reason),
            (Answer::Missing | Answer::Failed(_), None) => None,
        };
        self.advance();
        news
    }

    /// The key store is open: what it refused is tried again, and what hangs is not waited for.
    pub(super) fn opened(&mut self) {
        self.watching = false;
        self.pause = (self.pause * 2).min(PAUSE.1);
        if let Some(stuck) = self.running.take_if(|running| running.since.elapsed() >= SLOW) {
            self.queue.push_front(stuck.request);
        }
        let again = self.failed.drain(..).map(|(request, _)| Request { sure: true, ..request });
        self.queue.extend(again);
        self.advance();
    }

    /// Why the key store cannot be used; none if it did what it was asked, or was asked nothing.
    pub(super) fn trouble(&self) -> Option<String> {
        let slow = self.running.as_ref().is_some_and(|running| running.since.elapsed() >= SLOW);
        let waits = || "it does not answer, perhaps because it waits for its password".to_owned();
        let told = |(request, _): &&(Request, String)| !matches!(request.task, Task::Delete);
        self.failed
            .iter()
            .rfind(told)
            .map(|(_, reason)| reason.clone())
            .or_else(|| slow.then(waits))
    }

    /// When it may have become slow.
    pub(super) fn wake(&self) -> Option<Instant> {
        let since = self.running.as_ref().map(|running| running.since)?;
        Some(since + SLOW).filter(|_| since.elapsed() < SLOW)
    }

    /// It became slow: from now on it is watched, in case it opens without answering.
    pub(super) fn look(&mut self) {
        if self.running.as_ref().is_some_and(|running| running.since.elapsed() >= SLOW) {
            self.watch();
        }
    }

    /// Nothing is asked of it, or nothing that will be answered soon.
    pub(super) fn is_idle(&self) -> bool {
        self.running.as_ref().is_none_or(|running| running.since.elapsed() >= SLOW)
    }

    /// Queues a request in place of older ones about the same secret.
    fn request(&mut self, request: Request) {
        self.forget(&request.name);
        self.queue.push_back(request);
    }

    fn forget(&mut self, name: &SecretName) {
        self.queue.retain(|other| other.name != *name);
        self.failed.retain(|(other, _)| other.name != *name);
    }

    fn fail(&mut self, request: Request, reason: String) -> Option<News> {
        let superseded = self.queue.iter().any(|other| other.name == request.name);
        if superseded {
            return None;
        }
        log::info!("key store: the {} of {}: {reason}", request.name.key, request.name.account);
        let news = matches!(request.task, Task::Put(_)).then(|| {
            News::NotKept(format!(
                "The {} of {:?} could not be put into the system's key store: {reason}. It is kept \
                 until Deskbell quits, and put there as soon as it can be.",
                request.name.key, request.label
            ))
        });
        self.failed.push((request, reason));
        self.watch();
        news
    }

    fn watch(&mut self) {
        if !std::mem::replace(&mut self.watching, true) {
            let requests = self.requests.clone();
            // Fails only after the saver's thread has ended, with the program.
            platform::wait_for_key_store(self.pause, move || {
                drop(requests.send(SaveRequest::KeyStoreOpened))
            });
        }
    }

    /// Asks the next thing, if nothing is being asked.
    fn advance(&mut self) {
        if self.running.is_some() {
            return;
        }
        let Some(request) = self.queue.pop_front() else { return };
        self.serial += 1;
        let (serial, requests) = (self.serial, self.requests.clone());
        let user = format!("{}/{}/{}", self.profile, request.name.account, request.name.key);
        let (name, task) = (request.name.clone(), request.task.clone());
        self.running = Some(Running { serial, request, since: Instant::now() });
        let work = move || {
            let answer = ask(&user, &task);
            let _ = requests.send(SaveRequest::KeyStoreAnswered { serial, name, answer });
        };
        let thread = std::thread::Builder::new().name("deskbell-secrets".to_owned());
        if let Err(error) = thread.spawn(work)
            && let Some(running) = self.running.take()
        {
            self.fail(running.request, error.to_string());
        }
    }
}

/// What the saver must pass on.
#[derive(Debug)]
pub(super) enum News {
    Read(SecretName, Private<String>),
    NotKept(String),
}

fn ask(user: &str, task: &Task) -> Answer {
    let done = platform::key_store_entry(user).and_then(|entry| match task {
        Task::Get => entry.get_password().map(|value| Some(Private::new(value))),
        Task::Put(value) => entry.set_password(value.reveal()).map(|()| None),
        Task::Delete => entry.delete_credential().map(|()| None),
    });
    match done {
        Ok(value) => Answer::Done(value),
        Err(Error::NoEntry) => Answer::Missing,
        Err(error) => Answer::Failed(platform::key_store_trouble(&error)),
    }
}

fn label<'a>(settings: &'a Settings, name: &'a SecretName) -> &'a str {
    let account = settings.accounts.iter().find(|account| account.id == name.account);
    account.map_or(name.account.as_str(), |account| account.label.as_str())
}

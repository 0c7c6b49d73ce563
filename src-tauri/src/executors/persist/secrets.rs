//! Secrets of accounts live in the system's key store: Secret Service, Keychain, Credential Manager.
//!
//! The key store may ask the user to unlock it and answer minutes later, or never. So nobody waits for it: every
//! request has a thread of its own, one after the other, its answer comes back as a request to the saver whenever it comes, and what
//! was refused is tried again once the key store is open. What could not be deleted is tried again at the next start.

use super::{SaveRequest, owed};
use crate::platform::{self, short_hash};
use deskbell_core::{Private, Settings};
use deskbell_store::{Loaded, Secret, SecretName, put_secret, take_secrets, wanted_secrets};
use deskbell_vendors::is_secret;
use keyring_core::{Entry, Error};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// A request that takes longer probably stands behind a question to the user.
const SLOW: Duration = Duration::from_secs(2);
/// First and longest pause before a key store that is open, and failed all the same, is asked again.
const PAUSE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(300));
/// How often a key store says of something to be deleted that it does not have it, until that is believed: one that is
/// locked, or has only just opened, may say so of what it has.
const MISSES: u8 = 4;

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
    /// How often the key store said that it does not have it. It is asked again only when it was seen open.
    misses: u8,
}

impl Request {
    const fn new(name: SecretName, label: String, task: Task) -> Self {
        Self { name, label, task, misses: 0 }
    }

    /// Somebody misses its answer: not so with what is only to be deleted.
    const fn is_wanted(&self) -> bool {
        !matches!(self.task, Task::Delete)
    }
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
    /// Where `owed` outlives the program.
    owed_file: PathBuf,
    /// Still to be deleted.
    owed: BTreeSet<SecretName>,
    requests: Sender<SaveRequest>,
    /// Values the key store has, or is to have.
    known: BTreeMap<SecretName, Private<String>>,
    /// Not fetched yet; their markers must survive.
    unread: BTreeSet<SecretName>,
    queue: VecDeque<Request>,
    running: Option<Running>,
    /// To be tried again when the key store opens.
    failed: Vec<Request>,
    /// Why it could not be used when it was last heard of, until everything wanted of it is done.
    trouble: Option<String>,
    /// Somebody waits for it to open.
    watching: bool,
    pause: Duration,
    serial: u64,
}

impl Secrets {
    pub(super) fn new(settings_file: &Path, requests: Sender<SaveRequest>) -> Self {
        let owed_file = settings_file.with_file_name("key-store-deletes.json");
        Self {
            profile: short_hash(settings_file.as_os_str().as_encoded_bytes()),
            owed: owed::read(&owed_file),
            owed_file,
            requests,
            known: BTreeMap::new(),
            unread: BTreeSet::new(),
            queue: VecDeque::new(),
            running: None,
            failed: Vec::new(),
            trouble: None,
            watching: false,
            pause: PAUSE.0,
            serial: 0,
        }
    }

    /// Begins to fetch what the settings say is in the key store, and to delete what the last run could not. Until it comes nothing stands in its place: no adapter
    /// may send a marker to its vendor.
    pub(super) fn fetch(&mut self, loaded: &mut Loaded) {
        for name in wanted_secrets(&loaded.settings) {
            let label = label(&loaded.settings, &name).to_owned();
            put_secret(&mut loaded.settings, &name, None);
            self.unread.insert(name.clone());
            self.queue.push_back(Request::new(name, label, Task::Get));
        }
        for name in self.owed.iter().filter(|name| !self.unread.contains(name)) {
            let label = name.account.to_string();
            self.queue.push_back(Request::new(name.clone(), label, Task::Delete));
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
            self.request(Request::new(name, label, Task::Put(value)));
        }
        let wanted: BTreeSet<_> = wanted_secrets(plain).into_iter().collect();
        let all = self.known.keys().chain(&self.unread);
        let gone: BTreeSet<_> = all.filter(|name| !wanted.contains(name)).cloned().collect();
        for name in gone {
            self.known.remove(&name);
            self.unread.remove(&name);
            let label = name.account.to_string();
            self.request(Request::new(name, label, Task::Delete));
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
        let fact = match (answer, running.map(|running| running.request)) {
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
            (Answer::Missing, Some(mut request)) => {
                request.misses = request.misses.saturating_add(1);
                let reason = format!("it does not have the {} of {:?}", name.key, request.label);
                self.fail(request, reason)
            }
            (Answer::Failed(reason), Some(request)) => self.fail(request, reason),
            (Answer::Missing | Answer::Failed(_), None) => None,
        };
        self.advance();
        fact
    }

    /// The key store is open: what it refused is tried again, and what hangs is not waited for.
    pub(super) fn opened(&mut self) {
        self.watching = false;
        self.pause = (self.pause * 2).min(PAUSE.1);
        if let Some(stuck) = self.running.take_if(|running| running.since.elapsed() >= SLOW)
            && !self.is_superseded(&stuck.request)
        {
            self.queue.push_front(stuck.request);
        }
        self.queue.extend(self.failed.drain(..));
        self.advance();
    }

    /// Why the key store cannot be used; none if it did what it was asked, or was asked nothing.
    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.clone()
    }

    /// When it may have become slow.
    pub(super) fn wake(&self) -> Option<Instant> {
        let since = self.running.as_ref().map(|running| running.since)?;
        Some(since + SLOW).filter(|_| since.elapsed() < SLOW)
    }

    /// It became slow: from now on it is watched, in case it opens without answering.
    pub(super) fn look(&mut self) {
        if self.running.as_ref().is_some_and(|running| running.since.elapsed() >= SLOW) {
            if self.has_wanted() {
                let reason = "it does not answer, perhaps because it waits for its password";
                self.trouble = Some(reason.to_owned());
            }
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
        self.failed.retain(|other| other.name != *name);
    }

    /// Something newer is asked about the same secret.
    fn is_superseded(&self, request: &Request) -> bool {
        self.queue.iter().any(|other| other.name == request.name)
    }

    /// Everything that is not done yet.
    fn unfinished(&self) -> impl Iterator<Item = &Request> {
        let running = self.running.iter().map(|running| &running.request);
        running.chain(&self.queue).chain(&self.failed)
    }

    fn has_wanted(&self) -> bool {
        self.unfinished().any(Request::is_wanted)
    }

    /// Writes down what is to be deleted, if that changed.
    fn note_owed(&mut self) {
        let deletes = self.unfinished().filter(|request| !request.is_wanted());
        let owed = deletes.map(|request| request.name.clone()).collect();
        if self.owed != owed {
            if let Err(error) = owed::write(&self.owed_file, &owed) {
                log::error!("{}: {error}", self.owed_file.display());
            }
            self.owed = owed;
        }
    }

    fn fail(&mut self, request: Request, reason: String) -> Option<News> {
        if self.is_superseded(&request) {
            return None;
        }
        log::info!("key store: the {} of {}: {reason}", request.name.key, request.name.account);
        let fact = matches!(request.task, Task::Put(_)).then(|| {
            News::NotKept(format!(
                "The {} of {:?} could not be put into the system's key store: {reason}. It is kept \
                 until Deskbell quits, and put there as soon as it can be.",
                request.name.key, request.label
            ))
        });
        if request.is_wanted() {
            self.trouble = Some(reason);
        } else if request.misses >= MISSES {
            return None;
        }
        self.failed.push(request);
        self.watch();
        fact
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
        if !self.has_wanted() {
            self.trouble = None;
        }
        self.note_owed();
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
        Task::Put(value) => match entry.set_password(value.reveal()) {
            Err(Error::Ambiguous(all)) => {
                delete(&all).and_then(|()| entry.set_password(value.reveal())).map(|()| None)
            }
            done => done.map(|()| None),
        },
        Task::Delete => match entry.delete_credential() {
            Err(Error::Ambiguous(all)) => delete(&all).map(|()| None),
            done => done.map(|()| None),
        },
    });
    match done {
        Ok(value) => Answer::Done(value),
        Err(Error::NoEntry) => Answer::Missing,
        Err(error) => Answer::Failed(platform::key_store_trouble(&error)),
    }
}

/// Deletes entries that share a name: another program copied a keyring into another, say.
fn delete(all: &[Entry]) -> Result<(), Error> {
    all.iter().try_for_each(Entry::delete_credential)
}

fn label<'a>(settings: &'a Settings, name: &'a SecretName) -> &'a str {
    let account = settings.accounts.iter().find(|account| account.id == name.account);
    account.map_or(name.account.as_str(), |account| account.label.as_str())
}

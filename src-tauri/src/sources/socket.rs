//! The local socket: other programs of the same user talk to the running app in JSON lines.
//!
//! The words are in `socket/wire.rs` and, for people, in `docs/command-line.md`. One thread with a
//! small runtime of its own serves all connections; nothing here ever makes the engine wait.

mod client;
mod connection;
mod scrub;
pub mod wire;

pub use client::Client;

use crate::engine::EngineHandle;
use crate::ipc;
use crate::journal::Following;
use crate::platform::{self, SocketName};
use anyhow::{Context, bail};
use connection::refuse_connection;
use deskbell_core::{Answer, AppView, Intent, Private, Query, QueryAnswer, Source};
use interprocess::local_socket::tokio::Listener;
use interprocess::local_socket::traits::tokio::Listener as _;
use serde_json::Value;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, oneshot};
use wire::RequestKind;

/// Programs connected at the same time.
const CONNECTIONS_MAX: usize = 32;
/// A running app answers a second start at once, or is stuck.
const POKE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a second start tries to reach the app that has the profile; it may just be starting.
const CLAIM_TIMEOUT: Duration = Duration::from_secs(10);
/// Pause between such tries.
const POKE_PAUSE: Duration = Duration::from_millis(200);
/// Pause after the system could not give a connection (out of file handles).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What the socket needs from the app; the tests have one of their own.
pub(crate) trait Core: Clone + Send + Sync + 'static {
    /// Why this intent may not reach the core, if so.
    fn objection(&self, intent: &Intent) -> Option<String>;
    /// Asks for something.
    fn ask(&self, intent: Intent, from: Source) -> oneshot::Receiver<Answer>;
    /// The latest snapshot.
    fn view(&self) -> Arc<AppView>;
    /// What happened after the entry with this number, and everything from now on.
    fn follow(&self, after: Option<u64>) -> Following;
    /// A recording of this run, without anything private.
    fn incident(&self) -> Option<Value>;
    /// Answers a question.
    fn answer(&self, query: Query) -> impl Future<Output = QueryAnswer> + Send;
}

impl Core for EngineHandle {
    fn objection(&self, intent: &Intent) -> Option<String> {
        ipc::admit(intent).err().map(|error| error.message)
    }

    fn ask(&self, intent: Intent, from: Source) -> oneshot::Receiver<Answer> {
        self.ask(intent, from)
    }

    fn view(&self) -> Arc<AppView> {
        self.view()
    }

    fn follow(&self, after: Option<u64>) -> Following {
        self.journal().follow(after)
    }

    fn incident(&self) -> Option<Value> {
        self.journal().incident()?.written_for_others(scrub::scrub)
    }

    async fn answer(&self, query: Query) -> QueryAnswer {
        ipc::answer_query(query, self).await
    }
}

/// The right to be the one app of a profile, taken before any window or settings file is touched.
pub struct Claim {
    name: SocketName,
    lock: File,
    runtime: Runtime,
    listener: Listener,
}

/// Claims `profile`; none if another app has it and was brought to front. Of two starts at the same
/// moment the later one waits until the earlier one can answer.
///
/// # Errors
/// If another app has the profile but does not answer, or the system does not give the socket.
pub fn claim(profile: &Path) -> anyhow::Result<Option<Claim>> {
    std::fs::create_dir_all(profile)
        .with_context(|| format!("the profile folder {} cannot be made", profile.display()))?;
    let name = platform::socket_name(profile).context("there is no place for the local socket")?;
    let began = Instant::now();
    while began.elapsed() < CLAIM_TIMEOUT {
        if let Some(lock) = lock(&name, profile)? {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let listener = {
                let _inside = runtime.enter();
                listen(&name)?
            };
            return Ok(Some(Claim { name, lock, runtime, listener }));
        }
        if poke(profile) {
            return Ok(None);
        }
        std::thread::sleep(POKE_PAUSE);
    }
    bail!("another Deskbell with this profile is running but does not answer; end it first")
}

impl Claim {
    /// Serves the socket until the program ends, and says where it is.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn serve(self, engine: EngineHandle) -> anyhow::Result<SocketName> {
        self.serve_core(engine)
    }

    fn serve_core(self, core: impl Core) -> anyhow::Result<SocketName> {
        let Self { name, lock, runtime, listener } = self;
        let run = move || {
            runtime.block_on(accept(listener, core));
            drop(lock);
        };
        std::thread::Builder::new().name("deskbell-socket".to_owned()).spawn(run)?;
        log::info!("other programs reach this app at {name:?}");
        Ok(name)
    }
}

/// Only the holder of the lock may replace a leftover socket: two starts at the same moment cannot
/// take it from each other. None if another app holds it.
fn lock(name: &SocketName, profile: &Path) -> anyhow::Result<Option<File>> {
    let path = name.lock_file(profile);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.with_context(|| format!("the lock file {} cannot be made", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).context("the lock file cannot be locked"),
    }
}

fn listen(name: &SocketName) -> anyhow::Result<Listener> {
    let taken = match name.listen() {
        Ok(listener) => return Ok(listener),
        Err(error) => error,
    };
    // A file nobody listens to any more is what a killed app leaves behind.
    let answers = Client::connect(name).is_ok();
    if answers || !matches!(taken.kind(), ErrorKind::AddrInUse | ErrorKind::AlreadyExists) {
        return Err(taken).context("the local socket cannot be opened");
    }
    name.remove_leftover();
    name.listen().context("the local socket cannot be opened")
}

async fn accept(listener: Listener, core: impl Core) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let stream = match listener.accept().await {
            Ok(stream) => stream,
            Err(error) => {
                log::warn!("a connection could not be accepted: {error}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        if !platform::is_same_user(&stream) {
            log::warn!("a program of another user tried to connect");
            continue;
        }
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => {
                let core = core.clone();
                tokio::spawn(async move {
                    connection::serve(stream, core).await;
                    drop(place);
                });
            }
            Err(_) => drop(tokio::spawn(refuse_connection(stream, CONNECTIONS_MAX))),
        }
    }
}

/// Hands a link to the running app of this profile. True if it answered, whatever it thinks of the link.
pub fn hand_over(profile: &Path, link: Private<String>) -> bool {
    let Ok(name) = platform::find_socket(profile) else { return false };
    let Ok(mut client) = Client::connect(&name) else { return false };
    client.limit(Some(POKE_TIMEOUT));
    client.request_from(&RequestKind::Intent(Intent::OpenLink { link }), Source::Link).is_ok()
}

/// A second start: brings the running app of this profile to front. True if it answered.
fn poke(profile: &Path) -> bool {
    let Ok(name) = platform::find_socket(profile) else { return false };
    let Ok(mut client) = Client::connect(&name) else { return false };
    client.limit(Some(POKE_TIMEOUT));
    client.request_from(&RequestKind::Intent(Intent::ShowWindow), Source::SecondStart).is_ok()
}

// They look at socket files and their permissions.
#[cfg(all(test, unix))]
mod tests;

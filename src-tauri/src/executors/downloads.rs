//! Downloads: takes the engine's reports and the core's orders to the disk, on a thread that nobody waits for.
//!
//! ```text
//!   engine (web::downloads) ──Report──►  this      thread  ──Event::Download──► core
//!                                   ◄─save/cancel─   ▲  │ ◄──Effect::Download──┘
//!                                                    │  └► a private folder, then the place the user wants
//! ```
//! An address of a download ends at the engine: it may carry a token.

use crate::engine::EngineHandle;
use crate::platform;
use crate::web::Engine;
use crate::web::dialogs::FileDialogs;
use crate::web::downloads::{DownloadControl, DownloadReports, Report};
use crate::window;
use deskbell_core::{
    AccountId, DownloadFact, DownloadId, DownloadOrder, DownloadPlace, DownloadPreferences,
    DownloadProblem, Event, Intent, Private, SettingChange, Source, SystemFact,
};
use deskbell_store::arrivals::Staging;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tauri::{AppHandle, Manager};

/// How long leaving waits for half files to go.
const LEAVING: Duration = Duration::from_secs(1);

enum DownloadMessage {
    Report(DownloadId, Report),
    Order(DownloadId, DownloadOrder),
    Chosen(DownloadId, Option<PathBuf>),
    Leave(Sender<()>),
}

/// The handle to the thread: cheap to clone, never waits.
#[derive(Clone)]
pub struct Downloads(Sender<DownloadMessage>);

impl Downloads {
    /// Starts the thread and tells the core where downloads go.
    ///
    /// # Errors
    /// If the thread cannot be started.
    pub fn start(app: AppHandle, engine: EngineHandle) -> anyhow::Result<Self> {
        let (messages, inbox) = channel();
        let own = Self(messages);
        let thread = DownloadThread { app, engine, own: own.clone(), live: BTreeMap::new() };
        let folder = thread.system_folder().to_string_lossy().into_owned();
        let place = DownloadPlace { folder, can_ask: Engine::CAN_ASK };
        thread.engine.send(Event::Os { fact: SystemFact::Downloads { place } });
        std::thread::Builder::new()
            .name("downloads".to_owned())
            .spawn(move || thread.run(&inbox))?;
        Ok(own)
    }

    /// Where engines report to.
    pub fn reports(&self) -> DownloadReports {
        let own = self.clone();
        DownloadReports::to(move |id, report| own.send(DownloadMessage::Report(id, report)))
    }

    /// Does what the core decided.
    pub fn order(&self, id: DownloadId, order: DownloadOrder) {
        self.send(DownloadMessage::Order(id, order));
    }

    /// Lets the user choose the folder for downloads, beginning at `folder`.
    pub fn choose_folder(app: &AppHandle, engine: EngineHandle, folder: &str) {
        let preferences = engine.view().preferences.downloads.clone();
        Engine::choose_folder(
            app,
            app.get_window(window::MAIN),
            Path::new(folder),
            move |chosen| {
                let Some(chosen) = chosen else { return };
                let folder = chosen.to_string_lossy().into_owned();
                let change =
                    SettingChange::Downloads(DownloadPreferences { folder, ..preferences.clone() });
                let intent = Intent::ChangeSetting { change };
                engine.send(Event::Intent { intent, from: Source::Window, request: None });
            },
        );
    }

    /// Cancels everything before the app leaves; waits for half files to go, but never long.
    pub fn leave(&self) {
        let (done, waiting) = channel();
        self.send(DownloadMessage::Leave(done));
        let _ = waiting.recv_timeout(LEAVING);
    }

    fn send(&self, message: DownloadMessage) {
        // Fails only after the thread has ended, with the program.
        let _ = self.0.send(message);
    }
}

/// One download between its beginning and its end.
struct Live {
    account: AccountId,
    /// The name it is to get.
    name: Private<String>,
    /// Bytes, if said.
    size: Option<u64>,
    /// The user saw what has this name in the dialog and wants it replaced.
    replaces: bool,
    staging: Option<Staging>,
    /// Cancelled by the core, where the engine could not be told.
    unwanted: bool,
}

struct DownloadThread {
    app: AppHandle,
    engine: EngineHandle,
    own: Downloads,
    live: BTreeMap<DownloadId, Live>,
}

impl DownloadThread {
    fn run(mut self, inbox: &Receiver<DownloadMessage>) {
        while let Ok(message) = inbox.recv() {
            match message {
                DownloadMessage::Report(id, report) => self.handle_report(id, report),
                DownloadMessage::Order(id, order) => self.run_order(id, order),
                DownloadMessage::Chosen(id, path) => self.chosen(id, path),
                DownloadMessage::Leave(done) => {
                    for id in self.live.keys() {
                        Engine::cancel(&self.app, *id);
                    }
                    // With their folders.
                    self.live.clear();
                    let _ = done.send(());
                }
            }
        }
    }

    fn handle_report(&mut self, id: DownloadId, report: Report) {
        if let Report::Begun { account, host, opener } = report {
            let live = Live {
                account: account.clone(),
                name: Private::from(""),
                size: None,
                replaces: false,
                staging: None,
                unwanted: false,
            };
            self.live.insert(id, live);
            let fact = DownloadFact::Begun { host, opener };
            self.engine.send(Event::Download { account, download: id, fact });
            return;
        }
        let Some(live) = self.live.get_mut(&id) else { return };
        let fact = match report {
            Report::Begun { .. } => return,
            Report::Named(name, size) => {
                live.size = size;
                DownloadFact::Named { name, size }
            }
            Report::Received(bytes) => {
                let folder = live.staging.as_ref().map(Staging::folder);
                DownloadFact::Received { bytes, free: folder.and_then(platform::free_bytes) }
            }
            Report::Done if live.unwanted => DownloadFact::Cancelled,
            Report::Done => put_in_place(live),
            Report::Failed(problem) => DownloadFact::Failed { problem },
            Report::Cancelled => DownloadFact::Cancelled,
        };
        let over = !matches!(fact, DownloadFact::Named { .. } | DownloadFact::Received { .. });
        self.tell(id, fact);
        if over {
            // With what is left of it.
            self.live.remove(&id);
        }
    }

    fn run_order(&mut self, id: DownloadId, order: DownloadOrder) {
        match order {
            DownloadOrder::Cancel => {
                if let Some(live) = self.live.get_mut(&id) {
                    live.unwanted = true;
                    // Its end is reported, and then what is left of it goes.
                    Engine::cancel(&self.app, id);
                }
            }
            DownloadOrder::Save { name, folder, ask } => {
                let system = folder.is_empty();
                let folder = if system { self.system_folder() } else { PathBuf::from(folder) };
                let Some(live) = self.live.get_mut(&id) else { return };
                live.name = name.clone();
                if ask {
                    let own = self.own.clone();
                    let main = self.app.get_window(window::MAIN);
                    Engine::save_as(&self.app, main, &folder, name.reveal(), move |path| {
                        own.send(DownloadMessage::Chosen(id, path));
                    });
                    return;
                }
                if system && let Err(error) = std::fs::create_dir_all(&folder) {
                    log::warn!("the folder for downloads cannot be made: {error}");
                }
                self.begin(id, &folder);
            }
            DownloadOrder::Reveal { name, folder } => {
                let folder = Path::new(&folder);
                if let Err(error) = platform::reveal(folder, name.reveal()) {
                    log::warn!("the folder of a download cannot be shown: {error}");
                }
            }
        }
    }

    /// The user answered where to save it.
    fn chosen(&mut self, id: DownloadId, path: Option<PathBuf>) {
        let Some(live) = self.live.get_mut(&id) else { return };
        let parts = path.as_deref().and_then(|path| Some((path.parent()?, path.file_name()?)));
        let Some((folder, name)) = parts else {
            self.tell(id, DownloadFact::Cancelled);
            Engine::cancel(&self.app, id);
            return;
        };
        // The dialog has asked whether to replace what is there.
        live.replaces = path.as_deref().is_some_and(|path| path.symlink_metadata().is_ok());
        live.name = Private::new(name.to_string_lossy().into_owned());
        let folder = folder.to_owned();
        self.begin(id, &folder);
    }

    /// Makes room in `folder` and lets the engine write.
    fn begin(&mut self, id: DownloadId, folder: &Path) {
        let Some(live) = self.live.get_mut(&id) else { return };
        match Staging::make(folder) {
            Ok(staging) => {
                let free = platform::free_bytes(folder);
                let file = staging.file();
                live.staging = Some(staging);
                // Before the first byte, so that a disk that is too full is found before it is fuller.
                self.tell(id, DownloadFact::Received { bytes: 0, free });
                Engine::save(&self.app, id, file);
            }
            Err(error) => {
                let folder = folder.to_string_lossy().into_owned();
                let problem = DownloadProblem::Folder { folder, reason: reason(&error) };
                self.tell(id, DownloadFact::Failed { problem });
                Engine::cancel(&self.app, id);
            }
        }
    }

    fn tell(&self, id: DownloadId, fact: DownloadFact) {
        if let Some(live) = self.live.get(&id) {
            let account = live.account.clone();
            self.engine.send(Event::Download { account, download: id, fact });
        }
    }

    /// The system's folder for downloads; where it names none, the usual one in the user's own.
    fn system_folder(&self) -> PathBuf {
        let paths = self.app.path();
        let home = || paths.home_dir().map(|home| home.join("Downloads"));
        paths.download_dir().or_else(|_| home()).unwrap_or_else(|_| std::env::temp_dir())
    }
}

/// Puts a whole file in its place: its owner's alone, not executable, marked as from the internet.
fn put_in_place(live: &Live) -> DownloadFact {
    let Some(staging) = &live.staging else {
        let reason = "it ended before it was given a place".to_owned();
        return DownloadFact::Failed { problem: DownloadProblem::NotSaved { reason } };
    };
    let place = || {
        let file = staging.file();
        let bytes = file.metadata()?.len();
        if live.size.is_some_and(|size| bytes < size) {
            // Engines take a connection that ends too early for the end of the file.
            return Ok(None);
        }
        platform::owner_only(&file)?;
        platform::mark_from_internet(&file);
        let name = match live.replaces {
            true => staging.replace(live.name.reveal()).map(|()| live.name.reveal().clone())?,
            false => staging.place(live.name.reveal())?,
        };
        // The engine messages the whole address on the file, at the latest now, and by its old name.
        platform::forget_origin(&staging.folder().join(&name));
        std::io::Result::Ok(Some((name, bytes)))
    };
    match place() {
        Ok(Some((name, bytes))) => {
            let folder = staging.folder().to_string_lossy().into_owned();
            DownloadFact::Finished { name: Private::new(name), folder, bytes }
        }
        Ok(None) => {
            let reason = "it ended too early".to_owned();
            DownloadFact::Failed { problem: DownloadProblem::Broken { reason } }
        }
        Err(error) => {
            let problem = DownloadProblem::NotSaved { reason: reason(&error) };
            DownloadFact::Failed { problem }
        }
    }
}

/// The system's reason without the path in it.
fn reason(error: &std::io::Error) -> String {
    match error.raw_os_error() {
        Some(code) => std::io::Error::from_raw_os_error(code).to_string(),
        None => error.kind().to_string(),
    }
}

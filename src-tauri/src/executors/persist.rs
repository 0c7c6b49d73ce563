//! The settings file: tauri-plugin-store holds it, a thread of its own saves it.
//!
//! The plugin (2.5.0) overwrites the file in place and does not wait for the disk. So before each save
//! the file as it is becomes `settings.json.bak`, whole or not at all; a file that cannot be read is
//! kept aside and the copy is used.

mod owed;
mod secrets;

use crate::clock::wall_time;
use crate::engine::EngineHandle;
use crate::platform;
use anyhow::Context as _;
use deskbell_core::{Event, Outcome, Settings, SystemFact};
use deskbell_store::{Loaded, SecretName, entries, files, put_secret, read, recover, serialise};
use secrets::{Answer, News, Secrets};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_store::{Store, StoreExt};

/// Changes that come faster than this are saved together.
const DEBOUNCE: Duration = Duration::from_millis(200);
/// How long leaving waits for the last save.
pub(super) const LEAVING: Duration = Duration::from_secs(3);
/// Pause between two looks whether the core is there: it is a moment after the saver.
const MOMENT: Duration = Duration::from_millis(10);
/// How long the start looks whether the key store answers at once, so that a page need not be loaded twice.
const GLANCE: Duration = Duration::from_millis(150);
const FILE: &str = "settings.json";

enum SaveRequest {
    Save(Box<Settings>),
    /// Saves at once and tells what came of it.
    Flush(Saved),
    /// The same, once the key store has what it can have, too: the program leaves.
    Leave(Sender<()>),
    KeyStoreAnswered {
        serial: u64,
        name: SecretName,
        answer: Answer,
    },
    KeyStoreOpened,
}

/// Hears that the file is on disk, or why it is not. Called on the saver's thread: it should only pass the news on.
type Saved = Box<dyn FnOnce(Result<(), String>) + Send>;

/// Settings as they were read, and what of them is still on its way from the key store.
pub struct Begun {
    path: PathBuf,
    loaded: Loaded,
    blocked: Option<String>,
    secrets: Secrets,
    requests: Sender<SaveRequest>,
    inbox: Receiver<SaveRequest>,
}

/// Saves settings without making the caller wait.
pub struct Persist {
    requests: Sender<SaveRequest>,
}

impl Persist {
    /// Reads the settings of `profile` and begins to fetch from the key store what it has of them. It waits for no key
    /// store. A problem in what was loaded is for the user; the app starts all the same.
    ///
    /// # Errors
    /// If the profile folder cannot be made.
    pub fn begin(profile: &Path) -> anyhow::Result<Begun> {
        std::fs::create_dir_all(profile)
            .and_then(|()| platform::owner_only(profile))
            .with_context(|| format!("the profile folder {} cannot be used", profile.display()))?;
        let path = std::path::absolute(profile.join(FILE))?;
        let (mut loaded, blocked) = load(&path);
        let (requests, inbox) = channel();
        let mut secrets = Secrets::new(&path, requests.clone());
        secrets.fetch(&mut loaded);
        Ok(Begun { path, loaded, blocked, secrets, requests, inbox })
    }

    /// Gets ready to save, and gives what was read. The store plugin must be registered. Secrets that come later are
    /// reported to the core.
    ///
    /// # Errors
    /// If the plugin or the thread cannot be started.
    pub fn open(app: &AppHandle, mut begun: Begun) -> anyhow::Result<(Self, Loaded)> {
        begun.glance();
        let Begun { path, loaded, blocked, secrets, requests, inbox } = begun;
        let store = app.store_builder(&path).create_new().disable_auto_save();
        let store = store.serialize(|cache| Ok(serialise(cache)?)).build()?;
        // The plugin would write once more while the app exits: in place, and from a cache that is
        // empty unless something was saved in this run. Unregistered, only we write.
        store.close_resource();
        let app = app.clone();
        let saver =
            Saver { app, store, path, blocked, secrets, reported: None, leaving: Vec::new() };
        std::thread::Builder::new()
            .name("deskbell-persist".to_owned())
            .spawn(move || saver.run(&inbox))?;
        Ok((Self { requests }, loaded))
    }

    /// Saves `settings` soon; only the last of several quick changes reaches the disk.
    pub fn save(&self, settings: Settings) {
        // Fails only after the saver's thread has ended, with the program.
        let _ = self.requests.send(SaveRequest::Save(Box::new(settings)));
    }

    /// Saves what waits at once; `saved` hears when it is on disk, or why it is not.
    pub fn flush(&self, saved: impl FnOnce(Result<(), String>) + Send + 'static) {
        let _ = self.requests.send(SaveRequest::Flush(Box::new(saved)));
    }

    /// Saves what waits and returns when it is on disk and in the key store, or after three seconds.
    pub fn leave(&self) {
        let (done, waiting) = channel();
        let _ = self.requests.send(SaveRequest::Leave(done));
        let _ = waiting.recv_timeout(LEAVING);
    }
}

impl Begun {
    /// Takes in what the key store has answered by now, or answers within a moment.
    fn glance(&mut self) {
        let start = Instant::now();
        while !self.secrets.is_idle()
            && let Ok(request) = self.inbox.recv_timeout(GLANCE.saturating_sub(start.elapsed()))
        {
            if let SaveRequest::KeyStoreAnswered { serial, name, answer } = request
                && let Some(News::Read(name, value)) = self.secrets.answered(serial, name, answer)
            {
                put_secret(&mut self.loaded.settings, &name, Some(value));
            }
        }
    }
}

/// Reads the file or its copy. A file with a problem is kept aside; if even that fails, the reason is
/// given and nothing may be saved over it.
fn load(path: &Path) -> (Loaded, Option<String>) {
    let text = match files::read_bounded(path) {
        Ok(text) => text,
        Err(problem) => {
            let blocked = problem.to_string();
            let loaded = Loaded { settings: Settings::default(), problem: Some(problem) };
            return (loaded, Some(blocked));
        }
    };
    let loaded = read(text.as_deref());
    let blocked = loaded.problem.as_ref().and_then(|problem| {
        log::warn!("{problem}");
        let failed = files::keep_aside(path, wall_time()).err()?;
        Some(format!("{problem}, and it could not be kept aside ({failed})"))
    });
    let copy = files::read_bounded(&copy_of(path)).ok().flatten();
    (recover(loaded, copy.as_deref()), blocked)
}

fn copy_of(path: &Path) -> PathBuf {
    path.with_extension("json.bak")
}

struct Saver {
    app: AppHandle,
    store: Arc<Store<Wry>>,
    path: PathBuf,
    blocked: Option<String>,
    secrets: Secrets,
    /// What the core knows of the key store.
    reported: Option<String>,
    /// Who waits until the key store has what it can have.
    leaving: Vec<Sender<()>>,
}

impl Saver {
    fn run(mut self, inbox: &Receiver<SaveRequest>) {
        // What the key store says before there is a core to tell waits in the inbox.
        while self.app.try_state::<EngineHandle>().is_none() {
            std::thread::sleep(MOMENT);
        }
        let mut waiting: Option<(Box<Settings>, Instant)> = None;
        // What came of the last save.
        let mut saved = Ok(());
        loop {
            self.tell_key_store();
            if self.secrets.is_idle() {
                // Fails only if the caller's patience is over.
                self.leaving.drain(..).for_each(|done| {
                    let _ = done.send(());
                });
            }
            let due = waiting.as_ref().map(|(_, since)| *since + DEBOUNCE);
            let wake = due.into_iter().chain(self.secrets.wake()).min();
            let request = match wake {
                Some(wake) => inbox.recv_timeout(wake.saturating_duration_since(Instant::now())),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match request {
                Ok(SaveRequest::Save(settings)) => {
                    let since = waiting.take().map_or_else(Instant::now, |(_, since)| since);
                    waiting = Some((settings, since));
                    continue;
                }
                Ok(SaveRequest::Flush(done)) => {
                    if let Some((settings, _)) = waiting.take() {
                        saved = self.save(&settings);
                    }
                    done(saved.clone());
                }
                Ok(SaveRequest::Leave(done)) => {
                    if let Some((settings, _)) = waiting.take() {
                        saved = self.save(&settings);
                    }
                    self.leaving.push(done);
                }
                Ok(SaveRequest::KeyStoreAnswered { serial, name, answer }) => {
                    match self.secrets.answered(serial, name, answer) {
                        Some(News::Read(SecretName { account, key }, value)) => {
                            self.tell(Event::Os {
                                fact: SystemFact::Secret { account, key, value },
                            });
                        }
                        Some(News::NotKept(reason)) => self.report(reason),
                        None => {}
                    }
                }
                Ok(SaveRequest::KeyStoreOpened) => self.secrets.opened(),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    if let Some((settings, _)) = waiting.take() {
                        let _ = self.save(&settings);
                    }
                    return;
                }
            }
            self.secrets.look();
            if due.is_some_and(|due| Instant::now() >= due)
                && let Some((settings, _)) = waiting.take()
            {
                saved = self.save(&settings);
            }
        }
    }

    fn save(&mut self, settings: &Settings) -> Result<(), String> {
        let (plain, secrets) = self.secrets.take(settings);
        let saved = self.write(&plain).map_err(|error| format!("{error:#}"));
        if let Err(reason) = &saved {
            self.report(reason.clone());
        }
        self.secrets.store(&plain, secrets);
        saved
    }

    fn write(&self, settings: &Settings) -> anyhow::Result<()> {
        if let Some(reason) = &self.blocked {
            anyhow::bail!("{reason}");
        }
        let usable = match files::read_bounded(&self.path) {
            Ok(Some(text)) => read(Some(&text)).problem.is_none(),
            Ok(None) | Err(_) => false,
        };
        if usable {
            files::copy_whole(&self.path, &copy_of(&self.path))
                .context("the backup copy failed")?;
        }
        for (key, value) in entries(settings)? {
            self.store.set(key, value);
        }
        self.store.save()?;
        platform::owner_only(&self.path)?;
        files::flush(&self.path).context("the disk did not take the file")?;
        Ok(())
    }

    /// Tells the core when the key store began or ceased to work.
    fn tell_key_store(&mut self) {
        let problem = self.secrets.trouble();
        if self.reported != problem {
            self.reported.clone_from(&problem);
            self.tell(Event::Os { fact: SystemFact::KeyStore { problem } });
        }
    }

    fn report(&self, reason: String) {
        log::error!("settings: {reason}");
        self.tell(Event::Outcome { outcome: Outcome::SaveFailed { reason } });
    }

    fn tell(&self, event: Event) {
        if let Some(engine) = self.app.try_state::<EngineHandle>() {
            engine.send(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_store::ReadProblem;

    #[test]
    fn a_broken_file_is_kept_aside_and_the_copy_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        assert_eq!(load(&path), (Loaded { settings: Settings::default(), problem: None }, None));

        let good = Settings { told_no_tray: true, ..Settings::default() };
        let text = serialise(&entries(&good).unwrap()).unwrap();
        std::fs::write(copy_of(&path), &text).unwrap();
        std::fs::write(&path, &text[..text.len() / 2]).unwrap();
        let (loaded, blocked) = load(&path);
        assert_eq!((loaded.settings, blocked), (good, None));
        assert!(matches!(loaded.problem, Some(ReadProblem::Restored { .. })));
        let aside = std::fs::read_dir(folder.path()).unwrap().flatten();
        let aside: Vec<_> = aside.map(|entry| entry.file_name().into_string().unwrap()).collect();
        assert!(aside.iter().any(|name| name.starts_with("settings.json.broken-")), "{aside:?}");
    }

    #[test]
    fn what_cannot_be_read_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::create_dir(&path).unwrap();
        let (loaded, blocked) = load(&path);
        assert!(matches!(loaded.problem, Some(ReadProblem::Unreadable { .. })));
        assert!(blocked.is_some());
    }
}

//! The settings file: tauri-plugin-store holds it, a thread of its own saves it.
//!
//! The plugin (2.5.0) overwrites the file in place and does not wait for the disk. So before each save
//! the file as it is becomes `settings.json.bak`, whole or not at all; a file that cannot be read is
//! kept aside and the copy is used.

mod secrets;

use crate::clock::wall_time;
use crate::engine::EngineHandle;
use crate::platform;
use anyhow::Context;
use deskbell_core::{Event, OsNews, Outcome, Settings};
use deskbell_store::{Loaded, entries, files, read, recover, serialise};
use secrets::Secrets;
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
const FILE: &str = "settings.json";

enum SaveRequest {
    Save(Box<Settings>),
    Flush(Sender<()>),
}

/// Saves settings without making the caller wait.
pub struct Persist {
    requests: Sender<SaveRequest>,
}

impl Persist {
    /// Reads the settings of `profile` and gets ready to save them. The store plugin must be
    /// registered. A problem in what was loaded is for the user; the app starts all the same.
    ///
    /// # Errors
    /// If the profile folder cannot be made, or the plugin or thread not started.
    pub fn open(app: &AppHandle, profile: &Path) -> anyhow::Result<(Self, Loaded)> {
        std::fs::create_dir_all(profile)
            .and_then(|()| platform::owner_only(profile))
            .with_context(|| format!("the profile folder {} cannot be used", profile.display()))?;
        let path = std::path::absolute(profile.join(FILE))?;
        let (mut loaded, blocked) = load(&path);
        let mut secrets = Secrets::new(&path);
        secrets.fetch(&mut loaded);

        let store = app.store_builder(&path).create_new().disable_auto_save();
        let store = store.serialize(|cache| Ok(serialise(cache)?)).build()?;
        // The plugin would write once more while the app exits: in place, and from a cache that is
        // empty unless something was saved in this run. Unregistered, only we write.
        store.close_resource();
        let (requests, inbox) = channel();
        let saver = Saver { app: app.clone(), store, path, blocked, secrets, reported: None };
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

    /// Saves what waits at once; what is given tells when it is on disk.
    pub fn flushing(&self) -> Receiver<()> {
        let (done, waiting) = channel();
        let _ = self.requests.send(SaveRequest::Flush(done));
        waiting
    }

    /// Saves what waits and returns when it is on disk, or after three seconds.
    pub fn flush(&self) {
        let _ = self.flushing().recv_timeout(LEAVING);
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
}

impl Saver {
    fn run(mut self, inbox: &Receiver<SaveRequest>) {
        self.tell_key_store();
        let mut waiting: Option<(Box<Settings>, Instant)> = None;
        loop {
            let pause = waiting.as_ref().map(|(_, since)| DEBOUNCE.saturating_sub(since.elapsed()));
            let request = match pause {
                Some(pause) => inbox.recv_timeout(pause),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match request {
                Ok(SaveRequest::Save(settings)) => {
                    let since = waiting.take().map_or_else(Instant::now, |(_, since)| since);
                    waiting = Some((settings, since));
                    continue;
                }
                Ok(SaveRequest::Flush(done)) => {
                    self.save(waiting.take());
                    // Fails only if the caller has given up.
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => self.save(waiting.take()),
                Err(RecvTimeoutError::Disconnected) => {
                    self.save(waiting.take());
                    return;
                }
            }
        }
    }

    fn save(&mut self, waiting: Option<(Box<Settings>, Instant)>) {
        let Some((settings, _)) = waiting else { return };
        let (plain, secrets) = self.secrets.take(&settings);
        if let Err(error) = self.write(&plain) {
            self.report(format!("{error:#}"));
        }
        for problem in self.secrets.store(&plain, secrets) {
            self.report(problem);
        }
        self.tell_key_store();
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
        if self.reported != problem
            && let Some(engine) = self.app.try_state::<EngineHandle>()
        {
            self.reported.clone_from(&problem);
            engine.send(Event::Os { news: OsNews::KeyStore { problem } });
        }
    }

    fn report(&self, reason: String) {
        log::error!("settings: {reason}");
        if let Some(engine) = self.app.try_state::<EngineHandle>() {
            engine.send(Event::Outcome { outcome: Outcome::SaveFailed { reason } });
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

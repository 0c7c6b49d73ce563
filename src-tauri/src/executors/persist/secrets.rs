//! Secrets of accounts live in the system's key store: Secret Service, Keychain, Credential Manager.
//!
//! The key store may ask the user to unlock it and answer minutes later or never. So every request has
//! a thread of its own and five seconds; what comes too late is not waited for.

use crate::platform::{APP_ID, short_hash};
use deskbell_core::{Private, Settings};
use deskbell_store::{Loaded, Secret, SecretName, put_secret, take_secrets, wanted_secrets};
use deskbell_vendors::is_secret;
use keyring::{Entry, Error};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(5);

/// What this run knows of the secrets.
pub(super) struct Secrets {
    /// Tells profiles apart in the key store.
    profile: String,
    /// Values the key store has, or was given in vain.
    known: BTreeMap<SecretName, Private<String>>,
    /// Could not be fetched; their markers must survive.
    unread: BTreeSet<SecretName>,
    /// A request hangs, probably behind a question to the user.
    hanging: Arc<AtomicBool>,
    /// Why the key store did not do what it was asked last.
    trouble: RefCell<Option<String>>,
}

impl Secrets {
    pub(super) fn new(settings_file: &Path) -> Self {
        Self {
            profile: short_hash(settings_file.as_os_str().as_encoded_bytes()),
            known: BTreeMap::new(),
            unread: BTreeSet::new(),
            hanging: Arc::default(),
            trouble: RefCell::default(),
        }
    }

    /// Puts the values in place of their markers; what is missing is named in `loaded.problem`.
    pub(super) fn fetch(&mut self, loaded: &mut Loaded) {
        for name in wanted_secrets(&loaded.settings) {
            let value = match self.ask(&name, |entry| entry.get_password()) {
                Ok(value) => Some(Private::new(value)),
                Err(reason) => {
                    let label = label(&loaded.settings, &name);
                    loaded.leave_out(format!("{} of {label:?} ({reason})", name.key));
                    self.unread.insert(name.clone());
                    None
                }
            };
            if let Some(value) = &value {
                self.known.insert(name.clone(), value.clone());
            }
            put_secret(&mut loaded.settings, &name, value);
        }
    }

    /// What the file may hold, and the secrets it may not.
    pub(super) fn take(&self, settings: &Settings) -> (Settings, Vec<Secret>) {
        take_secrets(settings, is_secret, &self.unread)
    }

    /// Brings the key store up to date with `plain` (already without secrets) and gives what failed.
    pub(super) fn store(&mut self, plain: &Settings, secrets: Vec<Secret>) -> Vec<String> {
        let mut problems = Vec::new();
        for Secret { name, value } in secrets {
            if self.known.get(&name) == Some(&value) {
                continue;
            }
            let given = value.clone();
            if let Err(reason) = self.ask(&name, move |entry| entry.set_password(given.reveal())) {
                let label = label(plain, &name);
                problems.push(format!(
                    "The {} of {label:?} could not be put into the system's key store: {reason}. \
                     It is kept until Deskbell quits; enter it again then.",
                    name.key
                ));
            }
            self.unread.remove(&name);
            self.known.insert(name, value);
        }
        let wanted: BTreeSet<_> = wanted_secrets(plain).into_iter().collect();
        let gone: Vec<_> =
            self.known.keys().filter(|name| !wanted.contains(name)).cloned().collect();
        for name in gone {
            self.known.remove(&name);
            if let Err(reason) = self.ask(&name, |entry| match entry.delete_credential() {
                Err(Error::NoEntry) => Ok(()),
                other => other,
            }) {
                log::warn!("the {} of {} stays in the key store: {reason}", name.key, name.account);
            }
        }
        self.unread.retain(|name| plain.accounts.iter().any(|account| account.id == name.account));
        problems
    }

    /// Why the key store cannot be used; none if it did what it was asked last, or was asked nothing.
    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.borrow().clone()
    }

    fn ask<T: Send + 'static>(
        &self,
        name: &SecretName,
        request: impl FnOnce(Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, String> {
        let done = self.try_to(name, request);
        // That it does not have something is an answer.
        let absent = words(&Error::NoEntry);
        *self.trouble.borrow_mut() = done.as_ref().err().filter(|why| **why != absent).cloned();
        done
    }

    fn try_to<T: Send + 'static>(
        &self,
        name: &SecretName,
        request: impl FnOnce(Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, String> {
        if self.hanging.load(Ordering::Acquire) {
            return Err(
                "the key store still waits for an answer, perhaps for its password".to_owned()
            );
        }
        let user = format!("{}/{}/{}", self.profile, name.account, name.key);
        let (answer, answered) = channel();
        let hanging = Arc::clone(&self.hanging);
        hanging.store(true, Ordering::Release);
        let work = move || {
            let done = Entry::new(APP_ID, &user).and_then(request);
            hanging.store(false, Ordering::Release);
            // Fails if the answer comes too late.
            let _ = answer.send(done);
        };
        let thread = std::thread::Builder::new().name("deskbell-secrets".to_owned());
        if let Err(error) = thread.spawn(work) {
            self.hanging.store(false, Ordering::Release);
            return Err(error.to_string());
        }
        match answered.recv_timeout(TIMEOUT) {
            Ok(done) => done.map_err(|error| words(&error)),
            Err(_) => Err("the key store did not answer within 5 seconds".to_owned()),
        }
    }
}

fn words(error: &Error) -> String {
    match error {
        Error::NoEntry => "the key store does not have it".to_owned(),
        Error::NoDefaultStore => "this system has no key store running".to_owned(),
        Error::NoStorageAccess(_) => "the key store is locked".to_owned(),
        other => format!("the key store failed: {other}"),
    }
}

fn label<'a>(settings: &'a Settings, name: &'a SecretName) -> &'a str {
    let account = settings.accounts.iter().find(|account| account.id == name.account);
    account.map_or(name.account.as_str(), |account| account.label.as_str())
}

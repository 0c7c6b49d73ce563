//! Secrets stay out of the file: a marker stands where the key store has the value.

use deskbell_core::{AccountId, Private, Settings, VendorId};
use std::collections::BTreeSet;

/// Stands in the settings file instead of a secret.
pub const IN_KEY_STORE: &str = "@keystore";

/// Names one secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretName {
    /// Whose.
    pub account: AccountId,
    /// The option's name.
    pub key: String,
}

/// One secret on its way to the key store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Which.
    pub name: SecretName,
    /// The value.
    pub value: Private<String>,
}

/// The secrets a file says are in the key store.
#[must_use]
pub fn wanted_secrets(settings: &Settings) -> Vec<SecretName> {
    let mut names = Vec::new();
    for account in &settings.accounts {
        for (key, value) in &account.options {
            if value == IN_KEY_STORE {
                names.push(SecretName { account: account.id.clone(), key: key.clone() });
            }
        }
    }
    names
}

/// Puts a value the key store gave in place of its marker. Without a value the option goes, so that
/// no adapter ever sends the marker to its vendor.
pub fn put_secret(settings: &mut Settings, name: &SecretName, value: Option<Private<String>>) {
    let Some(account) = settings.accounts.iter_mut().find(|a| a.id == name.account) else {
        return;
    };
    match value {
        Some(value) => account.options.insert(name.key.clone(), value.reveal().clone()),
        None => account.options.remove(&name.key),
    };
}

/// Splits settings into what the file may hold and the secrets for the key store.
///
/// `unread` are secrets that could not be fetched this time: they are still in the key store, so
/// their marker is written again unless the user has typed a new value.
#[must_use]
pub fn take_secrets(
    settings: &Settings,
    is_secret: impl Fn(&VendorId, &str) -> bool,
    unread: &BTreeSet<SecretName>,
) -> (Settings, Vec<Secret>) {
    let mut plain = settings.clone();
    let mut secrets = Vec::new();
    for account in &mut plain.accounts {
        for (key, value) in &mut account.options {
            if value.is_empty() || value == IN_KEY_STORE || !is_secret(&account.vendor, key) {
                continue;
            }
            let name = SecretName { account: account.id.clone(), key: key.clone() };
            let value = std::mem::replace(value, IN_KEY_STORE.to_owned());
            secrets.push(Secret { name, value: Private::new(value) });
        }
        for name in unread.iter().filter(|name| name.account == account.id) {
            account.options.entry(name.key.clone()).or_insert_with(|| IN_KEY_STORE.to_owned());
        }
    }
    (plain, secrets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::AccountConfig;

    fn settings() -> Settings {
        let options = [("clientId", "abc"), ("clientSecret", "s3cret"), ("jwt", "")];
        let options = options.map(|(k, v)| (k.to_owned(), v.to_owned()));
        let account = AccountConfig {
            id: AccountId::new("main").unwrap(),
            vendor: VendorId("v".to_owned()),
            label: "Main".to_owned(),
            enabled: true,
            options: options.into(),
            simulated: false,
        };
        Settings { accounts: vec![account], ..Settings::default() }
    }

    fn is_secret(_: &VendorId, key: &str) -> bool {
        matches!(key, "clientSecret" | "jwt")
    }

    #[test]
    fn the_file_holds_a_marker_and_reading_puts_the_value_back() {
        let (mut plain, secrets) = take_secrets(&settings(), is_secret, &BTreeSet::new());
        let text = serde_json::to_string(&plain).unwrap();
        assert!(!text.contains("s3cret"), "{text}");
        assert_eq!(secrets.len(), 1, "an empty secret is none");
        assert_eq!(wanted_secrets(&plain), [secrets[0].name.clone()]);
        put_secret(&mut plain, &secrets[0].name, Some(secrets[0].value.clone()));
        assert_eq!(plain, settings());
    }

    #[test]
    fn a_secret_that_could_not_be_fetched_is_not_forgotten() {
        let (mut plain, secrets) = take_secrets(&settings(), is_secret, &BTreeSet::new());
        let name = secrets[0].name.clone();
        put_secret(&mut plain, &name, None);
        assert!(!plain.accounts[0].options.contains_key("clientSecret"));
        let unread = BTreeSet::from([name.clone()]);
        let (again, secrets) = take_secrets(&plain, is_secret, &unread);
        assert!(secrets.is_empty());
        assert_eq!(wanted_secrets(&again), [name]);
    }
}

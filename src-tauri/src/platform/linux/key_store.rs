//! The Secret Service: entries over a connection of their own, what its errors mean, and when it opens.
//!
//! Not `keyring::Entry`: version 4.2 connects once in the life of the program and keeps what came of it, so a key store
//! that starts after us, or starts again, would be missing for ever; and one request behind a question to the user would
//! hold up all others.

use super::bus;
use super::bus_object::{BusObject, owner_changes};
use crate::platform::APP_ID;
use futures_util::StreamExt;
use futures_util::stream::select;
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use secret_service::Error as ServiceError;
use std::time::Duration;
use zbus::message::Type;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue};
use zbus::{Connection, MatchRule, MessageStream};
use zbus_secret_service_keyring_store::Store;

const SERVICE: BusObject = BusObject {
    service: "org.freedesktop.secrets",
    path: "/org/freedesktop/secrets",
    interface: "org.freedesktop.Secret.Service",
};
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// Not every service tells that it was unlocked: it is looked at so often while something waits for it.
const LOOK: Duration = Duration::from_secs(2);

/// The entry of `user`, over a fresh connection.
pub(in crate::platform) fn key_store_entry(user: &str) -> Result<Entry, Error> {
    Store::new()?.build(APP_ID, user, None)
}

/// What an error means, for people.
pub(in crate::platform) fn key_store_trouble(error: &Error) -> String {
    let (Error::NoStorageAccess(inner) | Error::PlatformFailure(inner)) = error else {
        return format!("the key store failed: {error}");
    };
    match inner.downcast_ref::<ServiceError>() {
        Some(ServiceError::Locked) => "the key store is locked".to_owned(),
        Some(ServiceError::Prompt | ServiceError::PromptDisconnected) => {
            "the key store is locked, and its question was not answered".to_owned()
        }
        Some(ServiceError::NoResult) => "the key store has no default keyring: make one, for \
             instance with Passwords and Keys"
            .to_owned(),
        Some(ServiceError::Unavailable) => ABSENT.to_owned(),
        Some(ServiceError::Zbus(error)) if is_absent(error) => ABSENT.to_owned(),
        Some(_) | None => format!("the key store failed: {inner}"),
    }
}

const ABSENT: &str = "this system has no key store running";

fn is_absent(error: &zbus::Error) -> bool {
    match error {
        zbus::Error::MethodError(name, ..) => [
            "org.freedesktop.DBus.Error.ServiceUnknown",
            "org.freedesktop.DBus.Error.NameHasNoOwner",
        ]
        .contains(&name.as_str()),
        // No session bus at all.
        zbus::Error::Address(_) | zbus::Error::InputOutput(_) => true,
        zbus::Error::FDO(error) => {
            matches!(
                **error,
                zbus::fdo::Error::ServiceUnknown(_) | zbus::fdo::Error::NameHasNoOwner(_)
            )
        }
        _ => false,
    }
}

/// Calls `tell` once, when the key store is open: after `pause` if it is open already.
pub(in crate::platform) fn wait_for_key_store(
    pause: Duration,
    tell: impl FnOnce() + Send + 'static,
) {
    bus::spawn(async move {
        tokio::time::sleep(pause).await;
        while let Err(error) = opened().await {
            // Without a session bus there is none, but one may come.
            log::debug!("the key store is not watched: {error}");
            tokio::time::sleep(pause.max(LOOK)).await;
        }
        tell();
    });
}

/// Waits until it is open. Never asks it anything that makes it ask the user, nor starts it.
async fn opened() -> zbus::Result<()> {
    let bus = bus::session().await?;
    let rule = MatchRule::builder().msg_type(Type::Signal).sender(SERVICE.service)?.build();
    let signals = MessageStream::for_match_rule(rule, &bus, None).await?;
    let mut news = select(owner_changes(&bus, &SERVICE).await?, signals);
    loop {
        if SERVICE.is_there(&bus).await && is_open(&bus).await.unwrap_or(false) {
            return Ok(());
        }
        if let Ok(None) = tokio::time::timeout(LOOK, news.next()).await {
            return Err(zbus::Error::InputOutput(std::sync::Arc::new(
                std::io::ErrorKind::NotConnected.into(),
            )));
        }
    }
}

async fn is_open(bus: &Connection) -> zbus::Result<bool> {
    let path: OwnedObjectPath = SERVICE.ask(bus, "ReadAlias", &"default").await?;
    if path.as_str() == "/" {
        return Ok(false);
    }
    let path: ObjectPath<'_> = path.into_inner();
    let answer = bus
        .call_method(Some(SERVICE.service), path, Some(PROPERTIES), "Get", &(COLLECTION, "Locked"))
        .await?;
    let locked: OwnedValue = answer.body().deserialize()?;
    Ok(!bool::try_from(locked).unwrap_or(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trouble_is_called_what_it_is() {
        // keyring-rs#133
        let access =
            |error: ServiceError| key_store_trouble(&Error::NoStorageAccess(Box::new(error)));
        assert!(access(ServiceError::NoResult).contains("no default keyring"));
        assert!(!access(ServiceError::NoResult).contains("locked"));
        assert!(access(ServiceError::Locked).contains("locked"));
        assert!(access(ServiceError::Prompt).contains("was not answered"));
        let failure =
            |error: ServiceError| key_store_trouble(&Error::PlatformFailure(Box::new(error)));
        assert_eq!(failure(ServiceError::Unavailable), ABSENT);
        let none = zbus::fdo::Error::ServiceUnknown("nobody".to_owned());
        assert_eq!(failure(ServiceError::Zbus(zbus::Error::FDO(Box::new(none)))), ABSENT);
        assert!(failure(ServiceError::Crypto("bad")).contains("bad"));
    }
}

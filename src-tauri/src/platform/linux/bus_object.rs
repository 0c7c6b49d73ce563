//! An object on the bus: its methods, properties and signals, and whether its service is there.

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::message::Type;
use zbus::zvariant::{OwnedValue, Type as Signature};
use zbus::{Connection, MatchRule, Message, MessageStream};

/// The interface behind which every object keeps its properties.
pub(super) const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// The bus itself.
const BUS: BusObject = BusObject {
    service: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
};

/// Who to ask, and for what.
pub(super) struct BusObject {
    /// The name on the bus.
    pub(super) service: &'static str,
    /// The object.
    pub(super) path: &'static str,
    /// Which of its interfaces.
    pub(super) interface: &'static str,
}

impl BusObject {
    /// Calls a method of `interface`.
    pub(super) async fn call<B>(
        &self,
        bus: &Connection,
        interface: &str,
        method: &str,
        body: &B,
    ) -> zbus::Result<Message>
    where
        B: Serialize + Signature,
    {
        bus.call_method(Some(self.service), self.path, Some(interface), method, body).await
    }

    /// Calls a method of the object's own interface and reads its only answer.
    pub(super) async fn ask<B, T>(
        &self,
        bus: &Connection,
        method: &str,
        body: &B,
    ) -> zbus::Result<T>
    where
        B: Serialize + Signature,
        T: DeserializeOwned + Signature,
    {
        self.call(bus, self.interface, method, body).await?.body().deserialize()
    }

    /// Reads a property.
    pub(super) async fn property<T>(&self, bus: &Connection, name: &str) -> zbus::Result<T>
    where
        T: TryFrom<OwnedValue>,
        T::Error: Into<zbus::zvariant::Error>,
    {
        let value: OwnedValue = self
            .call(bus, PROPERTIES, "Get", &(self.interface, name))
            .await?
            .body()
            .deserialize()?;
        T::try_from(value).map_err(|error| zbus::Error::Variant(error.into()))
    }

    /// The signals of the object's own interface.
    pub(super) async fn signals(&self, bus: &Connection) -> zbus::Result<MessageStream> {
        self.signals_of(bus, self.interface).await
    }

    /// The signals of `interface` there.
    pub(super) async fn signals_of(
        &self,
        bus: &Connection,
        interface: &str,
    ) -> zbus::Result<MessageStream> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(self.service)?
            .interface(interface)?
            .path(self.path)?
            .build();
        MessageStream::for_match_rule(rule, bus, None).await
    }

    /// Whether the service runs. To ask a service that does not run may start it.
    pub(super) async fn is_there(&self, bus: &Connection) -> bool {
        BUS.ask(bus, "NameHasOwner", &self.service).await.unwrap_or(false)
    }
}

/// News that a service appeared, went or changed hands.
pub(super) async fn owner_changes(
    bus: &Connection,
    place: &BusObject,
) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(BUS.service)?
        .member("NameOwnerChanged")?
        .arg(0, place.service)?
        .build();
    MessageStream::for_match_rule(rule, bus, None).await
}

//! The notification service: which of our notifications are on screen under which number, over one connection.

use super::wire::{self, CLICK, PATH, SERVICE};
use super::{NotificationRequest, last_words};
use crate::platform::Reaction;
use crate::platform::linux::bus;
use deskbell_core::{Notification, NotificationAbilities, Private};
use futures_util::future::{self, Either};
use futures_util::stream::{Select, Stream, StreamExt, select};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedReceiver;
use zbus::message::Type;
use zbus::names::OwnedUniqueName;
use zbus::{Connection, MatchRule, Message, MessageStream};

/// Shortest time between two attempts to have a dead service started.
const REVIVE_PAUSE: Duration = Duration::from_secs(10);

type Tell = dyn Fn(Reaction) + Send + Sync;

/// One notification the user should see.
struct Shown {
    notification: Arc<Notification>,
    /// Its number, and who gave it; none while no service shows it.
    place: Option<(u32, Option<OwnedUniqueName>)>,
}

/// All of ours, and the connection.
pub(super) struct NotificationService<'a> {
    bus: Connection,
    signals: Select<MessageStream, MessageStream>,
    /// Signals that came while we waited for an answer.
    backlog: VecDeque<Message>,
    abilities: Option<NotificationAbilities>,
    shown: HashMap<String, Shown>,
    click_label: &'a str,
    tell: &'a Tell,
    /// When we last had a dead service started again.
    revived: Option<Instant>,
}

impl<'a> NotificationService<'a> {
    /// Connects and listens to the service's signals before anything is shown, so that the fastest
    /// click is heard.
    pub(super) async fn open(click_label: &'a str, tell: &'a Tell) -> zbus::Result<Self> {
        let bus = bus::session().await?;
        let reactions = MatchRule::builder().msg_type(Type::Signal).sender(SERVICE)?;
        let reactions = reactions.interface(SERVICE)?.path(PATH)?.build();
        let owners = MatchRule::builder().msg_type(Type::Signal).sender("org.freedesktop.DBus")?;
        let owners = owners.member("NameOwnerChanged")?.arg(0, SERVICE)?.build();
        let reactions = MessageStream::for_match_rule(reactions, &bus, None).await?;
        let owners = MessageStream::for_match_rule(owners, &bus, None).await?;
        let signals = select(owners, reactions);
        let (backlog, shown) = (VecDeque::new(), HashMap::new());
        let abilities = None;
        let mut service =
            Self { bus, signals, backlog, abilities, shown, click_label, tell, revived: None };
        service.ask_abilities().await;
        Ok(service)
    }

    /// Works until the app ends (none) or the bus is lost: then gives back what must show again.
    pub(super) async fn serve(
        &mut self,
        inbox: &mut UnboundedReceiver<NotificationRequest>,
    ) -> Option<Vec<Arc<Notification>>> {
        loop {
            while let Some(signal) = self.backlog.pop_front() {
                self.handle_signal(&signal).await;
            }
            tokio::select! {
                request = inbox.recv() => {
                    let mut requests = vec![request?];
                    while let Ok(request) = inbox.try_recv() {
                        requests.push(request);
                    }
                    for request in last_words(requests) {
                        self.run(request).await;
                    }
                }
                signal = self.signals.next() => match signal {
                    Some(Ok(signal)) => self.handle_signal(&signal).await,
                    Some(Err(_)) | None => {
                        let all = self.shown.drain().map(|(_, shown)| shown.notification);
                        return Some(all.filter(|notification| notification.sticky).collect());
                    }
                },
            }
        }
    }

    /// Shows what an earlier connection or service has lost.
    pub(super) async fn show_again(&mut self, notifications: Vec<Arc<Notification>>) {
        for notification in notifications {
            self.run(NotificationRequest::Show(notification)).await;
        }
    }

    async fn run(&mut self, request: NotificationRequest) {
        match request {
            NotificationRequest::Show(notification) => self.show(notification).await,
            NotificationRequest::Withdraw(key) => {
                if let Some(Shown { place: Some((id, _)), .. }) = self.shown.remove(&key) {
                    wire::close(&self.bus, id).await;
                }
            }
            NotificationRequest::WithdrawAll(done) => {
                for (_, shown) in std::mem::take(&mut self.shown) {
                    if let Some((id, _)) = shown.place {
                        wire::close(&self.bus, id).await;
                    }
                }
                // Fails only if nobody waits any more.
                let _ = done.send(());
            }
        }
    }

    async fn show(&mut self, notification: Arc<Notification>) {
        let before = self.shown.remove(&notification.key).and_then(|shown| shown.place);
        let replaces = before.map_or(0, |(id, _)| id);
        let call = wire::call(&notification, self.abilities.unwrap_or_default(), self.click_label);
        let sending = Box::pin(wire::send(&self.bus, &call, replaces));
        // Signals are taken off the connection meanwhile: were its queue full, the answer behind
        // them would never come.
        let signals = (&mut self.signals).filter_map(|signal| std::future::ready(signal.ok()));
        let sent = sending_while(sending, signals, &mut self.backlog).await;
        match sent {
            Ok(place) => {
                self.keep(Arc::clone(&notification), Some(place));
                (self.tell)(Reaction::Shown(notification));
            }
            Err(error) => {
                // A ringing call shows as soon as a service appears.
                if notification.sticky {
                    self.keep(Arc::clone(&notification), None);
                }
                (self.tell)(Reaction::Failed(notification, wire::reason(&error)));
            }
        }
    }

    fn keep(
        &mut self,
        notification: Arc<Notification>,
        place: Option<(u32, Option<OwnedUniqueName>)>,
    ) {
        self.shown.insert(notification.key.clone(), Shown { notification, place });
    }

    async fn handle_signal(&mut self, signal: &Message) {
        let header = signal.header();
        match header.member().map(|member| member.as_str()) {
            Some("ActionInvoked") => {
                let Ok((id, action)) = signal.body().deserialize::<(u32, String)>() else { return };
                let Some(key) = self.key_of(id, signal) else { return };
                let Some(Shown { notification, .. }) = self.shown.get(&key) else { return };
                let notification = Arc::clone(notification);
                (self.tell)(match action.as_str() {
                    CLICK => Reaction::Clicked(notification),
                    _ => Reaction::Pressed(notification, action),
                });
            }
            Some("NotificationReplied") => {
                let Ok((id, text)) = signal.body().deserialize::<(u32, String)>() else { return };
                let Some(key) = self.key_of(id, signal) else { return };
                if let Some(Shown { notification, .. }) = self.shown.get(&key) {
                    (self.tell)(Reaction::Replied(Arc::clone(notification), Private::new(text)));
                }
            }
            Some("NotificationClosed") => {
                let Ok((id, _why)) = signal.body().deserialize::<(u32, u32)>() else { return };
                let Some(key) = self.key_of(id, signal) else { return };
                if let Some(Shown { notification, .. }) = self.shown.remove(&key) {
                    (self.tell)(Reaction::Closed(notification));
                }
            }
            Some("NameOwnerChanged") => {
                let Ok((_, _, owner)) = signal.body().deserialize::<(String, String, String)>()
                else {
                    return;
                };
                self.new_owner(&owner).await;
            }
            Some(_) | None => {}
        }
    }

    /// The service went (empty) or a new one took over: what the old one showed is gone.
    async fn new_owner(&mut self, owner: &str) {
        let mut lost = Vec::new();
        for shown in self.shown.values_mut() {
            let here = |(_, by): &(u32, Option<OwnedUniqueName>)| {
                by.as_ref().is_some_and(|by| by.as_str() == owner)
            };
            if shown.place.as_ref().is_some_and(here) {
                continue;
            }
            shown.place = None;
            lost.push(Arc::clone(&shown.notification));
        }
        if owner.is_empty() {
            self.abilities = None;
            (self.tell)(Reaction::Service(None));
        }
        let (sticky, passing): (Vec<_>, Vec<_>) = lost.into_iter().partition(|lost| lost.sticky);
        for notification in passing {
            self.shown.remove(&notification.key);
            (self.tell)(Reaction::Closed(notification));
        }
        // A call still rings: asking the bus starts the service again where it knows how.
        if !owner.is_empty() || (!sticky.is_empty() && self.may_revive()) {
            self.ask_abilities().await;
            self.show_again(sticky).await;
        }
    }

    /// Once in a while: a service that dies of our notification is not killed in a circle.
    fn may_revive(&mut self) -> bool {
        let rested = self.revived.is_none_or(|at| at.elapsed() >= REVIVE_PAUSE);
        if rested {
            self.revived = Some(Instant::now());
        }
        rested
    }

    async fn ask_abilities(&mut self) {
        self.abilities = match wire::abilities(&self.bus).await {
            Ok(abilities) => Some(abilities),
            Err(error) => {
                log::warn!("no notifications: {}", wire::reason(&error));
                None
            }
        };
        (self.tell)(Reaction::Service(self.abilities));
    }

    /// Whose number this is. Numbers of other programs and of an earlier service are nobody's.
    fn key_of(&self, id: u32, signal: &Message) -> Option<String> {
        let from = wire::sender(signal);
        let ours = |(_, shown): &(&String, &Shown)| {
            shown.place.as_ref().is_some_and(|(number, by)| *number == id && *by == from)
        };
        self.shown.iter().find(ours).map(|(key, _)| key.clone())
    }
}

/// Waits for `sending`, putting what `signals` brings meanwhile into `backlog`.
async fn sending_while<T>(
    sending: impl Future<Output = T> + Unpin,
    signals: impl Stream<Item = Message>,
    backlog: &mut VecDeque<Message>,
) -> T {
    let collected = signals.for_each(|signal| {
        backlog.push_back(signal);
        std::future::ready(())
    });
    tokio::pin!(collected);
    match future::select(sending, collected).await {
        Either::Left((sent, _)) => sent,
        // The bus is lost: the answer is its error.
        Either::Right(((), sending)) => sending.await,
    }
}

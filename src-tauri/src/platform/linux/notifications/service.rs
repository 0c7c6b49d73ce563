//! The notification service: carries out over one connection what [`Tracking`] decides, and tells it what the service says. Nothing here
//! waits for an answer before the next request: a service that hangs holds up only what was asked of it.

use super::tracking::{Number, Press, Step, Tracking};
use super::wire::{self, CLICK, PATH, SERVICE};
use super::{Done, NotificationRequest, last_words};
use crate::platform::Reaction;
use crate::platform::linux::bus;
use deskbell_core::{Notification, NotificationAbilities, Private};
use futures_util::stream::{Select, StreamExt, select};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use zbus::message::{Sequence, Type};
use zbus::{Connection, MatchRule, Message, MessageStream};

/// Shortest time between two attempts to have a dead service started.
const REVIVE_PAUSE: Duration = Duration::from_secs(10);
/// A service that has not said for this long what it can do counts as none until it does.
const ABILITIES_TIMEOUT: Duration = Duration::from_secs(5);
/// First and longest pause before it is asked again.
const ASK_AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// Signals kept that came before the answer which says whose they are.
const EARLY_MAX: usize = 256;

type Tell = dyn Fn(Reaction) + Send + Sync;

/// What an answer is about.
enum Finished {
    Sent { key: String, serial: u64, result: zbus::Result<(Number, Sequence)> },
    Abilities { asked: u64, result: zbus::Result<NotificationAbilities> },
    Closed,
}

/// What is known of the service's abilities.
#[derive(Clone, Copy)]
enum Abilities {
    /// Asked since then.
    Asked(Instant),
    /// Told.
    Known(NotificationAbilities),
    /// Nobody tells; asked again at this time, if anybody is there to be asked.
    Unknown(Option<Instant>),
}

/// All of ours, and the connection.
pub(super) struct NotificationService<'a> {
    bus: Connection,
    signals: Select<MessageStream, MessageStream>,
    /// Signals of numbers nobody has yet, while an answer is awaited.
    early: VecDeque<Message>,
    tracking: Tracking<Sequence>,
    answers: JoinSet<Finished>,
    abilities: Abilities,
    /// Which question about them counts, and the pause before the next.
    asked: u64,
    ask_pause: Duration,
    click_label: Arc<str>,
    tell: &'a Tell,
    /// When we last had a dead service started again.
    revived: Option<Instant>,
    /// Who waits until nothing is on screen.
    leaving: Vec<Done>,
}

impl<'a> NotificationService<'a> {
    /// Connects and listens to the service's signals before anything is shown, so that the fastest
    /// click is heard.
    pub(super) async fn open(click_label: &str, tell: &'a Tell) -> zbus::Result<Self> {
        let bus = bus::session_without_limit().await?;
        let reactions = MatchRule::builder().msg_type(Type::Signal).sender(SERVICE)?;
        let reactions = reactions.interface(SERVICE)?.path(PATH)?.build();
        let owners = MatchRule::builder().msg_type(Type::Signal).sender("org.freedesktop.DBus")?;
        let owners = owners.member("NameOwnerChanged")?.arg(0, SERVICE)?.build();
        let reactions = MessageStream::for_match_rule(reactions, &bus, None).await?;
        let owners = MessageStream::for_match_rule(owners, &bus, None).await?;
        let mut service = Self {
            bus,
            signals: select(owners, reactions),
            early: VecDeque::new(),
            tracking: Tracking::new(),
            answers: JoinSet::new(),
            abilities: Abilities::Unknown(None),
            asked: 0,
            ask_pause: ASK_AGAIN.0,
            click_label: click_label.into(),
            tell,
            revived: None,
            leaving: Vec::new(),
        };
        service.ask_abilities();
        Ok(service)
    }

    /// Works until the app ends (none) or the bus is lost: then gives back what must show again.
    pub(super) async fn serve(
        &mut self,
        inbox: &mut UnboundedReceiver<NotificationRequest>,
    ) -> Option<Vec<Arc<Notification>>> {
        loop {
            if self.answers.is_empty() {
                for done in self.leaving.drain(..) {
                    // Fails only if nobody waits any more.
                    let _ = done.send(());
                }
            }
            let wake = self.wake();
            tokio::select! {
                biased;
                Some(finished) = self.answers.join_next() => match finished {
                    Ok(finished) => self.finished(finished),
                    Err(error) => log::error!("a notification was dropped: {error}"),
                },
                // Before it is known what the service can do, a request would be done poorly.
                request = inbox.recv(), if !matches!(self.abilities, Abilities::Asked(_)) => {
                    let mut requests = vec![request?];
                    while let Ok(request) = inbox.try_recv() {
                        requests.push(request);
                    }
                    for request in last_words(requests) {
                        self.handle_request(request);
                    }
                }
                signal = self.signals.next() => match signal {
                    Some(Ok(signal)) => self.handle_signal(signal),
                    Some(Err(_)) | None => {
                        let wanted = self.tracking.take_wanted();
                        return Some(wanted.into_iter().filter(|wanted| wanted.sticky).collect());
                    }
                },
                () = tokio::time::sleep_until(wake.unwrap_or_else(Instant::now).into()),
                    if wake.is_some() => self.time_passed(),
            }
        }
    }

    /// Shows what an earlier connection has lost.
    pub(super) fn show_again(&mut self, notifications: Vec<Arc<Notification>>) {
        for notification in notifications {
            self.handle_request(NotificationRequest::Show(notification));
        }
    }

    fn handle_request(&mut self, request: NotificationRequest) {
        let now = Instant::now();
        let steps = match request {
            NotificationRequest::Show(notification) => self.tracking.show(notification, now),
            NotificationRequest::Withdraw(key) => self.tracking.withdraw(&key, now),
            NotificationRequest::WithdrawAll(done) => {
                self.leaving.push(done);
                self.tracking.withdraw_all(now)
            }
        };
        self.run(steps);
    }

    fn run(&mut self, steps: Vec<Step>) {
        for step in steps {
            let bus = self.bus.clone();
            match step {
                Step::Tell(reaction) => (self.tell)(reaction),
                Step::Close(number) => {
                    self.answers.spawn(async move {
                        wire::close(&bus, number).await;
                        Finished::Closed
                    });
                }
                Step::Send { key, serial, notification, replaces } => {
                    let abilities = match self.abilities {
                        Abilities::Known(abilities) => abilities,
                        Abilities::Asked(_) | Abilities::Unknown(_) => Default::default(),
                    };
                    let label = Arc::clone(&self.click_label);
                    self.answers.spawn(async move {
                        let call = wire::call(&notification, abilities, &label);
                        let result = wire::send(&bus, &call, replaces).await;
                        Finished::Sent { key, serial, result }
                    });
                }
            }
        }
    }

    fn finished(&mut self, finished: Finished) {
        let now = Instant::now();
        match finished {
            Finished::Closed => {}
            Finished::Abilities { asked, result } if asked == self.asked => {
                self.abilities_told(result);
            }
            // Of an earlier service.
            Finished::Abilities { .. } => {}
            Finished::Sent { key, serial, result } => {
                let steps = match result {
                    Ok((number, at)) => self.tracking.answered(&key, serial, number, at, now),
                    Err(error) => self.tracking.refused(&key, serial, wire::refusal(&error), now),
                };
                self.run(steps);
                for signal in std::mem::take(&mut self.early) {
                    self.handle_signal(signal);
                }
            }
        }
    }

    fn handle_signal(&mut self, signal: Message) {
        let now = Instant::now();
        let number = |id: u32| Number { id, by: wire::sender(&signal) };
        let at = signal.recv_position();
        let header = signal.header();
        let (ours, steps) = match header.member().map(|member| member.as_str()) {
            Some("ActionInvoked") => {
                let Ok((id, action)) = signal.body().deserialize::<(u32, String)>() else { return };
                let press = if action == CLICK { Press::Click } else { Press::Button(action) };
                self.tracking.pressed(&number(id), press, at, now)
            }
            Some("NotificationReplied") => {
                let Ok((id, text)) = signal.body().deserialize::<(u32, String)>() else { return };
                self.tracking.pressed(&number(id), Press::Reply(Private::new(text)), at, now)
            }
            Some("NotificationClosed") => {
                let Ok((id, why)) = signal.body().deserialize::<(u32, u32)>() else { return };
                self.tracking.closed(&number(id), why, at, now)
            }
            Some("NameOwnerChanged") => {
                let Ok((_, _, owner)) = signal.body().deserialize::<(String, String, String)>()
                else {
                    return;
                };
                return self.new_owner(&owner);
            }
            Some(_) | None => return,
        };
        self.run(steps);
        // The answer with its number may be on its way: the bus keeps their order, our two queues do not.
        if !ours && self.tracking.is_sending() && self.early.len() < EARLY_MAX {
            self.early.push_back(signal);
        }
    }

    /// The service went (empty) or a new one took over.
    fn new_owner(&mut self, owner: &str) {
        let now = Instant::now();
        if owner.is_empty() {
            self.abilities = Abilities::Unknown(None);
            // An answer of the one that has gone says nothing any more.
            self.asked += 1;
            (self.tell)(Reaction::Service(None));
        }
        let rested = self.revived.is_none_or(|at| now >= at + REVIVE_PAUSE);
        let again = if owner.is_empty() && !rested { now + REVIVE_PAUSE } else { now };
        let (wanted, steps) = self.tracking.new_owner(owner, again, now);
        self.run(steps);
        // A call still rings: asking the bus starts the service again where it knows how. Once in a while only: a
        // service that dies of our notification is not killed in a circle.
        if owner.is_empty() && wanted && rested {
            self.revived = Some(now);
        }
        if !owner.is_empty() || (wanted && rested) {
            self.ask_abilities();
        }
    }

    fn ask_abilities(&mut self) {
        self.asked += 1;
        self.abilities = Abilities::Asked(Instant::now());
        let (bus, asked) = (self.bus.clone(), self.asked);
        self.answers.spawn(async move {
            let result = wire::abilities(&bus).await;
            Finished::Abilities { asked, result }
        });
    }

    fn abilities_told(&mut self, result: zbus::Result<NotificationAbilities>) {
        match result {
            Ok(abilities) => {
                self.ask_pause = ASK_AGAIN.0;
                self.abilities = Abilities::Known(abilities);
                (self.tell)(Reaction::Service(Some(abilities)));
            }
            Err(error) => {
                log::warn!("no notifications: {}", wire::reason(&error));
                // Where nobody is there, somebody who comes is heard of.
                let again = (!wire::is_absent(&error)).then(|| Instant::now() + self.ask_pause);
                self.ask_pause = (self.ask_pause * 2).min(ASK_AGAIN.1);
                self.abilities = Abilities::Unknown(again);
                (self.tell)(Reaction::Service(None));
            }
        }
    }

    /// When there is something to do without anything having happened.
    fn wake(&self) -> Option<Instant> {
        match self.abilities {
            Abilities::Asked(since) => Some(since + ABILITIES_TIMEOUT),
            Abilities::Known(_) => self.tracking.wake(),
            Abilities::Unknown(again) => again.into_iter().chain(self.tracking.wake()).min(),
        }
    }

    fn time_passed(&mut self) {
        let now = Instant::now();
        match self.abilities {
            Abilities::Asked(since) if now >= since + ABILITIES_TIMEOUT => {
                log::warn!("the notification service does not say what it can do");
                // Its answer still counts when it comes.
                self.abilities = Abilities::Unknown(None);
                (self.tell)(Reaction::Service(None));
            }
            Abilities::Unknown(Some(again)) if now >= again => self.ask_abilities(),
            Abilities::Asked(_) | Abilities::Unknown(_) | Abilities::Known(_) => {}
        }
        let steps = self.tracking.tick(now);
        self.run(steps);
    }
}

//! The loop: one thread owns State; everything else only sends it letters.

use crate::raw_log::Record;
use deskbell_core::{
    Answer, AppView, Effect, Event, Intent, RequestId, Source, State, StatusChange, Timestamp,
    next_deadline, not_saved, update, view,
};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{broadcast, oneshot, watch};

/// Entries a slow follower may lag behind before it loses some.
const JOURNAL_BACKLOG: usize = 4096;
/// Shortest time between two snapshots while events keep coming; the first after a pause goes out at once.
const VIEW_PACE: Duration = Duration::from_millis(100);

/// One event with what followed from it: what a bug report replays.
#[derive(Debug)]
pub struct JournalEntry {
    /// Counts from 1.
    pub seq: u64,
    /// When it was handled.
    pub at: Timestamp,
    /// The event.
    pub event: Event,
    /// Its effects.
    pub effects: Vec<Effect>,
}

enum Letter {
    Event(Event),
    Batch(Vec<Event>, Box<dyn FnOnce() + Send>),
    Ask(Intent, Source, oneshot::Sender<Answer>),
    History(oneshot::Sender<Vec<StatusChange>>),
}

/// The only door to the loop: cheap to clone, never waits.
#[derive(Clone)]
pub struct Mailbox {
    letters: Sender<Letter>,
    view: watch::Receiver<Arc<AppView>>,
    journal: broadcast::Sender<Arc<JournalEntry>>,
    record: Arc<Record>,
}

/// What the loop needs from the shell.
pub trait Outside: Send {
    /// Carries out one effect; must not wait for it.
    fn carry_out(&mut self, effect: Effect);

    /// Has `done` told when the settings given last are on disk, or why they are not; must not wait for it.
    fn after_saving(&mut self, done: Box<dyn FnOnce(Result<(), String>) + Send>);
}

/// The receiving end, until [`Engine::run`] takes it over.
pub struct Engine {
    state: State,
    letters: Receiver<Letter>,
    mailbox: Mailbox,
    view: watch::Sender<Arc<AppView>>,
    waiting: HashMap<RequestId, oneshot::Sender<Answer>>,
    next_request: u64,
    seq: u64,
    published: Instant,
    left: bool,
}

/// Our clock, read only here.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

impl Mailbox {
    /// Tells the loop a fact.
    pub fn send(&self, event: Event) {
        // Fails only after the loop has stopped, when nothing can be done with the fact.
        let _ = self.letters.send(Letter::Event(event));
    }

    /// Tells the loop many facts at once; `done` hears when they are handled (back-pressure for floods).
    pub fn send_batch(&self, events: Vec<Event>, done: impl FnOnce() + Send + 'static) {
        let _ = self.letters.send(Letter::Batch(events, Box::new(done)));
    }

    /// Asks for something; resolves when the core answers.
    pub fn ask(&self, intent: Intent, from: Source) -> oneshot::Receiver<Answer> {
        let (reply, answer) = oneshot::channel();
        let _ = self.letters.send(Letter::Ask(intent, from, reply));
        answer
    }

    /// The latest snapshot, at the time of asking: where nothing changes none is published, but waits go on.
    #[must_use]
    pub fn view(&self) -> Arc<AppView> {
        let latest = Arc::clone(&self.view.borrow());
        Arc::new(AppView { now: now(), ..AppView::clone(&latest) })
    }

    /// The first snapshot whose revision is not `seen`; may take for ever.
    pub async fn view_after(&self, seen: u32) -> Arc<AppView> {
        let mut views = self.view.clone();
        let newer = views.wait_for(|view| view.revision != seen).await;
        let newer = newer.map(|view| Arc::clone(&view)).ok();
        // None when the loop has ended, and the program with it.
        newer.unwrap_or_else(|| self.view())
    }

    /// What changed about the status, newest first.
    pub async fn status_history(&self) -> Vec<StatusChange> {
        let (reply, answer) = oneshot::channel();
        let _ = self.letters.send(Letter::History(reply));
        // Nothing once the loop has ended, and the program with it.
        answer.await.unwrap_or_default()
    }

    /// What the pages said last, to the letter.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Everything that happens from now on.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<Arc<JournalEntry>> {
        self.journal.subscribe()
    }
}

impl Engine {
    /// A loop over `state` that is not running yet.
    #[must_use]
    pub fn new(state: State) -> (Self, Mailbox) {
        let (sender, letters) = channel();
        let (journal, _) = broadcast::channel(JOURNAL_BACKLOG);
        let (view, views) = watch::channel(Arc::new(view(&state, now())));
        let record = Arc::default();
        let mailbox = Mailbox { letters: sender, view: views, journal, record };
        let engine = Self {
            state,
            letters,
            mailbox: mailbox.clone(),
            view,
            waiting: HashMap::new(),
            next_request: 0,
            seq: 0,
            published: Instant::now(),
            left: false,
        };
        (engine, mailbox)
    }

    /// Carries out `first`, then handles letters until the program leaves.
    pub fn run(mut self, outside: &mut dyn Outside, first: Vec<Effect>) {
        for effect in first {
            self.carry_out(effect, outside);
        }
        // After leaving began nothing may be shown any more: nobody would take it away again.
        while !self.left {
            match self.letters.recv_timeout(self.pause()) {
                Ok(Letter::Event(event)) => self.handle(event, outside),
                Ok(Letter::Batch(events, done)) => {
                    for event in events {
                        self.handle(event, outside);
                    }
                    done();
                }
                Ok(Letter::Ask(intent, from, reply)) => {
                    self.next_request += 1;
                    let request = RequestId(self.next_request);
                    self.waiting.insert(request, reply);
                    self.handle(Event::Intent { intent, from, request: Some(request) }, outside);
                }
                Ok(Letter::History(reply)) => {
                    // Fails only if the asker has gone.
                    let _ = reply.send(self.state.status_history().cloned().collect());
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if next_deadline(&self.state).is_some_and(|deadline| deadline <= now()) {
                self.handle(Event::Tick, outside);
            }
            if self.published.elapsed() >= VIEW_PACE {
                self.publish();
            }
        }
    }

    /// How long the loop may sleep: until the next deadline, or until a held-back snapshot is due.
    fn pause(&self) -> Duration {
        let deadline = next_deadline(&self.state).map_or(Duration::MAX, |at| at.since(now()));
        let snapshot = match self.is_stale() {
            true => VIEW_PACE.saturating_sub(self.published.elapsed()),
            false => Duration::MAX,
        };
        deadline.min(snapshot).min(Duration::from_secs(3600))
    }

    /// One event: a panic in the core is journalled and the loop lives on.
    fn handle(&mut self, event: Event, outside: &mut dyn Outside) {
        let at = now();
        self.seq += 1;
        let state = &mut self.state;
        let given = event.clone();
        let outcome = catch_unwind(AssertUnwindSafe(move || update(state, given, at)));
        let effects = outcome.unwrap_or_else(|_| {
            // Only its sort: an intent carries numbers and words that no log may hold.
            log::error!(
                "event {} ({}) was dropped because handling it panicked",
                self.seq,
                sort(&event)
            );
            Vec::new()
        });
        if self.mailbox.journal.receiver_count() > 0 {
            let entry = JournalEntry { seq: self.seq, at, event, effects: effects.clone() };
            let _ = self.mailbox.journal.send(Arc::new(entry));
        }
        let saves = effects.iter().any(|effect| matches!(effect, Effect::SaveSettings { .. }));
        let mut done = Vec::new();
        for effect in effects {
            match effect {
                Effect::Answer { request, answer: answer @ Answer::Done { .. } } if saves => {
                    done.push((request, answer));
                }
                effect => self.carry_out(effect, outside),
            }
        }
        for (request, answer) in done {
            self.answer_when_saved(request, answer, outside);
        }
    }

    /// What changed settings is done when they are on disk; otherwise it is told that it will be lost.
    fn answer_when_saved(&mut self, request: RequestId, answer: Answer, outside: &mut dyn Outside) {
        let Some(reply) = self.waiting.remove(&request) else { return };
        // What was asked may have changed what `view` says: let the asker see it.
        self.publish();
        let unsaved = not_saved(&self.state);
        outside.after_saving(Box::new(move |saved| {
            // Fails only if the asker has gone.
            let _ = reply.send(match saved {
                Ok(()) => answer,
                Err(reason) => unsaved(&reason),
            });
        }));
    }

    fn carry_out(&mut self, effect: Effect, outside: &mut dyn Outside) {
        if let Effect::Answer { request, answer } = effect {
            if let Some(reply) = self.waiting.remove(&request) {
                // What was asked may have changed what `view` says: let the asker see it.
                self.publish();
                let _ = reply.send(answer);
            }
            return;
        }
        self.left |= matches!(effect, Effect::Quit);
        outside.carry_out(effect);
    }

    /// Whether what the windows know is older than the state.
    fn is_stale(&self) -> bool {
        self.view.borrow().revision != self.state.revision()
    }

    fn publish(&mut self) {
        if self.is_stale() {
            self.view.send_replace(Arc::new(view(&self.state, now())));
            self.published = Instant::now();
        }
    }
}

const fn sort(event: &Event) -> &'static str {
    match event {
        Event::Widget { .. } => "widget",
        Event::Unparsed { .. } => "unparsed",
        Event::Page { .. } => "page",
        Event::Download { .. } => "download",
        Event::Intent { .. } => "intent",
        Event::Os { .. } => "os",
        Event::StatusTold { .. } => "status told",
        Event::Outcome { .. } => "outcome",
        Event::Tick => "tick",
    }
}

//! The loop: one thread owns State; everything else only sends it messages.

use crate::clock::{self, now};
use crate::history::Keeper;
use crate::journal::{Journal, JournalEntry};
use crate::raw_log::RawLog;
use crate::voice::Voices;
use deskbell_core::{
    Answer, AppView, Effect, Event, Intent, NumberFormats, RequestId, Source, State, StatusChange,
    SystemFact, Timestamp, next_deadline, not_saved, update, view,
};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

/// Shortest time between two snapshots while events keep coming; the first after a pause goes out at once.
const VIEW_PACE: Duration = Duration::from_millis(100);
/// The wall clock is looked at this often at least: quiet hours begin by it, and nobody tells when it is set.
const CLOCK_PACE: Duration = Duration::from_secs(30);
/// By less than this it was not set: the two clocks cannot be read in the same instant.
const CLOCK_SET_MS: u64 = 500;

enum Message {
    Event(Event),
    Batch(Vec<Event>, Box<dyn FnOnce() + Send>),
    Ask(Intent, Source, oneshot::Sender<Answer>),
    History(oneshot::Sender<Vec<StatusChange>>),
    NumberFormats(oneshot::Sender<NumberFormats>),
}

/// The only way to the loop: cheap to clone, never waits.
#[derive(Clone)]
pub struct EngineHandle {
    messages: Sender<Message>,
    view: watch::Receiver<Snapshot>,
    journal: Journal,
    raw_log: Arc<RawLog>,
    history: Keeper,
    voices: Voices,
}

/// A view, and when it was made by our clock.
#[derive(Clone)]
struct Snapshot {
    view: Arc<AppView>,
    made: Timestamp,
}

impl Snapshot {
    fn of(state: &State) -> Self {
        let made = now();
        Self { view: Arc::new(view(state, made)), made }
    }

    /// The view at the time of asking: where nothing changes none is made, but waits go on.
    fn as_of_now(&self) -> Arc<AppView> {
        let passed = now().since(self.made);
        Arc::new(AppView { now: self.view.now + passed, ..AppView::clone(&self.view) })
    }
}

/// What the loop needs from the shell.
pub trait EffectRunner: Send {
    /// Runs one effect; must not wait for it.
    fn run(&mut self, effect: Effect);

    /// Has `done` told when the settings given last are on disk, or why they are not; must not wait for it.
    fn after_saving(&mut self, done: Box<dyn FnOnce(Result<(), String>) + Send>);
}

/// The receiving end, until [`Engine::run`] takes it over.
pub struct Engine {
    state: State,
    messages: Receiver<Message>,
    engine: EngineHandle,
    view: watch::Sender<Snapshot>,
    waiting: HashMap<RequestId, oneshot::Sender<Answer>>,
    next_request: u64,
    seq: u64,
    published: Instant,
    /// How far the wall clock is ahead of ours, as far as the state was told.
    ahead: i64,
    left: bool,
}

impl EngineHandle {
    /// Tells the loop a fact.
    pub fn send(&self, event: Event) {
        // Fails only after the loop has stopped, when nothing can be done with the fact.
        let _ = self.messages.send(Message::Event(event));
    }

    /// Tells the loop many facts at once; `done` is called when they are handled (back-pressure for floods).
    pub fn send_batch(&self, events: Vec<Event>, done: impl FnOnce() + Send + 'static) {
        let _ = self.messages.send(Message::Batch(events, Box::new(done)));
    }

    /// Asks for something; resolves when the core answers.
    pub fn ask(&self, intent: Intent, from: Source) -> oneshot::Receiver<Answer> {
        let (reply, answer) = oneshot::channel();
        let _ = self.messages.send(Message::Ask(intent, from, reply));
        answer
    }

    /// The latest snapshot, at the time of asking.
    #[must_use]
    pub fn view(&self) -> Arc<AppView> {
        self.view.borrow().as_of_now()
    }

    /// The first snapshot whose revision is not `seen`; may take for ever.
    pub async fn view_after(&self, seen: u32) -> Arc<AppView> {
        let mut views = self.view.clone();
        let newer = views.wait_for(|snapshot| snapshot.view.revision != seen).await;
        let newer = newer.map(|snapshot| snapshot.as_of_now()).ok();
        // None when the loop has ended, and the program with it.
        newer.unwrap_or_else(|| self.view())
    }

    /// What changed about the status, newest first.
    pub async fn status_history(&self) -> Vec<StatusChange> {
        let (reply, answer) = oneshot::channel();
        let _ = self.messages.send(Message::History(reply));
        // Nothing once the loop has ended, and the program with it.
        answer.await.unwrap_or_default()
    }

    /// How numbers are shown now.
    pub async fn number_formats(&self) -> Option<NumberFormats> {
        let (reply, answer) = oneshot::channel();
        let _ = self.messages.send(Message::NumberFormats(reply));
        // None once the loop has ended, and the program with it.
        answer.await.ok()
    }

    /// What the pages said last, to the letter.
    #[must_use]
    pub fn raw_log(&self) -> &RawLog {
        &self.raw_log
    }

    /// Pages with a voice of ours, and the devices.
    #[must_use]
    pub const fn voices(&self) -> &Voices {
        &self.voices
    }

    /// What happened, as far as it is kept.
    #[must_use]
    pub const fn history(&self) -> &Keeper {
        &self.history
    }

    /// What happened in this run.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }
}

impl Engine {
    /// A loop over `state` that is not running yet, beside the history that questions are about.
    #[must_use]
    pub fn new(state: State, history: Keeper) -> (Self, EngineHandle) {
        let (sender, messages) = channel();
        let journal = Journal::new();
        let (view, views) = watch::channel(Snapshot::of(&state));
        let raw_log = Arc::default();
        let voices = Voices::default();
        let engine =
            EngineHandle { messages: sender, view: views, journal, raw_log, history, voices };
        let event_loop = Self {
            state,
            messages,
            engine: engine.clone(),
            view,
            waiting: HashMap::new(),
            next_request: 0,
            seq: 0,
            published: Instant::now(),
            ahead: 0,
            left: false,
        };
        (event_loop, engine)
    }

    /// Runs `first`, then handles messages until the program leaves.
    pub fn run(mut self, runner: &mut dyn EffectRunner, first: Vec<Effect>) {
        for effect in first {
            self.run_effect(effect, runner);
        }
        // After leaving began nothing may be shown any more: nobody would take it away again.
        while !self.left {
            let message = self.messages.recv_timeout(self.pause());
            // Before anything is handled: what a vendor tells names times of the clock as it is now.
            self.follow_clock(runner);
            match message {
                Ok(Message::Event(event)) => self.handle(event, runner),
                Ok(Message::Batch(events, done)) => {
                    for event in events {
                        self.handle(event, runner);
                    }
                    done();
                }
                Ok(Message::Ask(intent, from, reply)) => {
                    self.next_request += 1;
                    let request = RequestId(self.next_request);
                    self.waiting.insert(request, reply);
                    self.handle(Event::Intent { intent, from, request: Some(request) }, runner);
                }
                Ok(Message::History(reply)) => {
                    // Fails only if the asker has gone.
                    let _ = reply.send(self.state.status_history().collect());
                }
                Ok(Message::NumberFormats(reply)) => {
                    let _ = reply.send(self.state.number_formats());
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if next_deadline(&self.state).is_some_and(|deadline| deadline <= now()) {
                self.handle(Event::Tick, runner);
            }
            if self.published.elapsed() >= VIEW_PACE {
                self.publish();
            }
        }
    }

    /// Tells the state when the wall clock was set.
    fn follow_clock(&mut self, runner: &mut dyn EffectRunner) {
        let ahead = clock::ahead();
        if ahead.abs_diff(self.ahead) >= CLOCK_SET_MS {
            self.ahead = ahead;
            self.handle(Event::Os { fact: SystemFact::ClockSet { ahead } }, runner);
        }
    }

    /// How long the loop may sleep: until the next deadline, or until a held-back snapshot is due, or the clock is.
    fn pause(&self) -> Duration {
        let deadline = next_deadline(&self.state).map_or(Duration::MAX, |at| at.since(now()));
        let snapshot = match self.is_stale() {
            true => VIEW_PACE.saturating_sub(self.published.elapsed()),
            false => Duration::MAX,
        };
        deadline.min(snapshot).min(CLOCK_PACE)
    }

    /// One event: a panic in the core is journalled and the loop lives on.
    fn handle(&mut self, event: Event, runner: &mut dyn EffectRunner) {
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
        let shown = self.state.wall_time(at);
        let entry = JournalEntry {
            seq: self.seq,
            at: shown,
            event: Arc::new(event),
            effects: effects.clone(),
        };
        self.engine.journal.add(entry, at);
        let saves = effects.iter().any(|effect| matches!(effect, Effect::SaveSettings { .. }));
        let mut done = Vec::new();
        for effect in effects {
            match effect {
                Effect::Answer { request, answer: answer @ Answer::Done { .. } } if saves => {
                    done.push((request, answer));
                }
                effect => self.run_effect(effect, runner),
            }
        }
        for (request, answer) in done {
            self.answer_when_saved(request, answer, runner);
        }
    }

    /// What changed settings is done when they are on disk; otherwise it is told that it will be lost.
    fn answer_when_saved(
        &mut self,
        request: RequestId,
        answer: Answer,
        runner: &mut dyn EffectRunner,
    ) {
        let Some(reply) = self.waiting.remove(&request) else { return };
        // What was asked may have changed what `view` says: let the asker see it.
        self.publish();
        let unsaved = not_saved(&self.state);
        runner.after_saving(Box::new(move |saved| {
            // Fails only if the asker has gone.
            let _ = reply.send(match saved {
                Ok(()) => answer,
                Err(reason) => unsaved(&reason),
            });
        }));
    }

    fn run_effect(&mut self, effect: Effect, runner: &mut dyn EffectRunner) {
        if let Effect::Answer { request, answer } = effect {
            if let Some(reply) = self.waiting.remove(&request) {
                // What was asked may have changed what `view` says: let the asker see it.
                self.publish();
                let _ = reply.send(answer);
            }
            return;
        }
        self.left |= matches!(effect, Effect::Quit);
        runner.run(effect);
    }

    /// Whether what the windows know is older than the state.
    fn is_stale(&self) -> bool {
        self.view.borrow().view.revision != self.state.revision()
    }

    fn publish(&mut self) {
        if self.is_stale() {
            self.view.send_replace(Snapshot::of(&self.state));
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
        Event::StatusReported { .. } => "status told",
        Event::ColleagueStatusReported { .. } => "colleague's status told",
        Event::ChatReported { .. } => "chat told",
        Event::Restored { .. } => "restored",
        Event::Outcome { .. } => "outcome",
        Event::Tick => "tick",
    }
}

//! The sound of all calls: what the microphone gives goes to each, what they hear is added up.

use super::call::{Call, Needs, add};
use crate::platform::sound::{Chosen, DesktopSound, SoundDevices, SoundServer, SoundUser, Streams};
use deskbell_voice::{FRAME_SAMPLES, FRAME_TIME, Frame, SILENCE};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval};

/// After so long without a device its place is taken by silence: a call that sends nothing is taken for dead.
const DEVICE_TIMEOUT: Duration = Duration::from_millis(100);

/// Begins to look for a sound server.
type StartSound = fn(Weak<dyn SoundUser>) -> Box<dyn SoundServer>;

/// Every call of every page.
pub(super) struct Mixer {
    state: Mutex<State>,
    start: StartSound,
    sound: OnceLock<Box<dyn SoundServer>>,
    /// Counts changes of the list of devices.
    changes: watch::Sender<u32>,
}

#[derive(Default)]
struct State {
    calls: Vec<Arc<Call>>,
    ticking: Option<AbortHandle>,
    /// When a device last gave something, and took something.
    captured: Option<Instant>,
    played: Option<Instant>,
}

/// Which way sound goes.
#[derive(Clone, Copy)]
enum Way {
    Out,
    In,
}

impl Default for Mixer {
    fn default() -> Self {
        Self::with(|user| Box::new(DesktopSound::start(user)))
    }
}

impl Mixer {
    /// A mixer whose devices are those of the server that `start` gives.
    pub(super) fn with(start: StartSound) -> Self {
        let (state, sound, changes) = (Mutex::default(), OnceLock::new(), watch::Sender::default());
        Self { state, start, sound, changes }
    }

    /// From now on `call` sounds.
    pub(super) fn add(self: &Arc<Self>, call: Arc<Call>) {
        let mut state = self.locked();
        state.calls.push(call);
        if state.ticking.is_none() {
            let own = Arc::clone(self);
            state.ticking = Some(tokio::spawn(async move { own.tick().await }).abort_handle());
        }
    }

    /// `call` sounds no more.
    pub(super) fn remove(self: &Arc<Self>, call: &Arc<Call>) {
        let mut state = self.locked();
        state.calls.retain(|known| !Arc::ptr_eq(known, call));
        if state.calls.is_empty()
            && let Some(ticking) = state.ticking.take()
        {
            ticking.abort();
            drop(state);
            if let Some(sound) = self.sound.get() {
                sound.open(Streams::default());
            }
        }
    }

    /// The devices there are.
    ///
    /// # Errors
    /// Why there is no sound server.
    pub(super) async fn devices(self: &Arc<Self>) -> Result<SoundDevices, String> {
        self.sound().devices().await
    }

    /// Counts changes of the list of devices.
    pub(super) fn device_changes(&self) -> watch::Receiver<u32> {
        self.changes.subscribe()
    }

    /// Nobody looks for a sound server before somebody wants one.
    fn sound(self: &Arc<Self>) -> &dyn SoundServer {
        let weak = Arc::downgrade(self);
        &**self.sound.get_or_init(|| (self.start)(weak))
    }

    /// 20 ms of the microphone.
    fn capture(&self, frame: &Frame, now: Instant) {
        for call in self.calls() {
            call.capture(frame, now);
        }
    }

    /// The next 20 ms for the speaker.
    fn play(&self, now: Instant) -> Frame {
        let calls = self.calls();
        let mut sum = [0; FRAME_SAMPLES];
        for call in &calls {
            let frame = call.play(now);
            add(&mut sum, &frame, call.volume());
            calls.iter().for_each(|other| other.pass_on(call, &frame));
        }
        let (low, high) = (i32::from(i16::MIN), i32::from(i16::MAX));
        sum.map(|sample| i16::try_from(sample.clamp(low, high)).unwrap_or_default())
    }

    /// Opens what the calls need, and stands in for devices that are not there, as long as there are calls.
    async fn tick(self: &Arc<Self>) {
        let mut ticks = interval(FRAME_TIME);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            ticks.tick().await;
            let now = Instant::now();
            self.sound().open(self.needed());
            if self.is_missing(Way::Out, now) {
                self.capture(&SILENCE, now);
            }
            if self.is_missing(Way::In, now) {
                self.play(now);
            }
        }
    }

    /// What must be open for the calls there are.
    fn needed(&self) -> Streams {
        let needs: Vec<Needs> = self.calls().iter().map(|call| call.needs()).collect();
        let chosen = |is_needed: bool| if is_needed { Chosen::Default } else { Chosen::Nothing };
        Streams {
            microphone: chosen(needs.contains(&Needs::Microphone)),
            speaker: chosen(needs.iter().any(|needs| *needs != Needs::Nothing)),
        }
    }

    fn is_missing(&self, way: Way, now: Instant) -> bool {
        let state = self.locked();
        let last = match way {
            Way::Out => state.captured,
            Way::In => state.played,
        };
        last.is_none_or(|last| now.saturating_duration_since(last) > DEVICE_TIMEOUT)
    }

    /// Outside the lock: a call takes its time, and may end meanwhile.
    fn calls(&self) -> Vec<Arc<Call>> {
        self.locked().calls.clone()
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SoundUser for Mixer {
    fn captured(&self, frame: &Frame) {
        let now = Instant::now();
        self.locked().captured = Some(now);
        self.capture(frame, now);
    }

    fn wanted(&self) -> Frame {
        let now = Instant::now();
        self.locked().played = Some(now);
        self.play(now)
    }

    fn devices_changed(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }
}

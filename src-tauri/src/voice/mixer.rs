//! The sound of all calls: what the microphone gives goes to each, what they hear is added up. Between calls the same
//! devices serve the settings: a look at levels, and the test of a headset.

use super::call::{Call, Needs, add};
use super::headset_test::Test;
use crate::platform::sound::{Chosen, DesktopSound, Origin, SoundServer, SoundUser, Streams};
use deskbell_core::{HeadsetTest, SoundDevices, SoundLevels, SoundPreferences};
use deskbell_voice::{Cleaner, FRAME_SAMPLES, FRAME_TIME, Frame, SILENCE, loudness};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};
use tokio::time::{MissedTickBehavior, interval};

/// After so long without a device its place is taken by silence: a call that sends nothing is taken for dead.
const DEVICE_TIMEOUT: Duration = Duration::from_millis(100);
/// Whoever looks at levels looks again within this time.
const WATCHED: Duration = Duration::from_secs(1);
/// What [`loudness`] says of silence.
const SILENT_DB: i32 = -100;

/// Begins to look for a sound server.
type StartSound = fn(Weak<dyn SoundUser>) -> Box<dyn SoundServer>;

/// Every call of every page.
pub(super) struct Mixer {
    state: Mutex<State>,
    /// What it has learned of the room lasts as long as sound is wanted.
    cleaner: Mutex<Option<Cleaner>>,
    start: StartSound,
    sound: OnceLock<Box<dyn SoundServer>>,
    /// Counts changes of the list of devices.
    changes: watch::Sender<u32>,
    /// Somebody wants sound, or to know the devices.
    wanted: Notify,
}

#[derive(Default)]
struct State {
    calls: Vec<Arc<Call>>,
    preferences: SoundPreferences,
    is_ticking: bool,
    /// When a device last gave something, and took something, and how loud it was.
    captured: Option<(Instant, f32)>,
    played: Option<(Instant, f32)>,
    /// When somebody last looked at the levels.
    watched: Option<Instant>,
    test: Option<Test>,
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
        Self {
            state: Mutex::default(),
            cleaner: Mutex::default(),
            start,
            sound: OnceLock::new(),
            changes: watch::Sender::default(),
            wanted: Notify::new(),
        }
    }

    /// From now on `call` sounds.
    pub(super) fn add(self: &Arc<Self>, call: Arc<Call>) {
        self.locked().calls.push(call);
        self.tick_while_wanted();
    }

    /// `call` sounds no more.
    pub(super) fn remove(self: &Arc<Self>, call: &Arc<Call>) {
        let mut state = self.locked();
        state.calls.retain(|known| !Arc::ptr_eq(known, call));
        if state.calls.is_empty()
            && let Some(sound) = self.sound.get()
        {
            drop(state);
            sound.open(self.needed(Instant::now()));
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

    /// What is to be used from now on.
    pub(super) fn use_devices(&self, preferences: SoundPreferences) {
        self.locked().preferences = preferences;
    }

    /// The devices are to be known.
    pub(super) fn want_devices(&self) {
        self.wanted.notify_one();
    }

    /// How loud it is, at both ends; as long as this is asked the microphone is open.
    pub(super) fn levels(&self) -> SoundLevels {
        let mut state = self.locked();
        let now = Instant::now();
        state.watched = Some(now);
        let level = |last: Option<(Instant, f32)>| {
            let fresh = last.filter(|(at, _)| now.saturating_duration_since(*at) < WATCHED);
            fresh.map_or(SILENT_DB, |(_, level)| level.round() as i32)
        };
        let levels = SoundLevels {
            microphone_db: level(state.captured),
            speaker_db: level(state.played),
            test: state.test.as_ref().map_or(HeadsetTest::Idle, Test::state),
        };
        drop(state);
        self.wanted.notify_one();
        levels
    }

    /// Begins to record for the test; one that runs begins anew.
    pub(super) fn test_headset(&self) {
        self.locked().test = Some(Test::default());
        self.wanted.notify_one();
    }

    /// Does what is wanted from outside a runtime, for ever; `changed` is called after each change of devices.
    pub(super) async fn serve(self: Arc<Self>, changed: impl Fn(Result<SoundDevices, String>)) {
        let mut changes = self.device_changes();
        loop {
            tokio::select! {
                _ = changes.changed() => changed(self.devices().await),
                () = self.wanted.notified() => {
                    self.sound();
                    self.tick_while_wanted();
                }
            }
        }
    }

    /// Nobody looks for a sound server before somebody wants one.
    fn sound(self: &Arc<Self>) -> &dyn SoundServer {
        let weak = Arc::downgrade(self);
        &**self.sound.get_or_init(|| (self.start)(weak))
    }

    /// 20 ms of the microphone, as heard and as cleaned.
    fn capture(&self, heard: &Frame, cleaned: &Frame, now: Instant) {
        if let Some(test) = &mut self.locked().test {
            test.record(cleaned);
        }
        for call in self.calls() {
            call.capture(heard, cleaned, now);
        }
    }

    /// What is left of `frame` without echo and noise, if that is wanted. What another program gives is no room's sound, and
    /// has been through that program already.
    fn clean(&self, frame: &Frame, origin: Origin) -> Frame {
        let is_wanted = self.locked().preferences.clean_microphone;
        let mut cleaner = self.cleaner();
        match (origin, is_wanted) {
            (Origin::Room, true) => cleaner.get_or_insert_default().clean(frame),
            (Origin::Room | Origin::Program, _) => {
                *cleaner = None;
                *frame
            }
        }
    }

    fn cleaner(&self) -> MutexGuard<'_, Option<Cleaner>> {
        self.cleaner.lock().unwrap_or_else(PoisonError::into_inner)
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
        if let Some(frame) = self.locked().test.as_mut().and_then(Test::play) {
            add(&mut sum, &frame, 1.0);
        }
        let (low, high) = (i32::from(i16::MIN), i32::from(i16::MAX));
        sum.map(|sample| i16::try_from(sample.clamp(low, high)).unwrap_or_default())
    }

    /// Ticks unless it does so already, or nobody wants sound.
    fn tick_while_wanted(self: &Arc<Self>) {
        let mut state = self.locked();
        if !state.is_ticking && state.is_wanted(Instant::now()) {
            state.is_ticking = true;
            let own = Arc::clone(self);
            tokio::spawn(async move { own.tick().await });
        }
    }

    /// Opens what is needed, and stands in for devices that are not there, as long as somebody wants sound.
    async fn tick(self: &Arc<Self>) {
        let mut ticks = interval(FRAME_TIME);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            ticks.tick().await;
            let now = Instant::now();
            self.sound().open(self.needed(now));
            {
                let mut state = self.locked();
                if !state.is_wanted(now) {
                    state.is_ticking = false;
                    drop(state);
                    *self.cleaner() = None;
                    return;
                }
            }
            if self.is_missing(Way::Out, now) {
                self.capture(&SILENCE, &SILENCE, now);
            }
            if self.is_missing(Way::In, now) {
                self.play(now);
            }
        }
    }

    /// What must be open now.
    fn needed(&self, now: Instant) -> Streams {
        let needs: Vec<Needs> = self.calls().iter().map(|call| call.needs()).collect();
        let state = self.locked();
        let (records, plays) = match state.test.as_ref().map(Test::state) {
            Some(HeadsetTest::Recording { .. }) => (true, false),
            Some(HeadsetTest::Playing { .. }) => (false, true),
            Some(HeadsetTest::Idle | HeadsetTest::Over { .. }) | None => (false, false),
        };
        let hears = needs.contains(&Needs::Microphone) || records || state.is_watched(now);
        let speaks = needs.iter().any(|needs| *needs != Needs::Nothing) || plays;
        let chosen = |is_needed: bool, device: &Option<_>| match is_needed {
            true => Chosen::Device(device.clone()),
            false => Chosen::Nothing,
        };
        Streams {
            microphone: chosen(hears, &state.preferences.microphone),
            speaker: chosen(speaks, &state.preferences.speaker),
        }
    }

    fn is_missing(&self, way: Way, now: Instant) -> bool {
        let state = self.locked();
        let last = match way {
            Way::Out => state.captured,
            Way::In => state.played,
        };
        last.is_none_or(|(last, _)| now.saturating_duration_since(last) > DEVICE_TIMEOUT)
    }

    /// Outside the lock: a call takes its time, and may end meanwhile.
    fn calls(&self) -> Vec<Arc<Call>> {
        self.locked().calls.clone()
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Somebody looks at the levels.
    fn is_watched(&self, now: Instant) -> bool {
        self.watched.is_some_and(|at| now.saturating_duration_since(at) < WATCHED)
    }

    fn is_wanted(&self, now: Instant) -> bool {
        let tests = match self.test.as_ref().map(Test::state) {
            Some(HeadsetTest::Recording { .. } | HeadsetTest::Playing { .. }) => true,
            Some(HeadsetTest::Idle | HeadsetTest::Over { .. }) | None => false,
        };
        !self.calls.is_empty() || tests || self.is_watched(now)
    }
}

impl SoundUser for Mixer {
    fn captured(&self, frame: &Frame, origin: Origin) {
        let now = Instant::now();
        self.locked().captured = Some((now, loudness(frame)));
        let cleaned = self.clean(frame, origin);
        self.capture(frame, &cleaned, now);
    }

    fn wanted(&self) -> Frame {
        let now = Instant::now();
        let frame = self.play(now);
        if let Some(cleaner) = &mut *self.cleaner() {
            cleaner.played(&frame);
        }
        self.locked().played = Some((now, loudness(&frame)));
        frame
    }

    fn devices_changed(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }
}

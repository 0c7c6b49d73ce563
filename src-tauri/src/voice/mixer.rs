//! The sound of all calls: what the microphone gives goes to each, what they hear is added up.

use super::call::{Call, add};
use deskbell_voice::{FRAME_SAMPLES, FRAME_TIME, Frame, SILENCE};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval};

/// Every call of every page.
#[derive(Default)]
pub(super) struct Mixer {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    calls: Vec<Arc<Call>>,
    ticking: Option<AbortHandle>,
}

impl Mixer {
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
    pub(super) fn remove(&self, call: &Arc<Call>) {
        let mut state = self.locked();
        state.calls.retain(|known| !Arc::ptr_eq(known, call));
        if state.calls.is_empty()
            && let Some(ticking) = state.ticking.take()
        {
            ticking.abort();
        }
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

    /// Paces the calls as long as there are any.
    async fn tick(&self) {
        let mut ticks = interval(FRAME_TIME);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            ticks.tick().await;
            let now = Instant::now();
            self.capture(&SILENCE, now);
            self.play(now);
        }
    }

    /// Outside the lock: a call takes its time, and may end meanwhile.
    fn calls(&self) -> Vec<Arc<Call>> {
        self.locked().calls.clone()
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

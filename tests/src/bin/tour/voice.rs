//! The step of the tour in which a call is heard: a tone goes into the microphone and comes back from the echo call.

use super::{DESK, PATIENCE, Report, Tour, empty};
use anyhow::{Context as _, Result};
use deskbell_journeys::desktop::Session;
use deskbell_journeys::desktop::sound::{Ear, Tone};

/// What the microphone hears.
const HERTZ: f64 = 1000.0;

/// Gives the session a microphone and a speaker; why it has none, where no sound server can be started.
pub(crate) fn sound_of(session: &mut Session) -> Result<(), String> {
    session.start_sound().map_err(|error| format!("no sound server: {error:#}"))
}

impl Tour<'_> {
    /// `sound`: why there is none, if so.
    pub(crate) fn voice(&self, report: &mut Report, sound: &Result<(), String>) -> Result<()> {
        const STEP: &str = "the echo call: a tone goes out and comes back, and muted it does not";
        if let Err(why) = sound {
            report.skip(STEP, why);
            return Ok(());
        }
        report.step(STEP, || {
            self.app.run(&["accounts", "allow", DESK, "microphone"])?;
            let _tone = Tone::play(self.session, "mouth", HERTZ)?;
            let mut ear = Ear::at(self.session, "ears.monitor")?;
            self.app.run(&["dial", "0"])?;
            self.wait_call("the echo answers", "connected")?;
            ear.wait_for(Some(HERTZ), PATIENCE).context("in the call")?;
            self.app.run(&["mute"])?;
            ear.wait_for(None, PATIENCE).context("muted")?;
            self.app.run(&["hangup"])?;
            self.wait("no call is left", |view| empty(&view["calls"]))
        })
    }
}

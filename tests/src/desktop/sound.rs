//! Sound in a session: a tone played into a device, and what can be heard at another.

use super::Session;
use anyhow::{Context, Result};
use std::f64::consts::TAU;
use std::io::{Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

const RATE: usize = 48_000;
const FORMAT: [&str; 4] = ["--raw", "--format=s16le", "--rate=48000", "--channels=1"];

/// A tone that sounds until it is dropped.
pub struct Tone(Child);

impl Tone {
    /// Plays `hertz` into `sink`.
    ///
    /// # Errors
    /// If there is no `pacat`.
    pub fn play(session: &Session, sink: &str, hertz: f64) -> Result<Self> {
        let mut player = session.command("pacat");
        player.args(["--playback", "-d", sink, "--latency-msec=50"]).args(FORMAT);
        let mut child = quiet(&mut player).stdin(Stdio::piped()).spawn().context("no pacat")?;
        let mut speaker = child.stdin.take().context("pacat takes no sound")?;
        std::thread::spawn(move || {
            for second in 0.. {
                let samples = (0..RATE).map(|at| {
                    let time = (second * RATE + at) as f64 / RATE as f64;
                    ((time * hertz * TAU).sin() * 8000.0) as i16
                });
                let bytes: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
                // Ends with the player.
                if speaker.write_all(&bytes).is_err() {
                    return;
                }
            }
        });
        Ok(Self(child))
    }
}

impl Drop for Tone {
    fn drop(&mut self) {
        end(&mut self.0);
    }
}

/// Hears a device until it is dropped.
pub struct Ear {
    recorder: Child,
    sound: ChildStdout,
}

impl Ear {
    /// Listens at `source`.
    ///
    /// # Errors
    /// If there is no `parec`.
    pub fn at(session: &Session, source: &str) -> Result<Self> {
        let mut recorder = session.command("parec");
        recorder.args(["-d", source, "--latency-msec=20"]).args(FORMAT);
        let mut recorder =
            quiet(&mut recorder).stdout(Stdio::piped()).spawn().context("no parec")?;
        let sound = recorder.stdout.take().context("parec gives no sound")?;
        Ok(Self { recorder, sound })
    }

    /// The next `time` of what sounds: its loudness in dB below full scale, and the share of `hertz` in it.
    ///
    /// # Errors
    /// If the recorder ends.
    pub fn hear(&mut self, time: Duration, hertz: f64) -> Result<(f64, f64)> {
        let mut bytes = vec![0; 2 * (RATE as f64 * time.as_secs_f64()) as usize];
        self.sound.read_exact(&mut bytes).context("nothing more is recorded")?;
        let samples: Vec<f64> = bytes
            .chunks_exact(2)
            .map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
            .collect();
        let energy: f64 = samples.iter().map(|sample| sample * sample).sum();
        let (mut real, mut imaginary) = (0.0, 0.0);
        for (at, sample) in samples.iter().enumerate() {
            let turn = at as f64 / RATE as f64 * hertz * TAU;
            real += sample * turn.cos();
            imaginary += sample * turn.sin();
        }
        let count = samples.len().max(1) as f64;
        let loudness = 10.0 * (energy / count + 1e-10).log10();
        let share = 2.0 * (real * real + imaginary * imaginary) / count / (energy + 1e-10);
        Ok((loudness, share))
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        end(&mut self.recorder);
    }
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

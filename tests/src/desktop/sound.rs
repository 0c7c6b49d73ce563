//! Sound in a session: a tone played into a device, and what can be heard at another.

use super::Session;
use crate::tone::{self, SAMPLE_RATE, tone_share};
use anyhow::{Context, Result, ensure};
use std::io::{Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// What is heard at once.
const PIECE: Duration = Duration::from_millis(400);
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
            let mut tone = tone::Tone::default();
            loop {
                let samples: [i16; SAMPLE_RATE as usize / 10] = tone.next(hertz);
                let bytes: Vec<u8> = samples.into_iter().flat_map(i16::to_le_bytes).collect();
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

    /// Hears on and on, for at most `patience`, until what it hears is a tone of so many hertz, or nothing.
    ///
    /// # Errors
    /// If the recorder ends, or it is not heard in time.
    pub fn wait_for(&mut self, hertz: Option<f64>, patience: Duration) -> Result<()> {
        let begun = Instant::now();
        loop {
            let (loudness, share) = self.hear(PIECE, hertz.unwrap_or_default())?;
            let is_heard = match hertz {
                Some(_) => loudness > -40.0 && share > 0.7,
                None => loudness < -70.0,
            };
            if is_heard {
                return Ok(());
            }
            ensure!(
                begun.elapsed() < patience,
                "not {hertz:?} Hz: {loudness:.0} dB, {share:.2} of it the tone"
            );
        }
    }

    /// The next `time` of what sounds: its loudness in dB below full scale, and the share of `hertz` in it.
    fn hear(&mut self, time: Duration, hertz: f64) -> Result<(f64, f64)> {
        let count = (f64::from(SAMPLE_RATE) * time.as_secs_f64()) as usize;
        let mut bytes = vec![0; 2 * count];
        self.sound.read_exact(&mut bytes).context("nothing more is recorded")?;
        let pairs = bytes.chunks_exact(2);
        let samples: Vec<i16> = pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        let square = |sample: &i16| (f64::from(*sample) / 32_768.0).powi(2);
        let energy = samples.iter().map(square).sum::<f64>() / count.max(1) as f64;
        Ok((10.0 * (energy + 1e-10).log10(), tone_share(&samples, hertz)))
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

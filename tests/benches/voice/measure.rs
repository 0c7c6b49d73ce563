//! What is measured, on both ends in turns.

use super::ends::{End, Engine, chromium};
use super::intelligibility::intelligibility;
use super::speech::speech;
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::desktop::{processes, until};
use deskbell_journeys::far_party::sound::{InProcess, Manner, Recording, Saying};
use deskbell_journeys::far_party::{FarParty as _, Relayed, Weather};
use deskbell_journeys::tone::{SAMPLE_RATE, Tone};
use serde_json::json;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const PATIENCE: Duration = Duration::from_secs(30);
/// Shares of packets that are lost, in percent.
const LOSSES: [u64; 5] = [0, 1, 5, 10, 20];
/// The network of the calls with loss; jitter reorders.
const DELAY: Duration = Duration::from_millis(30);
const JITTER: Duration = Duration::from_millis(60);
/// Between two short tones.
const PERIOD: Duration = Duration::from_secs(1);
const MEGABYTE: f64 = 1_000_000.0;

/// How much is measured.
struct Amount {
    /// Calls until the first sound.
    starts: usize,
    /// Of speech, of clicks, and of a call that does nothing else.
    time: Duration,
    /// Before that, so that buffers have found their length.
    settle: Duration,
    /// Calls in a row.
    row: usize,
}

const WHOLE: Amount =
    Amount { starts: 9, time: Duration::from_secs(12), settle: Duration::from_secs(4), row: 8 };
const MOMENT: Amount =
    Amount { starts: 1, time: Duration::from_millis(900), settle: Duration::ZERO, row: 2 };

/// Measures and prints everything; `is_whole`, or only to see that it runs.
pub(crate) fn all(is_whole: bool) -> Result<()> {
    let amount = if is_whole { WHOLE } else { MOMENT };
    let (engine, chromium) = (Engine::start()?, chromium()?);
    let ends: [&dyn End; 2] = [&engine, &chromium];
    for end in ends {
        let name = end.name();
        load(end, &amount).with_context(|| format!("{name}: load"))?;
        first_sound(end, &amount).with_context(|| format!("{name}: first sound"))?;
        mouth_to_ear(end, &amount).with_context(|| format!("{name}: mouth to ear"))?;
    }
    let said = speech(if is_whole { 6 } else { 2 });
    for end in ends {
        speech_heard(end, &said, &amount).with_context(|| format!("{}: speech", end.name()))?;
    }
    Ok(())
}

/// Prints one figure.
fn figure(name: &str, value: f64, unit: &str) {
    println!("{}", json!({ "name": name, "value": value, "unit": unit }));
}

/// A call that was answered, and when it was offered.
struct Call<'e> {
    end: &'e dyn End,
    far: Arc<InProcess>,
    relayed: Relayed,
    offered: SystemTime,
}

impl<'e> Call<'e> {
    fn begin(end: &'e dyn End, saying: Saying, weather: Weather) -> Result<Self> {
        let far = Arc::new(InProcess::start(Manner::default())?);
        far.say(saying);
        let relayed = Relayed::start(far.clone(), weather, 11)?;
        let offer = relayed.offer()?;
        end.heard()?;
        let offered = SystemTime::now();
        relayed.accept(&end.answer(&offer)?)?;
        Ok(Self { end, far, relayed, offered })
    }

    fn end(self) -> Result<()> {
        self.relayed.end();
        self.end.hang_up()
    }
}

/// From the answer to the first sound.
fn first_sound(end: &dyn End, amount: &Amount) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..amount.starts {
        let call = Call::begin(end, Saying::Tone(880.0), Weather::default())?;
        let mut heard = Recording::default();
        let first: SystemTime = until("something is heard", PATIENCE, || {
            let more = end.heard()?;
            heard.begun = heard.begun.or(more.begun);
            heard.samples.extend(more.samples);
            // What is left of another call does not count.
            Ok(heard.onsets().into_iter().find(|onset| *onset > call.offered))
        })?;
        times.push(first.duration_since(call.offered)?.as_secs_f64() * 1000.0);
        call.end()?;
    }
    figure(&format!("{} answer to first sound", end.name()), middle(times), "ms");
    Ok(())
}

/// From the other end's mouth to the ear: short tones, one a second.
fn mouth_to_ear(end: &dyn End, amount: &Amount) -> Result<()> {
    let mut clicks: Vec<i16> = Tone::default().next::<4800>(1000.0).to_vec();
    clicks.resize(SAMPLE_RATE as usize, 0);
    let call = Call::begin(end, Saying::Sound(clicks.into()), Weather::default())?;
    sleep(amount.settle + PERIOD);
    let begun = call.far.said().context("nothing is said")?;
    let mut times = Vec::new();
    end.heard()?;
    sleep(amount.time + PERIOD);
    for heard in end.heard()?.onsets() {
        let since = heard.duration_since(begun)?.as_secs_f64() % PERIOD.as_secs_f64();
        times.push(since * 1000.0);
    }
    ensure!(!times.is_empty(), "nothing is heard");
    figure(&format!("{} mouth to ear", end.name()), middle(times), "ms");
    call.end()
}

/// How intelligible speech is through a network that becomes worse and worse.
fn speech_heard(end: &dyn End, said: &[i16], amount: &Amount) -> Result<()> {
    let weather = |loss: u64| Weather { loss, delay: DELAY, jitter: JITTER };
    let call = Call::begin(end, Saying::Sound(said.into()), weather(0))?;
    let mut first = Recording::default();
    until("something is heard", PATIENCE, || {
        first.samples.extend(end.heard()?.samples);
        Ok(first.samples.iter().any(|sample| sample.abs() > 1000).then_some(()))
    })?;
    for loss in LOSSES {
        call.relayed.change(weather(loss));
        sleep(amount.settle);
        end.heard()?;
        sleep(amount.time);
        let heard = end.heard()?.samples;
        let name = format!("{} intelligibility at {loss} % loss", end.name());
        figure(&name, intelligibility(said, &heard), "STOI");
    }
    call.end()
}

/// What a call costs: processor, memory, and what is left of calls in a row.
fn load(end: &dyn End, amount: &Amount) -> Result<()> {
    let name = end.name();
    let weight = || Ok::<_, anyhow::Error>(processes::weight(end.process_id())? as f64 / MEGABYTE);
    let time = || processes::processor_time(end.process_id());
    let idle = weight()?;
    let call = Call::begin(end, Saying::Tone(880.0), Weather::default())?;
    until("it is heard", PATIENCE, || Ok((!end.heard()?.onsets().is_empty()).then_some(())))?;
    let before = time()?;
    sleep(amount.time);
    let used = time()?.saturating_sub(before).as_secs_f64() / amount.time.as_secs_f64();
    figure(&format!("{name} processor"), 100.0 * used, "% of a core");
    figure(&format!("{name} memory"), weight()? - idle, "MB");
    end.heard()?;
    call.end()?;
    let mut weights = Vec::new();
    for _ in 0..amount.row {
        let call = Call::begin(end, Saying::Tone(880.0), Weather::default())?;
        until("it is heard", PATIENCE, || Ok((!end.heard()?.onsets().is_empty()).then_some(())))?;
        call.end()?;
        end.heard()?;
        weights.push(weight()?);
    }
    let growth = weights.last().zip(weights.get(1)).map_or(0.0, |(last, second)| last - second);
    figure(&format!("{name} growth of calls in a row"), growth, "MB");
    Ok(())
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

//! Our engine in calls with libwebrtc, as headless Chromium has it.
#![cfg(target_os = "linux")]

use crate::stage::PATIENCE;
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::desktop::until_true;
use deskbell_journeys::far_party::FarParty as _;
use deskbell_journeys::far_party::sound::{Chromium, MOUTH, OwnEngine};
use deskbell_voice::{Codec, Microphone, Restart};

/// What Chromium says.
const TONE: f64 = 440.0;

/// Who makes the first offer, and so decides about ways through the network.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Caller {
    We,
    Chromium,
}

fn both_hear(own: &OwnEngine, chromium: &Chromium, when: &str) -> Result<()> {
    own.wait_to_hear(Some(TONE)).with_context(|| format!("we hear nothing {when}"))?;
    chromium.wait_to_hear(Some(MOUTH)).with_context(|| format!("it hears nothing {when}"))
}

/// We offer, and it answers.
fn ask(own: &OwnEngine, chromium: &Chromium, direction: &str, restart: Restart) -> Result<()> {
    own.accept(&chromium.answer(&own.offer(direction, restart)?)?)
}

fn call(caller: Caller, codec: Codec) -> Result<()> {
    let program = Chromium::installed().context("Chromium is not installed")?;
    let chromium = Chromium::start(&program, codec)?;
    chromium.say(Some(TONE))?;
    let own = OwnEngine::start()?;
    match caller {
        Caller::We => ask(&own, &chromium, "sendrecv", Restart::No)?,
        Caller::Chromium => chromium.accept(&own.answer(&chromium.offer()?)?)?,
    }
    both_hear(&own, &chromium, "at first")?;
    let figures = chromium.figures()?;
    let codecs = figures["codecs"].as_array().map(Vec::as_slice).unwrap_or_default();
    ensure!(codecs.iter().any(|one| *one == codec.mime_type()), "{figures}");
    ensure!(figures["dtls"] == "connected" && figures["state"] == "connected", "{figures}");
    chromium.press("5#")?;
    until_true("its keys are heard", PATIENCE, || Ok(own.digits_heard() == "5#"))?;
    own.mute(Microphone::Muted);
    chromium.wait_to_hear(None).context("muted")?;
    own.mute(Microphone::Live);
    ask(&own, &chromium, "sendonly", Restart::No)?;
    own.wait_to_hear(None).context("held")?;
    ask(&own, &chromium, "sendrecv", Restart::No)?;
    both_hear(&own, &chromium, "after a hold")?;
    ask(&own, &chromium, "sendrecv", Restart::Ice)?;
    both_hear(&own, &chromium, "after our restart")?;
    chromium.accept(&own.answer(&chromium.offer_restart()?)?)?;
    both_hear(&own, &chromium, "after its restart")?;
    // Without a word to the other side.
    own.move_to([127, 0, 0, 2].into())?;
    both_hear(&own, &chromium, "from another address")?;
    chromium.end();
    Ok(())
}

#[test]
fn a_call_to_chromium_is_heard_both_ways_through_holds_restarts_and_another_network() -> Result<()>
{
    call(Caller::We, Codec::Opus)
}

#[test]
fn a_call_of_chromium_s_in_pcmu_is_heard_both_ways_alike() -> Result<()> {
    call(Caller::Chromium, Codec::Pcmu)
}

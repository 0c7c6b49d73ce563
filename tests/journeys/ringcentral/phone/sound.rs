//! Whole calls with sound: our engine as the phone's, and the other end in each of its manners.
#![cfg(target_os = "linux")]

use super::super::PATIENCE;
use super::{Dialog, Phone};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::desktop::wait::until_true;
use deskbell_journeys::far_party::sound::{Dialect, InProcess, MOUTH, Manner, OwnEngine, Saying};
use deskbell_journeys::far_party::{Relayed, Weather};
use deskbell_journeys::platform::ringcentral::Platform;
use deskbell_journeys::platform::ringcentral::sip::{Callee, Caller, Change, OfferPlace};
use deskbell_voice::{Codec, Microphone, Restart};
use std::sync::Arc;
use std::time::Duration;

/// What the other end says.
const TONE: f64 = 440.0;

/// A platform whose calls all end at the same other end.
fn platform(manner: Manner) -> Result<(Platform, Arc<InProcess>)> {
    let platform = Platform::start()?;
    let far = Arc::new(InProcess::start(Manner { hertz: TONE, ..manner })?);
    let known = Arc::clone(&far);
    platform.sip().summon(Arc::new(move || Ok(known.clone())));
    Ok((platform, far))
}

/// A call that came and was answered.
fn answered(
    platform: &Platform,
    phone: &mut Phone,
    offer: OfferPlace,
) -> Result<(OwnEngine, Dialog)> {
    platform.sip().call(Caller { offer, ..Caller::new("+12025550143", "Grace Caller") })?;
    let invite = phone.hear_request("INVITE")?;
    let media = OwnEngine::start()?;
    match offer {
        OfferPlace::Invite => {
            phone.answer(&invite, "200 OK", Some(&media.answer(&invite.body)?))?;
            phone.hear_request("ACK")?;
        }
        OfferPlace::Answer => {
            phone.answer(&invite, "200 OK", Some(&media.offer("sendrecv", Restart::No)?))?;
            media.accept(&phone.hear_request("ACK")?.body)?;
        }
    }
    Ok((media, Phone::dialog_of(&invite)))
}

/// Waits until the other end hears the phone's tone and nothing else for half a second, or nothing.
fn wait_for_ear(far: &InProcess, wants_tone: bool) -> Result<()> {
    far.listen_anew();
    let wanted = if wants_tone { "the other end hears a tone" } else { "it hears nothing" };
    until_true(wanted, PATIENCE, || {
        let heard = far.heard(MOUTH);
        let fits = if wants_tone { heard.tone > 0.99 } else { heard.loudness < -60.0 };
        let is_enough = heard.samples >= 24_000;
        if is_enough && !fits {
            far.listen_anew();
        }
        Ok(fits && (is_enough || !wants_tone && heard.samples == 0))
    })
}

fn both_hear(media: &OwnEngine, far: &InProcess) -> Result<()> {
    media.wait_to_hear(Some(TONE))?;
    ensure!(media.is_up() && far.is_up());
    wait_for_ear(far, true)
}

#[test]
fn a_call_to_the_phone_is_heard_both_ways_in_every_manner() -> Result<()> {
    for (dialect, codec) in [
        (Dialect::Browser, Codec::Opus),
        (Dialect::GenerationA, Codec::Opus),
        (Dialect::GenerationB, Codec::Opus),
        (Dialect::GenerationB, Codec::Pcmu),
    ] {
        let (platform, far) = platform(Manner { dialect, codec, ..Manner::default() })?;
        let mut phone = Phone::registered(&platform)?;
        let (media, dialog) = answered(&platform, &mut phone, OfferPlace::Invite)?;
        both_hear(&media, &far).with_context(|| format!("{dialect:?} {codec:?}"))?;
        media.press("19*#")?;
        until_true("the keys are heard", PATIENCE, || Ok(far.heard(MOUTH).digits == "19*#"))?;
        media.mute(Microphone::Muted);
        wait_for_ear(&far, false)?;
        far.say(Saying::Silence);
        media.wait_to_hear(None)?;
        let bye = phone.within(&dialog, "BYE");
        ensure!(phone.ask(bye)?.status() == Some(200), "{dialect:?} {codec:?}");
    }
    Ok(())
}

#[test]
fn a_call_of_the_phone_is_heard_both_ways_in_every_manner() -> Result<()> {
    for dialect in [Dialect::Browser, Dialect::GenerationA, Dialect::GenerationB] {
        let (platform, far) = platform(Manner { dialect, ..Manner::default() })?;
        platform.sip().callee(Callee::AnswersAtOnce);
        let mut phone = Phone::registered(&platform)?;
        let media = OwnEngine::start()?;
        let (answer, _) = phone.call("+12025550144", &media.offer("sendrecv", Restart::No)?)?;
        media.accept(&answer.body)?;
        both_hear(&media, &far)?;
        media.press("5")?;
        until_true("the key is heard", PATIENCE, || Ok(far.heard(MOUTH).digits == "5"))?;
    }
    Ok(())
}

#[test]
fn a_hold_of_either_side_is_silent_and_passes() -> Result<()> {
    let (platform, far) = platform(Manner { dialect: Dialect::GenerationB, ..Manner::default() })?;
    let mut phone = Phone::registered(&platform)?;
    let (media, dialog) = answered(&platform, &mut phone, OfferPlace::Invite)?;
    both_hear(&media, &far)?;
    for direction in ["sendonly", "sendrecv"] {
        let offer = media.offer(direction, Restart::No)?;
        let change = phone.within(&dialog, "INVITE").carrying("application/sdp", offer);
        let answer = phone.ask(change)?;
        phone.acknowledge(&dialog, &answer)?;
        media.accept(&answer.body)?;
        if direction == "sendonly" {
            media.wait_to_hear(None)?;
        }
    }
    both_hear(&media, &far)?;
    for direction in ["inactive", "sendrecv"] {
        platform.sip().change(&dialog.id, Change::Direction(direction))?;
        let change = phone.hear_request("INVITE")?;
        let answer = media.answer(&change.body)?;
        phone.answer(&change, "200 OK", Some(&answer))?;
        phone.hear_request("ACK")?;
        if direction == "inactive" {
            media.wait_to_hear(None)?;
            wait_for_ear(&far, false)?;
        }
    }
    both_hear(&media, &far)
}

#[test]
fn an_offer_in_the_answer_and_a_restart_carry_sound() -> Result<()> {
    let (platform, far) = platform(Manner::default())?;
    let mut phone = Phone::registered(&platform)?;
    let (media, dialog) = answered(&platform, &mut phone, OfferPlace::Answer)?;
    both_hear(&media, &far)?;
    let offer = media.offer("sendrecv", Restart::Ice)?;
    let change = phone.within(&dialog, "INVITE").carrying("application/sdp", offer);
    let answer = phone.ask(change)?;
    phone.acknowledge(&dialog, &answer)?;
    media.accept(&answer.body)?;
    both_hear(&media, &far)?;
    platform.sip().change(&dialog.id, Change::NewAddress)?;
    let change = phone.hear_request("INVITE")?;
    let answer = media.answer(&change.body)?;
    phone.answer(&change, "200 OK", Some(&answer))?;
    phone.hear_request("ACK")?;
    both_hear(&media, &far)
}

#[test]
fn a_bad_network_costs_little_of_the_sound() -> Result<()> {
    let platform = Platform::start()?;
    let manner = Manner { dialect: Dialect::GenerationB, hertz: TONE, ..Manner::default() };
    let far = Arc::new(InProcess::start(manner)?);
    let weather =
        Weather { loss: 5, delay: Duration::from_millis(30), jitter: Duration::from_millis(15) };
    let relayed = Arc::new(Relayed::start(far.clone(), weather, 7)?);
    let known = Arc::clone(&relayed);
    platform.sip().summon(Arc::new(move || Ok(known.clone())));
    let mut phone = Phone::registered(&platform)?;
    let (media, _) = answered(&platform, &mut phone, OfferPlace::Invite)?;
    until_true("both are up", PATIENCE, || Ok(media.is_up() && far.is_up()))?;
    far.listen_anew();
    until_true("four seconds are heard", PATIENCE, || Ok(far.heard(MOUTH).samples >= 192_000))?;
    let heard = far.heard(MOUTH);
    ensure!(heard.tone > 0.7 && relayed.lost() > 0 && heard.missing > 0, "{heard:?}");
    // What is lost on the way to us is mostly made good.
    media.wait_to_hear(Some(TONE))
}

//! The voice of a phone's page where its engine has none: what the page sees, and what is heard.

use crate::stage::{DESK, PATIENCE, binary, in_session, wait, wait_call};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::desktop::server::Server;
use deskbell_journeys::desktop::sound::{Ear, Tone};
use deskbell_journeys::desktop::{App, Plan, Session, until_true};
use serde_json::Value;
use std::process::Stdio;

/// Calls itself as phones do, and says to itself what it saw: `rc-saw-…`.
const PAGE: &str = r#"<!doctype html><title>Calling page</title><script>
const say = (what) => window.postMessage({ type: 'rc-saw-' + what }, '*');
const until = (look) => new Promise((go) => { const timer = setInterval(async () => { if (await look()) { clearInterval(timer); go(); } }, 50); });
async function call() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: 'default' } }, video: false });
  const [near, far] = [new RTCPeerConnection({ sdpSemantics: 'unified-plan', iceServers: [], iceTransportPolicy: 'all' }), new RTCPeerConnection()];
  const seen = [];
  for (const key of ['signalingState', 'iceGatheringState', 'iceConnectionState']) near.addEventListener(key.toLowerCase() + 'change', () => seen.push(near[key]));
  near.onicecandidate = ({ candidate }) => seen.push(candidate ? 'candidate' : 'no more');
  let heard;
  far.ontrack = ({ track, streams }) => { heard = track; far.addTrack(track, streams[0]); };
  const sender = near.addTrack(stream.getAudioTracks()[0], stream);
  const offer = await near.createOffer({});
  await near.setLocalDescription({ type: offer.type, sdp: offer.sdp });
  await until(() => near.iceGatheringState === 'complete');
  await far.setRemoteDescription({ type: 'offer', sdp: near.localDescription.sdp });
  say(heard instanceof MediaStreamTrack ? 'track' : 'no-track');
  await far.setLocalDescription(await far.createAnswer({}));
  await until(() => far.iceGatheringState === 'complete');
  await near.setRemoteDescription({ type: 'answer', sdp: far.localDescription.sdp });
  await until(() => near.connectionState === 'connected');
  say('connected');
  const order = seen.filter((one, at) => seen.indexOf(one) === at && one !== 'completed').join();
  say(order === 'have-local-offer,gathering,candidate,complete,no more,stable,checking,connected' ? 'order' : 'order-' + order);
  await until(async () => { let received = 0; (await near.getStats()).forEach((record) => { if (record.type === 'inbound-rtp') received = record.packetsReceived; }); return received > 20; });
  say('packets');
  sender.dtmf.ontonechange = ({ tone }) => say('tone-' + (tone || 'over'));
  sender.dtmf.insertDTMF('1#', 100, 50);
  await until(() => sender.dtmf.toneBuffer === '');
  // A second offer without candidates of its own, and the hold that phones write into it.
  const hold = await near.createOffer({ iceRestart: true });
  await near.setLocalDescription({ type: 'offer', sdp: hold.sdp.replace('a=sendrecv', 'a=sendonly') });
  await far.setRemoteDescription(near.localDescription);
  const held = await far.createAnswer();
  say(held.sdp.includes('a=recvonly') ? 'held' : 'not-held');
  await far.setLocalDescription(held);
  await near.setRemoteDescription(far.localDescription);
  near.close();
  far.close();
  say('closed-' + near.signalingState);
}
const list = async () => JSON.stringify(await navigator.mediaDevices.enumerateDevices());
addEventListener('load', async () => {
  if (typeof RTCPeerConnection !== 'function') return say('nothing');
  const devices = JSON.parse(await list());
  say(devices.length > 0 && devices[0].label !== '' ? 'devices' : 'no-devices');
  call().catch((error) => say('error-' + error.name + '-' + error.message));
});
setInterval(() => say('alive'), 500);
</script>"#;

/// Adds the page at `origin` as a phone called `label`.
fn add(app: &App<'_>, label: &str, origin: &str) -> Result<()> {
    let url = format!("url={origin}/app.html");
    app.run(&["accounts", "add", "--vendor", "ringcentral", "--label", label, "--option", &url])?;
    Ok(())
}

/// What the first account's page has seen.
fn seen(view: &Value) -> Vec<String> {
    let unparsed = view["accounts"][0]["unparsed"].as_array();
    let all = unparsed.map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_page_places_calls_by_an_interface_that_its_engine_lacks() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_microphone()?;
        let server = Server::of_pages(&[("/app.html", PAGE)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, "Phone", server.origin())?;
        let has_seen = |view: &Value, what: &str| seen(view).iter().any(|one| one.contains(what));
        wait(&app, "the page asks for the microphone", |view| {
            view["asks"].as_array().is_some_and(|asks| asks.len() == 1)
        })?;
        ensure!(has_seen(&app.view()?, "rc-saw-devices"), "{:?}", seen(&app.view()?));
        ensure!(!has_seen(&app.view()?, "rc-saw-connected"), "before it was allowed to record");
        app.run(&["accounts", "allow", "phone", "microphone"])?;
        for what in ["track", "connected", "packets", "tone-1", "tone-#", "tone-over", "held"] {
            wait(&app, what, |view| has_seen(view, &format!("rc-saw-{what}")))?;
        }
        wait(&app, "the call is over", |view| has_seen(view, "rc-saw-closed-closed"))?;
        let all = seen(&app.view()?);
        ensure!(all.iter().any(|one| one == "rc-saw-order"), "{all:#?}");
        ensure!(!all.iter().any(|one| one.contains("error")), "{all:#?}");
        app.quit()
    })
}

/// Hears `ear` until what it hears is the tone, or nothing.
pub(crate) fn wait_for_tone(ear: &mut Ear, what: &str, wanted: Heard) -> Result<()> {
    let hertz = match wanted {
        Heard::Tone => Some(TONE),
        Heard::Silence => None,
    };
    ear.wait_for(hertz, PATIENCE).with_context(|| what.to_owned())
}

/// What the microphone hears.
const TONE: f64 = 1000.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Heard {
    Tone,
    Silence,
}

#[test]
fn a_tone_comes_back_from_the_echo_call_and_muted_and_held_are_silent() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_sound()?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        app.run(&["accounts", "allow", "test-desk", "microphone"])?;
        let tone = Tone::play(session, "mouth", TONE)?;
        let mut ear = Ear::at(session, "ears.monitor")?;
        wait_for_tone(&mut ear, "before the call", Heard::Silence)?;
        app.run(&["dial", "0"])?;
        wait_call(&app, "the echo answers", "connected")?;
        wait_for_tone(&mut ear, "in the call", Heard::Tone)?;
        app.run(&["mute"])?;
        wait_for_tone(&mut ear, "muted", Heard::Silence)?;
        app.run(&["unmute"])?;
        wait_for_tone(&mut ear, "no longer muted", Heard::Tone)?;
        app.run(&["hold"])?;
        wait_for_tone(&mut ear, "held", Heard::Silence)?;
        app.run(&["resume"])?;
        wait_for_tone(&mut ear, "resumed", Heard::Tone)?;
        // A headset comes, is chosen by the system, and goes again in the call.
        let module = pactl(session, &["load-module", "module-null-sink", "sink_name=headset"])?;
        pactl(session, &["set-default-sink", "headset"])?;
        drop(ear);
        let mut headset = Ear::at(session, "headset.monitor")?;
        wait_for_tone(&mut headset, "at the headset", Heard::Tone)?;
        drop(headset);
        pactl(session, &["unload-module", module.trim()])?;
        let mut ear = Ear::at(session, "ears.monitor")?;
        wait_for_tone(&mut ear, "without the headset", Heard::Tone)?;
        // The sound server goes, and another comes.
        drop((tone, ear));
        pactl(session, &["exit"])?;
        until_true("it has gone", PATIENCE, || Ok(pactl(session, &["info"]).is_err()))?;
        wait_call(&app, "the call goes on", "connected")?;
        let mut server = session.sound_server()?.stderr(Stdio::null()).spawn()?;
        session.wait_for_sound()?;
        let tone = Tone::play(session, "mouth", TONE)?;
        let mut ear = Ear::at(session, "ears.monitor")?;
        wait_for_tone(&mut ear, "with another sound server", Heard::Tone)?;
        app.run(&["hangup"])?;
        wait_for_tone(&mut ear, "after the call", Heard::Silence)?;
        drop((tone, ear));
        app.quit()?;
        server.kill()?;
        server.wait()?;
        Ok(())
    })
}

/// What `pactl` says in this session.
pub(crate) fn pactl(session: &Session, arguments: &[&str]) -> Result<String> {
    let output = session.command("pactl").args(arguments).output()?;
    ensure!(output.status.success(), "pactl {arguments:?}: {output:?}");
    Ok(String::from_utf8(output.stdout)?)
}

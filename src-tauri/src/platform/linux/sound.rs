//! The sound of calls: one microphone and one speaker at the sound server, by PulseAudio's protocol, which PipeWire speaks too.
//!
//! The devices' clocks pace what is recorded and played. The system's choice of devices is followed, also when one goes in a call;
//! a server that goes is connected to again.

mod events;
mod stream;

use deskbell_core::{ChosenDevice, DeviceKind, SoundDevice, SoundDevices};
use events::DeviceEvents;
use pulseaudio::{Client, ClientError};
use std::fs;
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::time::Duration;
use stream::{Playing, Recording};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

/// Samples of one frame: 20 ms, one channel, 48 kHz.
pub const FRAME_SAMPLES: usize = 960;
/// How often streams are looked at, and a server that is wanted for a call.
const LOOK: Duration = Duration::from_secs(1);
/// How often a server is looked at that nobody uses: its events tell what changes.
const IDLE_LOOK: Duration = Duration::from_secs(60);
/// How often a server that is not there is looked for while nobody needs it.
const SEARCH: Duration = Duration::from_secs(5);
/// Length of what says to a server that we are of the same user.
const COOKIE_BYTES: usize = 256;
/// The server may take so long for an answer; afterwards it counts as gone.
const PATIENCE: Duration = Duration::from_secs(5);

/// Who records and plays.
pub trait SoundUser: Send + Sync + 'static {
    /// 20 ms of the microphone, and what kind of microphone it is.
    fn captured(&self, frame: &[i16; FRAME_SAMPLES], origin: Origin);

    /// The next 20 ms for the speaker.
    fn wanted(&self) -> [i16; FRAME_SAMPLES];

    /// There are other devices than before.
    fn devices_changed(&self);
}

/// Where recorded sound comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A microphone.
    Room,
    /// What is played at a speaker that may not be real: another program gives it.
    Program,
}

/// Where sound comes from and goes to.
pub trait SoundServer: Send + Sync {
    /// Opens and closes what is needed for `streams`.
    fn open(&self, streams: Streams);

    /// The devices there are; waits for the first look at them. Fails with a reason in a few words.
    fn devices(&self) -> DevicesKnown;
}

/// What [`SoundServer::devices`] comes to.
pub type DevicesKnown = Pin<Box<dyn Future<Output = Result<SoundDevices, String>> + Send>>;

/// Which device is to be used, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Chosen {
    /// None: nothing is recorded or played.
    #[default]
    Nothing,
    /// What the agent chose, by the server's name, or while that is not there the system's choice.
    Device(Option<ChosenDevice>),
}

/// What is to be open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Streams {
    /// To record from.
    pub microphone: Chosen,
    /// To play at.
    pub speaker: Chosen,
}

/// What is known of the server: nothing yet, its devices, or why there is none, in a few words.
type Known = Option<Result<SoundDevices, String>>;

/// The way to the desktop's sound server. Its task ends with it.
pub struct DesktopSound {
    streams: watch::Sender<Streams>,
    known: watch::Receiver<Known>,
}

impl DesktopSound {
    /// Begins to look for the server, in the runtime it is called in; `user` is called from threads that must not be held up.
    #[must_use]
    pub fn start(user: Weak<dyn SoundUser>) -> Self {
        let (streams, wanted) = watch::channel(Streams::default());
        let (tell, known) = watch::channel(None);
        tokio::spawn(keep(user, wanted, tell));
        Self { streams, known }
    }
}

impl SoundServer for DesktopSound {
    fn open(&self, streams: Streams) {
        self.streams.send_if_modified(|now| {
            let is_new = *now != streams;
            *now = streams;
            is_new
        });
    }

    fn devices(&self) -> DevicesKnown {
        let mut known = self.known.clone();
        Box::pin(async move {
            let told = timeout(PATIENCE, known.wait_for(Option::is_some)).await;
            let told = told.ok().and_then(Result::ok).and_then(|known| known.clone());
            told.unwrap_or_else(|| Err("the sound server does not answer".to_owned()))
        })
    }
}

/// Connects again and again, until nobody wants sound any more.
async fn keep(
    user: Weak<dyn SoundUser>,
    mut wanted: watch::Receiver<Streams>,
    known: watch::Sender<Known>,
) {
    loop {
        let connected = tokio::task::spawn_blocking(connect).await;
        let gone = match connected {
            Ok(Ok(client)) => serve(&client, &user, &mut wanted, &known).await,
            Ok(Err(error)) => in_full(&error),
            Err(error) => in_full(&error),
        };
        tell(&user, &known, Err(gone));
        let is_wanted = *wanted.borrow() != Streams::default();
        let pause = if is_wanted { LOOK } else { SEARCH };
        // An error only means that there is nobody to want anything.
        if timeout(pause, wanted.changed()).await.is_ok_and(|change| change.is_err()) {
            return;
        }
    }
}

fn connect() -> Result<Client, ClientError> {
    let path = pulseaudio::socket_path_from_env().ok_or(ClientError::ServerUnavailable)?;
    Client::new_unix(c"Deskbell", UnixStream::connect(path)?, Some(cookie()))
}

/// A server that asks for no cookie wants one all the same, of exactly this length.
fn cookie() -> Vec<u8> {
    let cookie = pulseaudio::cookie_path_from_env().and_then(|path| fs::read(path).ok());
    let cookie = cookie.filter(|cookie| cookie.len() == COOKIE_BYTES);
    cookie.unwrap_or_else(|| vec![0; COOKIE_BYTES])
}

fn tell(
    user: &Weak<dyn SoundUser>,
    known: &watch::Sender<Known>,
    devices: Result<SoundDevices, String>,
) {
    let devices = Some(devices);
    let is_new = known.send_if_modified(|now| {
        let is_new = *now != devices;
        now.clone_from(&devices);
        is_new
    });
    if is_new && let Some(user) = user.upgrade() {
        user.devices_changed();
    }
}

/// Keeps what is wanted open, until the server has gone or nobody wants sound; says why.
async fn serve(
    client: &Client,
    user: &Weak<dyn SoundUser>,
    wanted: &mut watch::Receiver<Streams>,
    known: &watch::Sender<Known>,
) -> String {
    let mut recording: Option<Recording> = None;
    let mut playing: Option<Playing> = None;
    let changed = Arc::new(Notify::new());
    let own = Arc::clone(&changed);
    let events = tokio::task::spawn_blocking(|| DeviceEvents::listen(own)).await;
    let events = events.ok().and_then(Result::ok);
    loop {
        let devices = match timeout(PATIENCE, devices(client)).await {
            Ok(Ok(devices)) => devices,
            Ok(Err(error)) => return in_full(&error),
            Err(_) => return "it does not answer".to_owned(),
        };
        tell(user, known, Ok(devices.clone()));
        let streams = wanted.borrow_and_update().clone();
        let microphone = device(&streams.microphone, DeviceKind::Microphone, &devices);
        if recording.as_ref().map(Recording::device) != microphone
            || recording.as_ref().is_some_and(Recording::is_stuck)
        {
            recording = None;
            if let (Some(name), Some(user)) = (microphone, user.upgrade()) {
                recording = opened(name, Recording::open(client, name, user)).await;
            }
        }
        let speaker = device(&streams.speaker, DeviceKind::Speaker, &devices);
        if playing.as_ref().map(Playing::device) != speaker
            || playing.as_ref().is_some_and(Playing::is_stuck)
        {
            playing = None;
            if let (Some(name), Some(user)) = (speaker, user.upgrade()) {
                playing = opened(name, Playing::open(client, name, user)).await;
            }
        }
        let hears_events = events.as_ref().is_some_and(|events| !events.have_ended());
        let is_idle = streams == Streams::default();
        let pause = if is_idle && hears_events { IDLE_LOOK } else { LOOK };
        tokio::select! {
            change = wanted.changed() => if change.is_err() {
                return "nobody needs it".to_owned();
            },
            () = changed.notified() => {}
            () = sleep(pause) => {}
        }
    }
}

async fn opened<T>(name: &str, opening: impl Future<Output = Result<T, ClientError>>) -> Option<T> {
    match timeout(PATIENCE, opening).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            log::warn!("{name} cannot be used for calls: {}", in_full(&error));
            None
        }
        Err(_) => {
            log::warn!("{name} cannot be used for calls: the sound server does not answer");
            None
        }
    }
}

/// An error with its causes: the client library's own words say little.
fn in_full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |said, cause| format!("{said}: {cause}"))
}

/// The name of the device to use. A server may name a choice that is not there.
fn device<'d>(chosen: &Chosen, kind: DeviceKind, all: &'d SoundDevices) -> Option<&'d str> {
    let found = match chosen {
        Chosen::Nothing => None,
        Chosen::Device(chosen) => all.used(kind, chosen.as_ref()),
    };
    found.map(|device| device.name.as_str())
}

/// What the server lists. What a speaker plays can be recorded too; that is no microphone unless the system chose it.
async fn devices(client: &Client) -> Result<SoundDevices, ClientError> {
    let server = client.server_info().await?;
    let text = |text: &std::ffi::CStr| text.to_string_lossy().into_owned();
    let (source, sink) = (server.default_source_name, server.default_sink_name);
    let sources = client.list_sources().await?.into_iter();
    let microphones = sources
        .filter(|one| one.monitor_of_sink_name.is_none() || Some(&one.name) == source.as_ref())
        .map(|one| SoundDevice {
            label: text(one.description.as_deref().unwrap_or(&one.name)),
            is_default: Some(&one.name) == source.as_ref(),
            name: text(&one.name),
        });
    let microphones = microphones.collect();
    let sinks = client.list_sinks().await?.into_iter();
    let speakers = sinks.map(|one| SoundDevice {
        label: text(one.description.as_deref().unwrap_or(&one.name)),
        is_default: Some(&one.name) == sink.as_ref(),
        name: text(&one.name),
    });
    Ok(SoundDevices { microphones, speakers: speakers.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(names: &[(&str, bool)]) -> SoundDevices {
        let device = |&(name, is_default): &(&str, bool)| SoundDevice {
            name: name.to_owned(),
            label: name.to_owned(),
            is_default,
        };
        let speakers = names.iter().map(device).collect();
        SoundDevices { microphones: Vec::new(), speakers }
    }

    #[test]
    fn the_agents_choice_is_used_then_the_systems_and_another_device_where_neither_is_there() {
        let both = [("headset", false), ("laptop", true)];
        let used = |chosen: Chosen, names: &[(&str, bool)]| {
            device(&chosen, DeviceKind::Speaker, &all(names)).map(str::to_owned)
        };
        let chosen = |name: &str| {
            let label = "any".to_owned();
            Chosen::Device(Some(ChosenDevice { name: name.to_owned(), label }))
        };
        assert_eq!(used(Chosen::Device(None), &both).as_deref(), Some("laptop"));
        assert_eq!(used(Chosen::Device(None), &both[..1]).as_deref(), Some("headset"));
        assert_eq!(used(Chosen::Device(None), &[]), None);
        assert_eq!(used(chosen("headset"), &both).as_deref(), Some("headset"));
        assert_eq!(used(chosen("gone"), &both).as_deref(), Some("laptop"));
        assert_eq!(used(Chosen::Nothing, &both), None);
    }
}

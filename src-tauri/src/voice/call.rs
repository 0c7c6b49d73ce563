//! One peer connection of a page: its media engine, its sockets, and the time that passes for both.

use super::door::VoiceError;
use super::facts::Sends;
use super::network::Socket;
use deskbell_voice::{
    ConnectionState, FRAME_SAMPLES, Frame, LocalAddress, Microphone, Peer, PeerEvent, SILENCE,
};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// Larger datagrams are cut, which makes them worthless: no call sends such.
const DATAGRAM_MAX: usize = 2048;
/// The engine is looked at this often at least.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// Frames of another call that wait to be passed on; more would be delay.
const PASSED_MAX: usize = 5;

/// Where the sound that is sent comes from.
#[derive(Clone)]
pub(super) enum Feed {
    /// The agent's microphone.
    Microphone,
    /// What another call hears.
    Call(Weak<Call>),
    /// Nowhere.
    Nothing,
}

/// Which devices a call needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// None: it has not begun, or is over.
    Nothing,
    /// What it hears may be played.
    Speaker,
    /// Both.
    Microphone,
}

/// What a page said about its sound.
struct Sound {
    feed: Feed,
    microphone: Microphone,
    /// 0 to 1; 0 is what nobody listens to.
    volume: f32,
    /// What was passed on to it and not sent yet.
    passed: VecDeque<Frame>,
    /// The turn of the last word about it.
    turn: u32,
}

/// A socket that is listened to for as long as this is kept.
struct Listening {
    socket: Arc<Socket>,
    task: AbortHandle,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A peer connection.
pub(super) struct Call {
    peer: Mutex<Peer>,
    sockets: Mutex<Vec<Listening>>,
    sound: Mutex<Sound>,
    /// The engine may be due earlier than it was.
    due: Notify,
    timer: Mutex<Option<AbortHandle>>,
    news: Box<dyn Fn(PeerEvent) + Send + Sync>,
}

impl Call {
    /// Begins to listen at `sockets` for `peer`, which was made with their addresses; what happens is told to `news`.
    pub(super) fn begin(
        peer: Peer,
        sockets: Vec<Socket>,
        news: impl Fn(PeerEvent) + Send + Sync + 'static,
    ) -> Arc<Self> {
        let sound = Sound {
            feed: Feed::Nothing,
            microphone: Microphone::Muted,
            volume: 0.0,
            passed: VecDeque::new(),
            turn: 0,
        };
        let call = Arc::new(Self {
            peer: Mutex::new(peer),
            sockets: Mutex::default(),
            sound: Mutex::new(sound),
            due: Notify::new(),
            timer: Mutex::default(),
            news: Box::new(news),
        });
        call.listen(sockets);
        let timed = Arc::clone(&call);
        let timer = tokio::spawn(async move { timed.pass_time().await }).abort_handle();
        *locked(&call.timer) = Some(timer);
        call
    }

    /// Listens at further sockets.
    fn listen(self: &Arc<Self>, sockets: Vec<Socket>) {
        for socket in sockets {
            let socket = Arc::new(socket);
            let (call, heard) = (Arc::clone(self), Arc::clone(&socket));
            let task = tokio::spawn(async move { call.receive(&heard).await }).abort_handle();
            locked(&self.sockets).push(Listening { socket, task });
        }
    }

    /// Does something with the engine, and afterwards what it wants done.
    ///
    /// # Errors
    /// Those of `act`.
    pub(super) fn with<T, E: Into<VoiceError>>(
        &self,
        act: impl FnOnce(&mut Peer, Instant) -> Result<T, E>,
    ) -> Result<T, VoiceError> {
        let mut peer = locked(&self.peer);
        let done = act(&mut peer, Instant::now());
        self.flush(&mut peer);
        done.map_err(Into::into)
    }

    /// The addresses its sockets are bound to.
    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        locked(&self.sockets).iter().map(|one| one.socket.address.socket).collect()
    }

    /// Takes `sockets` beside those of its own that `keep` says: a way is looked for from them at once, and the next offer that
    /// restarts names them.
    pub(super) fn change_sockets(
        self: &Arc<Self>,
        keep: impl Fn(SocketAddr) -> bool,
        sockets: Vec<Socket>,
    ) {
        locked(&self.sockets).retain(|one| keep(one.socket.address.socket));
        self.listen(sockets);
        let local: Vec<LocalAddress> =
            locked(&self.sockets).iter().map(|one| one.socket.address).collect();
        let mut peer = locked(&self.peer);
        peer.set_local_addresses(local, Instant::now());
        self.flush(&mut peer);
    }

    /// What is sent, and how loud what comes is heard; an older word than the last is passed over.
    pub(super) fn set_sound(&self, turn: u32, feed: Feed, microphone: Microphone, volume: f32) {
        let mut sound = locked(&self.sound);
        if turn <= sound.turn {
            return;
        }
        sound.turn = turn;
        sound.feed = feed;
        sound.microphone = microphone;
        sound.volume = volume.clamp(0.0, 1.0);
        drop(sound);
        locked(&self.peer).set_microphone(microphone);
    }

    /// 20 ms of the agent's microphone, as heard and as cleaned; what is really sent is the page's choice.
    pub(super) fn capture(&self, heard: &Frame, cleaned: &Frame, now: Instant) {
        let mut sound = locked(&self.sound);
        let (heard, frame) = match &sound.feed {
            Feed::Microphone => (*heard, *cleaned),
            Feed::Call(_) => {
                let passed = sound.passed.pop_front().unwrap_or(SILENCE);
                (passed, passed)
            }
            Feed::Nothing => (SILENCE, SILENCE),
        };
        drop(sound);
        let mut peer = locked(&self.peer);
        peer.capture_cleaned(&heard, &frame, now);
        self.flush(&mut peer);
    }

    /// The next 20 ms of what it hears.
    pub(super) fn play(&self, now: Instant) -> Frame {
        locked(&self.peer).play(now)
    }

    /// Whether it goes on, and whether the agent's microphone is wanted for it.
    pub(super) fn needs(&self) -> Needs {
        let state = locked(&self.peer).connection_state();
        let runs = match state {
            ConnectionState::Connecting
            | ConnectionState::Connected
            | ConnectionState::Disconnected => true,
            ConnectionState::New | ConnectionState::Failed | ConnectionState::Closed => false,
        };
        match &locked(&self.sound).feed {
            _ if !runs => Needs::Nothing,
            Feed::Microphone => Needs::Microphone,
            Feed::Call(_) | Feed::Nothing => Needs::Speaker,
        }
    }

    /// Whether what it sends is the agent's voice.
    pub(super) fn sends(&self) -> Sends {
        match &locked(&self.sound).feed {
            Feed::Microphone => Sends::Agent,
            Feed::Call(_) | Feed::Nothing => Sends::Other,
        }
    }

    /// How loud what it hears is wanted.
    pub(super) fn volume(&self) -> f32 {
        locked(&self.sound).volume
    }

    /// Keeps `frame`, which `other` heard, if it sends what `other` hears.
    pub(super) fn pass_on(&self, other: &Arc<Self>, frame: &Frame) {
        let mut sound = locked(&self.sound);
        if matches!(&sound.feed, Feed::Call(from) if from.as_ptr() == Arc::as_ptr(other)) {
            if sound.passed.len() >= PASSED_MAX {
                sound.passed.pop_front();
            }
            sound.passed.push_back(*frame);
        }
    }

    /// Says goodbye and lets the sockets go.
    pub(super) fn close(&self) {
        let mut peer = locked(&self.peer);
        peer.close(Instant::now());
        self.flush(&mut peer);
        if let Some(timer) = locked(&self.timer).take() {
            timer.abort();
        }
        locked(&self.sockets).clear();
    }

    async fn receive(&self, socket: &Socket) {
        let own = socket.address.socket;
        let mut bytes = [0; DATAGRAM_MAX];
        loop {
            match socket.receiver.recv_from(&mut bytes).await {
                Ok((length, source)) => {
                    let mut peer = locked(&self.peer);
                    let datagram = bytes.get(..length).unwrap_or_default();
                    peer.handle_datagram(source, own, datagram, Instant::now());
                    self.flush(&mut peer);
                }
                // An earlier datagram was not wanted where it went, which says nothing about the next.
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {}
                Err(error) => {
                    log::warn!("a call hears nothing more at {own}: {error}");
                    return;
                }
            }
        }
    }

    async fn pass_time(&self) {
        loop {
            let due = locked(&self.peer).deadline();
            let rest =
                due.map_or(LONGEST_SLEEP, |due| due.saturating_duration_since(Instant::now()));
            if tokio::time::timeout(rest, self.due.notified()).await.is_ok() {
                continue;
            }
            let mut peer = locked(&self.peer);
            peer.handle_time(Instant::now());
            self.flush(&mut peer);
        }
    }

    /// Sends and tells what there is.
    fn flush(&self, peer: &mut Peer) {
        while let Some(datagram) = peer.poll_datagram() {
            let sockets = locked(&self.sockets);
            let own = sockets.iter().find(|one| one.socket.address.socket == datagram.source);
            if let Some(Listening { socket, .. }) = own {
                // What cannot go now is lost, as on any network; no address leads there or it is tried again.
                let _ = socket.sender.send_to(&datagram.bytes, datagram.destination);
            }
        }
        while let Some(event) = peer.poll_event() {
            (self.news)(event);
        }
        self.due.notify_one();
    }
}

/// Adds `frame` to `sum`, which may grow beyond what a sample holds.
pub(super) fn add(sum: &mut [i32; FRAME_SAMPLES], frame: &Frame, volume: f32) {
    for (sum, sample) in sum.iter_mut().zip(frame) {
        *sum += (f32::from(*sample) * volume) as i32;
    }
}

/// A poisoned lock is as good as any: nothing here is left half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

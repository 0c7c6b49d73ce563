//! One document of a page: its peer connections, and what it is told.

use super::call::{Call, Feed};
use super::door::{Kind, News, Sent, Source, VoiceAccess, VoiceError};
use super::exchange::Exchanges;
use super::facts::{Sends, figures_of, sound_of};
use super::mixer::Mixer;
use super::network::{self, LocalAddresses, is_call_port};
use deskbell_core::{DescribedBy, PeerSound, SoundDevice};
use deskbell_voice::{
    ConnectionState, DescriptionKind, DigitTiming, Microphone, Peer, PeerError, PeerEvent, Restart,
    SignalingState, Verdict,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::time::timeout;

/// Most peer connections of one document.
const PEERS_MAX: usize = 8;
/// Most news kept for a document that does not ask.
const NEWS_MAX: usize = 256;
/// How long a question for news waits while there are peers: a document that does not ask again soon has gone.
const WAIT: Duration = Duration::from_secs(2);
/// How long it waits while there are none.
const LONG_WAIT: Duration = Duration::from_secs(50);
/// For so long a document may be silent before its calls end: the sound outlives a page that has crashed.
const SILENCE_MAX: Duration = Duration::from_secs(10);

/// One document.
pub(super) struct Document {
    /// Chosen by it at random.
    pub(super) name: String,
    access: Arc<VoiceAccess>,
    mixer: Arc<Mixer>,
    local: LocalAddresses,
    exchanges: Arc<Exchanges>,
    state: Mutex<State>,
    told: Notify,
    /// Its page shows another document.
    left: Notify,
}

struct State {
    calls: BTreeMap<u32, Opened>,
    news: VecDeque<News>,
    /// The agent let it use the microphone.
    may_record: bool,
    /// Questions for news under way, and when the last one ended.
    asking: usize,
    asked: Instant,
    /// The version of the list of devices that it knows.
    devices: u32,
    /// It is over.
    closed: bool,
}

struct Opened {
    call: Arc<Call>,
    /// Its number among all connections of all pages, for those who are told of its sound.
    number: u32,
    stun: Vec<SocketAddr>,
}

impl Document {
    pub(super) fn new(
        name: String,
        access: Arc<VoiceAccess>,
        mixer: Arc<Mixer>,
        local: LocalAddresses,
        exchanges: Arc<Exchanges>,
    ) -> Self {
        let state = State {
            calls: BTreeMap::new(),
            news: VecDeque::new(),
            may_record: false,
            asking: 0,
            asked: Instant::now(),
            devices: *mixer.device_changes().borrow(),
            closed: false,
        };
        Self {
            name,
            access,
            mixer,
            local,
            exchanges,
            state: Mutex::new(state),
            told: Notify::new(),
            left: Notify::new(),
        }
    }

    /// Asks the agent for the microphone.
    pub(super) async fn microphone(&self, exact: Option<&str>) -> Result<Value, VoiceError> {
        let devices = self.mixer.devices().await;
        let devices = devices.map_err(|why| VoiceError::new("NotFoundError", why))?;
        // Without a speaker the engine would wait for one when the page is given a track.
        if devices.microphones.is_empty() || devices.speakers.is_empty() {
            return Err(VoiceError::new("NotFoundError", "there is no microphone and speaker"));
        }
        let named = |exact: &str| devices.microphones.iter().any(|one| one.name == exact);
        if exact.is_some_and(|exact| exact != DEFAULT_DEVICE && !named(exact)) {
            return Err(VoiceError::new("OverconstrainedError", "there is no such microphone"));
        }
        let answer = (self.access.microphone)();
        let may_record = tokio::select! {
            may_record = answer => may_record,
            () = self.left.notified() => false,
        };
        if !may_record {
            return Err(VoiceError::new("NotAllowedError", "the microphone is not allowed"));
        }
        if !std::mem::replace(&mut self.locked().may_record, true) {
            // From now on they have names.
            self.tell(News::Devices);
        }
        Ok(Value::Null)
    }

    /// What `enumerateDevices` lists. A page that may not record is told what kinds there are, and no name.
    pub(super) async fn devices(&self) -> Value {
        let devices = self.mixer.devices().await.unwrap_or_default();
        let may_record = self.locked().may_record;
        let list = |kind: &str, what: &str, all: &[SoundDevice]| {
            let shown = |id: &str, label: String| json!({ "kind": kind, "id": id, "label": label, "group": id });
            let chosen = all.iter().find(|device| device.is_default).or(all.first());
            let default = chosen.map(|device| match may_record {
                true => shown(DEFAULT_DEVICE, format!("{what}: {}", device.label)),
                false => shown(DEFAULT_DEVICE, what.to_owned()),
            });
            let named = all.iter().filter(|_| may_record);
            let named = named.map(|device| shown(&device.name, device.label.clone()));
            default.into_iter().chain(named).collect::<Vec<_>>()
        };
        let microphones = list("audioinput", "Microphone", &devices.microphones);
        let speakers = list("audiooutput", "Speaker", &devices.speakers);
        json!([microphones, speakers].concat())
    }

    /// Opens a peer connection.
    pub(super) async fn open(
        self: &Arc<Self>,
        peer: u32,
        stun: &[String],
        ours: &OurSockets,
    ) -> Result<Value, VoiceError> {
        self.has_room(peer)?;
        let stun = network::stun_servers(stun, &*self.access.may_reach).await;
        let addresses = self.addresses();
        let sockets = network::open(&addresses, &stun).await;
        let local = sockets.iter().map(|socket| socket.address).collect();
        let (access, known) = (Arc::clone(&self.access), ours.clone());
        // A page may always talk to itself.
        let policy = move |address: SocketAddr| match known.contains(address)
            || (is_call_port(address.port()) && (access.may_reach)(address.ip()))
        {
            true => Verdict::Allowed,
            false => Verdict::Refused,
        };
        let engine = Peer::new(local, Box::new(policy)).map_err(refused)?;
        let number = NEXT_NUMBER.fetch_add(1, Ordering::Relaxed);
        let document: Weak<Self> = Arc::downgrade(self);
        let call = Call::begin(engine, sockets, move |event| {
            if let Some(document) = document.upgrade() {
                document.happened(peer, number, event);
            }
        });
        ours.add(&call);
        let mut state = self.locked();
        // Others may have come while the network was asked.
        if state.closed || state.calls.len() >= PEERS_MAX || state.calls.contains_key(&peer) {
            drop(state);
            call.close();
            ours.remove(&call);
            return Err(too_many());
        }
        state.calls.insert(peer, Opened { call: Arc::clone(&call), number, stun });
        drop(state);
        self.mixer.add(call);
        self.told.notify_waiters();
        Ok(Value::Null)
    }

    fn has_room(&self, peer: u32) -> Result<(), VoiceError> {
        let state = self.locked();
        let fits = state.calls.len() < PEERS_MAX && !state.calls.contains_key(&peer);
        if fits && !state.closed { Ok(()) } else { Err(too_many()) }
    }

    /// An offer; one that restarts names the addresses this machine has by now.
    pub(super) async fn offer(
        &self,
        peer: u32,
        restarts: bool,
        ours: &OurSockets,
    ) -> Result<Value, VoiceError> {
        let restart = if restarts { Restart::Ice } else { Restart::No };
        if restarts {
            self.follow_network(peer, ours).await?;
        }
        let call = self.call(peer)?;
        let sdp = call.with(|peer, _| peer.create_offer(restart).map_err(refused))?;
        Ok(json!({ "kind": "offer", "sdp": sdp }))
    }

    /// Brings all calls in line with the addresses this machine has by now: pages do nothing when the network changes.
    pub(super) async fn follow_networks(&self, ours: &OurSockets) {
        let peers: Vec<u32> = self.locked().calls.keys().copied().collect();
        for peer in peers {
            // One that has ended meanwhile needs no network.
            let _ = self.follow_network(peer, ours).await;
        }
    }

    async fn follow_network(&self, peer: u32, ours: &OurSockets) -> Result<(), VoiceError> {
        let (call, stun) = {
            let state = self.locked();
            let opened = state.calls.get(&peer).ok_or_else(no_peer)?;
            (Arc::clone(&opened.call), opened.stun.clone())
        };
        let (now, known) = (self.addresses(), call.addresses());
        let is_here = |address: &SocketAddr| now.contains(&address.ip());
        let is_known = |ip: &IpAddr| known.iter().any(|address| address.ip() == *ip);
        let new: Vec<IpAddr> = now.iter().copied().filter(|ip| !is_known(ip)).collect();
        // With nothing in its place an address that has gone is the best hope: a cable comes back with the same.
        let is_loopback = |address: &SocketAddr| address.ip().is_loopback();
        let is_cut = now.iter().all(IpAddr::is_loopback)
            && !known.iter().any(|address| is_here(address) || is_loopback(address));
        if is_cut || (new.is_empty() && known.iter().all(is_here)) {
            return Ok(());
        }
        log::info!("the network has changed; a call looks for another way");
        let sockets = network::open(&new, &stun).await;
        ours.remove(&call);
        call.change_sockets(|address| is_here(&address), sockets);
        ours.add(&call);
        Ok(())
    }

    /// Where the sockets of one peer are, for tests.
    #[cfg(test)]
    pub(super) fn addresses_of(&self, peer: u32) -> Vec<IpAddr> {
        let call = self.call(peer);
        call.map(|call| call.addresses().iter().map(SocketAddr::ip).collect()).unwrap_or_default()
    }

    fn addresses(&self) -> Vec<IpAddr> {
        (self.local)(&*self.access.may_reach)
    }

    pub(super) fn answer(&self, peer: u32) -> Result<Value, VoiceError> {
        let sdp = self.call(peer)?.with(|peer, _| peer.create_answer().map_err(refused))?;
        Ok(json!({ "kind": "answer", "sdp": sdp }))
    }

    /// Our addresses are in what comes of it, so the agent must have let the page use the microphone.
    pub(super) fn local(&self, peer: u32, kind: Kind, sdp: &str) -> Result<Value, VoiceError> {
        if !self.locked().may_record {
            let why = "without the microphone there is no call";
            return Err(VoiceError::new("NotAllowedError", why));
        }
        let mut candidates = Vec::new();
        let mut gathered = false;
        let (call, number) = self.numbered(peer)?;
        let state = call.with(|engine, now| {
            let set = engine.set_local_description(description(kind), sdp, now);
            // In the answer, so that they come in the order pages know; all others are told as ever.
            while let Some(event) = engine.poll_event() {
                match event {
                    PeerEvent::Candidate(candidate) => candidates.push(candidate.to_string()),
                    PeerEvent::GatheringComplete => gathered = true,
                    other => self.happened(peer, number, other),
                }
            }
            if let (Ok(()), Some((kind, sdp))) = (&set, engine.local_description()) {
                self.exchanges.keep(number, DescribedBy::Us, name_of(kind), sdp);
            }
            set.map(|()| state_of(engine)).map_err(refused)
        })?;
        Ok(json!({ "state": state, "candidates": candidates, "gathered": gathered }))
    }

    pub(super) fn remote(&self, peer: u32, kind: Kind, sdp: &str) -> Result<Value, VoiceError> {
        let mut track = false;
        let (call, number) = self.numbered(peer)?;
        // Also one that is refused: that is what a report would be about.
        self.exchanges.keep(number, DescribedBy::Them, name_of(description(kind)), sdp);
        let state = call.with(|engine, now| {
            let set = engine.set_remote_description(description(kind), sdp, now);
            while let Some(event) = engine.poll_event() {
                track |= event == PeerEvent::Track;
                self.happened(peer, number, event);
            }
            set.map(|()| state_of(engine)).map_err(refused)
        })?;
        Ok(json!({ "state": state, "track": track }))
    }

    pub(super) fn candidate(&self, peer: u32, line: &str) -> Result<Value, VoiceError> {
        self.call(peer)?.with(|peer, now| {
            peer.add_remote_candidate(line, now);
            Ok::<_, VoiceError>(Value::Null)
        })
    }

    pub(super) fn sound(
        &self,
        peer: u32,
        turn: u32,
        source: Source,
        sent: Sent,
        volume: f32,
    ) -> Result<Value, VoiceError> {
        let call = self.call(peer)?;
        let feed = match source {
            Source::Microphone if self.locked().may_record => Feed::Microphone,
            Source::Peer(other) => Feed::Call(Arc::downgrade(&self.call(other)?)),
            Source::Microphone | Source::Nothing => Feed::Nothing,
        };
        let microphone = match (sent, &feed) {
            (Sent::Held, _) => Microphone::Held,
            (Sent::Muted, _) | (Sent::Live, Feed::Nothing) => Microphone::Muted,
            (Sent::Live, Feed::Microphone | Feed::Call(_)) => Microphone::Live,
        };
        call.set_sound(turn, feed, microphone, volume);
        Ok(Value::Null)
    }

    pub(super) fn digits(
        &self,
        peer: u32,
        keys: &str,
        held: u32,
        gap: u32,
    ) -> Result<Value, VoiceError> {
        let millis = |ms: u32| Duration::from_millis(u64::from(ms));
        let timing = DigitTiming::new(millis(held), millis(gap));
        self.call(peer)?.with(|peer, _| {
            let sent = peer.send_digits(keys, timing);
            sent.map_err(|error| VoiceError::new("InvalidStateError", error.to_string()))
        })?;
        Ok(Value::Null)
    }

    pub(super) fn stats(&self, peer: u32) -> Result<Value, VoiceError> {
        self.call(peer)?.with(|peer, _| {
            serde_json::to_value(peer.stats())
                .map_err(|error| VoiceError::new("OperationError", error.to_string()))
        })
    }

    pub(super) fn close_peer(&self, peer: u32, ours: &OurSockets) -> Value {
        let opened = self.locked().calls.remove(&peer);
        if let Some(opened) = opened {
            self.end(&opened, ours);
        }
        Value::Null
    }

    /// What has happened since the last time.
    pub(super) async fn wait(&self) -> Value {
        let _asking = Asking::of(self);
        let has_peers = !self.locked().calls.is_empty();
        let patience = if has_peers { WAIT } else { LONG_WAIT };
        let mut changes = self.mixer.device_changes();
        let told = async {
            loop {
                self.compare_devices(*changes.borrow_and_update());
                let told = self.told.notified();
                tokio::pin!(told);
                // From here on no news is missed.
                told.as_mut().enable();
                if self.has_more_than(has_peers) {
                    return;
                }
                tokio::select! {
                    () = told => {}
                    _ = changes.changed() => {}
                }
            }
        };
        // Nothing is an answer too: that somebody asks again says that the document is there.
        let _ = timeout(patience, told).await;
        json!(self.locked().news.drain(..).collect::<Vec<_>>())
    }

    fn compare_devices(&self, version: u32) {
        if std::mem::replace(&mut self.locked().devices, version) != version {
            self.tell(News::Devices);
        }
    }

    /// Whether a question for news that was asked with or without peers has an answer by now.
    fn has_more_than(&self, peers: bool) -> bool {
        let state = self.locked();
        let is_first_peer = !peers && !state.calls.is_empty();
        !state.news.is_empty() || is_first_peer || state.closed
    }

    /// Whether it has not been heard of for too long.
    pub(super) fn is_gone(&self) -> bool {
        let state = self.locked();
        state.asking == 0 && state.asked.elapsed() > SILENCE_MAX
    }

    /// Whether it has peer connections.
    pub(super) fn has_peers(&self) -> bool {
        !self.locked().calls.is_empty()
    }

    /// Its page shows another document: nobody is to be asked for it any more. Its calls go on for a moment.
    pub(super) fn leave(&self) {
        self.left.notify_waiters();
    }

    /// Ends everything it has.
    pub(super) fn close(&self, ours: &OurSockets) {
        let calls = {
            let mut state = self.locked();
            state.closed = true;
            std::mem::take(&mut state.calls)
        };
        calls.values().for_each(|opened| self.end(opened, ours));
        self.leave();
        self.told.notify_waiters();
    }

    fn end(&self, Opened { call, number, .. }: &Opened, ours: &OurSockets) {
        let figures = call.with(|peer, _| Ok::<_, VoiceError>(figures_of(&peer.stats())));
        (self.access.sounds)(*number, PeerSound::Ended { figures: figures.ok().flatten() });
        self.mixer.remove(call);
        ours.remove(call);
        call.close();
    }

    fn call(&self, peer: u32) -> Result<Arc<Call>, VoiceError> {
        let state = self.locked();
        state.calls.get(&peer).map(|opened| Arc::clone(&opened.call)).ok_or_else(no_peer)
    }

    fn numbered(&self, peer: u32) -> Result<(Arc<Call>, u32), VoiceError> {
        let state = self.locked();
        let opened = state.calls.get(&peer).ok_or_else(no_peer)?;
        Ok((Arc::clone(&opened.call), opened.number))
    }

    /// Tells of an event whoever it concerns.
    fn happened(&self, peer: u32, number: u32, event: PeerEvent) {
        let sends = self.call(peer).map_or(Sends::Other, |call| call.sends());
        if let Some(sound) = sound_of(&event, sends) {
            (self.access.sounds)(number, sound);
        }
        news_of(peer, event).into_iter().for_each(|news| self.tell(news));
    }

    fn tell(&self, news: News) {
        let mut state = self.locked();
        if state.news.len() < NEWS_MAX {
            state.news.push_back(news);
        }
        drop(state);
        self.told.notify_waiters();
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Numbers of connections, over all pages.
static NEXT_NUMBER: AtomicU32 = AtomicU32::new(1);

/// What browsers call the system's choice.
const DEFAULT_DEVICE: &str = "default";

/// A question for news under way.
struct Asking<'a>(&'a Document);

impl<'a> Asking<'a> {
    fn of(document: &'a Document) -> Self {
        document.locked().asking += 1;
        Self(document)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut state = self.0.locked();
        state.asking -= 1;
        state.asked = Instant::now();
    }
}

/// Addresses of all sockets of one page.
#[derive(Clone, Default)]
pub(super) struct OurSockets(Arc<Mutex<HashSet<SocketAddr>>>);

impl OurSockets {
    fn add(&self, call: &Call) {
        self.locked().extend(call.addresses());
    }

    fn remove(&self, call: &Call) {
        let mut known = self.locked();
        call.addresses().iter().for_each(|address| {
            known.remove(address);
        });
    }

    fn contains(&self, address: SocketAddr) -> bool {
        self.locked().contains(&address)
    }

    fn locked(&self) -> MutexGuard<'_, HashSet<SocketAddr>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a page is told of an event; of the rest it has no notion.
fn news_of(peer: u32, event: PeerEvent) -> Option<News> {
    match event {
        PeerEvent::Ice(state) => Some(News::Ice { peer, state: state.name() }),
        PeerEvent::Connection(state) => {
            if state == ConnectionState::Failed {
                log::info!("a call has lost its connection");
            }
            Some(News::Connection { peer, state: state.name() })
        }
        PeerEvent::DigitSent { digit, waiting } => {
            Some(News::Digit { peer, digit: digit.key(), waiting })
        }
        PeerEvent::Failed(error) => {
            log::warn!("a call failed: {error}");
            None
        }
        PeerEvent::Track
        | PeerEvent::Candidate(_)
        | PeerEvent::GatheringComplete
        | PeerEvent::DigitHeard(_)
        | PeerEvent::Microphone(_)
        | PeerEvent::NothingHeard
        | PeerEvent::HeardAgain
        | PeerEvent::Quality(_) => None,
    }
}

/// What a page may know of a peer after one of its descriptions was set.
fn state_of(peer: &Peer) -> Value {
    let signaling = match peer.signaling_state() {
        SignalingState::Stable => "stable",
        SignalingState::HaveLocalOffer => "have-local-offer",
        SignalingState::HaveRemoteOffer => "have-remote-offer",
        SignalingState::Closed => "closed",
    };
    let local =
        peer.local_description().map(|(kind, sdp)| json!({ "type": name_of(kind), "sdp": sdp }));
    json!({ "signaling": signaling, "local": local, "digits": peer.can_send_digits() })
}

const fn name_of(kind: DescriptionKind) -> &'static str {
    match kind {
        DescriptionKind::Offer => "offer",
        DescriptionKind::Answer => "answer",
        DescriptionKind::Rollback => "rollback",
    }
}

const fn description(kind: Kind) -> DescriptionKind {
    match kind {
        Kind::Offer => DescriptionKind::Offer,
        Kind::Answer => DescriptionKind::Answer,
        Kind::Rollback => DescriptionKind::Rollback,
    }
}

fn refused(error: impl Into<PeerError>) -> VoiceError {
    let error = error.into();
    VoiceError::new(error.name(), error.to_string())
}

fn no_peer() -> VoiceError {
    VoiceError::new("InvalidStateError", "this peer connection is closed")
}

fn too_many() -> VoiceError {
    VoiceError::new("UnknownError", "too many peer connections")
}

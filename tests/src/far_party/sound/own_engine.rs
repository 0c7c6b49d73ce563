//! Our own engine as an end of a call: on a socket, with a tone as its microphone and an ear at its speaker.

use super::recording::{Recording, listen_for};
use crate::tone::Tone;
use anyhow::{Context as _, Result};
use deskbell_voice::{
    ConnectionState, DescriptionKind, DigitTiming, FRAME_TIME, LocalAddress, Microphone, Peer,
    PeerEvent, Restart, Verdict,
};
use std::net::{IpAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// How long its socket is listened to before time is looked at again.
const LISTEN: Duration = Duration::from_millis(2);

/// What the microphone hears.
pub const MOUTH: f64 = 1000.0;

struct Shared {
    peer: Mutex<Peer>,
    socket: Mutex<Arc<UdpSocket>>,
    heard: Mutex<Recording>,
    events: Mutex<Vec<PeerEvent>>,
    /// The other side's last description.
    theirs: Mutex<String>,
    over: AtomicBool,
}

/// The sound of one call, with a thread of its own.
pub struct OwnEngine(Arc<Shared>);

impl OwnEngine {
    /// Opens its socket and waits for descriptions.
    ///
    /// # Errors
    /// If there is no socket, or no random numbers.
    pub fn start() -> Result<Self> {
        let socket = bind([127, 0, 0, 1].into())?;
        let local = LocalAddress { socket: socket.local_addr()?, public: None };
        let peer = Peer::new(vec![local], Box::new(|_| Verdict::Allowed))?;
        let shared = Arc::new(Shared {
            peer: Mutex::new(peer),
            socket: Mutex::new(Arc::new(socket)),
            heard: Mutex::default(),
            events: Mutex::default(),
            theirs: Mutex::default(),
            over: AtomicBool::new(false),
        });
        let running = Arc::clone(&shared);
        thread::spawn(move || running.run());
        Ok(Self(shared))
    }

    /// The engine itself.
    pub fn peer(&self) -> MutexGuard<'_, Peer> {
        lock(&self.0.peer)
    }

    /// Its address goes, and another takes its place.
    ///
    /// # Errors
    /// If there is no socket.
    pub fn move_to(&self, ip: IpAddr) -> Result<()> {
        let socket = bind(ip)?;
        let local = LocalAddress { socket: socket.local_addr()?, public: None };
        *lock(&self.0.socket) = Arc::new(socket);
        self.peer().set_local_addresses(vec![local], Instant::now());
        Ok(())
    }

    /// An offer, edited as a page does for a hold.
    ///
    /// # Errors
    /// If it is out of turn.
    pub fn offer(&self, direction: &str, restart: Restart) -> Result<String> {
        let mut peer = self.peer();
        let offer = peer.create_offer(restart)?.replace("a=sendrecv", &format!("a={direction}"));
        peer.set_local_description(DescriptionKind::Offer, &offer, Instant::now())?;
        Ok(peer.local_description().context("no offer")?.1.to_owned())
    }

    /// The answer to an offer.
    ///
    /// # Errors
    /// If the offer cannot be used.
    pub fn answer(&self, offer: &str) -> Result<String> {
        offer.clone_into(&mut lock(&self.0.theirs));
        let (mut peer, now) = (self.peer(), Instant::now());
        peer.set_remote_description(DescriptionKind::Offer, offer, now)?;
        let answer = peer.create_answer()?;
        peer.set_local_description(DescriptionKind::Answer, &answer, now)?;
        Ok(peer.local_description().context("no answer")?.1.to_owned())
    }

    /// Takes the answer to the last offer.
    ///
    /// # Errors
    /// If it cannot be used.
    pub fn accept(&self, answer: &str) -> Result<()> {
        answer.clone_into(&mut lock(&self.0.theirs));
        Ok(self.peer().set_remote_description(DescriptionKind::Answer, answer, Instant::now())?)
    }

    /// Presses keys.
    ///
    /// # Errors
    /// If the call has no keys.
    pub fn press(&self, keys: &str) -> Result<()> {
        let timing = DigitTiming::new(Duration::from_millis(60), Duration::from_millis(40));
        let mut peer = self.peer();
        let sent = peer.send_digits(keys, timing);
        let own = peer.local_description().map(|(kind, text)| format!("{kind:?} {text}"));
        sent.with_context(|| format!("with {own:?} and {:?}", lock(&self.0.theirs)))
    }

    /// Mutes, holds or opens the microphone.
    pub fn mute(&self, microphone: Microphone) {
        self.peer().set_microphone(microphone);
    }

    /// Whether media can go both ways.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.peer().connection_state() == ConnectionState::Connected
    }

    /// What it has heard since it was last asked.
    #[must_use]
    pub fn heard(&self) -> Recording {
        std::mem::take(&mut lock(&self.0.heard))
    }

    /// Waits until the tone of the other end is all that was heard for half a second, or that nothing was.
    ///
    /// # Errors
    /// If it is not heard in time, with what happened.
    pub fn wait_to_hear(&self, hertz: Option<f64>) -> Result<()> {
        let heard = listen_for(hertz, || Ok(self.heard()));
        heard.with_context(|| format!("{:?}", lock(&self.0.events)))
    }

    /// The keys the other end has pressed.
    #[must_use]
    pub fn digits_heard(&self) -> String {
        let events = lock(&self.0.events);
        let digits = events.iter().filter_map(|event| match event {
            PeerEvent::DigitHeard(digit) => Some(digit.key()),
            _ => None,
        });
        digits.collect()
    }
}

impl std::fmt::Debug for OwnEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnEngine").finish_non_exhaustive()
    }
}

impl Drop for OwnEngine {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn run(&self) {
        let (mut buffer, mut mouth, mut next) = ([0; 2048], Tone::default(), Instant::now());
        while !self.over.load(Ordering::Relaxed) {
            let socket = Arc::clone(&lock(&self.socket));
            let received = socket.recv_from(&mut buffer);
            let (mut peer, now) = (lock(&self.peer), Instant::now());
            if let (Ok((length, from)), Ok(own)) = (received, socket.local_addr()) {
                peer.handle_datagram(from, own, &buffer[..length], now);
            }
            if peer.deadline().is_some_and(|due| due <= now) {
                peer.handle_time(now);
            }
            while next <= now {
                next += FRAME_TIME;
                peer.capture(&mouth.next(MOUTH), now);
                let frame = peer.play(now);
                let mut heard = lock(&self.heard);
                heard.begun.get_or_insert_with(SystemTime::now);
                heard.samples.extend(frame);
            }
            while let Some(datagram) = peer.poll_datagram() {
                // Lost like any datagram, also where the socket is another one by now.
                let _ = socket.send_to(&datagram.bytes, datagram.destination);
            }
            lock(&self.events).extend(std::iter::from_fn(|| peer.poll_event()));
        }
    }
}

fn bind(ip: IpAddr) -> Result<UdpSocket> {
    let socket = UdpSocket::bind((ip, 0))?;
    socket.set_read_timeout(Some(LISTEN))?;
    Ok(socket)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The phone's sound: our own engine on a socket, with a tone as its microphone and an ear at its speaker.

use crate::ringcentral::PATIENCE;
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::far_party::sound::tone_share;
use deskbell_voice::{
    ConnectionState, DescriptionKind, DigitTiming, FRAME_SAMPLES, FRAME_TIME, Frame, LocalAddress,
    Microphone, Peer, PeerEvent, Restart, SAMPLE_RATE, Verdict, loudness,
};
use std::f64::consts::TAU;
use std::net::UdpSocket;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// What the microphone hears.
pub(super) const MOUTH: f64 = 1000.0;
/// Half a second.
const LAST_SAMPLES: usize = SAMPLE_RATE as usize / 2;

struct Shared {
    peer: Mutex<Peer>,
    heard: Mutex<Vec<i16>>,
    events: Mutex<Vec<PeerEvent>>,
    /// The other side's last description.
    theirs: Mutex<String>,
    over: AtomicBool,
}

/// The sound of one call.
pub(super) struct Media(Arc<Shared>);

impl Media {
    pub(super) fn start() -> Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_read_timeout(Some(Duration::from_millis(2)))?;
        let local = LocalAddress { socket: socket.local_addr()?, public: None };
        let peer = Peer::new(vec![local], Box::new(|_| Verdict::Allowed))?;
        let shared = Arc::new(Shared {
            peer: Mutex::new(peer),
            heard: Mutex::default(),
            events: Mutex::default(),
            theirs: Mutex::default(),
            over: AtomicBool::new(false),
        });
        let running = Arc::clone(&shared);
        thread::spawn(move || running.run(&socket));
        Ok(Self(shared))
    }

    pub(super) fn peer(&self) -> MutexGuard<'_, Peer> {
        lock(&self.0.peer)
    }

    /// An offer, edited as a page does for a hold.
    pub(super) fn offer(&self, direction: &str, restart: Restart) -> Result<String> {
        let mut peer = self.peer();
        let offer = peer.create_offer(restart)?.replace("a=sendrecv", &format!("a={direction}"));
        peer.set_local_description(DescriptionKind::Offer, &offer, Instant::now())?;
        Ok(peer.local_description().context("no offer")?.1.to_owned())
    }

    pub(super) fn answer(&self, offer: &str) -> Result<String> {
        offer.clone_into(&mut lock(&self.0.theirs));
        let (mut peer, now) = (self.peer(), Instant::now());
        peer.set_remote_description(DescriptionKind::Offer, offer, now)?;
        let answer = peer.create_answer()?;
        peer.set_local_description(DescriptionKind::Answer, &answer, now)?;
        Ok(peer.local_description().context("no answer")?.1.to_owned())
    }

    pub(super) fn accept(&self, answer: &str) -> Result<()> {
        answer.clone_into(&mut lock(&self.0.theirs));
        Ok(self.peer().set_remote_description(DescriptionKind::Answer, answer, Instant::now())?)
    }

    pub(super) fn press(&self, keys: &str) -> Result<()> {
        let timing = DigitTiming::new(Duration::from_millis(60), Duration::from_millis(40));
        let mut peer = self.peer();
        let sent = peer.send_digits(keys, timing);
        let own = peer.local_description().map(|(kind, text)| format!("{kind:?} {text}"));
        sent.with_context(|| format!("with {own:?} and {:?}", lock(&self.0.theirs)))
    }

    pub(super) fn mute(&self, microphone: Microphone) {
        self.peer().set_microphone(microphone);
    }

    pub(super) fn is_up(&self) -> bool {
        self.peer().connection_state() == ConnectionState::Connected
    }

    /// Waits until the tone of the other end is all that was heard for half a second, or that nothing was.
    pub(super) fn wait_to_hear(&self, hertz: Option<f64>) -> Result<()> {
        let start = Instant::now();
        lock(&self.0.heard).clear();
        loop {
            let heard = lock(&self.0.heard).clone();
            if let Some(last) = heard.len().checked_sub(LAST_SAMPLES).map(|from| &heard[from..]) {
                let fits = match hertz {
                    Some(hertz) => {
                        last.chunks_exact(1920).all(|piece| tone_share(piece, hertz) > 0.5)
                    }
                    None => loudness(last) < -60.0,
                };
                if fits {
                    return Ok(());
                }
            }
            ensure!(start.elapsed() < PATIENCE, "not heard: {hertz:?}; {:?}", lock(&self.0.events));
            sleep(FRAME_TIME);
        }
    }
}

impl Drop for Media {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn run(&self, socket: &UdpSocket) {
        let (mut buffer, mut frames, mut next) = ([0; 2048], 0, Instant::now());
        while !self.over.load(Ordering::Relaxed) {
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
                peer.capture(&tone(frames), now);
                frames += 1;
                lock(&self.heard).extend(peer.play(now));
            }
            while let Some(datagram) = peer.poll_datagram() {
                let _ = socket.send_to(&datagram.bytes, datagram.destination);
            }
            lock(&self.events).extend(std::iter::from_fn(|| peer.poll_event()));
        }
    }
}

fn tone(frames: usize) -> Frame {
    std::array::from_fn(|at| {
        let at = (frames * FRAME_SAMPLES + at) as f64;
        (8000.0 * (TAU * MOUTH * at / f64::from(SAMPLE_RATE)).sin()) as i16
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

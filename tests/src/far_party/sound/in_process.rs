//! The other end in this process: WebRTC by other hands than ours (the crate `rtc`), which says a tone, listens, and
//! decodes keys by itself.

mod connection;

use super::dialect::{Dialect, Kind, complete};
use super::ear::{Ear, Heard};
use crate::far_party::{FarParty, answering_direction, direction};
use anyhow::{Context as _, Result};
use connection::Connection;
use deskbell_voice::{Codec, FRAME_TIME};
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// How long the socket is listened to before time is looked at again.
const LISTEN: Duration = Duration::from_millis(2);

/// What it is like.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// In whose manner it describes itself.
    pub dialect: Dialect,
    /// What it speaks.
    pub codec: Codec,
    /// Its tone.
    pub hertz: f64,
    /// Where it is reached; the port is chosen by the system if it is 0.
    pub address: SocketAddr,
}

impl Default for Manner {
    fn default() -> Self {
        let address = ([127, 0, 0, 1], 0).into();
        Self { dialect: Dialect::Browser, codec: Codec::Opus, hertz: 880.0, address }
    }
}

/// What it says.
#[derive(Clone, Debug, PartialEq)]
pub enum Saying {
    /// A tone of so many hertz.
    Tone(f64),
    /// These samples at 48 kHz, again and again, in whole frames.
    Sound(Arc<[i16]>),
    /// Sound in which nothing is.
    Silence,
    /// No packet at all.
    Nothing,
}

struct Shared {
    connection: Mutex<Connection>,
    ear: Mutex<Ear>,
    saying: Mutex<Saying>,
    over: AtomicBool,
}

/// One other end of one call, with a thread of its own.
pub struct InProcess {
    shared: Arc<Shared>,
    manner: Manner,
}

impl std::fmt::Debug for InProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InProcess").field("manner", &self.manner).finish_non_exhaustive()
    }
}

impl InProcess {
    /// Opens its socket and waits to be called, or to call.
    ///
    /// # Errors
    /// If there is no socket, no thread, no certificate or no codec.
    pub fn start(manner: Manner) -> Result<Self> {
        let socket = UdpSocket::bind(manner.address)?;
        socket.set_read_timeout(Some(LISTEN))?;
        let connection = Connection::new(manner.codec, socket.local_addr()?, Instant::now())?;
        let shared = Arc::new(Shared {
            connection: Mutex::new(connection),
            ear: Mutex::new(Ear::default()),
            saying: Mutex::new(Saying::Tone(manner.hertz)),
            over: AtomicBool::new(false),
        });
        let running = Arc::clone(&shared);
        thread::Builder::new().name("far party".to_owned()).spawn(move || running.run(&socket))?;
        Ok(Self { shared, manner })
    }

    /// What it says from now on.
    pub fn say(&self, saying: Saying) {
        let mut connection = self.connection();
        *lock(&self.shared.saying) = saying;
        connection.said = None;
    }

    /// When it said the first sample of what it says now.
    #[must_use]
    pub fn said(&self) -> Option<SystemTime> {
        self.connection().said.map(|(begun, _)| begun)
    }

    /// What it has heard since [`InProcess::listen_anew`], if it listens for a tone of so many hertz.
    #[must_use]
    pub fn heard(&self, hertz: f64) -> Heard {
        lock(&self.shared.ear).heard(hertz)
    }

    /// Forgets what was heard so far, but not the keys.
    pub fn listen_anew(&self) {
        lock(&self.shared.ear).forget();
    }

    /// Whether media can go both ways.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.connection().is_up
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        lock(&self.shared.connection)
    }

    fn write(&self, kind: Kind, own: &str) -> Result<String> {
        let sha1 = self.connection().sha1.clone();
        self.manner.dialect.write(kind, own, &sha1)
    }
}

impl FarParty for InProcess {
    fn offer(&self) -> Result<String> {
        self.offer_direction("sendrecv")
    }

    fn offer_direction(&self, direction: &str) -> Result<String> {
        let mut connection = self.connection();
        let offer = connection.offer(false, Instant::now())?;
        connection.may_speak = matches!(direction, "sendrecv" | "sendonly");
        drop(connection);
        let offer = offer.replace("a=sendrecv", &format!("a={direction}"));
        self.write(Kind::Offer, &offer)
    }

    fn offer_restart(&self) -> Result<String> {
        let offer = self.connection().offer(true, Instant::now())?;
        self.write(Kind::Offer, &offer)
    }

    fn answer(&self, offer: &str) -> Result<String> {
        let answer = self.connection().answer(&complete(offer), Instant::now());
        let answer = answer.with_context(|| format!("it cannot answer {offer}"))?;
        // The library answers a hold as if there were none, which a browser refuses.
        let back = answering_direction(direction(offer));
        let answer =
            answer.replace(&format!("a={}\r\n", direction(&answer)), &format!("a={back}\r\n"));
        self.connection().may_speak = matches!(back, "sendrecv" | "sendonly");
        self.write(Kind::Answer, &answer)
    }

    fn accept(&self, answer: &str) -> Result<()> {
        let accepted = self.connection().accept(&complete(answer), Instant::now());
        accepted.with_context(|| format!("it cannot accept {answer}"))
    }

    fn end(&self) {
        self.shared.over.store(true, Ordering::Relaxed);
    }
}

impl Drop for InProcess {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    fn run(&self, socket: &UdpSocket) {
        let mut buffer = [0; 2048];
        let mut next_frame = Instant::now();
        while !self.over.load(Ordering::Relaxed) {
            let received = socket.recv_from(&mut buffer);
            let now = Instant::now();
            let mut connection = lock(&self.connection);
            if let Ok((length, from)) = received {
                connection.receive(&buffer[..length], from, now);
            }
            connection.time(now);
            while next_frame <= now {
                next_frame += FRAME_TIME;
                connection.speak(&lock(&self.saying), now);
            }
            connection.listen(&mut lock(&self.ear), now);
            while let Some((to, bytes)) = connection.poll_datagram() {
                // Lost like any datagram.
                let _ = socket.send_to(&bytes, to);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{FarParty as _, InProcess, Manner};
    use deskbell_voice::{DescriptionKind, LocalAddress, Peer, Restart, Verdict};

    #[test]
    fn keys_are_agreed_on_in_either_direction() {
        let far = InProcess::start(Manner::default()).unwrap();
        let offer = far.offer().unwrap();
        assert!(offer.contains("SAVPF 111 101\r\n"), "{offer}");
        let far = InProcess::start(Manner::default()).unwrap();
        let local = LocalAddress { socket: ([127, 0, 0, 1], 9).into(), public: None };
        let mut peer = Peer::new(vec![local], Box::new(|_| Verdict::Allowed)).unwrap();
        let own = peer.create_offer(Restart::No).unwrap();
        peer.set_local_description(DescriptionKind::Offer, &own, super::Instant::now()).unwrap();
        let answer = far.answer(peer.local_description().unwrap().1).unwrap();
        assert!(answer.contains("SAVPF 111 126\r\n"), "{answer}");
        for (said, back) in [("sendonly", "recvonly"), ("inactive", "inactive")] {
            let hold = peer.local_description().unwrap().1.replace("sendrecv", said);
            let answer = far.answer(&hold).unwrap();
            assert!(answer.contains(&format!("a={back}\r\n")), "{answer}");
        }
    }
}

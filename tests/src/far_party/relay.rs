//! A bad network before another end: its datagrams, and the phone's, are lost, delayed and reordered on the way, always
//! the same for a seed. It stands in the descriptions in place of the real addresses.

use super::FarParty;
use anyhow::{Context as _, Result};
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a socket is listened to before what waits is looked at again.
const LISTEN: Duration = Duration::from_millis(1);

/// How bad it is, each way. Jitter above the distance of packets reorders them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    /// Share of sound that is lost, in percent; handshakes and checks get through.
    pub loss: u64,
    /// How long everything takes.
    pub delay: Duration,
    /// Up to so much longer, evenly distributed.
    pub jitter: Duration,
}

/// Another end behind a bad network.
#[derive(Debug)]
pub struct Relayed {
    inner: Arc<dyn FarParty>,
    relay: Arc<Relay>,
    /// What the phone is told, and what the other end is told, in place of each other's address.
    shown: [SocketAddr; 2],
}

#[derive(Debug, Default)]
struct Relay {
    /// Where the phone and the other end really are.
    ends: Mutex<[Option<SocketAddr>; 2]>,
    weather: Mutex<Weather>,
    lost: AtomicU64,
    over: AtomicBool,
}

impl Relayed {
    /// Puts a network in this weather before `inner`.
    ///
    /// # Errors
    /// If there is no socket or no thread.
    pub fn start(inner: Arc<dyn FarParty>, weather: Weather, seed: u64) -> Result<Self> {
        let relay = Arc::new(Relay { weather: Mutex::new(weather), ..Relay::default() });
        let sockets = [bind()?, bind()?];
        let shown = [sockets[0].local_addr()?, sockets[1].local_addr()?];
        for from in [0, 1] {
            let (heard, other) = (sockets[from].try_clone()?, sockets[1 - from].try_clone()?);
            let relay = Arc::clone(&relay);
            let random = Random::new(seed + from as u64);
            let way = Way { from, heard, other, random };
            thread::Builder::new().name("relay".to_owned()).spawn(move || relay.carry(way))?;
        }
        Ok(Self { inner, relay, shown })
    }

    /// It is as bad as this from now on.
    pub fn change(&self, weather: Weather) {
        *lock(&self.relay.weather) = weather;
    }

    /// How many datagrams were lost so far.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.relay.lost.load(Ordering::Relaxed)
    }

    /// A description of one end (0: the phone's) as the other gets it.
    fn pass(&self, from: usize, description: &str) -> Result<String> {
        let (description, real) = replace_candidates(description, self.shown[1 - from])?;
        lock(&self.relay.ends)[from].get_or_insert(real);
        Ok(description)
    }
}

impl FarParty for Relayed {
    fn offer(&self) -> Result<String> {
        self.pass(1, &self.inner.offer()?)
    }

    fn offer_direction(&self, direction: &str) -> Result<String> {
        self.pass(1, &self.inner.offer_direction(direction)?)
    }

    fn offer_restart(&self) -> Result<String> {
        self.pass(1, &self.inner.offer_restart()?)
    }

    fn answer(&self, offer: &str) -> Result<String> {
        self.pass(1, &self.inner.answer(&self.pass(0, offer)?)?)
    }

    fn accept(&self, answer: &str) -> Result<()> {
        self.inner.accept(&self.pass(0, answer)?)
    }

    fn end(&self) {
        self.relay.over.store(true, Ordering::Relaxed);
        self.inner.end();
    }
}

impl Drop for Relayed {
    fn drop(&mut self) {
        self.end();
    }
}

/// One direction.
struct Way {
    from: usize,
    heard: UdpSocket,
    other: UdpSocket,
    random: Random,
}

impl Relay {
    fn carry(&self, mut way: Way) {
        let mut buffer = [0; 2048];
        let mut waiting: Vec<(Instant, Vec<u8>)> = Vec::new();
        while !self.over.load(Ordering::Relaxed) {
            if let Ok((length, from)) = way.heard.recv_from(&mut buffer) {
                lock(&self.ends)[way.from] = Some(from);
                let bytes = &buffer[..length];
                let weather = *lock(&self.weather);
                let is_sound = bytes.first().is_some_and(|first| (128..192).contains(first));
                if is_sound && way.random.below(100) < weather.loss {
                    self.lost.fetch_add(1, Ordering::Relaxed);
                } else {
                    let jitter = way.random.below(weather.jitter.as_micros() as u64);
                    let due = Instant::now() + weather.delay + Duration::from_micros(jitter);
                    waiting.push((due, bytes.to_vec()));
                }
            }
            let now = Instant::now();
            waiting.sort_by_key(|(due, _)| *due);
            let ready = waiting.partition_point(|(due, _)| *due <= now);
            let to = lock(&self.ends)[1 - way.from];
            for (_, bytes) in waiting.drain(..ready) {
                if let Some(to) = to {
                    // Lost like any datagram.
                    let _ = way.other.send_to(&bytes, to);
                }
            }
        }
    }
}

fn bind() -> Result<UdpSocket> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(LISTEN))?;
    Ok(socket)
}

/// All candidates become one at `shown`; gives the text and where the first one was.
fn replace_candidates(description: &str, shown: SocketAddr) -> Result<(String, SocketAddr)> {
    let mut real = None;
    let mut lines = Vec::new();
    for line in description.lines() {
        if !line.starts_with("a=candidate:") {
            lines.push(line.to_owned());
            continue;
        }
        let mut words: Vec<&str> = line.split(' ').collect();
        let is_udp = words.get(2).is_some_and(|word| word.eq_ignore_ascii_case("udp"));
        let (Some(address), Some(port)) = (words.get(4), words.get(5)) else { continue };
        let Ok(found) = format!("{address}:{port}").parse::<SocketAddr>() else { continue };
        if !is_udp || real.is_some() {
            continue;
        }
        real = Some(found);
        let (address, port) = (shown.ip().to_string(), shown.port().to_string());
        words[4] = &address;
        words[5] = &port;
        lines.push(words.join(" "));
    }
    let real = real.with_context(|| format!("no address in {description}"))?;
    Ok((lines.join("\r\n") + "\r\n", real))
}

/// Numbers that look random (PCG).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{SocketAddr, replace_candidates};

    #[test]
    fn one_address_is_left_and_it_is_the_relay_s() {
        let text = "v=0\r\na=candidate:1 1 tcp 9 10.0.0.1 9 typ host\r\n\
            a=candidate:1 1 UDP 7 x.local 9 typ host\r\na=candidate:2 1 UDP 5 10.0.0.2 4000 typ host\r\n\
            a=candidate:2 2 UDP 4 10.0.0.2 4001 typ host\r\n";
        let (told, real) = replace_candidates(text, "127.0.0.1:77".parse().unwrap()).unwrap();
        assert_eq!(told, "v=0\r\na=candidate:2 1 UDP 5 127.0.0.1 77 typ host\r\n");
        assert_eq!(real, "10.0.0.2:4000".parse::<SocketAddr>().unwrap());
        assert!(replace_candidates("v=0\r\n", real).is_err());
    }
}

//! A call under simulated time: our peer, the far party, the network between them, and what both ears hear.

use super::far::{Far, Manner};
use super::network::Link;
use crate::codec::Codec;
use crate::frame::{FRAME_SAMPLES, Frame, SILENCE, loudness};
use crate::peer::{LocalAddress, Peer, PeerEvent, Verdict};
use crate::testing::{share, start, tone};
use crate::{DescriptionKind, Restart};
use rtc::peer_connection::transport::RTCDtlsRole;
use std::time::{Duration, Instant};

/// What we say and what the far party says.
pub(super) const OURS: f64 = 1000.0;
pub(super) const THEIRS: f64 = 440.0;

const STEP: Duration = Duration::from_millis(5);

pub(super) fn manner(codec: Codec, role: RTCDtlsRole) -> Manner {
    Manner { codec, role, hertz: THEIRS }
}

pub(super) struct Line {
    pub(super) now: Instant,
    steps: u64,
    frames: usize,
    pub(super) us: Peer,
    pub(super) far: Far,
    pub(super) out: Link,
    pub(super) back: Link,
    pub(super) heard: Vec<i16>,
    pub(super) events: Vec<PeerEvent>,
    pub(super) far_digit: Option<([u8; 4], u32)>,
    /// Silence instead of the tone.
    pub(super) dead_microphone: bool,
    /// What came to us, for whoever wants to play it again.
    pub(super) tapped: Vec<Vec<u8>>,
}

impl Line {
    pub(super) fn new(manner: Manner, seed: u64) -> Self {
        let now = start();
        let (ours, theirs) = ("192.0.2.1:5000".parse().unwrap(), "192.0.2.2:6000".parse().unwrap());
        let local = vec![LocalAddress { socket: ours, public: None }];
        Self {
            now,
            steps: 0,
            frames: 0,
            us: Peer::new(local, Box::new(|_| Verdict::Allowed)).unwrap(),
            far: Far::new(manner, theirs, ours, now),
            out: Link::new(seed),
            back: Link::new(seed + 1),
            heard: Vec::new(),
            events: Vec::new(),
            far_digit: None,
            dead_microphone: false,
            tapped: Vec::new(),
        }
    }

    /// We call; `edit` is what the page does to our offer.
    pub(super) fn we_offer(&mut self, restart: Restart, edit: impl Fn(String) -> String) {
        let offer = edit(self.us.create_offer(restart).unwrap());
        self.us.set_local_description(DescriptionKind::Offer, &offer, self.now).unwrap();
        let offer = self.us.local_description().unwrap().1.to_owned();
        let answer = self.far.answer(&offer, self.now);
        self.us.set_remote_description(DescriptionKind::Answer, &answer, self.now).unwrap();
    }

    /// They call; `edit` is what happens to their offer on the way.
    pub(super) fn they_offer(&mut self, restarts: bool, edit: impl Fn(String) -> String) {
        let offer = edit(self.far.offer(restarts, self.now));
        self.us.set_remote_description(DescriptionKind::Offer, &offer, self.now).unwrap();
        let answer = self.us.create_answer().unwrap();
        self.us.set_local_description(DescriptionKind::Answer, &answer, self.now).unwrap();
        let answer = self.us.local_description().unwrap().1.to_owned();
        self.far.accept(&answer, self.now);
    }

    /// Lets time pass.
    pub(super) fn run(&mut self, time: Duration) {
        let until = self.now + time;
        while self.now < until {
            self.now += STEP;
            self.steps += 1;
            self.step();
        }
    }

    fn step(&mut self) {
        let now = self.now;
        for bytes in self.back.arrivals(now) {
            self.us.handle_datagram(self.far.local, self.far.remote, &bytes, now);
            self.tapped.push(bytes);
            let surplus = self.tapped.len().saturating_sub(64);
            self.tapped.drain(..surplus);
        }
        for bytes in self.out.arrivals(now) {
            self.far.receive(&bytes, now);
        }
        if self.us.deadline().is_some_and(|due| due <= now) {
            self.us.handle_time(now);
        }
        self.far.time(now);
        if self.steps.is_multiple_of(4) {
            let frame: Frame = match self.dead_microphone {
                true => SILENCE,
                false => tone(OURS, self.frames * FRAME_SAMPLES, FRAME_SAMPLES).try_into().unwrap(),
            };
            self.frames += 1;
            self.us.capture(&frame, now);
            self.far.frame(self.far_digit.take(), now);
        }
        if self.steps % 4 == 2 {
            self.heard.extend(self.us.play(now));
        }
        while let Some(datagram) = self.us.poll_datagram() {
            // Whoever repeats a check from elsewhere is answered there, as ICE has it.
            if datagram.destination != self.far.local {
                continue;
            }
            // From an address that this machine has no more nothing can be sent.
            if datagram.source != self.far.remote {
                continue;
            }
            self.out.send(datagram.bytes, now);
        }
        while let Some(bytes) = self.far.poll_datagram() {
            self.back.send(bytes, now);
        }
        self.events.extend(std::iter::from_fn(|| self.us.poll_event()));
    }

    /// Forgets what was heard so far, and how it was.
    pub(super) fn listen_anew(&mut self) {
        self.heard.clear();
        self.far.heard.clear();
    }

    /// The share of 40 ms pieces in which the tone of the other end is heard, by us and by them.
    pub(super) fn tones(&self) -> (f64, f64) {
        (part_with(&self.heard, THEIRS), part_with(&self.far.heard, OURS))
    }

    /// How loud the last half second was for us and for them.
    pub(super) fn loudness(&self) -> (f32, f32) {
        let last = |heard: &[i16]| loudness(&heard[heard.len().saturating_sub(24_000)..]);
        (last(&self.heard), last(&self.far.heard))
    }
}

fn part_with(heard: &[i16], hertz: f64) -> f64 {
    let pieces = heard.chunks_exact(1920);
    let all = pieces.len().max(1);
    pieces.filter(|piece| share(piece, hertz) > 0.5).count() as f64 / all as f64
}

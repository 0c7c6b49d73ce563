//! The side of a peer that devices and people see: frames both ways, microphone, digits, figures.

use super::{Peer, PeerEvent};
use crate::digits::{DigitError, DigitTiming};
use crate::frame::Frame;
use crate::identity::Identity;
use crate::level::Microphone;
use crate::quality::Quality;
use crate::stats::StatsRecord;
use std::time::Instant;

impl Peer {
    /// Takes 20 ms of the microphone, recorded up to `now`. To be called also while muted or held, so that levels are
    /// known and the clock goes on.
    pub fn capture(&mut self, frame: &Frame, now: Instant) {
        self.capture_cleaned(frame, frame, now);
    }

    /// The same, with what the microphone heard beside what is sent of it: only the former tells whether it is alive.
    pub fn capture_cleaned(&mut self, heard: &Frame, cleaned: &Frame, now: Instant) {
        let sent = self.sending.frame(heard, cleaned, now);
        let mut events = Vec::new();
        if let (Some(packet), Some(transport)) = (sent.packet, &mut self.transport) {
            transport.send(packet, now, &mut events);
        }
        if let Some(digit) = sent.digit {
            let waiting = self.sending.waiting_digits();
            self.tell(PeerEvent::DigitSent { digit, waiting });
        }
        if let Some(news) = sent.news {
            self.tell(PeerEvent::Microphone(news));
        }
        self.happened(events, now);
    }

    /// The next 20 ms for the speaker, which is about to play them. To be called as the device asks for them.
    pub fn play(&mut self, now: Instant) -> Frame {
        self.receiving.play(now)
    }

    /// Says what is sent of the microphone.
    pub fn set_microphone(&mut self, microphone: Microphone) {
        self.sending.set_microphone(microphone);
    }

    /// Loudness of the last frames of microphone and speaker, in dB below full scale.
    #[must_use]
    pub fn levels(&self) -> (f32, f32) {
        (self.sending.meter().level(), self.receiving.level())
    }

    /// Whether digits can be sent at present.
    #[must_use]
    pub fn can_send_digits(&self) -> bool {
        self.sending.can_send_digits()
    }

    /// Sends `keys` (0 to 9, *, #, A to D; a comma waits two seconds) in place of whatever has not been sent yet.
    ///
    /// # Errors
    /// See [`DigitError`].
    pub fn send_digits(&mut self, keys: &str, timing: DigitTiming) -> Result<(), DigitError> {
        self.sending.add_digits(keys, timing)
    }

    /// How the call sounded in the last seconds.
    #[must_use]
    pub fn quality(&self) -> Quality {
        self.figures.quality()
    }

    /// What `getStats` gives.
    #[must_use]
    pub fn stats(&self) -> Vec<StatsRecord> {
        let identity = self.negotiation.identity();
        let ssrc = identity.map_or(0, Identity::ssrc);
        self.figures.records(ssrc, &self.sending, &self.receiving, &self.states)
    }
}

//! Sending digits: a queue that is played one packet per 20 ms in place of the voice.

use super::{Digit, EventPayload};
use crate::frame::FRAME_TIME;
use std::collections::VecDeque;
use std::time::Duration;

/// Most digits waiting; a page that wants more is told so.
pub const MOST_DIGITS: usize = 128;
/// The last packet is sent three times, since nothing else tells the end (RFC 4733, section 2.5.1.4).
const END_PACKETS: u32 = 3;
/// What a comma waits (W3C WebRTC, `insertDTMF`).
const COMMA: Duration = Duration::from_secs(2);

/// How long each digit is held and what lies between two. The limits are those of `insertDTMF`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigitTiming {
    held: Duration,
    gap: Duration,
}

impl DigitTiming {
    /// Keeps `held` within 40 ms and 6 s, `gap` within 30 ms and 6 s.
    #[must_use]
    pub fn new(held: Duration, gap: Duration) -> Self {
        let [longest, shortest, shortest_gap] = [6_000, 40, 30].map(Duration::from_millis);
        Self { held: held.clamp(shortest, longest), gap: gap.clamp(shortest_gap, longest) }
    }
}

/// 100 ms and 70 ms, as `insertDTMF` has it.
impl Default for DigitTiming {
    fn default() -> Self {
        Self::new(Duration::from_millis(100), Duration::from_millis(70))
    }
}

/// Why digits cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DigitError {
    /// The other side has not agreed to events.
    #[error("the other side takes no digits in this call")]
    NotAgreed,
    /// Something in the text is no key.
    #[error("only 0 to 9, *, #, A to D and a comma can be sent as digits")]
    NoKey,
    /// More than [`MOST_DIGITS`].
    #[error("too many digits are waiting to be sent")]
    TooMany,
}

enum Step {
    Digit(Digit, DigitTiming),
    Pause(Duration),
}

/// What goes out in place of a voice packet.
pub(crate) struct EventPacket {
    pub(crate) payload: [u8; 4],
    /// Of the event's (or the segment's) beginning, in ticks of the event clock.
    pub(crate) timestamp: u32,
    /// Set on the first packet of a digit.
    pub(crate) marker: bool,
}

/// One digit under way.
struct Sounding {
    digit: Digit,
    gap: Duration,
    /// Ticks left to hold.
    left: u32,
    /// Where this segment began, and how long it has lasted.
    timestamp: u32,
    duration: u32,
    begun: bool,
    ends_left: u32,
}

/// The queue and what is being played of it.
#[derive(Default)]
pub(crate) struct DigitSender {
    waiting: VecDeque<Step>,
    sounding: Option<Sounding>,
    /// Silence of the queue before the next step.
    quiet: Duration,
}

impl DigitSender {
    /// Adds `keys`, all or none.
    pub(crate) fn add(&mut self, keys: &str, timing: DigitTiming) -> Result<(), DigitError> {
        if self.waiting.len() + keys.chars().take(MOST_DIGITS + 1).count() > MOST_DIGITS {
            return Err(DigitError::TooMany);
        }
        let steps: Option<Vec<Step>> = keys
            .chars()
            .map(|key| match key {
                ',' => Some(Step::Pause(COMMA)),
                key => Digit::of(key).map(|digit| Step::Digit(digit, timing)),
            })
            .collect();
        self.waiting.extend(steps.ok_or(DigitError::NoKey)?);
        Ok(())
    }

    /// Drops what has not begun; a digit under way comes to its end.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The keys that have not begun, as `toneBuffer` has them.
    pub(crate) fn waiting(&self) -> String {
        let key = |step: &Step| match step {
            Step::Digit(digit, _) => digit.key(),
            Step::Pause(_) => ',',
        };
        self.waiting.iter().map(key).collect()
    }

    /// What to send in the 20 ms that begin at `timestamp` (event clock of `rate` hertz), and the digit that begins
    /// there. `None`: the voice may be heard.
    pub(crate) fn next(
        &mut self,
        timestamp: u32,
        rate: u32,
    ) -> (Option<EventPacket>, Option<Digit>) {
        let mut begun = None;
        if self.sounding.is_none() {
            if !self.quiet.is_zero() {
                self.quiet = self.quiet.saturating_sub(FRAME_TIME);
                return (None, None);
            }
            match self.waiting.pop_front() {
                None => return (None, None),
                Some(Step::Pause(pause)) => {
                    self.quiet = pause.saturating_sub(FRAME_TIME);
                    return (None, None);
                }
                Some(Step::Digit(digit, timing)) => {
                    begun = Some(digit);
                    self.sounding = Some(Sounding {
                        digit,
                        gap: timing.gap,
                        left: ticks(timing.held, rate),
                        timestamp,
                        duration: 0,
                        begun: false,
                        ends_left: END_PACKETS,
                    });
                }
            }
        }
        let packet =
            self.sounding.as_mut().map(|sounding| sounding.packet(ticks(FRAME_TIME, rate)));
        if let Some(ended) = self.sounding.take_if(|sounding| sounding.ends_left == 0) {
            self.quiet = ended.gap;
        }
        (packet, begun)
    }
}

impl Sounding {
    fn packet(&mut self, step: u32) -> EventPacket {
        let marker = !self.begun;
        self.begun = true;
        if self.left > 0 {
            let held = step.min(self.left);
            self.left -= held;
            // A segment's duration has 16 bits; a longer event continues in another (RFC 4733, section 2.5.1.3).
            if self.duration + held > u32::from(u16::MAX) {
                self.timestamp = self.timestamp.wrapping_add(self.duration);
                self.duration = 0;
            }
            self.duration += held;
        } else {
            self.ends_left -= 1;
        }
        let is_end = self.ends_left < END_PACKETS;
        let duration = self.duration.min(u32::from(u16::MAX)) as u16;
        let payload = EventPayload { event: self.digit.0, is_end, duration };
        EventPacket { payload: payload.write(), timestamp: self.timestamp, marker }
    }
}

fn ticks(time: Duration, rate: u32) -> u32 {
    (time.as_millis() as u64 * u64::from(rate) / 1000) as u32
}

#[cfg(test)]
mod tests {
    use super::{DigitError, DigitSender, DigitTiming, EventPayload, MOST_DIGITS};
    use std::time::Duration;

    /// Every packet until the queue is empty, with the number of the frame it went out in.
    fn play(
        sender: &mut DigitSender,
        rate: u32,
        frames: u32,
    ) -> Vec<(u32, u32, bool, EventPayload)> {
        (0..frames)
            .filter_map(|frame| {
                let (packet, _) = sender.next(1000 + frame * rate / 50, rate);
                let packet = packet?;
                let payload = EventPayload::read(&packet.payload)?;
                Some((frame, packet.timestamp, packet.marker, payload))
            })
            .collect()
    }

    #[test]
    fn a_digit_grows_ends_three_times_and_leaves_a_gap() {
        let mut sender = DigitSender::default();
        let timing = DigitTiming::new(Duration::from_millis(100), Duration::from_millis(50));
        sender.add("1#", timing).unwrap();
        let packets = play(&mut sender, 8000, 40);
        let of_first: Vec<_> = packets.iter().filter(|(_, stamp, ..)| *stamp == 1000).collect();
        let durations: Vec<_> = of_first.iter().map(|(.., payload)| payload.duration).collect();
        assert_eq!(durations, [160, 320, 480, 640, 800, 800, 800, 800]);
        let ends: Vec<_> = of_first.iter().map(|(.., payload)| payload.is_end).collect();
        assert_eq!(ends, [false, false, false, false, false, true, true, true]);
        let markers = packets.iter().filter(|(_, _, marker, _)| *marker).count();
        assert_eq!(markers, 2);
        // Eight packets, then at least 50 ms.
        let (frame, _, _, second) = packets[8];
        assert_eq!((frame, second.event), (11, 11));
    }

    #[test]
    fn a_long_digit_at_48_khz_continues_in_segments() {
        let mut sender = DigitSender::default();
        let timing = DigitTiming::new(Duration::from_secs(3), Duration::ZERO);
        sender.add("5", timing).unwrap();
        let packets = play(&mut sender, 48_000, 400);
        let mut stamps: Vec<u32> = packets.iter().map(|(_, stamp, ..)| *stamp).collect();
        stamps.dedup();
        assert_eq!(stamps, [1000, 1000 + 65_280, 1000 + 130_560]);
        assert_eq!(packets.iter().filter(|(_, _, marker, _)| *marker).count(), 1);
        let last = packets.last().unwrap();
        assert_eq!(u64::from(last.1 - 1000) + u64::from(last.3.duration), 3 * 48_000);
    }

    #[test]
    fn a_comma_waits_two_seconds() {
        let mut sender = DigitSender::default();
        sender.add(",7", DigitTiming::default()).unwrap();
        assert_eq!(sender.waiting(), ",7");
        let packets = play(&mut sender, 8000, 200);
        assert_eq!(packets[0].0, 100);
    }

    #[test]
    fn what_cannot_be_sent_is_refused_whole() {
        let mut sender = DigitSender::default();
        assert_eq!(sender.add("12x", DigitTiming::default()), Err(DigitError::NoKey));
        let many = "1".repeat(MOST_DIGITS + 1);
        assert_eq!(sender.add(&many, DigitTiming::default()), Err(DigitError::TooMany));
        assert_eq!(sender.waiting(), "");
        sender.add("1a*", DigitTiming::default()).unwrap();
        assert_eq!(sender.waiting(), "1A*");
        sender.clear();
        assert!(play(&mut sender, 8000, 10).is_empty());
    }
}

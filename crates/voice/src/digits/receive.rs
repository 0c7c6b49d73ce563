//! Hearing digits: each is reported once, at its beginning, however many packets of it come and whichever are lost.

use super::{Digit, EventPayload};

/// The digit heard last.
#[derive(Default)]
pub(crate) struct DigitReceiver {
    last: Option<Heard>,
}

struct Heard {
    event: u8,
    timestamp: u32,
    duration: u16,
    ended: bool,
}

impl DigitReceiver {
    /// Takes an event packet with its timestamp (event clock); the digit that begins with it, if one does.
    pub(crate) fn hear(&mut self, timestamp: u32, payload: &[u8]) -> Option<Digit> {
        let payload = EventPayload::read(payload)?;
        let digit = Digit::of_event(payload.event)?;
        if let Some(last) = &mut self.last {
            let ahead = timestamp.wrapping_sub(last.timestamp);
            // Late ones of an earlier digit count as little as further ones of this.
            let is_old = ahead > u32::MAX / 2;
            if ahead == 0 || is_old {
                last.duration = last.duration.max(payload.duration);
                last.ended |= payload.is_end && ahead == 0;
                return None;
            }
            // The next segment of one long event begins where the last, nearly full, ended; some of it may be lost.
            let was_full = last.duration > u16::MAX / 4 * 3 && ahead <= u32::from(u16::MAX);
            let continues = last.event == payload.event && !last.ended && was_full;
            if continues {
                *last = heard(timestamp, payload);
                return None;
            }
        }
        self.last = Some(heard(timestamp, payload));
        Some(digit)
    }
}

fn heard(timestamp: u32, payload: EventPayload) -> Heard {
    Heard { event: payload.event, timestamp, duration: payload.duration, ended: payload.is_end }
}

#[cfg(test)]
mod tests {
    use super::super::{DigitSender, DigitTiming};
    use super::DigitReceiver;
    use std::time::Duration;

    fn heard(keys: &str, held: u64, rate: u32, is_lost: impl Fn(usize) -> bool) -> String {
        let mut sender = DigitSender::default();
        let timing = DigitTiming::new(Duration::from_millis(held), Duration::from_millis(50));
        sender.add(keys, timing).unwrap();
        let mut receiver = DigitReceiver::default();
        let mut heard = String::new();
        let mut sent = 0;
        for frame in 0..2000 {
            // The clock passes its end in the middle.
            let timestamp = (u32::MAX - 40_000).wrapping_add(frame * rate / 50);
            if let Some(packet) = sender.next(timestamp, rate).0 {
                sent += 1;
                if !is_lost(sent) {
                    let digit = receiver.hear(packet.timestamp, &packet.payload);
                    heard.extend(digit.map(super::Digit::key));
                    // The network may say everything twice.
                    assert!(receiver.hear(packet.timestamp, &packet.payload).is_none());
                }
            }
        }
        heard
    }

    #[test]
    fn what_is_sent_is_heard_once_each() {
        for rate in [8_000, 48_000] {
            assert_eq!(heard("0123456789*#ABCD", 100, rate, |_| false), "0123456789*#ABCD");
            assert_eq!(heard("1122", 100, rate, |sent| sent % 3 != 0), "1122");
            assert_eq!(heard("55", 4000, rate, |_| false), "55");
        }
    }

    #[test]
    fn what_is_no_digit_is_not_heard() {
        let mut receiver = DigitReceiver::default();
        assert!(receiver.hear(1, &[16, 10, 0, 160]).is_none());
        assert!(receiver.hear(1, &[1, 10, 0]).is_none());
        assert!(receiver.hear(1, &[]).is_none());
    }
}

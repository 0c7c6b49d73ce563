//! Digits in a call as RTP events (RFC 4733): which there are, and how one packet says one.

mod receive;
mod send;

pub(crate) use receive::DigitReceiver;
pub(crate) use send::DigitSender;
pub use send::{DigitError, DigitTiming, MOST_DIGITS};

/// A key of a telephone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digit(u8);

/// The keys in the order of their event codes, 0 to 15 (RFC 4733, table 3).
const KEYS: &[u8; 16] = b"0123456789*#ABCD";

impl Digit {
    /// The key `key` stands for: `0` to `9`, `*`, `#`, `A` to `D` in either case.
    #[must_use]
    pub fn of(key: char) -> Option<Self> {
        let key = u8::try_from(key).ok()?.to_ascii_uppercase();
        let code = KEYS.iter().position(|known| *known == key)?;
        u8::try_from(code).ok().map(Self)
    }

    /// The digit with an event code, if it is one.
    pub(crate) fn of_event(code: u8) -> Option<Self> {
        (usize::from(code) < KEYS.len()).then_some(Self(code))
    }

    /// The key.
    #[must_use]
    pub fn key(self) -> char {
        KEYS.get(usize::from(self.0)).map_or('?', |key| char::from(*key))
    }
}

/// Digits may be card numbers and passwords: they are not for logs.
impl std::fmt::Debug for Digit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digit(«private»)")
    }
}

/// The payload of one event packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EventPayload {
    /// Event code; above 15 it is no key.
    pub(crate) event: u8,
    /// Whether the key was let go.
    pub(crate) is_end: bool,
    /// How long it has been held, in ticks of the event clock.
    pub(crate) duration: u16,
}

/// Loudness written into our events, in dB below the reference: what telephones send.
const VOLUME: u8 = 10;

impl EventPayload {
    pub(crate) fn write(self) -> [u8; 4] {
        let [high, low] = self.duration.to_be_bytes();
        let end = if self.is_end { 0x80 } else { 0 };
        [self.event, end | VOLUME, high, low]
    }

    pub(crate) fn read(payload: &[u8]) -> Option<Self> {
        let &[event, flags, high, low] = payload.get(..4)? else { return None };
        let duration = u16::from_be_bytes([high, low]);
        Some(Self { event, is_end: flags & 0x80 != 0, duration })
    }
}

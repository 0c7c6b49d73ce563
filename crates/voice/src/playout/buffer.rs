//! Packets in the order of sending, until it is their turn.

use std::collections::BTreeMap;
use std::time::Instant;

/// Most packets kept: 1.2 s of 20 ms each.
const MOST_PACKETS: usize = 60;
/// A jump of the sequence this large is another stream, not a loss.
const LARGEST_JUMP: u64 = 500;

/// A packet whose turn has come.
pub(super) struct Packet {
    /// Sender's time of its first sample, in samples at 48 kHz.
    pub(super) time: i64,
    pub(super) arrived: Instant,
    pub(super) payload: Vec<u8>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Voice,
    /// The sender said nothing for so many samples, then a packet follows.
    Pause(i64),
    Other,
    /// So many packets are missing before one that is here.
    Missing {
        count: u64,
    },
    Empty,
}

#[derive(Default)]
pub(super) struct Buffer {
    packets: BTreeMap<u64, Option<Packet>>,
    /// The sequence number whose turn it is; `None` before the first packet.
    turn: Option<u64>,
    /// The last timestamp as it came and as sender's time.
    last_time: Option<(u32, i64)>,
}

impl Buffer {
    /// Sender's time of a timestamp, without wrap, at 48 kHz; `step` samples to a tick.
    pub(super) fn sender_time(&mut self, timestamp: u32, step: u32) -> i64 {
        let time = match self.last_time {
            None => 0,
            Some((last, time)) => {
                let ticks = i64::from(timestamp.wrapping_sub(last).cast_signed());
                time + ticks * i64::from(step)
            }
        };
        self.last_time = Some((timestamp, time));
        time
    }

    /// Whether the packet is kept: not if its turn is over or it is here already.
    pub(super) fn insert(
        &mut self,
        sequence: u64,
        voice: Option<(i64, &[u8])>,
        arrived: Instant,
    ) -> bool {
        if let Some(turn) = self.turn {
            if sequence.abs_diff(turn) > LARGEST_JUMP {
                self.packets.clear();
                self.turn = Some(sequence);
            } else if sequence < turn {
                return false;
            }
        }
        if self.packets.contains_key(&sequence) {
            return false;
        }
        let packet =
            voice.map(|(time, payload)| Packet { time, arrived, payload: payload.to_vec() });
        self.packets.insert(sequence, packet);
        while self.packets.len() > MOST_PACKETS {
            self.packets.pop_first();
            self.jump();
        }
        true
    }

    pub(super) fn clear(&mut self) {
        self.packets.clear();
        self.turn = None;
    }

    /// Sender's time of the first voice packet.
    pub(super) fn first_time(&self) -> Option<i64> {
        self.packets.values().flatten().next().map(|packet| packet.time)
    }

    /// Packets waiting.
    pub(super) fn waiting(&self) -> usize {
        self.packets.len()
    }

    /// What comes next if the sample at `cursor` is to be played.
    pub(super) fn next(&self, cursor: i64) -> Next {
        let Some((&sequence, packet)) = self.packets.first_key_value() else { return Next::Empty };
        let missing = sequence.saturating_sub(self.turn.unwrap_or(sequence));
        match packet {
            _ if missing > 0 => Next::Missing { count: missing },
            None => Next::Other,
            Some(packet) if packet.time > cursor => Next::Pause(packet.time - cursor),
            Some(_) => Next::Voice,
        }
    }

    /// The payload of the packet directly after the one whose turn it is and which is missing.
    pub(super) fn after_missing(&self) -> Option<&[u8]> {
        let packet = self.packets.get(&(self.turn? + 1))?.as_ref()?;
        Some(&packet.payload)
    }

    /// Takes the packet whose turn it is.
    pub(super) fn take(&mut self) -> Option<Packet> {
        let turn = *self.packets.first_key_value()?.0;
        self.turn = Some(turn + 1);
        self.packets.remove(&turn).flatten()
    }

    /// Lets the turn of one packet pass, whether it is here or not.
    pub(super) fn pass(&mut self) {
        if let Some(turn) = &mut self.turn {
            self.packets.remove(turn);
            *turn += 1;
        }
    }

    /// Gives the turn to the first packet that is here.
    pub(super) fn jump(&mut self) {
        self.turn = self.packets.first_key_value().map(|(&sequence, _)| sequence).or(self.turn);
    }
}

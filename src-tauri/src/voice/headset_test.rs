//! *Test my headset*: three seconds of the microphone, then the same at the speaker.

use deskbell_core::HeadsetTest;
use deskbell_voice::{FRAME_TIME, Frame, loudness};
use std::time::Duration;

/// How long is recorded.
const RECORDED: Duration = Duration::from_secs(3);
const FRAMES: usize = (RECORDED.as_millis() / FRAME_TIME.as_millis()) as usize;

/// One test.
#[derive(Default)]
pub(super) struct Test {
    frames: Vec<Frame>,
    played: usize,
}

impl Test {
    /// Takes 20 ms of the microphone while it records.
    pub(super) fn record(&mut self, frame: &Frame) {
        if self.frames.len() < FRAMES {
            self.frames.push(*frame);
        }
    }

    /// The next 20 ms to be heard; none while it records and when it is over.
    pub(super) fn play(&mut self) -> Option<Frame> {
        if self.frames.len() < FRAMES {
            return None;
        }
        let frame = self.frames.get(self.played).copied();
        self.played += usize::from(frame.is_some());
        frame
    }

    /// Where it stands.
    pub(super) fn state(&self) -> HeadsetTest {
        let left = |frames: usize| FRAME_TIME.as_millis() as u32 * frames as u32;
        match (FRAMES - self.frames.len(), FRAMES.saturating_sub(self.played)) {
            (0, 0) => HeadsetTest::Over { heard_db: self.loudest() },
            (0, to_play) => HeadsetTest::Playing { left_ms: left(to_play) },
            (to_record, _) => HeadsetTest::Recording { left_ms: left(to_record) },
        }
    }

    /// The loudest tenth of a second: what was said, whatever pauses are between.
    fn loudest(&self) -> i32 {
        let loud = |frames: &[Frame]| loudness(frames.as_flattened()).round() as i32;
        self.frames.chunks(5).map(loud).max().unwrap_or(-100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_voice::SILENCE;

    #[test]
    fn what_was_recorded_is_heard_once_and_its_loudness_told() {
        let mut test = Test::default();
        let loud = [8000; 960];
        for at in 0..FRAMES {
            assert_eq!(test.play(), None);
            assert!(matches!(test.state(), HeadsetTest::Recording { .. }));
            test.record(if at == 70 { &loud } else { &SILENCE });
        }
        test.record(&loud);
        assert_eq!(test.state(), HeadsetTest::Playing { left_ms: 3000 });
        let heard: Vec<Frame> = std::iter::from_fn(|| test.play()).collect();
        assert!(heard.len() == FRAMES && heard[70] == loud && heard[71] == SILENCE);
        assert_eq!(test.state(), HeadsetTest::Over { heard_db: -19 });
    }
}

//! What is told of sound: a device that went in a call, until it is back.

use super::facts::NoticeKind;
use super::state::Memory;
use crate::base::Timestamp;
use crate::base::text::fill;
use crate::sound::DeviceKind;
use crate::sound::change::Change;
use crate::world::World;

impl Memory {
    /// Follows what happened to the sound of calls.
    pub(super) fn follow_sound(&mut self, world: &World, change: &Change, now: Timestamp) {
        match change {
            Change::Updated => {}
            Change::Lost { kind, gone, next } => {
                let say = &world.words().sound;
                let detail = match next {
                    Some(next) => fill(say.next, &[gone, next]),
                    None => fill(say.no_next, &[gone]),
                };
                self.notice(None, notice_of(*kind), Some(detail), now);
            }
            Change::Settled { kind } => self.clear_notice(None, notice_of(*kind)),
        }
    }
}

const fn notice_of(kind: DeviceKind) -> NoticeKind {
    match kind {
        DeviceKind::Microphone => NoticeKind::MicrophoneLost,
        DeviceKind::Speaker => NoticeKind::SpeakerLost,
    }
}

//! Questions before something is done.

use super::facts::Question;
use crate::base::answer::failed;
use crate::base::{Answer, ErrorCode, Source};
use crate::effect::Effect;
use crate::state::State;

/// Puts a question to the user; a program on the command line gets it as its answer instead.
pub(crate) fn ask(
    state: &mut State,
    question: Question,
    why: &str,
    from: Source,
    out: &mut Vec<Effect>,
) -> Answer {
    match from {
        Source::CommandLine | Source::Link => {}
        Source::Window => state.world.window.question = Some(question),
        Source::Tray | Source::Notification | Source::SecondStart => {
            state.world.window.question = Some(question);
            out.push(Effect::ShowWindow);
        }
    }
    state.dirty = true;
    failed(ErrorCode::NeedsConfirmation, why.to_owned())
}

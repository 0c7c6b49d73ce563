//! Questions before something is done.

use super::change::Change;
use super::facts::Question;
use super::state::Window;
use crate::base::answer::failed;
use crate::base::{Answer, ErrorCode, Source};

impl Window {
    /// Puts a question to the user; a program on the command line gets it as its answer instead.
    pub(crate) fn ask(&mut self, question: Question, why: &str, from: Source) -> Answer {
        match from {
            Source::CommandLine | Source::Link => {}
            Source::Window => self.put(question),
            Source::Tray | Source::Notification | Source::SecondStart => {
                self.put(question);
                self.changes.push(Change::Show);
            }
        }
        failed(ErrorCode::NeedsConfirmation, why.to_owned())
    }

    /// Puts a question to whoever looks at the window.
    pub(crate) fn put(&mut self, question: Question) {
        self.question = Some(question);
        self.changes.push(Change::Updated);
    }

    /// What it asks.
    pub(crate) const fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// The question is answered, or there is nothing left to ask.
    pub(crate) fn drop_question(&mut self) {
        if self.question.take().is_some() {
            self.changes.push(Change::Updated);
        }
    }
}

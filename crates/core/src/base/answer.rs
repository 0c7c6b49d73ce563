//! Answers: what somebody who asked for something is told.

use super::request::RequestId;
use crate::effect::Effect;
use serde::{Deserialize, Serialize};

/// Answer to one request of the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Answer {
    /// Confirmed by the widget (or needs no confirmation).
    Done {
        /// One sentence.
        message: String,
    },
    /// Refused or failed.
    Failed {
        /// Stable word for programs: `no-call`, `no-chat`, `no-ask`, `no-download`, `not-possible`, `no-answer`, `ambiguous`, `unknown-account`, `refused`, `not-posted`, `needs-confirmation`, `bad-input`, `not-saved`.
        code: String,
        /// One sentence: what, what it means, what to do.
        message: String,
    },
}

/// Whether what was asked can be seen.
pub(crate) enum Sign {
    /// Not yet.
    Waiting,
    /// It is there.
    Seen,
    /// It can no longer come.
    Gone,
}

/// Answers somebody who waits; nobody waiting is fine.
pub(crate) fn answer(request: Option<RequestId>, answer: Answer, out: &mut Vec<Effect>) {
    if let Some(request) = request {
        out.push(Effect::Answer { request, answer });
    }
}

/// An answer that says it did not happen.
pub(crate) fn failed(code: &str, message: String) -> Answer {
    Answer::Failed { code: code.to_owned(), message }
}

/// What became of a wish at once.
pub(crate) enum Reply {
    /// It is done.
    Done(String),
    /// A command is on its way and will answer.
    Later,
}

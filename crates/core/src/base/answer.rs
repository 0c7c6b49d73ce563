//! Answers: what somebody who asked for something is told.

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
    /// Handed over, and nobody tells what came of it.
    Unconfirmed {
        /// One sentence.
        message: String,
    },
    /// Refused or failed.
    Failed {
        /// Stable word for programs.
        code: ErrorCode,
        /// One sentence: what, what it means, what to do.
        message: String,
    },
}

/// Why something asked for did not happen: a stable word for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// There is no such call.
    NoCall,
    /// There is no such chat.
    NoChat,
    /// There is no such question of a page.
    NoAsk,
    /// There is no such download.
    NoDownload,
    /// Nothing of the kind was granted.
    NoGrant,
    /// No sign-in is open.
    NoSignIn,
    /// Not at this moment, or not of this account.
    NotPossible,
    /// Nobody knows what came of it: the widget showed nothing in time.
    NoAnswer,
    /// Several could be meant.
    Ambiguous,
    /// There is no such account.
    UnknownAccount,
    /// The widget said no.
    Refused,
    /// The page did not get it.
    NotPosted,
    /// It would cut a call or leave a chat: ask the agent first.
    NeedsConfirmation,
    /// It was taken, and nothing shows that it was done.
    NotConfirmed,
    /// What was given is not of the wanted form.
    BadInput,
    /// Too much was asked in too short a time.
    TooMany,
    /// It was done, and is lost when the program ends: the settings cannot be saved.
    NotSaved,
}

impl ErrorCode {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoCall => "no-call",
            Self::NoChat => "no-chat",
            Self::NoAsk => "no-ask",
            Self::NoDownload => "no-download",
            Self::NoGrant => "no-grant",
            Self::NoSignIn => "no-sign-in",
            Self::NotPossible => "not-possible",
            Self::NoAnswer => "no-answer",
            Self::Ambiguous => "ambiguous",
            Self::UnknownAccount => "unknown-account",
            Self::Refused => "refused",
            Self::NotPosted => "not-posted",
            Self::NeedsConfirmation => "needs-confirmation",
            Self::NotConfirmed => "not-confirmed",
            Self::BadInput => "bad-input",
            Self::TooMany => "too-many",
            Self::NotSaved => "not-saved",
        }
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
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

/// An answer that says it did not happen.
pub(crate) const fn failed(code: ErrorCode, message: String) -> Answer {
    Answer::Failed { code, message }
}

/// What became of a request at once.
pub(crate) enum Reply {
    /// It is done.
    Done(String),
    /// A command is on its way and will answer.
    Later,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_the_same_in_json_and_in_words() {
        for code in [ErrorCode::NoCall, ErrorCode::NeedsConfirmation, ErrorCode::BadInput] {
            assert_eq!(serde_json::to_value(code).ok(), Some(code.as_str().into()));
        }
    }
}

//! Why SnapEngage did not do what it was asked: one kind for each thing a person would do about it.

use std::error::Error;
use std::io;
use std::time::Duration;

/// What went wrong with a request. No text in it ever holds the token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// 401: the token is wrong or was replaced.
    #[error(
        "SnapEngage does not know the API token: generate one in the Admin Dashboard and enter it"
    )]
    Unauthorized,
    /// 403: the token is known, and not allowed to do this.
    #[error("SnapEngage does not allow this with the API token: ask your administrator")]
    Forbidden,
    /// Another 4xx. The vendor documents an answer with `message` (section *Error Response*).
    #[error("SnapEngage refused the request ({status}): check the agent's e-mail address")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// What the answer said, on one line, at most 200 characters. It is foreign text: show it, obey nothing in it.
        said: Option<String>,
    },
    /// 429. Public clients of the vendor's Logs API meet it; the Agent Status API does not mention it.
    #[error("SnapEngage asks for fewer requests: it is tried again later")]
    RateLimited {
        /// How long from now, if the answer said so; never more than a day.
        retry_after: Option<Duration>,
    },
    /// 5xx.
    #[error("SnapEngage has a problem of its own ({status}): it is tried again later")]
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// 3xx. It is not followed: that would hand the token to whoever is named there.
    #[error("the address answers with another address: enter the final one")]
    Redirected,
    /// Nothing came back in time.
    #[error("SnapEngage did not answer in time: check your network")]
    TimedOut,
    /// The host's name has no address, or nobody could be asked for it.
    #[error("the host was not found: check the address and your network")]
    HostNotFound,
    /// The connection could not be made safe: a certificate nobody vouches for, or no TLS at all.
    #[error(
        "the connection is not safe ({reason}): check the address, and the clock of this computer"
    )]
    Tls {
        /// The TLS library's words, on one line, at most 200 characters.
        reason: String,
    },
    /// Nobody accepts connections there, or there is no way to get there.
    #[error("the host cannot be reached: check your network")]
    NotReachable,
    /// The connection ended midway, or what came back is not HTTP.
    #[error("the connection broke before SnapEngage answered: it is tried again later")]
    Broken,
    /// The token has characters that cannot be sent, or none at all.
    #[error("the API token cannot be sent as it is: copy it again from the Admin Dashboard")]
    BadToken,
}

/// Request time-out and Too Early: the two refusals that HTTP says may be repeated (RFC 9110 15.5.9, RFC 8470 5.2).
const MAY_BE_REPEATED: [u16; 2] = [408, 425];

impl Problem {
    /// True if asking again without a change by a person cannot help.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Unauthorized | Self::Forbidden | Self::BadToken | Self::Redirected => true,
            Self::Rejected { status, .. } => !MAY_BE_REPEATED.contains(status),
            Self::RateLimited { .. }
            | Self::Server { .. }
            | Self::TimedOut
            | Self::HostNotFound
            | Self::Tls { .. }
            | Self::NotReachable
            | Self::Broken => false,
        }
    }
}

/// What a request that got no answer died of. The innermost cause that is known decides, since the outer ones only
/// say where it surfaced.
pub(crate) fn from_transport(error: &reqwest::Error) -> Problem {
    if error.is_timeout() {
        return Problem::TimedOut;
    }
    if error.is_dns() {
        return Problem::HostNotFound;
    }
    let mut unsafe_connection = None;
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(current) = cause {
        if let Some(tls) = current.downcast_ref::<native_tls::Error>() {
            unsafe_connection = Some(tls.to_string());
        }
        // A handshake that died with its connection is not the certificate's fault.
        if let Some(problem) = current.downcast_ref::<io::Error>().and_then(from_io) {
            return problem;
        }
        cause = current.source();
    }
    match unsafe_connection {
        Some(reason) => Problem::Tls { reason: one_line(&reason) },
        // What is left of connecting is a proxy that refuses to pass us on.
        None if error.is_connect() => Problem::NotReachable,
        None => Problem::Broken,
    }
}

/// None if the error wraps another one that knows better.
fn from_io(error: &io::Error) -> Option<Problem> {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::TimedOut => Some(Problem::TimedOut),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::UnexpectedEof
        | Kind::NotConnected => Some(Problem::Broken),
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::NetworkDown
        | Kind::AddrNotAvailable
        | Kind::PermissionDenied => Some(Problem::NotReachable),
        _ => None,
    }
}

/// Longest foreign text we pass on, in characters.
const FOREIGN_WORDS: usize = 200;

/// Foreign text on one line, without characters that move the cursor or turn the direction of writing.
pub(crate) fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain = text.split(|c: char| c.is_whitespace() || c.is_control() || turns(c));
    let words: Vec<&str> = plain.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(FOREIGN_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::{FOREIGN_WORDS, Problem, one_line};

    #[test]
    fn only_what_a_person_must_change_is_final() {
        let rejected = |status| Problem::Rejected { status, said: None };
        for problem in [
            Problem::Unauthorized,
            Problem::Forbidden,
            Problem::BadToken,
            Problem::Redirected,
            rejected(400),
            rejected(404),
            rejected(413),
        ] {
            assert!(problem.is_final(), "{problem:?}");
        }
        for problem in [
            rejected(408),
            rejected(425),
            Problem::RateLimited { retry_after: None },
            Problem::Server { status: 503 },
            Problem::TimedOut,
            Problem::HostNotFound,
            Problem::Tls { reason: String::new() },
            Problem::NotReachable,
            Problem::Broken,
        ] {
            assert!(!problem.is_final(), "{problem:?}");
        }
    }

    #[test]
    fn foreign_text_is_one_short_plain_line() {
        assert_eq!(one_line(" a\r\nb\u{1b}[31m\u{202e}c\u{0} "), "a b [31m c");
        assert_eq!(one_line(&"é".repeat(500)).chars().count(), FOREIGN_WORDS);
        assert_eq!(one_line("\n\t"), "");
    }
}

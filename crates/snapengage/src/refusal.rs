//! What an answer other than 2xx means: its status, when to try again, and what it said.

use crate::problem::{Problem, one_line};
use reqwest::StatusCode;
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// Longest pause an answer may ask for: beyond it a mistyped date would silence us for years.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// The problem of an answer. `said` is only asked for where it is shown.
pub(crate) fn from_status(status: StatusCode, retry_after: Option<Duration>) -> Problem {
    match status.as_u16() {
        300..=399 => Problem::Redirected,
        401 => Problem::Unauthorized,
        403 => Problem::Forbidden,
        429 => Problem::RateLimited { retry_after },
        status @ 400..=499 => Problem::Rejected { status, said: None },
        status @ 500..=599 => Problem::Server { status },
        _ => Problem::Broken,
    }
}

/// The pause a `Retry-After` asks for, as seconds or as a date (RFC 9110 10.2.3). A date that has passed is no pause.
pub(crate) fn pause(header: &str, now: SystemTime) -> Option<Duration> {
    let header = header.trim();
    let asked = if !header.is_empty() && header.bytes().all(|b| b.is_ascii_digit()) {
        // Digits that are too many for a number are still a wish to wait long.
        Duration::from_secs(header.parse().unwrap_or(u64::MAX))
    } else {
        let date = httpdate::parse_http_date(header).ok()?;
        date.duration_since(now).unwrap_or(Duration::ZERO)
    };
    Some(asked.min(LONGEST_PAUSE))
}

/// What a refusal said: the vendor's `message`, another service's `error`, or plain text. Pages meant for browsers say
/// nothing. A token that is echoed does not get through.
pub(crate) fn said(body: &[u8], token: &str) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let text = match serde_json::from_str::<Value>(&text) {
        Ok(Value::String(text)) => text,
        Ok(value) => ["message", "error"]
            .iter()
            .find_map(|name| value.get(name)?.as_str().map(str::to_owned))?,
        Err(_) if text.trim_start().starts_with(['<', '{', '[']) => return None,
        Err(_) => text.into_owned(),
    };
    let text = one_line(&text.replace(token, "«private»"));
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PAUSE, from_status, pause, said};
    use crate::Problem;
    use reqwest::StatusCode;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    /// 6 November 1994, 08:49:37: the date RFC 9110 uses in its examples.
    const EXAMPLE: u64 = 784_111_777;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_pause_is_read_in_every_form() {
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!(pause(" 120 ", at(0)), seconds(120));
        assert_eq!(pause("0", at(0)), seconds(0));
        assert_eq!(pause("Sun, 06 Nov 1994 08:49:37 GMT", at(EXAMPLE - 90)), seconds(90));
        assert_eq!(pause("Sunday, 06-Nov-94 08:49:37 GMT", at(EXAMPLE - 90)), seconds(90));
        assert_eq!(pause("Sun Nov  6 08:49:37 1994", at(EXAMPLE - 90)), seconds(90));
        assert_eq!(pause("Sun, 06 Nov 1994 08:49:37 GMT", at(EXAMPLE + 90)), seconds(0));
        assert_eq!(pause("999999999999999999999999", at(0)), Some(LONGEST_PAUSE));
        assert_eq!(pause("Fri, 31 Dec 9999 23:59:59 GMT", at(EXAMPLE)), Some(LONGEST_PAUSE));
        for nonsense in ["", "soon", "-5", "1.5", "+3"] {
            assert_eq!(pause(nonsense, at(0)), None, "{nonsense:?}");
        }
    }

    #[test]
    fn each_status_has_its_problem() {
        let of = |status| from_status(StatusCode::from_u16(status).unwrap(), None);
        assert_eq!(of(307), Problem::Redirected);
        assert_eq!(of(401), Problem::Unauthorized);
        assert_eq!(of(403), Problem::Forbidden);
        assert_eq!(of(422), Problem::Rejected { status: 422, said: None });
        assert_eq!(of(429), Problem::RateLimited { retry_after: None });
        assert_eq!(of(502), Problem::Server { status: 502 });
        assert_eq!(of(799), Problem::Broken);
    }

    #[test]
    fn the_message_is_found_and_a_page_is_not_quoted() {
        let said = |body: &str| said(body.as_bytes(), "s3cret");
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(said(r#"{"code":400,"message":"No such\nagent"}"#), some("No such agent"));
        assert_eq!(said(r#"{"error":"bad"}"#), some("bad"));
        assert_eq!(said("not today"), some("not today"));
        assert_eq!(said("your token s3cret is bad"), some("your token «private» is bad"));
        assert_eq!(said("<html>no</html>"), None);
        assert_eq!(said(r#"{"message":"cut of"#), None);
        assert_eq!(said(r#"{"message":5}"#), None);
        assert_eq!(said(""), None);
    }
}

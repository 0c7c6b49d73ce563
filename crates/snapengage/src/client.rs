//! The client: one request, one answer, and nothing that could carry the token elsewhere.

use crate::StatusUpdate;
use crate::address::{self, BadAddress};
use crate::problem::{Problem, from_transport};
use crate::refusal;
use reqwest::Response;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use std::time::{Duration, SystemTime};
use url::Url;

/// Path of the request (section *POST agent status*).
const AGENT_STATUS: &str = "/api/v2/agentstatus";
/// How much of an answer is read, in bytes: more than any message needs.
const ANSWER_BYTES: usize = 4096;

/// How long a request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until there is a connection, TLS included.
    pub connect: Duration,
    /// Until the answer is there, counted from the start.
    pub total: Duration,
}

impl Default for Limits {
    /// 5 s to connect, 15 s in all: long enough for a bad network, short enough for a person who waits.
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(15) }
    }
}

/// Talks to SnapEngage. A copy shares its connections.
#[derive(Clone, Debug)]
pub struct Client {
    agent_status: Url,
    http: reqwest::Client,
}

impl Client {
    /// A client for the host `base`, by way of the proxy the environment names, if any.
    ///
    /// # Errors
    /// [`BadAddress`] unless it is `https`, or `http` on loopback.
    pub fn new(base: &str) -> Result<Self, BadAddress> {
        Self::build(base, Limits::default(), reqwest::Client::builder())
    }

    /// The same with other limits, and straight to the host: for tests, which must not leave the computer.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn direct(base: &str, limits: Limits) -> Result<Self, BadAddress> {
        Self::build(base, limits, reqwest::Client::builder().no_proxy())
    }

    fn build(base: &str, limits: Limits, http: reqwest::ClientBuilder) -> Result<Self, BadAddress> {
        let base = address::read(base)?;
        let agent_status = base.join(AGENT_STATUS).map_err(|_| BadAddress::Unreadable)?;
        // No proxy can know what runs on this computer.
        let http = if address::is_loopback(&base) { http.no_proxy() } else { http };
        let http = http
            .user_agent(concat!("Deskbell/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .https_only(base.scheme() == "https")
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            .build()
            .map_err(|error| BadAddress::NoTls { reason: error.to_string() })?;
        Ok(Self { agent_status, http })
    }

    /// Sets an agent's status. Asking twice for the same changes nothing, so a request may be repeated.
    ///
    /// # Errors
    /// A [`Problem`]; [`Problem::is_final`] says whether asking again can help.
    pub async fn set_agent_status(
        &self,
        token: &str,
        update: &StatusUpdate,
    ) -> Result<(), Problem> {
        // Pasted tokens often end in a line break.
        let token = token.trim();
        let sent = self
            .http
            .post(self.agent_status.clone())
            .header(AUTHORIZATION, authorization(token)?)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(update.body())
            .send()
            .await;
        let answer = sent.map_err(|error| from_transport(&error))?;
        if answer.status().is_success() {
            return Ok(());
        }
        let mut problem = refusal::from_status(answer.status(), retry_after(&answer));
        if let Problem::Rejected { said, .. } = &mut problem {
            *said = refusal::said(&beginning(answer).await, token);
        }
        Err(problem)
    }
}

/// The token as it is sent: raw, without a scheme before it (section *Authentication*). Marked so that nothing on the
/// way prints it.
fn authorization(token: &str) -> Result<HeaderValue, Problem> {
    // Stricter than the header's own rules, which let bytes through that servers read in different ways.
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return Err(Problem::BadToken);
    }
    let mut value = HeaderValue::from_str(token).map_err(|_| Problem::BadToken)?;
    value.set_sensitive(true);
    Ok(value)
}

fn retry_after(answer: &Response) -> Option<Duration> {
    let header = answer.headers().get(RETRY_AFTER)?.to_str().ok()?;
    refusal::pause(header, SystemTime::now())
}

/// The first [`ANSWER_BYTES`] of an answer; what did come counts even if the rest never does.
async fn beginning(mut answer: Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < ANSWER_BYTES
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        let room = ANSWER_BYTES - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::authorization;
    use crate::Problem;

    #[test]
    fn a_token_that_is_no_header_is_refused_and_none_is_printed() {
        for bad in ["", "a\nb", "a\u{0}b", "schlüssel"] {
            assert_eq!(authorization(bad), Err(Problem::BadToken), "{bad:?}");
        }
        let value = authorization("s3cret").unwrap();
        assert_eq!(format!("{value:?}"), "Sensitive");
    }
}

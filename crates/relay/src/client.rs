//! A desk's side of the relay: enrols with a link, then asks for what is new, again and again.

use crate::link::{EnrolmentLink, below, safe};
use crate::wire::{Enrol, Enrolled, FeedAnswer};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use std::time::Duration;
use url::Url;

/// Time to connect.
const CONNECT: Duration = Duration::from_secs(10);
/// Time for an answer: longer than the relay lets a feed wait.
const PATIENCE: Duration = Duration::from_secs(60);
/// Most bytes of an answer; the relay ends a page at half of it.
const ANSWER_MAX: usize = 16 * 1024 * 1024;

/// Why nothing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientProblem {
    /// The address is none, or has no TLS.
    #[error("the relay's address must begin with https://")]
    BadAddress,
    /// No connection, or it broke.
    #[error("the relay is not reached")]
    NotReached,
    /// It does not know the token.
    #[error("the relay does not know this desk: enrol it again")]
    NotEnrolled,
    /// The code is used, too old or wrong.
    #[error("the code is wrong, used or too old: ask for another one")]
    BadCode,
    /// It answers something else.
    #[error("the relay answers something that is no relay's answer")]
    NotARelay,
    /// It says that it cannot now.
    #[error("the relay cannot answer now")]
    Unavailable,
}

impl ClientProblem {
    /// Asking again cannot help.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::BadAddress | Self::NotEnrolled | Self::BadCode => true,
            Self::NotReached | Self::NotARelay | Self::Unavailable => false,
        }
    }
}

/// What came of asking.
pub type Followed = Result<FeedAnswer, ClientProblem>;

/// One desk at one relay.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    feed: Url,
    token: String,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("feed", &self.feed.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// A desk with this token at the relay of this address.
    ///
    /// # Errors
    /// [`ClientProblem::BadAddress`].
    pub fn new(relay: &str, token: &str) -> Result<Self, ClientProblem> {
        let relay = safe(relay).ok_or(ClientProblem::BadAddress)?;
        let token = token.trim().to_owned();
        Ok(Self { http: http()?, feed: below(&relay, "feed"), token })
    }

    /// Exchanges the code of a link for a token.
    ///
    /// # Errors
    /// [`ClientProblem`].
    pub async fn enrol(link: &EnrolmentLink) -> Result<Enrolled, ClientProblem> {
        let body = Enrol { code: link.code.clone() };
        let body = serde_json::to_string(&body).map_err(|_| ClientProblem::BadCode)?;
        let sent = http()?.post(below(&link.relay, "enroll")).body(body).send().await;
        let answer = sent.map_err(|_| ClientProblem::NotReached)?;
        match answer.status() {
            StatusCode::OK => read(answer).await,
            StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST => Err(ClientProblem::BadCode),
            status => Err(other(status)),
        }
    }

    /// What came after number `after`, as soon as there is anything, or nothing after a while. Everything up to `after`
    /// counts as taken in; without it the relay goes on where this desk said so last.
    ///
    /// # Errors
    /// [`ClientProblem`].
    pub async fn next(&self, after: Option<u64>) -> Followed {
        let mut url = self.feed.clone();
        if let Some(after) = after {
            url.set_query(Some(&format!("after={after}")));
        }
        let answer = self.http.get(url).bearer_auth(&self.token).send().await;
        let answer = answer.map_err(|_| ClientProblem::NotReached)?;
        match answer.status() {
            StatusCode::OK => read(answer).await,
            StatusCode::UNAUTHORIZED => Err(ClientProblem::NotEnrolled),
            status => Err(other(status)),
        }
    }
}

fn http() -> Result<reqwest::Client, ClientProblem> {
    // A redirect would carry the token on.
    let http = reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(PATIENCE);
    http.build().map_err(|_| ClientProblem::NotReached)
}

fn other(status: StatusCode) -> ClientProblem {
    match status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        true => ClientProblem::Unavailable,
        false => ClientProblem::NotARelay,
    }
}

async fn read<T: serde::de::DeserializeOwned>(mut answer: Response) -> Result<T, ClientProblem> {
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|_| ClientProblem::NotReached)? {
        if body.len() + part.len() > ANSWER_MAX {
            return Err(ClientProblem::NotARelay);
        }
        body.extend_from_slice(&part);
    }
    serde_json::from_slice(&body).map_err(|_| ClientProblem::NotARelay)
}

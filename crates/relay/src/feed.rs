//! `GET /feed`: what is new for one desk, at once if there is anything, else as soon as there is.

use crate::desks::{Desk, by_token};
use crate::log::{LogProblem, Page, page};
use crate::routing::grant;
use crate::server::Shared;
use crate::wire::FeedAnswer;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout_at};

/// Longest wait: shorter than what proxies take for dead.
const WAIT_MAX: Duration = Duration::from_secs(25);

pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new().route("/feed", get(feed)).with_state(shared)
}

/// What a desk asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Wanted {
    /// It has taken in everything up to this number; none: as it said last.
    after: Option<u64>,
    /// How long it waits; none: as long as may be.
    wait: Option<u64>,
}

async fn feed(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(wanted) = read(query.as_deref().unwrap_or_default()) else {
        return refused(StatusCode::BAD_REQUEST, "after and wait are whole numbers");
    };
    match answer(&shared, &headers, wanted).await {
        Ok(Some(answer)) => {
            let body = serde_json::to_string(&answer).unwrap_or_default();
            let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
            (headers, body).into_response()
        }
        Ok(None) => refused(StatusCode::UNAUTHORIZED, "the token is missing, wrong or taken back"),
        Err(error) => {
            log::error!("a feed could not be read: {error}");
            refused(StatusCode::SERVICE_UNAVAILABLE, "the log cannot be read: come again later")
        }
    }
}

/// None if nobody has that token.
async fn answer(
    shared: &Shared,
    headers: &HeaderMap,
    wanted: Wanted,
) -> Result<Option<FeedAnswer>, LogProblem> {
    let Some(token) = bearer(headers) else { return Ok(None) };
    // Before the first look into the log: what is committed between must not be missed.
    let mut committed = shared.log.committed();
    let wait = wanted.wait.map_or(WAIT_MAX, Duration::from_secs).min(WAIT_MAX);
    let until = Instant::now() + wait;
    let Some(desk) = shared.log.read(move |connection| by_token(connection, &token)).await? else {
        return Ok(None);
    };
    let after = wanted.after.unwrap_or(desk.acknowledged);
    if wanted.after.is_some() {
        shared.log.acknowledge(desk.id, after);
    }
    let _open = shared.metrics.feed();
    let grant = grant(&shared.config, &desk.agent);
    let mut stop = shared.stop.clone();
    loop {
        let found = look(shared, &grant, after).await?;
        let is_over = Instant::now() >= until || *stop.borrow();
        if !found.records.is_empty() || found.lost > 0 || is_over {
            if found.lost > 0 {
                log::warn!("desk {} of an agent lost up to {} records", desk.id, found.lost);
            }
            shared.metrics.sent(found.records.len());
            let Page { records, until, lost } = found;
            return Ok(Some(FeedAnswer { records, until, lost }));
        }
        // Somebody else's records are no reason to look again.
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break,
                news = timeout_at(until, committed.recv()) => match news {
                    Ok(Ok(added)) if !added.iter().any(|to| grant.iter().any(|it| to.contains(it))) => {}
                    Ok(Ok(_)) | Ok(Err(RecvError::Lagged(_) | RecvError::Closed)) | Err(_) => break,
                },
            }
        }
        if !is_enrolled(shared, &desk).await? {
            return Ok(None);
        }
    }
}

async fn look(shared: &Shared, grant: &[String], after: u64) -> Result<Page, LogProblem> {
    let grant = grant.to_vec();
    shared.log.read(move |connection| page(connection, &grant, after)).await
}

/// A token may have been taken back while its desk waited.
async fn is_enrolled(shared: &Shared, desk: &Desk) -> Result<bool, LogProblem> {
    let id = desk.id;
    let still = move |connection: &mut rusqlite::Connection| {
        let count: i64 =
            connection
                .query_row("SELECT COUNT(*) FROM desks WHERE id = ?1", [id], |row| row.get(0))?;
        Ok(count > 0)
    };
    shared.log.read(still).await
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    sent.strip_prefix("Bearer ").map(str::to_owned)
}

fn read(query: &str) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "after" => wanted.after = Some(value.parse().ok()?),
            "wait" => wanted.wait = Some(value.parse().ok()?),
            _ => {}
        }
    }
    Some(wanted)
}

/// Says no and why.
pub(crate) fn refused(status: StatusCode, why: &str) -> Response {
    let body = serde_json::json!({ "code": status.as_u16(), "message": why }).to_string();
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::{Wanted, read};

    #[test]
    fn a_query_is_numbers_or_nothing() {
        assert_eq!(read(""), Some(Wanted::default()));
        let both = Wanted { after: Some(7), wait: Some(0) };
        assert_eq!(read("after=7&wait=0&new=x"), Some(both));
        for bad in ["after=-1", "after=x", "wait=1.5", "after="] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

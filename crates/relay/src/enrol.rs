//! `POST /enroll`: a one-time code becomes the token of one desk.

use crate::desks::enrol;
use crate::feed::refused;
use crate::server::Shared;
use crate::wire::Enrol;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use http_body_util::{BodyExt as _, Limited};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Most bytes of a body: a code is short.
const BODY_MAX: usize = 4096;
/// Time for it.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new().route("/enroll", post(take)).with_state(shared)
}

async fn take(State(shared): State<Arc<Shared>>, body: Body) -> Response {
    let read = timeout(PATIENCE, Limited::new(body, BODY_MAX).collect()).await;
    let Ok(Ok(whole)) = read else {
        return refused(StatusCode::BAD_REQUEST, "the body is too large, too slow or broken");
    };
    let Ok(Enrol { code }) = serde_json::from_slice(&whole.to_bytes()) else {
        return refused(StatusCode::BAD_REQUEST, "the body is not {\"code\": …}");
    };
    match shared.log.read(move |connection| enrol(connection, &code)).await {
        Ok(Some(enrolled)) => {
            log::info!("a desk was enrolled");
            let body = serde_json::to_string(&enrolled).unwrap_or_default();
            let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
            (headers, body).into_response()
        }
        Ok(None) => {
            shared.metrics.refused_code();
            refused(
                StatusCode::FORBIDDEN,
                "the code is wrong, used or too old: ask for another one",
            )
        }
        Err(error) => {
            log::error!("a desk could not be enrolled: {error}");
            refused(StatusCode::SERVICE_UNAVAILABLE, "it cannot be written down: come again later")
        }
    }
}

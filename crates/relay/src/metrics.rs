//! `/healthz`, `/readyz` and `/metrics`: how it goes, in numbers alone.

use crate::log::{Extent, extent};
use crate::routing::About;
use crate::server::Shared;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use deskbell_snapengage::Refused;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio::sync::watch;

const ABOUT: [About; 3] = [About::Status, About::Conversation, About::Finished];

/// What was counted since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    taken: [AtomicU64; ABOUT.len()],
    to_nobody: AtomicU64,
    sent: AtomicU64,
    feeds: AtomicU64,
    refused_codes: AtomicU64,
}

/// A feed that is being answered, until it is dropped.
pub(crate) struct OpenFeed<'m>(&'m Metrics);

impl Drop for OpenFeed<'_> {
    fn drop(&mut self) {
        self.0.feeds.fetch_sub(1, Relaxed);
    }
}

impl Metrics {
    /// A delivery was kept.
    pub(crate) fn taken(&self, about: About, to_nobody: bool) {
        for (known, count) in ABOUT.iter().zip(&self.taken) {
            if *known == about {
                count.fetch_add(1, Relaxed);
            }
        }
        self.to_nobody.fetch_add(u64::from(to_nobody), Relaxed);
    }

    /// Records went to a desk.
    pub(crate) fn sent(&self, records: usize) {
        self.sent.fetch_add(records as u64, Relaxed);
    }

    /// Somebody tried a code that is not good.
    pub(crate) fn refused_code(&self) {
        self.refused_codes.fetch_add(1, Relaxed);
    }

    /// A feed is being answered.
    pub(crate) fn feed(&self) -> OpenFeed<'_> {
        self.feeds.fetch_add(1, Relaxed);
        OpenFeed(self)
    }

    /// In the text format of Prometheus.
    fn text(&self, extent: Extent, refused: Refused) -> String {
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, samples: &[(String, u64)]| {
            // Writing into a text cannot fail.
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in samples {
                let _ = writeln!(text, "{name}{labels} {value}");
            }
        };
        let one = |value: u64| [(String::new(), value)];
        let taken = ABOUT.iter().zip(&self.taken);
        let taken: Vec<_> = taken
            .map(|(about, count)| (format!("{{about=\"{}\"}}", about.name()), count.load(Relaxed)))
            .collect();
        family("relay_deliveries_total", "counter", "Deliveries answered with success.", &taken);
        let to_nobody = one(self.to_nobody.load(Relaxed));
        family(
            "relay_unrouted_total",
            "counter",
            "Deliveries that no rule sends to anybody.",
            &to_nobody,
        );
        let in_a_row = one(refused.count);
        family(
            "relay_refused_in_a_row",
            "gauge",
            "Deliveries refused since the last success.",
            &in_a_row,
        );
        family(
            "relay_sent_total",
            "counter",
            "Records sent to desks.",
            &one(self.sent.load(Relaxed)),
        );
        family("relay_feeds", "gauge", "Desks that are connected.", &one(self.feeds.load(Relaxed)));
        family("relay_desks", "gauge", "Desks that are enrolled.", &one(extent.desks));
        let codes = one(self.refused_codes.load(Relaxed));
        family(
            "relay_refused_codes_total",
            "counter",
            "Enrolment codes that were not good.",
            &codes,
        );
        family("relay_log_records", "gauge", "Records in the log.", &one(extent.records));
        family("relay_log_last", "gauge", "Number of the newest record.", &one(extent.last));
        text
    }
}

type Watched = (Arc<Shared>, watch::Receiver<Refused>);

pub(crate) fn routes(shared: Arc<Shared>, refused: watch::Receiver<Refused>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state((shared, refused))
}

async fn ready(State((shared, _)): State<Watched>) -> Response {
    let stopping = *shared.stop.borrow();
    match (stopping, shared.log.read(extent).await) {
        (false, Ok(_)) => "ready\n".into_response(),
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "draining\n").into_response(),
        (false, Err(_)) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the log cannot be read\n").into_response()
        }
    }
}

async fn metrics(State((shared, refused)): State<Watched>) -> Response {
    let Ok(extent) = shared.log.read(extent).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let refused = *refused.borrow();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], shared.metrics.text(extent, refused))
        .into_response()
}

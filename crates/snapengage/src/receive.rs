//! The route: what is asked of a request, in which order, and what it is answered.

use crate::access::{Access, digest, is_from_a_page};
use crate::delivery::{Delivery, KeepFailed, Webhook, WebhookKind};
use crate::limits::ListenerLimits;
use crate::seen::{Claim, Identity, Outcome, Seen};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::json;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::time::timeout;

/// Stores a delivery.
type Keep = Box<dyn Fn(Delivery) -> BoxFuture<'static, Result<(), KeepFailed>> + Send + Sync>;

/// What takes deliveries in: who may deliver what, and what is done with it.
pub struct Reception {
    access: RwLock<Arc<Access>>,
    limits: ListenerLimits,
    /// Bytes of bodies that may still be taken into memory.
    room: Semaphore,
    seen: Seen,
    keep: Keep,
    /// What was refused, for whoever looks on.
    refused: watch::Sender<Refused>,
    refused_by_account: Mutex<RefusedByAccount>,
}

impl std::fmt::Debug for Reception {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reception").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// What was refused of each account, or of none that is known; the last one stands last.
type RefusedByAccount = Vec<(Option<String>, Refused)>;

/// The account a request was for, beside what it was answered.
#[derive(Clone)]
struct Account(String);

/// Deliveries that were refused at the door. The vendor repeats them in silence and tells nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// How many since the last one that was taken of the same account.
    pub count: u64,
    /// What the last one was answered, a status of HTTP; 0 before the first.
    pub status: u16,
}

impl Reception {
    /// Hands each delivery that may come in to `keep`, which stores it. It is answered once that is done, 2xx if it could,
    /// 503 otherwise; the same delivery is handed over again only after a failure.
    pub fn new<K, F>(access: Access, limits: ListenerLimits, keep: K) -> Arc<Self>
    where
        K: Fn(Delivery) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), KeepFailed>> + Send + 'static,
    {
        Arc::new(Self {
            access: RwLock::new(Arc::new(access)),
            limits,
            room: Semaphore::new(limits.all_bodies_bytes),
            seen: Seen::new(limits.remembered),
            keep: Box::new(move |delivery| keep(delivery).boxed()),
            refused: watch::Sender::default(),
            refused_by_account: Mutex::default(),
        })
    }

    /// The routes that take deliveries: `/snapengage/{account}/` and [`WebhookKind::path`]; the addresses are ours to
    /// choose and are entered in the Admin Dashboard. Everything else is refused in the vendor's own way.
    pub fn routes(self: &Arc<Self>) -> Router {
        let mut routes = Router::new();
        for kind in WebhookKind::ALL {
            let take =
                move |reception, account, request| deliver(kind, reception, account, request);
            let refuse =
                || async { refusal(StatusCode::METHOD_NOT_ALLOWED, "deliveries are posted") };
            let path = format!("/snapengage/{{account}}/{}", kind.path());
            routes = routes.route(&path, post(take).fallback(refuse));
        }
        routes
            .fallback(|| async { refusal(StatusCode::NOT_FOUND, "there is nothing here") })
            .layer(middleware::from_fn_with_state(Arc::clone(self), only_for_us))
            .with_state(Arc::clone(self))
    }

    /// What is refused from now on. Ends with the reception.
    #[must_use]
    pub fn refused(&self) -> watch::Receiver<Refused> {
        self.refused.subscribe()
    }

    /// From the next request on these may deliver; open connections stay.
    pub fn replace(&self, access: Access) {
        *self.access.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(access);
    }

    fn access(&self) -> Arc<Access> {
        Arc::clone(&self.access.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Before anything else: no page in a browser may find out what is here.
async fn only_for_us(
    State(reception): State<Arc<Reception>>,
    request: Request,
    next: Next,
) -> Response {
    if is_from_a_page(request.headers()) {
        // No delivery: any page the agent opens could count up what the owner is told.
        return refusal(StatusCode::FORBIDDEN, "pages may not post here");
    }
    // A delivery is posted. What only looks whether somebody is here is none, and the owner need not hear of it.
    let is_delivery = request.method() == Method::POST;
    let access = reception.access();
    let answer = if access.is_ours(&request) {
        next.run(request).await
    } else {
        refusal(StatusCode::MISDIRECTED_REQUEST, "this host name is not known here")
    };
    if is_delivery {
        let mut by_account =
            reception.refused_by_account.lock().unwrap_or_else(PoisonError::into_inner);
        // Accounts of an earlier plan take no deliveries any more.
        by_account.retain(|(account, _)| {
            account.as_ref().is_none_or(|account| access.accounts.contains_key(account))
        });
        let account = answer.extensions().get::<Account>().map(|Account(account)| account.clone());
        count_in(&mut by_account, account, answer.status());
        let all = Refused::of(&by_account);
        reception.refused.send_if_modified(|told| std::mem::replace(told, all) != all);
    }
    answer
}

/// Counts a delivery to an account, or to none that is known.
fn count_in(by_account: &mut RefusedByAccount, account: Option<String>, answered: StatusCode) {
    if answered.is_success() {
        // What one account's sender does right says nothing about another's. A wrong address may have been this one's.
        by_account.retain(|(of, _)| of.is_some() && *of != account);
        return;
    }
    let known = by_account.iter().position(|(of, _)| *of == account);
    let before = known.map_or(0, |known| by_account.remove(known).1.count);
    let refused = Refused { count: before.saturating_add(1), status: answered.as_u16() };
    by_account.push((account, refused));
}

impl Refused {
    /// Those of all accounts, with what the last of any was answered.
    fn of(by_account: &RefusedByAccount) -> Self {
        let count = by_account.iter().map(|(_, refused)| refused.count).sum();
        let status = by_account.last().map_or(0, |(_, refused)| refused.status);
        Self { count, status }
    }
}

/// Answers a delivery, and notes whose it was.
async fn deliver(
    kind: WebhookKind,
    reception: State<Arc<Reception>>,
    Path(account): Path<String>,
    request: Request,
) -> Response {
    let is_known = reception.access().accounts.contains_key(&account);
    let mut answer = take(kind, reception, account.clone(), request).await;
    if is_known {
        answer.extensions_mut().insert(Account(account));
    }
    answer
}

/// A delivery is stored before it is answered. The body is not looked at before the token is.
async fn take(
    kind: WebhookKind,
    State(reception): State<Arc<Reception>>,
    account: String,
    request: Request,
) -> Response {
    let access = reception.access();
    let (head, body) = request.into_parts();
    if !access.knows(&account, &head.headers) {
        // Only who has a token of ours may learn which accounts there are not.
        let absent = !access.accounts.contains_key(&account);
        return match absent && access.knows_any(&head.headers) {
            true => refusal(StatusCode::NOT_FOUND, "there is no such account"),
            false => refusal(StatusCode::UNAUTHORIZED, "the token is missing or wrong"),
        };
    }
    // The reference names no type for whole cases, and of those losing one is worst: they are known by their first letter.
    if kind != WebhookKind::Case && !is_json(&head.headers) {
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the content must be application/json");
    }
    let (body, taken) = match read(&head.headers, body, &reception).await {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    let webhook = match kind.read(&body) {
        Ok(webhook) => webhook,
        Err(bad) => return refusal(StatusCode::BAD_REQUEST, &bad.to_string()),
    };
    let identity = Identity {
        delivery: digest(&joined(&account, &body)),
        subject: digest(&joined(&account, subject(&webhook).as_bytes())),
        timed: webhook.is_timed(),
    };
    drop((body, taken));
    let kept = match reception.seen.claim(&identity.delivery) {
        Claim::Known => true,
        Claim::Pending(outcome) => ends_well(outcome, &reception.limits).await,
        Claim::Ours(tell) => {
            let outcome = tell.subscribe();
            let patience = reception.limits;
            // On its own, so that it is finished and remembered even if the sender goes away.
            tokio::spawn(async move {
                let delivery = Delivery { account, webhook };
                let keeping = AssertUnwindSafe(async { (reception.keep)(delivery).await });
                let kept = matches!(keeping.catch_unwind().await, Ok(Ok(())));
                reception.seen.settle(identity, kept);
                tell.send_replace(Some(kept));
            });
            ends_well(outcome, &patience).await
        }
    };
    if kept {
        StatusCode::NO_CONTENT.into_response()
    } else {
        refusal(StatusCode::SERVICE_UNAVAILABLE, "it could not be stored: deliver it again later")
    }
}

/// The body, if it is small enough and comes soon enough; with the room that it takes. Whoever sends many large ones at once
/// waits for room, so that all of them together cost no more than one limit.
async fn read<'r>(
    headers: &HeaderMap,
    body: Body,
    reception: &'r Reception,
) -> Result<(Bytes, SemaphorePermit<'r>), Response> {
    let limits = &reception.limits;
    let too_large = || refusal(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
    let stated = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if stated.is_some_and(|bytes: usize| bytes > limits.body_bytes) {
        return Err(too_large());
    }
    let most = stated.unwrap_or(limits.body_bytes);
    let room = reception.room.acquire_many(u32::try_from(most).unwrap_or(u32::MAX));
    let Ok(Ok(taken)) = timeout(limits.body, room).await else {
        return Err(refusal(
            StatusCode::SERVICE_UNAVAILABLE,
            "too much is being delivered at once",
        ));
    };
    // What states no length, or a wrong one, is cut off where it becomes too large.
    match timeout(limits.body, Limited::new(body, limits.body_bytes).collect()).await {
        Ok(Ok(whole)) => Ok((whole.to_bytes(), taken)),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(refusal(StatusCode::BAD_REQUEST, "the body is broken")),
        Err(_) => Err(refusal(StatusCode::REQUEST_TIMEOUT, "the body did not come in time")),
    }
}

async fn ends_well(mut outcome: Outcome, limits: &ListenerLimits) -> bool {
    match timeout(limits.keep, outcome.wait_for(Option::is_some)).await {
        Ok(Ok(kept)) => *kept == Some(true),
        Ok(Err(_)) | Err(_) => false,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// What a delivery is about: an agent, or a conversation.
fn subject(webhook: &Webhook) -> String {
    match webhook {
        Webhook::AgentStatus(change) => format!("agent {}", change.agent),
        Webhook::Conversation(event) => format!("case {}", event.case),
        Webhook::Case(case) => format!("case {}", case.case),
    }
}

/// An account's name and something of it; the length comes first, so that no two pairs join to the same bytes.
fn joined(account: &str, rest: &[u8]) -> Vec<u8> {
    let length = (account.len() as u64).to_be_bytes();
    [&length[..], account.as_bytes(), rest].concat()
}

/// Says no and why in the shape of the vendor's own refusals (section *Agent Status API*, *Error Response*), and ends the
/// connection: what else it carries may be a body nobody wants.
fn refusal(status: StatusCode, why: &str) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CONNECTION, "close")];
    (status, headers, json!({ "code": status.as_u16(), "message": why }).to_string())
        .into_response()
}

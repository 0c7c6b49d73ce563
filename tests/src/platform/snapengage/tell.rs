//! How the stand-in tells an endpoint that an agent's status changed: again and again until it is heard.

use super::answer::PREFIX;
use super::{AgentState, Attempt, Endpoint, ORG, Shared};
use serde_json::json;
use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

/// How long an endpoint may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked whether there is an endpoint by now.
const LOOK: Duration = Duration::from_millis(20);

/// Sets the status, and tells of it if it is another one than before.
pub(super) fn change(shared: &Arc<Shared>, agent: &str, new: AgentState) {
    let mut state = shared.state();
    let before = state.agents.insert(agent.to_owned(), new.clone());
    if before.as_ref() == Some(&new) || state.endpoint.is_none() {
        return;
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    state.last_change = u64::try_from(now).unwrap_or(u64::MAX).max(state.last_change + 1);
    let mut body = json!({
        "org": ORG, "agent_id": format!("{PREFIX}{agent}"), "status": new.status,
        "timestamp": state.last_change,
    });
    // Sent only when available (section *Response Parameters*).
    if let Some(words) = new.sub_status {
        body["sub_status"] = words.into();
    }
    drop(state);
    shared.background.spawn(deliver(Arc::downgrade(shared), body.to_string()));
}

/// Delivers until it got as many 2xx as there shall be copies. The endpoint may be changed meanwhile.
async fn deliver(shared: Weak<Shared>, body: String) {
    let mut heard = 0;
    loop {
        let Some(endpoint) = shared.upgrade().map(|shared| shared.state().endpoint.clone()) else {
            return;
        };
        let Some(endpoint) = endpoint else {
            sleep(LOOK).await;
            continue;
        };
        let (retry, copies) = (endpoint.retry, endpoint.copies);
        let text = body.clone();
        let answered = spawn_blocking(move || post(&endpoint, &text)).await.unwrap_or(None);
        let Some(shared) = shared.upgrade() else { return };
        shared.state().attempts.push(Attempt { body: body.clone(), answered });
        drop(shared);
        if answered.is_some_and(|status| (200..300).contains(&status)) {
            heard += 1;
            if heard >= copies {
                return;
            }
        } else {
            sleep(retry).await;
        }
    }
}

/// One attempt: the status it was answered.
fn post(endpoint: &Endpoint, body: &str) -> Option<u16> {
    let mut request = ureq::post(&endpoint.url).content_type("application/json");
    if let Some(token) = &endpoint.token {
        request = request.header("Authorization", token);
    }
    let request = request.config().http_status_as_error(false).timeout_global(Some(PATIENCE));
    request.build().send(body).ok().map(|answer| answer.status().as_u16())
}

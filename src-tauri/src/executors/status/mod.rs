//! Pushing the status to vendors' services: one sink per vendor, one line each in [`SINKS`].

mod snapengage;

use super::persist::LEAVING;
use crate::desk;
use crate::engine::EngineHandle;
use deskbell_core::{AccountConfig, Event, Outcome, PushId, PushProblem, STATUS_ADDRESS_OPTION};
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::Receiver;
use std::time::Duration;

const SIMULATED_DELAY: Duration = Duration::from_millis(250);

/// What comes of a push.
type Pushed = Pin<Box<dyn Future<Output = Result<(), PushProblem>> + Send>>;

/// Sets a status at one vendor's service: the account, the vendor's word, the note.
type Sink = fn(AccountConfig, String, Option<String>) -> Pushed;

/// Every vendor whose status is set through its service.
const SINKS: &[(&str, Sink)] = &[("snapengage", |config, word, note| {
    Box::pin(async move { snapengage::push(&config, &word, note).await })
})];

/// The simulated desk has a service of its own, unless the account names one.
fn sink(config: &AccountConfig) -> Option<Sink> {
    let address = config.options.get(STATUS_ADDRESS_OPTION).map(String::as_str);
    if config.simulated && address.is_none_or(|address| address.starts_with(desk::SCHEME)) {
        return Some(|_, _, _| Box::pin(simulated()));
    }
    let sink = SINKS.iter().find(|(vendor, _)| *vendor == config.vendor.0);
    sink.map(|(_, sink)| *sink)
}

/// Takes everything, after as long as a service on the network takes.
async fn simulated() -> Result<(), PushProblem> {
    tokio::time::sleep(SIMULATED_DELAY).await;
    Ok(())
}

/// Makes pushes and reports what came of them. The core has at most one per account on its way.
pub struct StatusPusher {
    engine: EngineHandle,
}

impl StatusPusher {
    /// Reports to `engine`.
    pub const fn new(engine: EngineHandle) -> Self {
        Self { engine }
    }

    /// Sets a status once `saved` says that the choice is on disk: a crash in between must not lose it.
    pub fn push(
        &self,
        saved: Receiver<Result<(), String>>,
        config: AccountConfig,
        push: PushId,
        word: String,
        note: Option<String>,
    ) {
        let engine = self.engine.clone();
        tauri::async_runtime::spawn(async move {
            let waited =
                tauri::async_runtime::spawn_blocking(move || saved.recv_timeout(LEAVING)).await;
            // A disk that is full must not keep the agent from pausing.
            if !matches!(waited, Ok(Ok(Ok(())))) {
                log::warn!("a status is pushed before it could be saved");
            }
            let account = config.id.clone();
            let outcome = match sink(&config) {
                Some(sink) => match sink(config, word, note).await {
                    Ok(()) => Outcome::StatusPushed { account, push },
                    Err(problem) => Outcome::StatusNotPushed { account, push, problem },
                },
                // Every dialect with a service has a sink, which a test holds.
                None => {
                    let problem = PushProblem::NotReachable;
                    Outcome::StatusNotPushed { account, push, problem }
                }
            };
            engine.send(Event::Outcome { outcome });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::StatusRoute;

    #[test]
    fn every_service_has_a_sink_and_every_sink_a_service() {
        let services: Vec<String> = deskbell_vendors::dialects()
            .into_iter()
            .filter(|(_, dialect)| dialect.route == StatusRoute::Service)
            .map(|(vendor, _)| vendor.0)
            .collect();
        let sinks: Vec<&str> = SINKS.iter().map(|(vendor, _)| *vendor).collect();
        assert_eq!(services, sinks);
    }
}

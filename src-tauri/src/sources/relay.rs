//! Feeds of the company's relay: for each account that has one, what is new is asked for, told, and then acknowledged.
//!
//! The relay keeps what was not acknowledged, so nothing is written down here: a crash between the two has it told again,
//! which changes nothing.

use super::deliveries;
use crate::engine::EngineHandle;
use deskbell_core::{AccountId, Event, FeedPlan, FeedState, SystemFact};
use deskbell_relay::{Client, ClientProblem, Record};
use deskbell_snapengage::Delivery;
use std::collections::BTreeMap;
use std::time::Duration;
use tauri::async_runtime::JoinHandle;
use tokio::sync::oneshot;
use tokio::time::sleep;

/// First and longest pause before a relay that did not answer is asked again.
const PAUSE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// The feeds that are followed.
pub struct Feeds {
    engine: EngineHandle,
    running: BTreeMap<AccountId, (FeedPlan, JoinHandle<()>)>,
}

impl Feeds {
    /// Follows none yet.
    pub const fn new(engine: EngineHandle) -> Self {
        Self { engine, running: BTreeMap::new() }
    }

    /// Follows these from now on; what goes on as before is not interrupted.
    pub fn follow(&mut self, plan: BTreeMap<AccountId, FeedPlan>) {
        self.running.retain(|account, (followed, task)| {
            let stays = plan.get(account) == Some(followed);
            if !stays {
                task.abort();
            }
            stays
        });
        for (account, plan) in plan {
            if !self.running.contains_key(&account) {
                let following = follow(self.engine.clone(), account.clone(), plan.clone());
                let task = tauri::async_runtime::spawn(following);
                self.running.insert(account, (plan, task));
            }
        }
    }
}

impl Drop for Feeds {
    fn drop(&mut self) {
        self.running.values().for_each(|(_, task)| task.abort());
    }
}

async fn follow(engine: EngineHandle, account: AccountId, plan: FeedPlan) {
    let tell = |state| {
        let account = account.clone();
        engine.send(Event::Os { fact: SystemFact::Feed { account, state } });
    };
    let problem = |problem: ClientProblem| FeedState::NotReached { reason: problem.to_string() };
    let client = match Client::new(&plan.relay, plan.token.reveal()) {
        Ok(client) => client,
        Err(bad) => return tell(problem(bad)),
    };
    // None: the relay goes on where this desk acknowledged last.
    let mut after = None;
    let mut pause = PAUSE.0;
    let mut well = false;
    loop {
        match client.next(after).await {
            Ok(answer) => {
                if !well || answer.lost > 0 {
                    tell(FeedState::Following { lost: answer.lost });
                }
                (well, pause) = (true, PAUSE.0);
                let events = events(&account, &plan, &answer.records);
                let (done, taken_in) = oneshot::channel();
                engine.send_batch(events, move || {
                    // Fails only if this task was ended meanwhile.
                    let _ = done.send(());
                });
                if taken_in.await.is_err() {
                    return;
                }
                after = Some(answer.until);
            }
            Err(ClientProblem::NotEnrolled) => return tell(FeedState::NotEnrolled),
            Err(failed) => {
                well = false;
                tell(problem(failed));
                sleep(pause).await;
                pause = (pause * 2).min(PAUSE.1);
            }
        }
    }
}

/// What records say. One of a vendor or a version that is not known here is passed over: it must not stop the rest.
fn events(account: &AccountId, plan: &FeedPlan, records: &[Record]) -> Vec<Event> {
    let ours = records.iter().filter(|record| record.vendor == plan.vendor.0);
    let read = ours.filter_map(|record| {
        let delivery = Delivery::from_line(record.delivery.get());
        if delivery.is_none() {
            log::warn!("record {} of the relay could not be read", record.seq);
        }
        delivery
    });
    read.flat_map(|it| deliveries::events(account, plan.agent.reveal(), it.webhook)).collect()
}

#[cfg(test)]
#[path = "relay_tests.rs"]
mod tests;

//! Deliveries from vendors' services: the listener follows its plan, and what is delivered is spooled, then told.
//!
//! A delivery is on the disk before it is answered, and leaves it once the core has taken it in. So the vendor,
//! who forgets what was answered, and a crash, which forgets what was not written, lose nothing between them.

use super::deliveries;
use crate::engine::EngineHandle;
use crate::platform;
use deskbell_core::{AccountId, Event, Hook, ListenerPlan, ListenerState, SystemFact};
use deskbell_snapengage::{
    Access, Delivery, KeepFailed, Listener, ListenerLimits, Options, Refused, Token,
};
use deskbell_store::spool::{Spool, Ticket};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{oneshot, watch};
use tokio::time::sleep;

/// Least time between two words about refused deliveries.
const BETWEEN_REFUSED: Duration = Duration::from_secs(1);

/// For whom deliveries are taken, and how the vendor names them.
type Hooks = Arc<RwLock<BTreeMap<AccountId, Hook>>>;

/// The listener, as the core wants it.
pub struct Webhooks {
    plans: UnboundedSender<Option<ListenerPlan>>,
}

impl Webhooks {
    /// Ready to listen; deliveries wait in the file `spool` until they are told to `engine`.
    pub fn start(engine: EngineHandle, spool: PathBuf) -> Self {
        let (plans, inbox) = unbounded_channel();
        tauri::async_runtime::spawn(follow(engine, spool, inbox));
        Self { plans }
    }

    /// Listens as planned from now on; none means not at all.
    pub fn follow(&self, plan: Option<ListenerPlan>) {
        // Fails only after its task has ended, with the program.
        let _ = self.plans.send(plan);
    }
}

async fn follow(
    engine: EngineHandle,
    path: PathBuf,
    mut plans: UnboundedReceiver<Option<ListenerPlan>>,
) {
    let tell = |state| engine.send(Event::Os { fact: SystemFact::Listener { state } });
    let hooks = Hooks::default();
    let mut spool: Option<Arc<Spool>> = None;
    let mut running: Option<Listener> = None;
    while let Some(plan) = plans.recv().await {
        let Some(plan) = plan else {
            stop(&mut running).await;
            tell(ListenerState::Off);
            continue;
        };
        let access = access(&plan);
        let port = plan.port;
        *hooks.write().unwrap_or_else(PoisonError::into_inner) = plan.hooks;
        let opened = match &spool {
            Some(spool) => Ok(Arc::clone(spool)),
            None => open(&path, &engine, &hooks),
        };
        let kept = match opened {
            Ok(opened) => spool.insert(opened),
            Err(error) => {
                let reason = format!("their file cannot be opened: {error}");
                tell(ListenerState::Failed { reason });
                continue;
            }
        };
        if let Some(listener) = running.as_ref().filter(|running| running.address().port() == port)
        {
            listener.replace(access);
            tell(ListenerState::Listening { port });
            continue;
        }
        stop(&mut running).await;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let options = Options { address, access, limits: ListenerLimits::default() };
        let teller = engine.clone();
        let (engine, hooks, kept) = (engine.clone(), Arc::clone(&hooks), Arc::clone(kept));
        let keep =
            move |delivery| keep(engine.clone(), Arc::clone(&hooks), Arc::clone(&kept), delivery);
        match Listener::start(options, keep).await {
            Ok(listener) => {
                tell(ListenerState::Listening { port: listener.address().port() });
                tauri::async_runtime::spawn(tell_refused(teller, listener.refused()));
                running = Some(listener);
            }
            Err(error) => tell(ListenerState::Failed { reason: error.to_string() }),
        }
    }
}

/// Tells how many deliveries were refused, as long as the listener runs. The first at once; of a flood, the latest now and then.
async fn tell_refused(engine: EngineHandle, mut refused: watch::Receiver<Refused>) {
    while refused.changed().await.is_ok() {
        let Refused { count, status } = *refused.borrow_and_update();
        engine.send(Event::Os { fact: SystemFact::DeliveriesRefused { count, status } });
        sleep(BETWEEN_REFUSED).await;
    }
}

async fn stop(running: &mut Option<Listener>) {
    if let Some(listener) = running.take() {
        listener.stop().await;
    }
}

fn access(plan: &ListenerPlan) -> Access {
    let token = |(account, hook): (&AccountId, &Hook)| {
        Some((account.as_str().to_owned(), Token::new(hook.token.reveal())?))
    };
    Access {
        accounts: plan.hooks.iter().filter_map(token).collect(),
        public_host: plan.public_host.clone(),
    }
}

/// Opens the spool and tells what an earlier run was given and could not tell any more.
fn open(path: &Path, engine: &EngineHandle, hooks: &Hooks) -> std::io::Result<Arc<Spool>> {
    let (spool, left) = Spool::open(path)?;
    platform::owner_only(path)?;
    if left.skipped > 0 {
        log::warn!("{} deliveries in the spool could not be read", left.skipped);
    }
    let spool = Arc::new(spool);
    for (ticket, line) in left.lines {
        match Delivery::from_line(&line) {
            Some(delivery) => tell(engine, hooks, &spool, ticket, delivery),
            None => spool.handled(ticket),
        }
    }
    Ok(spool)
}

/// Stores a delivery, then tells it. One for an account that has gone is taken and forgotten.
async fn keep(
    engine: EngineHandle,
    hooks: Hooks,
    spool: Arc<Spool>,
    delivery: Delivery,
) -> Result<(), KeepFailed> {
    if !is_wanted(&hooks, &delivery.account) {
        return Ok(());
    }
    let (done, stored) = oneshot::channel();
    // Fails only if the listener no longer waits.
    spool.append(delivery.to_line(), move |kept| drop(done.send(kept)));
    match stored.await {
        Ok(Ok(ticket)) => {
            tell(&engine, &hooks, &spool, ticket, delivery);
            Ok(())
        }
        Ok(Err(error)) => {
            log::error!("a delivery could not be stored: {error}");
            Err(KeepFailed)
        }
        Err(_) => Err(KeepFailed),
    }
}

fn tell(
    engine: &EngineHandle,
    hooks: &Hooks,
    spool: &Arc<Spool>,
    ticket: Ticket,
    delivery: Delivery,
) {
    let events = events(hooks, delivery);
    let spool = Arc::clone(spool);
    engine.send_batch(events, move || spool.handled(ticket));
}

fn is_wanted(hooks: &Hooks, account: &str) -> bool {
    let hooks = hooks.read().unwrap_or_else(PoisonError::into_inner);
    hooks.keys().any(|known| known.as_str() == account)
}

/// What a delivery says; nothing if its account has gone.
fn events(hooks: &Hooks, delivery: Delivery) -> Vec<Event> {
    let hooks = hooks.read().unwrap_or_else(PoisonError::into_inner);
    let hook = hooks.iter().find(|(account, _)| account.as_str() == delivery.account);
    hook.map(|(account, hook)| deliveries::events(account, hook.agent.reveal(), delivery.webhook))
        .unwrap_or_default()
}

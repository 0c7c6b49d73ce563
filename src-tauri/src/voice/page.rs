//! One page: its documents, and how much they may ask.

use super::VoiceError;
use super::document::{Document, OurSockets};
use super::door::{Ask, VoiceAccess};
use super::exchange::Exchanges;
use super::mixer::Mixer;
use super::network::{self, LocalAddresses};
use serde::Deserialize as _;
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

/// Longest name of a document, in bytes.
const NAME_MAX: usize = 64;
/// Documents that may have calls at a time: the one that goes and the one that comes.
const DOCUMENTS_MAX: usize = 2;
/// Asks under way at a time.
const UNDERWAY_MAX: usize = 64;
/// Asks per second in the long run, and at once after a pause.
const ASKS_PER_SECOND: f64 = 100.0;
const ASKS_AT_ONCE: f64 = 200.0;
/// How often documents that have gone, and other networks, are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// One page.
pub(super) struct Page {
    access: Arc<VoiceAccess>,
    mixer: Arc<Mixer>,
    local: LocalAddresses,
    exchanges: Arc<Exchanges>,
    sockets: OurSockets,
    places: Semaphore,
    state: Mutex<State>,
}

struct State {
    documents: Vec<Arc<Document>>,
    /// Asks it may still make, as of when.
    left: (f64, Instant),
    looking: Option<AbortHandle>,
    closed: bool,
}

impl Page {
    pub(super) fn new(access: VoiceAccess, mixer: Arc<Mixer>, exchanges: Arc<Exchanges>) -> Self {
        Self::at(access, mixer, exchanges, network::addresses)
    }

    /// A page on a machine with the addresses that `local` gives.
    fn at(
        access: VoiceAccess,
        mixer: Arc<Mixer>,
        exchanges: Arc<Exchanges>,
        local: LocalAddresses,
    ) -> Self {
        let left = (ASKS_AT_ONCE, Instant::now());
        let state = State { documents: Vec::new(), left, looking: None, closed: false };
        Self {
            access: Arc::new(access),
            mixer,
            local,
            exchanges,
            sockets: OurSockets::default(),
            places: Semaphore::new(UNDERWAY_MAX),
            state: Mutex::new(state),
        }
    }

    /// Does what one of its documents asks.
    pub(super) async fn ask(
        self: Arc<Self>,
        name: String,
        ask: Value,
    ) -> Result<Value, VoiceError> {
        let Ok(_place) = self.places.try_acquire() else { return Err(busy()) };
        let ask = Ask::deserialize(ask).map_err(|error| bad(format!("not understood: {error}")))?;
        if !ask.fits() || name.len() > NAME_MAX {
            return Err(bad("longer than anything a call needs"));
        }
        self.spend()?;
        let document = self.document(name)?;
        let sockets = &self.sockets;
        match ask {
            Ask::Devices => Ok(document.devices().await),
            Ask::Microphone { exact } => document.microphone(exact.as_deref()).await,
            Ask::Open { peer, stun } => {
                let opened = document.open(peer, &stun, sockets).await?;
                self.look();
                Ok(opened)
            }
            Ask::Offer { peer, restarts } => document.offer(peer, restarts, sockets).await,
            Ask::Answer { peer } => document.answer(peer),
            Ask::Local { peer, kind, sdp } => document.local(peer, kind, &sdp),
            Ask::Remote { peer, kind, sdp } => document.remote(peer, kind, &sdp),
            Ask::Candidate { peer, line } => document.candidate(peer, &line),
            Ask::Sound { peer, turn, source, microphone, volume } => {
                document.sound(peer, turn, source, microphone, volume)
            }
            Ask::Digits { peer, keys, held, gap } => document.digits(peer, &keys, held, gap),
            Ask::Stats { peer } => document.stats(peer),
            Ask::Close { peer } => Ok(document.close_peer(peer, sockets)),
            Ask::Wait => Ok(document.wait().await),
        }
    }

    /// Ends all calls; nothing is done for it any more.
    pub(super) fn close(&self) {
        let documents = {
            let mut state = self.locked();
            state.closed = true;
            if let Some(looking) = state.looking.take() {
                looking.abort();
            }
            std::mem::take(&mut state.documents)
        };
        documents.iter().for_each(|document| document.close(&self.sockets));
    }

    fn spend(&self) -> Result<(), VoiceError> {
        let mut state = self.locked();
        let (left, since) = state.left;
        let left = (left + since.elapsed().as_secs_f64() * ASKS_PER_SECOND).min(ASKS_AT_ONCE);
        state.left = (left, Instant::now());
        if left < 1.0 {
            return Err(busy());
        }
        state.left.0 -= 1.0;
        Ok(())
    }

    fn document(&self, name: String) -> Result<Arc<Document>, VoiceError> {
        let mut state = self.locked();
        if state.closed {
            return Err(VoiceError::not_allowed());
        }
        if let Some(known) = state.documents.iter().find(|known| known.name == name) {
            return Ok(Arc::clone(known));
        }
        // The oldest one has been left by then, whatever it says.
        let surplus = (state.documents.len() + 1).saturating_sub(DOCUMENTS_MAX);
        let left: Vec<Arc<Document>> = state.documents.drain(..surplus).collect();
        let (access, mixer) = (Arc::clone(&self.access), Arc::clone(&self.mixer));
        let exchanges = Arc::clone(&self.exchanges);
        let document = Arc::new(Document::new(name, access, mixer, self.local, exchanges));
        let others = state.documents.clone();
        state.documents.push(Arc::clone(&document));
        drop(state);
        others.iter().for_each(|other| other.leave());
        left.iter().for_each(|document| document.close(&self.sockets));
        Ok(document)
    }

    /// Ends the calls of documents that are not heard of any more, and follows the network, for as long as there are calls.
    fn look(self: &Arc<Self>) {
        let mut state = self.locked();
        if state.looking.is_some() {
            return;
        }
        let page = Arc::clone(self);
        let looking = tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let gone = {
                    let mut state = page.locked();
                    let documents = std::mem::take(&mut state.documents);
                    let (gone, kept): (Vec<_>, Vec<_>) = documents
                        .into_iter()
                        .partition(|document| document.has_peers() && document.is_gone());
                    if !kept.iter().any(|document| document.has_peers()) {
                        state.looking = None;
                    }
                    state.documents = kept;
                    gone
                };
                for document in gone {
                    log::info!("a page left its calls; they are ended");
                    document.close(&page.sockets);
                }
                let (is_over, documents) = {
                    let state = page.locked();
                    (state.looking.is_none(), state.documents.clone())
                };
                if is_over {
                    return;
                }
                for document in documents {
                    document.follow_networks(&page.sockets).await;
                }
            }
        });
        state.looking = Some(looking.abort_handle());
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bad(message: impl Into<String>) -> VoiceError {
    VoiceError::new("TypeError", message)
}

fn busy() -> VoiceError {
    VoiceError::new("OperationError", "too much is asked at once")
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;

//! Intake: batches of hosted pages, put back into the order they were sent in, parsed off the main thread.

use crate::clock::wall_time;
use crate::engine::EngineHandle;
use crate::pages::batch::{WidgetPage, read_batch};
use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Batches held back because an earlier one is still on its way. A page that goes sends all it has
/// at once: 64 MB in half-megabyte batches, beside those in flight.
const HELD_MAX: usize = 160;
/// Batches of one page that are not handled yet, wherever they are. Only a page that goes around its
/// bridge has more; they are refused, and a bridge would send them again.
const UNDERWAY_MAX: usize = 256;
/// Documents of one page whose batches may overlap: the one that goes and the one that comes.
const DOCUMENTS_MAX: usize = 2;

/// One batch as the bridge sends it.
pub struct Batch {
    /// Chosen by the document at random: a reload begins a new one.
    pub document: String,
    /// Counts from 0 within the document.
    pub seq: u32,
    /// Newline-separated records.
    pub records: String,
}

/// Dropped without a word, it tells the page to send the batch again.
struct Done {
    tell: oneshot::Sender<()>,
    place: OwnedSemaphorePermit,
}

struct Job {
    page: Arc<WidgetPage>,
    records: String,
    done: Done,
}

#[derive(Default)]
struct Document {
    expected: u32,
    held: BTreeMap<u32, (String, Done)>,
}

struct OpenPage {
    page: Arc<WidgetPage>,
    documents: Vec<(String, Document)>,
    places: Arc<Semaphore>,
}

/// Open pages by webview label, and the thread that reads what they report.
pub struct Intake {
    pages: RwLock<HashMap<String, Arc<Mutex<OpenPage>>>>,
    jobs: Sender<Job>,
}

impl Intake {
    /// Starts the parsing thread.
    pub fn start(engine: EngineHandle) -> std::io::Result<Self> {
        let (jobs, queue) = channel();
        std::thread::Builder::new()
            .name("intake".to_owned())
            .spawn(move || parse_all(&queue, &engine))?;
        Ok(Self { pages: RwLock::default(), jobs })
    }

    /// From now on the webview `label` may report as `page`.
    pub fn admit(&self, label: String, page: WidgetPage) {
        let places = Arc::new(Semaphore::new(UNDERWAY_MAX));
        let open = OpenPage { page: Arc::new(page), documents: Vec::new(), places };
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        pages.insert(label, Arc::new(Mutex::new(open)));
    }

    /// `label` may not report any more.
    pub fn forget(&self, label: &str) {
        self.pages.write().unwrap_or_else(PoisonError::into_inner).remove(label);
    }

    /// Takes one batch of the webview `label`; resolves once the loop has handled it, which is the
    /// page's back-pressure, or fails if the page must send it again. None if the label is not a
    /// hosted page's.
    pub fn take(&self, label: &str, batch: Batch) -> Option<oneshot::Receiver<()>> {
        let open = self.pages.read().unwrap_or_else(PoisonError::into_inner).get(label).cloned()?;
        let (tell, handled) = oneshot::channel();
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(place) = Arc::clone(&open.places).try_acquire_owned() else { return Some(handled) };
        let page = Arc::clone(&open.page);
        let document = open.document(batch.document);
        if batch.seq < document.expected {
            // Sent twice because an answer got lost: it was handled the first time.
            let _ = tell.send(());
        } else if document.held.len() < HELD_MAX || batch.seq == document.expected {
            document.held.insert(batch.seq, (batch.records, Done { tell, place }));
        }
        while let Some((records, done)) = document.held.remove(&document.expected) {
            document.expected += 1;
            let _ = self.jobs.send(Job { page: Arc::clone(&page), records, done });
        }
        Some(handled)
    }
}

impl OpenPage {
    fn document(&mut self, name: String) -> &mut Document {
        let at = self.documents.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            if self.documents.len() >= DOCUMENTS_MAX {
                self.documents.remove(0);
            }
            self.documents.push((name, Document::default()));
            self.documents.len() - 1
        });
        &mut self.documents[at].1
    }
}

fn parse_all(queue: &Receiver<Job>, engine: &EngineHandle) {
    while let Ok(Job { page, records, done }) = queue.recv() {
        let Done { tell, place } = done;
        engine.raw_log().keep(&page.account, &records, wall_time());
        engine.send_batch(read_batch(&page, &records), move || {
            drop(place);
            // Fails only if the page has gone.
            let _ = tell.send(());
        });
    }
}

#[cfg(test)]
#[path = "intake_tests.rs"]
mod tests;

//! One connection: lines in, lines out, limits on both.

use super::Core;
use super::scrub::scrub;
use super::wire::{LINE_MAX, Refusal, Reply, Request, RequestKind, VERSION};
use crate::journal::{Following, JournalEntry};
use interprocess::local_socket::tokio::Stream;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, mpsc};

/// Requests one connection may make in one second.
const REQUESTS_MAX: u32 = 200;
/// Requests of one connection that may wait for their answers (a dial may wait two minutes).
const WAITING_MAX: usize = 64;
/// Lines written but not yet taken by the other side.
const LINES_MAX: usize = 64;

type Lines = mpsc::Sender<String>;

/// Serves until the other side leaves.
pub(super) async fn serve(stream: Stream, core: impl Core) {
    let (lines, outbox) = mpsc::channel(LINES_MAX);
    let reading = read(BufReader::new(&stream), core, lines);
    let writing = write(&stream, outbox);
    tokio::pin!(reading, writing);
    tokio::select! {
        // Nothing more will be asked, but answers may still be on their way.
        () = &mut reading => writing.await,
        () = &mut writing => {}
    }
}

/// Tells one program too many that it cannot be served now.
pub(super) async fn refuse_connection(stream: Stream, limit: usize) {
    let message = format!("{limit} programs are connected already; close one");
    let refusal = Refusal { id: None, code: "too-many", message };
    let line = format!("{}\n", Reply::from(refusal).line());
    // The other side may be gone.
    let _ = (&stream).write_all(line.as_bytes()).await;
}

async fn write(mut stream: &Stream, mut outbox: mpsc::Receiver<String>) {
    while let Some(mut line) = outbox.recv().await {
        line.push('\n');
        if stream.write_all(line.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(mut source: impl AsyncBufRead + Unpin, core: impl Core, lines: Lines) {
    let waiting = Arc::new(Semaphore::new(WAITING_MAX));
    let mut rate = RequestRate::new(Instant::now());
    loop {
        let request = match next_line(&mut source).await {
            Line::End => return,
            Line::TooLong => {
                let message = format!("a request has at most {LINE_MAX} bytes");
                Err(Refusal { id: None, code: "too-long", message })
            }
            Line::Whole(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Line::Whole(line) => Request::read(&line),
        };
        let id = request.as_ref().map_or_else(|refusal| refusal.id, |request| Some(request.id));
        let place =
            Arc::clone(&waiting).try_acquire_owned().ok().filter(|_| rate.allows(Instant::now()));
        let refusal = match (request, place) {
            (Err(refusal), _) => refusal,
            (Ok(request), Some(place)) => {
                let (core, lines) = (core.clone(), lines.clone());
                tokio::spawn(async move {
                    carry_out(request, core, lines).await;
                    drop(place);
                });
                continue;
            }
            (Ok(_), None) => {
                let message = format!(
                    "at most {REQUESTS_MAX} requests in a second and {WAITING_MAX} unanswered ones; try again"
                );
                Refusal { id, code: "too-many", message }
            }
        };
        // A program that asks and does not listen waits here, and nobody else does.
        if lines.send(Reply::from(refusal).line()).await.is_err() {
            return;
        }
    }
}

async fn carry_out(request: Request, core: impl Core, lines: Lines) {
    let Request { id, ask, from } = request;
    let reply = match ask {
        RequestKind::Intent(intent) => match core.objection(&intent) {
            Some(message) => Refusal { id: Some(id), code: "bad-input", message }.into(),
            None => match core.ask(intent, from).await {
                Ok(answer) => Reply::to_intent(id, answer),
                Err(_) => {
                    let message = "Deskbell is leaving and did not answer.".to_owned();
                    Refusal { id: Some(id), code: "no-answer", message }.into()
                }
            },
        },
        RequestKind::Query(query) => Reply::to_query(id, &core.answer(query).await),
        RequestKind::View => {
            let mut view = json!(*core.view());
            scrub(&mut view);
            Reply::to_view(id, view)
        }
        RequestKind::Incident => match core.incident() {
            Some(incident) => Reply::to_incident(id, incident),
            None => {
                let message = "What happened cannot be written down.".to_owned();
                Refusal { id: Some(id), code: "no-answer", message }.into()
            }
        },
        RequestKind::Follow { effects, after } => {
            let journal = core.follow(after);
            if lines.send(Reply::done(id, "Following.").line()).await.is_ok() {
                follow(journal, effects, &lines).await;
            }
            return;
        }
    };
    // Fails only if the other side has left.
    let _ = lines.send(reply.line()).await;
}

/// Sends what happens until the other side leaves. One that reads slowly loses entries and is told
/// how many; the app never waits for it.
async fn follow(journal: Following, effects: bool, lines: &Lines) {
    let Following { lost, past, live: mut journal } = journal;
    let lost = (lost > 0).then(|| json!({ "v": VERSION, "lost": lost }));
    for line in lost.into_iter().chain(past.iter().flat_map(|entry| entry_lines(entry, effects))) {
        if lines.send(line.to_string()).await.is_err() {
            return;
        }
    }
    loop {
        let entry = tokio::select! {
            entry = journal.recv() => entry,
            () = lines.closed() => return,
        };
        let batch = match entry {
            Ok(entry) => entry_lines(&entry, effects),
            Err(RecvError::Lagged(lost)) => vec![json!({ "v": VERSION, "lost": lost })],
            Err(RecvError::Closed) => return,
        };
        for line in batch {
            if lines.send(line.to_string()).await.is_err() {
                return;
            }
        }
    }
}

fn entry_lines(entry: &JournalEntry, effects: bool) -> Vec<Value> {
    let line = |name: &str, mut value: Value| {
        scrub(&mut value);
        json!({ "v": VERSION, "seq": entry.seq, "at": entry.at.0, name: value })
    };
    let effects = entry.effects.iter().filter(|_| effects);
    std::iter::once(line("event", json!(*entry.event)))
        .chain(effects.map(|effect| line("effect", json!(effect))))
        .collect()
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
    End,
}

/// The next line without its line feed. A longer one than [`LINE_MAX`] is skipped, not kept.
async fn next_line(source: &mut (impl AsyncBufRead + Unpin)) -> Line {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let Ok(found) = source.fill_buf().await else { return Line::End };
        if found.is_empty() {
            return Line::End;
        }
        let end = found.iter().position(|byte| *byte == b'\n');
        let part = found.get(..end.unwrap_or(found.len())).unwrap_or_default();
        too_long |= line.len() + part.len() > LINE_MAX;
        if too_long {
            line.clear();
        } else {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        source.consume(used);
        match end {
            Some(_) if too_long => return Line::TooLong,
            Some(_) => return Line::Whole(line),
            None => {}
        }
    }
}

/// Counts requests by the second.
struct RequestRate {
    since: Instant,
    count: u32,
}

impl RequestRate {
    const fn new(since: Instant) -> Self {
        Self { since, count: 0 }
    }

    fn allows(&mut self, now: Instant) -> bool {
        if now.duration_since(self.since) >= Duration::from_secs(1) {
            *self = Self::new(now);
        }
        self.count += 1;
        self.count <= REQUESTS_MAX
    }
}

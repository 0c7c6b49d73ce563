//! Chromium's debugging protocol over a pipe: questions and answers as JSON, each ended by a zero byte.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way to a browser.
#[derive(Debug)]
pub(super) struct Pipe {
    orders: ChildStdin,
    answers: Receiver<Value>,
    count: u64,
}

impl Pipe {
    pub(super) fn new(orders: ChildStdin, said: ChildStdout) -> Self {
        let (tell, answers) = mpsc::channel();
        thread::spawn(move || {
            let mut said = BufReader::new(said);
            loop {
                let mut bytes = Vec::new();
                // Ends with the browser, or with whoever asks.
                if said.read_until(0, &mut bytes).is_err() || bytes.pop() != Some(0) {
                    return;
                }
                let Ok(message) = serde_json::from_slice(&bytes) else { continue };
                if tell.send(message).is_err() {
                    return;
                }
            }
        });
        Self { orders, answers, count: 0 }
    }

    /// Asks the browser, or the page that a session is attached to.
    pub(super) fn ask(
        &mut self,
        session: Option<&str>,
        method: &str,
        what: Value,
    ) -> Result<Value> {
        self.count += 1;
        let mut order = json!({ "id": self.count, "method": method, "params": what });
        if let Some(session) = session {
            order["sessionId"] = session.into();
        }
        let mut bytes = order.to_string().into_bytes();
        bytes.push(0);
        self.orders.write_all(&bytes)?;
        self.orders.flush()?;
        loop {
            let said = self.answers.recv_timeout(PATIENCE);
            let said = said.with_context(|| format!("no answer to {method}"))?;
            if said["id"] != self.count {
                continue;
            }
            if let Some(error) = said.get("error") {
                bail!("{method}: {error}");
            }
            return Ok(said["result"].clone());
        }
    }
}

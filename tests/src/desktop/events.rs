//! The program's own event stream, followed in the background and searched by the tests.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many of the last lines a failure shows.
const LINES_IN_A_FAILURE: usize = 25;

/// Everything `events --follow --effects --json` has printed.
#[derive(Debug)]
pub struct EventStream {
    follower: Child,
    lines: Arc<(Mutex<Vec<Value>>, Condvar)>,
}

impl EventStream {
    /// Starts `command`, which prints one JSON object per line for as long as it runs.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(mut command: Command) -> Result<Self> {
        let mut follower = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("the event stream could not be started")?;
        let output = follower.stdout.take().context("the event stream has no output")?;
        let lines = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let ours = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                lock(&ours.0).push(value);
                ours.1.notify_all();
            }
        });
        Ok(Self { follower, lines })
    }

    /// How many lines there are; a mark to search from.
    #[must_use]
    pub fn mark(&self) -> usize {
        lock(&self.lines.0).len()
    }

    /// All lines since `mark`.
    #[must_use]
    pub fn since(&self, mark: usize) -> Vec<Value> {
        lock(&self.lines.0).iter().skip(mark).cloned().collect()
    }

    /// Waits for a line after `mark` that `wanted` accepts.
    ///
    /// # Errors
    /// After `patience`, with the last lines.
    pub fn wait(
        &self,
        what: &str,
        mark: usize,
        patience: Duration,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        let start = Instant::now();
        let mut lines = lock(&self.lines.0);
        loop {
            if let Some(found) = lines.iter().skip(mark).find(|line| wanted(line)) {
                return Ok(found.clone());
            }
            let left = patience.saturating_sub(start.elapsed());
            if left.is_zero() {
                bail!("waited {patience:?} in vain for {what}. Last events:\n{}", tail(&lines));
            }
            let woken = self.lines.1.wait_timeout(lines, left);
            lines = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The last lines as text, for a failure's message.
    #[must_use]
    pub fn tail(&self) -> String {
        tail(&lock(&self.lines.0))
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        let _ = self.follower.kill();
        let _ = self.follower.wait();
    }
}

/// The line is an event of this kind (`widget`, `page`, `os`…).
#[must_use]
pub fn is_event(line: &Value, kind: &str) -> bool {
    line.pointer("/event/kind").is_some_and(|found| found == kind)
}

/// The line is an effect of this name (`notify`, `post`, `showWindow`…).
#[must_use]
pub fn is_effect(line: &Value, name: &str) -> bool {
    line.pointer("/effect/effect").is_some_and(|found| found == name)
}

fn tail(lines: &[Value]) -> String {
    let skipped = lines.len().saturating_sub(LINES_IN_A_FAILURE);
    lines.iter().skip(skipped).map(|line| format!("  {line}\n")).collect()
}

fn lock(lines: &Mutex<Vec<Value>>) -> MutexGuard<'_, Vec<Value>> {
    lines.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Runs one command: its output goes to a log, the terminal shows that it moves, a failure shows the end of the log.

use crate::context::Context;
use anyhow::{Context as _, Result, bail};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a terminal is redrawn.
const REDRAW_EVERY: Duration = Duration::from_millis(120);
/// How often a log without a terminal says that it still moves.
const SPEAK_EVERY: Duration = Duration::from_secs(20);
/// Lines of the log that a failure shows.
const LINES_IN_A_FAILURE: usize = 60;
/// Characters of the last line that progress shows.
const PROGRESS_WIDTH: usize = 90;

/// What a command printed, and whether it succeeded.
pub(crate) struct Finished {
    /// Standard output and error as they came.
    pub(crate) output: String,
    /// Exit code 0.
    pub(crate) success: bool,
    /// Where the output is kept.
    pub(crate) log: PathBuf,
}

/// Output so far: the file it goes to, the text, and the last line for the progress display.
struct Sink {
    file: File,
    text: String,
    last: String,
}

/// Runs `command` and keeps its output in `target/logs/<name>.log`.
pub(crate) fn watched(context: &Context, name: &str, mut command: Command) -> Result<Finished> {
    let folder = context.target.join("logs");
    fs::create_dir_all(&folder)?;
    let log = folder.join(format!("{name}.log"));
    let sink = Arc::new(Mutex::new(Sink {
        file: File::create(&log)?,
        text: String::new(),
        last: String::new(),
    }));
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("{program} could not be started"))?;
    let mut readers = Vec::new();
    if let Some(output) = child.stdout.take() {
        readers.push(read(output, Arc::clone(&sink)));
    }
    if let Some(errors) = child.stderr.take() {
        readers.push(read(errors, Arc::clone(&sink)));
    }
    let mut progress = Progress::new(name);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(REDRAW_EVERY);
        let last = sink.lock().unwrap_or_else(PoisonError::into_inner).last.clone();
        progress.show(&last);
    };
    progress.clear();
    for reader in readers {
        // A reader that panicked has already kept what it read.
        let _ = reader.join();
    }
    let output = std::mem::take(&mut sink.lock().unwrap_or_else(PoisonError::into_inner).text);
    Ok(Finished { output, success: status.success(), log })
}

/// Runs `command` and fails with the end of its output if it fails.
pub(crate) fn quiet(context: &Context, name: &str, command: Command) -> Result<()> {
    let words = describe(&command);
    let finished = watched(context, name, command)?;
    if !finished.success {
        bail!("`{words}` failed:\n{}", tail(&finished));
    }
    Ok(())
}

/// The end of a failed command's output, with where the whole is.
pub(crate) fn tail(finished: &Finished) -> String {
    let lines: Vec<&str> = finished.output.lines().collect();
    let skipped = lines.len().saturating_sub(LINES_IN_A_FAILURE);
    let shown = lines.get(skipped..).unwrap_or_default().join("\n    ");
    format!("    {shown}\n    (all of it: {})", finished.log.display())
}

/// A command as a person would type it.
pub(crate) fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut words = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        words.push(' ');
        words.push_str(&argument.to_string_lossy());
    }
    words
}

fn read(from: impl Read + Send + 'static, sink: Arc<Mutex<Sink>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line).into_owned();
            let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
            // A full disk shows itself soon enough; the text in memory is what decides.
            let _ = sink.file.write_all(&line);
            if !text.trim().is_empty() {
                text.trim().clone_into(&mut sink.last);
            }
            sink.text.push_str(&text);
            drop(sink);
            line.clear();
        }
    })
}

/// The line that shows a running step.
struct Progress<'n> {
    name: &'n str,
    start: Instant,
    spoken: Instant,
    terminal: bool,
}

impl<'n> Progress<'n> {
    fn new(name: &'n str) -> Self {
        let now = Instant::now();
        Self { name, start: now, spoken: now, terminal: std::io::stderr().is_terminal() }
    }

    fn show(&mut self, last: &str) {
        let seconds = self.start.elapsed().as_secs();
        let last: String = last.chars().filter(|c| !c.is_control()).take(PROGRESS_WIDTH).collect();
        if self.terminal {
            eprint!("\r\x1b[2K  … {} {seconds} s  {last}", self.name);
        } else if self.spoken.elapsed() >= SPEAK_EVERY {
            self.spoken = Instant::now();
            eprintln!("  … {} {seconds} s  {last}", self.name);
        }
    }

    fn clear(&self) {
        if self.terminal {
            eprint!("\r\x1b[2K");
        }
    }
}

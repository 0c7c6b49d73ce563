//! The two ends that are compared, each in a process of its own: our engine, and Chromium's.

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use deskbell_journeys::far_party::FarParty as _;
use deskbell_journeys::far_party::sound::{Chromium, OwnEngine, Recording};
use deskbell_voice::Codec;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

/// With this word this program is the engine alone.
pub(crate) const ENGINE: &str = "engine";

/// An end that is called.
pub(crate) trait End {
    /// What its figures are called.
    fn name(&self) -> &'static str;

    /// Answers a call; one that went before is over.
    fn answer(&self, offer: &str) -> Result<String>;

    /// What it has heard since the last time.
    fn heard(&self) -> Result<Recording>;

    /// Hangs up.
    fn hang_up(&self) -> Result<()>;

    /// The first of its processes.
    fn process_id(&self) -> u32;
}

impl End for Chromium {
    fn name(&self) -> &'static str {
        "chromium call"
    }

    fn answer(&self, offer: &str) -> Result<String> {
        self.say(Some(1000.0))?;
        deskbell_journeys::far_party::FarParty::answer(self, offer)
    }

    fn heard(&self) -> Result<Recording> {
        Self::heard(self)
    }

    fn hang_up(&self) -> Result<()> {
        self.end();
        Ok(())
    }

    fn process_id(&self) -> u32 {
        Self::process_id(self)
    }
}

/// Chromium, without a call.
pub(crate) fn chromium() -> Result<Chromium> {
    let program = Chromium::installed().context("Chromium is not installed")?;
    Chromium::start(&program, Codec::Opus)
}

/// Our engine in a process that has nothing else.
pub(crate) struct Engine {
    process: Child,
    ways: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Engine {
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(ENGINE).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let orders = process.stdin.take().context("no way in")?;
        let answers = process.stdout.take().context("no way out")?;
        let ways = Mutex::new((orders, BufReader::new(answers)));
        Ok(Self { process, ways })
    }

    fn ask(&self, order: &Value) -> Result<Value> {
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        let (orders, answers) = &mut *ways;
        writeln!(orders, "{order}")?;
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line).context("the engine has gone")?;
        match answer["error"].as_str() {
            Some(error) => bail!("the engine: {error}"),
            None => Ok(answer),
        }
    }
}

impl End for Engine {
    fn name(&self) -> &'static str {
        "call"
    }

    fn answer(&self, offer: &str) -> Result<String> {
        let answer = self.ask(&json!({ "offer": offer }))?;
        Ok(answer["answer"].as_str().context("no answer")?.to_owned())
    }

    fn heard(&self) -> Result<Recording> {
        let heard = self.ask(&json!("heard"))?;
        let bytes = STANDARD.decode(heard["samples"].as_str().unwrap_or_default())?;
        let samples = bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        let begun = heard["begun"].as_f64().map(|at| UNIX_EPOCH + Duration::from_secs_f64(at));
        Ok(Recording { begun, samples: samples.collect() })
    }

    fn hang_up(&self) -> Result<()> {
        self.ask(&json!("hang up")).map(drop)
    }

    fn process_id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Does what is asked on the standard input, one JSON value a line, until it ends.
pub(crate) fn run_engine() -> Result<()> {
    let mut engine: Option<OwnEngine> = None;
    for line in std::io::stdin().lines() {
        let order: Value = serde_json::from_str(&line?)?;
        let answer = match (order["offer"].as_str(), order.as_str()) {
            (Some(offer), _) => answer(&mut engine, offer),
            (_, Some("heard")) => Ok(heard(engine.as_ref())),
            _ => {
                engine = None;
                Ok(json!({}))
            }
        };
        let answer = answer.unwrap_or_else(|error| json!({ "error": format!("{error:#}") }));
        println!("{answer}");
    }
    Ok(())
}

fn answer(engine: &mut Option<OwnEngine>, offer: &str) -> Result<Value> {
    let own = engine.insert(OwnEngine::start()?);
    Ok(json!({ "answer": own.answer(offer)? }))
}

fn heard(engine: Option<&OwnEngine>) -> Value {
    let heard = engine.map(OwnEngine::heard).unwrap_or_default();
    let bytes: Vec<u8> = heard.samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let begun = heard.begun.and_then(|begun| begun.duration_since(UNIX_EPOCH).ok());
    json!({ "begun": begun.map(|begun| begun.as_secs_f64()), "samples": STANDARD.encode(bytes) })
}

//! The other end in headless Chromium: libwebrtc, which nearly everybody else's calls are made with.

mod pipe;

use super::recording::{Recording, listen_for};
use crate::desktop::server::Server;
use crate::desktop::until;
use crate::far_party::FarParty;
use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use deskbell_voice::Codec;
use pipe::Pipe;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;

/// How long it may take to start on a busy machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// What it is called, where it is installed.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// It may speak without a click, names its addresses instead of hiding them, loopback too, and needs no sandbox here.
const FLAGS: [&str; 7] = [
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--remote-debugging-pipe",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
];

/// A browser with one page, which is an end of one call at a time.
#[derive(Debug)]
pub struct Chromium {
    browser: Child,
    pipe: Mutex<Pipe>,
    session: String,
    // What it uses, until it has gone.
    _server: Server,
    _profile: TempDir,
}

impl Chromium {
    /// Where it is on this machine, if it is installed.
    #[must_use]
    pub fn installed() -> Option<PathBuf> {
        let paths = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&paths).collect();
        let all = NAMES.iter().flat_map(|name| folders.iter().map(move |one| one.join(name)));
        all.into_iter().find(|path| path.is_file())
    }

    /// Starts it; it will say nothing until it is told to, with `codec`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(program: &Path, codec: Codec) -> Result<Self> {
        let server = Server::of_pages(&[("/", include_str!("chromium/page.html"))])?;
        let profile = tempfile::Builder::new().prefix("deskbell-chromium-").tempdir()?;
        // Its debugging pipe is at 3 and 4; what else it says is nobody's business.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null", "sh"]);
        command.arg(program).args(FLAGS);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut browser = command.spawn().context("Chromium cannot be started")?;
        let (orders, said) = (browser.stdin.take(), browser.stdout.take());
        let mut pipe = Pipe::new(orders.context("no pipe")?, said.context("no pipe")?);
        let page = json!({ "url": format!("{}/", server.origin()) });
        let page = pipe.ask(None, "Target.createTarget", page)?;
        let attach = json!({ "targetId": page["targetId"], "flatten": true });
        let attached = pipe.ask(None, "Target.attachToTarget", attach)?;
        let session = attached["sessionId"].as_str().context("no page")?.to_owned();
        let pipe = Mutex::new(pipe);
        let chromium = Self { browser, pipe, session, _server: server, _profile: profile };
        until("the page of Chromium is there", START_TIMEOUT, || {
            Ok((chromium.evaluate("typeof party")? == "object").then_some(()))
        })?;
        chromium.evaluate(&format!("party.codec = {}", json!(codec.mime_type())))?;
        chromium.evaluate("party.begin()")?;
        Ok(chromium)
    }

    /// Says a tone of so many hertz from now on, or nothing.
    ///
    /// # Errors
    /// If the page does not answer.
    pub fn say(&self, hertz: Option<f64>) -> Result<()> {
        self.evaluate(&format!("party.say({})", hertz.unwrap_or_default())).map(drop)
    }

    /// Presses keys.
    ///
    /// # Errors
    /// If it cannot in this call.
    pub fn press(&self, keys: &str) -> Result<()> {
        self.evaluate(&format!("party.press({})", json!(keys))).map(drop)
    }

    /// What it has heard since it was last asked.
    ///
    /// # Errors
    /// If the page does not answer.
    pub fn heard(&self) -> Result<Recording> {
        let heard = self.evaluate("party.heard()")?;
        let Some(at) = heard["at"].as_f64() else { return Ok(Recording::default()) };
        let bytes = STANDARD.decode(heard["samples"].as_str().unwrap_or_default())?;
        let samples = bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        let begun = UNIX_EPOCH + Duration::from_secs_f64(at / 1000.0);
        Ok(Recording { begun: Some(begun), samples: samples.collect() })
    }

    /// Waits until the tone of the other end is all that was heard for half a second, or that nothing was.
    ///
    /// # Errors
    /// If it is not heard in time, with what it says about its connection.
    pub fn wait_to_hear(&self, hertz: Option<f64>) -> Result<()> {
        let heard = listen_for(hertz, || self.heard());
        heard.with_context(|| format!("{:?}", self.figures()))
    }

    /// What it says about its connection.
    ///
    /// # Errors
    /// If the page does not answer.
    pub fn figures(&self) -> Result<Value> {
        self.evaluate("party.figures()")
    }

    /// Its process, and the first of a tree.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.browser.id()
    }

    /// Evaluates in the page, and waits for what comes of it.
    fn evaluate(&self, expression: &str) -> Result<Value> {
        let what = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut pipe = self.pipe.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = pipe.ask(Some(&self.session), "Runtime.evaluate", what)?;
        let failed = &answer["exceptionDetails"];
        ensure!(failed.is_null(), "{expression}: {}", failed["exception"]["description"]);
        Ok(answer["result"]["value"].clone())
    }

    fn text(&self, expression: &str) -> Result<String> {
        let text = self.evaluate(expression)?;
        Ok(text.as_str().context("no description")?.to_owned())
    }
}

impl FarParty for Chromium {
    fn offer(&self) -> Result<String> {
        self.offer_direction("sendrecv")
    }

    fn offer_direction(&self, direction: &str) -> Result<String> {
        self.text(&format!("party.offer({}, false)", json!(direction)))
    }

    fn offer_restart(&self) -> Result<String> {
        self.text("party.offer('sendrecv', true)")
    }

    fn answer(&self, offer: &str) -> Result<String> {
        self.text(&format!("party.answer({})", json!(offer)))
    }

    fn accept(&self, answer: &str) -> Result<()> {
        self.evaluate(&format!("party.accept({})", json!(answer))).map(drop)
    }

    fn end(&self) {
        // One that has gone has ended.
        let _ = self.evaluate("party.end()");
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

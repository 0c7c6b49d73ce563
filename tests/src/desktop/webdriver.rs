//! A small WebDriver client for WebKitWebDriver: each webview of the program is a window handle of its own.

use super::wait::until;
use super::{App, Session};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

/// The name every WebDriver answer gives an element by.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long the driver may take to start.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// How long one answer of the driver may take.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(90);

/// A running driver with one session.
#[derive(Debug)]
pub struct WebDriver {
    driver: Child,
    base: String,
    agent: ureq::Agent,
}

/// Longer than a control that appeared or moved takes no press.
pub const SEEN: Duration = Duration::from_millis(900);

impl WebDriver {
    /// Starts `binary` with `arguments` in `session`, ready to be driven, and a driver beside it.
    ///
    /// The driver is pointed at the running program instead of starting it: what it says to a program that is
    /// still building its windows is lost now and then, and it would wait for the answer without end.
    ///
    /// # Errors
    /// If the driver or the program does not start.
    pub fn start<'s>(
        session: &'s Session,
        binary: &Path,
        profile: &Path,
        arguments: &[&str],
    ) -> Result<(App<'s>, Self)> {
        let target = format!("127.0.0.1:{}", free_port()?);
        let inspector = format!("WEBKIT_INSPECTOR_SERVER={target}");
        let variables =
            [inspector.as_str(), "TAURI_AUTOMATION=true", "TAURI_WEBVIEW_AUTOMATION=true"];
        let app = App::start_in(session, binary, profile, &variables, arguments)?;
        Ok((app, Self::attach(session, &target)?))
    }

    fn attach(session: &Session, target: &str) -> Result<Self> {
        let port = free_port()?;
        let driver = session
            .command("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .arg(format!("--target={target}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("WebKitWebDriver could not be started")?;
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER_TIMEOUT))
            .build();
        let base = format!("http://127.0.0.1:{port}/session");
        let mut web = Self { driver, base, agent: config.into() };
        until("the driver listens", START_TIMEOUT, || {
            Ok(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok().then_some(()))
        })?;
        // A navigation that the program refuses is one that the driver would wait for without end.
        let wanted = json!({ "capabilities": { "alwaysMatch": { "pageLoadStrategy": "none" } } });
        let answer = web.call("", Some(&wanted))?;
        let id = answer["sessionId"].as_str().context("the driver gave no session")?;
        web.base = format!("{}/{id}", web.base);
        Ok(web)
    }

    /// Addresses of all webviews with their handles.
    ///
    /// # Errors
    /// If the driver fails.
    pub fn webviews(&self) -> Result<Vec<(String, String)>> {
        let handles = self.call("/window/handles", None)?;
        let mut found = Vec::new();
        for handle in handles.as_array().into_iter().flatten().filter_map(Value::as_str) {
            self.switch(handle)?;
            // A page that is just going away has no address.
            let address = self.call("/url", None).unwrap_or_default();
            found.push((handle.to_owned(), address.as_str().unwrap_or_default().to_owned()));
        }
        Ok(found)
    }

    /// Waits for a webview whose address contains `part` and speaks to it from now on.
    ///
    /// # Errors
    /// After `patience`, with the addresses there are.
    pub fn switch_to(&self, part: &str, patience: Duration) -> Result<()> {
        let handle = until(&format!("a webview shows {part}"), patience, || {
            let webviews = self.webviews()?;
            Ok(webviews.into_iter().find(|(_, address)| address.contains(part)))
        })
        .with_context(|| format!("webviews: {:?}", self.webviews().unwrap_or_default()))?;
        self.switch(&handle.0)
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Errors
    /// If it throws.
    pub fn script(&self, script: &str) -> Result<Value> {
        self.call("/execute/sync", Some(&json!({ "script": script, "args": [] })))
    }

    /// Waits for a button or link whose words begin with `label` and clicks on it.
    ///
    /// # Errors
    /// If there is none or it cannot be clicked.
    pub fn click_on(&self, label: &str, patience: Duration) -> Result<()> {
        let path = format!(
            "//*[self::button or self::a][not(@disabled)]\
             [starts-with(normalize-space(.), '{label}') or @aria-label='{label}' or @title='{label}']"
        );
        until(&format!("{label:?} is clicked"), patience, || {
            let query = json!({ "using": "xpath", "value": path });
            let found = self.call("/elements", Some(&query))?;
            let Some(element) = found[0][ELEMENT].as_str() else { return Ok(None) };
            // What appeared a moment ago takes no press: a person would have to see it first.
            std::thread::sleep(SEEN);
            // A redraw may take the element away between the two.
            self.call(&format!("/element/{element}/click"), Some(&json!({}))).map(Some)
        })?;
        Ok(())
    }

    fn switch(&self, handle: &str) -> Result<()> {
        self.call("/window", Some(&json!({ "handle": handle })))?;
        Ok(())
    }

    fn call(&self, path: &str, body: Option<&Value>) -> Result<Value> {
        let url = format!("{}{path}", self.base);
        let response = match body {
            Some(body) => self.agent.post(&url).send(body.to_string()),
            None => self.agent.get(&url).call(),
        };
        let text = response?.body_mut().read_to_string()?;
        let mut answer: Value = serde_json::from_str(&text).with_context(|| text.clone())?;
        let value = answer["value"].take();
        if let Some(error) = value["error"].as_str() {
            bail!("WebDriver {path}: {error}: {}", value["message"]);
        }
        Ok(value)
    }
}

impl Drop for WebDriver {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.base).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A loopback port nobody listens on now.
///
/// # Errors
/// If the system has none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

//! The program under test: started with a profile of its own, driven through its command line, followed by its events.

use super::Session;
use super::events::EventStream;
use super::screenshot;
use super::wait::{until, until_true};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// How long the program may take until it answers on its socket; debug builds on a busy machine are slow.
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// How long it may take to leave.
const QUIT_TIMEOUT: Duration = Duration::from_secs(15);

/// A running program.
#[derive(Debug)]
pub struct App<'s> {
    session: &'s Session,
    binary: PathBuf,
    profile: PathBuf,
    process: Option<Child>,
    events: Option<EventStream>,
}

impl<'s> App<'s> {
    /// Starts the program and waits until it answers.
    ///
    /// # Errors
    /// If it does not, with the end of its log.
    pub fn start(
        session: &'s Session,
        binary: &Path,
        profile: &Path,
        arguments: &[&str],
    ) -> Result<Self> {
        Self::start_in(session, binary, profile, &[], arguments)
    }

    /// Starts the program with `variables` (`NAME=value`) added to its environment, and waits until it answers.
    ///
    /// # Errors
    /// As [`App::start`].
    pub fn start_in(
        session: &'s Session,
        binary: &Path,
        profile: &Path,
        variables: &[&str],
        arguments: &[&str],
    ) -> Result<Self> {
        let mut command = session.command(binary);
        command.arg("--profile").arg(profile).args(arguments);
        command.envs(variables.iter().filter_map(|variable| variable.split_once('=')));
        std::fs::create_dir_all(profile)?;
        let mut app = Self::attach(session, binary, profile);
        let log = File::options().create(true).append(true).open(app.log())?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        app.process = Some(command.spawn().context("the program could not be started")?);
        app.wait_for_answer()?;
        Ok(app)
    }

    /// Drives a program that somebody else starts with this profile.
    #[must_use]
    pub fn attach(session: &'s Session, binary: &Path, profile: &Path) -> Self {
        Self {
            session,
            binary: binary.to_owned(),
            profile: profile.to_owned(),
            process: None,
            events: None,
        }
    }

    /// Waits until the program answers on its socket, then follows its events.
    ///
    /// # Errors
    /// If it leaves or stays silent, with the end of its log.
    pub fn wait_for_answer(&mut self) -> Result<()> {
        let result = until("the program answers", START_TIMEOUT, || {
            if let Some(process) = &mut self.process
                && let Some(status) = process.try_wait()?
            {
                // Not worth waiting for: given back as found, judged below.
                return Ok(Some(Err(status)));
            }
            Ok(self.view().is_ok().then_some(Ok(())))
        });
        match result {
            Ok(Ok(())) => {}
            Ok(Err(status)) => bail!("the program left at once ({status})\n{}", self.log_tail()),
            Err(error) => return Err(error.context(self.log_tail())),
        }
        let mut follow = self.command();
        follow.args(["events", "--follow", "--effects", "--json"]);
        self.events = Some(EventStream::start(follow)?);
        Ok(())
    }

    /// The event stream.
    ///
    /// # Errors
    /// If the program does not run.
    pub fn events(&self) -> Result<&EventStream> {
        self.events.as_ref().context("the program's events are not followed")
    }

    /// The session it runs in.
    #[must_use]
    pub const fn session(&self) -> &'s Session {
        self.session
    }

    /// Its profile folder.
    #[must_use]
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// Its process number.
    ///
    /// # Errors
    /// If we did not start it.
    pub fn process_id(&self) -> Result<u32> {
        Ok(self.process.as_ref().context("the program was not started by us")?.id())
    }

    /// Runs a command-line verb and gives its standard output.
    ///
    /// # Errors
    /// If the verb fails, with what it said and the last events.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = self.run_raw(arguments)?;
        if !output.status.success() {
            let events = self.events.as_ref().map(EventStream::tail).unwrap_or_default();
            bail!(
                "`deskbell {}` failed ({}): {}{}\nLast events:\n{events}",
                arguments.join(" "),
                output.status,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr),
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs a command-line verb, whatever comes of it.
    ///
    /// # Errors
    /// If the program cannot be started.
    pub fn run_raw(&self, arguments: &[&str]) -> Result<Output> {
        Ok(self.command().args(arguments).output()?)
    }

    /// Runs a command-line verb that prints JSON.
    ///
    /// # Errors
    /// If it fails or prints something else.
    pub fn json(&self, arguments: &[&str]) -> Result<Value> {
        let text = self.run(arguments)?;
        serde_json::from_str(&text).with_context(|| format!("not JSON: {text}"))
    }

    /// The whole view.
    ///
    /// # Errors
    /// If the program does not answer.
    pub fn view(&self) -> Result<Value> {
        self.json(&["view", "--json"])
    }

    /// Drives the simulated desk, for instance `["ring", "from=+16505550100"]`.
    ///
    /// # Errors
    /// If the program or the desk refuses.
    pub fn desk(&self, arguments: &[&str]) -> Result<()> {
        self.run(&[&["desk"], arguments].concat())?;
        Ok(())
    }

    /// Adds the simulated desk and waits until it is signed in and its dialer ready.
    ///
    /// # Errors
    /// If it does not get there.
    pub fn add_desk(&self, label: &str) -> Result<()> {
        self.add_desk_with(label, &[])
    }

    /// The same with further arguments of `accounts add`.
    ///
    /// # Errors
    /// If it does not get there.
    pub fn add_desk_with(&self, label: &str, arguments: &[&str]) -> Result<()> {
        self.run(&[&["accounts", "add", "--simulated", "--label", label], arguments].concat())?;
        self.wait_view("the simulated desk is signed in", START_TIMEOUT, |view| {
            view["accounts"].as_array().is_some_and(|accounts| {
                accounts.iter().any(|account| {
                    account["config"]["label"] == label
                        && account["signIn"] == "signedIn"
                        && account["dialerReady"] == true
                })
            })
        })?;
        Ok(())
    }

    /// Waits until the view is as `wanted`.
    ///
    /// # Errors
    /// After `patience`, with the view and the last events.
    pub fn wait_view(
        &self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        let found = until(what, patience, || {
            let view = self.view()?;
            Ok(wanted(&view).then_some(view))
        });
        found.with_context(|| {
            let view = self.view().unwrap_or_default();
            let events = self.events.as_ref().map(EventStream::tail).unwrap_or_default();
            format!("View: {view:#}\nLast events:\n{events}{}", self.log_tail())
        })
    }

    /// Waits for an event or effect after `mark`.
    ///
    /// # Errors
    /// After `patience`, with the last events.
    pub fn wait_event(
        &self,
        what: &str,
        mark: usize,
        patience: Duration,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        self.events()?.wait(what, mark, patience, wanted).with_context(|| self.log_tail())
    }

    /// Leaves and waits until the process has gone.
    ///
    /// # Errors
    /// If it does not go by itself or reports a failure.
    pub fn quit(self) -> Result<()> {
        self.run(&["quit", "--yes"])?;
        self.ended()
    }

    /// Has the system end it, and waits until the process has gone.
    ///
    /// # Errors
    /// If it does not go or reports a failure.
    pub fn terminate(self) -> Result<()> {
        let id = self.process_id()?.to_string();
        ensure!(Command::new("kill").args(["-TERM", &id]).status()?.success(), "kill {id} failed");
        self.ended()
    }

    fn ended(mut self) -> Result<()> {
        let Some(mut process) = self.process.take() else {
            return Ok(());
        };
        let mut last = None;
        let gone = until_true("the program has left", QUIT_TIMEOUT, || {
            last = process.try_wait()?;
            Ok(last.is_some())
        });
        if gone.is_err() {
            let _ = process.kill();
            let _ = process.wait();
        }
        gone.with_context(|| self.log_tail())?;
        ensure!(last.is_some_and(|status| status.success()), "the program left with {last:?}");
        Ok(())
    }

    /// The end of the program's log.
    #[must_use]
    pub fn log_tail(&self) -> String {
        const LINES: usize = 20;
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let skipped = lines.len().saturating_sub(LINES);
        format!("Log:\n  {}", lines.get(skipped..).unwrap_or_default().join("\n  "))
    }

    /// A command of the program's own command line, aimed at this profile.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = self.session.command(&self.binary);
        command.arg("--profile").arg(&self.profile);
        command
    }

    fn log(&self) -> PathBuf {
        self.session.folder().join("logs/deskbell.log")
    }
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // Still there: something failed. What the display shows now says most; a picture that cannot be taken
            // must not hide the failure itself.
            if let Some(folder) = std::env::var_os("DESKBELL_E2E_ARTIFACTS") {
                let name = std::thread::current().name().unwrap_or("failure").replace("::", "-");
                let path = PathBuf::from(folder).join(format!("{name}.png"));
                let _ = screenshot::save(self.session, &path);
            }
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

//! Where things are, and how to start cargo and npm.

use anyhow::{Context as _, Result};
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Packages whose tests and programs are built together: one selection everywhere, so that nothing is built twice.
/// Xtask itself is left out: on Windows a running program cannot be replaced.
pub(crate) const SELECTION: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// What every step needs to know.
pub(crate) struct Context {
    /// The workspace's root.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// Only print what would be installed.
    pub(crate) no_install: bool,
    // Searched before the caller's PATH, for the Node we installed.
    tools: Vec<PathBuf>,
    variables: Vec<(String, String)>,
}

impl Context {
    /// Finds the workspace.
    pub(crate) fn new(no_install: bool) -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().context("xtask has no parent folder")?.to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target, no_install, tools: Vec::new(), variables: Vec::new() })
    }

    /// Gives every later command an environment variable.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Lets every later command find programs in `folder` first.
    pub(crate) fn prefer(&mut self, folder: PathBuf) {
        self.tools.insert(0, folder);
    }

    /// Any program, from the root.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never");
        // What `cargo run` told about this program would mislead a cargo below it.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command.env("PATH", self.path());
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }

    /// Cargo with these arguments.
    pub(crate) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.command(cargo);
        command.args(arguments);
        command
    }

    /// npm with these arguments, in `ui`.
    pub(crate) fn npm<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        // Windows starts batch files only by their full name.
        let npm = if env::consts::OS == "windows" { "npm.cmd" } else { "npm" };
        let mut command = self.command(npm);
        command.current_dir(self.root.join("ui")).args(arguments);
        command
    }

    /// A built program of this workspace.
    pub(crate) fn built(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// A program's place on the PATH that commands see.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        let name = format!("{program}{}", env::consts::EXE_SUFFIX);
        let path = self.path();
        env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file())
    }

    fn path(&self) -> std::ffi::OsString {
        let old = env::var_os("PATH").unwrap_or_default();
        let folders = self.tools.iter().cloned().chain(env::split_paths(&old));
        // Only a folder with a separator in its name cannot be joined; then the old PATH has to do.
        env::join_paths(folders).unwrap_or(old)
    }
}

//! Node: the one on the PATH if it is new enough, otherwise one from the npm registry, kept in the target folder.

use crate::context::Context;
use crate::{packages, run};
use anyhow::{Context as _, Result, bail};
use std::env::consts;
use std::process::Stdio;

/// The line of Node that is installed where none is good enough.
const LINE: &str = "22";
/// Its npm: an older one of the system's may not run under it.
const NPM_LINE: &str = "10";

/// Sees to it that `node` and `npm` can be started.
pub(crate) fn ensure(context: &mut Context) -> Result<()> {
    if has_node(context) {
        return Ok(());
    }
    let package = format!("node-{}-{}", system()?, machine()?);
    let folder = context.target.join("tools/node");
    let programs =
        [folder.join(format!("node_modules/{package}/bin")), folder.join("node_modules/.bin")];
    if !programs.iter().all(|folder| folder.is_dir()) {
        if context.find("npm").is_none() {
            install_npm(context)?;
        }
        if context.no_install {
            bail!("--no-install: Node {LINE} would be installed from the npm registry");
        }
        std::fs::create_dir_all(&folder)?;
        let mut install =
            context.npm(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]);
        install.current_dir(&folder).arg(&folder);
        install.args([format!("{package}@{LINE}"), format!("npm@{NPM_LINE}")]);
        run::quiet(context, "install-node", install)?;
    }
    for folder in programs.into_iter().rev() {
        context.prefer(folder);
    }
    if !has_node(context) {
        bail!("Node {LINE} was installed in {} but does not start", folder.display());
    }
    Ok(())
}

fn install_npm(context: &Context) -> Result<()> {
    if consts::OS == "linux" && context.find("apt-get").is_some() {
        return packages::ensure_apt(context, &["nodejs", "npm"]);
    }
    bail!("Node 20.19 or newer is needed: install it from your system's packages or nodejs.org")
}

/// Node and npm start, and Node is a version that Vite takes.
fn has_node(context: &Context) -> bool {
    let mut ask = context.command("node");
    let Ok(output) = ask.arg("--version").stderr(Stdio::null()).output() else {
        return false;
    };
    let version = String::from_utf8_lossy(&output.stdout);
    let npm = context.npm(["--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    new_enough(version.trim()) && npm.is_ok_and(|status| status.success())
}

/// `v20.19.0` and up, except the odd line 21 and the first releases of 22.
fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|n| n.parse().ok());
    let version: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    matches!(version, (20, 19..) | (22, 12..) | (23.., _))
}

fn system() -> Result<&'static str> {
    [("linux", "linux"), ("macos", "darwin"), ("windows", "win")]
        .into_iter()
        .find(|(name, _)| *name == consts::OS)
        .map(|(_, name)| name)
        .context("no Node is known for this system")
}

fn machine() -> Result<&'static str> {
    [("x86_64", "x64"), ("aarch64", "arm64")]
        .into_iter()
        .find(|(name, _)| *name == consts::ARCH)
        .map(|(_, name)| name)
        .context("no Node is known for this processor")
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn takes_what_vite_takes() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.0.0"] {
            assert!(new_enough(good), "{good}");
        }
        for bad in ["", "v18.20.4", "v20.18.1", "v21.7.0", "v22.11.0", "nonsense"] {
            assert!(!new_enough(bad), "{bad}");
        }
    }
}

//! What the outside can reach of the running app: nothing on the network, and what opens the engine is gone.

use crate::stage::{binary, in_session};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::{App, Plan, Session, processes, until_true};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);
/// Where WebKit's inspector would listen; any free port will do for a session of its own.
const INSPECTOR: &str = "127.0.0.1:47391";

/// Sockets of these processes on which the network can knock.
fn listening(root: u32) -> Result<Vec<String>> {
    let mut own = HashSet::new();
    for process in processes::tree(root)? {
        // A process may have gone meanwhile.
        for entry in
            fs::read_dir(format!("/proc/{}/fd", process.id)).into_iter().flatten().flatten()
        {
            if let Ok(target) = fs::read_link(entry.path()) {
                let target = target.to_string_lossy().into_owned();
                own.extend(
                    target
                        .strip_prefix("socket:[")
                        .map(|inode| inode.trim_end_matches(']').to_owned()),
                );
            }
        }
    }
    ensure!(!own.is_empty(), "no sockets at all: they cannot be seen from here");
    let mut found = Vec::new();
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        let text = fs::read_to_string(format!("/proc/net/{table}")).unwrap_or_default();
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let (address, state, inode) = (fields[1], fields[3], fields[9]);
            // Listening, or a datagram socket that is connected to nobody.
            let open = if table.starts_with("tcp") { state == "0A" } else { state == "07" };
            if open && own.contains(inode) {
                found.push(format!("{table} {address}"));
            }
        }
    }
    Ok(found)
}

/// The app as a release starts, or as a debug build does, with variables that open the engine.
fn start<'s>(session: &'s Session, profile: &Path, strict: &[&str]) -> Result<App<'s>> {
    let inspector = format!("WEBKIT_INSPECTOR_HTTP_SERVER={INSPECTOR}");
    let keys = format!("SSLKEYLOGFILE={}", session.folder().join("keys").display());
    let mut wrapped = vec![inspector.as_str(), &keys];
    wrapped.extend(strict);
    App::start_in(session, &binary()?, profile, &wrapped, &[])
}

#[test]
fn nothing_listens_on_the_network_unless_it_is_asked_to() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk("Desk")?;
        let root = app.process_id()?;
        until_true("the page runs", PATIENCE, || Ok(!processes::web_processes(root)?.is_empty()))?;
        let open = listening(root)?;
        ensure!(open.is_empty(), "open to the network: {open:?}");
        app.quit()
    })
}

#[test]
fn a_release_lets_nobody_look_into_its_pages() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        // So that the rest can fail: this is how it is where the variables are kept.
        let open = start(session, &profile.join("open"), &[])?;
        let root = open.process_id()?;
        until_true("the inspector listens", PATIENCE, || Ok(!listening(root)?.is_empty()))?;
        open.quit()?;

        let app = start(session, &profile.join("strict"), &["DESKBELL_STRICT=1"])?;
        let root = app.process_id()?;
        until_true("the page runs", PATIENCE, || Ok(!processes::web_processes(root)?.is_empty()))?;
        for process in processes::web_processes(root)? {
            let variables = fs::read(format!("/proc/{}/environ", process.id))?;
            let variables = String::from_utf8_lossy(&variables).into_owned();
            for name in ["WEBKIT_INSPECTOR_HTTP_SERVER", "SSLKEYLOGFILE"] {
                ensure!(!variables.contains(name), "{name} reached a page's process");
            }
            let limits = fs::read_to_string(format!("/proc/{}/limits", process.id))?;
            let core = limits.lines().find(|line| line.starts_with("Max core file size"));
            let limit: Vec<&str> = core.unwrap_or_default().split_whitespace().skip(4).collect();
            ensure!(limit.starts_with(&["0", "0"]), "memory may go to disk: {core:?}");
        }
        let open = listening(root)?;
        ensure!(open.is_empty(), "open to the network: {open:?}");
        ensure!(
            app.log_tail().contains("WEBKIT_INSPECTOR_HTTP_SERVER is ignored"),
            "it is not told"
        );
        app.quit()
    })
}

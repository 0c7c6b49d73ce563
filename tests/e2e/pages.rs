//! Pages that break: a dead web process and a hung page show their reason and come back by themselves.

use crate::stage::{DESK, PATIENCE, binary, in_session};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::{App, Plan, processes, until};
use serde_json::Value;
use std::process::Command;
use std::time::Duration;

/// The heartbeat may be missing for 20 s before a page is called hung.
const HUNG_PATIENCE: Duration = Duration::from_secs(45);

#[test]
fn a_killed_web_process_is_told_and_replaced() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        let root = app.process_id()?;
        let before = until("our own page has its process", PATIENCE, || {
            Ok(Some(processes::web_processes(root)?).filter(|all| !all.is_empty()))
        })?;
        app.add_desk(DESK)?;
        // The engine may keep the process of the empty page that was there before the desk's.
        let after = processes::web_processes(root)?;
        let new = after.iter().filter(|one| !before.contains(one));
        let victims: Vec<String> = new.map(|one| one.id.to_string()).collect();
        ensure!(!victims.is_empty(), "the desk has no process of its own");
        let mark = app.events()?.mark();
        let killed = Command::new("kill").arg("-9").args(&victims).status()?;
        ensure!(killed.success());
        app.wait_event("the crash is noticed", mark, PATIENCE, |line| broke(line, "crashed"))?;
        app.wait_view("it works again", PATIENCE, works)?;
        app.desk(&["ring", "from=+16505550100"])?;
        app.wait_view("it rings", PATIENCE, |view| view["calls"][0]["state"] == "alerting")?;
        app.run(&["quit", "--yes"])?;
        Ok(())
    })
}

#[test]
fn a_hung_page_is_told_from_a_quiet_one() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        let mark = app.events()?.mark();
        app.desk(&["hang", "seconds=60"])?;
        app.wait_view("hung", HUNG_PATIENCE, |view| {
            view["accounts"][0]["page"]["problem"]["kind"] == "hung"
        })?;
        app.wait_view("it works again", HUNG_PATIENCE, works)?;
        let lines = app.events()?.since(mark);
        ensure!(!lines.iter().any(|line| broke(line, "crashed")), "a hang is no crash");
        app.quit()
    })
}

fn broke(line: &Value, kind: &str) -> bool {
    line.pointer("/event/news/problem/kind").is_some_and(|found| found == kind)
}

fn works(view: &Value) -> bool {
    let account = &view["accounts"][0];
    account["page"]["kind"] == "alive" && account["dialerReady"] == true
}

//! Pages that break: a dead web process and a hung page show their reason and come back by themselves.

use crate::person::free_port;
use crate::stage::{DESK, PATIENCE, binary, in_session};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::server::Server;
use deskbell_journeys::desktop::{App, Plan, processes, until};
use serde_json::Value;
use std::process::Command;
use std::time::Duration;

/// The heartbeat may be missing for 20 s before a page is called hung.
const HUNG_TIMEOUT: Duration = Duration::from_secs(45);

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
        app.wait_view("hung", HUNG_TIMEOUT, |view| {
            view["accounts"][0]["page"]["problem"]["kind"] == "hung"
        })?;
        app.wait_view("it works again", HUNG_TIMEOUT, works)?;
        let lines = app.events()?.since(mark);
        ensure!(!lines.iter().any(|line| broke(line, "crashed")), "a hang is no crash");
        app.quit()
    })
}

#[test]
fn a_link_to_a_host_that_cannot_be_reached_is_no_fault_of_the_page() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let page = format!(
            "<!doctype html><title>Own page</title><script>
            setInterval(() => window.postMessage({{ type: 'rc-own-page-notify' }}, '*'), 200);
            setTimeout(() => {{ location.href = 'http://127.0.0.1:{}/x'; }}, 1500);</script>",
            free_port()?
        );
        let own = Server::of_pages(&[("/app.html", &page)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        let url = format!("url={}/app.html", own.origin());
        let add = ["accounts", "add", "--vendor", "ringcentral", "--label", DESK, "--option"];
        app.run(&[&add[..], &[&url]].concat())?;
        let view = app.wait_view("it opens in the browser", PATIENCE, |view| {
            view["notices"].to_string().contains("linkOpened")
        })?;
        let before = heard(&view);
        app.wait_view("the page goes on", PATIENCE, |view| heard(view) > before + 10)?;
        let lines = app.events()?.since(0);
        ensure!(!lines.iter().any(|line| broke(line, "loadFailed")), "it was given up");
        app.quit()
    })
}

fn heard(view: &Value) -> u64 {
    let unparsed = view["accounts"][0]["unparsed"].as_array().map(Vec::as_slice);
    unparsed.unwrap_or_default().iter().filter_map(|one| one["count"].as_u64()).sum()
}

fn broke(line: &Value, kind: &str) -> bool {
    line.pointer("/event/news/problem/kind").is_some_and(|found| found == kind)
}

fn works(view: &Value) -> bool {
    let account = &view["accounts"][0];
    account["page"]["kind"] == "alive" && account["dialerReady"] == true
}

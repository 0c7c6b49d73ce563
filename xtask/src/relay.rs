//! `relay`: builds the company's relay and starts one on loopback with a demo configuration.

use crate::context::Context;
use crate::run;
use anyhow::{Context as _, Result};
use std::process::Command;

/// The agent of the simulated desk; everything of the demo source goes to their team.
const AGENT: &str = "agent@desk.example";
/// Only this computer can post to it.
const CONFIG: &str = r#"{
  "listen": "127.0.0.1:8690",
  "operations": "127.0.0.1:8691",
  "publicUrl": "http://127.0.0.1:8690",
  "data": "log",
  "sources": { "demo": { "vendor": "snapengage", "token": "demo-token-of-this-computer" } },
  "teams": { "shop": ["agent@desk.example", "bo@desk.example"] },
  "rules": [{ "to": ["agent"] }, { "to": ["team:shop"] }]
}
"#;

/// Builds, prints how to enrol and how to post, and serves until it is ended; true if it ended well.
pub(crate) fn run(context: &Context) -> Result<bool> {
    eprintln!("the relay (a first build takes some minutes)");
    run::quiet(context, "relay-build", context.cargo(["build", "-p", "deskbell-relay"]))?;
    let folder = context.target.join("relay");
    std::fs::create_dir_all(&folder)?;
    let config = folder.join("relay.json");
    std::fs::write(&config, CONFIG).context("the demo configuration cannot be written")?;
    let binary = context.built("debug", "deskbell-relay");
    let relay = |arguments: &[&str]| -> Result<bool> {
        let mut command = Command::new(&binary);
        let status = command.arg("--config").arg(&config).args(arguments).status();
        Ok(status.context("the relay could not be started")?.success())
    };
    if !relay(&["check"])? || !relay(&["agents", "add", AGENT])? {
        return Ok(false);
    }
    println!(
        "A visitor waits:\n  curl -H 'Authorization: demo-token-of-this-computer' -H 'Content-Type: application/json' \\\n    \
         -d '{{\"case_id\":\"1\",\"event\":\"caseQueued\",\"widget_name\":\"Shop\"}}' \\\n    \
         http://127.0.0.1:8690/snapengage/demo/conversation-events"
    );
    relay(&["run"])
}

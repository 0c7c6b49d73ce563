//! A page that talks too much: everything is counted and the program stays usable.

use crate::stage::{PATIENCE, ring, with_desk};
use anyhow::{Result, ensure};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Messages of one flood.
const COUNT: u64 = 30_000;
/// How long one question to the program may take meanwhile.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

#[test]
fn a_flood_is_counted_and_freezes_nothing() -> Result<()> {
    with_desk(|_, _, app| {
        app.desk(&["flood", &format!("count={COUNT}"), "bytes=1024"])?;
        let start = Instant::now();
        loop {
            let asked = Instant::now();
            let view = app.view()?;
            let took = asked.elapsed();
            ensure!(took < ANSWER_WITHIN, "an answer took {took:?} during the flood");
            let counted = unknown(&view);
            if counted == COUNT {
                break;
            }
            ensure!(start.elapsed() < PATIENCE, "{counted} of {COUNT} counted: {view:#}");
        }
        ring(app)?;
        app.run(&["decline"])?;
        Ok(())
    })
}

/// How many flood messages the only account has counted; they are of no type an adapter knows.
fn unknown(view: &Value) -> u64 {
    let counts = view["accounts"][0]["unparsed"].as_array();
    let all = counts.map(Vec::as_slice).unwrap_or_default();
    let floods = all.iter().filter(|one| one["name"].as_str().is_some_and(|n| n.contains("flood")));
    floods.filter_map(|one| one["count"].as_u64()).sum()
}

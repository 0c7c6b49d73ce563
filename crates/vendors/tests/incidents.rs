//! Recordings of what happened at somebody's desk (`deskbell export --incident`) play again as they were recorded. Those
//! of `tests/incidents` are scenarios; `cargo xtask replay FILE` plays one more.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test says what it played, and may stop at the first surprise"
)]

use deskbell_core::{Incident, view};
use std::path::{Path, PathBuf};

fn play(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let incident: Incident = serde_json::from_str(&text).unwrap();
    assert_eq!(incident.format, deskbell_core::INCIDENT_FORMAT);
    let (state, differences) = incident.play(deskbell_vendors::dialects());
    if let Some(last) = incident.moments.last() {
        let view = view(&state, last.at);
        println!(
            "{}: {} moments; at the end {} calls, {} chats, {} missed, {} unread",
            file.display(),
            incident.moments.len(),
            view.calls.len(),
            view.conversations.len(),
            view.missed,
            view.unread
        );
    }
    for difference in differences.iter().take(20) {
        println!("moment {}: recorded {:?}", difference.moment, difference.recorded);
        println!("  played {:?}", difference.played);
    }
    assert!(differences.is_empty(), "{}: {} moments differ", file.display(), differences.len());
}

#[test]
fn incidents_play_as_they_were_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/incidents");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    files.extend(std::env::var_os("INCIDENT").map(PathBuf::from));
    files.iter().for_each(|file| play(file));
}

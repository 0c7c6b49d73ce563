//! `events --follow`: what happens, line by line.

use super::session::{Failure, Session, print};
use crate::sources::socket::wire::RequestKind;
use deskbell_store::files;
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;

/// Prints lines until interrupted or `count` is reached.
pub(super) fn follow(
    session: &mut Session,
    effects: bool,
    after: Option<u64>,
    count: Option<u64>,
) -> Result<(), Failure> {
    let json = session.json;
    let mut left = count;
    if left == Some(0) {
        return Ok(());
    }
    session.follow(effects, after, |line| {
        print(&if json { line.to_string() } else { text(&line) })?;
        left = left.map(|left| left.saturating_sub(1));
        Ok(left != Some(0))
    })
}

/// Writes the recording of this run into a file, for its owner alone.
pub(super) fn export(session: &mut Session, file: &Path) -> Result<(), Failure> {
    let reply = session.ask(&RequestKind::Incident)?;
    let text = reply.answer.unwrap_or_default().to_string();
    let written = files::write_whole(file, |staged| staged.write_all(text.as_bytes()));
    written.map_err(|error| {
        let message = format!("{} could not be written: {error}.", file.display());
        Failure::Impossible("not-saved", message)
    })?;
    print(&format!(
        "Written: {}. Names, numbers, addresses and texts are stand-ins; look through it before you pass it on.",
        file.display()
    ))
}

/// Number, what sort, and the rest as it is.
fn text(line: &Value) -> String {
    if let Some(lost) = line.get("lost") {
        return format!(
            "…    {lost} entries were lost: they were not read fast enough, or are not kept any more"
        );
    }
    let seq = line.get("seq").and_then(Value::as_u64).unwrap_or_default();
    for (name, tag) in [("event", "kind"), ("effect", "effect")] {
        if let Some(value) = line.get(name) {
            let mut rest = value.clone();
            let kind = rest.as_object_mut().and_then(|fields| fields.remove(tag));
            let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
            let arrow = if name == "event" { "◂" } else { "▸" };
            return format!("{seq:<6} {arrow} {kind:<12} {rest}");
        }
    }
    line.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_reads_from_left_to_right() {
        let event = json!({ "v": 1, "seq": 7, "at": 1, "event": { "kind": "tick" } });
        assert_eq!(text(&event), "7      ◂ tick         {}");
        let effect =
            json!({ "v": 1, "seq": 7, "at": 1, "effect": { "effect": "notify", "key": "a" } });
        assert_eq!(text(&effect), "7      ▸ notify       {\"key\":\"a\"}");
        assert!(text(&json!({ "v": 1, "lost": 12 })).contains("12 entries were lost"));
    }
}

//! `events --follow`: what happens, line by line.

use super::session::{Failure, Session, print};
use serde_json::Value;

/// Prints lines until interrupted or `count` is reached.
pub(super) fn follow(
    session: &mut Session,
    effects: bool,
    count: Option<u64>,
) -> Result<(), Failure> {
    let json = session.json;
    let mut left = count;
    if left == Some(0) {
        return Ok(());
    }
    session.follow(effects, |line| {
        print(&if json { line.to_string() } else { text(&line) })?;
        left = left.map(|left| left.saturating_sub(1));
        Ok(left != Some(0))
    })
}

/// Number, what sort, and the rest as it is.
fn text(line: &Value) -> String {
    if let Some(lost) = line.get("lost") {
        return format!("…    {lost} lines were lost because they were not read fast enough");
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
        assert!(text(&json!({ "v": 1, "lost": 12 })).contains("12 lines were lost"));
    }
}

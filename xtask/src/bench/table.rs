//! The table of figures: each with its aim, beside what it is measured against.

use std::collections::BTreeMap;

/// One line of the table.
pub(super) struct Row {
    title: String,
    /// The figure's name.
    pub(super) figure: String,
    unit: &'static str,
    /// What it is measured against, if it is not judged by itself.
    pub(super) beside: Option<String>,
    judge: Judge,
}

/// When a figure is good.
enum Judge {
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
    /// At most this much more than what stands beside it.
    AtMostAbove(f64),
    /// At most this many times what stands beside it.
    AtMostTimes(f64),
    /// At least what stands beside it and this; below 0 is less.
    AtLeastBeside(f64),
    /// Only to be known.
    Known,
}

/// What other programs' notifications take.
const BARE_P50: Option<&str> = Some("bare notification p50");
const BARE_P95: Option<&str> = Some("bare notification p95");
/// Chromium with the same page.
const CHROMIUM: Option<&str> = Some("chromium weight");

/// The lines, of which each vendor has some.
pub(super) fn rows(vendors: &[(String, bool)]) -> Vec<Row> {
    let mut rows = vec![pipeline("unknown 1 KB", 2.0), pipeline("calls", 4.0)];
    rows.extend(vendors.iter().map(|(vendor, _)| pipeline(vendor, 4.0)));
    for event in ["a held call", "a chat message", "an unknown message"] {
        let (full, empty) = (format!("{event}, full desk"), format!("{event}, empty desk"));
        rows.push(row(&full, &full, "µs", Some(&empty), Judge::AtMostTimes(1.5)));
    }
    let chats = vendors.iter().filter(|(_, has_tap)| *has_tap);
    rows.extend(chats.map(|(vendor, _)| {
        let (hooked, bare) = (format!("hooked call {vendor}"), format!("bare call {vendor}"));
        row(&hooked, &hooked, "µs", Some(&bare), Judge::Known)
    }));
    rows.extend([
        beside_bare("deliveries kept on the disk", "deliveries on disk"),
        beside_bare("deliveries kept by the system", "deliveries in system"),
        row(
            "events kept in the history",
            "events kept",
            "events/s",
            Some("events kept bare"),
            Judge::AtLeast(20_000.0),
        ),
        row("search of a million rows, p95", "history search p95", "ms", None, Judge::AtMost(20.0)),
        row("slowest search", "history search slowest", "ms", None, Judge::Known),
        row(
            "page of the timeline, p95",
            "history page p95",
            "ms",
            Some("history page bare p95"),
            Judge::AtMost(10.0),
        ),
        row(
            "page of missed calls, p95",
            "history missed page p95",
            "ms",
            None,
            Judge::AtMost(10.0),
        ),
        row(
            "opening a full history, p95",
            "history start p95",
            "ms",
            Some("history start empty p95"),
            Judge::AtMostAbove(100.0),
        ),
        row("room a row takes", "history size a row", "bytes", None, Judge::Known),
        row("script put into a chat page", "script of a chat page", "KB", None, Judge::Known),
        row("script put into a phone page", "script of a phone page", "KB", None, Judge::Known),
        row(
            "script put into a console frame",
            "script of a console frame",
            "KB",
            None,
            Judge::Known,
        ),
        row(
            "bridge, 1 KB from page to event",
            "bridge",
            "messages/s",
            None,
            Judge::AtLeast(50_000.0),
        ),
        row("longest answer during a flood", "bridge longest answer", "ms", None, Judge::Known),
        row(
            "ringing call to notification, p50",
            "ring notification p50",
            "ms",
            BARE_P50,
            Judge::Known,
        ),
        row(
            "ringing call to notification, p95",
            "ring notification p95",
            "ms",
            BARE_P95,
            Judge::AtMostAbove(30.0),
        ),
        row(
            "the same with its page hidden, p50",
            "hidden ring notification p50",
            "ms",
            BARE_P50,
            Judge::Known,
        ),
        row(
            "the same with its page hidden, p95",
            "hidden ring notification p95",
            "ms",
            BARE_P95,
            Judge::AtMostAbove(30.0),
        ),
        row(
            "message to notification, p50",
            "message notification p50",
            "ms",
            BARE_P50,
            Judge::Known,
        ),
        row(
            "message to notification, p95",
            "message notification p95",
            "ms",
            BARE_P95,
            Judge::AtMostAbove(30.0),
        ),
        row(
            "start to tray icon",
            "start to tray",
            "ms",
            Some("bare start to tray"),
            Judge::AtMostTimes(1.2),
        ),
        row("weight on stage", "weight on stage", "MB", CHROMIUM, Judge::AtMostTimes(0.8)),
        row(
            "weight of each further account",
            "weight of a further account",
            "MB",
            None,
            Judge::Known,
        ),
        row("weight in the tray", "weight in the tray", "MB", CHROMIUM, Judge::AtMostTimes(0.8)),
        call("answer to first sound", "ms", Judge::AtMostTimes(1.0)),
        call("mouth to ear", "ms", Judge::AtMostAbove(20.0)),
        call("processor", "% of a core", Judge::Known),
        call("memory", "MB", Judge::Known),
        call("growth of calls in a row", "MB", Judge::Known),
    ]);
    rows.extend([(0, -0.02), (1, -0.02), (5, -0.02), (10, -0.1), (20, -0.1)].map(
        |(loss, below)| {
            let title = format!("intelligibility at {loss} % loss");
            call(&title, "STOI", Judge::AtLeastBeside(below))
        },
    ));
    rows.extend([
        soak("program after 10 minutes of noise", "soak 10 min, program", "soak 2 min, program"),
        soak("page 0 after 10 minutes of noise", "soak 10 min, page 0", "soak 2 min, page 0"),
        soak("page 1 after 10 minutes of noise", "soak 10 min, page 1", "soak 2 min, page 1"),
    ]);
    rows
}

/// Messages through the whole pipeline, beside serde_json alone on the same bytes.
fn pipeline(name: &str, times: f64) -> Row {
    let (title, json) = (format!("pipeline {name}"), format!("json {name}"));
    row(&title, &title, "µs", Some(&json), Judge::AtMostTimes(times))
}

/// Memory late in the noise beside memory early in it: what has filled by then must not grow any more.
fn soak(title: &str, late: &str, early: &str) -> Row {
    row(title, late, "MB", Some(early), Judge::AtMostTimes(1.2))
}

/// A call of our engine beside the same one of Chromium's.
fn call(what: &str, unit: &'static str, judge: Judge) -> Row {
    let (ours, chromium) = (format!("call {what}"), format!("chromium call {what}"));
    row(&format!("a call: {what}"), &ours, unit, Some(&chromium), judge)
}

/// Posts through listener and spool, beside a server that only answers.
fn beside_bare(title: &str, figure: &str) -> Row {
    row(title, figure, "posts/s", Some("deliveries bare"), Judge::Known)
}

fn row(title: &str, figure: &str, unit: &'static str, beside: Option<&str>, judge: Judge) -> Row {
    let [title, figure] = [title, figure].map(str::to_owned);
    Row { title, figure, unit, beside: beside.map(str::to_owned), judge }
}

/// The lines whose figures there are.
pub(super) fn table(rows: &[Row], figures: &BTreeMap<String, f64>) -> String {
    let mut text = String::new();
    for row in rows {
        let Some(value) = figures.get(&row.figure) else { continue };
        let beside =
            row.beside.as_ref().and_then(|name| figures.get(name).map(|value| (name, *value)));
        text.push_str(&format!("{:<38} {} {:<11}", row.title, number(*value), row.unit));
        if let Some((name, other)) = beside {
            text.push_str(&format!(
                "{name} {}, ratio {:.2}; ",
                number(other).trim(),
                value / other
            ));
        }
        let other = beside.map_or(f64::NAN, |(_, value)| value);
        let (aim, met) = match row.judge {
            Judge::AtLeast(least) => (format!("aim: {}", number(least).trim()), *value >= least),
            Judge::AtMost(most) => {
                (format!("aim: at most {}", number(most).trim()), *value <= most)
            }
            Judge::AtMostAbove(most) => {
                (format!("aim: {most:+} {}", row.unit), *value <= other + most)
            }
            Judge::AtMostTimes(most) => (format!("aim: {most} times"), *value <= other * most),
            Judge::AtLeastBeside(most) => {
                (format!("aim: {most:+} {}", row.unit), *value >= other + most)
            }
            Judge::Known => (String::new(), true),
        };
        let verdict = if met { "met" } else { "MISSED" };
        if !aim.is_empty() {
            text.push_str(&format!("{aim}, {verdict}"));
        }
        text.push('\n');
    }
    text
}

/// A number with as many places as it deserves.
fn number(value: f64) -> String {
    let places = if value >= 1000.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:>9.places$}")
}

#[cfg(test)]
mod tests {
    use super::{rows, table};
    use std::collections::BTreeMap;

    #[test]
    fn judges_by_itself_and_beside_another() {
        let figures = BTreeMap::from([
            ("bridge".to_owned(), 49_000.0),
            ("ring notification p95".to_owned(), 12.0),
            ("bare notification p95".to_owned(), 2.0),
            ("weight on stage".to_owned(), 300.0),
            ("pipeline newcomer".to_owned(), 9.0),
            ("json newcomer".to_owned(), 2.0),
            ("chromium weight".to_owned(), 400.0),
        ]);
        let table = table(&rows(&[("newcomer".to_owned(), true)]), &figures);
        let line = |title: &str| table.lines().find(|line| line.starts_with(title)).unwrap_or("");
        assert!(line("bridge").ends_with("aim: 50000, MISSED"), "{table}");
        assert!(line("ringing call to notification, p95").ends_with("aim: +30 ms, met"), "{table}");
        assert!(line("weight on stage").contains("ratio 0.75"), "{table}");
        assert!(line("pipeline newcomer").ends_with("ratio 4.50; aim: 4 times, MISSED"), "{table}");
        assert_eq!(table.lines().count(), 4, "{table}");
    }
}

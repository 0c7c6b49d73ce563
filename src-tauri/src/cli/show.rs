//! Text for people: aligned columns. With `--json`, the same parts of the view.

use super::session::{Failure, Session, print};
use deskbell_core::{AppView, CallRow, PageState, Query, QueryAnswer, RawMessage, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::IsTerminal as _;

pub(super) fn accounts(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        return parts(session, &["accounts"]);
    }
    let view = session.view()?;
    if view.accounts.is_empty() {
        return print("No accounts yet. Add one with: deskbell accounts add");
    }
    let mut rows =
        vec![["ID", "LABEL", "VENDOR", "PAGE", "SIGNED IN", "LINE", "UNREAD"].map(str::to_owned)];
    for row in &view.accounts {
        let vendor = match row.config.simulated {
            true => format!("{} (simulated)", row.config.vendor.0),
            false => row.config.vendor.0.clone(),
        };
        let page = match &row.page {
            PageState::Closed => "off".to_owned(),
            PageState::Broken { problem, .. } => format!("broken: {}", tag(problem)),
            page @ (PageState::Loading | PageState::Alive) => tag(page),
        };
        let unread = (row.unread + row.missed).to_string();
        let (id, label) = (row.config.id.to_string(), row.config.label.clone());
        rows.push([id, label, vendor, page, word(&row.sign_in), word(&row.connection), unread]);
    }
    table(&rows)
}

pub(super) fn calls(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        return parts(session, &["calls", "recent"]);
    }
    let view = session.view()?;
    if view.calls.is_empty() && view.recent.is_empty() {
        return print("No calls.");
    }
    let mut rows =
        vec![["CALL", "STATE", "DIRECTION", "NAME", "NUMBER", "TIME", "CAN"].map(str::to_owned)];
    rows.extend(view.calls.iter().chain(&view.recent).map(|call| call_row(&view, call)));
    table(&rows)
}

fn call_row(view: &AppView, call: &CallRow) -> [String; 7] {
    let until = call.ended_at.unwrap_or(view.now);
    let time = clock(call.connected_at.unwrap_or(call.since), until);
    let actions = call.actions.iter().map(word).collect::<Vec<_>>().join(", ");
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let id = call.id.0.to_string();
    [
        id,
        call_state(call),
        word(&call.direction),
        text(&call.name),
        text(&call.number),
        time,
        actions,
    ]
}

/// How the call stands, or how it ended: where and how it was heard meanwhile is then no longer of any use.
fn call_state(call: &CallRow) -> String {
    if let Some(end) = &call.end {
        return word(end);
    }
    let mut state = word(&call.state);
    for (flag, name) in [(call.muted, "muted"), (call.elsewhere, "elsewhere")] {
        if flag {
            state = format!("{state}, {name}");
        }
    }
    state
}

pub(super) fn messages(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        return parts(session, &["messages"]);
    }
    let view = session.view()?;
    if view.messages.is_empty() {
        return print("No messages.");
    }
    let mut rows = vec![["", "KIND", "FROM", "AGE", "TEXT"].map(str::to_owned)];
    for message in &view.messages {
        let mark = if message.unread { "●" } else { "" };
        let from = message.from.clone().or_else(|| message.number.clone()).unwrap_or_default();
        let text = message.text.clone().unwrap_or_default().replace(['\n', '\r'], " ");
        rows.push([mark.to_owned(), word(&message.kind), from, age(message.at, view.now), text]);
    }
    table(&rows)
}

pub(super) fn chats(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        return parts(session, &["conversations"]);
    }
    let view = session.view()?;
    if view.conversations.is_empty() {
        return print("No chats.");
    }
    let mut rows =
        vec![["CHAT", "STATE", "WHO", "ACCOUNT", "WAITS", "UNREAD", "LAST"].map(str::to_owned)];
    for chat in &view.conversations {
        let waits = chat.waiting_since.map(|since| clock(since, view.now)).unwrap_or_default();
        let last = chat.last.as_ref().and_then(|last| last.text.clone()).unwrap_or_default();
        let who = chat.who.clone().unwrap_or_else(|| "–".to_owned());
        let (id, state) = (chat.id.0.to_string(), word(&chat.status));
        let last = last.replace(['\n', '\r'], " ");
        rows.push([id, state, who, chat.account.to_string(), waits, chat.unread.to_string(), last]);
    }
    table(&rows)
}

pub(super) fn team(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        return parts(session, &["team"]);
    }
    let view = session.view()?;
    if view.team.is_empty() {
        return print("No colleague was heard of. Only services that tell by webhook do that.");
    }
    let mut rows = vec![["AGENT", "STATUS", "SINCE", "ACCOUNT", "NOTE"].map(str::to_owned)];
    for one in &view.team {
        let (agent, status) = (one.agent.clone(), word(&one.presence));
        let (since, note) = (age(one.since, view.now), one.note.clone().unwrap_or_default());
        rows.push([agent, status, since, one.account.to_string(), note]);
    }
    table(&rows)
}

pub(super) fn raw(session: &mut Session, account: Option<&str>) -> Result<(), Failure> {
    let account = session.account_or_only(account)?;
    let answer = session.query(Query::Raw { account })?;
    if session.json {
        return Session::print_json(&answer);
    }
    let QueryAnswer::Raw { messages } = answer else { return Ok(()) };
    let now = session.view()?.now;
    let line = |message: &RawMessage| [age(message.at, now), message.text.clone()];
    table(&messages.iter().map(line).collect::<Vec<_>>())
}

pub(super) fn view(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        let view = session.view_json()?;
        return Session::print_json(&view);
    }
    let view = session.view()?;
    let status = view.presence.as_ref().map_or_else(|| "not known".to_owned(), word);
    let wanted =
        view.presence_wanted.as_ref().map(|wanted| format!(" ({} asked for)", word(wanted)));
    let rows = [
        ["Status".to_owned(), format!("{status}{}", wanted.unwrap_or_default())],
        ["Calls".to_owned(), format!("{} now, {} missed", view.calls.len(), view.missed)],
        ["Unread".to_owned(), view.unread.to_string()],
        ["Accounts".to_owned(), view.accounts.len().to_string()],
        ["On stage".to_owned(), tag(&view.stage)],
        ["Tray".to_owned(), seen(view.surroundings.tray_host)],
        ["Notifications".to_owned(), seen(Some(view.surroundings.notifications.is_some()))],
    ];
    table(&rows)?;
    for notice in &view.notices {
        let detail = notice.detail.as_deref().unwrap_or_default();
        print(format!("! {} {detail}", word(&notice.kind)).trim_end())?;
    }
    Ok(())
}

/// Prints some parts of the view as one JSON object.
pub(super) fn parts(session: &mut Session, names: &[&str]) -> Result<(), Failure> {
    let mut view = session.view_json()?;
    let parts = names.iter().map(|name| ((*name).to_owned(), view[*name].take()));
    Session::print_json(&Value::Object(parts.collect()))
}

/// The wire's word for a plain value, spaced: `doNotDisturb` reads `do not disturb`.
pub(super) fn word(value: &impl Serialize) -> String {
    let value = json!(value);
    let mut spaced = String::new();
    for letter in value.as_str().unwrap_or_default().chars() {
        if letter.is_ascii_uppercase() {
            spaced.push(' ');
        }
        spaced.push(letter.to_ascii_lowercase());
    }
    spaced
}

/// The tag of a value that carries more.
fn tag(value: &impl Serialize) -> String {
    let value = json!(value);
    let tag = value.get("kind").or_else(|| value.get("stage")).cloned().unwrap_or_default();
    word(&tag)
}

fn seen(value: Option<bool>) -> String {
    let text = match value {
        None => "not known",
        Some(true) => "yes",
        Some(false) => "no",
    };
    text.to_owned()
}

/// `m:ss` between two times.
pub(super) fn clock(from: Timestamp, to: Timestamp) -> String {
    let seconds = to.since(from).as_secs();
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

pub(super) fn age(then: Timestamp, now: Timestamp) -> String {
    match now.since(then).as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min", seconds / 60),
        seconds @ 3600..86_400 => format!("{} h", seconds / 3600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

pub(super) fn table<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> Result<(), Failure> {
    let cells = match std::io::stdout().is_terminal() {
        true => Cells::Isolated,
        false => Cells::Plain,
    };
    aligned(rows, cells).iter().try_for_each(|line| print(line))
}

/// How the cells of a table are written.
#[derive(Clone, Copy)]
enum Cells {
    /// For a program.
    Plain,
    /// For a terminal: each in its own direction of writing, so that one in Arabic or Hebrew moves no other, and none in a
    /// line that begins with one is turned around (Unicode Standard Annex 9, *isolates*).
    Isolated,
}

/// First strong isolate: what follows has the direction of its own first letter.
const ISOLATE: char = '\u{2068}';
/// Pop directional isolate: its end.
const ISOLATE_END: char = '\u{2069}';

/// Columns as wide as their widest entry, two spaces apart, nothing behind the last. What a customer wrote steers no terminal.
fn aligned<const COLUMNS: usize>(rows: &[[String; COLUMNS]], how: Cells) -> Vec<String> {
    let mut widths = [0; COLUMNS];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |row: &[String; COLUMNS]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let space = " ".repeat(width - cell.chars().count());
            let cell: String = cell.chars().map(harmless).collect();
            match how {
                Cells::Isolated if !cell.is_empty() => {
                    format!("{ISOLATE}{cell}{ISOLATE_END}{space}")
                }
                Cells::Isolated | Cells::Plain => format!("{cell}{space}"),
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// What steers a terminal, or ends or begins a direction of writing of its own, becomes a space.
fn harmless(c: char) -> char {
    let steers = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || steers { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::{EndReason, Presence, Stage};

    #[test]
    fn columns_align_and_words_read() {
        let rows = [["A", "BB"], ["long", "x"]].map(|row| row.map(str::to_owned));
        assert_eq!(aligned(&rows, Cells::Plain), ["A     BB", "long  x"]);
        let steering = [["\u{1b}[2J".to_owned(), "a\nb\u{9b}c\u{2069}\u{202e}d".to_owned()]];
        assert_eq!(aligned(&steering, Cells::Plain), [" [2J  a b c  d"]);
        assert_eq!(word(&Presence::DoNotDisturb), "do not disturb");
        assert_eq!(tag(&Stage::Activity), "activity");
        assert_eq!(tag(&PageState::Alive), "alive");
    }

    /// [FossifyOrg Phone#307]
    #[test]
    fn on_a_terminal_every_cell_has_its_own_direction() {
        let rows = [["دينا", "+1 650-555-0100"], ["", "x"]].map(|row| row.map(str::to_owned));
        let shown =
            ["\u{2068}دينا\u{2069}  \u{2068}+1 650-555-0100\u{2069}", "      \u{2068}x\u{2069}"];
        assert_eq!(aligned(&rows, Cells::Isolated), shown);
        assert_eq!(aligned(&rows, Cells::Plain), ["دينا  +1 650-555-0100", "      x"]);
    }

    #[test]
    fn a_call_that_is_over_is_no_longer_muted_or_elsewhere() {
        let mut call: CallRow = serde_json::from_value(json!({
            "id": 1, "account": "phone", "direction": "inbound", "state": "connected", "end": null,
            "number": null, "extension": null, "numberShown": null, "name": null, "queue": null,
            "since": 0, "connectedAt": null, "heldSince": null, "endedAt": null, "movedTo": null,
            "muted": true, "recording": "off", "elsewhere": true, "conference": false,
            "actions": [], "pending": null, "trouble": null, "unseen": false,
        }))
        .unwrap();
        assert_eq!(call_state(&call), "connected, muted, elsewhere");
        call.end = Some(EndReason::AnsweredElsewhere);
        assert_eq!(call_state(&call), "answered elsewhere");
        call.end = Some(EndReason::Transferred);
        assert_eq!(call_state(&call), "transferred");
    }

    #[test]
    fn times_read_like_times() {
        let at = |seconds: u64| Timestamp(seconds * 1000);
        assert_eq!(clock(at(0), at(65)), "1:05");
        assert_eq!(clock(at(0), at(3_661)), "1:01:01");
        assert_eq!(clock(at(9), at(3)), "0:00");
        assert_eq!(age(at(0), at(59)), "59 s");
        assert_eq!(age(at(0), at(7_300)), "2 h");
        assert_eq!(age(at(0), at(200_000)), "2 d");
    }
}

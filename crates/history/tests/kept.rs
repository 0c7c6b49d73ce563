//! What is kept, found again, forgotten and let go.

mod common;

use common::{History, call, line, number};
use deskbell_core::{Direction, EntryKind, EntryNote, Private, Timestamp};
use deskbell_history::{FORGOTTEN, Filter, Place, Problem, Retention, RetentionRule};
use std::time::Duration;

#[test]
fn what_is_told_again_makes_no_second_row_and_takes_nothing_away() {
    let history = History::new();
    history.keep([call("a", 10)]);
    let mut more = call("a", 99);
    more.keys.push("session".into());
    more.number = None;
    more.name = Some("Ada Lovelace".into());
    more.outcome = Some("missed".into());
    history.keep([more.clone(), more]);
    history.keep([deskbell_core::Entry { keys: vec!["session".into()], ..call("session", 5) }]);
    let page = history.reader().timeline(&Filter::default(), None, 10).unwrap();
    assert_eq!(page.hits.len(), 1);
    let kept = &page.hits[0].kept.entry;
    assert_eq!(kept.at, Timestamp(10_000), "the first time stays");
    assert_eq!(kept.number, Some("+16505550100".into()));
    assert_eq!(kept.name, Some("Ada Lovelace".into()));
    assert_eq!(kept.outcome.as_deref(), Some("missed"));
    assert_eq!(kept.keys, ["a", "session"]);
}

#[test]
fn two_rows_that_turn_out_to_be_one_become_one() {
    let history = History::new();
    let mut second = call("b", 20);
    second.name = Some("Bo".into());
    history.keep([call("a", 10), second]);
    let mut both = call("a", 10);
    both.keys.push("b".into());
    history.keep([both]);
    let page = history.reader().timeline(&Filter::default(), None, 10).unwrap();
    assert_eq!(page.hits.len(), 1);
    assert_eq!(page.hits[0].kept.entry.name, Some("Bo".into()));
    assert_eq!(history.found("bo"), ["a"], "found by what the other row knew");
}

#[test]
fn a_name_used_again_for_a_second_ringing_is_another_call() {
    let history = History::new();
    let over = deskbell_core::Entry { ended_at: Some(Timestamp(15_000)), ..call("a", 10) };
    history.keep([over.clone()]);
    history.keep([deskbell_core::Entry { open: true, ..call("a", 20) }]);
    history.keep([deskbell_core::Entry { ended_at: Some(Timestamp(25_000)), ..call("a", 20) }]);
    history.keep([over]);
    let page = history.reader().timeline(&Filter::default(), None, 10).unwrap();
    let at: Vec<u64> = page.hits.iter().map(|hit| hit.kept.entry.at.0).collect();
    assert_eq!(at, [20_000, 10_000]);
}

#[test]
fn lines_belong_to_their_conversation_whatever_came_first() {
    let history = History::new();
    let conversation = deskbell_core::Entry { open: true, ..common::conversation("c", 10) };
    history.keep([line("c", "1", 11, "the parcel is late")]);
    history.keep([conversation, line("c", "2", 12, "it came"), line("other", "1", 13, "parcel")]);
    let reader = history.reader();
    let page = reader.search("parc", &Filter::default(), None, 10).unwrap();
    let found: Vec<_> =
        page.hits.iter().map(|hit| (hit.kept.entry.kind, hit.line.is_some())).collect();
    assert_eq!(found, [(EntryKind::Line, false), (EntryKind::Conversation, true)]);
    let id = page.hits[1].kept.id;
    let lines = reader.lines(id, 10).unwrap();
    let texts: Vec<&str> =
        lines.iter().map(|kept| kept.entry.text.as_ref().unwrap().reveal().as_str()).collect();
    assert_eq!(texts, ["the parcel is late", "it came"]);
    assert_eq!(reader.timeline(&Filter::default(), None, 10).unwrap().hits.len(), 1);
    let live: Vec<_> = reader.live().unwrap().into_iter().map(|kept| kept.entry.kind).collect();
    assert_eq!(live, [EntryKind::Conversation, EntryKind::Line, EntryKind::Line]);
}

#[test]
fn pages_join_without_gap_or_double_at_any_depth() {
    let history = History::new();
    history.keep((0..1000).map(|n| call(&n.to_string(), n / 7)));
    let reader = history.reader();
    for (typed, every) in [(None, 1000), (Some("0100"), 1000)] {
        let (mut before, mut keys) = (None, Vec::new());
        loop {
            let filter = Filter::default();
            let page = match typed {
                None => reader.timeline(&filter, before, 37),
                Some(typed) => reader.search(typed, &filter, before, 37),
            };
            let page = page.unwrap();
            keys.extend(page.hits.iter().map(|hit| hit.kept.entry.keys[0].parse::<u64>().unwrap()));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(keys, (0..every).rev().collect::<Vec<_>>());
    }
}

#[test]
fn filters_are_joined() {
    let history = History::new();
    let mut missed = call("missed", 10);
    missed.outcome = Some("missed".into());
    let mut out = call("out", 20);
    out.direction = Some(Direction::Outbound);
    out.number = Some("+442079460000".into());
    history.keep([missed, out, common::conversation("c", 30)]);
    let keys = |filter: &Filter| -> Vec<String> {
        let page = history.reader().timeline(filter, None, 10).unwrap();
        page.hits.into_iter().map(|hit| hit.kept.entry.keys[0].clone()).collect()
    };
    let all = Filter::default;
    assert_eq!(keys(&Filter { kinds: vec![EntryKind::Call], ..all() }), ["out", "missed"]);
    assert_eq!(keys(&Filter { outcomes: vec!["missed".into()], ..all() }), ["missed"]);
    assert_eq!(keys(&Filter { direction: Some(Direction::Outbound), ..all() }), ["out"]);
    assert_eq!(
        keys(&Filter { from: Some(Timestamp(20_000)), until: Some(Timestamp(30_000)), ..all() }),
        ["out"]
    );
    assert_eq!(keys(&Filter { who: Some("020 7946 0000".into()), ..all() }), ["out"]);
    assert_eq!(
        keys(&Filter { who: Some("+1 650 555 0199".into()), ..all() }),
        Vec::<String>::new()
    );
    assert_eq!(keys(&Filter { who: Some("+44 20 7946 0000".into()), ..all() }), ["out"]);
    assert_eq!(keys(&Filter { who: Some("nobody".into()), ..all() }), Vec::<String>::new());
    let none = Filter { accounts: vec![deskbell_core::AccountId::new("other").unwrap()], ..all() };
    assert_eq!(keys(&none), Vec::<String>::new());
}

#[test]
fn voicemail_and_labels_are_filters() {
    let history = History::new();
    let mut call = call("call", 10);
    call.outcome = Some("voicemail".into());
    let mut message = common::entry(EntryKind::Message, "message", 11);
    message.outcome = Some("voicemail".into());
    let chat = |key: &str, second, label: &str| deskbell_core::Entry {
        detail: Some(Private::new(serde_json::json!({"labels": [{"name": label, "sort": "tag"}]}))),
        ..common::conversation(key, second)
    };
    history.keep([
        call,
        message,
        chat("c", 12, "Lead"),
        chat("d", 13, "x'); DROP TABLE entry; --"),
    ]);
    let keys = |filter: &Filter| -> Vec<String> {
        let page = history.reader().timeline(filter, None, 10).unwrap();
        page.hits.into_iter().map(|hit| hit.kept.entry.keys[0].clone()).collect()
    };
    assert_eq!(keys(&Filter { voicemail: true, ..Filter::default() }), ["message", "call"]);
    let labelled = |label: &str| keys(&Filter { labels: vec![label.into()], ..Filter::default() });
    assert_eq!(labelled("Lead"), ["c"]);
    assert_eq!(labelled("x'); DROP TABLE entry; --"), ["d"]);
    assert_eq!(labelled("Other"), Vec::<String>::new());
}

#[test]
fn pages_go_up_as_they_go_down() {
    let history = History::new();
    history.keep((0..10).map(|n| call(&n.to_string(), 100 + n)));
    history.keep([
        common::conversation("c", 1),
        line("c", "1", 2, "caller six"),
        line("c", "2", 3, "x"),
    ]);
    let reader = history.reader();
    let filter = Filter::default();
    let (mut after, mut keys) = (0, Vec::new());
    loop {
        let page = reader.page(&filter, Place::After(after), 4).unwrap();
        let mut part: Vec<_> = page.hits.iter().map(|hit| hit.kept.entry.keys[0].clone()).collect();
        part.extend(std::mem::take(&mut keys));
        keys = part;
        let Some(next) = page.next else { break };
        after = next;
    }
    let whole = reader.timeline(&filter, None, 50).unwrap();
    let down: Vec<_> = whole.hits.iter().map(|hit| hit.kept.entry.keys[0].clone()).collect();
    assert_eq!(keys, down);
    let typed = Filter { text: Some("5550100".into()), ..Filter::default() };
    let found = reader.page(&typed, Place::After(whole.hits[2].kept.id), 50).unwrap();
    assert_eq!(
        found.hits.iter().map(|hit| hit.kept.id).collect::<Vec<_>>(),
        [whole.hits[0].kept.id, whole.hits[1].kept.id]
    );
}

#[test]
fn too_little_is_said_to_be_too_little() {
    let history = History::new();
    let reader = history.reader();
    for typed in ["", "a", " ? ", "7"] {
        assert!(
            matches!(reader.search(typed, &Filter::default(), None, 5), Err(Problem::TooShort)),
            "{typed}"
        );
    }
}

#[test]
fn secrets_do_not_come_in() {
    let history = History::new();
    let mut entry = call("a", 1);
    let token = "k3yk3yk3yk3yk3y";
    entry.text = Some(Private::new(format!("https://m.example/1?access_token={token}&x=1")));
    entry.detail = Some(Private::new(
        serde_json::json!({"media": format!("https://m.example/?token={token}")}),
    ));
    history.keep([entry]);
    assert!(!history.bytes_hold(token.as_bytes()));
    assert!(history.bytes_hold("access_token=«secret»".as_bytes()), "the rest stays");
}

#[test]
fn who_is_forgotten_leaves_no_byte() {
    let history = History::new();
    let who = "+16505550100";
    let mut others: Vec<_> =
        (0..300).map(|n| number(call(&format!("o{n}"), n), "+442079460000")).collect();
    others[5].text = Some("they said: call (650) 555-0100 or +16505550100".into());
    others[6].detail =
        Some(Private::new(serde_json::json!({"note": "6505550100!", "at": 16_505_550_100_u64})));
    history.keep(others);
    let mut theirs = call("theirs", 400);
    theirs.name = Some("Zebedee Quux".into());
    history.keep([theirs, number(call("again", 401), "6505550100")]);
    let mut chat = common::conversation("chat", 402);
    chat.number = Some(who.into());
    chat.address = Some("Zeb@Quux.example".into());
    history.keep([chat, line("chat", "1", 403, "my secret garden is flooded")]);
    for held in ["+16505550100", "Zebedee", "flooded"] {
        assert!(history.bytes_hold(held.as_bytes()), "{held}");
    }
    let forgotten = history.forget(who).unwrap();
    assert_eq!((forgotten.rows, forgotten.mentions), (4, 2));
    for gone in ["6505550100", "(650) 555-0100", "Zebedee", "flooded", "quux.example"] {
        assert!(!history.bytes_hold(gone.as_bytes()), "{gone}");
    }
    for typed in ["5550100", "zebe", "quux", "flooded", "650 555"] {
        assert_eq!(history.found(typed), Vec::<String>::new(), "{typed}");
    }
    assert_eq!(history.grams(), 300, "and the index knows of no row that is gone");
    let forgotten_text = history.found("they said");
    assert_eq!(forgotten_text, ["o5"], "{FORGOTTEN}");
    assert!(!history.gram_is_there("flo"), "nor of parts of words");
    history.reader().check().unwrap();
}

#[test]
fn an_address_is_forgotten_too() {
    let history = History::new();
    let mut chat = common::conversation("chat", 1);
    chat.address = Some("Ada@Example.org".into());
    let mut other = common::conversation("other", 2);
    other.text = Some("write to ADA@EXAMPLE.ORG".into());
    history.keep([chat, other]);
    let forgotten = history.forget("ada@example.org").unwrap();
    assert_eq!((forgotten.rows, forgotten.mentions), (1, 1));
    assert!(!history.bytes_hold(b"ADA@EXAMPLE") && !history.bytes_hold(b"ada@example"));
}

#[test]
fn what_is_too_old_goes_by_sort_and_what_is_open_stays() {
    let history = History::new();
    let day = 86_400;
    let open = deskbell_core::Entry { open: true, ..common::conversation("open", 0) };
    history.keep([
        open,
        common::conversation("old", day),
        line("old", "1", day + 1, "gone with it"),
    ]);
    history.keep([call("old", day), call("new", 9 * day)]);
    let rule =
        |kind, days| RetentionRule { kind, vendor: None, age: Duration::from_secs(days * day) };
    let retention =
        Retention { rules: vec![rule(Some(EntryKind::Call), 100), rule(None, 5)], bytes: None };
    assert_eq!(history.prune(&retention, 10 * day), 2);
    let page = history.reader().timeline(&Filter::default(), None, 10).unwrap();
    let left: Vec<_> = page.hits.iter().map(|hit| hit.kept.entry.keys[0].as_str()).collect();
    assert_eq!(left, ["new", "old", "open"]);
    assert_eq!(history.found("gone with"), Vec::<String>::new());
}

#[test]
fn a_file_that_grew_too_large_loses_its_oldest_and_shrinks() {
    let history = History::new();
    for part in 0..10 {
        history.keep((0..500).map(|n| {
            let mut entry = call(&format!("{part}-{n}"), part * 500 + n);
            entry.text = Some(Private::new(format!("{n} {part} {}", "lorem ipsum ".repeat(10))));
            entry
        }));
    }
    let before = history.size();
    let retention = Retention { rules: Vec::new(), bytes: Some(before / 2) };
    assert!(history.prune(&retention, 0) > 1000);
    let page = history.reader().timeline(&Filter::default(), None, 1).unwrap();
    assert_eq!(page.hits[0].kept.entry.keys[0], "9-499", "the newest stay");
    assert!(history.size() <= before * 6 / 10, "{} of {before}", history.size());
    history.reader().check().unwrap();
}

#[test]
fn an_account_goes_with_its_history() {
    let history = History::new();
    history.keep([call("a", 1), common::conversation("c", 2), line("c", "1", 3, "x")]);
    assert_eq!(history.remove_account("desk", Some(EntryKind::Call)), 1);
    assert_eq!(history.remove_account("desk", None), 2);
    assert_eq!(history.remove_account("desk", None), 0);
}

#[test]
fn a_day_in_figures() {
    let history = History::new();
    let at = |seconds: u64| Some(Timestamp(seconds * 1000));
    let mut talked = call("talked", 100);
    (talked.answered_at, talked.ended_at) = (at(107), at(167));
    talked.outcome = Some("answered".into());
    let mut missed = call("missed", 200);
    missed.outcome = Some("missed".into());
    let mut chat = common::conversation("c", 90_000);
    chat.answered_at = at(90_012);
    history.keep([talked, missed, chat]);
    let days = history.reader().stats(Timestamp(0), Timestamp(u64::MAX), |at| day(at, 0)).unwrap();
    assert_eq!(days.len(), 2);
    assert_eq!(
        (days[0].calls_in, days[0].missed, days[0].talk_seconds, days[0].wait_seconds),
        (2, 1, 60, 7)
    );
    assert_eq!((days[1].chats, days[1].chats_replied, days[1].first_reply_seconds), (1, 1, 12));
    assert_eq!(days[1].begins, Timestamp(86_400_000));
    let west = history.reader().stats(Timestamp(0), Timestamp(u64::MAX), |at| day(at, 2)).unwrap();
    assert_eq!(west.len(), 2, "another day, by another clock: {west:?}");
}

#[test]
fn what_the_agent_notes_stays_is_found_and_goes_with_the_person() {
    let history = History::new();
    history.keep([call("a", 10)]);
    let id = history.reader().timeline(&Filter::default(), None, 1).unwrap().hits[0].kept.id;
    let note = |note: Option<&str>, disposition: Option<&str>| {
        let said =
            EntryNote { note: note.map(Into::into), disposition: disposition.map(Into::into) };
        common::waited(|after| history.open.note(id, said, after)).unwrap()
    };
    assert!(note(Some(" Wants the blue one; call (650) 555-0100 "), Some("refund")));
    // What the vendor tells again takes nothing away.
    history.keep([deskbell_core::Entry { ended_at: Some(Timestamp(15_000)), ..call("a", 10) }]);
    assert_eq!(history.found("blue"), ["a"]);
    assert_eq!(history.found("refun"), ["a"]);
    assert!(note(None, Some("")), "the disposition alone goes");
    let entry = history.reader().get(id).unwrap().unwrap().entry;
    assert_eq!(entry.note, Some("Wants the blue one; call (650) 555-0100".into()));
    assert_eq!(entry.disposition, None);
    assert_eq!(history.found("refun"), Vec::<String>::new());
    let none = common::waited(|after| history.open.note(id + 1, EntryNote::default(), after));
    assert!(!none.unwrap(), "there is no such row");
    history.forget("+16505550100").unwrap();
    assert!(!history.bytes_hold(b"blue one"));
}

/// When the day of a moment began, in a place so many hours west of Greenwich.
fn day(at: Timestamp, west: u64) -> Timestamp {
    let (day, shift) = (24 * 3_600_000, west * 3_600_000);
    Timestamp(((at.0 + day - shift) / day * day + shift).saturating_sub(day))
}
